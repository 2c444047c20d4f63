"""Recognise which Teams or Google Meet meeting a join link opens."""

import re
from urllib.parse import unquote

# In characters. `meeting_of` ignores a longer link. `meet_code_of` ignores the rest of the link.
MAX_LINK = 4_000
# We decode a link this many times, because a link may be a parameter of a second link, and the
# second link a parameter of a third.
TIMES_ENCODED = 3
# A long Teams link contains the id of the meeting's chat thread and a number. For a meeting in a
# channel, the link contains the id of the channel's thread and the number of the message about the
# meeting.
_THREAD = re.compile(r"/l/meetup-join/(19:[\w@.+=-]{1,300})/(\d{1,20})", re.ASCII)
_CODE = re.compile(r"meet\.google\.com/([a-z]{3}-[a-z]{4}-[a-z]{3})\b", re.ASCII)
# A short Teams link contains only a number.
_NUMBER = re.compile(r"teams\.[a-z.]{2,30}/meet/(\d{5,20})", re.ASCII)


def meeting_of(link: str) -> str:
    """Return what identifies the Teams meeting that a join link opens, or "" for any other link.

    The result does not depend on the encoding of the link or on its other parameters. All meetings
    of a series have the same link. A meeting may have a long and a short link. We return different
    results for the two links, because we cannot tell that they open the same meeting.
    """
    if len(link) > MAX_LINK:
        return ""
    for _ in range(TIMES_ENCODED):
        link = unquote(link)
    link = link.casefold()
    if found := _THREAD.search(link):
        return f"{found[1]}/{found[2]}"
    found = _NUMBER.search(link)
    return f"meet/{found[1]}" if found else ""


def meet_code_of(link: str) -> str:
    """Return the code of the Google Meet meeting that a link opens, or "" for any other link."""
    found = _CODE.search(link[:MAX_LINK].casefold())
    return found[1] if found else ""
