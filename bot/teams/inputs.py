"""Render the inputs of a form as Adaptive Card inputs."""

from collections.abc import Mapping
from typing import assert_never

from bot.platform.choices import offered, placeholder, submitted
from bot.platform.fitting import cut_value, shorten
from bot.platform.payload import Json, maybe
from bot.teams import limits, rich
from bot.teams.limits import Room, line
from handlers.cards import spans
from handlers.inputs import ChecksInput, ChoiceInput, DateInput, Input, Option, TextInput

PREFIX = "i:"  # ids of inputs begin with this, so that none equals a key of a button's data
AT_A_GLANCE = 7  # a choice with more options becomes a drop-down list


def element_id(part: Input, form: str = "") -> str:
    """Return the id of an input's element. `form` tells apart the forms within a card."""
    return f"{PREFIX}{form}{part.id}"


def elements(
    part: Input, problem: str, room: Room, form: str = "", *, as_list: bool = False
) -> list[Json]:
    """Render an input, and below it the problem and the hint.

    Return an empty list for a choice without options. With `as_list`, a choice becomes a drop-down
    list. `form` is as in `element_id`.
    """
    if isinstance(part, ChoiceInput | ChecksInput) and not part.options:
        return []
    field = {
        "id": element_id(part, form),
        "label": line(part.label, min(room.text, limits.LABEL)),
        "spacing": "medium",
    }
    below = (
        *rich.paragraph(spans(problem), room.text, rich.WRONG),
        *rich.paragraph(spans(_hint(part, room)), room.text, rich.SMALL),
    )
    shape = {"style": "compact"} if as_list else {}
    return [_control(part, room) | shape | field, *(each | {"spacing": "small"} for each in below)]


def submitted_values(data: Mapping[str, object]) -> dict[str, str]:
    """Return the values of a form by input id."""
    return {
        name.removeprefix(PREFIX): submitted(value)
        for name, value in data.items()
        if name.startswith(PREFIX) and isinstance(value, str)
    }


def values_of(names: Mapping[str, object], data: Mapping[str, object]) -> dict[str, str]:
    """Return the values of a form within a card. `names` maps each input id to an element id.

    If Teams leaves out an input, its value is "".
    """
    return {
        name: submitted(maybe(data, element))
        for name, element in names.items()
        if isinstance(element, str)
    }


def _control(part: Input, room: Room) -> Json:
    match part:
        case TextInput():
            return _text(part, room)
        case ChoiceInput():
            return _choice(part, room)
        case ChecksInput():
            chosen = ",".join(each.id for each in part.options if each.id in part.value)
            return _choices(part, part.options, chosen, room) | {"isMultiSelect": True}
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
    return (
        _choices(part, offered(part), chosen, room)
        | {"placeholder": line(placeholder(part), room.option)}
        | _required("Choose one of these.", part.required)
    )


def _choices(
    part: ChoiceInput | ChecksInput, options: tuple[Option, ...], chosen: str, room: Room
) -> Json:
    """Render options. Their titles stay unescaped, because only text blocks have markdown."""
    return {
        "type": "Input.ChoiceSet",
        "style": "expanded" if len(part.options) <= AT_A_GLANCE else "compact",
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
