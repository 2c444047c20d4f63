"""/insight: marketing tells reps what helps in a call; with words, a search.

A draft is previewed before it goes out. Reps may suggest; a marketer publishes.
"""

from datetime import date, timedelta

from rapidfuzz import fuzz

from handlers import access, insight_cards
from handlers.calls import STAGE_LABELS
from handlers.cards import (
    Aside,
    Block,
    Button,
    Buttons,
    Card,
    ChoiceInput,
    DateInput,
    Form,
    Heading,
    Note,
    Option,
    Paragraph,
    Reply,
    TextInput,
    is_web_address,
    spans,
)
from handlers.coaching.matching import Said, words_of
from handlers.coaching.words import shortened
from handlers.conversation import Command, Refusal, Registry, Turn
from handlers.fields import day
from handlers.nudges.settings import day_of
from handlers.playbook.schema import STAGES
from handlers.roles import publishes
from storage import accounts, insights, people
from storage.insights import Figures
from storage.tables import Account, Insight, Person

GOOD_FOR = timedelta(days=90)
SHOWN = 8
TWIN = 75  # of 100: how alike two headlines must be to be shown side by side
TEXTS = ("headline", "line", "body", "link", "industry", "persona", "competitor")
LABELS = {
    "headline": ("Headline", "What is new, in one line"),
    "line": ("What it means for a call", "One line a rep can use as it stands"),
    "body": ("More", ""),
    "link": ("Link", "https://…"),
    "industry": ("For which industry", "Leave empty for any"),
    "persona": ("For whom there", "A role: head of logistics"),
    "competitor": ("Against which competitor", "It is shown when a buyer names them"),
}


def register(registry: Registry) -> None:
    """The command, the form, and what can be done with an insight."""
    registry.command(
        Command("insight", "[words]", "publish or suggest one; with words: search"), insight
    )
    registry.form("insight", keep)
    registry.button("insight.desk", desk)
    registry.button("insight.new", new)
    registry.button("insight.edit", edit)
    registry.button("insight.publish", publish)
    registry.button("insight.suggest", suggest)
    registry.button("insight.retire", retire)
    registry.button("insight.renew", renew)
    registry.button("insight.show", show)


async def insight(turn: Turn) -> Reply:
    """A search for words, or the form for a new one."""
    return await _search(turn) if turn.text.strip() else _form(turn, None, "")


async def new(turn: Turn) -> Reply:
    """The form for a new one."""
    return _form(turn, None, "")


async def edit(turn: Turn) -> Reply:
    """The form with an insight as it is."""
    found = await _own(turn, turn.text)
    account = await _account_of(turn, found)
    return _form(turn, found, account.name if account else "")


async def keep(turn: Turn) -> Reply:
    """Take in the form and show the preview; nothing has gone out yet."""
    fields = _fields(turn)
    insight_id, _, revision = turn.text.partition(":")
    account_id = await _account_named(turn)
    if insight_id:
        found = await _own(turn, insight_id)
        if str(found.revision) != revision:
            who = await people.by_id(turn.session, turn.person.tenant, found.owner_id)
            name = who.name if who else "A colleague"
            raise Refusal(
                f"{name} changed this meanwhile. Your words are still here: copy what you need, "
                "close this, and open it again."
            )
    else:
        found = Insight(
            tenant=turn.person.tenant,
            headline="",
            line="",
            author_id=turn.person.id,
            owner_id=turn.person.id,
            review_by=date.max,
            changed_at=turn.now,
            revision=0,
        )
        turn.session.add(found)
    for name, value in fields.items():
        setattr(found, name, value)
    found.account_id = account_id
    found.stage = turn.fields.get("stage", "") if turn.fields.get("stage") in STAGES else ""
    found.review_by = _review_by(turn)
    found.changed_at, found.revision = turn.now, found.revision + 1
    await turn.session.flush()
    await insights.index(turn.session, found)
    return await _preview(turn, found)


def _fields(turn: Turn) -> dict[str, str]:
    found = {name: turn.fields.get(name, "").strip() for name in TEXTS}
    if not found["headline"]:
        raise Refusal("What is new? One line.", field="headline")
    if not found["line"]:
        raise Refusal("What does it mean for a call? One line.", field="line")
    if found["link"] and not is_web_address(found["link"]):
        raise Refusal("A link starts with https://", field="link")
    return found


