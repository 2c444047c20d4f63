"""Let admins choose how long each kind of data is kept.

If an admin shortens the time for a kind of data, Attune first says how much would be deleted
tonight, and asks whether to change the days.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields

from handlers.cards import Block, Bullets, Button, Buttons, Card, Form, Paragraph, Strong, spans
from handlers.features import form_edits
from handlers.features.fields import whole_number
from handlers.inputs import TextInput
from handlers.notices import retention_shorter
from handlers.notices.insights import NAME as INSIGHTS
from handlers.notices.tell import tell
from handlers.registry import Refusal, Turn
from storage.sales_calls import reflections
from storage.upkeep import retention_preview
from storage.upkeep.old_rows import STEP
from storage.upkeep.retention_days import RetentionDays
from storage.workspace import audit, policies

DAYS, CONFIRM, LEAVE = "privacy.days", "privacy.shorten", "privacy.show"
LABELS: dict[str, str] = {
    "outbox": "Messages that were sent or dropped",
    "requests": "Ids of requests",
    "drafts": "Words typed for an open question",
    "feed_drafts": "Drafts from feeds that nobody published",
    "reflections": "Reflections, goals, guesses and figures",
    "promises": "Promises that were kept or dropped",
    "findings": "Findings about accounts",
    "asks": "Closed asks to marketing",
    "insight_uses": "Uses of insights",
    "leavers": "Personal data of people whose account was closed",
}
LONGEST = 3650  # data can be kept for at most this many days, or without a limit
LEAVERS = range(1, 31)  # data of people who left is deleted after 30 days at the latest
SHORTEST_REFLECTIONS = 7  # days; a rep needs the last call's reflection for the next call
ASK = "Keep data for a shorter time?"
NO_UNDO = "What is deleted can't be brought back."


def days_said(days: int) -> str:
    """Say how long data is kept: "no limit", "1 day", "730 days"."""
    if not days:
        return "no limit"
    return "1 day" if days == 1 else f"{days} days"


def change_said(target: str) -> str:
    """Say what was changed. `target` is the target of an audit entry: "reflections 0 730"."""
    name, _, numbers = target.partition(" ")
    before, _, after = numbers.partition(" ")
    label = LABELS.get(name, name)
    return f"{label}: {days_said(whole_number(before))}, now {days_said(whole_number(after))}"


async def days_of(turn: Turn) -> RetentionDays:
    """Return how many days each kind of data is kept in the person's tenant."""
    policy = await policies.of(turn.session, turn.person.tenant)
    return turn.retention.with_choices(policy.retain) if policy else turn.retention


async def form(turn: Turn) -> Form:
    """Return the form, with the current days."""
    days = await days_of(turn)
    inputs = (
        TextInput(each.name, LABELS[each.name], _hint(each.name), str(getattr(days, each.name)))
        for each in fields(RetentionDays)
    )
    return Form(DAYS, "How long data is kept", tuple(inputs))


def _hint(name: str) -> str:
    if name == "leavers":
        return f"Days, from {LEAVERS[0]} to {LEAVERS[-1]}"
    if name == "reflections":
        return f"Days, at least {SHORTEST_REFLECTIONS}, or 0 for no limit"
    return "Days, 0 for no limit"


async def submitted(turn: Turn) -> Card | None:
    """Save the days, and return None.

    If some data would be kept for a shorter time than before, save nothing, and return a card that
    asks whether to change the days.
    Raises Refusal if a typed number of days is not allowed.
    """
    turn, seen = form_edits.split_fingerprints(turn)
    turn = await form_edits.merged(turn, seen, await form(turn))
    days = await days_of(turn)
    changed = {}
    for each in fields(RetentionDays):
        if typed := turn.fields.get(each.name, "").strip():
            before = getattr(days, each.name)
            number = _checked(each.name, typed, before, getattr(turn.retention, each.name))
            if number != before:
                changed[each.name] = number
    if any(_is_sooner(getattr(days, name), number) for name, number in changed.items()):
        return await _ask(turn, days, changed)
    await change(turn, changed)
    return None


