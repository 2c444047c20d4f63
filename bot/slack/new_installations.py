"""What happens when somebody has installed Attune in a workspace."""

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.base.background import Background
from bot.base.clock import Clock
from bot.platform.answering import Stranger, reason
from bot.slack.api import SlackCallError
from bot.slack.installations import Granted, make_first_admin, store
from bot.slack.workspace import SlackWorkspace
from bot.slack.workspaces import Workspaces
from handlers.conversation import Conversation

log = structlog.get_logger()


class NewInstallations:
    """Stores new installations, and greets whoever installed Attune."""

    def __init__(
        self,
        workspaces: Workspaces,
        conversation: Conversation,
        clock: Clock,
        background: Background,
    ) -> None:
        self._workspaces = workspaces
        self._conversation = conversation
        self._clock = clock
        self._background = background

    async def take(self, tenant: str, granted: Granted) -> None:
        """Store an installation, and put the installer on file."""
        if tenant == self._workspaces.own.tenant:  # its token comes from the settings
            return
        now, is_new = self._clock.now(), False

        async def store_it(session: AsyncSession) -> None:
            nonlocal is_new
            is_new = await store(session, tenant, granted, now)

        await self._conversation.save(tenant, store_it, now)
        await self._workspaces.use_new_token(tenant)
        workspace = await self._workspaces.of_tenant(tenant)
        if workspace and granted.installer:
            welcome = self._welcome_installer(workspace, granted.installer, is_new=is_new)
            self._background.start(welcome)

    async def _welcome_installer(
        self, workspace: SlackWorkspace, installer: str, *, is_new: bool
    ) -> None:
        """Put the installer on file, as an admin if the workspace has no admin yet.

        Guests do not become admins. If `is_new` is true, tell the installer what to do next.
        """
        team = workspace.tenant.partition(":")[2]
        try:
            sender = await workspace.talk.directory.sender(installer, team)
        except (Stranger, SlackCallError) as error:
            log.warning("the installer cannot be looked up", because=reason(error))
            return
        now = self._clock.now()
        await self._conversation.save(
            sender.tenant, lambda session: make_first_admin(session, sender, now), now
        )
        card = await self._conversation.greet(sender, now, installed=True) if is_new else None
        if card:
            await workspace.talk.tell(sender.external, card)
