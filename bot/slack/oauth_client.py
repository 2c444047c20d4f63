"""Slack's OAuth, with our app's id and secret."""

from base64 import b64encode
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass

from pydantic import SecretStr
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack.api import SlackApi


@dataclass(frozen=True)
class OAuthClient:
    """Our app on Slack. `redirect` is the address to which Slack sends people back.

    If `prompts` is true, Slack suggests to people what they can ask Attune. For this, the app needs
    one more scope.
    """

    id: str
    secret: SecretStr
    redirect: str
    prompts: bool = False

    def access(self, api: SlackApi, what: Mapping[str, str]) -> Awaitable[AsyncSlackResponse]:
        """Exchange the code or the refresh token in `what` for tokens.

        Pass the result to `api.once`, which awaits it.
        """
        # Don't use `oauth_v2_access`: it makes the header in a way that later versions of aiohttp
        # will not support.
        pair = f"{self.id}:{self.secret.get_secret_value()}"
        return api.client.api_call(
            "oauth.v2.access",
            data=dict(what),
            headers={"Authorization": f"Basic {b64encode(pair.encode()).decode()}"},
        )
