"""Answer "who can see my notes" and "can Tomas see what I typed": what is shared, and with whom."""

from handlers.cards import (
    Block,
    Bullets,
    Buttons,
    Card,
    Heading,
    Note,
    Paragraph,
    Text,
    spans,
    typed,
)
from handlers.coaching.what_matters.quoting import in_marks
from handlers.coaching.words import shortened
from handlers.features import which_account
from handlers.registry import Turn
from handlers.rhythm_settings import day_of
from handlers.times import format_day
from handlers.typed.data_questions import DataQuestion
from handlers.views import promise_cards
from storage import accounts, asks, commitments, reflections, teams
from storage.tables import Account

SHOWN = 5  # at most this many shared reflections, lines passed on, and open promises
QUOTED = 80  # characters of a note
ONLY_YOU = (
    "The notes that you type are yours alone, and so are your notes in a reflection until you "
    "share them or pass them on."
)
TYPED = "That depends on how you kept it:"
WHO_READS = (
    "your own notes: nobody else in Attune",
    "a customer's words, kept with a call: your colleagues, once you share the reflection",
    "promises, and what you find out about an account: your colleagues",
)
NOTHING = "You share no reflections, and marketing has no lines from you."
READERS = (
    "Everybody here who looks at the account can read this, in briefs and in “Everything on file”."
)


async def card(turn: Turn, asked: DataQuestion, end: Note, buttons: Buttons) -> Card:
    """Return the card that says which of the person's notes others can read."""
    lead = ONLY_YOU if asked.asks == "who" else f"I can't tell who has read what. {ONLY_YOU}"
    listed = await _listed(turn, None)
    return Card(lead, (Paragraph(spans(lead)), *(listed or _nothing(NOTHING)), end, buttons))


async def typed_card(turn: Turn, end: Note, buttons: Buttons) -> Card:
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
    return Card(TYPED, (Paragraph(spans(TYPED)), who, *(blocks or none), end, buttons))


def _nothing(said: str) -> list[Block]:
    return [Paragraph(spans(typed(said)))]


async def _listed(turn: Turn, account: Account | None) -> list[Block]:
    """List what the person has shared and passed on, about one account or about all."""
    shared, passed = await _shared(turn, account), await _passed_on(turn, account)
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
    """List the person's open promises, and those of the customer that the person keeps track of."""
    person = turn.person
    rows = await commitments.of_owner(turn.session, person.tenant, person.id)
    lines = [
        spans(typed(f"{promise_cards.whose(promise, of)}{shortened(promise.text, QUOTED)}"))
        for promise, of in rows
        if account is None or of.id == account.id
    ]
    return Bullets(tuple(lines[:SHOWN])) if lines else None


async def _shared(turn: Turn, account: Account | None) -> tuple[Text, ...]:
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
