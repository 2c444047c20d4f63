"""Remove the names of erased people from a text. Pure."""

from collections.abc import Mapping

from handlers.coaching.erased_names import erased_in
from handlers.coaching.forgetting import forgetting
from storage.choices import Former
from storage.rights.erasure.names import STAND_INS
from storage.suppressed_names import Recognizer


def without_erased(
    text: str, former: Recognizer, *, longest: int, known: Mapping[str, Former] | None = None
) -> str:
    """Return a text with "a former contact" or "a former colleague" instead of erased names.

    We search only the first `longest` characters, and only for whole names. `known` are names of
    people who were erased. A part of such a name is replaced too.
    """
    found = {name: former(name) for name in erased_in(text[:longest], former)}
    for name, who in (dict(known or {}) | found).items():
        if who is not None:
            text = forgetting(name, None, STAND_INS[who].lower(), ())(text)
    return text
