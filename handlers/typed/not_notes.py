"""Recognise typed notes, promises and calls, and lines that must not become notes. Pure."""

import re
from collections.abc import Collection
from typing import Literal

from handlers.typed.plain_spelling import without_courtesy, written_out_words
from handlers.typed.questions_to_attune import is_one_sentence
from handlers.typed.words import WE, without_leading, words_of

# "ask" and "tell" are lines that ask us to ask or tell a colleague something. "colleague" is any
# other line to a colleague: "@Tomas can you look at the discount", "send Tomas the brief".
# "marketing" is a line for marketing: "tell marketing …", and "team" one for all colleagues: "tell
# the team". "late" says that the rep will be late.
NoNote = Literal["ask", "tell", "colleague", "marketing", "late", "team"]
_PLEASE, _YOU = frozenset(("pls", "plz", "please")), frozenset(("you", "u", "ya"))
_LATE = re.compile(
    r"(?:(?:i'?m|i am|we'?re|we are|i'?ll be|will be|running|going to be|be) ){1,3}"
    r"(?:about )?(?:(?P<minutes>\d{1,3}) ?(?:m|min|mins|minutes)? )?late\b"
    # without "running" before it, "30 late invoices" is not a report
    r"|(?P<bare>\d{1,3}) ?(?:m|min|mins|minutes)? late(?= (?:for|to)\b|\W*$)",
    re.IGNORECASE,
)
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
_LINE = 300  # at most this many characters of a line for marketing
_ASKED_NAME = 4  # at most this many words in "ask" and a name
_LEAD = 6  # at most this many words before the colon of a note
_TO_SELF = frozenset(("to self", "to myself", "self", "for myself", "for me"))
_HELP_WANTED = [
    one.split()
    for one in (
        "i need help\ni need some help\nneed help\nneed some help\ni could use help\n"
        "i could use some help\ni want help\nask for help\nask for some help\nget help\n"
        "get me help\nget some help\ncan i get help\ncan i get some help\nhelp me\n"
        "can i ask for help\nwant to ask for help\nhelp needed\nhelp wanted\n"
        "somebody help me\nsomeone help me\nwho helps me\nwho could help me\nwho can help me\n"
        "anyone help me\nanybody help me"
    ).splitlines()
]
_HELPERS = frozenset(
    "my manager\nmy boss\nthe boss\nmy lead\nmy team\nthe team\na colleague\ncolleagues\n"
    "somebody\nsomeone\nanybody\nanyone".splitlines()
)
_HELP_WITH = frozenset(("with", "on", "for", "about", "before"))
_NOTE_THAT = re.compile(r"note that (?P<words>\S+ \S.*)", re.IGNORECASE | re.DOTALL)
_WILL = re.compile(
    r"(?:so |and |ok |but )?(?:(?:i|we)(?:'ll|’ll| will)|ill|i'?m going to|(?:i'?m )?gonna"
    r"|(?:(?:i|we) )?(?:said|told (?!me\b|us\b)[^\W\d_][\w.&'-]{0,30}(?: [\w.&'-]{1,30}){0,3}?)"
    r" (?:that )?"
    r"(?:i|we)(?:['’]?d|['’]?ll| would| will)) "
    r"(?P<what>(?:send|share|forward|e-?mail|mail|deliver|give|bring|get back|follow up|prepare"
    r"|draft|write|call|ring|phone|introduce|check|confirm|update) [^\n]{4,200})",
    re.IGNORECASE,
)
_THEY_GET = re.compile(
    r"(?:(?:and|also|ok|so) ){0,2}(?P<what>(?:the|a|an|our|my)(?: [\w'-]{1,30}){1,5}) "
    r"they(?:['’]?ll| will)? get (?P<when>[\w. ]{3,30}?)(?: already)?",
    re.IGNORECASE,
)
_THEM = (["them"], ["her"], ["him"])
_CALL_IS = re.compile(r"(.{1,80}?) (?:call|meeting) is (?:now |at |on )?(\S.*)", re.IGNORECASE)


def no_note(text: str, colleagues: Collection[str]) -> tuple[NoNote, str] | None:
    """Return why a line must not become a note, and the colleague to whom it is written, or "".

    If the line may become a note, return None. The `colleagues` are names of people at the rep's
    company.
    """
    if _late(text):
        return "late", ""
    words = words_of(text)[:4]
    told = words[0] if words[:1] in _HAND_ON else ""  # "tell Tomas that Halden is late"
    words = words[1:] if told else words
    if told and words[:1] == ["marketing"]:
        return ("marketing", "") if told != "ask" or _asks_to_do(text) else None
    if told and (words[:2] in _TEAM or (told == "tell" and not _EVERYBODY.isdisjoint(words[:1]))):
        return "team", ""
    firsts = {name.split()[0].casefold(): name for name in colleagues if name.split()}
    name = firsts.get(words[0].removeprefix("@"), "") if words else ""
    asks = not _PLEASE.isdisjoint(words[1:]) or not _YOU.isdisjoint(words[2:])
    if not name or not (told or asks or text.lstrip().startswith("@")):
        return None
    return ("ask" if told == "ask" else "tell" if told == "tell" else "colleague"), name


