"""Plan a cancelled call again: "move it to fri 10".

A newly planned call can also take over the goal and the people of a cancelled call.
"""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from handlers import limits, planning
from handlers.cards import Button, Buttons, Card, Note, Reply, card_saying, spans, typed
from handlers.coaching.text.words import joined, shortened
from handlers.features import access, asker_calls
from handlers.features.calls import changing, moving
from handlers.features.calls.call_words import MatchingCalls
from handlers.features.fields import moment_in
from handlers.features.typed_time import typed_time
from handlers.registry import Refusal, Registry, Turn
from handlers.rhythm_settings import day_of
from handlers.times import Understood, format_short
from handlers.views import shared_call, shown_start
from storage.choices import CANCELLED, PLANNED
from storage.conversation import call_choice, call_planned, last_about, offers
from storage.conversation.call_choice import CallChoice
from storage.conversation.last_about import LATELY
from storage.customers import attendees
from storage.sales_calls import own_calls
from storage.sales_calls.own_calls import Seated

AGAIN, TAKE_OVER = "call.plan_again", "call.take_over"
_LATELY = timedelta(days=14)  # we offer nothing from an older cancelled call
_OFFERED = 2  # as an alternative, we offer to move at most this many planned calls to the new time
_PEOPLE = 3  # an answer names at most this many people


def register(registry: Registry) -> None:
    """Register the buttons that plan a call again, and that take over its goal and people."""
    registry.button(AGAIN, plan_again)
    registry.button(TAKE_OVER, take_over)


async def ask(turn: Turn, found: MatchingCalls) -> Card | None:
    """Answer "move it to fri 10": ask whether to plan the cancelled call again.

    Return None in these cases:

    - No call was just cancelled.
    - The new time is missing or has passed.
    - The line may mean another call.

    The line means the cancelled call in these cases:

    - The line names no call.
    - The line names the account or the day of the cancelled call, or both, and no planned call
      fits the line.
    """
    cancelled = await just_cancelled(turn) if found.to else None
    if cancelled is None or not _is_meant(turn, cancelled, found):
        return None
    return await ask_for(turn, cancelled, found.to)


async def ask_for(turn: Turn, cancelled: Seated, to: str) -> Card | None:
    """Ask whether to plan a cancelled call again, at the typed time."""
    reading = _read(turn, cancelled, to)
    if reading is None:
        return None
    zone, name = turn.person.zone, shortened(cancelled.account.name)
    was, when = (
        format_short(one, now=turn.now, zone=zone)
        for one in (cancelled.call.starts_at, reading.starts_at)
    )
    lead = f"Your call with {name}, {was}, is cancelled. Shall I plan it again for {when}?"
    value = f"{cancelled.call.id}:{reading.starts_at.isoformat()}"
    asked = CallChoice(AGAIN, for_all=value)
    await call_choice.remember(turn.session, turn.person, asked, turn.now)
    buttons = [Button(f"Plan it for {when}", AGAIN, value, "primary")]
    for one in await asker_calls.planned(turn, cancelled.account, limit=_OFFERED):
        other = format_short(one.call.starts_at, now=turn.now, zone=zone)
        buttons.append(moving.button(f"Move {other} instead", one.call, reading.starts_at))
    return card_saying(typed(lead), Buttons(tuple(buttons)))


async def just_cancelled(turn: Turn) -> Seated | None:
    """Return the call that was talked about last, if it is cancelled. In a channel, return None."""
    call_id = await last_about.call_of(turn.session, turn.person, turn.now - LATELY)
    if call_id is None or turn.place is not None:
        return None
    with suppress(Refusal):
        return await access.own_call(turn, str(call_id), status=(CANCELLED,))
    return None


def _is_meant(turn: Turn, cancelled: Seated, found: MatchingCalls) -> bool:
    if found.unknown or found.unread:
        return False
    day = day_of(cancelled.call.starts_at, turn.person.zone)
    if found.account is None:
        return not found.by_day and found.empty_day in (None, day)
    is_there = found.account.id == cancelled.account.id
    return is_there and (found.empty_day == day or not (found.calls or found.empty_day))


def _read(turn: Turn, seated: Seated, to: str) -> Understood | None:
    """Parse the new time. If it is only a day, take the time of day of the cancelled call."""
    for words in (to, f"{to} same time"):
        reading = typed_time(turn, words, planned=seated.call.starts_at)
        if isinstance(reading, Understood):
            return reading if reading.starts_at > turn.now else None
    return None


