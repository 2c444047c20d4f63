"""Chooses the workspace that a request or a message is for."""

from datetime import datetime

from bot.platform.messenger import NEEDS_AN_ADMIN, Recipient, RetryLater, SentMessage
from bot.platform.recent import Recent
from bot.slack.installations import Installations
from bot.slack.workspace import SlackWorkspace, WorkspaceParts
from handlers.cards import Card

KEPT = 1_000  # workspaces that are kept ready


class Workspaces:
    """The workspace of the token in the settings, and those that people installed Attune in.

    `own` is the first one, also if there is no such token: then it only lends its connections.
    Without `installations`, every request is for `own`.
    """

    def __init__(
        self, own: SlackWorkspace, parts: WorkspaceParts, installations: Installations | None
    ) -> None:
        self.own = own
        self._parts = parts
        self._installations = installations
        self._living: dict[str, datetime] = {}  # by tenant: when it was installed (UTC)
        self._ready: Recent[str, SlackWorkspace] = Recent(KEPT)

    @property
    def tenants(self) -> frozenset[str]:
        """The tenants in which Attune is installed, as far as they are known by now."""
        return frozenset({self.own.tenant, *self._living} - {""})

    async def refresh(self) -> None:
        """Read from the database where Attune is installed, because another process may know."""
        if self._installations is None:
            return
        living = await self._installations.living()
        for tenant in [each for each in self._ready if living.get(each) != self._living.get(each)]:
            self._ready.pop(tenant, None)
        self._living = living

    async def installed(self, tenant: str) -> None:
        """Use a new token of a tenant from now on."""
        self._ready.pop(tenant, None)
        await self.refresh()

    async def of_team(self, team: str) -> SlackWorkspace | None:
        """The workspace with this id; None if Attune is not installed there, or not admitted."""
        if self._installations is None:
            return self.own
        found = await self.of_tenant(f"slack:{team}")
        # Until Slack has said where our own token is from, the request may be from there.
        is_unknown = self.own.api.has_token and not self.own.tenant
        return self.own if found is None and is_unknown else found

    async def of_tenant(self, tenant: str) -> SlackWorkspace | None:
        """The workspace of a tenant; None if Attune is not installed there, or not admitted."""
        if tenant == self.own.tenant:
            return self.own
        if self._installations is None:
            return None
        return self._ready.get(tenant) or await self._open(self._installations, tenant)

    async def _open(self, installations: Installations, tenant: str) -> SlackWorkspace | None:
        found = await installations.find(tenant)
        if found is None:
            self._living.pop(tenant, None)
            return None
        if tenant not in self._ready:  # nobody else opened it in the meantime
            self._living[tenant] = found.installed_at
            self._ready[tenant] = SlackWorkspace(
                self.own.api.with_token(found.token), self._parts, tenant=tenant, bot=found.bot
            )
        return self._ready[tenant]

    async def stop(self) -> None:
        """Cancel the open requests of all workspaces."""
        for workspace in (self.own, *self._ready.values()):
            await workspace.messenger.stop()


class WorkspacesMessenger:
    """`bot.platform.messenger.Messenger` for all workspaces: each message has its tenant's token.

    If Attune is not installed in that tenant, the message waits.
    """

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    async def send(self, to: Recipient, card: Card, bundle: int) -> SentMessage:
        """As the workspace's messenger."""
        return await (await self._of(to)).messenger.send(to, card, bundle)

    async def replace(self, to: Recipient, message: str, card: Card, bundle: int) -> SentMessage:
        """As the workspace's messenger."""
        return await (await self._of(to)).messenger.replace(to, message, card, bundle)

    async def find(self, to: Recipient, bundle: int, since: datetime) -> SentMessage | None:
        """As the workspace's messenger."""
        return await (await self._of(to)).messenger.find(to, bundle, since)

    async def absent_until(self, to: Recipient, now: datetime) -> datetime | None:
        """As the workspace's messenger."""
        return await (await self._of(to)).messenger.absent_until(to, now)

    async def _of(self, to: Recipient) -> SlackWorkspace:
        found = await self._workspaces.of_tenant(to.tenant)
        if found is None:
            raise RetryLater("not installed", NEEDS_AN_ADMIN, workspace=True)
        return found
