"""Recognise when somebody asks what happens to their calls during an absence. Pure."""

from handlers.typed.plain_spelling import few_written_out_words, without_courtesy
from handlers.typed.words import listed

_MAX_WORDS = 14
_ASKS = (
    *("what happens to", "what happens with", "what will happen to", "what becomes of"),
    *("what about", "how about", "and", "do you cancel", "will you cancel", "are you cancelling"),
)
_CALLS = ("my calls", "the calls", "my meetings", "my other calls", "those calls", "these calls")
_THEN = listed(
    "then now those that these days day on while i im i'm am away off out gone during my absence"
    " meanwhile the in time holiday leave"
)


def asks_about_calls(text: str) -> bool:
    """Match "what happens to my calls then" and "what about my calls while im away"."""
    words = without_courtesy(few_written_out_words(text, _MAX_WORDS))
    said = " ".join(words)
    for lead in _ASKS:
        for calls in _CALLS:
            asked = f"{lead} {calls}"
            if f"{said} ".startswith(f"{asked} "):
                return _THEN.issuperset(said[len(asked) :].split())
    return False
