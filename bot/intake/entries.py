"""A parsed feed's entries, evened out: from feedparser's dictionaries to ours."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from itertools import islice
from typing import Any

from yarl import URL

from bot.intake.addresses import is_web
from bot.intake.text import from_html, plain

MOST_ENTRIES = 50
LONGEST_GUID = 200
LONGEST_LINK = 2_000
LONGEST_TITLE = 300
LONGEST_TEXT = 2_000
LONGEST_STAND_IN = 100  # of a text's beginning, where there is no title

_HTML = ("text/html", "application/xhtml+xml")
_EARLIEST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Entry:
    """One entry of a feed, as plain text: nothing in it is markup, whatever it looks like."""

    guid: str  # the same each time the entry is met in this feed
    title: str  # never empty
    text: str
    link: str  # http or https, or empty
    published_at: datetime | None  # UTC


@dataclass(frozen=True)
class Parsed:
    """What a body turned out to be."""

    is_feed: bool
    title: str
    entries: tuple[Entry, ...]  # the newest, newest first
    ttl_minutes: int | None  # how long the feed says it stays as it is
    names_feed: str  # for a web page: the feed that it names, if it does


def newest(found: Iterable[Mapping[str, Any]], base: str) -> tuple[Entry, ...]:
    """The newest entries once each; those without a date come last, in the feed's own order."""
    ordered = sorted(found, key=lambda entry: _published_at(entry) or _EARLIEST, reverse=True)
    return tuple(islice(_each_once(ordered, base), MOST_ENTRIES))


def _each_once(found: Iterable[Mapping[str, Any]], base: str) -> Iterator[Entry]:
    seen = set()
    for raw in found:
        entry = _entry(raw, base)
        if entry is not None and entry.guid not in seen:
            seen.add(entry.guid)
            yield entry


def _entry(raw: Mapping[str, Any], base: str) -> Entry | None:
    """The entry, or None if it says nothing."""
    title = as_text(raw.get("title_detail"), LONGEST_TITLE)
    text = _text(raw)
    link = web_link(raw.get("link"), base)
    title = title or plain(text, LONGEST_STAND_IN) or plain(link, LONGEST_TITLE)
    if not title:
        return None
    return Entry(_guid(raw, title), title, text, link, _published_at(raw))


def _text(raw: Mapping[str, Any]) -> str:
    """The author's own summary if there is one, else the whole."""
    details = (raw.get("summary_detail"), *raw.get("content", ()))
    return next((text for detail in details if (text := as_text(detail, LONGEST_TEXT))), "")


def as_text(detail: Mapping[str, Any] | None, longest: int) -> str:
    """One of feedparser's text constructs as plain text; empty for pictures and the like."""
    if not detail:
        return ""
    kind, value = detail.get("type"), detail.get("value") or ""
    if kind in _HTML:
        return from_html(value, longest)
    return plain(value, longest) if kind == "text/plain" else ""


def _guid(raw: Mapping[str, Any], title: str) -> str:
    """Its id, else its link, both as written, so that they outlive the feed's move; else a hash."""
    written = raw.get("id") or raw.get("link") or ""
    guid = plain(written, len(written) + 1)
    if guid and len(guid) <= LONGEST_GUID:
        return guid
    return "sha256:" + sha256((guid or title).encode()).hexdigest()


def web_link(written: str | None, base: str) -> str:
    """`written` as a whole http(s) address, relative to `base`; empty for anything else."""
    if not written or len(written) > LONGEST_LINK:
        return ""
    try:
        url = URL(base).join(URL(written.strip()))
    except ValueError:
        return ""
    # "https://bank.example@elsewhere.example" leads elsewhere
    if not is_web(url) or url.user is not None or url.password is not None:
        return ""
    link = str(url)
    return link if len(link) <= LONGEST_LINK else ""


def _published_at(raw: Mapping[str, Any]) -> datetime | None:
    written = dict(raw)  # feedparser's own dictionary would invent the one from the other
    for name in ("published_parsed", "updated_parsed"):
        parts = written.get(name)
        if parts is None:
            continue
        try:
            year, month, day, hour, minute, second = parts[:6]
            return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
        except ValueError:
            continue
    return None
