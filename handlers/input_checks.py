"""Check the length and the characters of a request's texts before a feature gets the request."""

from handlers import limits
from handlers.registry import Refusal
from handlers.request import Means, Request
from storage.text import storable

DAMAGED_TEXT = (
    "That can't be saved: a character in it is damaged, perhaps an emoji that was cut in half. "
    "Remove it and try again."
)


def check_lengths(request: Request) -> None:
    """Raise Refusal if a text in a request is too long.

    If the text is in a form, the refusal's `field` is the id of the input.
    """
    limit = {
        Means.COMMAND: limits.COMMAND,
        Means.SHORTCUT: limits.MESSAGE,
        Means.FILE: limits.MESSAGE,
    }
    if problem := limits.too_long(request.text, limit.get(request.means, limits.VALUE)):
        raise Refusal(problem)
    for name, typed in request.fields.items():
        if problem := limits.too_long(typed, limits.of_input(name)):
            raise Refusal(problem, field=name)


def storable_text(request: Request, typed: str, field_id: str = "") -> str:
    """Remove NUL characters from a typed text.

    Raises Refusal for half of a character (an unpaired surrogate), which databases cannot store.
    `field_id` is the id of the input, or "" if the text is not in a form.
    """
    text = storable(typed)
    if text != typed.replace("\0", ""):
        here = " Your words are still here." if request.means is Means.FORM else ""
        raise Refusal(f"{DAMAGED_TEXT}{here}", field=field_id)
    return text
