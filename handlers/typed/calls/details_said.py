"""Recognise the people, the length, the kind and the goal of a call in a line. Pure.

For example: "castell at 12:30 is 45min and their CTO Max Weil comes too". A part of the line, such
as "castell at 12:30 is 45min", gives at most one detail. Parts without a detail are returned as the
rest.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from handlers.typed.calls.call_lines import KINDS
from handlers.typed.customers.name_and_job import is_job_alone
from handlers.typed.customers.people_said import NOBODYS_NAME
from handlers.typed.plain_spelling import clock_written_out, written_out
from handlers.typed.settings.numbers_typed import length_at
from handlers.typed.words import COURTESY, bare_word, listed

_LONGEST = 240  # characters of a line
_PARTS = re.compile(r"[,;.](?:\s+|$)|\s(?:and|n|&|plus|but)\s", re.IGNORECASE)
_WHO = r"(?P<who>[^\W\d_][\w.'’()/-]{0,30}(?: [\w.'’()/-]{1,30}){0,5}?)"
_OTHER = r"(?P<other>[^\W\d_][\w.'’-]{0,30}(?: [\w.'’-]{1,30}){0,2}?)"
_HOST = r"(?P<host>[^\W\d_][\w.'’-]{0,30}(?: [\w.'’-]{1,30}){0,2}?)"
_WHOSE = r"(?P<whose>[^,;:?!]{1,60}?)"
_LENGTH = (
    r"(?P<length>[0-9]{1,3} ?(?:min|mins|minutes|m)|(?:half an|an|one|1|two|2) ?(?:h|hr|hrs|hours?)"
    r"|half an hour)"
)
_CALL_NAMED = r"(?:the |my |our )?(?P<whose>[^,;:?!]{1,60}?)"
_TO = rf"(?: (?:to|on|onto|for|in|into|at) {_CALL_NAMED})?"
_THERE = rf"(?: (?:(?:to|on|onto|for|in|into|at) )?{_CALL_NAMED})?"
_TOO = r"(?: (?:too|also|as well|along|instead))?"
_NOT_COMING = (
    r"(?:is not|isn['’]?t|wont be|can['’]?t|cannot|wont|won['’]t|will not|arent) "
    r"(?:coming|joining|come|join|attend|attending|make it|be there)|drops out|dropped out"
)
What = Literal["comes", "off", "minutes", "kind", "goal", "named"]
_PATTERNS: tuple[tuple[What, str], ...] = (
    (
        "minutes",
        rf"(?:{_WHOSE} )?(?:(?:is|its|it['’]s|has|have|are|will be|takes|make it) )?"
        rf"(?:(?:only|just|now|max) )?(?:for )?{_LENGTH}(?: (?:only|max|long|now|call))?"
        r"(?:,? (?:not|instead of) [0-9]{1,3}(?: ?(?:min|mins|minutes|m))?)?",
    ),
    (
        "kind",
        rf"(?:{_WHOSE} )?(?:is|its|it['’]s|will be|becomes|make it) (?:now |just )?(?:a|an|the) "
        r"(?P<kind>[\w-]{3,30}(?: (?:call|meeting|session|up|off|in))?)",
    ),
    ("off", rf"{_WHOSE} (?:is )?(?:without|w/o) {_WHO}"),
    ("off", rf"{_WHO} (?:{_NOT_COMING}){_THERE}(?: (?:anymore|any more|after all|now))?"),
    ("comes", rf"{_OTHER} (?:comes |is coming |joins )?instead of {_WHO}"),
    ("comes", rf"{_WHO} (?:does|is|can|will) (?:come|join|coming|joining){_THERE}{_TOO}"),
    ("comes", rf"{_WHO} (?:joins|is joining|comes|is coming|attends)(?: (?:us|me))?{_THERE}{_TOO}"),
    ("comes", rf"{_WHOSE} is (?:now )?with {_WHO}{_TOO}"),
    ("comes", rf"(?:bring|bringing|add|invite|include|put)(?: in| along)? {_WHO}{_TOO}{_TO}{_TOO}"),
    ("comes", rf"{_HOST} (?:brings|is bringing|will bring)(?: along)? {_WHO}{_TOO}{_TO}{_TOO}"),
    ("comes", rf"(?:with|w) {_WHO}{_TOO}"),
    ("named", r"(?:its|it is|it['’]s) (?P<who>[^\W\d_][\w'’-]{1,30} [^\W\d_][\w'’-]{1,30})"),
)
_READ = tuple((what, re.compile(pattern, re.IGNORECASE)) for what, pattern in _PATTERNS)
_INSTEAD = re.compile(
    rf"(?:but )?{_OTHER} (?:is|does|can|will|instead|comes)(?: instead)?", re.IGNORECASE
)
_ONE_MORE = re.compile(rf"{_WHO}{_TO}{_TOO}", re.IGNORECASE)
_GOAL = re.compile(
    r"(?:^|[,;.]\s|\sand\s)(?:my |the )?goal(?: is(?: to)?|:)? (?P<goal>[^\n]{3,200})$",
    re.IGNORECASE,
)
# One of these words, or a name with "'s", comes before a relation: "her boss Ruth Kemp", "bring
# mia's boss".
_OWNERS = listed("their her his the our a an")
_RELATIONS = listed("boss manager colleague assistant deputy")
_CALL = listed(
    "call meeting demo one slot appointment the my our with at on for only just now make too also"
    " along instead as well"
)
_ASIDE = listed("btw fyi tho though")
_MAX_LABEL = 5  # words before a colon: "alder today: 45 min"
_IT = listed("it its that this they them she he")
_HOUR = re.compile(r"(?P<hour>[01]?[0-9]|2[0-3])h?", re.ASCII)


@dataclass(frozen=True)
class Detail:
    """One detail of a call.

    - `what`: what the detail is about. A detail of the kind "named" gives the full name of somebody
      who comes: "its mia thorne"
    - `value`: a person as typed, a length in minutes, a kind of call, or a goal
    - `whose`: the words that say which call, or ""
    - `host`: the person who brings somebody ("mia brings her cto"), or ""
    - `other_than`: the person whom somebody replaces, or ""
    """

    what: What
    value: str
    whose: str = ""
    host: str = ""
    other_than: str = ""


@dataclass(frozen=True)
class DetailsSaid:
    """The details in a line, and the parts of the line that give none.

    `label` has the words before a colon, which say which call is meant: "alder today: 45 min". The
    same words are the `whose` of each detail that has none of its own.
    """

    details: tuple[Detail, ...]
    rest: tuple[str, ...]
    label: str = ""


def details_said(text: str) -> DetailsSaid | None:
    """Return the details of a call in a line. Return None for a question, and for any other line.

    A goal counts only beside another detail, because `goals` reads the lines that only set a goal.

    The caller must check whether the persons in the details are persons, and whether the words in
    `whose` name a call.
    """
    line = text.strip(" .!")
    if len(line) > _LONGEST or "\n" in line or text.rstrip().endswith("?"):
        return None
    label, colon, behind = line.partition(": ")
    label = label if colon and len(label.split()) <= _MAX_LABEL else ""
    line = behind if label else line
    goal = _GOAL.search(line)
    parts = [part.strip() for part in _PARTS.split(line[: goal.start()] if goal else line)]
    details, rest = _read_parts([_plain(part) for part in parts if part], is_labelled=bool(label))
    if goal and details:
        details.append(Detail("goal", goal["goal"].strip(" .")))
    if label:
        details = [replace(one, whose=one.whose or label) for one in details]
    return DetailsSaid((*details,), (*rest,), label) if details else None


def _plain(part: str) -> str:
    """Return a part without words such as "please" and "also" around it."""
    words = written_out(part).split()
    while words and bare_word(words[-1]) in COURTESY | _ASIDE:
        words.pop()
    while words and bare_word(words[0]) in COURTESY | {"also", "and", "oh", "btw", "ok", "no"}:
        words = words[1:]
    return " ".join(words)


def _read_parts(parts: list[str], *, is_labelled: bool) -> tuple[list[Detail], list[str]]:
    """Read each part. After a label, a part may be only the kind of call: "alder 4pm: demo"."""
    details, rest = list[Detail](), list[str]()
    for part in parts:
        last = details[-1] if details else None
        if found := _read(part):
            details.append(found)
        elif last and last.what == "comes" and is_job_alone(part):
            details[-1] = replace(last, value=f"{last.value} {part}")
        elif last and last.what == "comes" and (named := _name_of(last, part)):
            details[-1] = named
        elif last and (more := _goes_on(last, part)):
            details.append(more)
        elif is_labelled and part.lower() in KINDS:
            details.append(Detail("kind", part.lower()))
        else:
            rest.append(part)
    return details, rest


def _read(part: str) -> Detail | None:
    for what, pattern in _READ:
        if found := pattern.fullmatch(part):
            said = {name: (value or "").strip() for name, value in found.groupdict().items()}
            whose, host = said.get("whose", ""), said.get("host", "")
            if what == "minutes":
                minutes, _ = length_at(said["length"].lower().split(), 0)
                return Detail(what, str(minutes), whose) if minutes else None
            if what == "kind":
                return Detail(what, said["kind"].lower(), whose)
            other = said.get("other", "")
            who = other or said["who"]
            if bare_word(who.partition(" ")[0]) in NOBODYS_NAME - _OWNERS:
                continue
            return Detail(what, who, whose, host, said["who"] if other else "")
    return None


def _name_of(last: Detail, part: str) -> Detail | None:
    """Add the name in "add mia's boss to the call, pavel ruzicka"."""
    role, name = role_and_name(last.value)
    is_name = _ONE_MORE.fullmatch(part) is not None and part.replace(" ", "").isalpha()
    return (
        Detail("comes", f"their {role} {part}", last.whose)
        if role and not name and is_name
        else None
    )


def _goes_on(last: Detail, part: str) -> Detail | None:
    """Read "piotr is" after "irina isnt coming", one more name after a name, and "demo"."""
    if part.lower() in KINDS:
        return Detail("kind", part.lower(), last.whose)
    if last.what == "off" and (found := _INSTEAD.fullmatch(part)):
        return Detail("comes", found["other"], last.whose, other_than=last.value)
    found = _ONE_MORE.fullmatch(part) if last.what == "comes" else None
    if found is None or bare_word(part.partition(" ")[0]) in NOBODYS_NAME - _OWNERS:
        return None
    return Detail("comes", found["who"], (found["whose"] or "").strip() or last.whose, last.host)


def role_and_name(who: str) -> tuple[str, str]:
    """Split "her boss Ruth Kemp" into "boss" and "Ruth Kemp", and "mia's boss" into "boss" and "".

    Return "" and the words if they begin with no such relation.
    """
    words = who.split()
    owned = bool(words) and (bare_word(words[0]) in _OWNERS or words[0][-2:] in ("'s", "’s"))
    if owned and words[1:] and bare_word(words[1]) in _RELATIONS:
        return bare_word(words[1]), " ".join(words[2:])
    return "", who


def words_for_call(whose: str) -> str:
    """Return "castell at 12:30" for "the castell call at 1230", and "" for "it".

    A number at the end is an hour: "halden 16" becomes "halden at 16:00".
    """
    words = [word for word in _clocked(whose) if bare_word(word) not in _CALL | _IT]
    if words and (hour := _HOUR.fullmatch(words[-1].lower())):
        words[-1:] = ["at", f"{hour['hour']}:00"]
    return " ".join(words)


def _clocked(whose: str) -> Iterator[str]:
    """Yield the words, with "1230" at the end as "12:30"."""
    *before, last = whose.split() or [""]
    yield from before
    yield clock_written_out(f"at {last}").removeprefix("at ")
