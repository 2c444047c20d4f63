"""What each language model's server accepts. Pure.

Some servers refuse fields that they don't know. So we send only these fields:

- fields that nearly every server knows
- fields that the server is known to accept (`_BY_HOST`)
- fields that the settings name
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from yarl import URL

from bot.service_settings import ModelForm, ModelLimitField, ModelSettings
from handlers.model.schema import Schema

Message = dict[str, str]


@dataclass(frozen=True)
class Quirks:
    """How to ask a server. `store` means that the server keeps answers unless we forbid it."""

    form: ModelForm = "json_schema"
    limit_field: ModelLimitField = "max_tokens"
    temperature: float | None = None
    store: bool = False


_OPENAI = Quirks(limit_field="max_completion_tokens", store=True)
# By host. A name that begins with a dot stands for every host that ends with it.
_BY_HOST = {
    "api.openai.com": _OPENAI,
    ".api.openai.com": _OPENAI,
    ".openai.azure.com": _OPENAI,
    ".services.ai.azure.com": _OPENAI,
    ".cognitiveservices.azure.com": _OPENAI,
    "api.anthropic.com": Quirks(form="prompt"),  # ignores `response_format` without saying so
}


def quirks_of(settings: ModelSettings) -> Quirks:
    """Return how to ask the server that the settings name."""
    host = (URL(settings.url).host or "").lower()
    usual = next(
        (
            quirks
            for name, quirks in _BY_HOST.items()
            if host == name or (name.startswith(".") and host.endswith(name))
        ),
        Quirks(),
    )
    return Quirks(
        settings.form or usual.form,
        settings.limit_field or usual.limit_field,
        settings.temperature,
        usual.store,
    )


def request_body(
    name: str, quirks: Quirks, messages: Sequence[Message], schema: Schema, tokens: int
) -> dict[str, Any]:
    """Return the JSON of a request. `tokens` limits the answer."""
    body: dict[str, Any] = {"model": name, "messages": list(messages), quirks.limit_field: tokens}
    if quirks.form == "json_schema":
        wanted = {"name": "answer", "strict": True, "schema": schema}
        body["response_format"] = {"type": "json_schema", "json_schema": wanted}
    elif quirks.form == "json_object":
        body["response_format"] = {"type": "json_object"}
    if quirks.temperature is not None:
        body["temperature"] = quirks.temperature
    if quirks.store:
        body["store"] = False
    return body
