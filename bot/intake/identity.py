"""Recognise feed entries that we have read before. All functions are pure.

Some feeds change their ids at each request, move from http to https, or have one link for all
entries. So an entry has several keys. We know an entry if we know one of its keys.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from yarl import URL

_TRACKING = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid")
_SHARED = 3  # an id that three or more entries share identifies none of them
_HEX_DIGITS = 32  # 128 bits


@dataclass(frozen=True)
class Marks:
    """The properties that may identify an entry."""

    guid: str  # as written, or ""
    link: str  # an absolute address, or ""
    title: str
    published_at: datetime | None  # UTC


def keys(marks: Sequence[Marks]) -> list[tuple[str, ...]]:
    """Return one or more hashes for each entry of a feed. Each hash identifies the entry."""
    guids = Counter(one.guid for one in marks)
    links = Counter(address(one.link) for one in marks)
    return [tuple(map(_hash, _keys(one, guids, links))) for one in marks]


def _keys(one: Marks, guids: Counter[str], links: Counter[str]) -> Iterator[tuple[str, ...]]:
    """Yield the keys of an entry, before they are hashed."""
    date = one.published_at.isoformat() if one.published_at else ""
    link = address(one.link)
    has_id = one.guid != "" and guids[one.guid] < _SHARED
    if has_id:
        yield ("id", address(one.guid))
    if link:
        # Yield the key with the date even if the link is unique now. Once a later entry has the
        # same link, this entry no longer gets the key "link, title". We then still know the entry
        # by the key with the date.
        yield ("link, title, date", link, one.title, date)
        if links[link] == 1:
            yield ("link, title", link, one.title)
    elif date or not has_id:
        yield ("title, date", one.title, date)


def address(written: str) -> str:
    """Return an http(s) address without the parts that may change. Return other text unchanged.

    These parts are the scheme, login, port, "www.", tracking parameters, trailing slash and
    fragment.
    """
    try:
        url = URL(written)
        host = url.host
    except ValueError:
        return written
    if url.scheme not in ("http", "https") or not host:
        return written
    query = [(name, value) for name, value in url.query.items() if not name.startswith(_TRACKING)]
    path = url.with_query(query).raw_path_qs.rstrip("/")
    return f"{host.removeprefix('www.')}{path}"


def _hash(parts: tuple[str, ...]) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()[:_HEX_DIGITS]
