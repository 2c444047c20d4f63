"""Read Slack's user groups and their members."""

from collections.abc import Awaitable, Collection, Sequence
from typing import ClassVar

from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack.api import SlackApi, SlackCallError
from bot.slack.workspaces import Workspaces
from handlers.sources.group_ports import GroupsFailed
from handlers.sources.records import UserGroup
from storage.choices import GroupTrouble
from storage.spelling import comparable


class SlackUserGroups:
    """Slack's user groups. Implements `handlers.sources.group_ports.UserGroups`."""

    TROUBLES: ClassVar[dict[str, GroupTrouble]] = {
        "missing_scope": "no permission",
        "no_such_subteam": "gone",
        "plan_upgrade_required": "not in the plan",
    }

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    def offered(self, tenant: str) -> bool:
        return tenant in self._workspaces.tenants

    async def groups(self, tenant: str) -> Sequence[UserGroup]:
        api = await self._api(tenant)
        answer = await self._ask(api, api.client.usergroups_list())
        found = [
            UserGroup(str(one["id"]), str(one.get("name") or ""), str(one.get("handle") or ""))
            for one in answer.get("usergroups") or ()
        ]
        return sorted(found, key=lambda one: (comparable(one.name), one.id))

    async def members(self, tenant: str, group: str) -> Collection[str]:
        api = await self._api(tenant)
        answer = await self._ask(api, api.client.usergroups_users_list(usergroup=group))
        return frozenset(map(str, answer.get("users") or ()))

    async def _api(self, tenant: str) -> SlackApi:
        workspace = await self._workspaces.of_tenant(tenant)
        if workspace is None:
            raise GroupsFailed("unreachable")
        return workspace.api

    async def _ask(self, api: SlackApi, call: Awaitable[AsyncSlackResponse]) -> AsyncSlackResponse:
        try:
            return await api.ask(call)
        except SlackCallError as error:
            raise GroupsFailed(self.TROUBLES.get(error.code, "unreachable")) from error
