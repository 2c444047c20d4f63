"""Validate the playbook's files against the schema, and put mistakes into sentences."""

import re
from collections.abc import Mapping

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from handlers.playbook.reading import Loc, ParsedSoFar
from handlers.playbook.schema import (
    ONE_WORD,
    AnsweredBy,
    Area,
    BuyingRoleWords,
    Choice,
    Competitors,
    Evidence,
    Focus,
    HeardAs,
    KindWords,
    ListeningLine,
    MeetingWords,
    Model,
    Opening,
    Pitch,
    Question,
    ReflectionField,
    Signal,
    Synonyms,
)


class Listening(Model):
    """The file listening.yaml: areas, and the lines in them."""

    areas: tuple[Area, ...]
    lines: tuple[ListeningLine, ...]


class Content(Model):
    """The whole playbook folder. Each field holds the file of that name."""

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


# The model of the values under each key of a playbook, wherever the key stands.
_MODELS: Mapping[str, type[Model]] = {
    "questions": Question,
    "answered_by": AnsweredBy,
    "listening": Listening,
    "areas": Area,
    "lines": ListeningLine,
    "openings": Opening,
    "focuses": Focus,
    "reflection": ReflectionField,
    "choices": Choice,
    "pitch": Pitch,
    "evidence": Evidence,
    "synonyms": Synonyms,
    "kinds": KindWords,
    "roles": BuyingRoleWords,
    "meetings": MeetingWords,
    "competitors": Competitors,
    "heard_as": HeardAs,
    "signals": Signal,
}
# What is allowed, by pydantic's error type. The placeholders come from pydantic's error context.
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
        around = next(step for step in reversed(loc[:-1]) if isinstance(step, str))
        allowed = ", ".join(_MODELS[around].model_fields)
        return f"{name} is not a field here; allowed: {allowed}"
    if value is None or value == "":
        return f"{name} is empty"
    return f"{name} is {_shown(value)}; allowed: {_allowed(found)}{_example(found)}"


def _example(found: ErrorDetails) -> str:
    """If a whole file has the wrong form, say how the file or its entries must begin."""
    if len(found["loc"]) > 1:
        return ""
    first, second, *_ = (*_MODELS[str(found["loc"][0])].model_fields, "")
    if found["type"] == "tuple_type":
        return f', with entries that begin with "- {first}:"'
    return f': "{first}:"' + (f', "{second}:" and so on' if second else "")


def called(loc: Loc) -> str:
    """Return the name of a mistake's place: a field, a list entry, or the file."""
    if len(loc) == 1:
        return "the file"
    if isinstance(loc[-1], str):
        return loc[-1]
    return f"entry {loc[-1] + 1}" if loc[-2] in _MODELS else str(loc[-2])


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
