"""Check the settings of the language model, and ask it one small question."""

from collections.abc import Mapping
from secrets import token_hex

from bot.model.client import ModelClient
from bot.model.reading import in_form
from bot.platform.checks import Check
from bot.service_settings import ModelSettings
from bot.settings import Settings
from handlers.model.answers import GroupNames
from handlers.model.themes import theme_names, themes_prompt
from handlers.sources.ports import ModelFailed
from storage.choices import ModelTrouble

# An invented group of customers' sentences. The model is asked to name what they have in common.
_GROUPS = (("We lose two hours a day on the phone.", "Nobody answers the phone at six."),)
_GUIDE = "docs/language-model.md says what each server needs."
_FIXES: Mapping[ModelTrouble, str] = {
    "no answer": "Check that it runs at MODEL_URL. If it is only slow, set a larger MODEL_SECONDS.",
    "server error": "Look at its own log. A server that has just started may still be loading.",
    "limit reached": "It asks Attune to wait, or the paid quota is used up.",
    "no permission": "Check MODEL_KEY.",
    "wrong address": "Check MODEL_URL, which usually ends in /v1, and MODEL_NAME.",
    "refused": f"Set MODEL_FORMAT, MODEL_LIMIT_FIELD or MODEL_TEMPERATURE: {_GUIDE}",
    "declined": "The model did not want to answer a harmless question. Choose another model.",
    "cut off": "If the model thinks before it answers, set a larger MODEL_ANSWER_TOKENS.",
    "not understood": "Its answer was far too large. Choose another model.",
    "too long": "The server takes fewer tokens than MODEL_CONTEXT says.",
}


async def check_model(settings: Settings) -> list[Check]:
    """Check that the language model answers in the form that Attune needs.

    The question has only invented data. Return [] if no model is set.
    """
    if not settings.model_url and not settings.model_name:
        return []
    model = settings.model
    if model is None:
        missing = "MODEL_NAME" if settings.model_url else "MODEL_URL"
        return [Check(False, f"The language model is not used: {missing} is missing.", _GUIDE)]
    found = [] if _leaves_room(model) else [_too_little(model)]
    return [*found, await _asked(model)]


async def _asked(settings: ModelSettings) -> Check:
    """Ask the model one small question, and check whether Attune could use the answer."""
    prompt = themes_prompt(_GROUPS, token_hex(8))
    messages = [
        {"role": "system", "content": prompt.system},
        {"role": "user", "content": prompt.user},
    ]
    async with ModelClient(settings, tries=1) as client:
        name = f"The language model {settings.name} at {client.host}"
        try:
            written = await client.complete(messages, prompt.schema, settings.answer_tokens)
        except ModelFailed as failed:
            fix = _FIXES.get(failed.trouble, _GUIDE)
            return Check(False, f"{name} gave no usable answer: {failed.trouble}.", fix)
    answer = in_form(written.text, GroupNames)
    if answer is None:
        fix = f"Set another MODEL_FORMAT, or choose another model. {_GUIDE}"
        return Check(False, f"{name} does not answer in the form that Attune needs.", fix)
    if not theme_names(answer, _GROUPS):
        fix = "Its proposals will rarely help. Run python -m bench model, or choose another model."
        return Check(True, f"{name} answers, but not what Attune asked for.", fix)
    return Check(True, f"{name} answers. Attune uses it only once an admin has switched it on.")


def _leaves_room(settings: ModelSettings) -> bool:
    return settings.context >= settings.answer_tokens + 2_000


def _too_little(settings: ModelSettings) -> Check:
    return Check(
        False,
        "MODEL_CONTEXT leaves hardly any room for a text.",
        f"Set it to at least {settings.answer_tokens + 2_000} tokens, if the server allows that.",
    )
