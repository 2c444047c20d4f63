"""Validate the playbook's files against the schema, and word each mistake as a sentence."""

import re
from collections.abc import Iterable, Mapping
from typing import get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from handlers.playbook.base_model import ONE_WORD, Model
from handlers.playbook.reading import Loc, ParsedSoFar
from handlers.playbook.schema import (
    Area,
    Evidence,
    Focus,
    ListeningLine,
    Opening,
    Question,
    ReflectionField,
)
from handlers.playbook.word_lists import (
    BuyingRoleWords,
    Competitors,
    KindWords,
    MeetingWords,
    Pitch,
    Signal,
    Synonyms,
)


class Listening(Model):
    """The file listening.yaml: areas, and the lines in them."""

    areas: tuple[Area, ...]
    lines: tuple[ListeningLine, ...]


class Content(Model):
    """The whole playbook folder. Each field has the content of a file.

    For example, `pitch` has the content of pitch.yaml.
    """

    questions: tuple[Question, ...]
    listening: Listening
    openings: tuple[Opening, ...]
    focuses: tuple[Focus, ...]
    reflection: tuple[ReflectionField, ...]
    pitch: Pitch
    evidence: tuple[Evidence, ...]
    synonyms: tuple[Synonyms, ...]
    kinds: tuple[KindWords, ...]
    roles: tuple[BuyingRoleWords, ...]
    meetings: MeetingWords
    competitors: Competitors
    signals: tuple[Signal, ...]


# Maps pydantic's error types to what is allowed. pydantic's context fills the placeholders.
_ALLOWED: Mapping[str, str] = {
    "string_too_long": "at most {max_length} characters",
    "greater_than_equal": "{ge} or more",
    "less_than_equal": "{le} or less",
    "int_parsing": "a whole number",
    "int_type": "a whole number",
    "bool_parsing": "true or false",
    "bool_type": "true or false",
    "string_type": "text",
    "string_too_short": "text",
    "tuple_type": "a list",
    "model_type": "a group of fields",
}


def shape(draft: ParsedSoFar) -> Content | None:
    """Return the content as models. If it is invalid, record the mistakes and return None."""
    try:
        return Content.model_validate(draft.data)
    except ValidationError as error:
        for found in error.errors(include_url=False):
            # A file that is not in `data` is already reported as unreadable.
            if found["loc"][0] in draft.data:
                draft.say(found["loc"], _sentence(found))
    return None


def _sentence(found: ErrorDetails) -> str:
    loc, value = found["loc"], found["input"]
    name = called(loc)
    if found["type"] == "missing":
        return f"{name} is missing"
    if found["type"] == "extra_forbidden":
        allowed = ", ".join(_fields_at(loc[:-1]))
        return f"{name} is not a field here; allowed: {allowed}"
    if value is None or value == "":
        return f"{name} is empty"
    return f"{name} is {_shown(value)}; allowed: {_allowed(found)}{_example(found)}"


def _example(found: ErrorDetails) -> str:
    """If a whole file has the wrong form, say how the file or its entries must begin."""
    if len(found["loc"]) > 1:
        return ""
    first, *others = _fields_at(found["loc"])
    if found["type"] == "tuple_type":
        return f', with entries that begin with "- {first}:"'
    more = " and so on" if len(others) > 1 else ""
    return f': "{first}:"' + (f', "{others[0]}:"{more}' if others else "")


def called(loc: Loc) -> str:
    """Say where a mistake is: the name of a field, a list entry, or the file."""
    if len(loc) == 1:
        return "the file"
    if isinstance(loc[-1], str):
        return loc[-1]
    return f"entry {loc[-1] + 1}" if _fields_at(loc) else str(loc[-2])


def _fields_at(loc: Loc) -> Iterable[str]:
    """Return the names of the fields that a place can have.

    If the place has a list of models, return the names of their fields. Return nothing if the place
    has neither a model nor a list of models.
    """
    found: type[Model] | None = Content
    for step in loc:
        if isinstance(step, str):
            field = found.model_fields.get(step) if found else None
            found = _model_in(field.annotation) if field else None
    return found.model_fields if found else ()


def _model_in(annotation: object) -> type[Model] | None:
    """Return the model in an annotation such as `Model`, `Model | None` or `tuple[Model, ...]`."""
    inside = (annotation, *get_args(annotation))
    return next((one for one in inside if isinstance(one, type) and issubclass(one, Model)), None)


def _shown(value: object) -> str:
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return "a group of fields"
    text = str(value)
    return f'"{text}"' if len(text) <= 60 else f'"{text[:40]}…" ({len(text)} characters)'


def _allowed(found: ErrorDetails) -> str:
    limits = found.get("ctx", {})
    if found["type"] == "literal_error":
        return ", ".join(re.findall(r"'(.+?)'", limits["expected"]))
    if found["type"] == "string_pattern_mismatch":
        if limits["pattern"] == ONE_WORD:
            return "one word in lower-case letters"
        joint = "an underscore" if "_" in limits["pattern"] else "a hyphen"
        return f"lower-case letters and digits, a letter first, {joint} between words"
    allowed = _ALLOWED.get(found["type"])
    return allowed.format_map(limits) if allowed else found["msg"]
