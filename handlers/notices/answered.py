"""Tell a rep what marketing wrote about the rep's ask.

An ask is a rep's question, or a buyer's words that a rep has sent to marketing.
"""

from handlers.cards import Block, Button, Buttons, Card, Note, Paragraph
from handlers.knowledge import ask_facts
from handlers.message import Composed, NoLongerUseful
from handlers.notices.kind import Notice, NoticeKind
from handlers.views.marketing import ask_cards
from storage.marketing import asks

NAME = "answered"


async def compose(notice: Notice) -> Composed:
    """Show each of marketing's notes, with the ask that it is about.

    Raises NoLongerUseful if all of the notes were deleted.
    """
    parts = [await _part(notice, row.tenant, row.about or 0) for row in notice.rows]
    found = [part for part in parts if part is not None]
    if not found:
        raise NoLongerUseful("no such answer")
    lead = found[0][0]
    blocks = [block for _, part in found for block in part]
    return Composed(Card(lead, tuple(blocks)))


async def _part(notice: Notice, tenant: str, note_id: int) -> tuple[str, list[Block]] | None:
    note = await asks.note_by_id(notice.session, tenant, note_id)
    ask = await asks.by_id(notice.session, tenant, note.ask_id) if note else None
    if note is None or ask is None:
        return None
    seen = await ask_facts.gather(notice.session, ask, notice.now, notice.to.zone)
    who = next(turned.who for turned in seen.talk if turned.note.id == note.id)
    said = ask_cards.note_line(note, who)
    lead = "".join(part.text for part in said)
    account = await ask_facts.account_name(notice.session, ask)
    blocks: list[Block] = [Paragraph(said), Note(ask_cards.own_line(ask, account))]
    question = ask_cards.open_question(seen)
    if question is not None and question.id == note.id:
        reply = Button("Reply", "ask.reply", str(ask.id), "primary", about=ask.line)
        blocks.append(Buttons((reply,)))
    return lead, blocks


KIND = NoticeKind(NAME, "answers from marketing", compose, "person", repeat=True, updated=compose)
