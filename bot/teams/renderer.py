"""Render cards and forms as Adaptive Cards 1.5, within Teams' limits.

A text that is too long ends in an ellipsis. If parts are left out, the last line says how many.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain, pairwise
from typing import assert_never

from bot.platform.fitting import MORE, chunks, left_out
from bot.platform.payload import Json
from bot.platform.typed_inputs import PASSES_TYPED_INPUTS
from bot.teams import inputs, limits, rich
from bot.teams.limits import ROOMS, Room
from handlers.cards import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Divider,
    Form,
    Heading,
    Note,
    Paragraph,
    Picture,
    Preformatted,
    QuickForm,
    Quote,
    spans,
)
from handlers.inputs import ChecksInput, ChoiceInput, DateInput, Input, TextInput, refilled

Part = Block | Input

KEY = "attune"  # holds a button's own data, next to the values of the inputs
# If a button submits a form within a card, the button's data has the form's inputs under this key.
INPUTS = "inputs"
# If a button's action is in `PASSES_TYPED_INPUTS`, the button's data has this key too. Under the
# key are the inputs of all forms within the card.
TYPED = "typed"
FORM = "form:"  # the verb of a form's submit button is FORM and then the form's name
STYLES: Mapping[str, Json] = {
    "default": {},
    "primary": {"style": "positive"},
    "danger": {"style": "destructive"},
}
RULE: Json = {"type": "rule"}  # `_ruled` replaces this with a line above the next element


@dataclass(frozen=True)
class Setting:
    """How to render the parts of a card.

    `alone` means that a button does not submit the card's inputs. `typed` maps the inputs of the
    forms within the card to their element ids.
    """

    nonce: str
    pictures: Mapping[Picture, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)
    alone: bool = False
    typed: Mapping[str, str] = field(default_factory=dict)


def card(card: Card, *, nonce: str, pictures: Mapping[Picture, str] | None = None) -> Json:
    """Render a card as an Adaptive Card.

    `pictures` maps each drawing to its https: or data: URL. Without a URL, the alternative text is
    shown. Teams returns `nonce` with every press of a button.
    """
    forms = [(at, one) for at, one in enumerate(card.blocks) if isinstance(one, QuickForm)]
    typed = {name: id_ for at, one in forms for name, id_ in _element_ids(one, at).items()}
    setting = Setting(nonce, pictures or {}, alone=bool(forms), typed=typed)
    return _fitted(card.blocks, setting, lambda body: _content(card.summary, body))


def form(
    form: Form,
    *,
    nonce: str,
    problems: Mapping[str, str] | None = None,
    filled: Mapping[str, str] | None = None,
) -> Json:
    """Render a form as an Adaptive Card with inputs.

    `problems` maps the ids of inputs to problems. `filled` maps the ids to what the person entered
    before. A problem that belongs to no visible input is shown at the top.
    """
    parts = tuple(
        refilled(part, filled or {}) if isinstance(part, Input) else part for part in form.blocks
    )
    setting = Setting(nonce, problems=problems or {}, alone=True)
    submit = Button(form.submit, FORM + form.name, form.subject, "primary")
    actions = [_button(submit, replace(setting, alone=False))]

    def make_card(body: list[Json]) -> Json:
        top = [*rich.heading(form.title, rich.LARGE), *_other_problems(form, setting.problems)]
        content = _content(form.title, [*top, *body], room=limits.ACTIONS - len(actions))
        return {**content, "actions": actions}

    return _fitted(parts, setting, make_card)


def _content(summary: str, body: list[Json], room: int = limits.ACTIONS) -> Json:
    words = limits.line(summary, limits.SUMMARY)
    return {
        "type": "AdaptiveCard",
        "version": "1.5",
        "fallbackText": limits.escaped(words),
        "body": _visible_actions(_ruled(body), room)
        or list(rich.paragraph(spans(MORE), limits.SUMMARY)),
    }


def _other_problems(form: Form, problems: Mapping[str, str]) -> list[Json]:
    """Return the problems that belong to no visible input of the form."""
    shown = {each.id for each in form.inputs if getattr(each, "options", True)}
    return list(
        chain.from_iterable(
            rich.paragraph(spans(problem), limits.SUMMARY, rich.WRONG)
            for name, problem in problems.items()
            if name not in shown
        )
    )


def _elements(  # noqa: PLR0911, PLR0912, C901 - one case for each block
    part: Part, place: int, setting: Setting, room: Room
) -> list[Json]:
    match part:
        case Heading(text, minor=True):
            return list(rich.heading(text, rich.STRONG))
        case Heading(text):
            return [each | {"spacing": "large"} for each in rich.heading(text)]
        case Paragraph(text):
            return list(rich.paragraph(text, room.text))
        case Bullets(items):
            return list(rich.bullets(items, room.text))
        case Quote(words, source):
            return list(rich.quote(words, source, room.text))
        case Note(text):
            return list(rich.paragraph(text, room.text, rich.SMALL))
        case Preformatted(text):
            return list(rich.preformatted(text, room.text))
        case Picture():
            return _picture(part, setting.pictures.get(part), room)
        case Divider():
            return [RULE]
        case Buttons(buttons):
            return _rows([_button(each, setting) for each in buttons])
        case QuickForm():
            return _quick_form(part, place, setting, room)
        case TextInput() | ChoiceInput() | ChecksInput() | DateInput():
            return inputs.elements(part, setting.problems.get(part.id, ""), room)
        case _:
            assert_never(part)


def _picture(picture: Picture, address: str | None, room: Room) -> list[Json]:
    if address is None:
        return list(rich.paragraph(spans(picture.alt), room.text, rich.SMALL))
    return [{"type": "Image", "url": address, "altText": limits.line(picture.alt, room.text)}]


def _button(button: Button, setting: Setting) -> Json:
    """Render a button.

    With `setting.alone`, people can press the button while required inputs are empty.

    If the action is in `PASSES_TYPED_INPUTS`, the button always submits the inputs of the forms
    within the card. These inputs are all optional.
    """
    own: Json = {"value": button.value, "beside": button.beside, "nonce": setting.nonce}
    passes_inputs = bool(setting.typed) and button.action in PASSES_TYPED_INPUTS
    if passes_inputs:
        own[TYPED] = dict(setting.typed)
    return {
        "type": "Action.Execute",
        "verb": button.action,
        "title": limits.line(button.label, limits.BUTTON_LABEL),
        "data": {KEY: own},
        **({"tooltip": limits.line(button.spoken, limits.SPOKEN)} if button.about else {}),
        **STYLES[button.style],
        **({"associatedInputs": "none"} if setting.alone and not passes_inputs else {}),
    }


def _element_ids(form: QuickForm, place: int) -> dict[str, str]:
    return {part.id: inputs.element_id(part, f"{place}.") for part in form.fillable}


def _quick_form(form: QuickForm, place: int, setting: Setting, room: Room) -> list[Json]:
    """Render a form within a card.

    The button names the form's inputs, because Teams submits the inputs of all forms. All inputs
    are optional. If a required input were empty, Teams would not submit any form of the card.
    """
    if not form.fillable:
        return []
    own = f"{place}."
    fields = [replace(part, required=False) for part in form.fillable]
    shown = chain.from_iterable(
        inputs.elements(part, "", room, own, as_list=form.at_once) for part in fields
    )
    submit = replace(form.button, action=FORM + form.name)
    button = _button(submit, replace(setting, alone=False))
    button["data"][KEY][INPUTS] = _element_ids(form, place)
    return [*shown, *_rows([button])]


def _rows(buttons: list[Json]) -> list[Json]:
    return [{"type": "ActionSet", "actions": row} for row in chunks(buttons, limits.ACTIONS)]


def _visible_actions(body: list[Json], room: int) -> list[Json]:
    """Show at most `room` buttons. The others go into the menu (…) of their row.

    The first buttons of all rows are chosen before the second buttons. Among buttons at the same
    position, primary buttons are chosen first.
    """
    order = [
        (place, each.get("style") != "positive", row)
        for row, element in enumerate(body)
        for place, each in enumerate(element.get("actions", ()))
    ]
    shown = {(row, place) for place, _, row in sorted(order)[:room]}
    return [
        element
        if "actions" not in element
        else element
        | {
            "actions": [
                each if (row, place) in shown else each | {"mode": "secondary"}
                for place, each in enumerate(element["actions"])
            ]
        }
        for row, element in enumerate(body)
    ]


def _ruled(body: Iterable[Json]) -> list[Json]:
    """Show each divider as a line above the block that follows it."""
    return [
        each | {"separator": True, "spacing": "large"} if before is RULE else each
        for before, each in pairwise([{}, *body])
        if each is not RULE
    ]


def _fitted(
    parts: tuple[Part, ...], setting: Setting, make_card: Callable[[list[Json]], Json]
) -> Json:
    """Keep the card within its size limit, with texts as long as possible.

    If the card is too large even with the shortest texts, leave out parts at the end.
    """
    for room in ROOMS:
        content = make_card(list(chain.from_iterable(_groups(parts, setting, room))))
        if limits.size(content) <= limits.CARD_SIZE:
            return content
    groups = _groups(parts, setting, ROOMS[-1])
    too_many = bisect_right(
        range(len(groups)),
        limits.CARD_SIZE,
        key=lambda count: limits.size(make_card(_first_parts(groups, count))),
    )
    return make_card(_first_parts(groups, max(too_many - 1, 0)))


def _groups(parts: tuple[Part, ...], setting: Setting, room: Room) -> list[list[Json]]:
    return [_elements(part, place, setting, room) for place, part in enumerate(parts)]


def _first_parts(groups: list[list[Json]], count: int) -> list[Json]:
    rest = left_out(len(groups) - count)
    return [*chain.from_iterable(groups[:count]), *rich.paragraph(spans(rest), limits.SUMMARY)]
