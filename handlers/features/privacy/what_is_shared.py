"""Answer "who can see my notes" and "can Tomas see what I typed": what is shared, and with whom."""

from handlers.cards import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Heading,
    Note,
    Paragraph,
    Text,
    card_saying,
    spans,
    typed,
)
from handlers.coaching.text.words import shortened
from handlers.coaching.what_matters.quoting import in_marks
from handlers.features.customers import which_account
from handlers.features.privacy import my_data
from handlers.registry import Registry, Turn
from handlers.rhythm_settings import day_of
from handlers.times import format_day
from handlers.typed.privacy.data_questions import Asks
from handlers.views.promises import promise_cards
from handlers.views.team import team_words
from storage.customers import accounts, commitments
from storage.marketing import asks
from storage.sales_calls import reflections
from storage.tables import Account, Person
from storage.team import teams

# Show at most this many shared reflections, this many lines passed on, and this many open promises.
SHOWN = 5
QUOTED = 80  # characters of each line that is shown
SHOW = "data.shared"
LEAD = "What you share"
# For each kind of question: how the answer begins if nobody else can read what is asked about.
START_IF_PRIVATE: dict[Asks, str] = {"who": "Only you.", "seen": "No.", "private": "Yes."}
ONLY_YOU = "Nobody else reads your notes or your reflections: you have shared none of them."
ONLY_SHARED = "Others can read only what you shared: {}. All your other notes are yours alone."
NOT_TOLD = "I can't tell who has read what. "
OUTSIDE = (
    "Outside Attune, an admin of your workspace may be able to export the chat, and whoever runs "
    "Attune can read its database."
)
TYPED = "That depends on what I saved it as:"
WHO_READS = (
    "your own notes: nobody else in Attune",
    "a customer's words, kept with a call: your colleagues, once you share the reflection",
    "promises, and what you find out about an account: your colleagues",
)
NOTHING = "You share no reflections, and marketing has no lines from you."
READERS = (
    "Everybody here who looks at the account can read this, in briefs and in “Everything on file”."
)


def register(registry: Registry) -> None:
    """Register the button that lists what the person shares."""
    registry.button(SHOW, show)


async def card(turn: Turn, asks: Asks) -> Card:
    """Say in a sentence or two whether others can read the person's notes and reflections."""
    manager = await teams.manager_of(turn.session, turn.person)
    shared = await _of_notes(turn, manager)
    lead = (
        ONLY_SHARED.format(" and ".join(shared))
        if shared
        else f"{START_IF_PRIVATE[asks]} {ONLY_YOU}"
    )
    if turn.text.split(maxsplit=1)[0].lower() in ("did", "has"):
        lead = f"{NOT_TOLD}{lead}"
    what = Button(LEAD, SHOW) if shared else my_data.WHAT_IS_KEPT
    sees = [team_words.what_sees(manager)] if manager else []
    end = Note(spans(OUTSIDE)), Buttons((what, *sees))
    return card_saying(typed(lead), *end)


async def _of_notes(turn: Turn, manager: Person | None) -> list[str]:
    """Return phrases for what the person shares: "2 reflections (for your colleagues)"."""
    reflected = len(await reflections.shared_by(turn.session, turn.person))
    found = await asks.of_author(turn.session, turn.person.tenant, turn.person.id, SHOWN)
    also = f" and {manager.name}" if manager else ""
    said = []
    if reflected:
        number = "1 reflection" if reflected == 1 else f"{reflected} reflections"
        said.append(f"{number} (for your colleagues{also})")
    if found:
        said.append("what you passed on (for marketing)")
    return said


async def show(turn: Turn) -> Card:
    """List what the person has shared and passed on."""
    listed = await _listed(turn, None)
    return Card(
        LEAD, (Heading(LEAD), *(listed or _nothing(NOTHING)), Buttons((my_data.WHAT_IS_KEPT,)))
    )


async def typed_card(turn: Turn, buttons: Buttons) -> Card:
    """Return the card that says who can read what the person typed, and lists what is shared.

    If the question names an account, the card lists only what is about the account.
    """
    account = await which_account.only_one_named(turn, turn.text)
    promised = await _promised(turn, account)
    blocks = await _listed(turn, account)
    if promised:
        blocks += [Heading("Open promises, which every colleague can see", minor=True), promised]
    about = f" about {shortened(account.name)}" if account else ""
    none = _nothing(f"You have no shared reflections and no open promises{about}.")
    who = Bullets(tuple(map(spans, WHO_READS)))
    end = Note(spans(OUTSIDE)), buttons
    return card_saying(TYPED, who, *(blocks or none), *end)


def _nothing(said: str) -> list[Block]:
    return [Paragraph(spans(typed(said)))]


async def _listed(turn: Turn, account: Account | None) -> list[Block]:
    """List what the person has shared and passed on, about one account or about all."""
    shared, passed = await _shared_reflections(turn, account), await _passed_on(turn, account)
    blocks: list[Block] = []
    if shared:
        manager = await teams.manager_of(turn.session, turn.person)
        also = f" {shortened(manager.name, 40)} can read this in /team, too." if manager else ""
        heading = Heading("Shared with your colleagues", minor=True)
        blocks += [heading, Bullets(shared), Note(spans(typed(f"{READERS}{also}")))]
    if passed:
        blocks += [Heading("Passed on to marketing", minor=True), Bullets(passed)]
    return blocks


async def _promised(turn: Turn, account: Account | None) -> Bullets | None:
    """List the open promises that the person tracks: their own, and those of their customers."""
    person = turn.person
    rows = await commitments.of_owner(turn.session, person.tenant, person.id)
    lines = [
        spans(
            typed(f"{promise_cards.whose(promise, its_account)}{shortened(promise.text, QUOTED)}")
        )
        for promise, its_account in rows
        if account is None or its_account.id == account.id
    ]
    return Bullets(tuple(lines[:SHOWN])) if lines else None


async def _shared_reflections(turn: Turn, account: Account | None) -> tuple[Text, ...]:
    rows = await reflections.shared_by(turn.session, turn.person)
    rows = [row for row in rows if account is None or row.account_id == account.id]
    rows = sorted(rows, key=lambda row: row.called_at, reverse=True)[:SHOWN]
    ids = {row.account_id for row in rows}
    known = await accounts.by_ids(turn.session, turn.person.tenant, sorted(ids)) if ids else ()
    names = {one.id: shortened(one.name, 40) for one in known}
    today, zone = day_of(turn.now, turn.person.zone), turn.person.zone
    return tuple(
        spans(
            typed(f"{names.get(row.account_id, '')}, "),
            format_day(day_of(row.called_at, zone), today),
            typed(_quote(row.heard or row.surprise or row.next_step)),
        )
        for row in rows
    )


async def _passed_on(turn: Turn, account: Account | None) -> tuple[Text, ...]:
    about = account.id if account else None
    found = await asks.of_author(
        turn.session, turn.person.tenant, turn.person.id, SHOWN, account_id=about
    )
    return tuple(
        spans(
            typed(in_marks(shortened(one.line, QUOTED))),
            ", with names" if one.named else ", without names",
        )
        for one in found
    )


def _quote(words: str) -> str:
    return f": {in_marks(shortened(' '.join(words.split()), QUOTED))}" if words else ""
