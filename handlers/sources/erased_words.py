"""Leave the names of people who were erased out of a text. Pure."""

from collections.abc import Iterable

from handlers.coaching.erased_names import erased_in
from handlers.coaching.forgetting import forgetting
from storage.rights.erasure.names import STAND_INS
from storage.suppressed_names import Recognizer


def without_erased(
    text: str, former: Recognizer, *, longest: int, known: Iterable[str] = ()
) -> str:
    """Return a text with "a former contact" or "a former colleague" in place of erased names.

    We look for names in the first `longest` characters. `known` are erased names of which the text
    may have only a part.
    """
    for name in dict.fromkeys((*known, *erased_in(text[:longest], former))):
        who = former(name)
        if who is not None:
            text = forgetting(name, None, STAND_INS[who].lower(), ())(text)
    return text
