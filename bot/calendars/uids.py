"""Convert the UID of a meeting to a form that is the same in every participant's calendar."""

import re
from hashlib import sha256

from handlers.sources.records import MAX_ID

# Outlook's UIDs begin with this. The next eight digits are the date of one instance, or zeros.
_OUTLOOK = "040000008200E00074C5B7101A82E008"
_DATE = slice(len(_OUTLOOK), len(_OUTLOOK) + 8)
_NO_DATE = "00000000"
# Google adds this to the UID if a person changes all instances of a series from a certain date on.
_FROM_HERE_ON = re.compile(r"_R\d{8}(?:T\d{6}Z?)?(?=@google\.com$)")


def series_uid(uid: str) -> str:
    """Return the UID that all instances of a series share. A single meeting keeps its UID.

    Outlook may give each instance its own UID. If a series is changed "from here on", Google gives
    the later part a new UID. A very long UID becomes its hash, unless it is Outlook's.
    """
    uid = uid.strip()
    if is_outlook(uid):
        uid = uid.upper()
        return f"{uid[: _DATE.start]}{_NO_DATE}{uid[_DATE.stop :]}"
    if uid.endswith("@google.com"):
        uid = _FROM_HERE_ON.sub("", uid[-4 * MAX_ID :])
    if len(uid) > MAX_ID:
        return sha256(uid.encode(errors="replace")).hexdigest()
    return uid


def names_an_instance(uid: str) -> bool:
    """Check whether this is Outlook's UID of one instance of a series."""
    uid = uid.strip()
    return is_outlook(uid) and uid[_DATE] != _NO_DATE


def is_outlook(uid: str) -> bool:
    """Check whether Outlook made this UID."""
    return uid[: _DATE.start].upper() == _OUTLOOK and len(uid) > _DATE.stop
