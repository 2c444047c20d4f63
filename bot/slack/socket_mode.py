"""Receive Slack's requests over a WebSocket that we open (Socket Mode)."""

import asyncio

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from bot.platform.trouble import SILENCE, Cause, Trouble
from bot.slack.api import INVALID_TOKEN_CODES, SlackApi, SlackCallError
from bot.slack.library_log import library_logger

NOT_CONNECTED = Trouble(
    Cause.DISCONNECTED,
    "There is no Socket Mode connection to Slack, so nothing that people do reaches Attune. Check "
    "that this machine reaches wss-primary.slack.com, and that SLACK_APP_TOKEN is still valid. "
    "Attune keeps trying.",
)
REFUSAL = (
    "Slack rejects SLACK_APP_TOKEN ({}), so nothing that people do reaches Attune. Make a new one "
    "with connections:write under Basic Information on your app's page at "
    "https://api.slack.com/apps, set it, and restart."
)


class SocketMode:
    """One Socket Mode connection to Slack.

    When Slack asks for a new connection, Slack's client library replaces the old one.
    """

    def __init__(self, bolt: AsyncApp, api: SlackApi, app_token: str) -> None:
        self._bolt = bolt
        self._api = api
        self._app_token = app_token
        self._handler: AsyncSocketModeHandler | None = None
        self._lost_at: float | None = None  # the event loop's time, in seconds
        self._refused_by = ""  # Slack's error code for the app token, or ""

    async def start(self) -> None:
        """Connect, unless we are connected already. Raises SlackCallError."""
        if self._handler:
            return
        try:
            self._handler = await self._connect()
        except SlackCallError as error:
            self._refused_by = error.code if error.code in INVALID_TOKEN_CODES else ""
            self._note_lost()
            raise
        self._lost_at = None

    async def _connect(self) -> AsyncSocketModeHandler:
        """Open a connection to Slack. Raises SlackCallError."""
        answer = await self._api.once(
            self._api.client.apps_connections_open(app_token=self._app_token)
        )
        handler = AsyncSocketModeHandler(
            self._bolt, self._app_token, library_logger(), self._api.client
        )
        handler.client.wss_uri = str(answer["url"])
        try:
            await handler.client.connect()  # type: ignore[no-untyped-call]
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            await handler.client.close()  # type: ignore[no-untyped-call]
            raise SlackCallError("unreachable") from error
        return handler

    async def trouble(self) -> Trouble | None:
        """Return what is wrong with the connection, or None if it works or was never started.

        Call this every few seconds, so that a lost connection is noticed in time. A rejected app
        token is reported at once. A lost connection is reported only after `SILENCE` seconds.
        """
        if self._handler is None:
            if self._lost_at is None:  # `start` was not called
                return None
            if self._refused_by:
                return Trouble(Cause.CREDENTIALS, REFUSAL.format(self._refused_by))
        elif await self._handler.client.is_connected():
            self._lost_at = None
            return None
        lost_at = self._note_lost()
        return NOT_CONNECTED if asyncio.get_running_loop().time() - lost_at >= SILENCE else None

    def _note_lost(self) -> float:
        if self._lost_at is None:
            self._lost_at = asyncio.get_running_loop().time()
        return self._lost_at

    async def stop(self) -> None:
        handler, self._handler, self._lost_at = self._handler, None, None
        if handler:
            await handler.client.close()  # type: ignore[no-untyped-call]
