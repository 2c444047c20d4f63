"""Recognise a request to pass the last line on: "pass that on to marketing". Pure."""

from handlers.typed.words import COURTESY, WISHES, few_words_of, listed, without_leading

_MAX_WORDS = 10  # how many words such a request may have
_PASSES = listed("pass send forward share give hand")
_WHAT = listed("that this it one line quote last the on along over to with please")


def passes_last_on(text: str) -> bool:
    """Check for "pass that on to marketing", "can you send it to marketing" and the like."""
    words = without_leading(few_words_of(text, _MAX_WORDS), WISHES | COURTESY)
    while words and words[-1] in COURTESY:
        words.pop()
    said = words[1:-1]
    return (
        len(said) > 1
        and words[0] in _PASSES
        and words[-1] == "marketing"
        and said[-1] in ("to", "with")
        and _WHAT.issuperset(said)
    )
