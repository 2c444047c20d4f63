"""Chooses the workspace that a request or a message is for, and notices who has uninstalled Attune.

Slack's events about that come in any order and may be missed or late, so Slack itself is asked
whether a token still works before a workspace is given up.
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

LOOKED_EVERY = 30.0  # seconds between looks at the database
ASKED_EVERY = 3_600.0  # seconds after which Slack is asked again whether a token works
ASKED_AT_ONCE = 50  # limit of tokens that one look asks about because an hour has passed
UNINSTALLED_CODES = {"account_inactive", "app_uninstalled"}
KEPT = 1_000  # workspaces that are kept ready


class Workspaces:
    """The workspace of the token in the settings, and those that people installed Attune in.

    `own` is the first of these. Without a token in the settings, it only lends its connections.
    Without `installations`, every request is for `own`.
    """

    def __init__(
        self, own: SlackWorkspace, parts: WorkspaceParts, installations: Installations | None
    ) -> None:
        self.own = own
        self._parts = parts
        self._installations = installations
        self._living: dict[str, Version] = {}
        # Refreshes the tokens that expire soon; None if people cannot install Attune themselves.
        self.refresh_tokens: Callable[[], Awaitable[None]] | None = None
        self._ready: Recent[str, SlackWorkspace] = Recent(KEPT)
        # Tenants that are said to have uninstalled Attune, while Slack does not answer about it.
        self._in_doubt: set[str] = set()
        # By tenant, when Slack was last asked about its token (the event loop's time, in seconds).
        self._asked: dict[str, float] = {}
        # When it was last noted which workspaces are admitted (as in `_asked`).
        self._noted = -ASKED_EVERY
        self._watch: asyncio.Task[None] | None = None

    @property
    def tenants(self) -> frozenset[str]:
        """The tenants in which Attune is known to be installed, without those in doubt."""
        return frozenset({self.own.tenant, *self._living} - {""} - self._in_doubt)

    def start(self) -> None:
        """Look around from time to time: see `look`. Without installations, there is no need."""
        if self._installations is not None:
            self._watch = asyncio.create_task(self._keep_looking())

    async def _keep_looking(self) -> None:
        while True:
            try:
                await self.look()
            except Exception as error:  # noqa: BLE001 - such as an unreachable database: tried again
                log.error(
                    "installations could not be looked up",
                    error=type(error).__name__,
                    places=places(error),
                )
            await asyncio.sleep(LOOKED_EVERY)

    async def look(self) -> None:
        """Read where Attune is installed, and ask Slack about the tokens that may not work.

        Each other token is asked about once an hour, because an event may have been missed. First,
        tokens that expire soon are refreshed.
        """
        if self.refresh_tokens:
            await self.refresh_tokens()
        now = asyncio.get_running_loop().time()
        if self._installations and now >= self._noted + ASKED_EVERY:
            await self._installations.note_admitted(self.own.tenant, self._parts.clock.now())
            self._noted = now
        await self.refresh()
        rejected = {each.tenant for each in self._ready.values() if each.api.invalid_token_code}
        self._in_doubt &= self._living.keys()
        self._asked = {each: when for each, when in self._asked.items() if each in self._living}
        asked_before = now - ASKED_EVERY
        due = [each for each in self._living if self._asked.get(each, asked_before) <= asked_before]
        for tenant in [*rejected, *(self._in_doubt - rejected), *due[:ASKED_AT_ONCE]]:
            workspace = await self.of_tenant(tenant)
            if workspace is not None and not await self.check(workspace):
                return  # the others would not get an answer either

    async def check(self, workspace: SlackWorkspace, why: GoneWhy | None = None) -> bool:
        """Ask Slack whether a workspace's token works; if not, Attune is no longer installed there.

        `why` is what an event said: until Slack confirms or denies it, the workspace is paused.
        False if Slack does not answer.
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
            if error.code == "token_expired" and self._living.get(tenant, (None, None))[1]:
                return True  # it is about to be refreshed
            by_code: GoneWhy = "uninstalled" if error.code in UNINSTALLED_CODES else "revoked"
            await self._give_up(self._installations, workspace, why or by_code)
        else:
            workspace.api.mark_token_valid()
        self._in_doubt.discard(tenant)
        return True

    async def _give_up(
        self, installations: Installations, workspace: SlackWorkspace, why: GoneWhy
    ) -> None:
        now, token = self._parts.clock.now(), workspace.api.client.token or ""
        if await installations.leave(workspace.tenant, token, why, now):
            log.warning("Attune was removed from a workspace", tenant=workspace.tenant, why=why)
        self._ready.pop(workspace.tenant, None)
        await self.refresh()

    def unreachable(self, now: float) -> Trouble | None:
        """What is wrong if Slack does not answer; `now` is the event loop's time, in seconds."""
        found = (each.api.health.trouble(now) for each in self._ready.values())
        return next((each for each in found if each and each.cause is Cause.UNREACHABLE), None)

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
        self._in_doubt.discard(tenant)
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
            self._living[tenant] = found.version
            missing = missing_scopes(found.scopes)
            if missing:
                log.warning("a workspace has to install Attune again", tenant=tenant, lacks=missing)
            readers = {found.installer, *admins_of(tenant, self._parts.admins)}
            self._ready[tenant] = SlackWorkspace(
                self.own.api.with_token(
                    found.token,
                    f"Somebody there has to install Attune again: {self._parts.install}",
                ),
                self._parts,
                tenant=tenant,
                bot=found.bot,
                notice=notice(readers, missing, self._parts.install),
            )
        return self._ready[tenant]

    async def stop_looking(self) -> None:
        """Look around no more."""
        if self._watch:
            self._watch.cancel()
            await asyncio.gather(self._watch, return_exceptions=True)

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
