"""Parses one feed and ends: a process of its own, so that it can be killed and kept small.

On standard input: a line of JSON with `url` and `content_type`, then the feed's bytes. On standard
output: `entries.Parsed` as JSON. Whatever it stumbles over ends it; `worker.py` sees to the rest.
"""

import contextlib
import json
import resource
import sys
from dataclasses import asdict
from datetime import datetime
from io import BytesIO

import feedparser

from bot.intake.entries import LONGEST_TITLE, Parsed, as_text, entries
from bot.intake.page import feed_named_by

MEMORY = 512 * 1024 * 1024  # bytes; a real feed takes 40 MB
CPU_SECONDS = 10  # ends it even where its parent died before it could

_DECLARED = 200  # bytes: an XML declaration stands at the very beginning


def confine() -> None:
    """Take no more memory and time than a feed may cost, where the system knows how to tell."""
    for kind, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, CPU_SECONDS)):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def parse(body: bytes, url: str, content_type: str) -> Parsed:
    """What `body` is, as it came from `url`."""
    headers = {"content-type": content_type} if content_type else {}
    # A stream: given bytes or text, feedparser looks for a file or an address of that name. It is
    # not told the address, or it would make ids of it that change when the feed moves.
    found = feedparser.parse(
        BytesIO(_repaired(body, content_type)),
        response_headers=headers,
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    read = entries(found["entries"], url)
    is_feed = bool(found.get("version") or read.newest)
    return Parsed(
        is_feed=is_feed,
        title=as_text(found["feed"].get("title_detail"), LONGEST_TITLE),
        entries=read.newest,
        ttl_minutes=_minutes(found["feed"].get("ttl")),
        names_feed="" if is_feed else feed_named_by(body.decode(errors="replace"), url),
        keys=read.keys,
    )


def _repaired(body: bytes, content_type: str) -> bytes:
    """UTF-8 with a few broken bytes, made whole: else all of it would be read as something else."""
    declared = content_type.lower() + body[:_DECLARED].decode("ascii", "replace").lower()
    if ("charset=" in declared or "encoding=" in declared) and "utf-8" not in declared:
        return body
    text = body.decode(errors="replace")
    broken = text.count("\ufffd")
    if not broken:
        return body
    # Another encoding hardly ever makes whole characters of UTF-8 by chance.
    whole = len(text) - sum(map(str.isascii, text)) - broken
    return text.encode() if whole >= broken else body


def _minutes(written: str | None) -> int | None:
    said = (written or "").strip()
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 7 else None


def main() -> None:
    """Read, parse, write."""
    confine()
    head = json.loads(sys.stdin.buffer.readline())
    parsed = parse(sys.stdin.buffer.read(), head["url"], head["content_type"])
    json.dump(asdict(parsed), sys.stdout, default=datetime.isoformat)


if __name__ == "__main__":
    main()
