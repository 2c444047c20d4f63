"""Renders a form's inputs as Adaptive Card inputs, each with its hint and its problem."""

from collections.abc import Mapping
from typing import assert_never

from bot.platform.fitting import cut_value, shorten
from bot.platform.payload import Json
from bot.teams import limits, rich
from bot.teams.limits import Room, line
from handlers.cards import ChecksInput, ChoiceInput, DateInput, Input, Option, TextInput, spans

PREFIX = "i:"  # before an input's id, so that it cannot clash with a button's own data
AT_A_GLANCE = 7  # options, plus one for "none"; a longer list becomes a drop-down
# The value of an option for "none": on Teams a choice cannot be undone, and an empty value is not
# submitted.
NO_ANSWER = "attune:none"


def elements(part: Input, problem: str, room: Room) -> list[Json]:
    """One input, with its problem and hint below; nothing for a choice without options."""
    if isinstance(part, ChoiceInput | ChecksInput) and not part.options:
        return []
    field = {
        "id": PREFIX + part.id,
        "label": line(part.label, min(room.text, limits.LABEL)),
        "spacing": "medium",
    }
    below = (
        *rich.paragraph(spans(problem), room.text, rich.WRONG),
        *rich.paragraph(spans(_hint(part, room)), room.text, rich.SMALL),
    )
    return [_control(part, room) | field, *(each | {"spacing": "small"} for each in below)]


def submitted_values(data: Mapping[str, object]) -> dict[str, str]:
    """The values of a form's inputs by id, in the format that forms have on every platform."""
    return {
        name.removeprefix(PREFIX): "" if value == NO_ANSWER else value
        for name, value in data.items()
        if name.startswith(PREFIX) and isinstance(value, str)
    }


def _control(part: Input, room: Room) -> Json:
    match part:
        case TextInput():
            return _text(part, room)
        case ChoiceInput():
            return _choice(part, room)
        case ChecksInput():
            chosen = ",".join(each.id for each in part.options if each.id in part.value)
            return _choices(part.options, chosen, room) | {"isMultiSelect": True}
        case DateInput():
            day = {"value": part.value.isoformat()} if part.value else {}
            return {"type": "Input.Date", **day, **_required("Choose a day.", part.required)}
        case _:
            assert_never(part)


def _text(part: TextInput, room: Room) -> Json:
    value = {"value": shorten(part.value, room.typed)} if part.value else {}
    return {
        "type": "Input.Text",
        **({"isMultiline": True} if part.multiline else {}),
        "maxLength": max(part.limit, len(value.get("value", ""))),
        **value,
        **_required("Write a few words here.", part.required),
    }


def _choice(part: ChoiceInput, room: Room) -> Json:
    chosen = part.value if any(each.id == part.value for each in part.options) else ""
    options = part.options if part.required else (*part.options, Option(NO_ANSWER, part.none))
    return _choices(options, chosen, room) | _required("Choose one of these.", part.required)


def _choices(options: tuple[Option, ...], chosen: str, room: Room) -> Json:
    """A set of choices. Titles are not escaped, because only text blocks have markdown."""
    return {
        "type": "Input.ChoiceSet",
        "style": "expanded" if len(options) <= AT_A_GLANCE + 1 else "compact",
        "wrap": True,
        "choices": [{"title": line(each.label, room.option), "value": each.id} for each in options],
        **({"value": chosen} if chosen else {}),
    }


def _required(message: str, required: bool) -> Json:
    return {"isRequired": True, "errorMessage": message} if required else {}


def _hint(part: Input, room: Room) -> str:
    if isinstance(part, TextInput) and len(part.value) > room.typed:
        return cut_value("A card", room.typed)
    return part.hint
