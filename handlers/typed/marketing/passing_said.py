"""Recognise a request to pass a line on: "pass that on to marketing". Pure."""

from handlers.typed.words import COURTESY, WISHES, few_words_of, listed, without_leading, words_of

_MAX_WORDS = 10  # how many words such a request may have
_PASSES = listed("pass send forward share give hand")
_WHAT = listed("that this it one line quote last the on along over to with please")
_TO = listed("to with w")
_LINES = listed("note notes thing bit words remark comment about from my what said")
_WITHOUT = COURTESY | listed("no names name without with anonymous anonymously and of course")
_LEAST = 3  # such a request has more words than this: "pass wifi to marketing" has four


def line_passed_on(text: str) -> list[str]:
    """Return ["wifi"] for "pass the wifi quote on to marketing, no names".

    These words say which line to pass on. Return [] if a request has no such words, as in "pass
    that on to marketing", and for any other text.
    """
    request, _, rest = text.partition(",")
    words = without_leading(few_words_of(request, _MAX_WORDS), WISHES | COURTESY)
    is_passed = len(words) > _LEAST and words[0] in _PASSES and words[-1] == "marketing"
    if not is_passed or words[-2] not in _TO or not _WITHOUT.issuperset(words_of(rest)):
        return []
    return [word for word in words[1:-2] if word not in _WHAT | _LINES]


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
