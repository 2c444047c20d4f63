"""Tell a rep what marketing wrote about the rep's ask.

An ask is what a rep sent to marketing: a question, or a buyer's words.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.cards import Block, Button, Buttons, Card, Note, Paragraph, spans
from handlers.knowledge import ask_facts
from handlers.message import Composed, NoLongerUseful
from handlers.notices import tell
from handlers.notices.kind import Notice, NoticeKind
from handlers.views.marketing import ask_cards
from storage import outbox
from storage.marketing import ask_notes, asks
from storage.tables import Ask, AskNote, Outbox
from storage.tables.types import EPOCH
from storage.workspace import people

NAME = "answered"
CHANGED = ":changed:"  # in the key of the outbox row for a changed answer
TAKEN_BACK = "Marketing took this back."


async def compose(notice: Notice) -> Composed:
    """Show each of marketing's notes, with the ask that it is about.

    Raises NoLongerUseful if all of the notes were deleted.
    """
    parts = [await _part(notice, row) for row in notice.rows]
    found = [part for part in parts if part is not None]
    if not found:
        raise NoLongerUseful("no such answer")
    return _composed(found)


async def updated(notice: Notice) -> Composed:
    """Show the notes as they are now. Say which of them marketing took back."""
    parts = [await _part(notice, row) for row in notice.rows]
    gone: tuple[str, list[Block]] = (TAKEN_BACK, [Paragraph(spans(TAKEN_BACK))])
    return _composed([part or gone for part in parts])


async def tell_changed(session: AsyncSession, ask: Ask, note: AskNote, now: datetime) -> None:
    """Send the rep the changed answer (`note`), if we have sent the rep an earlier version."""
    author = await people.by_id(session, ask.tenant, ask.author_id)
    if author and await outbox.sent_about(session, ask.tenant, (NAME,), [note.id], EPOCH):
        key = f"{note.id}{CHANGED}{now:%Y%m%d%H%M%S%f}"
        await tell.tell(session, [author], NAME, note.id, now, key=key)


def _composed(found: Sequence[tuple[str, list[Block]]]) -> Composed:
    lead = found[0][0]
    blocks = [block for _, part in found for block in part]
    return Composed(Card(lead, tuple(blocks)))


async def _part(notice: Notice, row: Outbox) -> tuple[str, list[Block]] | None:
    """Return the first line and the blocks about one note, or None if the note is not on file."""
    note = await ask_notes.note_by_id(notice.session, row.tenant, row.about or 0)
    ask = await asks.by_id(notice.session, row.tenant, note.ask_id) if note else None
    if note is None or ask is None:
        return None
    seen = await ask_facts.gather(notice.session, ask, notice.now, notice.to.zone)
    who = next(turned.who for turned in seen.talk if turned.note.id == note.id)
    said = ask_cards.note_line(note, who, changed=CHANGED in row.key)
    lead = "".join(part.text for part in said)
    account = await ask_facts.account_name(notice.session, ask)
    blocks: list[Block] = [Paragraph(said), Note(ask_cards.own_line(ask, account))]
    question = ask_cards.open_question(seen)
    if question is not None and question.id == note.id:
        reply = Button("Reply", "ask.reply", str(ask.id), "primary", about=ask.line)
        blocks.append(Buttons((reply,)))
    return lead, blocks


KIND = NoticeKind(NAME, "answers from marketing", compose, "person", repeat=True, updated=updated)
