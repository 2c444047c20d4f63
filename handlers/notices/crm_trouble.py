"""Tell a rep that something they sent to the CRM needs a decision."""

from handlers.cards import Block, Card
from handlers.knowledge import crm_standing
from handlers.message import Composed, NoLongerUseful
from handlers.notices.kind import Notice, NoticeKind
from handlers.views.crm import crm_write_cards
from storage.customers import accounts
from storage.sources import crm_connections, crm_writes
from storage.tables import CrmWrite, Person

NAME = "crm_trouble"


async def compose(notice: Notice) -> Composed:
    """Show the rep's writes to the CRM that still need a decision.

    Raises NoLongerUseful if every write is settled.
    """
    session, tenant = notice.session, notice.to.tenant
    connection = await crm_connections.of_tenant(session, tenant)
    blocks: list[Block] = []
    leads: list[str] = []
    for row in notice.rows:
        write = await crm_writes.by_id(session, tenant, row.about or 0)
        if write is None or not _is_open(write, notice.to):
            continue
        account = await accounts.by_id(session, tenant, write.account_id)
        whom = account.name if account else ""
        standing = await crm_standing.of_write(session, write)
        card = crm_write_cards.trouble(
            write, whom, connection, standing, now=notice.now, zone=notice.to.zone
        )
        leads.append(card.summary)
        blocks += card.blocks
    if not blocks:
        raise NoLongerUseful("settled already")
    return Composed(Card(" · ".join(leads), tuple(blocks)))


def _is_open(write: CrmWrite, to: object) -> bool:
    mine = isinstance(to, Person) and write.person_id == to.id
    return mine and crm_write_cards.needs_decision(write)


KIND = NoticeKind(NAME, "CRM warnings", compose, "person", repeat=True)
