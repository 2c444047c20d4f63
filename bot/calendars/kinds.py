"""Open each kind of calendar. `bot/playground_setup.py` adds the playground's own kinds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.calendars.ics.calendar import IcsCalendar
from bot.calendars.oauth import SignIns
from handlers.sources.ports import Calendar
from storage.choices import CalendarKind


@dataclass(frozen=True)
class CalendarOwner:
    """The owner of a calendar: their IANA zone, their email address if known, and their row id."""

    zone: str
    email: str | None = None
    id: int = 0


# The arguments: the calendar's secret, the cursor (where to continue reading), and the owner. For
# the kinds in this module, the secret is the address of an .ics file, or a refresh token from the
# calendar's provider.
OpenCalendar = Callable[[str, str, CalendarOwner], Calendar]


def calendar_kinds(sign_ins: SignIns | None) -> Mapping[CalendarKind, OpenCalendar]:
    """Map each kind of calendar that we can read to the function that opens it."""
    signed_in = sign_ins.openers() if sign_ins else ()
    return {"ics": _at_address, **{kind: _of_provider(opener) for kind, opener in signed_in}}


def _at_address(address: str, cursor: str, owner: CalendarOwner) -> Calendar:
    return IcsCalendar(address, cursor, zone=owner.zone, owner=owner.email)


def _of_provider(opener: Callable[[str, str], Calendar]) -> OpenCalendar:
    """Return a function that ignores its `owner`, because the provider knows the owner."""
    return lambda token, cursor, _: opener(token, cursor)
