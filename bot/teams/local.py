"""Microsoft 365 Agents Playground on this machine, in the place of Teams: for trying Attune out.

It signs nothing, so whoever reaches this could act as anybody. That is why only programs on this
machine do: they connect from it, through no proxy, and are answered on it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiohttp import hdrs, web
from yarl import URL

from bot.base.loopback import host_name, is_loopback, through_proxy
from bot.settings import TEAMS, TeamsSettings
from bot.teams.cloud import Cloud
from bot.teams.trust import Untrusted

SWITCH = f"{TEAMS}ANONYMOUS_ALLOWED"
WARNING = (
    "Teams is a stand-in: anybody on this machine can act as anybody. "
    f"This is for trying Attune out. Take {SWITCH} away before real people use it."
)


def refusal(settings: TeamsSettings, host: str) -> str | None:
    """Why Attune does not start like this, in a sentence; None if it may."""
    if settings.client_id or settings.client_secret.get_secret_value() or settings.tenant_id:
        return (
            f"{SWITCH} lets anybody act as anybody, so it does not go with a CLIENTID, "
            "CLIENTSECRET or TENANTID of Teams: take those away, or take it away."
        )
    if not is_loopback(host):
        return (
            f"{SWITCH} lets anybody act as anybody, so Attune does not listen on {host!r} with "
            "it: set HOST=127.0.0.1."
        )
    return None


class LocalGate:
    """Lets in what a program on this machine sends. A gate like `trust.Gate`, without tokens."""

    async def let_in(self, request: web.BaseRequest, _now: datetime) -> Mapping[str, Any]:
        """No claims. Raises Untrusted."""
        peer = request.transport.get_extra_info("peername") if request.transport else None
        if not peer or not is_loopback(str(peer[0])):
            raise Untrusted("not from this machine")
        # Behind a proxy everybody seems to be on this machine.
        if through_proxy(request):
            raise Untrusted("through a proxy")
        # A page in a browser here: it says where it is from, or makes its own name lead here.
        if hdrs.ORIGIN in request.headers or not is_loopback(host_name(request.host)):
            raise Untrusted("from a web page")
        return {}

    def check_service(self, _claims: Mapping[str, Any], service_url: str) -> None:
        """The address to answer at must be on this machine too. Raises Untrusted."""
        if not THIS_MACHINE.trusts(service_url):
            raise Untrusted("the service is not on this machine")


@dataclass(frozen=True)
class ThisMachine(Cloud):
    """No cloud: answers go to programs on this machine."""

    def trusts(self, url: str) -> bool:
        """Whether this address is on this machine."""
        try:
            parsed = URL(url)
            return parsed.scheme == "http" and is_loopback(parsed.host or "")
        except ValueError:
            return False


THIS_MACHINE = ThisMachine(issuer="", keys="", resource="", service="", hosts=(), proxies=False)


class NoTokens:
    """A source of tokens where none are needed."""

    async def get(self) -> str:
        """No token."""
        return ""

    def forget(self) -> None:
        """There is none to forget."""
