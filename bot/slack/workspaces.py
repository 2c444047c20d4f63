"""Find the workspace of a request or message, and notice where Attune was uninstalled.

Slack's events about uninstalling may be late, missed or out of order. So we ask Slack whether a
token still works before we stop serving a workspace.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog

from bot.platform.messenger import NEEDS_AN_ADMIN, Recipient, RetryLater, SentMessage
from bot.platform.recent import Recent
from bot.platform.trouble import Cause, Trouble
from bot.slack.admin_notice import notice
from bot.slack.api import INVALID_TOKEN_CODES, SlackCallError
from bot.slack.installations import Installations, Version
from bot.slack.manifest import missing_scopes
from bot.slack.workspace import SlackWorkspace, WorkspaceParts
from handlers.cards import Card
from handlers.failures import places
from handlers.listed_admins import admins_of
from storage.choices import GoneWhy

log = structlog.get_logger()

CHECK_INTERVAL = 30.0  # seconds between reads of the database
TOKEN_CHECK_INTERVAL = 3_600.0  # seconds until we ask again whether a token works
MAX_TOKEN_CHECKS = 50  # a run of `check_installations` makes at most this many hourly checks
UNINSTALLED_CODES = {"account_inactive", "app_uninstalled"}
MAX_READY = 1_000  # how many workspaces stay ready to use


class Workspaces:
    """All workspaces that we serve.

    One of them is `own`, the workspace whose token is in the settings. In the others, people
    installed Attune themselves. If `installations` is None, every request is for `own`.

    If the settings have no token, `own` is no real workspace. It then only holds the HTTP
    connections that all workspaces share.
    """

    def __init__(
        self, own: SlackWorkspace, parts: WorkspaceParts, installations: Installations | None
    ) -> None:
        self.own = own
        self._parts = parts
        self._installations = installations
        self._installed: dict[str, Version] = {}
        # Refreshes tokens that expire soon. None if people cannot install Attune themselves.
        self.refresh_tokens: Callable[[], Awaitable[None]] | None = None
        self._ready: Recent[str, SlackWorkspace] = Recent(MAX_READY)
        # Tenants that Attune has left, according to an event that Slack has not confirmed yet.
        self._in_doubt: set[str] = set()
        # By tenant, when we last asked about its token (event loop's time, in seconds).
        self._asked: dict[str, float] = {}
        # When we last recorded which workspaces we may serve (event loop's time, in seconds).
        self._noted = -TOKEN_CHECK_INTERVAL
        self._watch: asyncio.Task[None] | None = None

    @property
    def tenants(self) -> frozenset[str]:
        """The tenants in which Attune is installed, except those that may have uninstalled it."""
        return frozenset({self.own.tenant, *self._installed} - {""} - self._in_doubt)

    def start(self) -> None:
        """If people can install Attune themselves, call `check_installations` from time to time."""
        if self._installations is not None:
            self._watch = asyncio.create_task(self._keep_checking())

    async def _keep_checking(self) -> None:
        """Check again and again in which workspaces Attune is installed."""
        while True:
            try:
                await self.check_installations()
            except Exception as error:  # noqa: BLE001 - the database may be unreachable; we try again
                log.error(
                    "installations could not be looked up",
                    error=type(error).__name__,
                    places=places(error),
                )
            await asyncio.sleep(CHECK_INTERVAL)

    async def check_installations(self) -> None:
        """Read where Attune is installed, and ask Slack whether doubtful tokens still work.

        First, refresh tokens that expire soon. Once an hour, record which workspaces the
        settings let us serve, and check every token, because an event may have been missed.
        """
        if self.refresh_tokens:
            await self.refresh_tokens()
        now = asyncio.get_running_loop().time()
        if self._installations and now >= self._noted + TOKEN_CHECK_INTERVAL:
            await self._installations.note_admitted(self.own.tenant, self._parts.clock.now())
            self._noted = now
        await self.refresh()
        rejected = {each.tenant for each in self._ready.values() if each.api.invalid_token_code}
        self._in_doubt &= self._installed.keys()
        self._asked = {each: when for each, when in self._asked.items() if each in self._installed}
        asked_before = now - TOKEN_CHECK_INTERVAL
        due = [
            each for each in self._installed if self._asked.get(each, asked_before) <= asked_before
        ]
        for tenant in [*rejected, *(self._in_doubt - rejected), *due[:MAX_TOKEN_CHECKS]]:
            workspace = await self.of_tenant(tenant)
            if workspace is not None and not await self.check(workspace):
                return  # Slack would not answer about the others either

    async def check(self, workspace: SlackWorkspace, why: GoneWhy | None = None) -> bool:
        """Ask Slack whether a workspace's token works. If it does not, stop serving the workspace.

        If the token has expired but can be refreshed, go on serving the workspace. For `own`, ask
        nothing and return True.

        `why` is the reason for which Attune is gone, according to an event. It is None if there was
        no event. After an event, the workspace is paused until Slack confirms or denies the event.

        Return False if Slack does not answer, else True.
        """
        tenant = workspace.tenant
        if workspace is self.own or self._installations is None:
            return True
        self._asked[tenant] = asyncio.get_running_loop().time()
        if why:
            self._in_doubt.add(tenant)
        try:
            await workspace.api.attempt(workspace.api.client.auth_test())
        except SlackCallError as error:
            if error.code not in INVALID_TOKEN_CODES:
                return not (error.got_no_answer or error.is_not_from_slack)
            workspace.api.mark_token_invalid(error.code)
            if error.code == "token_expired" and self._installed.get(tenant, (None, None))[1]:
                return True  # `refresh_tokens` is about to refresh the token
            by_code: GoneWhy = "uninstalled" if error.code in UNINSTALLED_CODES else "revoked"
            await self._give_up(self._installations, workspace, why or by_code)
        else:
            workspace.api.mark_token_valid()
        self._in_doubt.discard(tenant)
        return True

    async def _give_up(
        self, installations: Installations, workspace: SlackWorkspace, why: GoneWhy
    ) -> None:
        """Record that Attune is gone from a workspace, unless it was installed again."""
        now, token = self._parts.clock.now(), workspace.api.client.token or ""
        if await installations.leave(workspace.tenant, token, why, now):
            log.warning("Attune was removed from a workspace", tenant=workspace.tenant, why=why)
        self._ready.pop(workspace.tenant, None)
        await self.refresh()

    def unreachable(self, now: float) -> Trouble | None:
        """Return the trouble if Slack does not answer for one of the workspaces, else None.

        `now` is the event loop's time.
        """
        found = (each.api.health.trouble(now) for each in self._ready.values())
        return next((each for each in found if each and each.cause is Cause.UNREACHABLE), None)

    async def refresh(self) -> None:
        """Read the installations from the database again."""
        if self._installations is None:
            return
        installed = await self._installations.installed()
        for tenant in [
            each for each in self._ready if installed.get(each) != self._installed.get(each)
        ]:
            self._ready.pop(tenant, None)
        self._installed = installed

    async def use_new_token(self, tenant: str) -> None:
        """Use a tenant's new token from now on, after Attune was installed there."""
        self._ready.pop(tenant, None)
        self._in_doubt.discard(tenant)
        await self.refresh()

    async def of_team(self, team: str) -> SlackWorkspace | None:
        """Return a workspace by its id, or None if we do not serve it."""
        if self._installations is None:
            return self.own
        found = await self.of_tenant(f"slack:{team}")
        # If Slack has not told us the id of `own` yet, the request may be from `own`.
        is_unknown = self.own.api.has_token and not self.own.tenant
        return self.own if found is None and is_unknown else found

    async def of_tenant(self, tenant: str) -> SlackWorkspace | None:
        """Return a workspace by its tenant, or None if we do not serve it."""
        if tenant == self.own.tenant:
            return self.own
        if self._installations is None:
            return None
        return self._ready.get(tenant) or await self._open(self._installations, tenant)

    async def _open(self, installations: Installations, tenant: str) -> SlackWorkspace | None:
        """Make a workspace ready to use. Return None if we do not serve it now."""
        found = await installations.find(tenant)
        if found is None:
            self._installed.pop(tenant, None)
            return None
        if tenant not in self._ready:  # no other task opened it during `find`
            self._installed[tenant] = found.version
            missing = missing_scopes(found.scopes)
            if missing:
                log.warning("a workspace has to install Attune again", tenant=tenant, lacks=missing)
            readers = {found.installer, *admins_of(tenant, self._parts.admins)}
            self._ready[tenant] = SlackWorkspace(
                self.own.api.with_token(
                    found.token,
                    f"Somebody in the workspace has to install Attune again: {self._parts.install}",
                ),
                self._parts,
                tenant=tenant,
                bot=found.bot,
                notice=notice(readers, missing, self._parts.install),
            )
        return self._ready[tenant]

    async def stop_checking(self) -> None:
        """Stop calling `check_installations`."""
        if self._watch:
            self._watch.cancel()
            await asyncio.gather(self._watch, return_exceptions=True)

    async def stop(self) -> None:
        """Cancel our open requests to Slack about people's absences, in all workspaces."""
        for workspace in (self.own, *self._ready.values()):
            await workspace.messenger.stop()


class WorkspacesMessenger:
    """Sends messages with the token of the recipient's tenant.

    Its methods raise RetryLater if Attune is not installed in the tenant.
    """

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    async def send(self, to: Recipient, card: Card, bundle: int) -> SentMessage:
        return await (await self._of(to)).messenger.send(to, card, bundle)

    async def replace(self, to: Recipient, message: str, card: Card, bundle: int) -> SentMessage:
        return await (await self._of(to)).messenger.replace(to, message, card, bundle)

    async def find(self, to: Recipient, bundle: int, since: datetime) -> SentMessage | None:
        return await (await self._of(to)).messenger.find(to, bundle, since)

    async def absent_until(self, to: Recipient, now: datetime) -> datetime | None:
        return await (await self._of(to)).messenger.absent_until(to, now)

    async def _of(self, to: Recipient) -> SlackWorkspace:
        found = await self._workspaces.of_tenant(to.tenant)
        if found is None:
            raise RetryLater("not installed", NEEDS_AN_ADMIN, workspace=True)
        return found
