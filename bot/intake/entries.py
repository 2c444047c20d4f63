"""Convert feedparser's dictionaries to entries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from yarl import URL

from bot.intake.identity import Marks, keys
from bot.intake.text import from_html, has_line_breaks, plain
from handlers.knowledge.web_addresses import is_web

ENTRIES = 50  # we return at most this many entries of a feed
KEYED_ENTRIES = 2_000  # we return keys (see `Entry.keys`) of at most this many entries
# Limits in characters.
MAX_GUID = 2_000
MAX_LINK = 2_000
MAX_TITLE = 300
MAX_TEXT = 2_000
MAX_TITLE_FROM_TEXT = 100  # characters of a title taken from the text

_HTML = ("text/html", "application/xhtml+xml")
_PLAIN = ("text/plain", "text", "")
_EARLIEST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Entry:
    """An entry of a feed, as plain text."""

    keys: tuple[str, ...]  # two entries that share a key are the same entry
    title: str  # never empty
    text: str
    link: str  # http or https, or ""
    published_at: datetime | None  # UTC


@dataclass(frozen=True)
class Parsed:
    """The result of parsing a body, which may or may not be a feed."""

    is_feed: bool
    title: str
    entries: tuple[Entry, ...]  # newest first
    ttl_minutes: int | None  # how long the feed asks us to wait before we read it again
    names_feed: str  # for a web page: the address of a feed that it links to, or ""
    keys: tuple[str, ...] = ()  # the keys of the newest KEYED_ENTRIES entries


@dataclass(frozen=True)
class NewestEntries:
    """The newest entries of a feed, newest first, and the keys of up to KEYED_ENTRIES entries."""

    newest: tuple[Entry, ...]
    keys: tuple[str, ...]


def entries(found: Sequence[Mapping[str, Any]], base: str) -> NewestEntries:
    """Return the newest entries of a feed, without duplicates. Undated entries come last."""
    read = [entry for raw in found if (entry := _entry(raw, base)) is not None]
    read.sort(key=lambda entry: entry[0].published_at or _EARLIEST, reverse=True)
    read = read[:KEYED_ENTRIES]
    seen: set[str] = set()
    newest: list[Entry] = []
    for (marks, text), its_keys in zip(read, keys([marks for marks, _ in read]), strict=True):
        if len(newest) < ENTRIES and seen.isdisjoint(its_keys):
            newest.append(Entry(its_keys, marks.title, text, marks.link, marks.published_at))
        seen.update(its_keys)
    return NewestEntries(tuple(newest), tuple(sorted(seen)))


def _entry(raw: Mapping[str, Any], base: str) -> tuple[Marks, str] | None:
    """Return the marks and the text of an entry.

    Return None if the entry has no title, no text and no link.
    """
    guid = _guid(raw)
    text, link = _text(raw), _link(raw, guid, base)
    title = _title(raw) or plain(text, MAX_TITLE_FROM_TEXT) or plain(link, MAX_TITLE)
    if not title:
        return None
    return Marks(guid, link, title, _published_at(raw)), text


def _title(raw: Mapping[str, Any]) -> str:
    """Return the title. Don't use the value in `title_detail`: it may be a picture's title."""
    written = dict(raw)  # feedparser's own dict falls back to other keys
    detail = dict(written.get("title_detail") or {}, value=written.get("title"))
    podcast = {"type": "text/plain", "value": written.get("itunes_title")}
    return as_text(detail, MAX_TITLE) or as_text(podcast, MAX_TITLE)


def _text(raw: Mapping[str, Any]) -> str:
    details = (raw.get("summary_detail"), *raw.get("content", ()))
    return next((text for detail in details if (text := as_text(detail, MAX_TEXT))), "")


def as_text(detail: Mapping[str, Any] | None, longest: int) -> str:
    """Convert a feedparser text construct to plain text, or to "" if it is not text."""
    if not detail:
        return ""
    kind, value = detail.get("type"), detail.get("value") or ""
    if kind in _HTML:
        return from_html(value, longest)
    if kind in _PLAIN:
        return from_html(value, longest) if has_line_breaks(value) else plain(value, longest)
    return ""


def _guid(raw: Mapping[str, Any]) -> str:
    """Return the id as written.

    If we resolved the id against the feed's address, the id would change when the feed moves.
    """
    return plain(str(raw.get("id") or ""), MAX_GUID)


def _link(raw: Mapping[str, Any], guid: str, base: str) -> str:
    """Return the address of an entry's page, or ""."""
    written = raw.get("link") or ""
    if raw.get("guidislink") and written in ("", guid):
        return web_link(guid, guid) if guid.startswith(("https://", "http://")) else ""
    return web_link(written, base)


def web_link(written: str | None, base: str) -> str:
    """Resolve a link against `base` to an absolute http(s) address.

    Return "" if the link is invalid or too long, or if it has a user name or a password.
    """
    if not written or len(written) > MAX_LINK:
        return ""
    try:
        url = URL(base).join(URL(written.strip()))
    except ValueError:
        return ""
    # "https://bank.example@elsewhere.example" leads to elsewhere.example.
    if not is_web(url) or url.user is not None or url.password is not None:
        return ""
    link = str(url)
    return link if len(link) <= MAX_LINK else ""


def _published_at(raw: Mapping[str, Any]) -> datetime | None:
    """Return when an entry was published or last updated, or None."""
    written = dict(raw)  # feedparser's own dict falls back to another date
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
