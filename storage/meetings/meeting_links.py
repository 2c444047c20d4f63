"""Recognise which Teams or Google Meet meeting a join link opens."""

import re
from urllib.parse import unquote

# In characters. `teams_meeting_of` ignores a longer link, and `meet_code_of` cuts it.
MAX_LINK = 4_000
# Decode a link this many times, because it may be a parameter of a parameter of another link.
TIMES_ENCODED = 3
# A long Teams link has the id of a chat thread and a number. If the meeting is in a channel, these
# are the channel's thread and the number of the message about the meeting.
_TEAMS_THREAD = re.compile(r"/l/meetup-join/(19:[\w@.+=-]{1,300})/(\d{1,20})", re.ASCII)
_MEET_CODE = re.compile(r"meet\.google\.com/([a-z]{3}-[a-z]{4}-[a-z]{3})\b", re.ASCII)
# A short Teams link contains only a number.
_TEAMS_NUMBER = re.compile(r"teams\.[a-z.]{2,30}/meet/(\d{5,20})", re.ASCII)


def teams_meeting_of(link: str) -> str:
    """Return what identifies the Teams meeting that a join link opens.

    Return "" if the link does not open a Teams meeting. All meetings of a series have the same
    link. A meeting's long and short links give different results.
    """
    if len(link) > MAX_LINK:
        return ""
    for _ in range(TIMES_ENCODED):
        link = unquote(link)
    link = link.casefold()
    if found := _TEAMS_THREAD.search(link):
        return f"{found[1]}/{found[2]}"
    found = _TEAMS_NUMBER.search(link)
    return f"meet/{found[1]}" if found else ""


def meet_code_of(link: str) -> str:
    """Return the code of the Google Meet meeting that a link opens.

    Return "" if the link does not open a Google Meet meeting.
    """
    found = _MEET_CODE.search(link[:MAX_LINK].casefold())
    return found[1] if found else ""
