"""Parses promises as people jot them down: usually one per line, with any day at the end."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from handlers.times import DateOrder
from handlers.times.due import (
    DueDay,
    due_by,
    is_bare_number,
    is_day_name,
    is_plainly_time,
    is_within,
)
from handlers.times.formatting import format_date_with_year, format_day_and_month
from handlers.times.vocabulary import NAMED_DAYS
from handlers.times.words import DAY_NAMES
from storage.spelling import comparable


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# A message with one of these words may contain a promise. A day is not enough: any plan has one.
PROMISING = _words(
    "promise promised promises promising owe owes owed commit committed agree agreed offered will"
    " i'll we'll he'll she'll they'll send sends sent sending share shares sharing deliver delivers"
    " delivering provide provides provided forward forwards forwarded prepare email mail emailing"
    " follow confirm arrange introduce by until due deadline eod eow cob"
)
LINE_LIMIT = 20
_NEAR = 300  # days in which a date without its year is surely the coming one
_ABBREVIATED = 3  # letters that an abbreviation has at most: "etc."
_MAX_DAY = 60  # limit of characters in a day as typed
# A word that a day can follow, or a comma, a dash or a bracket.
_JOINER = re.compile(
    r"\b(?P<word>(?:on|by)\s+or\s+before|by|on|until|till|due|before|within|(?:no|not)\s+later\s+than)\b[\s:]*"
    r"|(?P<mark>,|\s[-–—]|\()\s*",
    re.IGNORECASE,
)
_LIST_MARKS = re.compile(r"^(?:[-*•·–—]\s+)?(?:\[[ xX]?\]\s+)?")
_NUMBER = re.compile(r"(?P<number>\d{1,2})[.)]\s+")
_BOLD = re.compile(r"(?<![\w*])(\*{1,2})(?=[^\s*])([^*]*[^\s*])\1(?![\w*])")
# After one of these, what follows "until" is no due day: "Terms valid until 31 December".
_LASTING = _words(
    "valid open available free hold held keep kept extend extended run runs running last lasts stay"
    " stays pause paused wait freeze frozen fixed guaranteed continue continues reserve reserved"
)
_DANGLING = " \t\u00a0,;:(–—-"
_TRIED = 4  # how many of a line's joiners are tried, from the end
# What a promise is about, typed after its day: "pricing by Friday re budget".
_SUBJECT = re.compile(r"\s(?:re:?|regarding|concerning|about)\s", re.IGNORECASE)
# "Pricing today, as I promised": why it is promised, not what.
_AS_PROMISED = re.compile(
    r"(?:^|\s)(?:just )?(?:as|like) (?:(?:i|we|they|he|she|you)(?:['’]ve|['’]d| have| had)? )?"
    r"(?:just |already )?(?:promised|agreed|discussed|announced|mentioned|said|asked|requested)"
    r"(?: (?:you|earlier|before|already|last (?:time|week)))?(?=\s*(?:[,.;!]|$))",
    re.IGNORECASE,
)
# A day that comes first: "Tonight the list", but not "Today Show" or "Tomorrow or on Friday".
_FIRST = re.compile(
    r"(?:[Bb]y )?(?P<day>(?:[Tt]onight|[Tt]oday|[Tt]omorrow|(?:[Ll]ater )?[Tt]his week"
    r"|[Tt]his (?:morning|afternoon|evening))(?: (?:morning|afternoon|evening|night))?)"
    r"(?:(?:,|:| [-–—]) +| (?=[a-z]|I\b))(?!(?:and|or|at|by|is|was|isn't|before|after|until)\b)"
)
_DUE_WORDS = ("by", "until", "till", "due", "before")
# joiners that change which day is meant, each with the word that `due` understands before a day
_SAID_WITH_THE_DAY = {"within": "in", "before": "before"}
_APPOINTMENTS = _words("call ring phone meet")  # these happen at a time, not by a time
_NEGATED = (" not", "n't", "n’t")
# a day right after one of these is not taken for the day that the promise is due
_NOT_BEFORE_A_DAY = _words(
    "about after and as at before by each every for from in last next not of on or other per since"
    " than the this till to until with"
)
_AND = ("and", "&", "+", "then")
_PLAIN_WORDS = 6  # limit of words in a day that needs no "by": "in 2 weeks at the latest"


@dataclass(frozen=True)
class Jotted:
    """A promise as typed, without its day; the day; and a note on how the day was read, if needed.

    If it is unclear which day is meant, `due_on` is None and `text` keeps the words about the day.
    """

    text: str
    due_on: date | None
    note: str | None = None


def jotted(text: str, *, today: date, zone: str, order: DateOrder = "day first") -> list[Jotted]:
    """Parse the promises in a field: "pricing for 40 seats by Friday" is due on the coming Friday.

    `today` is the writer's date, `zone` their IANA zone. `order` says how they write dates.
    """
    lines = lines_of(text)
    apart = [part for line in lines for part in _apart(line, today, zone, order)]
    lines = apart if len(apart) <= LINE_LIMIT else lines
    return [_one(line, today, zone, order) for line in lines]


def _apart(line: str, today: date, zone: str, order: DateOrder) -> list[str]:
    """ "Quote by Friday; names until Monday" are two promises, because two parts have a day."""
    parts = [part.strip() for part in line.split(";") if comparable(part)]
    with_a_day = [part for part in parts if _one(part, today, zone, order).due_on]
    return parts if len(with_a_day) > 1 else [line]


def too_many(text: str) -> str:
    """The sentence about too many promises in a field; "" if they fit."""
    count = len(lines_of(text))
    return f"That is {count} promises. The limit is {LINE_LIMIT}." if count > LINE_LIMIT else ""


def lines_of(text: str) -> list[str]:
    """The lines that are not empty, without list marks and bold marks."""
    lines: list[str] = []
    numbered = 0  # lines numbered from 1 on: "3. Quarter" by itself is not a list
    for typed in text.splitlines():
        line = _LIST_MARKS.sub("", typed.strip(), count=1)
        number = _NUMBER.match(line)
        if number and int(number["number"]) == numbered + 1 == len(lines) + 1:
            line, numbered = line[number.end() :], numbered + 1
        line = _BOLD.sub(r"\2", line).strip(" \t-•")
        if comparable(line):
            lines.append(line)
    return lines


def shown(text: str, due_on: date | None, today: date) -> str:
    """A promise as a line that `jotted` can parse again: "pricing by Thursday 3 December".

    A day that is over or far away has its year: "by 3 December 2027".
    """
    if due_on is None:
        return text
    if 0 <= (due_on - today).days < _NEAR:
        return f"{text} by {DAY_NAMES[due_on.weekday()]} {format_day_and_month(due_on)}"
    return f"{text} by {format_date_with_year(due_on)}"


def without_as_promised(line: str) -> str:
    """A promise without "as I promised"; as it is, if it says nothing else."""
    return _around(line, _AS_PROMISED.search(line))


def _without_stop(line: str) -> str:
    """The line without a full stop after it; an abbreviation such as "Inc." keeps its own."""
    last = line.rstrip().rpartition(" ")[2]
    word = last.removesuffix(".")
    ends = word != last and len(word) > _ABBREVIATED and word.isalpha() and word.islower()
    return line.rstrip().removesuffix(".") if ends else line


def _around(line: str, cut: re.Match[str] | None) -> str:
    """The line without the match; all of it if there is no match, or if nothing else is left."""
    if cut is None:
        return line
    before, after = line[: cut.start()].rstrip(_DANGLING), line[cut.end() :].strip(" \t,;.!")
    return " ".join(filter(None, (before, after))) or line


def _one(line: str, today: date, zone: str, order: DateOrder) -> Jotted:
    """The promise in a line. Words such as "re budget" may follow its day, and stay in its text."""
    line = _without_stop(without_as_promised(line))
    found = _with_its_day(line, today, zone, order)
    subjects = [] if found.due_on or found.note else list(_SUBJECT.finditer(line))
    if not subjects:
        return found
    begins = subjects[-1].start()
    before, subject = line[:begins], line[begins:]
    if _with_its_day(f"It{subject}", today, zone, order).due_on:
        return found  # the subject has a day of its own, so the due day is unclear
    read = _with_its_day(before, today, zone, order)
    return replace(read, text=f"{read.text}{subject}")


def _with_its_day(line: str, today: date, zone: str, order: DateOrder) -> Jotted:
    """The promise in a line, with the day at its end.

    Without a day if there is none, if it is unclear, or if the words before it have another one.
    """
    for words, day in _ends(line):
        found = due_by(day, today=today, zone=zone, order=order)
        if found and _has_due_day(words, today, zone, order):
            return Jotted(line, None)
        if found and found.day is None:
            return Jotted(line, None, found.note)
        if found:
            return Jotted(_with_clock(line, words, found), found.day, found.note)
    return Jotted(line, None)


def _has_due_day(words: str, today: date, zone: str, order: DateOrder) -> bool:
    """Whether the words also contain a day, as in "deck by Friday, pricing by Monday"."""
    if _has_plain_day(words.split()):
        return True
    for found in list(_JOINER.finditer(words, max(0, len(words) - _MAX_DAY)))[-_TRIED:]:
        if (found["word"] or "").lower() not in _DUE_WORDS:
            continue
        behind = words[found.end() :].split()[:2]
        days = (" ".join(behind[:count]).strip(",;.") for count in (1, 2))
        if any(due_by(day, today=today, zone=zone, order=order) for day in days):
            return True
    return False


def _has_plain_day(words: list[str]) -> bool:
    """Whether a day that needs no "by" stands before "and" or a comma: "deck tomorrow and …"."""
    for before, word, after in zip(words, words[1:], [*words[2:], ""], strict=False):
        day = word.strip(",;")
        if after.lower() not in _AND and day == word:
            continue
        if _names_a_day(day) and before.lower() not in _NOT_BEFORE_A_DAY:
            return True
    return False


def _names_a_day(word: str) -> bool:
    return is_plainly_time(word) and word.lower() not in ("sat", "sun")


def _ends(line: str) -> Iterator[tuple[str, str]]:
    """The ways to split a line into the promise's words and its day.

    First those at a joiner, then those without one; of each, the longest day first.
    """
    joiners = list(_JOINER.finditer(line, max(0, len(line) - _MAX_DAY)))
    for found in joiners[-_TRIED:]:
        words, day = line[: found.start()].rstrip(_DANGLING), line[found.end() :]
        if not words or not day:
            continue
        word = (found["word"] or "").lower()
        if words.lower().endswith(_NEGATED):
            return  # "not before Friday" is not a due day
        if word in ("until", "till") and _LASTING & set(words.lower().split()):
            return
        if word in ("", "on") and is_bare_number(day):
            continue  # "Feedback on 3.12" is about a version
        yield words, f"{_SAID_WITH_THE_DAY[word]} {day}" if word in _SAID_WITH_THE_DAY else day
    yield from _plain_ends(line)
    if first := _FIRST.match(line):
        yield line[first.end() :], first["day"]


def _plain_ends(line: str) -> Iterator[tuple[str, str]]:
    """ "Deck tonight", "Deck in 2 weeks", "Call back Friday": no word is needed before these."""
    words = line.split()
    for count in range(min(_PLAIN_WORDS, len(words) - 1), 0, -1):
        day, before = " ".join(words[-count:]), words[:-count]
        last = before[-1].lower().strip(_DANGLING)
        if len(day) > _MAX_DAY or last in _NOT_BEFORE_A_DAY:
            continue
        if not (is_plainly_time(day) or is_within(day)):
            continue
        if is_day_name(day) and _belongs_to_a_name(before, day):
            continue
        yield line.rsplit(None, count)[0].rstrip(_DANGLING), day


def _belongs_to_a_name(before: list[str], day: str) -> bool:
    """Whether the day is part of a name (Black Friday, Ruby Tuesday), or a verb ("they sat").

    In "call Irina Friday" it is not: Irina is a person's name.
    """
    last, named = before[-1], NAMED_DAYS.get(day.lower().strip(_DANGLING + "."), ())
    called = len(before) > 1 and before[-2].lower() in _APPOINTMENTS
    is_name = len(before) > 1 and last[:1].isupper() and not called
    return is_name or last.lower() in named or day in ("sat", "sun")


def _with_clock(line: str, words: str, found: DueDay) -> str:
    """The promise's words. They keep the time of day, if one was typed: `due_on` is only a day."""
    if not found.clock:
        return words
    due_word = any(word in _DUE_WORDS for word in line[len(words) :].lower().split())
    at = words.split(maxsplit=1)[0].lower() in _APPOINTMENTS and not due_word
    return f"{words} {'at' if at else 'by'} {found.clock}"
