"""How each kind of calendar is opened: a new kind is a line in `calendar_kinds`.

The playground adds kinds of its own in `bot/app.py`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.calendars.ics.calendar import IcsCalendar
from bot.calendars.oauth import SignIns
from handlers.sources.ports import Calendar
from storage.choices import CalendarKind


@dataclass(frozen=True)
class CalendarOwner:
    """Whose calendar it is: their IANA zone, their email address if it is known, their row id."""

    zone: str
    email: str | None = None
    id: int = 0


# Opens a calendar with its address or refresh token, and the cursor of its last read.
OpenCalendar = Callable[[str, str, CalendarOwner], Calendar]


def calendar_kinds(sign_ins: SignIns | None) -> Mapping[CalendarKind, OpenCalendar]:
    """The kinds of calendars that can be read here."""
    signed_in = sign_ins.openers() if sign_ins else ()
    return {"ics": _at_address, **{kind: _of_provider(opener) for kind, opener in signed_in}}


def _at_address(address: str, cursor: str, owner: CalendarOwner) -> Calendar:
    return IcsCalendar(address, cursor, zone=owner.zone, owner=owner.email)


def _of_provider(opener: Callable[[str, str], Calendar]) -> OpenCalendar:
    """Open a calendar without its owner, because the provider knows whose calendar it is."""
    return lambda token, cursor, _: opener(token, cursor)
