"""Block Kit as Slack validates and shows it: mistakes in a payload, and what a person sees.

The limits are repeated here on purpose, because this is Slack's side.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

Json = dict[str, Any]

# type: (fields it must have, fields it may have)
SHAPES: dict[str, tuple[set[str], set[str]]] = {
    "header": ({"text"}, set()),
    "divider": (set(), set()),
    "image": ({"slack_file", "alt_text"}, set()),
    "context": ({"elements"}, set()),
    "actions": ({"elements"}, set()),
    "rich_text": ({"elements"}, set()),
    "section": ({"text"}, {"accessory"}),
    "input": ({"label", "element"}, {"hint", "optional", "dispatch_action"}),
    "button": ({"text", "action_id"}, {"value", "style", "accessibility_label"}),
    "plain_text": ({"text"}, {"emoji"}),
    "rich_text_section": ({"elements"}, set()),
    "rich_text_quote": ({"elements"}, set()),
    "rich_text_preformatted": ({"elements"}, set()),
    "rich_text_list": ({"style", "elements"}, {"indent"}),
    "text": ({"text"}, {"style"}),
    "link": ({"url"}, {"text", "style"}),
    "plain_text_input": ({"action_id"}, {"initial_value", "multiline", "max_length"}),
    "radio_buttons": ({"action_id", "options"}, {"initial_option"}),
    "checkboxes": ({"action_id", "options"}, {"initial_options"}),
    "static_select": (
        {"action_id"},
        {"options", "option_groups", "initial_option", "placeholder"},
    ),
    "multi_static_select": ({"action_id"}, {"options", "option_groups", "initial_options"}),
    "datepicker": ({"action_id"}, {"initial_date"}),
}
BLOCKS = {"header", "section", "divider", "context", "actions", "rich_text", "input", "image"}
MAX_BLOCKS = {"message": 50, "modal": 100, "home": 100}
PLAIN_TEXT = {
    "header": 150,
    "button": 75,
    "label": 2_000,
    "hint": 2_000,
    "option": 75,
    "context": 3_000,
    "section": 3_000,
    "placeholder": 150,
    "title": 24,
    "submit": 24,
    "close": 24,
}
VIEW_FIELDS = {"type", "blocks", "private_metadata", "callback_id", "title", "submit", "close"}


def mistakes(payload: Json) -> list[str]:
    """What Slack would refuse a message or a view for; empty if nothing."""
    kind = payload.get("type", "message")
    found = list(_view(payload) if kind != "message" else _message(payload))
    blocks = payload["blocks"]
    if len(blocks) > MAX_BLOCKS[kind]:
        found.append(f"{len(blocks)} blocks")
    for block in blocks:
        if block.get("type") not in BLOCKS:
            found.append(f"no block is of type {block.get('type')!r}")
            continue
        found += _shape(block) or _within(block)
    return found + list(_repeated(blocks))


def _message(payload: Json) -> Iterator[str]:
    if set(payload) - {"text", "blocks"}:
        yield f"unknown fields in a message: {set(payload)}"
    if not payload["text"].strip():
        yield "no text"
    if len(payload["text"]) > 4_000:
        yield "text too long"
    if re.search(r"[<>]|&(?!amp;|lt;|gt;)", payload["text"]):
        yield "text not escaped"
    if len(json.dumps(payload["blocks"], ensure_ascii=False)) > 13_000:
        yield "msg_blocks_too_long"


def _view(payload: Json) -> Iterator[str]:
    if set(payload) - VIEW_FIELDS:
        yield f"unknown fields in a view: {set(payload) - VIEW_FIELDS}"
    if len(json.dumps(payload)) > 250_000:
        yield "view_too_large"
    if len(payload.get("private_metadata", "")) > 3_000:
        yield "private_metadata too long"
    if len(payload.get("callback_id", "")) > 255:
        yield "callback_id too long"
    if payload["type"] == "modal":
        if "title" not in payload:
            yield "no title"
        if any(block["type"] == "input" for block in payload["blocks"]) and "submit" not in payload:
            yield "an input without submit"
        for name in ("title", "submit", "close"):
            if name in payload:
                yield from _plain(payload[name], PLAIN_TEXT[name], name)


def _shape(thing: Json) -> list[str]:
    kind = thing.get("type", "")
    if kind not in SHAPES:
        return [f"no element is of type {kind!r}"]
    must, may = SHAPES[kind]
    fields = set(thing) - {"type", "block_id"}
    found = [f"{kind} lacks {name}" for name in must - fields]
    return found + [f"{kind} has {name}" for name in fields - must - may]


def _within(block: Json) -> list[str]:
    checks: dict[str, Callable[[Json], Iterator[str]]] = {
        "header": lambda each: _plain(each["text"], PLAIN_TEXT["header"], "header"),
        "context": _context,
        "actions": _actions,
        "rich_text": _rich,
        "input": _input,
        "section": _section,
        "divider": lambda _: iter(()),
        "image": _image,
    }
    too_long = ["block_id too long"] if len(block.get("block_id", "")) > 255 else []
    return too_long + list(checks[block["type"]](block))


def _plain(text: Json, limit: int, where: str) -> Iterator[str]:
    yield from _shape(text)
    if text.get("type") != "plain_text":
        yield f"{where} is not plain text"
    if not text["text"].strip():
        yield f"{where} is empty"
    if len(text["text"]) > limit:
        yield f"{where} has {len(text['text'])} characters"


def _context(block: Json) -> Iterator[str]:
    if not 1 <= len(block["elements"]) <= 10:
        yield f"{len(block['elements'])} elements in a context"
    for element in block["elements"]:
        yield from _plain(element, PLAIN_TEXT["context"], "context")


def _image(block: Json) -> Iterator[str]:
    """Check an image: its file and its alternative text. We have no public address for one."""
    if set(block["slack_file"]) != {"id"}:
        yield "a slack_file is an id"
    if not re.fullmatch("F[A-Z0-9]{8,}", str(block["slack_file"].get("id"))):
        yield "id of a slack_file"
    if not block["alt_text"].strip() or len(block["alt_text"]) > 2_000:
        yield "alt_text of an image"


def _actions(block: Json) -> Iterator[str]:
    if not 1 <= len(block["elements"]) <= 25:
        yield f"{len(block['elements'])} elements in actions"
    for button in block["elements"]:
        yield from _shape(button)
        yield from _plain(button["text"], PLAIN_TEXT["button"], "button")
        if len(button.get("value", "")) > 2_000 or button.get("value") == "":
            yield "value of a button"
        if not 1 <= len(button["action_id"]) <= 255:
            yield "action_id of a button"
        if not 1 <= len(button.get("accessibility_label", "…")) <= 75:
            yield "accessibility_label of a button"
        if button.get("style") not in (None, "primary", "danger"):
            yield "style of a button"


def _section(block: Json) -> Iterator[str]:
    yield from _plain(block["text"], PLAIN_TEXT["section"], "section")
    if "accessory" in block:
        yield from _shape(block["accessory"])
        yield from _element(block["accessory"])


def _rich(block: Json) -> Iterator[str]:
    if not block["elements"]:
        yield "an empty rich_text"
    for element in block["elements"]:
        yield from _rich_element(element)


def _rich_element(element: Json) -> Iterator[str]:
    yield from _shape(element)
    if "elements" in element:
        if not element["elements"]:
            yield f"an empty {element['type']}"
        for each in element["elements"]:
            yield from _rich_element(each)
    if element["type"] in ("text", "link") and not element.get("text", "link"):
        yield "an empty text"
    if element["type"] == "link" and not re.match(r"https?://\S+$", element["url"]):
        yield f"a link to {element['url']!r}"
    if element["type"] == "rich_text_preformatted" and any(
        "style" in each for each in element["elements"]
    ):
        yield "style in preformatted text"


def _input(block: Json) -> Iterator[str]:
    yield from _shape(block["element"])
    yield from _plain(block["label"], PLAIN_TEXT["label"], "label")
    if "hint" in block:
        yield from _plain(block["hint"], PLAIN_TEXT["hint"], "hint")
    yield from _element(block["element"])


def _element(element: Json) -> Iterator[str]:
    if not 1 <= len(element.get("action_id", "")) <= 255:
        yield "action_id of an element"
    if "placeholder" in element:
        yield from _plain(element["placeholder"], PLAIN_TEXT["placeholder"], "placeholder")
    if len(element.get("initial_value", "")) > min(element.get("max_length", 3_000), 3_000):
        yield "initial_value too long"
    if not 1 <= element.get("max_length", 3_000) <= 3_000:
        yield "max_length"
    if element["type"] in ("radio_buttons", "checkboxes") and len(element["options"]) > 10:
        yield "more than ten options in sight"
    if "options" in element or "option_groups" in element or element["type"].endswith("select"):
        yield from _options(element)


def _options(element: Json) -> Iterator[str]:
    groups = [group["options"] for group in element.get("option_groups", ())]
    if ("options" in element) == ("option_groups" in element):
        yield "options or option_groups, not both"
    for group in element.get("option_groups", ()):
        yield from _plain(group["label"], PLAIN_TEXT["option"], "group")
    every = [element["options"]] if "options" in element else groups
    for options in every:
        if not 1 <= len(options) <= 100:
            yield f"{len(options)} options"
        for option in options:
            yield from _plain(option["text"], PLAIN_TEXT["option"], "option")
            if not 1 <= len(option["value"]) <= 150:
                yield "value of an option"
    known = [option for options in every for option in options]
    for chosen in [element.get("initial_option"), *element.get("initial_options", ())]:
        if chosen is not None and chosen not in known:
            yield "an initial option that is none of the options"


def _repeated(blocks: list[Json]) -> Iterator[str]:
    block_ids = [block["block_id"] for block in blocks if "block_id" in block]
    action_ids = [
        each["action_id"]
        for block in blocks
        for each in (*block.get("elements", ()), block.get("accessory", {}))
        if "action_id" in each
    ]
    for name, times in (Counter(block_ids) + Counter(action_ids)).items():
        if times > 1:
            yield f"{name!r} stands {times} times"


def visible(payload: Json) -> str:
    """All text that a person reads, a line for each block."""
    lines = [_text(payload[name]) for name in ("title",) if name in payload]
    lines += [_block_text(block) for block in payload["blocks"]]
    lines += [_text(payload[name]) for name in ("submit",) if name in payload]
    return "\n".join(line for line in lines if line)


def _text(text: Json) -> str:
    if text.get("emoji", True):
        return re.sub(r":[a-z0-9_+-]+:", "(emoji)", text["text"])
    return str(text["text"])


def _block_text(block: Json) -> str:  # noqa: PLR0911 - a case a block
    match block["type"]:
        case "header":
            return _text(block["text"])
        case "context":
            return " ".join(_text(each) for each in block["elements"])
        case "image":
            return str(block["alt_text"])
        case "actions":
            return " ".join(f"[{_text(each['text'])}]" for each in block["elements"])
        case "rich_text":
            return "\n".join(_rich_text(each) for each in block["elements"])
        case "input":
            return _input_text(block["label"], block["element"], block.get("hint"))
        case "section":
            return _input_text(block["text"], block["accessory"], None)
        case _:
            return ""


def _rich_text(element: Json) -> str:
    match element["type"]:
        case "text":
            return str(element["text"])
        case "link":
            return str(element.get("text", element["url"]))
        case "rich_text_list":
            return "\n".join(f"• {_rich_text(each)}" for each in element["elements"])
        case _:
            return "".join(_rich_text(each) for each in element["elements"])


def _input_text(label: Json, element: Json, hint: Json | None) -> str:
    lines = [_text(label), element.get("initial_value", "")]
    lines += [_text(option["text"]) for option in options(element)]
    lines += [element.get("initial_date", ""), _text(hint) if hint else ""]
    return "\n".join(line for line in lines if line)


def options(element: Json) -> list[Json]:
    """Every option of an element, in groups or not."""
    grouped = [option for group in element.get("option_groups", ()) for option in group["options"]]
    return [*element.get("options", ()), *grouped]


def buttons(payload: Json) -> list[Json]:
    """Every button, in the order it is read."""
    rows = [block["elements"] for block in payload["blocks"] if block["type"] == "actions"]
    return [button for row in rows for button in row]


def files(payload: Json) -> list[str]:
    """The id of every picture's file."""
    return [block["slack_file"]["id"] for block in payload["blocks"] if block["type"] == "image"]


def inputs(payload: Json) -> list[Json]:
    """Every input block, in order."""
    return [block for block in payload["blocks"] if block["type"] == "input"]


def stateful(payload: Json) -> dict[str, Json]:
    """The element of every block in which something can be typed or chosen, by block_id."""
    found = [(block, block.get("element") or block.get("accessory")) for block in payload["blocks"]]
    return {block["block_id"]: element for block, element in found if element}


def links(payload: Json) -> list[str]:
    """The address of everything that leads somewhere."""
    return list(_links(payload["blocks"]))


def _links(thing: object) -> Iterator[str]:
    if isinstance(thing, list):
        for each in thing:
            yield from _links(each)
    elif isinstance(thing, dict):
        if "url" in thing:
            yield thing["url"]
        for each in thing.values():
            yield from _links(each)
