"""Parse promises as people write them: usually one on each line, with the day at the end."""

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
    is_only_clock,
    is_plainly_time,
    is_within,
)
from handlers.times.formatting import format_date_with_year, format_day_and_month, needs_year
from handlers.times.vocabulary import NAMED_DAYS
from handlers.times.words import DAY_NAMES, MONTH_NAMES, ORDINAL, WEEKDAY, month_number
from storage.spelling import comparable


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# A message may contain a promise if it has one of these words. A day alone does not count, because
# it may belong to any plan. "Until" is left out because of messages such as "quiet until 9".
PROMISING = _words(
    "promise promised promises promising owe owes owed commit committed agree agreed offered will"
    " i'll we'll he'll she'll they'll send sends sent sending share shares sharing deliver delivers"
    " delivering provide provides provided forward forwards forwarded prepare email mail emailing"
    " follow confirm arrange introduce by due deadline eod eow cob"
)
LINE_LIMIT = 20
_ABBREVIATED = 3  # an abbreviation such as "etc." has at most this many letters
_MAX_DAY = 60  # characters of a typed day
# A joiner comes before a day: a word such as "by", a comma, a dash or a bracket.
_JOINER = re.compile(
    r"\b(?P<word>(?:on|by)\s+or\s+before|by|on|until|till|til|due|before|within|(?:no|not)\s+later\s+than)\b[\s:]*"
    r"|(?P<mark>,|\s[-–—]|\()\s*",
    re.IGNORECASE,
)
_LIST_MARKS = re.compile(r"^(?:[-*•·–—]\s+)?(?:\[[ xX]?\]\s+)?")
_NUMBER = re.compile(r"(?P<number>\d{1,2})[.)]\s+")
_BOLD = re.compile(r"(?<![\w*])(\*{1,2})(?=[^\s*])([^*]*[^\s*])\1(?![\w*])")
# After one of these words, the day after "until" is not a due day: "valid until 31 December".
_LASTING = _words(
    "valid open available free hold held keep kept extend extended run runs running last lasts stay"
    " stays pause paused wait freeze frozen fixed guaranteed continue continues reserve reserved"
)
# A date as `shown` writes it. If a dash comes before the date, the date is the due day, even if the
# words before the dash have another day.
_DASH = " –"
_DATED = re.compile(
    rf"(?P<words>.*\S) by (?P<day>\d\d?) (?P<month>{'|'.join(MONTH_NAMES)}) (?P<year>\d{{4}})"
)
_DANGLING = " \t\u00a0,;:(–—-"
_TRIED = 4  # how many joiners of a line we try, counted from the end of the line
# The subject of a promise, after the day: "pricing by Friday re budget".
_SUBJECT = re.compile(r"\s(?:re:?|regarding|concerning|about)\s", re.IGNORECASE)
# Words that we remove from a promise: "as I promised" in "Pricing today, as I promised".
_AS_PROMISED = re.compile(
    r"(?:^|\s)(?:just )?(?:as|like) (?:(?:i|we|they|he|she|you)(?:['’]ve|['’]d| have| had)? )?"
    r"(?:just |already )?(?:promised|agreed|discussed|announced|mentioned|said|asked|requested)"
    r"(?: (?:you|earlier|before|already|last (?:time|week)))?(?=\s*(?:[,.;!]|$))",
    re.IGNORECASE,
)
# A day at the start of a line: "Tonight the list", but not "Today Show" or "Tomorrow or on Friday".
_FIRST = re.compile(
    r"(?:[Bb]y )?(?P<day>(?:[Tt]onight|[Tt]oday|[Tt]omorrow|(?:[Ll]ater )?[Tt]his week"
    r"|[Tt]his (?:morning|afternoon|evening))(?: (?:morning|afternoon|evening|night))?)"
    r"(?:(?:,|:| [-–—]) +| (?=[a-z]|I\b))(?!(?:and|or|at|by|is|was|isn't|before|after|until)\b)"
)
# If one of these words comes before "by 10:00", the time may be on a day other than today.
_OTHER_DAY = re.compile(rf"\b(?:{WEEKDAY}|{ORDINAL}|tomorrow|next|weeks?)\b", re.IGNORECASE)
_DUE_WORDS = ("by", "until", "till", "til", "due", "before")
# "By the second" is a day, but "on the second" may be about the second of several things.
_FIRST_DAYS = {"the first": "the 1st", "the second": "the 2nd", "the third": "the 3rd"}
# Joiners that belong to the day ("within 2 weeks"), each with the word that `due_by` understands.
_SAID_WITH_THE_DAY = {"within": "in", "before": "before"}
# In promises with these verbs, the time of day is an appointment: "call Irina at 3pm". In other
# promises, the time is a deadline: "send the list by 3pm".
_APPOINTMENTS = _words("call ring phone meet")
_NEGATED = (" not", "n't", "n’t")
# A day that has no joiner is not the due day if it follows one of these words: "the list for
# Friday". Some of the words are joiners too, such as "by". For a day after a joiner, see `_ends`.
_NOT_BEFORE_A_DAY = _words(
    "about after and as at before by each every for from in last next not of on or other per since"
    " than the this till to until with"
)
_AND = ("and", "&", "+", "then")
# At most this many words in a day that needs no "by": "in 2 weeks at the latest".
_PLAIN_WORDS = 6


