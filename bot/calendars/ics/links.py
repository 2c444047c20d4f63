"""Find the link to join a meeting in the fields of its event."""

import html
import re
from collections.abc import Iterator

from yarl import URL

from handlers.knowledge.web_addresses import MAX_ADDRESS, is_web

MAX_SEARCHED = 20_000  # characters of a field
_LINK = re.compile(r"https?://[^\s<>\"'\\`{}|]+", re.IGNORECASE)
# Links to meeting rooms: the host, and how the path begins.
_ROOMS = (
    ("teams.microsoft.com", ("/l/meetup-join/", "/meet/")),
    ("teams.live.com", ("/meet/",)),
    ("teams.cloud.microsoft", ("/l/meetup-join/", "/meet/")),
    ("meet.google.com", ("/",)),
    ("zoom.us", ("/j/", "/my/", "/w/", "/s/", "/wc/")),
    ("zoomgov.com", ("/j/", "/my/", "/w/")),
    ("webex.com", ("/",)),
    ("meet.goto.com", ("/",)),
    ("gotomeet.me", ("/",)),
    ("gotomeeting.com", ("/join/",)),
    ("whereby.com", ("/",)),
    ("bluejeans.com", ("/",)),
    ("chime.aws", ("/",)),
    ("meet.jit.si", ("/",)),
    ("v.ringcentral.com", ("/join/",)),
    ("meetings.ringcentral.com", ("/j/",)),
    ("meetings.dialpad.com", ("/",)),
    ("facetime.apple.com", ("/join",)),
    ("meet.proton.me", ("/",)),
)


def join_url(stated: list[str], place: str, link: str, description: str) -> str:
    """Return the link to join a meeting, or "".

    `stated` are the values of the fields for join links. `place`, `link` and `description` are
    the fields LOCATION, URL and DESCRIPTION. Take the first of these that exists:

    1. the first link in `stated`
    2. the first link to a known meeting room in `place`, `link` or `description`
    3. the first link of any kind in `place`
    """
    for text in stated:
        for found in _links(text):
            return found
    for text in (place, link, description):
        for found in _links(text):
            if _is_room(found):
                return found
    return next(_links(place), "")


def _links(text: str) -> Iterator[str]:
    for found in _LINK.finditer(text[:MAX_SEARCHED]):
        address = html.unescape(found.group()).rstrip(".,;:!?)]>*_~")
        if len(address) <= MAX_ADDRESS and _is_web(address):
            yield address


def _is_web(address: str) -> bool:
    try:
        return is_web(URL(address))
    except ValueError:
        return False


def _is_room(address: str) -> bool:
    """Return whether this is the address of a video call."""
    url = URL(address)
    host, path = (url.host or "").lower(), url.path
    return any(
        (host == room or host.endswith(f".{room}")) and path.startswith(paths) and path != "/"
        for room, paths in _ROOMS
    )
