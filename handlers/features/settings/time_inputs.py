"""The inputs for times and limits, in a person's own form and in the form for everybody."""

from collections.abc import Mapping
from datetime import time
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from handlers.cards import ChecksInput, Input, Option, TextInput
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
TEAM_AT = "team_at"  # only for people who may lead a team
FIELDS = Rhythm.model_json_schema()["properties"]


def inputs(rhythm: Rhythm, typed: Mapping[str, time] = MappingProxyType({})) -> tuple[Input, ...]:
    """Return the inputs with these settings. `typed` has times that replace them."""
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


def changed(before: Rhythm, fields: Mapping[str, str], more: Mapping[str, Any]) -> Rhythm:
    """Return the settings with what was submitted, and with the changes in `more`.

    Raises Refusal at a field that is wrong.
    """
    changes: dict[str, Any] = {name: clock(fields.get(name, ""), name) for name in CLOCKS}
    chosen = [day for day in fields.get("work_days", "").split(",") if day]
    if not chosen:
        raise Refusal("Choose at least one working day.", field="work_days")
    changes["work_days"] = chosen
    for name in NUMBERS:
        changes[name] = fields.get(name, "").strip()
    try:
        return before.changed({**changes, **more})
    except ValidationError as error:
        where = str(error.errors()[0]["loc"][0])
        label = _with_range(where) if where in NUMBERS else "That"
        raise Refusal(f"{label}: type a whole number in that range.", field=where) from error


def working_days_said(rhythm: Rhythm) -> str:
    """Say which days are working days, and when they start."""
    days = ", ".join(DAYS[day] for day in sorted(rhythm.work_days)) or "none"
    return f"Working days: {days}, from {rhythm.work_from:%H:%M}."


def clock(text: str, field: str) -> time:
    """Parse a time of day from a field of a form. Raises Refusal at that field."""
    found = time_of_day(text)
    if found is None:
        raise Refusal("What time? For example: 08:30, 6pm or 18:30.", field=field)
    return found


def _with_range(name: str) -> str:
    """Return the label of a number field with the allowed range: "… (15 to 720)"."""
    field = FIELDS[name]
    return f"{NUMBERS[name]} ({field['minimum']} to {field['maximum']})"
