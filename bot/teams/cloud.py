"""Microsoft's clouds: who signs an activity's token, where answers may be sent, where files are."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from yarl import URL


@dataclass(frozen=True)
class Cloud:
    """One cloud.

    Only for tests: our token may also be sent to the address `stand_in`, and files may also be at
    addresses that begin with `files_stand_in`.
    """

    issuer: str  # of the tokens that come with activities
    keys: str  # URL of the public keys for those tokens
    resource: str  # the resource that our own tokens are for
    service: str  # the service URL to use until Teams names one
    sign_in: str  # the host of Microsoft's sign-in
    hosts: tuple[str, ...]  # these and their subdomains may get our token
    file_hosts: tuple[str, ...] = ()  # on their subdomains are the files that people share
    stand_in: str = ""
    files_stand_in: str = ""
    proxies: bool = True  # whether to use the environment's proxies

    def trusts(self, url: str) -> bool:
        """Whether our token may be sent to this URL.

        It must be https, without a user name, and its host one of `hosts` or a subdomain of one.
        The address in `stand_in` is trusted, too.
        """
        if self.stand_in and url == self.stand_in:
            return True
        return _is_on(url, self.hosts)

    def has_file(self, url: str) -> bool:
        """Whether a file that somebody shared in Teams may be at this URL."""
        if self.files_stand_in and url.startswith(self.files_stand_in):
            return True
        return _is_on(url, self.file_hosts)


def _is_on(url: str, hosts: Collection[str]) -> bool:
    """Whether a URL is https, without a user name, on one of these hosts or a subdomain of one."""
    try:
        parsed = URL(url)
    except ValueError:
        return False
    host = (parsed.host or "").casefold()
    is_known = any(host == known or host.endswith(f".{known}") for known in hosts)
    return is_known and parsed.scheme == "https" and "@" not in parsed.authority


PUBLIC = Cloud(
    issuer="https://api.botframework.com",
    keys="https://login.botframework.com/v1/.well-known/keys",
    resource="https://api.botframework.com",
    service="https://smba.trafficmanager.net/teams/",
    sign_in="login.microsoftonline.com",
    hosts=("smba.trafficmanager.net", "teams.microsoft.com", "botframework.com"),
    file_hosts=("sharepoint.com",),
)

US_GOVERNMENT = Cloud(
    issuer="https://api.botframework.us",
    keys="https://login.botframework.azure.us/v1/.well-known/keys",
    resource="https://api.botframework.us",
    service="https://smba.infra.gov.teams.microsoft.us/teams/",
    sign_in="login.microsoftonline.us",
    hosts=("teams.microsoft.us", "botframework.us", "botframework.azure.us"),
    file_hosts=("sharepoint.us", "sharepoint-mil.us"),
)


def cloud_of(authority: str, service: str = "") -> Cloud:
    """The cloud of a sign-in authority: the public cloud, unless it is the US government's.

    `service` replaces the cloud's service URL, because GCC and DoD have their own.
    """
    found = US_GOVERNMENT if US_GOVERNMENT.sign_in in authority else PUBLIC
    return replace(found, service=service) if service else found
