""" "/prep ACCOUNT WHEN": where the account ends and the time begins."""

import re
from datetime import datetime

from handlers.times import settling, understanding
from handlers.times.answers import Unclear, Understood

_WORDS_OF_A_TIME = 12
_LONGEST = 120  # characters
_QUOTED = re.compile(r"\s*[\"“”„«](?P<name>[^\"“”„«»]*)[\"“”»](?P<rest>.*)", re.DOTALL)
# What begins no time. As times 2030 and 24/7 are rare, and as the end of a name they are not
# (Vision 2030, Support 24/7); neither is a word of mere punctuation.
_STAYS_WITH_NAME = re.compile(r"(?:(?:19|20|21)\d\d|24/7)$|[^\w\s@(]+(?:\s|$)")
_JOINTS = tuple("-–—:|,")


def split(text: str, *, now: datetime, zone: str) -> tuple[str, Understood | Unclear | None]:
    """The account's name, and the time after it, if there is one.

    The longest end of the text that reads as a time is the time, also when it leads to a question
    ("yesterday 3pm"). A quoted name is kept whole. now must be aware; zone is the IANA zone of
    whoever typed the text. No text raises.
    """
    quoted = _QUOTED.fullmatch(text)
    if quoted:
        more, when = _split(quoted["rest"], now, zone)
        return f"{quoted['name'].strip()} {more}".strip(), when
    return _split(text, now, zone)


def _split(text: str, now: datetime, zone: str) -> tuple[str, Understood | Unclear | None]:
    words = text.split()[-_WORDS_OF_A_TIME:]
    for count in range(len(words), 0, -1):
        tail = " ".join(words[-count:])
        if len(tail) > _LONGEST or _STAYS_WITH_NAME.match(tail):
            continue
        reading = understanding.read(tail, now=now, zone=zone)
        if reading:
            when = settling.settle(reading, now=now, zone=zone)
            return _without_end(text, count), when
    return text.strip(), None


def _without_end(text: str, count: int) -> str:
    """The text before its last words, as it was typed, without the comma or dash in between."""
    parts = text.rsplit(None, count)
    before = parts[0].strip() if len(parts) > count else ""
    name, last = [*before.rsplit(None, 1), "", ""][:2]
    return name if last in _JOINTS else before.removesuffix(",")
