"""What public sources say about a company, as plain records.

All moments are aware and in UTC. Text is as the source has it: it may be empty, long or malicious.
`public_taking.take_in` cleans it before it is stored.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, get_args
from urllib.parse import urlsplit

from storage.choices import PUBLIC_SOURCES, CompanyEvidence, PublicSource, TriedOutcome

MAX_TEXT = 20_000  # characters of one text, when it is read and when it is stored
# `place_of` keeps this many parts of a URL's path, because job boards, Wikidata and the SEC have
# many companies on one host.
_PATH_PARTS: Mapping[PublicSource, int] = {"jobs": 1, "wikidata": 2, "sec": 4}
_OUTCOMES: tuple[TriedOutcome, ...] = get_args(TriedOutcome)


@dataclass(frozen=True)
class PublicText:
    """The text of a page, a posting, a filing or a record.

    - `url`: where people can read the text themselves. For DNS records, a "dns:" address.
    - `publisher`: the host, or the name of the register.
    - `text`: the source's own words, in lines. When we quote the source, we quote this text.
    - `evidence`: why the text is about the right company.
    - `published_at`: None if the source does not date the text. This is never the time at which we
      read it.
    - `language`: the language that the page states (ISO 639), such as "de", or "".
    - `etag`, `modified`: the headers with which we ask next time whether the text has changed.
    """

    source: PublicSource
    url: str
    publisher: str
    title: str
    text: str
    evidence: CompanyEvidence
    published_at: datetime | None = None
    language: str = ""
    etag: str = ""
    modified: str = ""

    def __post_init__(self) -> None:
        """Raise ValueError for a naive moment."""
        if self.published_at is not None and self.published_at.utcoffset() is None:
            raise ValueError("a source must return aware moments")


@dataclass(frozen=True)
class SourceLead:
    """A source that another source names, such as the company's feed or its register entry."""

    source: PublicSource
    # Where to look in the source:
    # - feed: the address of the feed
    # - job board: the board and the company's name there: "lever:acme"
    # - Wikidata: an id or a name to look for: "Q42", "name:Acme"
    # - SEC: the company's number
    at: str
    evidence: CompanyEvidence


@dataclass(frozen=True)
class Tried:
    """The result of the last look at one source for one account.

    - `where`: the host or the address that we tried. For the outcome "elsewhere", the host or the
      address to which the domain leads. We show `where` to people.
    - `at`: when we looked. `next_at`: when to look again.
    - `found_at`: when the source last had something, or None if it never had. Later failures do
      not change this time.
    - `failures`: how many looks in a row have failed.
    - `leads`: the other sources that the source names.
    - `domains`: the account's domains when we looked.
    """

    source: PublicSource
    outcome: TriedOutcome
    at: datetime
    next_at: datetime
    where: str = ""
    found_at: datetime | None = None
    failures: int = 0
    leads: tuple[SourceLead, ...] = ()
    domains: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the data as JSON, as `AccountLookUp.tried` stores it."""
        return {
            "source": self.source,
            "outcome": self.outcome,
            "at": self.at.isoformat(),
            "next_at": self.next_at.isoformat(),
            "where": self.where,
            "found_at": self.found_at.isoformat() if self.found_at else None,
            "failures": self.failures,
            "domains": list(self.domains),
            "leads": [
                {"source": lead.source, "at": lead.at, "evidence": lead.evidence}
                for lead in self.leads
            ],
        }


@dataclass(frozen=True)
class Looked:
    """What we found in one look at one source for one account.

    - `where`, `leads`: see `Tried`.
    - `unchanged`: addresses whose text has not changed.
    - `complete`: whether `texts` and `unchanged` are all that the source has. If so, we delete the
      texts that an earlier look found and this look did not, such as a closed job posting.
    - `wait`: how long the source asked us to wait, or None.
    """

    outcome: TriedOutcome
    where: str = ""
    texts: tuple[PublicText, ...] = ()
    unchanged: frozenset[str] = frozenset()
    leads: tuple[SourceLead, ...] = ()
    complete: bool = False
    wait: timedelta | None = None


def tried_from(stored: Mapping[str, Any]) -> Tried:
    """Make a `Tried` from the result of `Tried.as_json`.

    Raises ValueError, KeyError or TypeError for other data.
    """
    if stored["source"] not in PUBLIC_SOURCES or stored["outcome"] not in _OUTCOMES:
        raise ValueError("not an outcome of a public source")
    return Tried(
        stored["source"],
        stored["outcome"],
        _moment(stored["at"]),
        _moment(stored["next_at"]),
        stored["where"],
        _moment(stored["found_at"]) if stored["found_at"] else None,
        stored["failures"],
        tuple(SourceLead(**lead) for lead in stored["leads"]),
        tuple(stored["domains"]),
    )


def place_of(source: PublicSource, url: str) -> str:
    """Return the place that is blocked if somebody presses *Wrong company* below a text.

    `source` and `url` say where the text comes from. The place is the host. For job boards,
    Wikidata and the SEC, the place also has the part of the path that stands for the company:
    "jobs.lever.co/acme", "www.wikidata.org/wiki/Q42". For DNS records, the place is the "dns:"
    address up to the question mark.
    """
    if source == "dns":
        return url.partition("?")[0].casefold()
    parts = urlsplit(url)
    path = [part for part in parts.path.split("/") if part]
    return "/".join([(parts.hostname or "").casefold(), *path[: _PATH_PARTS.get(source, 0)]])


def _moment(written: str) -> datetime:
    return datetime.fromisoformat(written).astimezone(UTC)
