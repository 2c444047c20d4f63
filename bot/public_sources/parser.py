"""Parse web pages, and the answers of job boards and registers, in a child process.

The process runs `bot.public_sources.parsing`. If parsing takes too long, we kill the process.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from bot.intake.child_process import NoAnswer, answer_of, module_command
from bot.public_sources.parsing.boards import Posting
from bot.public_sources.parsing.page import ReadPage
from bot.public_sources.parsing.registers import SecFiling, WikidataItem
from handlers.knowledge.web_addresses import NotFetched

SECONDS = 60.0  # wall-clock time; `parsing/parse.py` limits the processor time
MAX_ANSWER = 8_000_000  # bytes


class Unparsable(NotFetched):
    """The child process did not answer in time, or its answer does not have the expected form."""

    def __init__(self) -> None:
        super().__init__("The answer cannot be read.")


Read = TypeVar("Read")
_PAGES = TypeAdapter(list[ReadPage])
_POSTINGS = TypeAdapter(list[list[Posting]])
_ITEMS = TypeAdapter(list[list[WikidataItem]])
_FILINGS = TypeAdapter(list[list[SecFiling]])
_WORDS = TypeAdapter(list[str])
_LISTS = TypeAdapter(list[list[str]])


class Parser:
    """Starts a child process for each call of a method. The methods raise only NotFetched.

    Tests replace `command` and `seconds`.
    """

    def __init__(
        self,
        command: Sequence[str] = module_command("bot.public_sources.parsing.parse"),
        seconds: float = SECONDS,
    ) -> None:
        self._command = command
        self._seconds = seconds

    async def page(self, body: bytes, url: str, content_type: str) -> ReadPage:
        """Read a page of a company's site."""
        head = {"url": url, "content_type": content_type}
        return (await self._read("page", [body], _PAGES, head))[0]

    async def sitemap(self, body: bytes, url: str, content_type: str) -> Sequence[str]:
        """Return the addresses in a sitemap."""
        head = {"url": url, "content_type": content_type}
        return (await self._read("sitemap", [body], _LISTS, head))[0]

    async def filings_text(self, bodies: Sequence[bytes]) -> Sequence[str]:
        """Return the text of each filed document as one string with line breaks."""
        return await self._read("filing", bodies, _WORDS, {"content_type": ""})

    async def allowed(self, robots: bytes, urls: Sequence[str]) -> Sequence[str]:
        """Return the addresses in `urls` that a robots.txt lets us fetch."""
        return (await self._read("robots", [robots], _LISTS, {"urls": list(urls)}))[0]

    async def postings(self, provider: str, body: bytes) -> Sequence[Posting]:
        """Read the list of a job board. `provider` is "greenhouse", "lever" or "ashby"."""
        return (await self._read(provider, [body], _POSTINGS))[0]

    async def greenhouse_texts(self, bodies: Sequence[bytes]) -> Sequence[str]:
        """Return the description of each job. Each body is Greenhouse's answer about one job."""
        return await self._read("greenhouse text", bodies, _WORDS)

    async def found_items(self, body: bytes) -> Sequence[str]:
        """Return the ids of the items that a search in Wikidata found."""
        return (await self._read("wikidata search", [body], _LISTS))[0]

    async def items(self, body: bytes) -> Sequence[WikidataItem]:
        """Read Wikidata items."""
        return (await self._read("wikidata", [body], _ITEMS))[0]

    async def filings(self, body: bytes) -> Sequence[SecFiling]:
        """Read a company's filings with the SEC."""
        return (await self._read("sec", [body], _FILINGS))[0]

    async def _read(
        self,
        kind: str,
        bodies: Sequence[bytes],
        answer: TypeAdapter[Read],
        about: Mapping[str, Any] | None = None,
    ) -> Read:
        """Parse bodies in a child process. Raises Unparsable."""
        head = {**(about or {}), "kind": kind, "sizes": [len(body) for body in bodies]}
        try:
            read = await answer_of(
                self._command,
                head,
                b"".join(bodies),
                seconds=self._seconds,
                max_answer=MAX_ANSWER,
            )
            return answer.validate_json(read)
        except (NoAnswer, ValidationError):
            raise Unparsable from None
