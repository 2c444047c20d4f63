"""Read the teams of a tenant's own people from the tenant's CRM."""

from collections.abc import Sequence

from bot.crm.signing_in import sign_in
from handlers.sources.crm.crm_records import CrmSignIn, CrmTeam
from handlers.sources.crm_ports import CrmFailed, OpenCrm
from handlers.sources.group_ports import GroupsFailed
from handlers.sources.records import GroupMembers, UserGroup
from storage import mail
from storage.choices import CrmTrouble, GroupTrouble
from storage.database.connection import Database
from storage.sources import crm_connections
from storage.team.group_ids import crm_of, in_crm

TROUBLES: dict[CrmTrouble, GroupTrouble] = {
    "no permission": "no permission",
    "disconnected": "key refused",
    "key missing": "key refused",
}


class CrmTeams:
    """The teams in the CRMs of the tenants on one platform, such as Slack.

    `own` is the sign-in from the operator's settings. It is used if a tenant's connection has no
    secret of its own.
    """

    def __init__(
        self, database: Database, open_crm: OpenCrm, *, own: CrmSignIn | None = None
    ) -> None:
        self._database = database
        self._open = open_crm
        self._own = own

    async def groups(self, tenant: str) -> Sequence[UserGroup]:
        """Return the teams in the tenant's CRM. Return [] if the tenant has connected no CRM.

        Raises GroupsFailed if the teams can't be read.
        """
        opens = await self._sign_in(tenant)
        if opens is None:
            return []
        return [
            UserGroup(in_crm(opens.kind, one.id), one.name, crm=opens.kind)
            for one in await self._teams(opens)
        ]

    async def members(self, tenant: str, group: str) -> GroupMembers:
        """Return the people in a team of the tenant's CRM.

        Raises GroupsFailed if the team is gone or can't be read, or if its CRM is not connected.
        """
        kind, opens = crm_of(group), await self._sign_in(tenant)
        if opens is None or opens.kind != kind:
            raise GroupsFailed("not connected", kind)
        for one in await self._teams(opens):
            if in_crm(kind, one.id) == group:
                found = filter(None, map(mail.normalised, one.members))
                leader = mail.normalised(one.leader) or ""
                return GroupMembers(frozenset(found), leader, one.name)
        raise GroupsFailed("gone", kind)

    async def _teams(self, opens: CrmSignIn) -> Sequence[CrmTeam]:
        if not opens.secret:
            raise GroupsFailed("key refused", opens.kind)
        try:
            return await self._open(opens).teams()
        except CrmFailed as failed:
            trouble = TROUBLES.get(failed.trouble, "unreachable")
            raise GroupsFailed(trouble, opens.kind) from failed

    async def _sign_in(self, tenant: str) -> CrmSignIn | None:
        async with self._database.read(tenant) as session:
            row = await crm_connections.of_tenant(session, tenant)
            return None if row is None else sign_in(session, row, self._own)
