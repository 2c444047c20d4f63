"""Follow the pages of a list in Microsoft Graph, and never send our token to another host."""

from collections.abc import AsyncIterator, Awaitable, Callable

import structlog
from yarl import URL

from bot.intake.json_http import HttpAnswer
from bot.platform.payload import maybe
from handlers.sources.ports import SourceFailed

log = structlog.get_logger()


async def pages(
    url: URL, get: Callable[[URL], Awaitable[HttpAnswer]], limit: int
) -> AsyncIterator[HttpAnswer]:
    """Yield each page of a list. A page may be empty although more pages follow.

    Raises SourceFailed if there are more than `limit` pages, or if `checked_link` rejects a link.
    """
    first = url
    for _ in range(limit):
        page = await get(url)
        yield page
        following = maybe(page.body, "@odata.nextLink")
        if not following:
            return
        url = checked_link(following, first)
    raise SourceFailed("too large")


def checked_link(link: str, api: URL) -> URL:
    """Parse a link from Graph. Raises SourceFailed if it is malformed or leads to another host."""
    try:
        url = URL(link, encoded=True)
        if url.origin() == api.origin() and not url.user:
            return url
    except ValueError:
        pass
    log.warning("Graph link is malformed or leads to another host")
    raise SourceFailed("no answer")