@dataclass(frozen=True)
class Jotted:
    """A promise as typed, without the day.

    `note` says how we read the day. It is None if there is nothing to explain.

    If the day is unclear, `due_on` is None and `text` keeps the words about the day.
    """

    text: str
    due_on: date | None
    note: str | None = None


def jotted(text: str, *, today: date, zone: str, order: DateOrder = "day first") -> list[Jotted]:
    """Parse the promises in a field: "pricing for 40 seats by Friday" is due on the coming Friday.

    `today` is the writer's date, and `zone` the writer's IANA zone. `order` says whether the writer
    puts the day or the month first.
    """
    lines = lines_of(text)
    apart = [part for line in lines for part in _apart(line, today, zone, order)]
    lines = apart if len(apart) <= LINE_LIMIT else lines
    return [_one(line, today, zone, order) for line in lines]


def _apart(line: str, today: date, zone: str, order: DateOrder) -> list[str]:
    """Split "Quote by Friday; names until Monday" if several parts have a day."""
    parts = [part.strip() for part in line.split(";") if comparable(part)]
    with_a_day = [part for part in parts if _one(part, today, zone, order).due_on]
    return parts if len(with_a_day) > 1 else [line]


def too_many(text: str) -> str:
    """Say that a field has too many promises, or return ""."""
    count = len(lines_of(text))
    return f"That is {count} promises. The limit is {LINE_LIMIT}." if count > LINE_LIMIT else ""


def lines_of(text: str) -> list[str]:
    """Return the lines that are not empty, without list marks and bold marks."""
    lines: list[str] = []
    # How many lines so far have a number. The numbers must begin with 1, because "3. Quarter" alone
    # is not a list.
    numbered = 0
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
    """Return a line that `jotted` can parse again: "pricing by Thursday 3 December".

    Add the year if the day is past, or twelve months or more away: "by 3 December 2027". If the
    words contain another day, add a dash: "free until January – by 3 December 2027".
    """
    if due_on is None:
        return text
    near = due_on >= today and not needs_year(due_on, today)
    ways = ways_shown(text, due_on)[0 if near else 1 :]
    meant = [Jotted(text, due_on)]
    return next((way for way in ways if jotted(way, today=today, zone="UTC") == meant), ways[-1])


def ways_shown(text: str, due_on: date | None) -> list[str]:
    """Return every line that `shown` can return for a promise, whatever day is today."""
    if due_on is None:
        return [text]
    day = f"{DAY_NAMES[due_on.weekday()]} {format_day_and_month(due_on)}"
    dated = format_date_with_year(due_on)
    return [f"{text} by {day}", f"{text} by {dated}", f"{text}{_DASH} by {dated}"]


def _with_date(line: str, today: date, zone: str, order: DateOrder) -> Jotted | None:
    """Parse a promise that ends with a date and a year, as `shown` writes them.

    The date may be past. Return None in these cases:

    - The line has another form.
    - The line has no dash, and its words may name another due day: "deck by Friday, pricing by …".
    - The line has no dash, and "not" comes right before "by".
    """
    found = _DATED.fullmatch(line)
    if found is None:
        return None
    try:
        day = date(int(found["year"]), month_number(found["month"].lower()), int(found["day"]))
    except ValueError:
        return None
    words = found["words"].removesuffix(_DASH)
    unsure = words.lower().endswith(_NEGATED) or _has_due_day(words, today, zone, order)
    if words == found["words"] and unsure:
        return None
    return Jotted(words, day)


def without_as_promised(line: str) -> str:
    """Remove "as I promised" from a promise. If it has no other words, return it unchanged."""
    return _around(line, _AS_PROMISED.search(line))


def _without_stop(line: str) -> str:
    """Remove a final full stop after a lower-case word, but not in abbreviations such as "etc."."""
    last = line.rstrip().rpartition(" ")[2]
    word = last.removesuffix(".")
    ends = word != last and len(word) > _ABBREVIATED and word.isalpha() and word.islower()
    return line.rstrip().removesuffix(".") if ends else line


