"""Recognises the meeting of Teams or Google Meet that a join link leads to."""

import re
from urllib.parse import unquote

# Characters: `meeting_of` ignores a longer link, and `meet_code_of` reads this much of it.
MAX_LINK = 4_000
# How often a link is decoded: it may be a parameter of a second link, and the second of a third.
TIMES_ENCODED = 3
# In a link of Teams: the chat thread of the meeting, and a number. If the meeting is in a channel,
# the thread is the channel's, and the number that of the message about the meeting.
_THREAD = re.compile(r"/l/meetup-join/(19:[\w@.+=-]{1,300})/(\d{1,20})", re.ASCII)
# The code in a link of Google Meet, and the number in a short link of Teams.
_CODE = re.compile(r"meet\.google\.com/([a-z]{3}-[a-z]{4}-[a-z]{3})\b", re.ASCII)
_NUMBER = re.compile(r"teams\.[a-z.]{2,30}/meet/(\d{5,20})", re.ASCII)


def meeting_of(link: str) -> str:
    """What identifies the Teams meeting of a join link, or "" if the link is not of Teams.

    The result is the same however the link is encoded, and whatever else is in the link. All
    meetings of a series have the same link. A meeting may have a long and a short link: nothing in
    the short one names the long one, so the two give different results.
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
    """The code of the Google Meet meeting that a join link leads to; "" if it is not of Meet."""
    found = _CODE.search(link[:MAX_LINK].casefold())
    return found[1] if found else ""
