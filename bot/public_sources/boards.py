"""The APIs of job boards. A board's name comes from a link, and is never guessed."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol
from urllib.parse import quote

from bot.public_sources.client import PublicClient
from bot.public_sources.parsing.boards import Posting
from handlers.knowledge.web_addresses import NotFetched

LEVER_PAGE = 50  # postings; we ask only for the first page


class Board(Protocol):
    """A provider of job boards. `postings` and `with_texts` may raise NotFetched."""

    async def postings(self, name: str, client: PublicClient) -> Sequence[Posting]:
        """Return the open positions on the board with this name."""
        ...

    async def with_texts(
        self, name: str, postings: Sequence[Posting], client: PublicClient
    ) -> Sequence[Posting]:
        """Return these postings with their descriptions. Leave out any that were closed."""
        ...

    def address(self, name: str, posting: Posting) -> str:
        """Return where people can read a posting."""
        ...


class Greenhouse:
    """Greenhouse. We ask for the list without descriptions, to stay within our size limit."""

    def __init__(self, base: str = "https://boards-api.greenhouse.io") -> None:
        self._base = base

    async def postings(self, name: str, client: PublicClient) -> Sequence[Posting]:
        found = await client.answer(f"{self._base}/v1/boards/{quote(name, safe='')}/jobs")
        return await client.parser.postings("greenhouse", found.body)

    async def with_texts(
        self, name: str, postings: Sequence[Posting], client: PublicClient
    ) -> Sequence[Posting]:
        board = f"{self._base}/v1/boards/{quote(name, safe='')}/jobs"
        open_: list[Posting] = []
        bodies: list[bytes] = []
        for one in postings:
            try:
                found = await client.answer(f"{board}/{quote(one.id, safe='')}")
            except NotFetched as why:
                if why.status in (404, 410):  # the posting was closed after we read the list
                    continue
                raise
            open_.append(one)
            bodies.append(found.body)
        texts = await client.parser.greenhouse_texts(bodies) if bodies else ()
        return [replace(one, text=text) for one, text in zip(open_, texts, strict=True)]

    def address(self, name: str, posting: Posting) -> str:
        return (
            f"https://boards.greenhouse.io/{quote(name, safe='')}/jobs/{quote(posting.id, safe='')}"
        )


class Lever:
    """Lever, which has a second host for companies in Europe."""

    def __init__(
        self, base: str = "https://api.lever.co", pages: str = "https://jobs.lever.co"
    ) -> None:
        self._base = base
        self._pages = pages

    async def postings(self, name: str, client: PublicClient) -> Sequence[Posting]:
        asked = f"mode=json&skip=0&limit={LEVER_PAGE}"
        found = await client.answer(f"{self._base}/v0/postings/{quote(name, safe='')}?{asked}")
        return await client.parser.postings("lever", found.body)

    async def with_texts(
        self,
        name: str,  # noqa: ARG002 - the list has the descriptions already
        postings: Sequence[Posting],
        client: PublicClient,  # noqa: ARG002
    ) -> Sequence[Posting]:
        return postings

    def address(self, name: str, posting: Posting) -> str:
        return f"{self._pages}/{quote(name, safe='')}/{quote(posting.id, safe='')}"


class Ashby:
    """Ashby, which answers with the whole board at once."""

    def __init__(self, base: str = "https://api.ashbyhq.com") -> None:
        self._base = base

    async def postings(self, name: str, client: PublicClient) -> Sequence[Posting]:
        board = f"{self._base}/posting-api/job-board/{quote(name, safe='')}"
        return await client.parser.postings("ashby", (await client.answer(board)).body)

    async def with_texts(
        self,
        name: str,  # noqa: ARG002 - the list has the descriptions already
        postings: Sequence[Posting],
        client: PublicClient,  # noqa: ARG002
    ) -> Sequence[Posting]:
        return postings

    def address(self, name: str, posting: Posting) -> str:
        return f"https://jobs.ashbyhq.com/{quote(name, safe='')}/{quote(posting.id, safe='')}"


def all_boards() -> dict[str, Board]:
    """Return the providers, by the names that `site_links.board_in` uses."""
    return {
        "greenhouse": Greenhouse(),
        "lever": Lever(),
        "lever-eu": Lever("https://api.eu.lever.co", "https://jobs.eu.lever.co"),
        "ashby": Ashby(),
    }
