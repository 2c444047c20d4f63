"""Translate the days in a German sentence, so that our English time grammar can read them. Pure."""

import re

_MONTH = {
    "januar": "january",
    "februar": "february",
    "märz": "march",
    "april": "april",
    "mai": "may",
    "juni": "june",
    "juli": "july",
    "august": "august",
    "september": "september",
    "oktober": "october",
    "november": "november",
    "dezember": "december",
}
_DAY = {
    "montag": "monday",
    "dienstag": "tuesday",
    "mittwoch": "wednesday",
    "donnerstag": "thursday",
    "freitag": "friday",
    "samstag": "saturday",
    "sonnabend": "saturday",
    "sonntag": "sunday",
}
_NUMBER = {
    "zwei": "two",
    "drei": "three",
    "vier": "four",
    "fünf": "five",
    "sechs": "six",
    "sieben": "seven",
    "acht": "eight",
    "neun": "nine",
    "zehn": "ten",
    "vierzehn": "fourteen",
}
_UNIT = {"tag": "day", "woche": "week", "monat": "month"}
_PHRASES = (
    (r"übermorgen", "the day after tomorrow"),
    (r"(?<!guten )(?<!jeden )(?<!am )(?<!jedem )morgen(?: früh| vormittag| nachmittag| abend)?",
     "tomorrow"),
    (r"heute(?: noch| abend| nachmittag)?", "today"),
    (r"(?:zum |am |bis )?ende (?:der|dieser|diese) woche|(?:zum |bis )?wochenende", "end of week"),
    (r"ende (?:der )?(?:nächste|kommende)[rn]? woche", "end of next week"),
    (r"ende (?:des|diesen|dieses) monats|(?:zum |am )?monatsende", "end of month"),
    (r"(?:nächste|kommende)[rn]? woche", "next week"),
    (r"diese[rn]? woche", "this week"),
)  # fmt: skip
_GERMAN = re.compile(
    r"(?<!\w)(?:ich|wir|und|der|das|den|dem|nicht|ihnen|euch|sie|schicken?|sende|machen?|bis|werden?"
    r"|ist|mit|von|zum|zur|auf|für|noch|heute|morgen|bekommen|melde)(?!\w)"
)
_DATE = re.compile(
    r"(?<!\d)(?P<day>[0-3]?\d)\. ?"
    rf"(?:(?P<name>{'|'.join(_MONTH)})(?!\w)|(?P<month>1[0-2]|0?[1-9])\.)"
)
_WEEKDAY = re.compile(
    r"(?<!\w)(?P<which>(?:nächste|kommende|letzte|vergangene)[nrs]? |diese[nrs]? )?"
    rf"(?P<day>{'|'.join(_DAY)})(?:vormittag|nachmittag|abend|früh)?(?!\w)"
)
_MONTH_ALONE = re.compile(rf"(?<!\w)(?:{'|'.join(_MONTH)})(?!\w)")
_AHEAD = re.compile(
    rf"(?<!\w)in (?P<number>{'|'.join(_NUMBER)}|eine[rm]|\d{{1,2}})"
    r" (?P<unit>tag|woche|monat)e?n?(?!\w)"
)


def is_german(words: str) -> bool:
    """Check for at least two different common German words."""
    return len(set(_GERMAN.findall(words.lower()))) >= 2


def in_english(words: str) -> str:
    """Return a German text in lower case, with its days in English.

    Each "bis" and each "spätestens" becomes "by".
    """
    said = words.lower()
    for phrase, english in _PHRASES:
        said = re.sub(rf"(?<!\w)(?:{phrase})(?!\w)", english, said)
    said = _WEEKDAY.sub(_weekday, _AHEAD.sub(_ahead, _DATE.sub(_date, said)))
    return re.sub(r"(?<!\w)(?:bis|spätestens)(?: zum| am)?(?!\w)", "by", said)


def english_months(said: str) -> str:
    """Return the English names of the months in a German text. The text must be in lower case."""
    return " ".join(_MONTH[german] for german in _MONTH_ALONE.findall(said))


def _date(found: re.Match[str]) -> str:
    months = list(_MONTH.values())
    month = _MONTH[found["name"]] if found["name"] else months[int(found["month"]) - 1]
    return f"{found['day']} {month} "


def _weekday(found: re.Match[str]) -> str:
    which = (found["which"] or "").strip()
    past = which.startswith(("letzte", "vergangene"))
    return f"last {_DAY[found['day']]}" if past else _DAY[found["day"]]


def _ahead(found: re.Match[str]) -> str:
    unit = _UNIT[found["unit"]]
    if found["number"].startswith("eine"):
        return f"in a {unit}"
    return f"in {_NUMBER.get(found['number'], found['number'])} {unit}s"
