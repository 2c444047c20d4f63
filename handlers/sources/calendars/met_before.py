"""Find whom a rep has met, to tell whether a call is the first with its account. Pure."""

from collections.abc import Iterable
from datetime import datetime

from handlers.sources.calendars.former_guests import is_stand_in
from handlers.sources.calendars.sales_calls import Known, judge
from handlers.sources.records import CalendarEvent
from storage import mail
from storage.meetings.met_guests import Met


def guests_met(event: CalendarEvent, known: Known) -> set[Met]:
    """Return the guests of a meeting who come from outside.

    If the meeting is clearly not a sales call, return an empty set. Guests who declined, were
    erased or have no address are left out.
    """
    judged = judge(event, known)
    if judged.verdict == "no":
        return set()
    theirs = [one for one in judged.theirs if not one.declined and not is_stand_in(one)]
    met = (mail.normalised(one.email) for one in theirs)
    return {Met(event.starts_at, address) for address in met if address}


def past(events: Iterable[CalendarEvent], since: datetime, now: datetime) -> list[CalendarEvent]:
    """Return the events that began at or after `since` and are over."""
    return [one for one in events if since <= one.starts_at and one.ends_at <= now]
