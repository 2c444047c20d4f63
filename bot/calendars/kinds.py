"""How each kind of calendar is opened. A new kind is a line here."""

from collections.abc import Callable, Mapping

from bot.calendars.oauth import SignIns
from handlers.sources.ports import Calendar
from storage.choices import CalendarKind

# Opens a calendar with its address or refresh token, and the cursor of its last read.
OpenCalendar = Callable[[str, str], Calendar]


def calendar_kinds(sign_ins: SignIns | None) -> Mapping[CalendarKind, OpenCalendar]:
    """The kinds of calendars that can be read here."""
    return dict(sign_ins.openers()) if sign_ins else {}
