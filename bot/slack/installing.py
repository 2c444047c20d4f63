"""Install Attune in a workspace: a person agrees on Slack's page and returns with a code.

    GET /slack/install → Slack's page → GET /slack/oauth with a code → the workspace's token

A cookie binds an attempt to one browser, so that nobody can finish what another person began. An
attempt works once, and only within ten minutes.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from enum import Enum, auto
from secrets import token_urlsafe
from urllib.parse import urljoin

import structlog
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from yarl import URL

from bot.base.clock import Clock
from bot.platform.payload import maybe
from bot.slack import signed_state
from bot.slack.api import SlackApi, SlackCallError
from bot.slack.installations import Granted
from bot.slack.manifest import scopes
from bot.slack.oauth_client import OAuthClient
from bot.slack.refreshing import granted_tokens
from storage.database.connection import Database
from storage.workspace import install_states
from storage.workspace.workspaces import BeingPurged

log = structlog.get_logger()

LASTS = timedelta(minutes=10)  # Slack's code also lasts ten minutes
MAX_CODE = 1_000  # characters
SECRET_LENGTH = 43  # characters of a cookie


class InstallStep(Enum):
    """How a visit to our pages ended."""

    INSTALLED = auto()
    STALE = auto()  # the `state` parameter was used before, has expired, or is unknown
    OTHER_BROWSER = auto()  # another browser began the attempt, or the browser blocks cookies
    DENIED = auto()
    REFUSED = auto()  # Slack did not accept the code, granted no bot token, or named another app
    NO_ANSWER = auto()
    ORGANISATION = auto()  # the person chose a whole organisation
    NOT_ADMITTED = auto()  # the operator does not admit the workspace
    BEING_PURGED = auto()  # we are still deleting the data of the previous installation
    FAILED = auto()  # something failed on our side


class Installing:
    """Lets people install Attune.

    `admits` says whether the operator admits a tenant. `installed` is called with the tenant and
    what Slack granted. `app` returns our app's id on Slack, or "" if unknown.
    """

    def __init__(
        self,
        client: OAuthClient,
        api: SlackApi,
        database: Database,
        clock: Clock,
        *,
        admits: Callable[[str], bool],
        installed: Callable[[str, Granted], Awaitable[None]],
        app: Callable[[], str] = lambda: "",
    ) -> None:
        self._client = client
        self._api = api
        self._admits = admits
        self._database = database
        self._clock = clock
        self._installed = installed
        self._app = app
        self._key = client.secret.get_secret_value()  # signs states

    def begin(self, cookie: str) -> tuple[str, str]:
        """Return the address to redirect the browser to, and the cookie to set.

        `cookie` is what the browser sent, or "". A valid cookie is kept, so that a second tab does
        not invalidate the first.
        """
        cookie = cookie if len(cookie) == SECRET_LENGTH else token_urlsafe(32)
        state = signed_state.make(self._key, cookie, self._clock.now() + LASTS)
        query = {
            "client_id": self._client.id,
            "scope": ",".join(scopes(prompts=self._client.prompts)),
            "redirect_uri": self._client.redirect,
            "state": state,
        }
        page = urljoin(self._api.client.base_url, "/oauth/v2/authorize")
        return str(URL(page).with_query(query)), cookie

    async def finish(self, query: Mapping[str, str], cookie: str) -> InstallStep:
        """Finish an attempt after Slack has redirected the person to us. Return how it ended.

        `query` has the parameters that Slack sent. `cookie` is what the browser sent, or "".
        """
        if refusal := await self._use(query.get("state", ""), cookie):
            return refusal
        code = query.get("code", "")
        if not code or len(code) > MAX_CODE:
            return InstallStep.DENIED
        try:
            answer = await self._api.once(self._exchange(code))
        except SlackCallError as error:
            if error.got_no_answer or error.is_not_from_slack or error.wait is not None:
                log.warning("an installation got no answer from Slack", because=error.code)
                return InstallStep.NO_ANSWER
            log.warning("Slack refused an installation", because=error.code)
            return InstallStep.REFUSED
        return await self._accept(answer)

    def _exchange(self, code: str) -> Awaitable[AsyncSlackResponse]:
        return self._client.access(self._api, {"code": code, "redirect_uri": self._client.redirect})

    async def _use(self, state: str, cookie: str) -> InstallStep | None:
        """Mark the `state` parameter as used. Return None if the visit can continue.

        If the visit cannot continue, return how it ends. If the `state` comes from another browser,
        don't mark it as used.
        """
        now = self._clock.now()
        found = signed_state.read(self._key, state, now)
        if found is None:
            return InstallStep.STALE
        if not found.is_for(cookie):
            return InstallStep.OTHER_BROWSER
        async with self._database.write() as session:
            is_ours = await install_states.use(
                session, signed_state.hashed(state), found.cookie, now, found.expires_at
            )
        return None if is_ours else InstallStep.STALE

    async def _accept(self, answer: AsyncSlackResponse) -> InstallStep:
        """Keep what Slack granted, or revoke the token if the installation must not be kept."""
        found = answer.data if isinstance(answer.data, dict) else {}
        token, team = maybe(found, "access_token"), maybe(found, "team", "id")
        if found.get("is_enterprise_install") or not team:
            await self._revoke(token)
            return InstallStep.ORGANISATION
        tokens = granted_tokens(found, self._clock.now())
        if tokens is None or not maybe(found, "bot_user_id"):
            log.warning("Slack granted no usable bot token")
            return InstallStep.REFUSED
        ours, theirs = self._app(), maybe(found, "app_id")
        if ours and theirs != ours:
            log.error(
                "the app that was installed is not the app whose requests we get",
                app=theirs,
                fix="Set SLACK_OAUTH_CLIENT_ID and SLACK_OAUTH_CLIENT_SECRET to those of the app "
                "whose requests we get.",
            )
            await self._revoke(token)
            return InstallStep.REFUSED
        tenant = f"slack:{team}"
        if not self._admits(tenant):
            log.warning("a workspace that is not in SLACK_TEAMS was refused", team=team)
            await self._revoke(token)
            return InstallStep.NOT_ADMITTED
        granted = Granted(
            tokens,
            name=maybe(found, "team", "name"),
            enterprise=maybe(found, "enterprise", "id") or None,
            app=maybe(found, "app_id") or None,
            bot=maybe(found, "bot_user_id"),
            scopes=frozenset(each for each in maybe(found, "scope").split(",") if each),
            installer=maybe(found, "authed_user", "id") or None,
        )
        try:
            await self._installed(tenant, granted)
        except BeingPurged:
            await self._revoke(token)
            return InstallStep.BEING_PURGED
        return InstallStep.INSTALLED

    async def _revoke(self, token: str) -> None:
        """Revoke a token that we do not keep."""
        if not token:
            return
        try:
            other = self._api.with_token(token)
            await self._api.once(other.client.auth_revoke())
        except SlackCallError as error:
            log.warning("a token that we did not keep could not be revoked", because=error.code)
