"""The next step that was agreed in an earlier call, and whether a call is that step."""

from dataclasses import dataclass

from handlers.coaching.who_does import as_ours
from handlers.knowledge.facts import Facts
from handlers.rhythm_settings import order_of
from handlers.times.appointments import appointment
from storage.spelling import comparable
from storage.tables import Reflection


@dataclass(frozen=True)
class NextStep:
    """A next step, as seen from a later call.

    `is_this_call`: that call is the step. Then `words` leave out a time at their beginning or
    end, and are "" if the call's goal has them already.
    """

    words: str
    is_this_call: bool


def next_step(facts: Facts, written: Reflection) -> NextStep | None:
    """The next step in a reflection, as seen from a later call; None if there is none.

    The later call is the step if the step names the call's time or day, or if a line of the call's
    goal has the same words as the step.
    """
    if not written.next_step.strip(". \n"):
        return None
    person, call = facts.person, facts.call
    named = appointment(
        written.next_step, now=written.written_at, zone=person.zone, order=order_of(person)
    )
    whole = written.next_step.strip(" .\n")
    # Within a sentence, its time is a part of it: "Shall we use Thursday then, to agree on it?"
    apart = named and (whole.startswith(named.typed) or whole.endswith(named.typed))
    words = named.words if named and apart else written.next_step
    goals = {comparable(line) for line in facts.seat.goal.splitlines()}
    if comparable(as_ours(words)) in goals:
        return NextStep("", is_this_call=True)
    if named and named.is_at(call.starts_at, person.zone):
        return NextStep(words, is_this_call=True)
    return NextStep(written.next_step, is_this_call=False)
