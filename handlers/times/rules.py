"""The patterns of the grammar, each with the function that knows what it says."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from handlers.times import clocks, takes, words
from handlers.times.reading import Reading
from handlers.times.takes import Said
from handlers.times.words import END, MONTH, WEEKDAY

Take = Callable[[re.Match[str], Reading, str], Said]


@dataclass(frozen=True)
class Rule:
    """A pattern, and what a match of it says."""

    pattern: re.Pattern[str]
    take: Take


def _rule(pattern: str, take: Take, *, end: str = END) -> Rule:
    return Rule(re.compile(pattern + end), take)


_ON = r"(?:(?:on|for|by)\s+)?(?:the\s+)?"
_AT = r"(?P<at>(?:at|around|about)\s+|@\s*)?"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?:(?:,\s*|\s+|-)(?P<year>(?:19|20|21)\d\d))?"
_ISO_DAY = r"(?P<year>(?:19|20|21)\d\d)[-/.](?P<month>\d\d?)[-/.](?P<day>\d\d?)"
_CLOCK = f"(?P<clock>{clocks.CLOCK})"
_UNTIL = f"(?P<until>{clocks.CLOCK})"
_EITHER_CLOCK = f"(?P<clock>{clocks.CLOCK_OR_WORD})"
_ZONE_WORDS = r"[^\W\d_]+(?:[ -][^\W\d_]+){%d}"

# The first pattern that leads to a reading of the whole text wins, so the more telling come first.
RULES: tuple[Rule, ...] = (
    _rule(r"(?:right\s+)?now", takes.now),
    _rule(rf"in\s+{words.LENGTH}", takes.elapsed),
    _rule(rf"{words.LENGTH}\s+(?:from\s+now|ago)", takes.elapsed),
    _rule(rf"in\s+{words.DAYS}", takes.days_away),
    _rule(rf"{words.DAYS}\s+(?:from\s+(?:now|today)|ago)", takes.days_away),
    _rule(
        rf"{_ON}(?P<word>today|yesterday|day\s+before\s+yesterday"
        rf"|(?:day\s+after\s+)?(?:{takes.TOMORROW}))",
        takes.day_word,
    ),
    _rule(
        r"(?P<lead>this\s+|(?:in|at)\s+(?:the\s+)?)?"
        r"(?P<part>tonight|morning|afternoon|evening|night)",
        takes.part,
    ),
    _rule(
        rf"{_ON}(?:(?P<which>this|next|last|(?:this\s+)?coming)\s+)?(?P<weekday>{WEEKDAY})",
        takes.weekday,
    ),
    _rule(rf"{_ON}(?P<which>this|next)\s+week", takes.week),
    _rule(rf"{_ISO_DAY}t(?P<clock>\d\d:\d\d)(?::\d\d(?:\.\d+)?)?", takes.iso, end=""),
    _rule(rf"{_ON}{_ISO_DAY}", takes.year_first),
    _rule(rf"{_ON}{_DAY}(?:\s+of)?[\s-]*(?P<month>{MONTH})\.?{_YEAR}", takes.named_date),
    _rule(rf"{_ON}(?P<month>{MONTH})\.?[\s-]*{_DAY}{_YEAR}", takes.named_date),
    _rule(rf"{_ON}(?P<day>[0-3]?\d)(?:st|nd|rd|th)", takes.day_of_month),
    _rule(
        rf"{_ON}(?P<first>\d\d?)(?P<mark>[./-])(?P<second>\d\d?)(?P=mark)(?P<year>\d{{4}}|\d\d)",
        takes.numbers,
    ),
    _rule(rf"{_ON}(?P<first>\d\d?)(?P<mark>\.)(?P<second>\d\d?)\.", takes.numbers),
    _rule(
        rf"{_AT}(?:a\s+)?(?P<minutes>half|quarter|{words.NUMBER_WORD}|\d\d?)(?:\s*min(?:ute)?s?)?"
        rf"\s+(?P<side>past|after)\s+{_EITHER_CLOCK}",
        takes.clock_beside,
    ),
    # Not "5 to 6": that is an hour's call.
    _rule(
        rf"{_AT}(?:a\s+)?(?P<minutes>quarter|twenty|20|25)(?:\s*min(?:ute)?s?)?"
        rf"\s+(?P<side>to|before)\s+{_EITHER_CLOCK}",
        takes.clock_beside,
    ),
    _rule(
        rf"(?P<at>(?:from|at)\s+)?{_CLOCK}\s*(?:-|–|—|\bto\b|\buntil\b|\btill?\b)\s*{_UNTIL}",
        takes.clock_range,
    ),
    _rule(rf"(?P<at>between\s+){_CLOCK}\s+and\s+{_UNTIL}", takes.clock_range),
    _rule(f"{_AT}{_EITHER_CLOCK}", takes.clock),
    _rule(rf"{_AT}(?P<clock>[0-2]?\d:\d\d)", takes.impossible_clock),
    _rule(rf"{_ON}(?P<first>\d\d?)(?P<mark>[./])(?P<second>\d\d?)", takes.numbers),
    _rule(r"(?P<day>[0-3]?\d)", takes.day_after_weekday),
    _rule(rf"(?:for\s+)?{words.LENGTH}", takes.length),
    _rule(r"(?:utc|gmt)(?P<sign>[+-])(?P<hours>\d\d?)(?::?(?P<minutes>\d\d))?", takes.offset),
    _rule(r"(?P<sign>[+-])(?P<hours>\d\d):?(?P<minutes>\d\d)", takes.offset),
    _rule(r"z", takes.zulu),
    _rule(r"(?:in\s+)?(?P<zone>[a-z][a-z0-9_+-]*(?:/[a-z0-9_+-]+)*)", takes.zone),
    *(
        _rule(rf"(?:in\s+)?(?P<zone>{_ZONE_WORDS % more})(?:\s+time)?", takes.zone)
        for more in (3, 2, 1, 0)
    ),
)
