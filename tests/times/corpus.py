"""The phrases in phrases.txt, and the outcome of each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

PHRASES = Path(__file__).parent / "phrases.txt"
BEFORE_THE_GRAMMAR = 404  # phrases; those that follow were added later
Outcome = Literal["read", "asked", "wrong", "refused"]
Moments = tuple[datetime, datetime | None]


@dataclass(frozen=True)
class Phrase:
    """What somebody typed, with their zone and locale; `meant` is None for a question.

    may_ask: asking is a good answer too.
    """

    text: str
    now: datetime
    zone: str
    locale: str | None
    meant: Moments | None
    may_ask: bool


def phrases() -> Iterator[Phrase]:
    """Every line of the file, in order."""
    zone, locale, now = "Europe/Berlin", None, datetime.fromisoformat("2026-11-30 08:20")
    for line in PHRASES.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            zone, tongue, day, clock = line.strip("[]").split()
            locale = None if tongue == "-" else tongue
            now = datetime.fromisoformat(f"{day} {clock}")
        elif line and not line.startswith("#"):
            text, _, right = line.partition(" = ")
            tz = ZoneInfo(zone)
            meant = _meant(right.removesuffix("or ?").strip(), tz)
            yield Phrase(
                text.strip(), now.replace(tzinfo=tz), zone, locale, meant, right.endswith("?")
            )


def outcome(phrase: Phrase, found: Moments | None) -> Outcome:
    """The outcome of a phrase; `found` is None if Attune asks."""
    if found is None:
        return "asked" if phrase.may_ask else "refused"
    return "read" if phrase.meant is not None and _same(found, phrase.meant) else "wrong"


def kept_aside(number: int) -> bool:
    """Whether the phrase with this number was held back while the grammar was written."""
    return number % 2 == 1 and number < BEFORE_THE_GRAMMAR


def count(reads: Callable[[Phrase], Moments | None]) -> dict[Outcome, list[str]]:
    """The phrases by their outcome."""
    found: dict[Outcome, list[str]] = {"read": [], "asked": [], "wrong": [], "refused": []}
    for phrase in phrases():
        found[outcome(phrase, reads(phrase))].append(phrase.text)
    return found


def _meant(right: str, tz: ZoneInfo) -> Moments | None:
    if right == "?":
        return None
    start, _, end = right.partition(" to ")
    begins = datetime.fromisoformat(start).replace(tzinfo=tz)
    if not end:
        return begins, None
    hour, minute = map(int, end.split(":"))
    ends = begins.replace(hour=hour, minute=minute)
    return begins, ends if ends > begins else ends + timedelta(days=1)


def _same(found: Moments, meant: Moments) -> bool:
    return found[0] == meant[0] and found[1] == meant[1]
