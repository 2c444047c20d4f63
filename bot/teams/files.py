"""Fetch the files that people share in their chat with Attune.

Teams sends an address that needs no token and soon expires.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from bot.intake.guard import GuardedClient, Limits
from bot.platform.files import NOT_NOW, TIME_LIMIT, TOO_LARGE, check, failed
from bot.platform.payload import Json, maybe
from bot.teams.cloud import Cloud
from bot.teams.payload import items
from handlers.knowledge.web_addresses import NotFetched, TooLarge
from handlers.limits import TRANSCRIPT_SIZE
from handlers.registry import FileFailed
from handlers.request import SharedFile

DOWNLOAD = "application/vnd.microsoft.teams.file.download.info"
# Pre-authorised addresses are long. Redirects are not followed.
LIMITS = Limits(seconds=TIME_LIMIT, size=TRANSCRIPT_SIZE, redirects=0, address=8_000)
EXPIRED = "Teams' link to that file only works for a short while. Please drop the file again."


@dataclass(frozen=True)
class TeamsFile:
    """A file as Teams describes it. `repr` shows neither the name nor the address."""

    id: str
    name: str = field(repr=False)
    url: str = field(repr=False)


def files_of(activity: Json) -> tuple[TeamsFile, ...]:
    """Return the files of a message, without other attachments such as inline pictures."""
    return tuple(
        TeamsFile(
            maybe(each, "content", "uniqueId"),
            maybe(each, "name"),
            maybe(each, "content", "downloadUrl"),
        )
        for each in items(activity, "attachments")
        if maybe(each, "contentType") == DOWNLOAD
    )


class TeamsFiles:
    """Fetches files from the hosts on which Microsoft keeps files."""

    def __init__(
        self,
        cloud: Cloud,
        client: Callable[[], GuardedClient] = lambda: GuardedClient(limits=LIMITS),
    ) -> None:
        self._cloud = cloud
        self._client = client

    def shared(self, file: TeamsFile) -> SharedFile:
        """Return the file as features get it. They fetch its content only when they need it."""
        return SharedFile(file.name, partial(self._fetch, file))

    async def _fetch(self, file: TeamsFile) -> bytes:
        """Return the content of a file. Raises FileFailed."""
        check(file.name)
        if not self._cloud.has_file(file.url):
            raise failed(NOT_NOW, "its address is not on a host that Microsoft keeps files on")
        try:
            async with self._client() as client:
                return (await client.get(file.url)).body
        except TooLarge:
            raise FileFailed(TOO_LARGE) from None
        except NotFetched as why:
            # Log `why.reason`, but do not show it: it speaks to a person who typed the address.
            if why.status in (401, 403, 404, 410):
                raise failed(EXPIRED, f"status {why.status}") from None
            raise failed(NOT_NOW, f"status {why.status}" if why.status else why.reason) from None
