"""The rules by which we read a time that somebody typed, such as "Thursday 3pm".

Each rule has a pattern, and an action that turns a match into fields of a Reading.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from handlers.times import actions, clocks, words
from handlers.times.actions import Fields
from handlers.times.reading import Reading
from handlers.times.words import END, MONTH, ORDINAL, ORDINAL_WORD, WEEKDAY

Action = Callable[[re.Match[str], Reading, str], Fields]


@dataclass(frozen=True)
class Rule:
    """A pattern, and the action that turns a match into fields of a Reading."""

    pattern: re.Pattern[str]
    action: Action


def _rule(pattern: str, action: Action, *, end: str = END) -> Rule:
    return Rule(re.compile(pattern + end), action)


_ON = r"(?:(?:on|for)\s+)?(?:the\s+)?"
_ABOUT = r"(?:(?:around|about|approximately|roughly|exactly)\s+|~)?"
_AT = r"(?P<at>(?:at\s+|@\s*)(?:(?:around|about|exactly)\s+|~)?|(?:around|about|exactly)\s+|~)?"
_DAY = rf"(?P<day>[0-3]?\d(?:st|nd|rd|th)?|{ORDINAL_WORD})"
_YEAR = r"(?:(?:,\s*|\s+|-)(?P<year>(?:19|20|21)\d\d)|(?:\s+'?|-)(?P<short_year>2[5-9]|3\d))?"
_ISO_DAY = r"(?P<year>(?:19|20|21)\d\d)[-/.](?P<month>\d\d?)[-/.](?P<day>\d\d?)"
_CLOCK = f"(?P<clock>{clocks.CLOCK})"
_UNTIL = f"(?P<until>{clocks.CLOCK})"
_ZONE_WORDS = r"[^\W\d_]+(?:[ -][^\W\d_]+){%d}"
_NAMED_DAY = rf"(?:today|{actions.TOMORROW}|(?:(?:this|next|coming)\s+)?{WEEKDAY})"
_MINUTE_COUNT = rf"(?P<minutes>half|quarter|{words.NUMBER_WORD}|\d\d?)"

_FROM_NOW = (
    _rule(r"(?:right\s+)?now", actions.now),
    _rule(rf"in\s+{_ABOUT}{words.LENGTH}", actions.elapsed),
    _rule(rf"{words.LENGTH}\s+(?:from\s+now|ago)", actions.elapsed),
    _rule(rf"in\s+{words.DAYS}", actions.days_away),
    _rule(rf"{words.DAYS}\s+(?:from\s+(?:now|today)|ago)", actions.days_away),
)
_DAYS = (
    _rule(rf"{words.DAYS}(?:\s+(?:from|after|on))?(?=\s+{_NAMED_DAY}{END})", actions.shift, end=""),
    _rule(
        rf"(?:later\s+)?{_ON}(?P<word>today|yesterday|day\s+before\s+yesterday"
        rf"|(?:day\s+after\s+)?(?:{actions.TOMORROW}))",
        actions.day_word,
    ),
    _rule(
        r"(?P<lead>(?:later\s+)?this\s+|(?:in|at)\s+(?:the\s+)?)?"
        r"(?P<part>tonight|morning|afternoon|evening|night)",
        actions.part,
    ),
    _rule(
        rf"{_ON}(?P<nth>last|[1-5](?:st|nd|rd|th)|{ORDINAL_WORD})\s+(?:(?P<weekday>{WEEKDAY})|day)"
        rf"\s+(?:of|in)\s+(?:(?P<month>{MONTH})(?:\s+(?P<year>20\d\d))?|(?:the\s+)?"
        r"(?:(?P<which>this|next)\s+)?month)",
        actions.nth,
    ),
    _rule(
        rf"{_ON}(?:(?P<which>this|next|last|(?:this\s+)?coming)\s+)?(?P<weekday>{WEEKDAY})",
        actions.weekday,
    ),
    _rule(rf"(?:of\s+)?{_ON}week\s+after\s+next", actions.week_after_next),
    _rule(rf"{_ON}(?:of\s+)?(?P<which>this|next|coming|following)\s+week(?:'?s)?", actions.week),
    _rule(r"(?P<unit>week|fortnight)", actions.shift_after),
)
_DATES = (
    _rule(rf"{_ISO_DAY}t(?P<clock>\d\d:\d\d)(?::\d\d(?:\.\d+)?)?", actions.iso, end=""),
    _rule(rf"{_ON}{_ISO_DAY}", actions.year_first),
    _rule(
        rf"{_ON}(?P<feast>(?:christmas|xmas|new\s+year(?:'?s|s'))\s+(?:eve|day)|boxing\s+day)",
        actions.feast,
    ),
    _rule(rf"{_ON}{_DAY}\.?(?:\s+of)?[\s-]*(?P<month>{MONTH})\.?{_YEAR}", actions.named_date),
    _rule(rf"{_ON}(?P<month>{MONTH})\.?[\s-]*(?:the\s+)?{_DAY}{_YEAR}", actions.named_date),
    _rule(
        rf"{_ON}(?P<day>{ORDINAL})\s+(?:of\s+)?(?P<which>this|next|the)\s+month",
        actions.day_of_that_month,
    ),
    _rule(
        rf"(?P<which>this|next)\s+month,?\s+(?:on\s+)?(?:the\s+)?(?P<day>{ORDINAL})",
        actions.day_of_that_month,
    ),
    _rule(rf"{_ON}(?P<day>{ORDINAL})", actions.day_of_month),
    _rule(
        rf"{_ON}(?P<first>\d\d?)(?P<mark>[./-])(?P<second>\d\d?)(?P=mark)(?P<year>\d{{4}}|\d\d)",
        actions.numbers,
    ),
    _rule(rf"{_ON}(?P<first>\d\d?)\.(?P<second>\d\d?)\.", actions.day_first),
)
_CLOCKS = (
    _rule(
        rf"{_AT}(?:a\s+)?{_MINUTE_COUNT}(?:\s*min(?:ute)?s?)?\s+(?P<side>past|after)\s+{_CLOCK}",
        actions.clock_beside,
    ),
    _rule(
        rf"{_AT}{_MINUTE_COUNT}\s*min(?:ute)?s?\s+(?P<side>to|before|till?)\s+{_CLOCK}",
        actions.clock_beside,
    ),
    # Without "min", only these numbers are minutes, as in "20 to 6". The 5 in "5 to 6" is an hour,
    # because the call may last from 5 to 6.
    _rule(
        rf"{_AT}(?:a\s+)?(?P<minutes>quarter|twenty(?:[\s-]five)?|20|25)\s+(?P<side>to|before|of|till?)"
        rf"\s+{_CLOCK}",
        actions.clock_beside,
    ),
    _rule(rf"{_AT}half\s+{_CLOCK}", actions.clock_half),
    _rule(
        rf"(?P<at>(?:from|at)\s+)?{_CLOCK}\s*(?P<dash>-|\bto\b|\buntil\b|\btill?\b)\s*{_UNTIL}",
        actions.clock_range,
    ),
    _rule(rf"(?P<at>between\s+){_CLOCK}\s+(?P<dash>and)\s+{_UNTIL}", actions.clock_range),
    _rule(rf"{_CLOCK}\s+(?P<zone>[a-z]{{2,5}})\s*-\s*{_UNTIL}\s+(?P=zone)", actions.zoned_range),
    _rule(f"{_AT}{_CLOCK}", actions.clock),
    _rule(rf"{_AT}(?P<clock>[0-2]?\d:\d\d)", actions.impossible_clock),
    # The next three rules read numbers as a day. The rules for times come first, so that "10.30"
    # and the 4 in "Friday 4" are read as times of day.
    _rule(rf"{_ON}(?P<first>\d\d?)(?P<mark>[./])(?P<second>\d\d?)", actions.numbers),
    _rule(rf"{_ON}(?P<first>\d\d?)(?P<mark>-)(?P<second>\d\d?)", actions.dashed),
    _rule(r"(?P<day>[0-3]?\d)", actions.day_after_weekday),
    _rule(rf"(?:for\s+)?{words.LENGTH}", actions.length),
    _rule(r"(?P<year>20\d\d)", actions.year),
)
_ZONES = (
    _rule(r"(?:utc|gmt)(?P<sign>[+-])(?P<hours>\d\d?)(?::?(?P<minutes>\d\d))?", actions.offset),
    _rule(r"(?P<sign>[+-])(?P<hours>\d\d):?(?P<minutes>\d\d)", actions.offset),
    _rule(r"z", actions.zulu),
    _rule(r"(?:in\s+)?(?P<zone>[a-z][a-z0-9_+-]*(?:/[a-z0-9_+-]+)*)", actions.zone),
    *(
        _rule(rf"(?:in\s+)?(?P<zone>{_ZONE_WORDS % more})(?:\s+time)?", actions.zone)
        for more in (3, 2, 1, 0)
    ),
)
# Words that leave the time open, and words without a meaning, such as "please".
_OPEN = (
    _rule(r"sharp|precisely|exactly|prompt|please", actions.filler),
    _rule(
        r"some\s?time|some\s?day|at\s+some\s+point|asap|soon|tb[acd]|whenever"
        r"|(?:by\s+|at\s+)?(?:eod|cob|eob|eow|end\s+of\s+(?:the\s+)?(?:day|week|month)"
        r"|close\s+of\s+business)"
        r"|(?:early|late|later|mid|(?:at\s+the\s+)?(?:end|beginning|start)\s+of)"
        r"|(?:at\s+|over\s+|after\s+|before\s+)?(?:lunch(?:time)?|breakfast)(?:\s?-?ish)?"
        r"|first\s+thing"
        r"|(?:this|next)\s+(?:month|quarter|year|weekend)",
        actions.vague,
    ),
    _rule(rf"by\s+{_CLOCK}", actions.by_clock),
    _rule(rf"(?:after|before|until|till)\s+{clocks.CLOCK}", actions.vague),
    _rule(r"by", actions.by),
    _rule(rf"(?:at\s+)?{clocks.CLOCK}\s+or\s+(?:at\s+)?{clocks.CLOCK}", actions.vague),
    _rule(rf"(?:on\s+)?{_NAMED_DAY}\s+or\s+(?:on\s+)?{_NAMED_DAY}", actions.vague),
)

# The first rule that leads to a parse of the whole text wins, so more specific rules come first.
RULES: tuple[Rule, ...] = (*_FROM_NOW, *_DAYS, *_DATES, *_CLOCKS, *_ZONES, *_OPEN)
