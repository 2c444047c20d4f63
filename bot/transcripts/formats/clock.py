"""Parse the times in transcript files. All results are in seconds."""

import math
import re

HEAD = 300  # we look at this many characters at the start of a line

_TIME = r"(?:(\d{1,3}):)?(\d{1,4}):(\d{1,2})(?:[.,](\d{1,9}))?"
_ALONE = re.compile(_TIME, re.ASCII)
_TIMING = re.compile(rf"\s*\[?(-?){_TIME}\s*-->\s*(-?){_TIME}", re.ASCII)
_SBV = re.compile(
    r"(\d{1,3}:\d\d:\d\d\.\d{3}),(\d{1,3}:\d\d:\d\d\.\d{3})\s*", re.ASCII
)  # YouTube's format
_COLONS = str.maketrans("：∶", "::")  # characters that Chinese and Japanese texts use as colons


def seconds(text: str) -> float | None:
    """Parse "1:05", "00:01:05.500" or "1:05,5". Return None for any other text."""
    if len(text) > HEAD:
        return None
    text = text if text.isascii() else text.translate(_COLONS)
    found = _ALONE.fullmatch(text.strip()) if ":" in text else None
    return _seconds(*found.groups()) if found else None


def timing(line: str) -> tuple[float, float] | None:
    """Parse the times in "00:00:04.120 --> 00:00:06.900" or "0:00:04.120,0:00:06.900".

    In the form with an arrow, either time may be negative. Return None for any other line.
    """
    head = line[:HEAD]
    if "-->" not in head:
        sbv = _SBV.fullmatch(head)
        times = [seconds(one) for one in sbv.groups()] if sbv else []
        return (times[0] or 0.0, times[1] or 0.0) if times else None
    found = _TIMING.match(head)
    if found is None:
        return None
    sign, *start, end_sign, hours, minutes, secs, fraction = found.groups()
    starts, ends = _seconds(*start), _seconds(hours, minutes, secs, fraction)
    return -starts if sign else starts, -ends if end_sign else ends


def time_in(line: str) -> float | None:
    """Return the last time in a line, such as "00:01:05", or None if there is none.

    A time without hours ("1:05") does not count.
    """
    words = (word.strip(".,;()[]") for word in reversed(line[:HEAD].split()))
    found = (seconds(word) for word in words if word.count(":") == 2)
    return next((one for one in found if one is not None), None)


def as_seconds(value: object) -> float | None:
    """Convert a JSON number, or a text such as "12.5", "12.5s" or "00:01:05", to seconds.

    Return None for any other value.
    """
    if isinstance(value, str):
        if ":" in value:
            return seconds(value)
        try:
            value = float(value[:HEAD].strip().removesuffix("s"))
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) < 10**18 and math.isfinite(value) else None


def _seconds(hours: str | None, minutes: str, secs: str, fraction: str | None) -> float:
    whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(secs)
    return whole + (int(fraction) / 10 ** len(fraction) if fraction else 0.0)
