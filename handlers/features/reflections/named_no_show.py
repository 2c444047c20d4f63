"""Answer "pia no show again" and "mia didnt show" after the question how the call went."""

from dataclasses import replace
from datetime import timedelta

from handlers.cards import Reply
from handlers.coaching.names.contacts_named import contacts_named
from handlers.features.customers import which_account
from handlers.features.reflections import call_people, one_tap, typed_report
from handlers.registry import Turn
from handlers.times import format_absolute
from handlers.typed.calls.reports import who_missed
from handlers.views import reflect_cards
from storage.choices import MISSED
from storage.sales_calls import own_calls
from storage.sales_calls.own_calls import Seated

WITHIN = timedelta(hours=12)  # we look at calls that began within this time
MAX_CALLS = 10
MAX_NAME = 3  # a name has at most this many words


async def answer(turn: Turn) -> Reply | None:
    """Record that nobody came, and offer *Undo*, if the named person was the only attendee.

    If others may have come, or if we don't know the person, show the question how the call went,
    with its buttons.

    Return None in these cases:

    - The words are about something else.
    - The name is that of an account.
    - We can't tell which call is meant.
    - The words were typed in a channel.
    """
    who = who_missed(turn.text)
    if not who or len(who.split()) > MAX_NAME or turn.place is not None:
        return None
    if await which_account.by_name_or_part_at_start(turn, who):
        return None  # "halden didnt show", if Halden is an account
    person = turn.person
    asked = await own_calls.without_reflection(
        turn.session,
        person.tenant,
        person.id,
        since=turn.now - WITHIN,
        now=turn.now,
        limit=MAX_CALLS,
    )
    coming = {one.call.id: await _names(turn, one) for one in asked}
    named = [one for one in asked if contacts_named(who, coming[one.call.id])]
    seated = named[0] if len(named) == 1 else await typed_report.just_asked(turn, asked)
    if seated is None:
        return None
    if named and len(coming[seated.call.id]) == 1:
        return await one_tap.tap(replace(turn, text=f"{seated.call.id}:{MISSED}"))
    zone = person.zone
    when = format_absolute(seated.call.starts_at, now=turn.now, zone=zone, own=zone)
    return reflect_cards.prompt(seated, turn.playbook, when)


async def _names(turn: Turn, seated: Seated) -> list[str]:
    return [one.name for one in await call_people.attendees(turn, seated)]
