"""Tell a rep that their manager has offered them a focus.

A focus is an if-then plan from the playbook. A rep follows the plan for at least three calls.
"""

from handlers.message import Composed, NoLongerUseful
from handlers.notices.kind import Notice, NoticeKind
from handlers.views.team import coaching_cards
from storage.tables import Person
from storage.team import coaching, teams

NAME = "focus_offered"


async def compose(notice: Notice) -> Composed:
    """Show the focus, with the manager's note.

    Raises NoLongerUseful if the offer was answered, if the focus is no longer in the playbook, or
    if the manager no longer leads the rep.
    """
    rep = notice.to
    if not isinstance(rep, Person):
        raise NoLongerUseful("not on file any more")
    found = await coaching.offer_to(notice.session, rep, notice.rows[0].about or 0)
    if found is None or not await teams.reports_to(notice.session, rep.id, found.other):
        raise NoLongerUseful("not wanted any more")
    focus = notice.playbook.focus(found.offer.focus_id)
    if focus is None or found.offer.accepted_at or found.offer.declined_at:
        raise NoLongerUseful("not wanted any more")
    return Composed(coaching_cards.offered(found, focus))


KIND = NoticeKind(NAME, "offers of a focus", compose, "person", alone=True, repeat=True)
