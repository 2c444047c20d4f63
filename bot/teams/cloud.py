"""Microsoft's clouds: who signs the tokens of activities, and which hosts we trust."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from yarl import URL


@dataclass(frozen=True)
class Cloud:
    """One of Microsoft's clouds.

    Only tests set `stand_in` and `files_stand_in`. `stand_in` is one more address that may get our
    token. Each address that begins with `files_stand_in` counts as an address of a shared file.
    """

    issuer: str  # who issues the tokens of activities
    keys: str  # URL of the public keys for the tokens of activities
    resource: str  # the resource (OAuth) for which we request our own tokens
    service: str  # the service URL until Teams names one
    sign_in: str  # the host of Microsoft's sign-in
    hosts: tuple[str, ...]  # these hosts and their subdomains may get our token
    file_hosts: tuple[str, ...] = ()  # people's shared files are on subdomains of these hosts
    stand_in: str = ""
    files_stand_in: str = ""
    proxies: bool = True  # whether to use the proxies in the environment

    def trusts(self, url: str) -> bool:
        """Check whether our token may go to this URL: https on `hosts`, without a user name."""
        if self.stand_in and url == self.stand_in:
            return True
        return _is_on(url, self.hosts)

    def has_file(self, url: str) -> bool:
        """Check whether a file that was shared in Teams may be at this URL."""
        if self.files_stand_in and url.startswith(self.files_stand_in):
            return True
        return _is_on(url, self.file_hosts)


def _is_on(url: str, hosts: Collection[str]) -> bool:
    """Return whether this is an https address on one of these hosts or their subdomains."""
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
    """Return the cloud of a sign-in authority, or the public cloud if the authority is unknown.

    `service` replaces the cloud's service URL, because GCC and DoD have their own.
    """
    found = US_GOVERNMENT if US_GOVERNMENT.sign_in in authority else PUBLIC
    return replace(found, service=service) if service else found
