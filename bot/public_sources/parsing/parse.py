"""Parse the bodies of HTTP answers. In one run, all bodies are of one kind, such as "sitemap".

`parser.py` runs this module in a separate process. Any error ends the process.

Standard input is a line of JSON, then the bodies, one after the other. The JSON object has these
keys:

- `kind`: one of `_KINDS`
- `sizes`: the length of each body in bytes
- `url`, `content_type` and `urls`: only if the kind needs them

Standard output is a JSON list with one result for each body.
"""

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, is_dataclass
from datetime import date
from typing import Any

from bot.intake.resources import limit_resources
from bot.public_sources.parsing import boards, page, registers, robots
from bot.public_sources.parsing.markup import markup_of

CPU_SECONDS = 10
Head = Mapping[str, Any]

_KINDS: Mapping[str, Callable[[bytes, Head], object]] = {
    "page": lambda body, head: page.read_page(body, head["url"], head["content_type"]),
    "sitemap": lambda body, head: page.read_sitemap(body, head["url"], head["content_type"]),
    "filing": lambda body, head: "\n".join(
        markup_of(page.decoded(body, head["content_type"])).lines
    ),
    "robots": lambda body, head: robots.allowed(body, head["urls"]),
    "greenhouse": lambda body, _: boards.greenhouse_list(body),
    "greenhouse text": lambda body, _: boards.greenhouse_text(body),
    "lever": lambda body, _: boards.lever_list(body),
    "ashby": lambda body, _: boards.ashby_list(body),
    "wikidata search": lambda body, _: registers.wikidata_search(body),
    "wikidata": lambda body, _: registers.wikidata_items(body),
    "sec": lambda body, _: registers.sec_filings(body),
}


def main() -> None:
    """Parse the bodies on standard input, and print a JSON list with one result for each."""
    limit_resources(CPU_SECONDS)
    head = json.loads(sys.stdin.buffer.readline())
    bodies = [sys.stdin.buffer.read(size) for size in head["sizes"]]
    read = [_KINDS[head["kind"]](body, head) for body in bodies]
    json.dump(read, sys.stdout, default=_plain)


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    assert isinstance(value, date)  # noqa: S101 - nothing else is in the answers
    return value.isoformat()


if __name__ == "__main__":
    main()
