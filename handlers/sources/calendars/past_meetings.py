"""Find the meeting that a transcript is from, among past meetings in the rep's calendar. Pure.

Only a meeting's time and its guests' addresses are stored. So we look for the meeting that was at
about the time in the file. If the file has no time, we compare the names in the guests' addresses
with the speakers, and the names of the guests' companies with the title of the transcript.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.sources.calendars.guest_names import is_in_title, person_name
from handlers.sources.records import Attendee
from handlers.transcripts.matching import NEAR
from handlers.transcripts.speakers import folded
from handlers.transcripts.whose import is_initialed, is_name
from storage import mail
from storage.meetings.met_guests import Met

OFFERED = 3  # we offer at most this many meetings


@dataclass(frozen=True)
class PastMeeting:
    """A meeting that is over. `addresses` are those of the guests from outside."""

    starts_at: datetime
    addresses: tuple[str, ...]

    def guests(self, speakers: Iterable[str]) -> list[Attendee]:
        """Return the guests. A guest gets the full name of the speaker who fits the address.

        An address with an initial, such as "j.peters@", must fit exactly one speaker, such as
        "Jürgen Peters", and this speaker must fit exactly one address.
        """
        said = [one for one in speakers if " " in folded(one)]
        return [Attendee(self._speaker(address, said), address) for address in self.addresses]

    def _speaker(self, address: str, said: Sequence[str]) -> str:
        if whole := next((one for one in said if _is_of(one, address)), ""):
            return whole
        like = [one for one in said if _has_initial_of(one, address)]
        if len(like) != 1 or any(
            _is_of(like[0], other) or (other != address and _has_initial_of(like[0], other))
            for other in self.addresses
        ):
            return ""
        return like[0]


def grouped(met: Iterable[Met]) -> list[PastMeeting]:
    """Group guests into meetings by the start of the meeting."""
    found: dict[datetime, list[str]] = defaultdict(list)
    for one in met:
        found[one.starts_at].append(one.address)
    return [PastMeeting(starts_at, tuple(guests)) for starts_at, guests in found.items()]


def likely(
    meetings: Sequence[PastMeeting],
    starts_at: datetime | None,
    title: str,
    speakers: Collection[str],
) -> list[PastMeeting]:
    """Return the meetings that a transcript may be from, latest first.

    `starts_at`, `title` and `speakers` are those in the file. A meeting fits in these cases:

    - The file has a start, and the meeting began at about that time.
    - The file has no start, and a guest is among the speakers or a guest's company is in the title.

    If several meetings fit, keep only the meetings with the most guests among the speakers. If any
    of the kept meetings has a guest whose company is in the title, drop the kept meetings without
    such a guest. Return at most `OFFERED` meetings.
    """
    fits = [(count_speaking(one, speakers), _is_titled(one, title), one) for one in meetings]
    if starts_at is not None:
        fits = [fit for fit in fits if abs(fit[2].starts_at - starts_at) <= NEAR]
    else:
        fits = [fit for fit in fits if fit[0] or fit[1]]
    best = max((fit[:2] for fit in fits), default=(0, False))
    leading = [one for *words, one in fits if tuple(words) == best]
    return sorted(leading, key=lambda one: one.starts_at, reverse=True)[:OFFERED]


def names_guest_or_company(meeting: PastMeeting, title: str, speakers: Iterable[str]) -> bool:
    """Check whether a guest speaks, or the title has the name of a guest's company."""
    return count_speaking(meeting, speakers) > 0 or _is_titled(meeting, title)


def count_speaking(meeting: PastMeeting, speakers: Iterable[str]) -> int:
    """Return how many speakers have a full name that fits the address of a guest."""
    full = [one for one in speakers if " " in folded(one)]
    return sum(any(_is_of(one, address) for address in meeting.addresses) for one in full)


def _has_initial_of(speaker: str, address: str) -> bool:
    return is_initialed(person_name(Attendee(email=address)), speaker)


def _is_of(speaker: str, address: str) -> bool:
    return is_name(speaker, person_name(Attendee(email=address)))


def _is_titled(meeting: PastMeeting, title: str) -> bool:
    companies = filter(None, map(mail.company_of, meeting.addresses))
    return any(is_in_title(one, title) for one in companies)
