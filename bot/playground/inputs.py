"""The inputs of a form as HTML, each with a label, a hint and a place for a problem.

A quick input is an input in a message. Its elements have no ids, because several messages may have
the same form.
"""

from typing import assert_never

from markupsafe import Markup

from bot.platform.choices import CLEAR, placeholder
from bot.playground.prose import safe
from handlers.inputs import ChecksInput, ChoiceInput, DateInput, Input, Option, TextInput

AT_A_GLANCE = 7  # choices with more options become a drop-down list

EMPTY = Markup()
FIELD = Markup(
    '<div class="field" data-field="{name}"><label for="{at}" dir="auto">{label}</label>'
    "{hint}{control}{problem}</div>"
)
QUICK_FIELD = Markup(
    '<div class="field" data-field="{name}"><label dir="auto">{label}{hint}{control}</label>'
    "{problem}</div>"
)
GROUP = Markup(
    '<fieldset class="field" data-field="{name}" aria-describedby="{about}">'
    '<legend dir="auto">{label}</legend>{hint}<div class="{kind}">{control}</div>{problem}'
    "</fieldset>"
)
QUICK_GROUP = Markup(
    '<fieldset class="field" data-field="{name}"><legend dir="auto">{label}{hint}</legend>'
    '<div class="choices">{control}</div>{problem}</fieldset>'
)
NEEDED = Markup(' <span class="needed">required</span>')
HINT = Markup('<p class="hint" id="{}-hint" dir="auto">{}</p>')
QUICK_HINT = Markup('<span class="hint" dir="auto">{}</span>')
PROBLEM = Markup('<p class="problem" id="{}-problem" hidden></p>')
QUICK_PROBLEM = Markup('<p class="problem" role="alert" hidden></p>')
AT = Markup(' id="{}"')
ABOUT = Markup(' aria-describedby="{}"')
LINE = Markup(
    '<input type="text"{at} name="{name}" dir="auto" autocomplete="off" maxlength="{limit}"'
    '{about}{required} value="{value}">'
)
# HTML drops one newline right after the tag. The template has a newline there for HTML to drop, so
# that a value that begins with a newline stays whole.
LINES = Markup(
    '<textarea{at} name="{name}" dir="auto" rows="3" maxlength="{limit}"'
    "{about}{required}>\n{value}</textarea>"
)
# One line that wraps, so that people can read all of a long sentence. Enter submits the form.
WRAPPED = Markup(
    '<textarea{at} name="{name}" dir="auto" autocomplete="off" rows="1" data-line'
    ' maxlength="{limit}"{about}{required}>\n{value}</textarea>'
)
SHORT = 100  # an input for at most this many characters, such as a time or a number, does not wrap
DAY = Markup('<input type="date"{at} name="{name}"{about}{required} value="{value}">')
SELECT = Markup('<select{at} name="{name}"{about}{required}>{all}</select>')
OPTION = Markup('<option value="{}"{}>{}</option>')
TICK = Markup(
    '<label class="tick"><input type="{kind}" name="{name}" value="{value}"{required}{ticked}>'
    '<span dir="auto">{label}</span></label>'
)


def input_html(part: Input) -> Markup:
    """Return one input as HTML. A choice or checkboxes without options become ""."""
    match part:
        case TextInput():
            return _field(part, _text(part, _attributes(part)))
        case DateInput(value=value):
            return _field(part, DAY.format(**_attributes(part), value=value or ""))
        case ChoiceInput(options=options) if len(options) > AT_A_GLANCE:
            return _field(part, _select(part, _attributes(part)))
        case ChoiceInput(options=options):
            return _group(part, "choices", _radios(part)) if options else EMPTY
        case ChecksInput(options=options):
            return _group(part, "checks", _boxes(part)) if options else EMPTY
        case _:
            assert_never(part)


def quick_input_html(part: TextInput | ChoiceInput, *, as_list: bool) -> Markup:
    """Return one input of a form in a message. With `as_list`, a choice is a drop-down list."""
    names = _attributes(part) | {"at": EMPTY, "about": EMPTY}
    around = {
        "name": part.id,
        "label": _label(part),
        "hint": QUICK_HINT.format(safe(part.hint)) if part.hint.strip() else EMPTY,
        "problem": QUICK_PROBLEM,
    }
    match part:
        case TextInput():
            return QUICK_FIELD.format(**around, control=_text(part, names))
        case ChoiceInput(options=options) if as_list or len(options) > AT_A_GLANCE:
            return QUICK_FIELD.format(**around, control=_select(part, names))
        case ChoiceInput():
            return QUICK_GROUP.format(**around, control=_radios(part))
        case _:
            assert_never(part)


def _text(part: TextInput, names: dict[str, str]) -> Markup:
    limit = max(part.limit, len(part.value))
    line = WRAPPED if limit > SHORT else LINE
    shape = LINES if part.multiline else line
    return shape.format(**names, limit=limit, value=safe(part.value))


def _select(part: ChoiceInput, names: dict[str, str]) -> Markup:
    known = any(each.id == part.value for each in part.options)
    clear = (Option("", part.none or CLEAR),) if part.clearable else ()
    choose = () if known else (Option("", placeholder(part)),)
    rows = (
        OPTION.format(each.id, _flag("selected", on=each.id == part.value), safe(each.label))
        for each in (*choose, *part.options, *clear)
    )
    return SELECT.format(**names, all=EMPTY.join(rows))


def _radios(part: ChoiceInput) -> Markup:
    clear = (Option("", part.none or CLEAR),) if part.clearable else ()
    answers = (*part.options, *clear)
    return EMPTY.join(_tick(part, "radio", each, ticked=each.id == part.value) for each in answers)


def _boxes(part: ChecksInput) -> Markup:
    return EMPTY.join(
        _tick(part, "checkbox", each, ticked=each.id in part.value) for each in part.options
    )


def _tick(part: ChoiceInput | ChecksInput, kind: str, option: Option, *, ticked: bool) -> Markup:
    return TICK.format(
        kind=kind,
        name=part.id,
        value=option.id,
        required=_flag("required", on=_is_required(part)),
        ticked=_flag("checked", on=ticked),
        label=safe(option.label),
    )


def _field(part: Input, control: Markup) -> Markup:
    return FIELD.format(**_around(part), at=_at(part), control=control)


def _group(part: Input, kind: str, control: Markup) -> Markup:
    return GROUP.format(**_around(part), about=_about(part), kind=kind, control=control)


def _around(part: Input) -> dict[str, str]:
    """Return the values for the template of a field, except the control."""
    return {
        "name": part.id,
        "label": _label(part),
        "hint": HINT.format(_at(part), safe(part.hint)) if part.hint.strip() else EMPTY,
        "problem": PROBLEM.format(_at(part)),
    }


def _label(part: Input) -> Markup:
    return safe(part.label or "…") + (NEEDED if _is_required(part) else EMPTY)


def _attributes(part: Input) -> dict[str, str]:
    """Return the values for the attributes that every control has."""
    return {
        "at": AT.format(_at(part)),
        "name": part.id,
        "about": ABOUT.format(_about(part)),
        "required": _flag("required", on=_is_required(part)),
    }


def _is_required(part: Input) -> bool:
    return not isinstance(part, ChecksInput) and part.required


def _about(part: Input) -> str:
    hint = f"{_at(part)}-hint " if part.hint.strip() else ""
    return f"{hint}{_at(part)}-problem"


def _at(part: Input) -> str:
    return f"field-{part.id}"


def _flag(name: str, *, on: bool) -> Markup:
    return Markup(" ") + name if on else EMPTY
