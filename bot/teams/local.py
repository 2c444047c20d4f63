"""Let people try Attune out in the Microsoft 365 Agents Playground, without Teams.

The Agents Playground does not sign its requests. So we accept only requests that come directly from
this machine, and answer only to addresses on this machine.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiohttp import hdrs, web
from yarl import URL

from bot.base.loopback import host_name, is_loopback, through_proxy
from bot.service_settings import TeamsSettings
from bot.settings import TEAMS
from bot.teams.cloud import Cloud
from bot.teams.trust import Untrusted

SWITCH = f"{TEAMS}ANONYMOUS_ALLOWED"
WARNING = (
    "Teams is only emulated: anybody on this machine can act as anybody. "
    f"This is for trying Attune out. Remove {SWITCH} before real people use it."
)


def refusal(settings: TeamsSettings, host: str) -> str | None:
    """Say why Attune may not start with these settings, or return None if it may start."""
    secret = settings.client_secret.get_secret_value()
    if settings.client_id or secret or settings.tenant_id or settings.tenants:
        return (
            f"{SWITCH} lets anybody act as anybody, so it cannot be combined with a "
            "CLIENTID, CLIENTSECRET or TENANTID of Teams, or with TEAMS_TENANTS: remove those, or "
            f"remove {SWITCH}."
        )
    if not is_loopback(host):
        return (
            f"{SWITCH} lets anybody act as anybody, so Attune does not listen on {host!r}: "
            "set HOST=127.0.0.1."
        )
    return None


class LocalAuthenticator:
    """Admits requests from programs on this machine. Used instead of `trust.Authenticator`."""

    async def authenticate(self, request: web.BaseRequest, _now: datetime) -> Mapping[str, Any]:
        """Check that a program on this machine sent the request. Return {}.

        Raises Untrusted for a request from another machine, through a proxy or from a web page.
        """
        peer = request.transport.get_extra_info("peername") if request.transport else None
        if not peer or not is_loopback(str(peer[0])):
            raise Untrusted("not from this machine")
        # Behind a proxy, everybody seems to connect from this machine.
        if through_proxy(request):
            raise Untrusted("through a proxy")
        # If a web page in a local browser sends the request, there is an Origin header, or the Host
        # header names the page's host.
        if hdrs.ORIGIN in request.headers or not is_loopback(host_name(request.host)):
            raise Untrusted("from a web page")
        return {}

    def check_service(self, _claims: Mapping[str, Any], service_url: str) -> None:
        """Check that the address for answers is on this machine. Raises Untrusted."""
        if not THIS_MACHINE.trusts(service_url):
            raise Untrusted("the service is not on this machine")


@dataclass(frozen=True)
class ThisMachine(Cloud):
    """Trusts programs on this machine instead of a cloud."""

    def trusts(self, url: str) -> bool:
        try:
            parsed = URL(url)
            return parsed.scheme == "http" and is_loopback(parsed.host or "")
        except ValueError:
            return False


THIS_MACHINE = ThisMachine(
    issuer="", keys="", resource="", service="", sign_in="", hosts=(), proxies=False
)


class NoTokens:
    """A `TokenSource` without tokens."""

    async def get(self) -> str:
        return ""

    def forget(self) -> None:
        """Do nothing, because there is no token."""
