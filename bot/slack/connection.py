"""Keep us connected to Slack.

Slack may be unreachable when we start, and an admin may revoke our token and grant it again.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog

from bot.slack.api import INVALID_TOKEN_CODES, SlackCallError
from bot.slack.socket_mode import SocketMode
from bot.slack.workspace import SlackWorkspace
from handlers.failures import places

log = structlog.get_logger()

RETRY_WAITS = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0)  # seconds; the last wait repeats


class Connection:
    """Our connection to Slack, and to the workspace of the token in the settings.

    When Slack first accepts the token, we set the workspace's `tenant` and `bot`, and call
    `on_connected` with the tenant. After Slack has rejected the token, we do the same when Slack
    accepts it again. If the settings have no token, we only start Socket Mode.
    """

    def __init__(
        self,
        workspace: SlackWorkspace,
        socket: SocketMode | None,
        on_connected: Callable[[str], Awaitable[None]],
        retry_waits: Sequence[float] = RETRY_WAITS,
    ) -> None:
        self._workspace = workspace
        self._api = workspace.api
        self._socket = socket
        self._on_connected = on_connected
        self._retry_waits = retry_waits
        self._task: asyncio.Task[None] | None = None
        self._listens = False
        self._announced = False  # whether `on_connected` has been called since the last rejection
        self.is_connected = False

    async def start(self, *, listen: bool) -> None:
        """Try to connect. If that fails, retry in the background.

        With `listen`, also receive requests over Socket Mode, if that is set up.
        """
        self._listens = listen
        await self._connect()
        self._task = asyncio.create_task(self._stay_connected())

    async def stop(self) -> None:
        """Stop retrying, and stop Socket Mode."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self._socket:
            await self._socket.stop()

    async def _stay_connected(self) -> None:
        """Try until we are connected. Start again whenever the token becomes invalid."""
        tries = 0
        while True:
            if self.is_connected:
                await self._api.token_invalid.wait()
                self.is_connected = self._announced = False
                # An admin has to act first, so use the longest wait.
                tries = len(self._retry_waits)
            await asyncio.sleep(self._retry_waits[min(tries, len(self._retry_waits) - 1)])
            tries += 1
            await self._connect()

    async def _connect(self) -> None:
        """Try to connect once. `is_connected` says whether it worked."""
        try:
            await self._open()
            if self._socket and self._listens:
                await self._socket.start()
        except SlackCallError:  # `SlackApp.trouble` reports the error
            return
        except Exception as error:  # noqa: BLE001 - the database may be unreachable
            log.error("not connected to Slack", error=type(error).__name__, places=places(error))
            return
        self.is_connected = True

    async def _open(self) -> None:
        """Check the token, and learn the ids of the workspace and of the bot."""
        if not self._api.has_token:
            return
        try:
            answer = await self._api.attempt(self._api.client.auth_test())
        except SlackCallError as error:
            if error.code in INVALID_TOKEN_CODES:
                self._announced = False
                self._api.mark_token_invalid(error.code)
            raise
        self._api.mark_token_valid()
        tenant = f"slack:{answer['team_id']}"
        self._workspace.tenant, self._workspace.bot = tenant, str(answer["user_id"])
        if not self._announced:
            await self._on_connected(tenant)
        self._announced = True
