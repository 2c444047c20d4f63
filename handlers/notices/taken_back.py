"""Tell the marketers who took part in an ask: the rep has taken the ask back."""

from handlers.cards import Block, Card, Paragraph, spans
from handlers.message import Composed, NoLongerUseful
from handlers.notices.kind import Notice, NoticeKind
from handlers.views.marketing import ask_cards
from storage.marketing import ask_notes, asks

NAME = "taken_back"


async def compose(notice: Notice) -> Composed:
    """Write one sentence for each ask that was taken back and in which this marketer took part.

    The sentence contains neither the text nor the author of the ask. Raises NoLongerUseful if there
    is no such ask.
    """
    said = []
    for row in notice.rows:
        ask = await asks.by_id(notice.session, row.tenant, row.about or 0)
        if ask is not None and ask.state == "withdrawn":
            talk = await ask_notes.of_ask(notice.session, ask)
            mine = [note for note in talk if note.author_id == notice.to.id]
            if mine:
                said.append(ask_cards.was_taken_back(mine[-1], notice.now, notice.to.zone))
    if not said:
        raise NoLongerUseful("never theirs")
    blocks: list[Block] = [Paragraph(spans(sentence)) for sentence in said]
    return Composed(Card(said[0], tuple(blocks)))


KIND = NoticeKind(NAME, "news about asks taken back", compose, "person", repeat=True)
