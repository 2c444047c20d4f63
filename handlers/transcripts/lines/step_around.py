"""Add details from the turns around a next step: which week, who comes, and what kind of meeting.

The sentence "Let's meet on Wednesday" may get "wednesday next week" and "workshop with Jana".
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from handlers.coaching.names.common_words import is_common
from handlers.coaching.names.given_names import GIVEN_NAMES
from handlers.coaching.text.spelling import plain
from handlers.times.words import DAY_NAMES, MONTH_NAMES, ORDINAL
from handlers.transcripts.speech.days import days_named
from handlers.transcripts.speech.sentences import SpokenSentence

_BEFORE, _AFTER = 8, 3  # we look at this many turns before and after the next step
_BARE = re.compile(r"(?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day(?: morning| afternoon)?")
_FULLER = re.compile(rf"next week|{ORDINAL}|\d")
_WITH = re.compile(
    r"(?<![\w'’-])(?:with|(?:talk|speak) (?:to|with)|bring|invite|(?:I['’]ll |I )take)"
    r" (?P<name>[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+(?: [A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+)?)(?![\w-]|['’]s)"
)
_KIND = re.compile(
    r"(?<![\w'-])(?:a|the|an?other) (?P<kind>workshop|demo|site visit|visit|kick-?off|training)"
    r"(?![\w'-])"
)
_CALENDAR = frozenset(name.lower() for name in (*DAY_NAMES, *MONTH_NAMES))


def with_turns_around(
    step: SpokenSentence | None, sentences: Sequence[SpokenSentence]
) -> SpokenSentence | None:
    """Add what the turns around a next step say, in the fields `due_said` and `around`."""
    if step is None:
        return None
    near = [one for one in sentences if -_BEFORE <= one.turn - step.turn <= _AFTER]
    speakers = {word for name in {one.speaker for one in sentences} for word in plain(name).split()}
    return replace(step, due_said=_fuller_day(step, near), around=_around(step, near, speakers))


def _fuller_day(step: SpokenSentence, near: Sequence[SpokenSentence]) -> str:
    """Return the full day ("wednesday next week") if a step says only "Wednesday", or else ""."""
    own = list(days_named(step.plain))
    if len(own) != 1 or not _BARE.fullmatch(own[0]):
        return ""
    weekday = own[0].removeprefix("on ").partition(" ")[0]
    days = (day for one in near if one.side != "nobody" for day in days_named(one.plain))
    found = {day for day in days if weekday in day and _FULLER.search(day)}
    return found.pop() if len(found) == 1 else ""


def _around(step: SpokenSentence, near: Sequence[SpokenSentence], speakers: set[str]) -> str:
    """Return who comes and what for, such as "workshop with Jana", or "".

    If several kinds of meetings were named before the step, take the one that was named last.
    """
    found = (each["name"] for one in near for each in _WITH.finditer(one.words))
    said = {word.strip(".,?!") for word in step.words.split()}
    names = list(dict.fromkeys(name for name in found if _is_name(name, speakers)))
    names = [name for name in names if said.isdisjoint(name.split())]
    before = (one for one in near if one.turn <= step.turn)
    kinds = [found["kind"] for one in before for found in _KIND.finditer(one.plain)]
    kind = kinds[-1] if kinds else ""
    kind = "" if kind in step.plain else kind
    whom = f"with {' and '.join(names[:2])}" if names else ""
    return f"{kind} {whom}".strip()


def _is_name(name: str, speakers: set[str]) -> bool:
    words = [plain(word) for word in name.split()]
    if not speakers.isdisjoint(words) or words[0] in _CALENDAR:
        return False
    return words[0] in GIVEN_NAMES or not is_common(words[0])
