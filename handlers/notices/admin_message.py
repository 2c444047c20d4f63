"""Give people a message that an admin of their company wrote to them."""

from handlers.cards import Block, Card
from handlers.message import Composed, NoLongerUseful
from handlers.notices.kind import Notice, NoticeKind
from handlers.views.admin import admin_message
from storage.team import teams
from storage.workspace import admin_messages

NAME = "admin_message"
FORMER_TEAM = "a team that is not on file any more"


async def compose(notice: Notice) -> Composed:
    """Show each message, who wrote it, and who gets it.

    Raises NoLongerUseful if all of the messages were deleted.
    """
    leads: list[str] = []
    blocks: list[Block] = []
    for row in notice.rows:
        found = await admin_messages.by_id(notice.session, row.tenant, row.about or 0)
        if found is not None:
            message, name = found
            leads.append(admin_message.lead(name, message.words))
            to = await _whom(notice, message.about)
            blocks += admin_message.blocks(name, message.words, to)
    if not leads:
        raise NoLongerUseful("not on file any more")
    return Composed(Card(leads[0], tuple(blocks)))


async def _whom(notice: Notice, chosen: str) -> str:
    _, _, id_ = chosen.partition(":")
    team = await teams.by_id(notice.session, notice.to.tenant, int(id_)) if id_ else None
    return admin_message.whom(chosen, team.name if team else None) or FORMER_TEAM


KIND = NoticeKind(NAME, "messages from your admins", compose, "person")
