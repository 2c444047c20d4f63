"""Look up the names of channels, because an activity often has only their ids."""

from dataclasses import replace

import structlog

from bot.platform.payload import maybe
from bot.platform.recent import Recent
from bot.teams.activity import UNNAMED, channel_name
from bot.teams.api import TeamsApi, TeamsCallError
from bot.teams.payload import items
from bot.teams.request import TeamsRequest
from handlers.request import Place

log = structlog.get_logger()

CHANNELS = 10_000  # how many names we remember
FIRST = "General"  # Teams leaves out the name of a team's first channel


class Channels:
    """Looks up the names of channels, and remembers them."""

    def __init__(self, api: TeamsApi) -> None:
        self._api = api
        self._names: Recent[tuple[str, str], str] = Recent(CHANNELS)  # by tenant and channel

    async def with_name(self, place: Place | None, incoming: TeamsRequest) -> Place | None:
        """Add the channel's name if we know it, or if Teams tells us."""
        if place is None or place.name not in UNNAMED.values():
            return place
        key = (incoming.who.tenant, place.external)
        if incoming.team and key not in self._names:
            await self._look_up(incoming)
        return replace(place, name=self._names.get(key, place.name))

    def rename(self, tenant: str, channel: str, name: str) -> None:
        """Remember a channel's new name."""
        self._names[tenant, channel] = name

    async def _look_up(self, incoming: TeamsRequest) -> None:
        """Ask Teams for the names of a team's channels, and remember them."""
        try:
            found = await self._api.channels(incoming.address.service, incoming.team)
        except TeamsCallError as error:
            log.info("a channel's name is not known", because=error.code)
            return
        for channel in items(found, "conversations"):
            key = (incoming.who.tenant, maybe(channel, "id"))
            self._names[key] = channel_name(maybe(channel, "name")) or FIRST
