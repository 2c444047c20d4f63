"""Read the answers of a language model's server. An answer may have any form. Pure."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import ValidationError

from bot.intake.json_http import HttpAnswer
from bot.platform.payload import at, maybe
from handlers.model.answers import AnswerForm
from handlers.sources.ports import ModelFailed
from storage.choices import ModelTrouble

Answer = TypeVar("Answer", bound=AnswerForm)

_FENCE = re.compile(r"```[a-zA-Z]{0,10}[ \t]{0,10}\n?")
_BY_STATUS: Mapping[int, ModelTrouble] = {
    401: "no permission",
    403: "no permission",
    404: "wrong address",
    405: "wrong address",
    408: "server error",
    409: "server error",
    413: "too long",
    429: "limit reached",
}
_RETRIED = (408, 409, 429)
_TOO_LONG = ("context_length_exceeded", "exceed_context_size_error")
_USED_UP = ("insufficient_quota",)  # a retry does not help


@dataclass(frozen=True)
class Completion:
    """What a model wrote. `prompt_tokens` is None if the server does not count them."""

    text: str = field(repr=False)
    prompt_tokens: int | None = None


def completion(answer: HttpAnswer) -> Completion:
    """Return what the model wrote.

    Raises ModelFailed if the server failed, or if the model declined or was cut off.
    """
    if answer.status != 200:
        raise ModelFailed(trouble_of(answer), answer.wait)
    if answer.is_page or not isinstance(answer.body, Mapping):
        raise ModelFailed("wrong address")
    choices = at(answer.body, "choices")
    first = choices[0] if isinstance(choices, list) and choices else None
    if first is None:
        raise ModelFailed("server error")
    reason, refusal = maybe(first, "finish_reason"), maybe(first, "message", "refusal")
    if reason == "content_filter" or refusal:
        raise ModelFailed("declined")
    if reason == "length":
        raise ModelFailed("cut off")
    counted = at(answer.body, "usage", "prompt_tokens")
    tokens = counted if isinstance(counted, int) and counted > 0 else None
    return Completion(_text(at(first, "message", "content")), tokens)


def trouble_of(answer: HttpAnswer) -> ModelTrouble:
    """Return why a server did not answer with 200."""
    if _says(answer, _TOO_LONG):
        return "too long"
    if 300 <= answer.status < 400:
        return "wrong address"
    if answer.status >= 500:
        return "server error"
    return _BY_STATUS.get(answer.status, "refused")


def may_retry(answer: HttpAnswer) -> bool:
    """Check whether a retry of the failed request may succeed."""
    asked = answer.headers.get("x-should-retry", "").lower()
    if asked in ("true", "false"):
        return asked == "true"
    if _says(answer, (*_TOO_LONG, *_USED_UP)):
        return False
    return answer.status in _RETRIED or answer.status >= 500


def in_form(text: str, form: type[Answer]) -> Answer | None:
    """Parse what the model wrote. Return None if `text` can't be parsed as `form`."""
    try:
        return form.model_validate(json.loads(_json(text)))
    except (ValidationError, ValueError, RecursionError):
        return None


def _json(text: str) -> str:
    """Return the JSON object in a text, without "thoughts" before it or code fences around it."""
    rest = text.rpartition("</think>")[2]
    rest = _FENCE.sub("", rest)
    start, end = rest.find("{"), rest.rfind("}")
    return rest[start : end + 1] if 0 <= start < end else ""


def _text(content: object) -> str:
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else []
    return "".join(maybe(part, "text") for part in parts if maybe(part, "type") == "text")


def _says(answer: HttpAnswer, codes: tuple[str, ...]) -> bool:
    error = at(answer.body, "error")
    return {maybe(error, "code"), maybe(error, "type")} & set(codes) != set()