def _around(line: str, cut: re.Match[str] | None) -> str:
    if cut is None:
        return line
    before, after = line[: cut.start()].rstrip(_DANGLING), line[cut.end() :].strip(" \t,;.!")
    return " ".join(filter(None, (before, after))) or line


def _one(line: str, today: date, zone: str, order: DateOrder) -> Jotted:
    """Parse the promise in a line. Words such as "re budget" may follow the day."""
    line = _without_stop(line)
    if dated := _with_date(line, today, zone, order):
        return dated
    line = _without_stop(without_as_promised(line))
    found = _with_its_day(line, today, zone, order)
    subjects = [] if found.due_on or found.note else list(_SUBJECT.finditer(line))
    if not subjects:
        return found
    begins = subjects[-1].start()
    before, subject = line[:begins], line[begins:]
    if _with_its_day(f"It{subject}", today, zone, order).due_on:
        return found  # the subject has another day, so the due day is unclear
    read = _with_its_day(before, today, zone, order)
    return replace(read, text=f"{read.text}{subject}")


def _with_its_day(line: str, today: date, zone: str, order: DateOrder) -> Jotted:
    """Parse the promise in a line, with the day at the end or at the start.

    If the day is unclear, or if the words contain another day, the promise has no day.
    """
    for words, day in _ends(line):
        if not comparable(words):
            continue
        found = due_by(day, today=today, zone=zone, order=order)
        if found and _has_due_day(words, today, zone, order):
            return Jotted(line, None)
        if found and is_only_clock(day) and _OTHER_DAY.search(words):
            return Jotted(line, None)
        if found and found.day is None:
            return Jotted(line, None, found.note)
        if found:
            return Jotted(_with_clock(line, words, found), found.day, found.note)
    return Jotted(line, None)


def _has_due_day(words: str, today: date, zone: str, order: DateOrder) -> bool:
    """Return whether a promise's words have a day: Friday in "deck by Friday, pricing"."""
    if _has_plain_day(words.split()):
        return True
    for found in list(_JOINER.finditer(words, max(0, len(words) - _MAX_DAY)))[-_TRIED:]:
        if (found["word"] or "").lower() not in _DUE_WORDS:
            continue
        following = words[found.end() :].split()[:2]
        days = (" ".join(following[:count]).strip(",;.") for count in (1, 2))
        if any(due_by(day, today=today, zone=zone, order=order) for day in days):
            return True
    return False


def _has_plain_day(words: list[str]) -> bool:
    """Return whether a day without "by" comes before "and" or a comma: "deck tomorrow and …"."""
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
    """Yield ways to split a line into the promise's words and the day.

    The order is:

    1. the splits of `_plain_ends`, but only if the line ends with a joiner and a time of day:
       "Deck next Wednesday by ten o'clock" → "Deck", "next Wednesday by ten o'clock"
    2. splits at the last joiners of the line, from left to right
    3. the splits of `_plain_ends`, for every line
    4. a split after a day at the start of the line
    """
    joiners = list(_JOINER.finditer(line, max(0, len(line) - _MAX_DAY)))
    if joiners and is_only_clock(line[joiners[-1].end() :]):
        yield from _plain_ends(line)  # as in "next Wednesday by ten o'clock"
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
        if word in _DUE_WORDS:
            day = _FIRST_DAYS.get(day.lower().strip(" ."), day)
        yield words, f"{_SAID_WITH_THE_DAY[word]} {day}" if word in _SAID_WITH_THE_DAY else day
    yield from _plain_ends(line)
    if first := _FIRST.match(line):
        yield line[first.end() :], first["day"]


def _plain_ends(line: str) -> Iterator[tuple[str, str]]:
    """Split "Deck tonight", "Deck in 2 weeks" and "Call back Friday", which have no joiner."""
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
    """Return whether the word for a day is part of a name (Black Friday), or a verb ("they sat").

    In "call Irina Friday", the day is not part of the name.
    """
    last, named = before[-1], NAMED_DAYS.get(day.lower().strip(_DANGLING + "."), ())
    called = len(before) > 1 and before[-2].lower() in _APPOINTMENTS
    is_name = len(before) > 1 and last[:1].isupper() and not called
    return is_name or last.lower() in named or day in ("sat", "sun")


def _with_clock(line: str, words: str, found: DueDay) -> str:
    """Keep a typed time of day in the words, because `due_on` is only a day."""
    if not found.clock:
        return words
    due_word = any(word in _DUE_WORDS for word in line[len(words) :].lower().split())
    at = words.split(maxsplit=1)[0].lower() in _APPOINTMENTS and not due_word
    return f"{words} {'at' if at else 'by'} {found.clock}"