async def plan_again(turn: Turn) -> Reply:
    """Plan a cancelled call at the time on the button. It keeps its goal, people and length.

    Raises Refusal if the call is not cancelled any more, or if the time has passed or is taken.
    """
    call_id, _, starts = turn.text.partition(":")
    starts_at = moment_in(starts)
    if starts_at is None or starts_at <= turn.now:
        raise Refusal("That time has passed. /calls lets you choose another.")
    _, call, account = await access.own_call(turn, call_id, status=(CANCELLED,), locked=True)
    try:
        await planning.restore(turn.session, turn.person, call, turn.now)
    except planning.TimeTaken as error:
        raise Refusal(changing.TIME_TAKEN) from error
    was = format_short(call.starts_at, now=turn.now, zone=turn.person.zone)
    length = call.ends_at - call.starts_at
    reading = Understood(starts_at, starts_at + length, call.zone, None)
    told = await changing.move(turn, call, reading)
    # A typed "undo" must not bring back the former time.
    await offers.close(turn.session, turn.person)
    await call_planned.keep(turn.session, turn.person, call.id, turn.now)
    if not await shared_call.others(turn.session, turn.person, call):
        call.changed_by = None  # so that a typed "undo" asks whether to cancel the call
    name, when = shortened(account.name), format_short(starts_at, now=turn.now, zone=call.zone)
    lead = f"Planned again: {name}, {when}, with the goal and people of {was}."
    brief = Button("Brief", "brief.open", str(call.id), about=name)
    cancel = Button("Cancel the call", "call.cancel", shown_start.value(call), about=name)
    lead = " ".join(filter(None, (lead, told)))
    return card_saying(typed(lead), Buttons((brief, cancel)))


async def with_offer(turn: Turn, planned: Seated, reply: Reply) -> Reply:
    """Add an offer to the answer: to take over the goal and the people of a cancelled call.

    The offer is about the person's latest cancelled call with the account. The offer leaves out the
    goal if the planned call has a goal, and the people if the planned call has people. There is no
    offer if another call with the account has begun after the time of the cancelled call.
    """
    before = await _cancelled_before(turn, planned) if isinstance(reply, Card) else None
    if before is None or not isinstance(reply, Card):
        return reply
    coming = await attendees.of_calls(turn.session, [before.call.id, planned.call.id])
    there = () if planned.call.id in coming else coming.get(before.call.id, ())
    people = [one.name for one in there]
    has_goal = bool(before.seat.goal) and not planned.seat.goal
    if not (has_goal or people):
        return reply
    when = format_short(before.call.starts_at, now=turn.now, zone=turn.person.zone)
    what = [*(["a goal"] if has_goal else []), *people[:_PEOPLE]]
    more = len(people) - _PEOPLE
    what += [f"{more} more"] if more > 0 else []
    said = f"Your cancelled call, {when}, had {joined(what)}."
    label = (
        "Take over goal and people"
        if has_goal and people
        else ("Take over the goal" if has_goal else "Take over the people")
    )
    button = Button(label, TAKE_OVER, f"{planned.call.id}:{before.call.id}", beside=True)
    note = Note(spans(typed(said)))
    return replace(reply, blocks=(*reply.blocks, note, Buttons((button,))))


async def _cancelled_before(turn: Turn, planned: Seated) -> Seated | None:
    person, account_id = turn.person, planned.account.id
    before = await own_calls.latest_cancelled(
        turn.session, person.tenant, person.id, account_id, since=turn.now - _LATELY
    )
    if before is None:
        return None
    since = min(before.call.starts_at, turn.now)
    held = await own_calls.latest_started(
        turn.session, person.tenant, person.id, account_id, since=since, now=turn.now
    )
    return None if held else before


async def take_over(turn: Turn) -> Reply:
    """Give a planned call the goal and the people of a cancelled call with the same account."""
    planned_id, _, before_id = turn.text.partition(":")
    planned = await access.own_call(turn, planned_id, status=(PLANNED,), locked=True)
    before = await access.own_call(turn, before_id, status=(CANCELLED,))
    if before.account.id != planned.account.id:
        raise Refusal("That call is with another account by now.")
    planned.seat.goal = planned.seat.goal or before.seat.goal
    coming = await attendees.of_calls(turn.session, [before.call.id, planned.call.id])
    both = (*coming.get(planned.call.id, ()), *coming.get(before.call.id, ()))
    people = dict(list({one.name: "" for one in both}.items())[: limits.PEOPLE])
    await attendees.replace(turn.session, planned.call, people)
    await turn.session.flush()
    goal = f" Your goal: “{shortened(planned.seat.goal)}”." if planned.seat.goal else ""
    who = (
        f" Their attendees: {', '.join(shortened(name, 40) for name in people)}." if people else ""
    )
    brief = Button("Brief", "brief.open", str(planned.call.id), about=planned.account.name)
    return card_saying(typed(f"Taken over.{goal}{who}"), Buttons((brief,)))
