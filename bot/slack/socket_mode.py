"""Socket Mode: the same requests as over HTTP, fetched over a connection that we open."""

import asyncio

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from bot.slack.api import Api
from bot.slack.library_log import library_logger
from bot.trouble import SILENCE, Cause, Trouble

DEAF = Trouble(
    Cause.DEAF,
    "The connection of Slack's Socket Mode is lost, so nothing that people do arrives. Check that "
    "this machine reaches wss-primary.slack.com, and that SLACK_APP_TOKEN is still valid. Attune "
    "keeps trying.",
)


class SocketMode:
    """One connection, renewed by Slack's own client whenever Slack asks for that."""

    def __init__(self, bolt: AsyncApp, api: Api, app_token: str) -> None:
        self._bolt = bolt
        self._api = api
        self._app_token = app_token
        self._handler: AsyncSocketModeHandler | None = None
        self._lost_at: float | None = None  # by the event loop

    async def start(self) -> None:
        """Connect. Raises ApiError if Slack refuses the token."""
        opened = await self._api.ask(
            self._api.client.apps_connections_open(app_token=self._app_token)
        )
        self._handler = AsyncSocketModeHandler(
            self._bolt, self._app_token, library_logger(), self._api.client
        )
        self._handler.client.wss_uri = str(opened["url"])
        await self._handler.client.connect()  # type: ignore[no-untyped-call]

    async def trouble(self) -> Trouble | None:
        """What is wrong, if the connection has been lost for a while; ask every few seconds."""
        if self._handler is None:
            return None
        now = asyncio.get_running_loop().time()
        if await self._handler.client.is_connected():
            self._lost_at = None
            return None
        self._lost_at = now if self._lost_at is None else self._lost_at
        return DEAF if now - self._lost_at >= SILENCE else None

    async def stop(self) -> None:
        """Take no more."""
        if self._handler:
            await self._handler.client.close()  # type: ignore[no-untyped-call]
