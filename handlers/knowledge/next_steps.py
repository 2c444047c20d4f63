"""The next step from an earlier call, and whether a later call is that step."""

from dataclasses import dataclass
from datetime import date

from handlers.coaching.buyer_words.their_words import CUT
from handlers.coaching.promises.who_does import as_ours
from handlers.coaching.step_words import (
    as_noted,
    says_only_when,
    says_whose_clock,
    without_hour_first,
)
from handlers.knowledge.facts import Facts
from handlers.rhythm_settings import date_order_of, day_of
from handlers.times import Understood
from handlers.times.appointments import Appointment, appointment
from handlers.times.formatting import format_absolute, format_full_date
from storage.spelling import comparable
from storage.tables import Reflection


@dataclass(frozen=True)
class NextStep:
    """A next step, as seen from a later call.

    If the later call is the step (`is_this_call`), `words` is one of these:

    - "" if the call's goal already has the step
    - "" if the step names only a time
    - otherwise, the step without a time at its beginning or end

    If the later call is not the step, `words` is one of these:

    - the day if the step names only a time, and also the hour if the hour is clear
    - otherwise, the whole step
    """

    words: str
    is_this_call: bool


def next_step(facts: Facts, written: Reflection) -> NextStep | None:
    """Return the next step in a reflection, as seen from the call in `facts`.

    The call is the step if the step names the call's time or day, or if a line of the goal repeats
    the step. Return None if the reflection has no step.

    Some steps name only a time: "Thursday at ten." Return None for such a step if we can't find its
    day, or if its day is before the day of the call.
    """
    if not written.next_step.strip(". \n"):
        return None
    person, call = facts.person, facts.call
    named = appointment(
        written.next_step, now=written.written_at, zone=person.zone, order=date_order_of(person)
    )
    whole = written.next_step.strip(" .\n")
    if says_only_when(whole):
        return _bare(facts, named, whole)
    # Don't cut a time out of the middle: "Shall we use Thursday then, to agree on it?"
    apart = named and (whole.startswith(named.typed) or whole.endswith(named.typed))
    words = named.words if named and apart else written.next_step
    if any(_is_step(line, as_ours(words)) for line in facts.seat.goal.splitlines()):
        return NextStep("", is_this_call=True)
    if named and named.is_at(call.starts_at, person.zone):
        words = "" if says_only_when(words) else without_hour_first(words)
        return NextStep(words, is_this_call=True)
    return NextStep(written.next_step, is_this_call=False)


def _bare(facts: Facts, named: Appointment | None, said: str) -> NextStep | None:
    """Do what `next_step` does, for a step that names only a time."""
    zone = facts.person.zone
    on = day_of(facts.call.starts_at, zone)
    day = _day_of(named, zone) if named else None
    if day is None or day < on:
        return None
    if named is None or day == on:
        return NextStep("", is_this_call=True)
    if isinstance(named.reading, Understood) and not says_whose_clock(said):
        starts = named.reading.starts_at
        return NextStep(
            format_absolute(starts, now=facts.call.starts_at, zone=zone, own=zone),
            is_this_call=False,
        )
    return NextStep(format_full_date(day, on), is_this_call=False)


def _day_of(named: Appointment, zone: str) -> date | None:
    """Return the day of an appointment, even if its hour is unclear."""
    reading = named.reading
    if isinstance(reading, Understood):
        return day_of(reading.starts_at, zone)
    days = {day_of(offer.starts_at, zone) for offer in reading.offers}
    return reading.day or (days.pop() if len(days) == 1 else None)


def reflection_with_step(facts: Facts) -> Reflection:
    """Choose a reflection. Its next step is the one to show for the call in `facts`.

    - If the newest reflection has a step or is a colleague's, return it.
    - Otherwise, look for the rep's reflections whose step names the day of this call or a later
      day. Return the newest of these.
    - If there are none, return the newest reflection, which has no step.
    """
    last, person = facts.reflections[0], facts.person
    if last.next_step.strip(". \n") or last.author_id != person.id:
        return last
    return next((row for row in facts.reflections if _is_ahead(facts, row)), last)


def _is_ahead(facts: Facts, written: Reflection) -> bool:
    """Return whether the rep wrote a next step that names the day of this call or a later day."""
    person = facts.person
    if written.author_id != person.id or not written.next_step.strip(". \n"):
        return False
    named = appointment(
        written.next_step, now=written.written_at, zone=person.zone, order=date_order_of(person)
    )
    if named is None:
        return False
    day = _day_of(named, person.zone)
    return day is not None and day >= day_of(facts.call.starts_at, person.zone)


def _is_step(goal: str, step: str) -> bool:
    """Return whether a line of the goal is this step.

    The line may also be the beginning of the step, cut with "…".
    """
    planned, said = (comparable(as_noted(words)).rstrip(" .?…") for words in (goal, step))
    if goal.rstrip().endswith(CUT):
        return bool(planned) and said.startswith(planned)
    return planned == said
