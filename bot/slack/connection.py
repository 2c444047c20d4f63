"""Keeps us connected to Slack: is our token good, whose is it, are we listening?

Slack may be away when we start, and an admin may take our token back and give it again. Neither
ends Attune: it waits and tries again. What is wrong meanwhile, `Api.link` and `SocketMode` tell.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog

from bot.slack.api import DEAD, Api, ApiError
from bot.slack.socket_mode import SocketMode
from handlers.failures import places

log = structlog.get_logger()

PAUSES = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0)  # seconds before each try; the last one again and again


class Connection:
    """Our tie to one workspace. `opened` is told each time that the token proves to be good.

    `tenant` is ours, once Slack told it; `works` says that nothing keeps us from working.
    """

    def __init__(
        self,
        api: Api,
        socket: SocketMode | None,
        opened: Callable[[str], Awaitable[None]],
        pauses: Sequence[float] = PAUSES,
    ) -> None:
        self._api = api
        self._socket = socket
        self._opened = opened
        self._pauses = pauses
        self._keeping: asyncio.Task[None] | None = None
        self._listens = False
        self._told = False  # that the token is good
        self.tenant = ""
        self.bot = ""  # our own user's id
        self.works = False

    async def start(self, *, listen: bool) -> None:
        """Connect, or go on trying."""
        self._listens = listen
        await self._connect()
        self._keeping = asyncio.create_task(self._keep())

    async def stop(self) -> None:
        """Give up trying, and take no more."""
        if self._keeping:
            self._keeping.cancel()
            await asyncio.gather(self._keeping, return_exceptions=True)
        if self._socket:
            await self._socket.stop()

    async def _keep(self) -> None:
        tries = 0
        while True:
            if self.works:
                await self._api.closed.wait()
                self.works = self._told = False
                tries = len(self._pauses)  # an admin has to do something first
            await asyncio.sleep(self._pauses[min(tries, len(self._pauses) - 1)])
            tries += 1
            await self._connect()

    async def _connect(self) -> None:
        try:
            await self._open()
            if self._socket and self._listens:
                await self._socket.start()
        except ApiError:
            return
        except Exception as error:  # noqa: BLE001 - a database that is away: tried again like Slack
            log.error("not connected to Slack", error=type(error).__name__, places=places(error))
            return
        self.works = True

    async def _open(self) -> None:
        try:
            answer = await self._api.attempt(self._api.client.auth_test())
        except ApiError as error:
            if error.code in DEAD:
                self._told = False
                self._api.close(error.code)
            raise
        self._api.open()
        self.tenant, self.bot = f"slack:{answer['team_id']}", str(answer["user_id"])
        if not self._told:
            await self._opened(self.tenant)
        self._told = True
