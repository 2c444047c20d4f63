"""Tell a person that marketing has published or declined the insight that they suggested."""

from handlers.cards import Block, Button, Buttons, Card, Paragraph, Quote, spans
from handlers.coaching.text.words import shortened
from handlers.message import Composed, NoLongerUseful
from handlers.notices.kind import Notice, NoticeKind
from handlers.times import format_short
from storage.choices import InsightState
from storage.marketing import insights
from storage.tables import Insight
from storage.workspace import people

NAME = "suggestion"
DECIDED: tuple[InsightState, ...] = ("published", "declined")


async def compose(notice: Notice) -> Composed:
    """Say what happened to each suggestion. If it was declined, show what marketing wrote.

    Raises NoLongerUseful if none of the suggestions is still published or declined.
    """
    blocks: list[Block] = []
    said = []
    for row in notice.rows:
        found = await insights.by_id(notice.session, row.tenant, row.about or 0)
        if found is None or found.state not in DECIDED:
            continue
        who = await people.by_id(notice.session, found.tenant, found.owner_id)
        name = who.name if who else "Marketing"
        said.append(_became(found, name, notice))
        blocks.append(Paragraph(spans(said[-1])))
        if found.state == "declined":
            blocks.append(Quote(found.declined, f"{name} to you"))
        elif insights.is_out(found, notice.now):
            look = Button("Look at it", "insight.show", str(found.id), about=found.headline)
            blocks.append(Buttons((look,)))
    if not said:
        raise NoLongerUseful("not settled any more")
    return Composed(Card(said[0], tuple(blocks)))


def _became(found: Insight, who: str, notice: Notice) -> str:
    headline = f"“{shortened(found.headline)}”"
    if found.state == "declined":
        return f"{who} declined your suggestion {headline}:"
    if found.published_at is None or insights.is_out(found, notice.now):
        return f"{who} published your suggestion {headline}."
    when = format_short(found.published_at, now=notice.now, zone=notice.to.zone)
    return f"{who} scheduled your suggestion {headline} for {when}."


KIND = NoticeKind(NAME, "replies to your suggestions", compose, "person", repeat=True)
