"""Find the rep's colleagues who are in a call."""

from handlers.knowledge import rep_names
from handlers.registry import Turn
from handlers.sources.calendars import guest_list, kept_events
from handlers.sources.calendars.guest_names import person_name
from handlers.sources.calendars.known import MeetingRules, known_about
from handlers.sources.calendars.own_addresses import own_addresses
from handlers.sources.calendars.sales_calls import is_ours
from storage.meetings import call_meetings
from storage.sales_calls import call_seats
from storage.sales_calls.own_calls import Seated
from storage.workspace import people


async def invited(turn: Turn, seated: Seated) -> list[str]:
    """Return the names of colleagues on the call's invitation in the rep's own calendar.

    A colleague need not be on file: a guest with an address at our company's domain counts. If the
    call is not from a calendar, or if we no longer keep the guests of the meeting, return [].
    """
    meeting = await call_meetings.of_call(turn.session, turn.person, seated.call.id)
    if meeting is None or not meeting.event:
        return []
    event = kept_events.from_text(meeting.event)
    rules = MeetingRules(turn.company_domains, turn.playbook.meetings)
    known = await known_about(turn.session, turn.person, [event], rules)
    me = own_addresses(turn.person)
    guests = guest_list.guests_of(event)
    ours = [one for one in guests if one.address not in me and is_ours(one.address, known)]
    names = [person_name(one.attendee) for one in ours if one.address]
    return [name for name in names if name and name != turn.person.name]


async def seated_or_invited(turn: Turn, seated: Seated) -> list[str]:
    """Return the names of colleagues who have a seat in the call or are on the invitation."""
    seats = await call_seats.people_in(turn.session, turn.person.tenant, [seated.call.id])
    others = [name for _, who, name in seats if who != turn.person.id]
    return [*others, *await invited(turn, seated)]


async def on_file(turn: Turn) -> set[str]:
    """Return the names of all colleagues who use Attune."""
    names = await people.names(turn.session, turn.person.tenant, rep_names.MAX_COLLEAGUES)
    return set(names) - {turn.person.name}


async def known(turn: Turn, seated: Seated) -> set[str]:
    """Return the names of all colleagues whom we know: those in this call, and those on file."""
    return {*await seated_or_invited(turn, seated), *await on_file(turn)}
