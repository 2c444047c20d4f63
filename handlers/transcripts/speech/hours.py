"""Find the hour in a promise: "before ten" in "I'll send the list before ten today". Pure."""

import re

from handlers.times.words import HOUR_WORD

_WHOSE = r"(?: (?:your|my|our|their|local|uk) (?:time|noon|clock))?"
_MAY_FOLLOW = (
    r"(?= ?(?:$|[,.;!?)]| (?:today|tomorrow|tonight|on|in the|this|next|sharp|latest|at the latest"
    r"|your|my|our|their|local|uk|(?:mon|tues|wednes|thurs|fri|satur|sun)day)(?![\w'-])))"
)
_HOUR = re.compile(
    r"(?<![\w'-])(?:"
    r"(?:(?:by|before|at|until|till|around|about|after) )?(?:noon|midday|midnight|lunchtime)"
    r"|(?:by|before|at|until|till|around|about|after) (?:half (?:past )?|quarter (?:past|to) )?"
    rf"(?:{HOUR_WORD}|\d{{1,2}}(?:[:.]\d\d)?)"
    rf"(?: o'clock| ?[ap]\.?m\b\.?| thirty| fifteen| forty-five)?{_MAY_FOLLOW}"
    rf")(?![\w'-]){_WHOSE}",
    re.IGNORECASE,
)


def hour_in(words: str) -> str:
    """Return the hour in the words of the speaker: "before ten". Return "" if there is none.

    We never convert the hour to a time of day, because the people may be in different time zones.
    """
    found = _HOUR.search(words.replace("’", "'"))
    return found[0].strip() if found else ""


def without_hour(words: str) -> str:
    """Remove the hour: "send the list before ten today" becomes "send the list today"."""
    found = _HOUR.search(words.replace("’", "'"))
    if found is None:
        return words
    before, after = words[: found.start()].rstrip(" ,"), words[found.end() :].lstrip()
    return f"{before} {after}".strip() if after[:1] not in ",.;" else f"{before}{after}"
