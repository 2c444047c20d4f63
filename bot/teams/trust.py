"""Whether an activity is from Microsoft's Bot Connector and for us.

The keys and the signature are PyJWT's work. Only one issuer is trusted: activities from Teams come
from nowhere else, so a token of Entra, ours or another tenant's, is none of theirs.
"""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import jwt
from aiohttp import hdrs, web

from bot.teams.cloud import Cloud

LEEWAY = 300  # seconds that clocks may differ
KEYS_KEPT = 24 * 3_600  # seconds; an unknown key is looked for at once
KEYS_TIME_LIMIT = 5.0  # seconds


NOT_OF_THIS_TIME = "not of this time"
# What a refusal may mean for whoever set Attune up; the others are a stranger's doing.
ADVICE = {
    NOT_OF_THIS_TIME: (
        "A request from Microsoft is of another time than this machine's. Set this machine's "
        "clock, and keep it right with NTP."
    ),
    jwt.InvalidAudienceError.__name__: (
        "A request from Microsoft is meant for another app. Compare the app id in "
        "CONNECTIONS__SERVICE_CONNECTION__SETTINGS__CLIENTID with that of your Azure Bot."
    ),
    jwt.PyJWKClientConnectionError.__name__: (
        "Microsoft's keys cannot be fetched, so nothing from Teams is let in. Check that this "
        "machine reaches login.botframework.com, through a proxy if you have one."
    ),
}


class Untrusted(Exception):
    """Not from the Bot Connector, or not for us. Says why, in a word for the log."""


class Authenticator:
    """Lets activities in that carry a token for `audience`, our app's id."""

    def __init__(self, cloud: Cloud, audience: str) -> None:
        self._cloud = cloud
        self._audience = audience
        self._keys = jwt.PyJWKClient(cloud.keys, lifespan=KEYS_KEPT, timeout=KEYS_TIME_LIMIT)

    async def let_in(self, request: web.BaseRequest, now: datetime) -> Mapping[str, Any]:
        """The claims of the token that a request carries. Raises Untrusted."""
        scheme, _, token = request.headers.get(hdrs.AUTHORIZATION, "").partition(" ")
        # What is not ASCII is no token; bytes that are no UTF-8 arrive as halves of letters.
        if scheme.lower() != "bearer" or not token or not token.isascii():
            raise Untrusted("no token")
        try:
            claims = await self._verified(token.strip())
        except jwt.PyJWTError as error:
            raise Untrusted(type(error).__name__) from error
        _check_time(claims, now.timestamp())
        return claims

    async def _verified(self, token: str) -> Mapping[str, Any]:
        header = jwt.get_unverified_header(token)
        kid = header.get("kid")
        if header.get("alg") != "RS256" or not isinstance(kid, str):
            raise Untrusted("not signed by a known key")
        key = await asyncio.to_thread(self._keys.get_signing_key, kid)
        return jwt.decode(
            token,
            key.key,
            algorithms=["RS256"],
            audience=self._audience,
            issuer=self._cloud.issuer,
            options={
                "require": ["exp", "nbf", "iss", "aud"],
                "strict_aud": True,
                # Checked below by our own clock.
                "verify_exp": False,
                "verify_nbf": False,
                "verify_iat": False,
            },
        )

    def check_service(self, claims: Mapping[str, Any], service_url: str) -> None:
        """The address to answer at must be Microsoft's, and named by the token. Raises Untrusted.

        Our own token goes there: a wrong address would hand it to a stranger.
        """
        named = claims.get("serviceurl", claims.get("serviceUrl"))
        if not isinstance(named, str) or _plain(named) != _plain(service_url):
            raise Untrusted("the token names another service")
        if not self._cloud.trusts(service_url):
            raise Untrusted("not a service of Microsoft's")


def _check_time(claims: Mapping[str, Any], now: float) -> None:
    begins, ends = claims["nbf"], claims["exp"]
    if type(begins) is not int or type(ends) is not int:
        raise Untrusted("no times")
    if not begins - LEEWAY <= now < ends + LEEWAY:
        raise Untrusted(NOT_OF_THIS_TIME)


def _plain(url: str) -> str:
    return url.rstrip("/").casefold()
