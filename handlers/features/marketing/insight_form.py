"""Write an insight in a form, and preview it before it is published."""

from dataclasses import replace
from datetime import date, timedelta

from handlers.cards import (
    Block,
    Button,
    Buttons,
    Card,
    Form,
    Heading,
    Note,
    Paragraph,
    Reply,
    is_web_address,
    spans,
)
from handlers.coaching.matching import BuyerWords, is_near_duplicate, words_of
from handlers.coaching.words import shortened
from handlers.features import access, which_account
from handlers.features.access import may_publish
from handlers.features.calls.call_form import STAGE_LABELS
from handlers.features.fields import day, one_of
from handlers.features.marketing import insight_desk, insight_edits
from handlers.features.typed_time import typed_time
from handlers.inputs import ChoiceInput, DateInput, Option, TextInput
from handlers.knowledge.web_addresses import WRONG_LINK, encoded
from handlers.notices.insights import replan_insight
from handlers.registry import Refusal, Registry, Turn
from handlers.rhythm_settings import day_of
from handlers.times import Unclear, format_absolute, format_short
from handlers.views import insight_cards
from storage import accounts, insights
from storage.choices import EDIT, STAGES, InsightState
from storage.tables import Account, Insight

# In these states, the preview has the desk's buttons; in others, *Publish* and *Edit*.
WITH_DESK_BUTTONS: tuple[InsightState, ...] = ("edit", "published")
GOOD_FOR = timedelta(days=90)
PASSED = "That is in the past. When should it go out? For example: Monday 9:00."
TEXTS = ("headline", "line", "body", "link", "industry", "persona", "competitor")
LABELS = {  # the label and the hint, by field
    "headline": ("Headline", "What is new, in one line"),
    "line": ("What it means for a call", "One line that a rep can use as it is"),
    "body": ("More", ""),
    "link": ("Link", "https://…"),
    "industry": ("For which industry", "Leave empty for any"),
    "persona": ("For which role", "For example: head of logistics"),
    "competitor": ("Against which competitor", "It is shown when a buyer names them"),
}


def register(registry: Registry) -> None:
    """Register the form for a new and for an existing insight."""
    registry.button("insight.new", new)
    registry.button("insight.edit", edit)
    registry.form("insight", save)


async def new(turn: Turn) -> Reply:
    """Open an empty form."""
    return _form(turn, None, "")


async def edit(turn: Turn) -> Reply:
    """Open the form of an insight, or of its unpublished edit."""
    found = await access.own_insight(turn, turn.text)
    edits = await insights.edits(turn.session, found.tenant, [found.id])
    found = edits.get(found.id, found)
    account = await _account_of(turn, found)
    return _form(turn, found, account.name if account else "")


async def save(turn: Turn) -> Reply:
    """Save the form, and show the preview.

    Saving does not publish. A scheduled insight stays scheduled, with its new text.
    """
    fields = _fields(turn)
    account_id = await _account_named(turn)
    found = await _row_to_save(turn)
    for name, value in fields.items():
        setattr(found, name, value)
    found.account_id = account_id
    found.stage = one_of(turn.fields.get("stage", ""), STAGES) or ""
    found.review_by = _review_by(turn)
    _set_publishing_time(turn, found)
    found.changed_at, found.revision = turn.now, found.revision + 1
    found.owner_id = turn.person.id
    await turn.session.flush()
    if found.state != EDIT:
        await insights.index(turn.session, found)
        await replan_insight(turn.session, found, turn.now)
    return await _preview(turn, found)


async def _row_to_save(turn: Turn) -> Insight:
    """Return the insight that the form is about, or a new one."""
    insight_id, _, revision = turn.text.partition(":")
    if insight_id:
        found = await access.own_insight(turn, insight_id, locked=True)
        return await insight_edits.row_to_save(turn, found, revision)
    new = Insight(
        tenant=turn.person.tenant,
        headline="",
        line="",
        author_id=turn.person.id,
        owner_id=turn.person.id,
        review_by=date.max,
        changed_at=turn.now,
        revision=0,
    )
    turn.session.add(new)
    return new


def _fields(turn: Turn) -> dict[str, str]:
    found = {name: turn.fields.get(name, "").strip() for name in TEXTS}
    if not found["headline"]:
        raise Refusal("What is new? One line.", field="headline")
    if not found["line"]:
        raise Refusal("What does it mean for a call? One line.", field="line")
    found["link"] = encoded(found["link"])
    if found["link"] and not is_web_address(found["link"]):
        raise Refusal(WRONG_LINK, field="link")
    return found


async def _account_named(turn: Turn) -> int | None:
    name = turn.fields.get("account", "").strip()
    if not name:
        return None
    account = await which_account.on_file(turn, name)
    if account is None:
        found = await which_account.near(turn, name)
        raise Refusal(which_account.missing(name, found), field="account")
    return account.id


def _review_by(turn: Turn) -> date:
    chosen, today = day(turn, "review_by"), day_of(turn.now, turn.person.zone)
    if chosen is not None and chosen <= today:
        raise Refusal("Choose a day in the future.", field="review_by")
    return chosen or today + GOOD_FOR


