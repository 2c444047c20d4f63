"""Read the job boards that a company's site links to."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from bot.public_sources.boards import Board, all_boards
from bot.public_sources.client import PublicClient
from bot.public_sources.company import Company, failed, host_of
from bot.public_sources.parsing.boards import Posting
from handlers.knowledge.web_addresses import NotFetched
from handlers.sources.public.public import Looked, PublicText, SourceLead
from storage.choices import PublicSource

POSTINGS = 20  # newest postings of one board
_EARLIEST = datetime.min.replace(tzinfo=UTC)


class JobBoards:
    """The company's job boards."""

    name: PublicSource = "jobs"
    every = timedelta(days=2)

    def __init__(self, boards: Mapping[str, Board] | None = None) -> None:
        self._boards = all_boards() if boards is None else boards

    async def look(self, company: Company, client: PublicClient) -> Looked:
        """Read each board.

        For a board that is gone (404 or 410), the outcome is "nothing", not "failed".
        """
        looks = [
            await self._look_at(lead, company, client)
            for lead in company.leads_of("jobs")
            if lead.at.partition(":")[0] in self._boards
        ]
        if not looks:
            return Looked("not linked")
        if len(looks) == 1:
            return looks[0]
        found = [one for one in looks if one.outcome == "found"]
        return Looked(
            found[0].outcome if found else looks[0].outcome,
            ", ".join(one.where for one in looks),
            tuple(text for one in looks for text in one.texts),
            frozenset().union(*(one.unchanged for one in looks)),
            complete=all(one.complete for one in looks),
            wait=max((one.wait for one in looks if one.wait), default=None),
        )

    async def _look_at(self, lead: SourceLead, company: Company, client: PublicClient) -> Looked:
        """Read the list of a company's postings on a job board, and the texts of new postings."""
        provider, _, name = lead.at.partition(":")
        board = self._boards[provider]
        where = _shown_address(board, name)
        try:
            postings = newest(await board.postings(name, client))
            known = company.known_of("jobs")
            # We don't read a known posting again, because an edit to a posting is not news.
            new = [one for one in postings if board.address(name, one) not in known]
            texts = await board.with_texts(name, new, client)
        except NotFetched as why:
            is_gone = why.status in (404, 410)
            return Looked("nothing", where) if is_gone else failed(why, where)
        return Looked(
            "found" if postings else "nothing",
            where,
            tuple(_text(one, board.address(name, one), lead) for one in texts),
            frozenset(board.address(name, one) for one in postings if one not in new),
            complete=True,
        )


def newest(postings: Sequence[Posting]) -> Sequence[Posting]:
    """Return the newest postings. Those without a date come last, in the board's order."""
    dated = sorted(postings, key=lambda one: one.published_at or _EARLIEST, reverse=True)
    return dated[:POSTINGS]


def _shown_address(board: Board, name: str) -> str:
    """Return the address of a board as people see it: "jobs.lever.co/acme"."""
    address = board.address(name, Posting("", ""))
    return f"{host_of(address)}/{name}"


def _text(posting: Posting, address: str, lead: SourceLead) -> PublicText:
    about = " · ".join(part for part in (posting.place, posting.team) if part)
    return PublicText(
        source="jobs",
        url=address,
        publisher=host_of(address),
        title=posting.title,
        text="\n".join(part for part in (posting.title, about, posting.text) if part),
        evidence=lead.evidence,
        published_at=posting.published_at,
    )