def _checked(name: str, typed: str, *allowed: int) -> int:
    """Return the typed number of days. Raises Refusal if it is not in range and not `allowed`."""
    number = whole_number(typed) if typed.isdecimal() else None
    if number is not None and number in allowed:  # the current number, or Attune's setting
        return number
    problem = _problem(name, number)
    if number is None or problem:
        raise Refusal(problem, field=name)
    return number


def _problem(name: str, number: int | None) -> str:
    """Say what is wrong with a typed number of days, or return "" if the number is right.

    `number` is None if the text is not a number.
    """
    days, unless = range(LONGEST + 1), ""
    if name == "leavers":
        days = LEAVERS
    elif name == "reflections":
        days, unless = range(SHORTEST_REFLECTIONS, LONGEST + 1), ", or 0 for no limit"
    if number is not None and (number in days or (unless and number == 0)):
        return ""
    return f"Type a number of days from {days[0]} to {days[-1]}{unless}."


def _is_sooner(before: int, after: int) -> bool:
    return bool(after) and (not before or after < before)


async def _ask(turn: Turn, days: RetentionDays, changed: Mapping[str, int]) -> Card:
    tenant, later = turn.person.tenant, days.with_choices(changed)
    due = await retention_preview.due(turn.session, tenant, later, turn.now, kept_kinds=(INSIGHTS,))
    lines = tuple(
        spans(
            f"{LABELS[name]}: from {days_said(getattr(days, name))} to {days_said(number)}. "
            f"To be deleted tonight: {_number(due[name])}."
        )
        for name, number in changed.items()
    )
    value = " ".join(f"{name}:{number}" for name, number in changed.items())
    blocks: tuple[Block, ...] = (
        Paragraph(spans(Strong(ASK))),
        Bullets(lines),
        Paragraph(spans(NO_UNDO)),
        Buttons((Button("Change it", CONFIRM, value, "danger"), Button("Leave it", LEAVE))),
    )
    return Card(ASK, blocks)


def _number(due: int) -> str:
    return f"{STEP} or more" if due >= STEP else str(due)


async def confirmed(turn: Turn) -> None:
    """Save the days that the button's value names. Raises Refusal if a number is not allowed."""
    known = {each.name for each in fields(RetentionDays)}
    before, changed = await days_of(turn), {}
    for name, _, typed in (one.partition(":") for one in turn.text.split()):
        if name in known:
            own = getattr(turn.retention, name)
            changed[name] = _checked(name, typed, getattr(before, name), own)
    await change(turn, changed)


async def change(turn: Turn, changed: Mapping[str, int]) -> None:
    """Save changed days, with the old and new numbers in the audit log.

    We don't store a number that equals Attune's setting, so that a later change of the setting
    applies to this tenant too.
    If the time for reflections becomes shorter, tell everybody else who has data of this kind.
    """
    person, session, before = turn.person, turn.session, await days_of(turn)
    policy = await policies.of(session, person.tenant)
    chosen = {**(policy.retain if policy else {}), **changed}
    kept = {name: days for name, days in chosen.items() if days != getattr(turn.retention, name)}
    await policies.change(session, person.tenant, turn.now, by=person.id, retain=kept)
    if _is_sooner(before.reflections, after := changed.get("reflections", before.reflections)):
        concerned = await reflections.people_with_data(session, person.tenant)
        others = [one for one in concerned if one.id != person.id]
        key = f"{turn.now:%Y%m%d%H%M%S%f}"
        await tell(session, others, retention_shorter.NAME, after, turn.now, key=key)
    for target in _targets(before, changed):
        audit.note(
            session,
            person.tenant,
            "retention changed",
            ("days", target),
            turn.now,
            actor=person.id,
        )


def _targets(before: RetentionDays, changed: Mapping[str, int]) -> Iterator[str]:
    for name, after in changed.items():
        if getattr(before, name) != after:
            yield f"{name} {getattr(before, name)} {after}"
