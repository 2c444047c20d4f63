"""Answer "who can see my notes" and "did Tomas see my note": what is shared, and with whom."""

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
from handlers.coaching.words import shortened
from handlers.registry import Turn
from handlers.rhythm_settings import day_of
from handlers.times import format_day
from handlers.typed.data_questions import DataQuestion
from storage import accounts, asks, reflections, teams

SHOWN = 5  # at most this many shared reflections, and this many lines that were passed on
QUOTED = 80  # characters of a note
ONLY_YOU = (
    "The notes that you type are yours alone, and so are your notes in a reflection until you "
    "share them or pass them on."
)
NOTHING = "You share no reflection, and marketing has no line of yours."
READERS = (
    "Everybody here who looks at the account can read it, in briefs and in Everything on file."
)


async def card(turn: Turn, asked: DataQuestion, end: Note, buttons: Buttons) -> Card:
    """Return the card that says which notes of the person others read."""
    lead = ONLY_YOU if asked.asks == "who" else f"I can't tell who has read what. {ONLY_YOU}"
    shared, passed = await _shared(turn), await _passed_on(turn)
    blocks: list[Block] = [Paragraph(spans(lead))]
    if shared:
        manager = await teams.manager_of(turn.session, turn.person)
        also = f" {shortened(manager.name, 40)} can read it in /team, too." if manager else ""
        heading = Heading("Shared with your colleagues", minor=True)
        blocks += [heading, Bullets(shared), Note(spans(typed(f"{READERS}{also}")))]
    if passed:
        blocks += [Heading("Passed on to marketing", minor=True), Bullets(passed)]
    if not shared and not passed:
        blocks.append(Paragraph(spans(NOTHING)))
    return Card(lead, (*blocks, end, buttons))


async def _shared(turn: Turn) -> tuple[Text, ...]:
    rows = await reflections.shared_by(turn.session, turn.person)
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


async def _passed_on(turn: Turn) -> tuple[Text, ...]:
    found = await asks.of_author(turn.session, turn.person.tenant, turn.person.id, SHOWN)
    return tuple(
        spans(
            typed(f"“{shortened(one.line, QUOTED)}”"),
            ", with names" if one.named else ", without names",
        )
        for one in found
    )


def _quote(words: str) -> str:
    return f": “{shortened(' '.join(words.split()), QUOTED)}”" if words else ""
