"""Parse one feed and exit. `worker.py` runs this module in a separate process.

Standard input is a line of JSON with `url` and `content_type`, then the feed. Standard output is
`entries.Parsed` as JSON. Any error ends the process.
"""

import json
import sys
from dataclasses import asdict
from datetime import datetime
from io import BytesIO

import feedparser

from bot.intake.entries import MAX_TITLE, Parsed, as_text, entries
from bot.intake.page import feed_named_by
from bot.intake.resources import limit_resources

CPU_SECONDS = 10

_DECLARED = 200  # we look for the XML declaration in this many bytes at the beginning


def parse(body: bytes, url: str, content_type: str) -> Parsed:
    """Parse the body of a response from `url`."""
    headers = {"content-type": content_type} if content_type else {}
    # Pass a stream, because feedparser might read bytes or text as a file name or an address. Don't
    # pass `url`: feedparser would build ids from it, and the ids would change if the feed moved.
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
        title=as_text(found["feed"].get("title_detail"), MAX_TITLE),
        entries=read.newest,
        ttl_minutes=_minutes(found["feed"].get("ttl")),
        names_feed="" if is_feed else feed_named_by(body.decode(errors="replace"), url),
        keys=read.keys,
    )


def _repaired(body: bytes, content_type: str) -> bytes:
    """Replace a few invalid bytes in UTF-8, so that feedparser does not guess another encoding."""
    declared = content_type.lower() + body[:_DECLARED].decode("ascii", "replace").lower()
    if ("charset=" in declared or "encoding=" in declared) and "utf-8" not in declared:
        return body
    text = body.decode(errors="replace")
    broken = text.count("\ufffd")
    if not broken:
        return body
    # Text in another encoding hardly ever contains valid multi-byte UTF-8 sequences.
    whole = len(text) - sum(map(str.isascii, text)) - broken
    return text.encode() if whole >= broken else body


def _minutes(written: str | None) -> int | None:
    digits = (written or "").strip()
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 7 else None


def main() -> None:
    """Parse the feed on standard input, and print the result as JSON."""
    limit_resources(CPU_SECONDS)
    head = json.loads(sys.stdin.buffer.readline())
    parsed = parse(sys.stdin.buffer.read(), head["url"], head["content_type"])
    json.dump(asdict(parsed), sys.stdout, default=datetime.isoformat)


if __name__ == "__main__":
    main()
