"""Remove the names of erased people from a text. Pure."""

from collections.abc import Mapping

from handlers.coaching.names.erased_names import erased_in
from handlers.coaching.names.forgetting import forgetting
from storage.choices import Former
from storage.customers.suppressed_names import Recognizer
from storage.rights.erasure.names import STAND_INS


def without_erased(
    text: str, former: Recognizer, *, longest: int, known: Mapping[str, Former] | None = None
) -> str:
    """Return a text with "a former contact" or "a former colleague" instead of erased names.

    `former` recognises the full names of erased people. With it, we find names in the first
    `longest` characters. `known` has further erased names. We replace all these names in the whole
    text, also where it has only a part of a name ("Jana" of "Jana Novak").
    """
    found = {name: former(name) for name in erased_in(text[:longest], former)}
    for name, who in (dict(known or {}) | found).items():
        if who is not None:
            text = forgetting(name, None, STAND_INS[who].lower(), ())(text)
    return text
