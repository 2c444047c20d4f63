"""The inputs of a form as HTML, each with its label, its hint and a place for its problem."""

from typing import assert_never

from markupsafe import Markup

from bot.playground.prose import safe
from handlers.cards import ChecksInput, ChoiceInput, DateInput, Input, Option, TextInput

AT_A_GLANCE = 7  # more options than this become a drop-down list

EMPTY = Markup()
FIELD = Markup(
    '<div class="field" data-field="{name}"><label for="{at}" dir="auto">{label}</label>'
    "{hint}{control}{problem}</div>"
)
GROUP = Markup(
    '<fieldset class="field" data-field="{name}" aria-describedby="{about}">'
    '<legend dir="auto">{label}</legend>{hint}<div class="{kind}">{control}</div>{problem}'
    "</fieldset>"
)
NEEDED = Markup(' <span class="needed">required</span>')
HINT = Markup('<p class="hint" id="{}-hint" dir="auto">{}</p>')
PROBLEM = Markup('<p class="problem" id="{}-problem" hidden></p>')
LINE = Markup(
    '<input type="text" id="{at}" name="{name}" dir="auto" autocomplete="off" maxlength="{limit}"'
    ' aria-describedby="{about}"{required} value="{value}">'
)
# HTML ignores a newline right after the tag. Without the one added here, a value that begins with
# a newline would lose it.
LINES = Markup(
    '<textarea id="{at}" name="{name}" dir="auto" rows="3" maxlength="{limit}"'
    ' aria-describedby="{about}"{required}>\n{value}</textarea>'
)
DAY = Markup(
    '<input type="date" id="{at}" name="{name}" aria-describedby="{about}"{required}'
    ' value="{value}">'
)
SELECT = Markup(
    '<select id="{at}" name="{name}" aria-describedby="{about}"{required}>{all}</select>'
)
OPTION = Markup('<option value="{}"{}>{}</option>')
TICK = Markup(
    '<label class="tick"><input type="{kind}" name="{name}" value="{value}"{required}{ticked}>'
    '<span dir="auto">{label}</span></label>'
)


def input_html(part: Input) -> Markup:
    """One input as HTML; empty for a choice or checkboxes without options."""
    match part:
        case TextInput():
            return _field(part, _text(part))
        case DateInput(value=value):
            return _field(part, DAY.format(**_names(part), value=value or ""))
        case ChoiceInput(options=options) if len(options) > AT_A_GLANCE:
            return _field(part, _select(part))
        case ChoiceInput(options=options):
            return _group(part, "choices", _radios(part)) if options else EMPTY
        case ChecksInput(options=options):
            return _group(part, "checks", _boxes(part)) if options else EMPTY
        case _:
            assert_never(part)


def _text(part: TextInput) -> Markup:
    shape = LINES if part.multiline else LINE
    return shape.format(
        **_names(part), limit=max(part.limit, len(part.value)), value=safe(part.value)
    )


def _select(part: ChoiceInput) -> Markup:
    none = () if part.required and part.value else (Option("", part.none),)
    rows = (
        OPTION.format(each.id, _flag("selected", on=each.id == part.value), safe(each.label))
        for each in (*none, *part.options)
    )
    return SELECT.format(**_names(part), all=EMPTY.join(rows))


def _radios(part: ChoiceInput) -> Markup:
    known = any(each.id == part.value for each in part.options)
    answers = part.options if part.required else (*part.options, Option("", part.none))
    chosen = part.value if known else ""
    return EMPTY.join(_tick(part, "radio", each, ticked=each.id == chosen) for each in answers)


def _boxes(part: ChecksInput) -> Markup:
    return EMPTY.join(
        _tick(part, "checkbox", each, ticked=each.id in part.value) for each in part.options
    )


def _tick(part: ChoiceInput | ChecksInput, kind: str, option: Option, *, ticked: bool) -> Markup:
    required = isinstance(part, ChoiceInput) and part.required
    return TICK.format(
        kind=kind,
        name=part.id,
        value=option.id,
        required=_flag("required", on=required),
        ticked=_flag("checked", on=ticked),
        label=safe(option.label),
    )


def _field(part: Input, control: Markup) -> Markup:
    return FIELD.format(**_around(part), at=_at(part), control=control)


def _group(part: Input, kind: str, control: Markup) -> Markup:
    return GROUP.format(**_around(part), about=_about(part), kind=kind, control=control)


def _around(part: Input) -> dict[str, str]:
    required = not isinstance(part, ChecksInput) and part.required
    return {
        "name": part.id,
        "label": safe(part.label or "…") + (NEEDED if required else EMPTY),
        "hint": HINT.format(_at(part), safe(part.hint)) if part.hint.strip() else EMPTY,
        "problem": PROBLEM.format(_at(part)),
    }


def _names(part: Input) -> dict[str, str]:
    required = not isinstance(part, ChecksInput) and part.required
    return {
        "at": _at(part),
        "name": part.id,
        "about": _about(part),
        "required": _flag("required", on=required),
    }


def _about(part: Input) -> str:
    hint = f"{_at(part)}-hint " if part.hint.strip() else ""
    return f"{hint}{_at(part)}-problem"


def _at(part: Input) -> str:
    return f"field-{part.id}"


def _flag(name: str, *, on: bool) -> Markup:
    return Markup(" ") + name if on else EMPTY
