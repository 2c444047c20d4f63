"""Refresh bot tokens before they expire, if token rotation is on for the app.

A token expires after twelve hours. Its refresh token works only once, so only one process may use
the refresh token. After a refresh, the old token works until it expires.
"""

import secrets
from collections.abc import Awaitable
from datetime import datetime, timedelta

import structlog
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.base.clock import Clock
from bot.platform.payload import maybe
from bot.slack.api import INVALID_TOKEN_CODES, SlackApi, SlackCallError
from bot.slack.installations import Installations
from bot.slack.oauth_client import OAuthClient
from storage.workspace.workspaces import WorkspaceTokens

log = structlog.get_logger()

AHEAD = timedelta(hours=2)  # we refresh a token this long before it expires


class TokenRefresh:
    """Refreshes the tokens of installations. Several processes may call `run` at the same time."""

    def __init__(
        self, client: OAuthClient, api: SlackApi, installations: Installations, clock: Clock
    ) -> None:
        self._client = client
        self._api = api
        self._installations = installations
        self._clock = clock
        self._holder = secrets.token_hex(4)

    async def run(self) -> None:
        """Refresh all tokens that expire soon.

        If Slack does not answer, the next run refreshes the remaining tokens.
        """
        for tenant in await self._installations.expiring(self._clock.now() + AHEAD):
            if not await self._refresh(tenant):
                return

    async def _refresh(self, tenant: str) -> bool:
        """Refresh a tenant's tokens. Return False if Slack does not answer."""
        now = self._clock.now()
        old = await self._installations.claim_refresh(tenant, self._holder, now, now + AHEAD)
        if (
            old is None or old.refresh_token is None
        ):  # for example, another process is refreshing the token
            return True
        try:
            answer = await self._api.once(self._exchange(old.refresh_token))
        except SlackCallError as error:
            log.warning("a token was not refreshed", tenant=tenant, because=error.code)
            has_ended = old.expires_at is not None and old.expires_at <= now
            if has_ended and error.code in {*INVALID_TOKEN_CODES, "invalid_refresh_token"}:
                await self._installations.leave(tenant, old.token, "revoked", now)
            return not (error.got_no_answer or error.is_not_from_slack)
        found = answer.data if isinstance(answer.data, dict) else {}
        new = granted_tokens(found, now)
        if new is None or f"slack:{maybe(found, 'team', 'id')}" != tenant:
            log.error("Slack's answer to a refresh has no token for that workspace", tenant=tenant)
            return True
        await self._installations.store_refreshed(tenant, old, new)
        return True

    def _exchange(self, refresh_token: str) -> Awaitable[AsyncSlackResponse]:
        return self._client.access(
            self._api, {"grant_type": "refresh_token", "refresh_token": refresh_token}
        )


def granted_tokens(answer: dict[str, object], now: datetime) -> WorkspaceTokens | None:
    """Return the bot's tokens from an answer to `oauth.v2.access`. `now` is in UTC.

    Return None if there is no bot token, or if the token expires and cannot be refreshed.
    """
    token, refresh = maybe(answer, "access_token"), maybe(answer, "refresh_token")
    if not token or maybe(answer, "token_type") != "bot":
        return None
    if "expires_in" not in answer:
        return WorkspaceTokens(token)
    seconds = answer["expires_in"]
    if not refresh or not isinstance(seconds, int) or seconds <= 0:
        return None
    return WorkspaceTokens(token, refresh, now + timedelta(seconds=seconds))
