"""Socket Mode: the same requests as over HTTP, fetched over a connection that we open."""

import asyncio

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from bot.platform.trouble import SILENCE, Cause, Trouble
from bot.slack.api import DEAD, Api, ApiError
from bot.slack.library_log import library_logger

DEAF = Trouble(
    Cause.DEAF,
    "The connection of Slack's Socket Mode is lost, so nothing that people do arrives. Check that "
    "this machine reaches wss-primary.slack.com, and that SLACK_APP_TOKEN is still valid. Attune "
    "keeps trying.",
)
REFUSED = (
    "Slack refuses SLACK_APP_TOKEN ({}), so nothing that people do arrives. Make a new one with "
    "connections:write under Basic Information on your app's page at https://api.slack.com/apps, "
    "set it, and restart."
)


class SocketMode:
    """One connection, renewed by Slack's own client whenever Slack asks for that."""

    def __init__(self, bolt: AsyncApp, api: Api, app_token: str) -> None:
        self._bolt = bolt
        self._api = api
        self._app_token = app_token
        self._handler: AsyncSocketModeHandler | None = None
        self._lost_at: float | None = None  # by the event loop
        self._refused_by = ""  # Slack's word for why it does not take the app token

    async def start(self) -> None:
        """Connect, if we are not yet. Raises ApiError where Slack does not let us."""
        if self._handler:
            return
        try:
            self._handler = await self._connected()
        except ApiError as error:
            self._refused_by = error.code if error.code in DEAD else ""
            self._lose()
            raise
        self._lost_at = None

    async def _connected(self) -> AsyncSocketModeHandler:
        opened = await self._api.once(
            self._api.client.apps_connections_open(app_token=self._app_token)
        )
        handler = AsyncSocketModeHandler(
            self._bolt, self._app_token, library_logger(), self._api.client
        )
        handler.client.wss_uri = str(opened["url"])
        try:
            await handler.client.connect()  # type: ignore[no-untyped-call]
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            await handler.client.close()  # type: ignore[no-untyped-call]
            raise ApiError("unreachable") from error
        return handler

    async def trouble(self) -> Trouble | None:
        """What is wrong, if the connection has been lost for a while; ask every few seconds."""
        if self._handler is None:
            if self._lost_at is None:  # not asked to connect
                return None
            if self._refused_by:
                return Trouble(Cause.TOKEN, REFUSED.format(self._refused_by))
        elif await self._handler.client.is_connected():
            self._lost_at = None
            return None
        lost_at = self._lose()
        return DEAF if asyncio.get_running_loop().time() - lost_at >= SILENCE else None

    def _lose(self) -> float:
        """Since when there is no connection."""
        if self._lost_at is None:
            self._lost_at = asyncio.get_running_loop().time()
        return self._lost_at

    async def stop(self) -> None:
        """Take no more."""
        if self._handler:
            await self._handler.client.close()  # type: ignore[no-untyped-call]