def _asks_to_do(text: str) -> bool:
    """Match "ask marketing: …" and "ask marketing to …". "Ask marketing about …" is a search."""
    begun = text.split(maxsplit=3)
    return begun[1].endswith(":") or [word.lower() for word in begun[2:3]] == ["to"]


def asks_marketing(text: str) -> bool:
    """Match "ask marketing …", which is a new question and no reply to marketing's answer."""
    return words_of(text)[:2] == ["ask", "marketing"]


def asked_of(text: str) -> str:
    """Return "should I bring pricing?" for "ask tomas: should I bring pricing?", otherwise "".

    The mark after the name says that the words are the question itself.
    """
    for mark in (":", ","):
        lead, _, question = text.partition(mark)
        words = lead.lower().split()
        if words[:1] == ["ask"] and 1 < len(words) <= _ASKED_NAME:
            return question.strip()[:_LINE]
    return ""


def help_wanted(text: str, colleagues: Collection[str] = ()) -> str:
    """Return "northwind" for "i need help with northwind", otherwise "".

    The line may name the helper: "ask tomas for help with northwind", "can tomas help me on …".
    `colleagues` are the names of people at the rep's company.
    """
    words = without_courtesy(written_out_words(text))
    helpers = _HELPERS | {one for name in colleagues for one in _names(name)}
    rest = _after_help(words, helpers)
    return " ".join(rest[1:]) if rest[:1] and rest[0] in _HELP_WITH else ""


def _names(name: str) -> list[str]:
    words = written_out_words(name)
    return [" ".join(words), *words[:1]] if words else []


def _after_help(words: list[str], helpers: Collection[str]) -> list[str]:
    """Return the words after "ask for help", "ask tomas for help" or "help from tomas"."""
    if lead := next((one for one in _HELP_WANTED if words[: len(one)] == one), []):
        rest = words[len(lead) :]
        count = _helper_at(rest[1:], helpers) if rest[:1] == ["from"] else 0
        return rest[1 + count :] if count else rest
    if words[:1] == ["ask"] and (count := _helper_at(words[1:], helpers)):
        rest = words[1 + count :]
        return rest[2:] if rest[:2] == ["for", "help"] else []
    if count := _helper_at(words, helpers):  # "can tomas help me": the "can" is left out already
        rest = words[count:]
        return rest[2:] if rest[:2] == ["help", "me"] else []
    return []


def _helper_at(words: list[str], helpers: Collection[str]) -> int:
    """Return how many words at the start name a helper."""
    return next((n for n in (3, 2, 1) if len(words) >= n and " ".join(words[:n]) in helpers), 0)


def minutes_late(text: str) -> int:
    """Return 10 for "running 10 late for Alder". Return 0 if no minutes are named."""
    found = _late(text)
    return int(found["minutes"] or found["bare"] or 0) if found else 0


def says_late(text: str) -> bool:
    """Check whether a line begins like "running late", "i'll be 10 min late" or "10 late for"."""
    return _late(text) is not None


def _late(text: str) -> re.Match[str] | None:
    return _LATE.match(text.strip().replace("’", "'"))


def for_marketing(text: str) -> str:
    """Return "The drivers want a video" for "tell marketing that the drivers want a video"."""
    words = text.split()[2:]
    said = " ".join(words[1:] if words[:1] in (["that"], ["to"]) else words)[:_LINE]
    return said[:1].upper() + said[1:]


def noted_words(text: str) -> tuple[str, str]:
    """Split "note northwind: Jana is new" into "northwind" and the words of the note.

    For "note:", "note to self:" and "note that Jana is new", the first part is "". For any other
    line, return ("", "").
    """
    if that := _NOTE_THAT.match(text.strip()):
        return "", that["words"]
    lead, colon, words = text.strip().partition(":")
    begun = lead.split()
    if not colon or len(begun) > _LEAD or [word.lower() for word in begun[:1]] != ["note"]:
        return "", ""
    about = " ".join(begun[1:])
    return ("" if about.lower() in _TO_SELF else about), words.strip()


def promised_words(text: str) -> str:
    """Return "jana a deck" for "promised jana a deck" and "I owe jana a deck", otherwise "".

    For "ill send jana the deck" and "told jana id send her the deck", return "to send …". "The deck
    they get tomorrow" becomes "to send them the deck tomorrow".
    """
    if found := _THEY_GET.fullmatch(text.strip(" .!")):
        return f"to send them {found['what']} {found['when']}"
    if (found := _WILL.match(text.strip())) and is_one_sentence(text):
        return f"to {found['what']}"
    words = text.split()
    begun = [word.lower() for word in words[:3]]
    said = 1 if begun[:1] == ["promised"] else 2 if begun[:2] == ["i", "owe"] else 0
    return " ".join(words[said:]) if said and len(words) > said + 1 else ""


def reports_own_words(text: str) -> bool:
    """Check whether a line begins like "i said id send kestrel a quote", or "told them"."""
    words = without_leading(words_of(text)[:3], WE)
    return words[:1] == ["said"] or (words[:1] == ["told"] and words[1:2] in _THEM)


def call_at(text: str) -> str:
    """Return "Northwind tomorrow 3pm" for "Northwind call is tomorrow 3pm", or ""."""
    found = _CALL_IS.fullmatch(text.strip())
    return f"{found[1]} {found[2]}" if found else ""
