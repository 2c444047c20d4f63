"""Render cards and forms as Slack's Block Kit, within Slack's limits.

A text that is too long ends in an ellipsis. If parts are left out, the last line says how many.
"""

import json
from collections.abc import Mapping
from itertools import chain
from types import MappingProxyType
from typing import assert_never

from bot.platform.fitting import MORE, chunks, left_out, one_line, shorten
from bot.platform.payload import Json
from bot.slack import limits, rich
from bot.slack.ids import Ids
from bot.slack.inputs import at_once, input_block
from bot.slack.limits import plain
from bot.slack.spoken import spoken
from handlers.cards import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Divider,
    Form,
    Heading,
    Link,
    Note,
    Paragraph,
    Picture,
    Plain,
    Preformatted,
    QuickForm,
    Quote,
    Strong,
    Text,
    spans,
)
from handlers.inputs import ChecksInput, ChoiceInput, DateInput, Input, TextInput

Part = Block | Input
Files = Mapping[Picture, str]  # the id of each picture's file on Slack
NO_FILES: Files = MappingProxyType({})

# Characters of one text. We try the limits in turn until the card fits.
STEPS = (limits.TEXT, 1_000, 300, 100)
ROOM_FOR_COUNT = 300  # characters of JSON for the line that counts the parts left out


def message(card: Card, files: Files = NO_FILES) -> Json:
    """Render a card as `blocks`, and as `text` for notifications and screen readers.

    A picture that is not in `files` becomes its alternative text.
    """
    return {
        "text": spoken(card),
        "blocks": _fit_parts(card.blocks, limits.MESSAGE_BLOCKS, limits.MESSAGE_SIZE, files),
    }


def home(card: Card, files: Files = NO_FILES) -> Json:
    """Render a card as the view for the Home tab. `files` is as in `message`."""
    blocks = _fit_parts(card.blocks, limits.VIEW_BLOCKS, limits.VIEW_SIZE, files)
    return {"type": "home", "blocks": blocks}


def modal(form: Form, *, metadata: str) -> Json:
    """Render a form as a modal. Slack returns `metadata` when the form is submitted."""
    return {
        "type": "modal",
        "callback_id": form.name,
        "private_metadata": metadata,
        "title": plain(one_line(form.title), limits.TITLE),
        "submit": plain(one_line(form.submit), limits.TITLE),
        "close": plain("Cancel", limits.TITLE),
        "blocks": _fit_parts(form.blocks, limits.VIEW_BLOCKS, limits.VIEW_SIZE, NO_FILES),
    }


def _blocks(  # noqa: C901, PLR0911, PLR0912 - one case for each block
    part: Part, longest: int, ids: Ids, files: Files
) -> list[Json]:
    match part:
        case Heading(text, minor=True):
            return list(rich.paragraph(spans(Strong(text)), limits.HEADER))
        case Heading(text):
            header = {"type": "header", "text": plain(one_line(text), limits.HEADER)}
            return [header] if text.strip() else []
        case Paragraph(text):
            return list(rich.paragraph(text, longest))
        case Bullets(items):
            return list(rich.bullets(items, longest))
        case Quote(words, source):
            return list(rich.quote(words, source, longest))
        case Preformatted(text):
            return list(rich.preformatted(text, longest))
        case Note(text):
            return _note(text, longest)
        case Picture():
            return _picture(part, longest, files)
        case Divider():
            return [{"type": "divider"}]
        case Buttons(buttons):
            return _rows([_button(each, ids.of_button(each)) for each in buttons])
        case QuickForm():
            return _quick_form(part, longest, ids)
        case TextInput() | ChoiceInput() | ChecksInput() | DateInput():
            return input_block(part)
        case _:
            assert_never(part)


def _note(text: Text, longest: int) -> list[Json]:
    """Render a note as small text, or in italics if it has a link: small text can't have links."""
    if any(isinstance(span, Link) for span in text):
        return list(rich.paragraph(text, longest, italic=True))
    words = "".join(span.text for span in text)
    return [{"type": "context", "elements": [plain(words, longest)]}] if words.strip() else []


def _picture(picture: Picture, longest: int, files: Files) -> list[Json]:
    if picture not in files:
        return _note((Plain(picture.alt),), longest)
    alt = shorten(one_line(picture.alt), min(limits.ALT, longest)) or MORE
    return [{"type": "image", "slack_file": {"id": files[picture]}, "alt_text": alt}]


def _button(button: Button, action_id: str) -> Json:
    style = {} if button.style == "default" else {"style": button.style}
    spoken_label = shorten(one_line(button.spoken), limits.SPOKEN)
    return {
        "type": "button",
        "action_id": action_id,
        "text": plain(one_line(button.label), limits.BUTTON_LABEL),
        **({"accessibility_label": spoken_label} if button.about else {}),
        **({"value": button.value[: limits.BUTTON_VALUE]} if button.value else {}),
        **style,
    }


def _quick_form(form: QuickForm, longest: int, ids: Ids) -> list[Json]:
    if not form.fillable:
        return []
    own = ids.of_form(form)
    match form.fillable:
        case (ChoiceInput() as only,) if form.at_once and len(own.at_once(only)) <= limits.ID:
            return [at_once(only, own.at_once(only), own.action, longest)]
    blocks = [block for part in form.fillable for block in input_block(part, own.input(part))]
    submit = {
        "type": "actions",
        "block_id": own.submit,
        "elements": [_button(form.button, own.action)],
    }
    return [*blocks, submit]


def _rows(buttons: list[Json]) -> list[Json]:
    return [{"type": "actions", "elements": row} for row in chunks(buttons, limits.BUTTONS)]


def _fit_parts(
    parts: tuple[Part, ...], block_limit: int, size_limit: int, files: Files
) -> list[Json]:
    """Return the blocks, with texts shortened step by step until the message is small enough."""
    groups: list[list[Json]] = []
    for longest in STEPS:
        ids = Ids()
        groups = [_blocks(part, longest, ids, files) for part in parts]
        shown = _fit_blocks(groups, block_limit)
        if _size(shown) <= size_limit:
            return shown
    return _fit_blocks(groups, block_limit, size_limit)


def _fit_blocks(
    groups: list[list[Json]], block_limit: int, size_limit: int | None = None
) -> list[Json]:
    """Return the blocks of the parts that fit. If parts are left out, the last line counts them."""
    everything = list(chain.from_iterable(groups))
    if len(everything) <= block_limit and (size_limit is None or _size(everything) <= size_limit):
        return everything
    shown: list[Json] = []
    fitting = 0
    for group in groups:
        if len(shown) + len(group) >= block_limit:
            break
        if size_limit is not None and _size(shown + group) > size_limit - ROOM_FOR_COUNT:
            break
        shown += group
        fitting += 1
    rest = left_out(len(groups) - fitting)
    return [*shown, *rich.paragraph(spans(rest), limits.TEXT)]


def _size(blocks: list[Json]) -> int:
    return len(json.dumps(blocks, ensure_ascii=False))
