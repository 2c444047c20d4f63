"""Microsoft's clouds: in each, who signs an activity's token and where answers may be sent."""

from dataclasses import dataclass, replace

from yarl import URL


@dataclass(frozen=True)
class Cloud:
    """One cloud. `stand_in` is an address trusted in addition to `hosts`, only for tests."""

    issuer: str  # of the tokens that come with activities
    keys: str  # URL of the public keys for those tokens
    resource: str  # the resource that our own tokens are for
    service: str  # the service URL to use until Teams names one
    hosts: tuple[str, ...]  # these and their subdomains may get our token
    stand_in: str = ""
    proxies: bool = True  # whether to use the environment's proxies

    def trusts(self, url: str) -> bool:
        """Whether our token may be sent to this URL.

        It must be https, without a user name, and its host one of `hosts` or a subdomain of one.
        `stand_in` is trusted as it is.
        """
        if self.stand_in and url == self.stand_in:
            return True
        try:
            parsed = URL(url)
        except ValueError:
            return False
        host = (parsed.host or "").casefold()
        is_known = any(host == known or host.endswith(f".{known}") for known in self.hosts)
        return is_known and parsed.scheme == "https" and "@" not in parsed.authority


PUBLIC = Cloud(
    issuer="https://api.botframework.com",
    keys="https://login.botframework.com/v1/.well-known/keys",
    resource="https://api.botframework.com",
    service="https://smba.trafficmanager.net/teams/",
    hosts=("smba.trafficmanager.net", "teams.microsoft.com", "botframework.com"),
)

US_GOVERNMENT = Cloud(
    issuer="https://api.botframework.us",
    keys="https://login.botframework.azure.us/v1/.well-known/keys",
    resource="https://api.botframework.us",
    service="https://smba.infra.gov.teams.microsoft.us/teams/",
    hosts=("teams.microsoft.us", "botframework.us", "botframework.azure.us"),
)


def cloud_of(authority: str, service: str = "") -> Cloud:
    """The cloud of a sign-in authority: the public cloud, unless it is the US government's.

    `service` replaces the cloud's service URL, because GCC and DoD have their own.
    """
    found = US_GOVERNMENT if "login.microsoftonline.us" in authority else PUBLIC
    return replace(found, service=service) if service else found
