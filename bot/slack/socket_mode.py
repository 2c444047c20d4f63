"""Socket Mode: the same requests as over HTTP, fetched over a connection that we open."""

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from bot.slack.api import Api
from bot.slack.library_log import library_logger


class SocketMode:
    """One connection, renewed by Slack's own client whenever Slack asks for that."""

    def __init__(self, bolt: AsyncApp, api: Api, app_token: str) -> None:
        self._bolt = bolt
        self._api = api
        self._app_token = app_token
        self._handler: AsyncSocketModeHandler | None = None

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

    async def stop(self) -> None:
        """Take no more."""
        if self._handler:
            await self._handler.client.close()  # type: ignore[no-untyped-call]
