"""Recognise lines that must not become notes. Pure.

Some are meant for colleagues or for marketing. Others say that the rep will be late.
"""

import re
from collections.abc import Collection
from typing import Literal

from handlers.typed.marketing.passing_said import CALLED
from handlers.typed.team.colleague_question import as_order
from handlers.typed.words import bare_word, listed, without_leading, words_of

# Why a line must not become a note:
# - "ask": we should ask a colleague something.
# - "tell": we should tell a colleague something.
# - "colleague": the line is meant for a colleague, but has neither "ask" nor "tell" at its start:
#   "@Tomas can you look at the discount".
# - "marketing": the line is for marketing: "tell marketing …".
# - "late": the rep will be late.
# - "team": the line is for all colleagues: "tell the team …".
NoNote = Literal["ask", "tell", "colleague", "marketing", "late", "team"]
_PLEASE, _YOU = frozenset(("pls", "plz", "please")), frozenset(("you", "u", "ya"))
# "Running 10 late" and "10 late for Alder" say that the rep will be late, but "30 late invoices"
# does not.
_LATE = re.compile(
    r"(?:(?:i'?m|i am|we'?re|we are|i'?ll be|will be|running|going to be|be) ){1,3}"
    r"(?:about )?(?:(?P<minutes>\d{1,3}) ?(?:m|min|mins|minutes)? )?late\b"
    r"|(?P<bare>\d{1,3}) ?(?:m|min|mins|minutes)? late(?= (?:for|to)\b|\W*$)",
    re.IGNORECASE,
)
_SAYS_TO = listed("tell text let ping message warn")
_KNOW = listed("know that")
_HAND_ON = (
    ["remind"],
    ["ask"],
    ["tell"],
    ["send"],
    ["give"],
    ["show"],
    ["forward"],
    ["nudge"],
    ["ping"],
)
_TEAM = (["the", "team"], ["my", "team"], ["our", "team"], ["the", "others"], ["the", "reps"])
_EVERYBODY = frozenset(("everyone", "everybody", "sales"))
_MARKETING = [[name] for name in CALLED]
_LINE = 300  # characters; a longer text for marketing is cut to this length


def no_note(text: str, colleagues: Collection[str]) -> tuple[NoNote, str] | None:
    """Return why a line must not become a note, and the name of the colleague whom it is for.

    The name is "" if the line is not for one colleague. If the line may become a note, return None.
    The `colleagues` are names of people at the rep's company.
    """
    if _LATE.match(text.strip().replace("’", "'")):
        return "late", ""
    text = as_order(text)
    words = words_of(text)[:4]
    verb = words[0] if words[:1] in _HAND_ON else ""  # "tell" in "tell Tomas that Halden is late"
    words = words[1:] if verb else words
    if verb and words[:1] in _MARKETING:
        return ("marketing", "") if verb != "ask" or _asks_to_do(text) else None
    if verb and (words[:2] in _TEAM or (verb == "tell" and not _EVERYBODY.isdisjoint(words[:1]))):
        return "team", ""
    firsts = {name.split()[0].casefold(): name for name in colleagues if name.split()}
    name = firsts.get(words[0].removeprefix("@"), "") if words else ""
    asks = not _PLEASE.isdisjoint(words[1:]) or not _YOU.isdisjoint(words[2:])
    if not name and _late(text):  # "tell jana im late" if Jana is not a colleague
        return "late", ""
    if not name or not (verb or asks or text.lstrip().startswith("@")):
        return None
    return ("ask" if verb == "ask" else "tell" if verb == "tell" else "colleague"), name


def _asks_to_do(text: str) -> bool:
    """Match "ask marketing: …" and "ask marketing to …".

    "Ask marketing about …" does not match, because it is a search.
    """
    begun = text.split(maxsplit=3)
    return begun[1].endswith(":") or [word.lower() for word in begun[2:3]] == ["to"]


def asks_marketing(text: str) -> bool:
    """Check whether a line begins with "ask marketing".

    Such a line is a new question, and not a reply to marketing's answer.
    """
    words = words_of(text)
    return words[:1] == ["ask"] and words[1:2] in _MARKETING


def minutes_late(text: str) -> int:
    """Return 10 for "running 10 late for Alder". Return 0 if no minutes are named."""
    found = _late(text)
    return int(found["minutes"] or found["bare"] or 0) if found else 0


def says_late(text: str) -> bool:
    """Check whether a line begins like "running late", "i'll be 10 min late" or "10 late for"."""
    return _late(text) is not None


def _late(text: str) -> re.Match[str] | None:
    """Match "running 5 late" and "tell jana im late"."""
    words = text.strip().replace("’", "'").split()
    if words[:1] and bare_word(words[0]) in _SAYS_TO:
        words = without_leading(words[2:], _KNOW)
    return _LATE.match(" ".join(words))


def for_marketing(text: str) -> str:
    """Return "The drivers want a video" for "tell marketing that the drivers want a video"."""
    words = text.split()[2:]
    said = " ".join(words[1:] if words[:1] in (["that"], ["to"]) else words)[:_LINE]
    return said[:1].upper() + said[1:]
