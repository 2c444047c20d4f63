"""Adaptive Cards as Teams validates and shows them: mistakes, and what a person reads.

The limits are repeated here on purpose, because this is Teams' side.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from jsonschema_rs import Draft6Validator, ValidationError
from markdown_it import MarkdownIt

Json = dict[str, Any]

MARKDOWN = MarkdownIt("commonmark").enable(["strikethrough", "table"])
MAX_BYTES = 100_000  # of a message as UTF-16, base64 pictures not counted
OURS = {"value": str, "beside": bool, "nonce": str}  # what every button says of itself
ADDRESS = re.compile(r"https?://\S+$")
MAX_ACTIONS = 6  # in sight on a card; those in a row's menu do not count
DRAWING = re.compile(r"https://\S+$|data:image/(png|jpeg|gif);base64,[A-Za-z0-9+/]+=*$")
PICTURE = re.compile(r"data:image/\w+;base64,[A-Za-z0-9+/=]*")
FUNCTION = re.compile(r"\{\{(DATE|TIME)\([^)]*\)\}\}")


@cache
def schema() -> Draft6Validator:
    """Microsoft's schema for 1.5, with two things that Teams has and the schema lacks."""
    package = find_spec("adaptive_cards")
    assert package is not None
    assert package.submodule_search_locations
    folder = Path(package.submodule_search_locations[0]) / "schemas"
    found = json.loads((folder / "schema-1.5.json").read_text(encoding="utf-8"))
    found["definitions"]["ChoiceInputStyle"]["anyOf"].append({"enum": ["filtered"]})
    found["definitions"]["AdaptiveCard"]["properties"]["msteams"] = {"type": "object"}
    return Draft6Validator(found)


def mistakes(card: Json) -> list[str]:
    """What is wrong with a card; empty if nothing."""
    if broken := [words for error in schema().iter_errors(card) for words in _explain(error)]:
        return broken  # what follows relies on the schema
    found = []
    if (size := message_size(card)) > MAX_BYTES:
        found.append(f"{size} bytes")
    if card.get("version") != "1.5" or not card.get("body"):
        found.append("not a card of version 1.5, or one without a body")
    if "entities" in card.get("msteams", {}):
        found.append("a mention")
    if not read(card.get("fallbackText", "")).strip():
        found.append("no fallback text")
    shown = [each["title"] for each in actions(card) if each.get("mode") != "secondary"]
    if len(shown) > MAX_ACTIONS:
        found.append(f"{len(shown)} buttons in sight")
    found += _forms_within(card)
    ids = Counter(each["id"] for each in things(card) if "id" in each)
    found += [f"{name!r} stands {times} times" for name, times in ids.items() if times > 1]
    for thing in things(card):
        if check := CHECKS.get(thing["type"]):
            found += check(thing)
    return found


def _forms_within(card: Json) -> Iterator[str]:
    """Check forms within a card: a button hands over all inputs, and waits for required ones."""
    if "actions" in card or not inputs(card):
        return
    named: list[str] = []
    for action in actions(card):
        own = action["data"].get("attune", {}).get("inputs")
        carries = "typed" in action["data"].get("attune", {})
        if own is None and not carries and action.get("associatedInputs") != "none":
            yield f"{action['title']!r} hands over the inputs of another form"
        named += own.values() if own else ()
    if sorted(named) != sorted(each["id"] for each in inputs(card)):
        yield f"the buttons name the inputs {sorted(named)}"
    if any(each.get("isRequired") for each in inputs(card)):
        yield "an input that is required of every form on the card"


def _explain(error: ValidationError) -> list[str]:
    """How a card breaks the schema, and where.

    At each place the schema allows every kind of element, so one mistake breaks all of them. Only
    the kind that the element claims to be shows what is wrong.
    """
    kinds: list[list[ValidationError]] = getattr(error.kind, "context", [])
    its_own = [each for each in kinds if all(one.instance_path[-1:] != ["type"] for one in each)]
    if len(its_own) == 1:
        return [words for each in its_own[0] for words in _explain(each)]
    return [f"{'/'.join(map(str, error.instance_path))}: {error.message[:300]}"]


def message_size(said: object) -> int:
    """Bytes of a message or a part of one, as Teams counts them."""
    packed = json.dumps(said, ensure_ascii=False)
    return len(PICTURE.sub("", packed).encode("utf-16-le", "surrogatepass"))


def things(thing: object) -> Iterator[Json]:
    """Everything on a card that has a type, in the order it is read."""
    if isinstance(thing, list):
        for each in thing:
            yield from things(each)
    elif isinstance(thing, dict):
        if "type" in thing:
            yield thing
        for name, each in thing.items():
            if name != "data":
                yield from things(each)


def read(markdown: str) -> str:
    """Markdown as a person reads it. Raises AssertionError if any of it is markup."""
    words = []
    for token in MARKDOWN.parse(markdown):
        if token.type not in ("paragraph_open", "inline", "paragraph_close"):
            raise AssertionError(f"{token.type} in {markdown!r}")
        for child in token.children or ():
            if child.type not in ("text", "text_special", "softbreak"):
                raise AssertionError(f"{child.type} in {markdown!r}")
            words.append(child.content)
    return "".join(words)


def _text_block(block: Json) -> Iterator[str]:
    if read(block["text"]) != block["text"] or re.search(r"\w[.@#]\w|://", block["text"]):
        yield f"markdown: {block['text']!r}"
    if not block["text"].strip() or block.get("wrap") is not True:
        yield "an empty text, or one that does not wrap"


