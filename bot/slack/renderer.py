"""Cards and forms as Slack's Block Kit, within Slack's limits.

What is too long is shortened where a reader sees it; nothing is left out in silence.
"""

import json
from collections.abc import Iterable, Mapping
from itertools import chain, count
from types import MappingProxyType
from typing import Any, assert_never

from bot.slack import limits, rich
from bot.slack.inputs import input_block
from bot.slack.limits import plain, shorten
from bot.slack.spoken import spoken
from handlers.cards import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    ChecksInput,
    ChoiceInput,
    DateInput,
    Divider,
    Form,
    Heading,
    Input,
    Link,
    Note,
    Paragraph,
    Picture,
    Plain,
    Preformatted,
    Quote,
    Strong,
    Text,
    TextInput,
    spans,
)

BESIDE = "+"  # behind the action of a button whose card stays

Json = dict[str, Any]
Part = Block | Input
Files = Mapping[Picture, str]  # the id of each picture's file on Slack
NO_FILES: Files = MappingProxyType({})

# How long one text may be: each is tried in turn until the whole fits.
STEPS = (limits.TEXT, 1_000, 300, 100)
ROOM_FOR_COUNT = 300  # the size of the line that says how much is not shown


def message(card: Card, files: Files = NO_FILES) -> Json:
    """A card as `blocks`, and as `text` for notifications and screen readers.

    A picture that is not among `files` is said in words.
    """
    return {
        "text": spoken(card),
        "blocks": _fit(card.blocks, limits.MESSAGE_BLOCKS, limits.MESSAGE_SIZE, files),
    }


def home(card: Card, files: Files = NO_FILES) -> Json:
    """A card as the view of the Home tab; pictures as in `message`."""
    blocks = _fit(card.blocks, limits.VIEW_BLOCKS, limits.VIEW_SIZE, files)
    return {"type": "home", "blocks": blocks}


def modal(form: Form, *, metadata: str) -> Json:
    """A form as a modal view that hands `metadata` back with the answers."""
    return {
        "type": "modal",
        "callback_id": form.name,
        "private_metadata": metadata,
        "title": plain(_one_line(form.title), limits.TITLE),
        "submit": plain(_one_line(form.submit), limits.TITLE),
        "close": plain("Cancel", limits.TITLE),
        "blocks": _fit(form.blocks, limits.VIEW_BLOCKS, limits.VIEW_SIZE, NO_FILES),
    }


def _blocks(  # noqa: C901, PLR0911 - a case a block
    part: Part, longest: int, numbers: Iterable[int], files: Files
) -> list[Json]:
    """Slack's blocks for one of ours: none if it is empty, several for many buttons."""
    match part:
        case Heading(text, minor=True):
            return list(rich.paragraph(spans(Strong(text)), limits.HEADER))
        case Heading(text):
            header = {"type": "header", "text": plain(_one_line(text), limits.HEADER)}
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
            return _rows([_button(each, n) for each, n in zip(buttons, numbers, strict=False)])
        case TextInput() | ChoiceInput() | ChecksInput() | DateInput():
            return input_block(part)
        case _:
            assert_never(part)


def _note(text: Text, longest: int) -> list[Json]:
    """Small print. Slack's small text has links only as markup, so a note with one is italic."""
    if any(isinstance(span, Link) for span in text):
        return list(rich.paragraph(text, longest, italic=True))
    words = "".join(span.text for span in text)
    return [{"type": "context", "elements": [plain(words, longest)]}] if words.strip() else []


def _picture(picture: Picture, longest: int, files: Files) -> list[Json]:
    if picture not in files:
        return _note((Plain(picture.alt),), longest)
    alt = shorten(_one_line(picture.alt), min(limits.ALT, longest)) or limits.MORE
    return [{"type": "image", "slack_file": {"id": files[picture]}, "alt_text": alt}]


def _button(button: Button, number: int) -> Json:
    """A button. Slack wants each action_id once; the reader takes off what is put behind it."""
    style = {} if button.style == "default" else {"style": button.style}
    spoken = shorten(_one_line(button.spoken), limits.SPOKEN)
    return {
        "type": "button",
        "action_id": f"{button.action}{BESIDE if button.beside else ''}#{number}",
        "text": plain(_one_line(button.label), limits.BUTTON_LABEL),
        **({"accessibility_label": spoken} if button.about else {}),
        **({"value": button.value[: limits.BUTTON_VALUE]} if button.value else {}),
        **style,
    }


def _rows(buttons: list[Json]) -> list[Json]:
    return [
        {"type": "actions", "elements": buttons[start : start + limits.BUTTONS]}
        for start in range(0, len(buttons), limits.BUTTONS)
    ]


def _fit(parts: tuple[Part, ...], most_blocks: int, most_size: int, files: Files) -> list[Json]:
    """All parts, their texts as long as the whole allows; those left at the end are counted."""
    groups: list[list[Json]] = []
    for longest in STEPS:
        numbers = count()
        groups = [_blocks(part, longest, numbers, files) for part in parts]
        shown = _begin(groups, most_blocks)
        if _size(shown) <= most_size:
            return shown
    return _begin(groups, most_blocks, most_size)


def _begin(groups: list[list[Json]], most_blocks: int, most_size: int | None = None) -> list[Json]:
    """What there is room for, and how much is not shown; without `most_size`, of any size."""
    everything = list(chain.from_iterable(groups))
    if len(everything) <= most_blocks and (most_size is None or _size(everything) <= most_size):
        return everything
    shown: list[Json] = []
    kept = 0
    for group in groups:
        if len(shown) + len(group) >= most_blocks:
            break
        if most_size is not None and _size(shown + group) > most_size - ROOM_FOR_COUNT:
            break
        shown += group
        kept += 1
    rest = f"{limits.MORE} {len(groups) - kept} more parts are not shown here."
    return [*shown, *rich.paragraph(spans(rest), limits.TEXT)]


def _size(blocks: list[Json]) -> int:
    return len(json.dumps(blocks, ensure_ascii=False))


def _one_line(text: str) -> str:
    return " ".join(text.split())