def _set_publishing_time(turn: Turn, found: Insight) -> None:
    typed = turn.fields.get("goes_out", "").strip()
    if insights.is_out(found, turn.now):
        return
    if not typed:
        if found.state != "published":  # a scheduled insight keeps its time
            found.published_at = None
        return
    read = typed_time(turn, typed)
    if isinstance(read, Unclear):
        said = PASSED if read.reason == "past" else read.question
        raise Refusal(said, field="goes_out")
    found.published_at = read.starts_at


async def _preview(turn: Turn, found: Insight) -> Card:
    lead = "Scheduled" if found.state == "published" else "This is how it will look"
    account = await _account_of(turn, found)
    today = day_of(turn.now, turn.person.zone)
    blocks: list[Block] = [
        Note(spans(_status_line(turn, found, lead))),
        *insight_cards.whole(found),
        Note(spans(insight_cards.audience(found, account, today))),
        *await insight_desk.where(turn.session, found, turn.now),
    ]
    twins = await _near_duplicates(turn, found)
    if twins:
        blocks.append(Heading("Similar insights that are published"))
        blocks += [Paragraph(spans(shortened(twin.headline))) for twin in twins]
    if found.state in WITH_DESK_BUTTONS:
        blocks.append(insight_cards.manage(found, turn.now))
    else:
        blocks.append(Buttons((*_publish_buttons(turn, found), _edit(found))))
    return Card(lead, tuple(blocks))


def _status_line(turn: Turn, found: Insight, lead: str) -> str:
    if found.state == EDIT:
        return f"{lead}. The old text stays until you publish this."
    if found.state == "published" and found.published_at is not None:
        when = format_short(found.published_at, now=turn.now, zone=turn.person.zone)
        return f"{lead} for {when}. It will go out like this."
    return f"{lead}. Nothing has gone out yet."


def _publish_buttons(turn: Turn, found: Insight) -> list[Button]:
    insight_id = str(found.id)
    if not may_publish(turn.person):
        return [
            Button(
                "Suggest to marketing",
                "insight.suggest",
                insight_id,
                "primary",
                about=found.headline,
            )
        ]
    go, at_once = insight_cards.publishing(found), insight_cards.publishing(found, now=True)
    now = Button("Publish now", "insight.publish", at_once, "primary", about=found.headline)
    if found.published_at is None or insights.is_out(found, turn.now):
        return [now]
    when = format_short(found.published_at, now=turn.now, zone=turn.person.zone)
    label = f"Publish {when}"
    then = Button(label, "insight.publish", go, "primary", about=found.headline)
    return [then, replace(now, style="default")]


def _edit(found: Insight) -> Button:
    return Button("Edit", "insight.edit", str(found.id), about=found.headline)


async def _near_duplicates(turn: Turn, found: Insight) -> list[Insight]:
    today = day_of(turn.now, turn.person.zone)
    said = [BuyerWords(f"{found.headline} {found.line}", today)]
    ids = await insights.with_words(turn.session, turn.person.tenant, words_of(said, ()), limit=20)
    near = await insights.by_ids(turn.session, turn.person.tenant, ids)
    return [
        one
        for one in near
        if one.id not in (found.id, found.replaces_id)
        and insights.is_out(one, turn.now)
        and one.review_by >= today
        and is_near_duplicate(one.headline, found.headline)
    ][:3]


def _form(turn: Turn, found: Insight | None, account: str) -> Form:
    today = day_of(turn.now, turn.person.zone)
    return Form(
        "insight",
        _title(turn, found),
        (
            *_text_inputs(found),
            ChoiceInput(
                "stage",
                "For which stage",
                tuple(Option(stage, STAGE_LABELS[stage]) for stage in STAGES),
                found.stage if found else "",
                "Leave it empty for any stage",
                none="Any stage",
            ),
            TextInput("account", "For one account only", value=account),
            DateInput(
                "review_by",
                "Good until",
                found.review_by if found else today + GOOD_FOR,
                "After this day it is not shown until somebody renews it",
            ),
            *_time_input(turn, found),
        ),
        subject=f"{found.id}:{found.revision}" if found else "",
        submit="Preview",
    )


def _text_inputs(found: Insight | None) -> list[TextInput]:
    return [
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


def _time_input(turn: Turn, found: Insight | None) -> list[TextInput]:
    """Ask when the insight goes out, unless it is out or the person may not publish."""
    is_out = found is not None and (found.state == EDIT or insights.is_out(found, turn.now))
    if is_out or not may_publish(turn.person):
        return []
    later = found.published_at if found else None
    zone = turn.person.zone
    typed = format_absolute(later, now=turn.now, zone=zone, own=zone) if later else ""
    empty = "keep this time" if found and found.state == "published" else "publish now"
    hint = f"For example: Monday 9:00. Leave empty to {empty}."
    return [TextInput("goes_out", "Publish later", hint, typed)]


def _title(turn: Turn, found: Insight | None) -> str:
    if found is not None:
        return "Edit an insight"
    return "Publish an insight" if may_publish(turn.person) else "Suggest an insight"


async def _account_of(turn: Turn, found: Insight) -> Account | None:
    if found.account_id is None:
        return None
    return await accounts.by_id(turn.session, turn.person.tenant, found.account_id)
