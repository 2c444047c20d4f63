"""Read Entra's groups, and the people in a group, from Microsoft Graph 1.0.

This needs the application permission GroupMember.Read.All.
"""

from collections.abc import AsyncIterator, Collection, Iterator, Sequence
from urllib.parse import quote

from yarl import URL

from bot.base.clock import Clock
from bot.calendars.graph_pages import pages
from bot.calendars.http import ProviderClient
from bot.platform.payload import Json, at, maybe
from bot.service_settings import TeamsSettings
from bot.settings import TEAMS, Settings
from bot.transcripts.sources.common import checked
from bot.transcripts.sources.graph_tokens import GRAPH, GraphTokens
from handlers.sources.group_ports import GroupsFailed
from handlers.sources.ports import SourceFailed
from handlers.sources.records import UserGroup
from storage.choices import GroupTrouble, SourceTrouble
from storage.spelling import comparable

MAX_PAGES = 20
PAGE = 999  # groups or people on a page; Graph's maximum
PERSON = "#microsoft.graph.user"
TROUBLES: dict[SourceTrouble, GroupTrouble] = {
    "no permission": "no permission",
    "not found": "gone",
}


class EntraGroups:
    """Reads the groups of one tenant. The Teams settings say which tenant.

    Implements `handlers.sources.group_ports.UserGroups`. Start `http` before the first request, and
    stop it at the end.
    """

    def __init__(
        self,
        settings: TeamsSettings,
        clock: Clock,
        *,
        http: ProviderClient | None = None,
        api: str = f"{GRAPH}/v1.0",
    ) -> None:
        self.http = http or ProviderClient()
        self._tokens = GraphTokens(settings, self.http, clock)
        self._tenant = f"teams:{settings.tenant_id}"
        self._api = api

    def offered(self, tenant: str) -> bool:
        return tenant == self._tenant

    async def groups(self, tenant: str) -> Sequence[UserGroup]:
        listed = self._listed(tenant, f"groups?$select=id,displayName&$top={PAGE}")
        found = await _all(listed)
        named = [UserGroup(maybe(one, "id"), maybe(one, "displayName")) for one in found]
        return sorted(
            (one for one in named if one.id), key=lambda one: (comparable(one.name), one.id)
        )

    async def members(self, tenant: str, group: str) -> Collection[str]:
        """Return the ids of the people in a group and in the groups inside it.

        Leave out devices and apps. Raises GroupsFailed.
        """
        path = f"groups/{quote(group, safe='')}/transitiveMembers?$select=id&$top={PAGE}"
        found = await _all(self._listed(tenant, path))
        people = (maybe(one, "id") for one in found if maybe(one, "@odata.type") == PERSON)
        return frozenset(filter(None, people))

    async def _listed(self, tenant: str, path: str) -> AsyncIterator[Json]:
        """Yield the items at this path, page by page. Raises SourceFailed."""
        if not self.offered(tenant):
            raise SourceFailed("not found")
        address = URL(f"{self._api}/{path}", encoded=True)
        async for page in pages(address, self._tokens.fetch, MAX_PAGES):
            found = at(checked(page, "no permission").body, "value")
            if not isinstance(found, list):
                raise SourceFailed("no answer")
            for item in found:
                if isinstance(item, dict):
                    yield item


async def _all(listed: AsyncIterator[Json]) -> list[Json]:
    """Return all items. Raises GroupsFailed."""
    try:
        return [one async for one in listed]
    except SourceFailed as failed:
        raise GroupsFailed(TROUBLES.get(failed.trouble, "unreachable")) from failed


def mistakes(settings: Settings) -> Iterator[str]:
    """Yield a sentence if MICROSOFT_GROUPS is set without the Teams settings."""
    teams = settings.teams
    if settings.microsoft_groups and not (teams and teams.client_id and teams.tenant_id):
        yield (
            f"MICROSOFT_GROUPS needs the Teams settings: {TEAMS}CLIENTID, {TEAMS}CLIENTSECRET "
            f"and {TEAMS}TENANTID."
        )