def _rich_text_block(block: Json) -> Iterator[str]:
    texts = [each["text"] for each in block["inlines"]]
    if not "".join(texts).strip() or "" in texts:
        yield "an empty text"
    if any(len(text.splitlines()) > 1 for text in texts):
        yield "a line break, which clients read differently"


def _execute(action: Json) -> Iterator[str]:
    if not action.get("verb") or not action.get("title", "").strip():
        yield "an action without a verb or a title"
    ours = {**action["data"].get("attune", {})}
    ours.pop("inputs", None)  # `_forms_within` checks these
    ours.pop("typed", None)
    if {name: type(value) for name, value in ours.items()} != OURS or len(action["data"]) > 1:
        yield f"data of an action: {action['data']}"


def _actions(block: Json) -> Iterator[str]:
    if "actions" in block and not 1 <= len(block["actions"]) <= MAX_ACTIONS:
        yield f"{len(block['actions'])} actions"


def _open_url(action: Json) -> Iterator[str]:
    if not ADDRESS.match(action["url"]):
        yield f"a link to {action['url']!r}"


def _image(image: Json) -> Iterator[str]:
    if not DRAWING.match(image["url"]) or not image.get("altText", "").strip():
        yield "an image that cannot be shown or told"


def _input(part: Json) -> Iterator[str]:
    if not part.get("label", "").strip() or not part["id"].startswith("i:"):
        yield f"label or id of {part['id']}"
    if bool(part.get("isRequired")) != ("errorMessage" in part):
        yield f"{part['id']} is required or not, but says otherwise"
    if read(part.get("errorMessage", "")) != part.get("errorMessage", ""):
        yield "markdown in an error"


def _text_input(part: Json) -> Iterator[str]:
    yield from _input(part)
    if not 1 <= len(part.get("value", "?")) <= part["maxLength"]:
        yield f"the value of {part['id']} is empty or too long"


def _date_input(part: Json) -> Iterator[str]:
    yield from _input(part)
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", part.get("value", "2026-11-28")):
        yield f"{part['value']} is no day"


def _choice_set(part: Json) -> Iterator[str]:
    yield from _input(part)
    values = [choice["value"] for choice in part["choices"]]
    if len(set(values)) < len(values) or any("," in each or not each for each in values):
        yield f"choices of {part['id']}: {values}"
    if any(not choice["title"].strip() for choice in part["choices"]) or not part.get("wrap"):
        yield f"{part['id']} has a choice that cannot be read"
    chosen = part["value"].split(",") if "value" in part else []
    if set(chosen) - set(values) or (len(chosen) > 1 and not part.get("isMultiSelect")):
        yield f"{part['id']} begins with {chosen}"


CHECKS: dict[str, Callable[[Json], Iterator[str]]] = {
    "AdaptiveCard": _actions,
    "ActionSet": _actions,
    "Action.Execute": _execute,
    "Action.OpenUrl": _open_url,
    "Image": _image,
    "Input.ChoiceSet": _choice_set,
    "Input.Date": _date_input,
    "Input.Text": _text_input,
    "RichTextBlock": _rich_text_block,
    "TextBlock": _text_block,
}


def visible(card: Json) -> str:
    """All text that a person reads, a line for each block."""
    return "\n".join(filter(None, map(_text, [*card["body"], *card.get("actions", ())])))


def _text(thing: Json) -> str:  # noqa: PLR0911 - a case an element
    match thing["type"]:
        case "TextBlock":
            return FUNCTION.sub("(date)", read(thing["text"]))
        case "RichTextBlock":
            words = "".join(each["text"] for each in thing["inlines"])
            return FUNCTION.sub("(date)", words).replace("\u00a0", " ")
        case "Container":
            return "\n".join(map(_text, thing["items"]))
        case "ColumnSet":
            columns = ["\n".join(map(_text, each["items"])) for each in thing["columns"]]
            return " ".join(columns)
        case "ActionSet":
            return " ".join(map(_text, thing["actions"]))
        case "Action.Execute" | "Action.Submit":
            return f"[{thing['title']}]"
        case "Image":
            return str(thing["altText"])
        case _:
            titles = [choice["title"] for choice in thing.get("choices", ())]
            value = [] if titles else [thing.get("value", "")]
            return "\n".join(filter(None, [thing["label"], *titles, *value]))


def actions(card: Json) -> list[Json]:
    """Every button, in reading order; a dialog submits its form by Action.Submit."""
    return [each for each in things(card) if each["type"] in ("Action.Execute", "Action.Submit")]


def links(card: Json) -> list[str]:
    """The address of everything that leads somewhere."""
    return [each["url"] for each in things(card) if each["type"] == "Action.OpenUrl"]


def inputs(card: Json) -> list[Json]:
    """Every input, in order."""
    return [each for each in things(card) if each["type"].startswith("Input.")]


def problems(card: Json) -> dict[str, str]:
    """The warnings, by the id of the input above each; "" for those above all inputs."""
    found: dict[str, list[str]] = {}
    at = ""
    for thing in things(card["body"]):
        if thing["type"].startswith("Input."):
            at = thing["id"].removeprefix("i:")
        elif thing.get("color") == "attention":
            found.setdefault(at, []).append(thing["text"])
    return {name: " ".join(words) for name, words in found.items()}