async def _account_named(turn: Turn) -> int | None:
    name = turn.fields.get("account", "").strip()
    if not name:
        return None
    account = await accounts.named(turn.session, turn.person.tenant, name)
    if account is None:
        raise Refusal("There is no account by that name.", field="account")
    return account.id


def _review_by(turn: Turn) -> date:
    chosen, today = day(turn, "review_by"), day_of(turn.now, turn.person.zone)
    if chosen is not None and chosen <= today:
        raise Refusal("A day in the future, please.", field="review_by")
    return chosen or today + GOOD_FOR


async def publish(turn: Turn) -> Reply:
    """Let it go out."""
    found = await _own(turn, turn.text)
    if not publishes(turn.person):
        raise Refusal("Marketing publishes. You can suggest it to them.")
    if found.state != "published":
        found.published_at = turn.now
    found.state, found.owner_id, found.changed_at = "published", turn.person.id, turn.now
    lead = f"Published: {shortened(found.headline)}. Briefs carry it where it fits."
    return Card(lead, (Paragraph(spans(lead)), _manage(found)))


async def suggest(turn: Turn) -> Reply:
    """Hand it to marketing."""
    found = await _own(turn, turn.text)
    if found.state == "draft":
        found.state, found.changed_at = "suggested", turn.now
    lead = "Marketing has it now. It goes out once they publish it."
    return Card(lead, (Paragraph(spans(lead)),))


async def retire(turn: Turn) -> Reply:
    """Take it back."""
    found = await _own(turn, turn.text)
    found.state, found.changed_at = "retired", turn.now
    lead = f"Retired: {shortened(found.headline)}. No brief carries it any more."
    undo = Button("Publish it again", "insight.publish", str(found.id))
    return Card(lead, (Paragraph(spans(lead)), Buttons((undo,))))


async def renew(turn: Turn) -> Reply:
    """It is still good: another 90 days."""
    found = await _own(turn, turn.text)
    found.review_by = day_of(turn.now, turn.person.zone) + GOOD_FOR
    found.published_at = turn.now if found.state == "published" else found.published_at
    found.changed_at = turn.now
    lead = f"Renewed until {found.review_by:%d.%m.%Y}: {shortened(found.headline)}."
    return Card(lead, (Paragraph(spans(lead)), _manage(found)))


async def show(turn: Turn) -> Reply:
    """All of one insight."""
    found = await insights.by_id(turn.session, turn.person.tenant, access.number(turn.text))
    if found is None or (found.state != "published" and not _may_change(turn.person, found)):
        raise Refusal("That insight is not out any more.")
    fares = (await insights.figures(turn.session, turn.person.tenant, [found.id])).get(found.id)
    blocks = [*insight_cards.whole(found), *insight_cards.say_back(found, 0)]
    if _may_change(turn.person, found):
        blocks += [Note(spans(insight_cards.fares(fares or Figures()))), _manage(found)]
    return Aside(Card(found.headline, tuple(blocks)))


async def desk(turn: Turn) -> Reply:
    """What waits for marketing: suggestions, reviews, and what is out with how it fares."""
    if not publishes(turn.person):
        raise Refusal("This is marketing's desk. /insight with words searches what is out.")
    tenant = turn.person.tenant
    today = day_of(turn.now, turn.person.zone)
    parts = (
        ("Waiting for you", await insights.in_state(turn.session, tenant, ("suggested",), SHOWN)),
        (
            "Up for review",
            await insights.up_for_review(
                turn.session, tenant, today=today, now=turn.now, most=SHOWN
            ),
        ),
        ("Out", await insights.in_state(turn.session, tenant, ("published",), SHOWN)),
        ("Drafts", await insights.in_state(turn.session, tenant, ("draft",), SHOWN)),
    )
    ids = [found.id for _, part in parts for found in part]
    fare = await insights.figures(turn.session, tenant, ids)
    blocks: list[Block] = []
    for heading, part in parts:
        if part:
            blocks.append(Heading(heading))
        for found in part:
            blocks.append(Paragraph(spans(shortened(found.headline))))
            if found.state == "published":
                blocks.append(Note(spans(insight_cards.fares(fare.get(found.id, Figures())))))
            blocks.append(_manage(found))
    lead = "Insights" if blocks else "No insight yet."
    first = () if blocks else (Paragraph(spans(lead)),)
    return Card(
        lead,
        (
            *first,
            *blocks,
            Buttons(
                (
                    Button("Write one", "insight.new", "", "primary"),
                    Button("Feeds", "feeds.show"),
                )
            ),
        ),
    )


