"""Tell a manager that a rep took up the focus that the manager offered."""

from handlers.cards import Block, Card, Paragraph, spans, typed
from handlers.coaching.text.words import shortened
from handlers.message import Composed, NoLongerUseful
from handlers.notices.kind import Notice, NoticeKind
from storage.tables import Person
from storage.team import coaching, teams

NAME = "focus_taken"


async def compose(notice: Notice) -> Composed:
    """Say which rep took up which focus. Leave out reps who are not in the manager's team now.

    Raises NoLongerUseful if there is no rep to name.
    """
    manager = notice.to
    if not isinstance(manager, Person):
        raise NoLongerUseful("not on file any more")
    ids = [row.about or 0 for row in notice.rows]
    blocks: list[Block] = []
    lead = ""
    for offer, rep in await coaching.accepted(notice.session, manager, ids):
        if not await teams.reports_to(notice.session, rep.id, manager):
            continue
        focus = notice.playbook.focus(offer.focus_id)  # None if it is not in this playbook
        plan = f": {focus.plan}" if focus else ""
        said = f"{shortened(rep.name, 60)} took up the focus that you offered{plan}."
        lead = lead or said
        blocks.append(Paragraph(spans(typed(said))))
    if not blocks:
        raise NoLongerUseful("not wanted any more")
    return Composed(Card(lead, tuple(blocks)))


KIND = NoticeKind(NAME, "focuses that were taken up", compose, "person", repeat=True)
