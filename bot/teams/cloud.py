"""Microsoft's clouds: who vouches for an activity there, and where answers may be sent."""

from dataclasses import dataclass, field, replace

from microsoft_agents.hosting.core import OutboundHostValidator


@dataclass(frozen=True)
class Cloud:
    """One cloud. `stand_in` is an address that is trusted besides its hosts, for tests alone."""

    issuer: str  # of the tokens that come with activities
    keys: str  # where the keys are that sign them
    resource: str  # what our own tokens are for
    service: str  # where to send if nobody named an address
    hosts: tuple[str, ...]  # these, and whatever is below them
    stand_in: str = ""
    proxies: bool = True  # whether the environment's proxies lead there
    _validator: OutboundHostValidator = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # The validator's own list also holds hosts where anybody can put up a page.
        validator = OutboundHostValidator(
            list(self.hosts), enabled=True, include_default_microsoft_hosts=False
        )
        object.__setattr__(self, "_validator", validator)

    def trusts(self, url: str) -> bool:
        """Whether our token may be sent to this address."""
        return bool(self.stand_in and url == self.stand_in) or self._validator.is_allowed(url)


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
    """The cloud that an authority signs people in to; none given means the public one.

    `service` is where to send if nobody named an address: GCC and DoD have their own.
    """
    found = US_GOVERNMENT if "login.microsoftonline.us" in authority else PUBLIC
    return replace(found, service=service) if service else found
