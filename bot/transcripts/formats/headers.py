"""Parse the header lines before speech: "Ann Lee   0:04", "[Ann Lee] 14:03:12"."""

from dataclasses import dataclass
from typing import Literal

from bot.transcripts.formats.clock import seconds
from bot.transcripts.formats.labels import looks_like_name, may_be_name

LONGEST = 200  # characters
# "clock" means that the time is a time of day such as "10:04 AM". If this is the most common style
# in a file, the file is a chat.
HeaderStyle = Literal[
    "brackets", "bold", "apart", "dash", "time first", "plain", "clock", "two lines"
]
_AROUND_TIME = "()[]"
_AROUND_NAME = " \t-–—|:,*•·"


@dataclass(frozen=True)
class Header:
    """A speaker's name, and when the speaker begins to speak.

    `name` may have an addition such as "(Guest)". `at` is in seconds. `minutes_only` means that
    the time has only one colon: we read "10:04" as minutes and seconds, but it may mean hours and
    minutes.
    """

    name: str
    at: float
    style: HeaderStyle
    minutes_only: bool


def header(line: str) -> Header | None:
    """Parse a header line. Return None for any other line."""
    if len(line) > LONGEST or not any(map(str.isdecimal, line)):
        return None
    bare = line.strip().lstrip("#").strip()
    plain = bare.replace("**", "").replace("__", "").strip()
    first, arrow, _ = plain.partition("-->")  # "Ann Lee  00:01:23 --> 00:01:45"
    plain = first.rstrip() if arrow else plain
    if len(plain.split()) < 2:
        return None
    return _bracketed(bare) or _time_last(bare, plain) or _time_first(plain)


def _bracketed(line: str) -> Header | None:
    """Parse Zoom's "[Ann Lee] 14:03:12"."""
    name, found, time = line.partition("]")
    if not found or not name.startswith("[") or (at := seconds(time.strip())) is None:
        return None
    return _made(name[1:], at, "brackets", time)


def _time_last(bare: str, plain: str) -> Header | None:
    """Read a header that ends with a time: "Ann Lee  0:12" or "Ann Lee 10:02 AM"."""
    name, time = plain.rsplit(None, 1)
    if time.strip("()[]:.").upper() in ("AM", "PM") and " " in name:
        name, time = name.rsplit(None, 1)
        at = seconds(time.strip(_AROUND_TIME))
        return None if at is None else _made(name, at, "clock", time)
    at = seconds(time.strip(_AROUND_TIME).rstrip(":"))
    if at is None:
        return None
    if bare.startswith(("**", "__")):
        return _made(name, at, "bold", time)
    apart = plain[len(name) :].startswith(("  ", "\t")) or time[0] in _AROUND_TIME
    return _made(name, at, "apart" if apart else "plain", time)


def _time_first(plain: str) -> Header | None:
    """Parse "0:09 - Ann Lee (Acme)" or "@0:09 - Ann Lee" (Fathom). The dash may be missing."""
    time, name = plain.split(None, 1)
    at = seconds(time.lstrip("@").strip(_AROUND_TIME))
    half, _, rest = name.partition(" ")
    if at is not None and half.strip("()[]:.-").upper() in ("AM", "PM"):
        return _made(rest, at, "clock", time)
    style: HeaderStyle = "dash" if name.startswith("- ") else "time first"
    return None if at is None else _made(name, at, style, time)


def two_line_header(name: str, time: str) -> Header | None:
    """Parse a name on one line and a time on the next. Return None for any other lines."""
    at = seconds(time.strip().strip(_AROUND_TIME))
    if at is None or len(name) > LONGEST or not looks_like_name(name.strip()):
        return None
    return _made(name, at, "two lines", time)


def _made(name: str, at: float, style: HeaderStyle, time: str) -> Header | None:
    """Return a header, or None if `name` does not look like the name of a speaker."""
    name = name.strip(_AROUND_NAME)
    is_name = looks_like_name if style in ("plain", "time first", "dash") else may_be_name
    if not is_name(name) or ": " in name:
        return None
    return Header(name, at, style, time.count(":") == 1)
