"""Render inputs as Slack blocks."""

from typing import assert_never

from bot.platform.choices import offered, placeholder
from bot.platform.fitting import chunks, cut_value, shorten
from bot.platform.payload import Json
from bot.slack import limits
from bot.slack.limits import plain
from handlers.inputs import ChecksInput, ChoiceInput, DateInput, Input, Option, TextInput

ACTION = "value"  # the action_id of every input's element


def input_block(part: Input, block_id: str | None = None) -> list[Json]:
    """Return the block of an input, or [] for a choice without options.

    `block_id` defaults to the id of the input.
    """
    return [block | {"block_id": block_id or part.id} for block in _input_block(part)]


def at_once(part: ChoiceInput, block_id: str, action: str, longest: int) -> Json:
    """Render a choice that acts as soon as an option is chosen."""
    return {
        "type": "section",
        "block_id": block_id,
        "text": plain(part.label, longest),
        "accessory": {"action_id": action, **_select(part)},
    }


def _input_block(part: Input) -> list[Json]:
    """Return the blocks of an input, or [] if there is nothing to choose from."""
    match part:
        case TextInput():
            is_cut = len(part.value) > limits.TYPED
            hint = cut_value("Slack", limits.TYPED) if is_cut else part.hint
            return [_input(part, _text(part), hint, optional=not part.required)]
        case ChoiceInput(options=()) | ChecksInput(options=()):
            return []
        case ChoiceInput():
            return [_input(part, _choice(part), part.hint, optional=not part.required)]
        case ChecksInput():
            return [_input(part, _checks(part), part.hint, optional=True)]
        case DateInput():
            day = {"initial_date": part.value.isoformat()} if part.value else {}
            element = {"type": "datepicker", **day}
            return [_input(part, element, part.hint, optional=not part.required)]
        case _:
            assert_never(part)


def _input(part: Input, element: Json, hint: str, *, optional: bool) -> Json:
    block = {
        "type": "input",
        "label": plain(part.label, limits.LABEL),
        "element": {**element, "action_id": ACTION},
        "optional": optional,
    }
    return block | ({"hint": plain(hint, limits.HINT)} if hint.strip() else {})


def _text(part: TextInput) -> Json:
    filled = shorten(part.value, limits.TYPED)
    value = {"initial_value": filled} if filled else {}
    return {
        "type": "plain_text_input",
        "multiline": part.multiline,
        "max_length": min(max(part.limit, len(filled)), limits.TYPED),
        **value,
    }


def _choice(part: ChoiceInput) -> Json:
    options = offered(part)
    if len(options) > limits.OPTIONS_IN_SIGHT:
        return _select(part)
    return {"type": "radio_buttons", **_options(options), **_chosen(part)}


def _select(part: ChoiceInput) -> Json:
    """Return a list to choose one option from."""
    empty = plain(placeholder(part), limits.PLACEHOLDER)
    return {
        "type": "static_select",
        "placeholder": empty,
        **_options(offered(part)),
        **_chosen(part),
    }


def _chosen(part: ChoiceInput) -> Json:
    chosen = [_option(option) for option in part.options if option.id == part.value]
    return {"initial_option": chosen[0]} if chosen else {}


def _checks(part: ChecksInput) -> Json:
    """Return boxes to tick or, if there are many options, a list to choose from."""
    chosen = [_option(option) for option in part.options if option.id in part.value]
    initial = {"initial_options": chosen} if chosen else {}
    in_sight = len(part.options) <= limits.OPTIONS_IN_SIGHT
    return {
        "type": "checkboxes" if in_sight else "multi_static_select",
        **_options(part.options),
        **initial,
    }


def _options(options: tuple[Option, ...]) -> Json:
    """Return one list of options or, if there are too many, groups: 1–100, 101–200, …"""
    every = [_option(option) for option in options]
    if len(every) <= limits.OPTIONS:
        return {"options": every}
    groups = []
    for place, group in enumerate(chunks(every, limits.OPTIONS)):
        first = place * limits.OPTIONS + 1
        label = plain(f"{first}–{first + len(group) - 1}", limits.OPTION_LABEL)
        groups.append({"label": label, "options": group})
    return {"option_groups": groups}


def _option(option: Option) -> Json:
    return {"text": plain(option.label, limits.OPTION_LABEL), "value": option.id}
