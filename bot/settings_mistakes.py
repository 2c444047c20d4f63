"""Say which settings are wrong, and read the others."""

from collections.abc import Iterator, Mapping

from pydantic import ValidationError

from bot.settings import Settings


def read_valid() -> tuple[Settings, Mapping[str, str]]:
    """Return the settings, with defaults for wrong values, and a sentence for each wrong value.

    The keys of the sentences are the names of the settings, in upper case.
    """
    try:
        return Settings(), {}
    except ValidationError as error:
        sentences = dict(_mistakes(error))
        usual = {
            field.alias or name: field.default
            for name, field in Settings.model_fields.items()
            if (field.alias or name).upper() in sentences
        }
        return Settings(**usual), sentences


def _mistakes(error: ValidationError) -> Iterator[tuple[str, str]]:
    """Yield each wrong setting, and a sentence that says what is allowed, not what was given."""
    described = {
        field.alias or name: field.description for name, field in Settings.model_fields.items()
    }
    for problem in error.errors():
        name = str(problem["loc"][0]) if problem["loc"] else ""
        allowed = described.get(name)
        rule = f" must be {allowed}" if allowed else f": {problem['msg']}"
        yield name.upper(), f"{name.upper()}{rule}."
