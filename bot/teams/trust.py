"""Check whether an activity is from Microsoft's Bot Connector and meant for us.

The Bot Connector issues the tokens of all activities from Teams, so we trust no other issuer.
"""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import jwt
from aiohttp import hdrs, web

from bot.teams.cloud import Cloud

LEEWAY = 300  # seconds by which clocks may differ
KEYS_CACHED = 24 * 3_600  # seconds; an unknown key is fetched at once
KEYS_TIME_LIMIT = 5.0  # seconds


WRONG_TIME = "wrong time"
# Maps reasons of rejections to advice for the operator. Any other reason means that a stranger sent
# the request, or that the setting AUTHORITY names the wrong cloud.
ADVICE = {
    WRONG_TIME: (
        "The time in a request from Microsoft differs from this machine's clock by more than five "
        "minutes. Set the clock, and keep it right with NTP."
    ),
    jwt.InvalidAudienceError.__name__: (
        "A request from Microsoft is meant for another app. Compare the app id in "
        "CONNECTIONS__SERVICE_CONNECTION__SETTINGS__CLIENTID with that of your Azure Bot."
    ),
    jwt.PyJWKClientConnectionError.__name__: (
        "Microsoft's keys cannot be fetched, so nothing from Teams is accepted. Check that this "
        "machine reaches login.botframework.com (in the US government cloud: "
        "login.botframework.azure.us), through a proxy if you have one."
    ),
}


class Untrusted(Exception):
    """We can't be sure that the Bot Connector sent a request. The exception's text says why."""


class Authenticator:
    """Checks activities and their tokens. A token must be for `audience`, the id of our app."""

    def __init__(self, cloud: Cloud, audience: str) -> None:
        self._cloud = cloud
        self._audience = audience
        self._keys = jwt.PyJWKClient(cloud.keys, lifespan=KEYS_CACHED, timeout=KEYS_TIME_LIMIT)

    async def authenticate(self, request: web.BaseRequest, now: datetime) -> Mapping[str, Any]:
        """Return the verified claims of a request's token. `now` is in UTC.

        Raises Untrusted if the token is missing or invalid.
        """
        scheme, _, token = request.headers.get(hdrs.AUTHORIZATION, "").partition(" ")
        # A valid token is ASCII. If the header has bytes that are not UTF-8, the token has lone
        # surrogates, and `_verified` can't encode it.
        if scheme.lower() != "bearer" or not token or not token.isascii():
            raise Untrusted("no token")
        try:
            claims = await self._verified(token.strip())
        except jwt.PyJWTError as error:
            raise Untrusted(type(error).__name__) from error
        _check_time(claims, now.timestamp())
        return claims

    async def _verified(self, token: str) -> Mapping[str, Any]:
        """Return the claims of a token that Microsoft signed for us.

        Raises Untrusted or jwt.PyJWTError for any other token.
        """
        header = jwt.get_unverified_header(token)
        kid = header.get("kid")
        if header.get("alg") != "RS256" or not isinstance(kid, str):
            raise Untrusted("no key id, or not RS256")
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
                # `_check_time` checks the times, by our own clock.
                "verify_exp": False,
                "verify_nbf": False,
                "verify_iat": False,
            },
        )

    def check_service(self, claims: Mapping[str, Any], service_url: str) -> None:
        """Check that `service_url` is Microsoft's, and that it is the address in the token.

        Attune sends its answers to this address, together with Attune's own token. A wrong address
        would leak Attune's token. Raises Untrusted if the address is wrong.
        """
        claimed = claims.get("serviceurl", claims.get("serviceUrl"))
        if not isinstance(claimed, str) or _normalized(claimed) != _normalized(service_url):
            raise Untrusted("the token names another service")
        if not self._cloud.trusts(service_url):
            raise Untrusted("not a service of Microsoft's")


def _check_time(claims: Mapping[str, Any], now: float) -> None:
    """Raise Untrusted unless the token is valid now."""
    begins, ends = claims["nbf"], claims["exp"]
    if type(begins) is not int or type(ends) is not int:
        raise Untrusted("times are not whole numbers")
    if not begins - LEEWAY <= now < ends + LEEWAY:
        raise Untrusted(WRONG_TIME)


def _normalized(url: str) -> str:
    return url.rstrip("/").casefold()
