"""Our app's id and secret for Slack's OAuth."""

from base64 import b64encode
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass

from pydantic import SecretStr
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack.api import SlackApi


@dataclass(frozen=True)
class OAuthClient:
    """Our app on Slack. `redirect` is the address to which Slack sends people.

    `prompts` is as in `bot.slack.manifest.manifest`.
    """

    id: str
    secret: SecretStr
    redirect: str
    prompts: bool = False

    def access(self, api: SlackApi, what: Mapping[str, str]) -> Awaitable[AsyncSlackResponse]:
        """Exchange a code or a refresh token for tokens. Await the result with `api.once`."""
        # We do not use `oauth_v2_access`, because aiohttp is about to drop the way it makes the
        # header.
        pair = f"{self.id}:{self.secret.get_secret_value()}"
        return api.client.api_call(
            "oauth.v2.access",
            data=dict(what),
            headers={"Authorization": f"Basic {b64encode(pair.encode()).decode()}"},
        )