def _manage(found: Insight) -> Buttons:
    number = str(found.id)
    edit_it = Button("Edit", "insight.edit", number)
    if found.state == "published":
        return Buttons(
            (
                edit_it,
                Button("Renew", "insight.renew", number),
                Button("Retire", "insight.retire", number),
            )
        )
    return Buttons((Button("Publish", "insight.publish", number, "primary"), edit_it))


async def _search(turn: Turn) -> Reply:
    said = [Said(turn.text, day_of(turn.now, turn.person.zone))]
    words = words_of(said, turn.playbook.synonyms)
    ids = await insights.with_words(turn.session, turn.person.tenant, words, most=SHOWN * 4)
    found = [await insights.by_id(turn.session, turn.person.tenant, number) for number in ids]
    today = day_of(turn.now, turn.person.zone)
    out = [one for one in found if one and one.state == "published" and one.review_by >= today]
    if not out:
        lead = f"Nothing is out about “{shortened(turn.text)}”."
        return Card(
            lead, (Paragraph(spans(lead)), Buttons((Button("Suggest one", "insight.new"),)))
        )
    lead = f"About “{shortened(turn.text)}”"
    blocks: list[Block] = [Paragraph(spans(lead))]
    for one in out[:SHOWN]:
        blocks += insight_cards.brief(one)
        blocks.append(Buttons((Button("Open", "insight.show", str(one.id)),)))
    return Card(lead, tuple(blocks))


async def _preview(turn: Turn, found: Insight) -> Card:
    lead = "This is how it will be read"
    account = await _account_of(turn, found)
    blocks: list[Block] = [
        Note(spans(f"{lead}. Nothing has gone out yet.")),
        *insight_cards.whole(found),
        Note(spans(insight_cards.audience(found, account))),
    ]
    twins = await _near_duplicates(turn, found)
    if twins:
        blocks.append(Heading("Close to what is out already"))
        blocks += [Paragraph(spans(shortened(twin.headline))) for twin in twins]
    number = str(found.id)
    go = (
        Button("Publish now", "insight.publish", number, "primary")
        if publishes(turn.person)
        else Button("Suggest to marketing", "insight.suggest", number, "primary")
    )
    blocks.append(Buttons((go, Button("Edit", "insight.edit", number))))
    return Card(lead, tuple(blocks))


async def _near_duplicates(turn: Turn, found: Insight) -> list[Insight]:
    said = [Said(f"{found.headline} {found.line}", day_of(turn.now, turn.person.zone))]
    ids = await insights.with_words(turn.session, turn.person.tenant, words_of(said, ()), most=20)
    near = [await insights.by_id(turn.session, turn.person.tenant, number) for number in ids]
    return [
        one
        for one in near
        if one is not None
        and one.id != found.id
        and one.state == "published"
        and fuzz.token_set_ratio(one.headline, found.headline) >= TWIN
    ][:3]


def _form(turn: Turn, found: Insight | None, account: str) -> Form:
    texts = [
        TextInput(
            name,
            label,
            hint,
            getattr(found, name) if found else "",
            multiline=name == "body",
            required=name in ("headline", "line"),
        )
        for name, (label, hint) in LABELS.items()
    ]
    today = day_of(turn.now, turn.person.zone)
    stages = tuple(Option(stage, STAGE_LABELS[stage]) for stage in STAGES)
    return Form(
        "insight",
        "Publish an insight" if publishes(turn.person) else "Suggest an insight",
        (
            *texts,
            ChoiceInput("stage", "For which stage", stages, found.stage if found else ""),
            TextInput("account", "For one account only", value=account),
            DateInput(
                "review_by",
                "Good until",
                found.review_by if found else today + GOOD_FOR,
                "After this day it is not shown until somebody renews it",
            ),
        ),
        subject=f"{found.id}:{found.revision}" if found else "",
        submit="Preview",
    )


async def _account_of(turn: Turn, found: Insight) -> Account | None:
    if found.account_id is None:
        return None
    return await accounts.by_id(turn.session, turn.person.tenant, found.account_id)


async def _own(turn: Turn, text: str) -> Insight:
    """An insight this person may change. Raises Refusal."""
    found = await insights.by_id(turn.session, turn.person.tenant, access.number(text))
    if found is None or not _may_change(turn.person, found):
        raise Refusal("That insight is not yours to change. Marketing can.")
    return found


def _may_change(person: Person, found: Insight) -> bool:
    mine = found.author_id == person.id and found.state in ("draft", "suggested")
    return publishes(person) or mine
