"""The inputs for times and limits, in a person's own form and in the form of company defaults."""

from collections.abc import Mapping
from datetime import time
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from handlers.inputs import ChecksInput, Input, Option, TextInput
from handlers.registry import Refusal
from handlers.rhythm_settings import Rhythm
from handlers.times import time_of_day

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
# labels in the form, by setting
CLOCKS = {
    "work_from": "Working day starts",
    "quiet_from": "Quiet from",
    "quiet_to": "Quiet until",
    "agenda_at": "Morning agenda at",
    "research_at": "Research questions, the working day before, at",
}
NUMBERS = {
    "brief_minutes": "Brief, minutes before",
    "listen_minutes": "Listening line, minutes before",
    "reflect_minutes": "Reflection, minutes after",
    "most_a_day": "Nudges a day, at most",
}
NO_DAY = "Choose at least one working day."
WHAT_TIME = "What time? For example: 08:30, 6pm or 18:30."
TEAM_AT = "team_at"  # only for people who may lead a team
# For each setting with the time of a daily message: the words that begin a sentence about this
# message, as in "The agenda moves to 08:00 from tomorrow."
DAILY = {
    "agenda_at": "The agenda",
    "research_at": "The message with questions",
    TEAM_AT: "The team's morning",
}
FIELDS = Rhythm.model_json_schema()["properties"]


def inputs(rhythm: Rhythm, typed: Mapping[str, time] = MappingProxyType({})) -> tuple[Input, ...]:
    """Return the inputs, filled with the settings in `rhythm`.

    If `typed` has a time for a setting, fill in this time and not the one in `rhythm`.
    """
    days = ChecksInput(
        "work_days",
        "Working days",
        tuple(Option(str(number), name) for number, name in enumerate(DAYS)),
        tuple(str(number) for number in sorted(rhythm.work_days)),
    )
    clocks = (
        TextInput(
            name, label, value=f"{typed.get(name, getattr(rhythm, name)):%H:%M}", required=True
        )
        for name, label in CLOCKS.items()
    )
    numbers = (
        TextInput(name, _with_range(name), value=str(getattr(rhythm, name)), required=True)
        for name in NUMBERS
    )
    return (days, *clocks, *numbers)


def team_input(rhythm: Rhythm) -> TextInput:
    """Return the input for the time of the team's morning."""
    return TextInput(
        TEAM_AT, "The team's morning at", value=f"{rhythm.team_at:%H:%M}", required=True
    )


def changed(
    before: Rhythm, fields: Mapping[str, str], more: Mapping[str, Any], *, team: bool
) -> Rhythm:
    """Return the settings in `before` with the changes from the submitted form.

    `fields` are the fields of the form. `more` has changes to settings that have no input here.
    `team` means that the form has the time of the team's morning. Raises Refusal if a field is
    wrong. The Refusal names each wrong field.
    """
    names = (*CLOCKS, TEAM_AT) if team else tuple(CLOCKS)
    clocks = {name: time_of_day(fields.get(name, "")) for name in names}
    problems = {name: WHAT_TIME for name, found in clocks.items() if found is None}
    changes: dict[str, Any] = {name: found for name, found in clocks.items() if found is not None}
    changes["work_days"] = [day for day in fields.get("work_days", "").split(",") if day]
    if not changes["work_days"]:
        problems["work_days"] = NO_DAY
    changes |= {name: fields.get(name, "").strip() for name in NUMBERS}
    after = before
    try:
        after = before.changed({**changes, **more})
    except ValidationError as error:
        problems = {**_problems(error), **problems}
    if problems:
        field, sentence = next(iter(problems.items()))
        raise Refusal(sentence, field=field, fields=problems)
    return after


def _problems(error: ValidationError) -> dict[str, str]:
    wrong = [str(one["loc"][0]) for one in error.errors()]
    return {
        one: NO_DAY
        if one == "work_days"
        else f"{_with_range(one)}: type a whole number in that range."
        for one in wrong
    }


def starting_tomorrow(before: Rhythm, after: Rhythm, now: time, *, team: bool) -> list[str]:
    """Return a sentence for each daily message that keeps its old time today.

    A message keeps its old time if its new time has passed today and its old time has not.

    `now` is the local time. `team` is whether to include the team's morning.
    """
    return [
        f"{label} moves to {new:%H:%M} from tomorrow. Today it stays at {old:%H:%M}."
        for name, label in DAILY.items()
        if team or name != TEAM_AT
        for old, new in ((getattr(before, name), getattr(after, name)),)
        if new <= now < old
    ]


def working_days_said(rhythm: Rhythm) -> str:
    """Say which days are working days, and when they start."""
    days = ", ".join(DAYS[day] for day in sorted(rhythm.work_days)) or "none"
    return f"Working days: {days}, from {rhythm.work_from:%H:%M}."


def clock(text: str, field: str) -> time:
    """Parse a time of day from a form. Raises Refusal for `field` if we can't read the time."""
    found = time_of_day(text)
    if found is None:
        raise Refusal(WHAT_TIME, field=field)
    return found


def _with_range(name: str) -> str:
    """Return the label of a number field with the allowed range: "… (15 to 720)"."""
    field = FIELDS[name]
    return f"{NUMBERS[name]} ({field['minimum']} to {field['maximum']})"
