"""Answer "what should I ask" with the rep's goal, an opening question and a listening line."""

from handlers.cards import Bullets, Card, Strong, Text, spans, typed
from handlers.coaching import listening
from handlers.coaching.text.words import shortened
from handlers.features.asked.on_account import OnAccount
from handlers.features.asked.subject import Subject
from handlers.features.calls import call_words
from handlers.knowledge import situations
from handlers.knowledge.facts import Facts
from handlers.knowledge.gathering import gather
from handlers.times import format_short
from storage.sales_calls.own_calls import Seated

LONGEST = 200  # characters of a goal


async def to_ask(on: OnAccount, subject: Subject) -> Card:
    """Answer "what should I ask jana tomorrow": the opening question, the goal, a listening line.

    Store the opening question, so that the call's brief asks the same one.
    """
    seated = await _call(on, subject)
    if seated is None:
        then = f" for {subject.time}" if subject.time else ""
        return on.card(f"You have no call with {on.name} planned{then}.")
    facts = await gather(on.turn.session, on.turn.person, seated)
    when = format_short(facts.call.starts_at, now=on.turn.now, zone=on.turn.person.zone)
    lines = _lines(on, facts)
    if not lines:
        return on.card(f"I have no question for {on.name}, {when}.")
    return on.card(f"For {on.name}, {when}:", Bullets(tuple(lines)))


async def _call(on: OnAccount, subject: Subject) -> Seated | None:
    if not subject.time:
        return on.ahead
    found = await call_words.find_calls(on.turn, f"{on.account.name} {subject.time}")
    return next(iter(found.calls), None) if not found.empty_day else None


def _lines(on: OnAccount, facts: Facts) -> list[Text]:
    playbook = on.turn.playbook
    situation = situations.situation(facts, playbook)
    if situation.kind == "internal":
        return []
    lines: list[Text] = []
    first = situations.opening(facts, playbook, situation)
    if first:
        facts.seat.opening = first.wording
        lines.append(spans("Open with: ", Strong(first.text)))
    if facts.seat.goal:
        lines.append(spans("Your goal: ", typed(shortened(facts.seat.goal, LONGEST))))
    focus = playbook.focus(facts.person.focus_id) if facts.person.focus_id else None
    line = listening.choose(
        playbook.lines_by_call,
        situation=situation,
        focus_area=focus.area if focus else None,
        given=situations.given_before_line(facts, playbook, first, ()),
        turn=facts.call.id,
    )
    return [*lines, spans(line.text)] if line else lines
