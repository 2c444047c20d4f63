"""Read the words of a short correction: "sorry meant wed", "thats wrong, its 350". Pure."""

from handlers.typed.words import COURTESY, bare_word, listed

MAX_WORDS = 12  # how many words a correction may have
LEADS = COURTESY | listed(
    "no nope oops oh sorry sry wait actually hang on can could you ok hey my hm hmm um uh ah lets"
    " we"
)
ENDS = COURTESY | listed("sorry sry again instead tho though then actually")
LEAVES = ("leave it", "leave that", "leave", "keep it", "keep that", "keep")
MAKES = (
    *("make it", "make that", "make this", "make the call", "better make it"),
    *(f"{leave} {joint}" for leave in LEAVES for joint in ("at", "on")),
    *("put it at", "put it on", "have it at", "set it to", "set it at"),
)
# Words that come right before the correct words: "make it 4pm", "i meant friday".
CORRECTION_LEADS = tuple(
    begin.split()
    for begin in (
        *MAKES,
        *("change that to", "change it to", "change this to"),
        *("change the note to", "change that note to", "it should be", "that should be"),
        *("should be", "should say", "it should say", "i meant", "meant", "i mean"),
        *("back to", "and back to", "then back to", "and then back to", "now back to"),
        *("correct that to", "correct it to", "update that to", "update it to"),
    )
)
# A line that begins with one of these words is a correction: "no, friday".
_CORRECTS = listed("no nope oops sorry wait actually")
_WRONG = tuple(
    begin.split()
    for begin in (
        *("thats wrong", "that is wrong", "thats not right", "that is not right", "not right"),
        *("thats not true", "not true", "wrong"),
    )
)
# "Wrong" and "thats wrong" open a correction only if one of these words or a number comes next. So
# "wrong account" does not open a correction.
_AFTER_WRONG = listed("its it that thats i make")
_MEANT = (["i", "meant"], ["i", "mean"], ["i", "ment"])
_MEANT_WORDS = 2
_MINUS = ("-", "–", "−")


def correction_in(text: str) -> list[str]:
    """Return the words of a line, without "sorry", "thats wrong", "pls" and the like around them.

    - "no sorry make it 4pm pls" → "make", "it", "4pm"
    - "thats wrong its 350" → "its", "350"
    - "friday i meant" → "friday"

    Return [] if the line has more than `MAX_WORDS` words, or a negative number.
    """
    words = _words(text)
    while words and words[0] in LEADS:
        words = words[1:]
    words = words[_wrong(words) :]
    while words and words[-1] in ENDS:
        words = words[:-1]
    return (
        words[:-_MEANT_WORDS]
        if len(words) > _MEANT_WORDS and words[-_MEANT_WORDS:] in _MEANT
        else words
    )


def opens_a_correction(text: str) -> bool:
    """Check for "no, …", "sorry, …" or "thats wrong, …", or for "i meant" at the end of a line."""
    words = _words(text)
    while words and words[-1] in ENDS:
        words = words[:-1]
    begins = words[:1] != [] and words[0] in _CORRECTS
    return begins or words[-_MEANT_WORDS:] in _MEANT or _wrong(words) > 0


def after_beginning(words: list[str], begins: tuple[list[str], ...]) -> list[str]:
    """Return the words that follow the longest of `begins`.

    Return [] if `words` begins with none of them.
    """
    found = max((len(one) for one in begins if words[: len(one)] == one), default=0)
    return words[found:] if found else []


def _wrong(words: list[str]) -> int:
    """Return how many words at the start say "thats wrong": 2 for "thats wrong its 350"."""
    size = max((len(one) for one in _WRONG if words[: len(one)] == one), default=0)
    goes_on = words[size : size + 1]
    fits = goes_on != [] and (goes_on[0] in _AFTER_WRONG or goes_on[0][:1].isdecimal())
    return size if fits else 0


def _words(text: str) -> list[str]:
    typed = text.split(maxsplit=MAX_WORDS + 1)
    words = [word for word in map(bare_word, typed) if word]
    # "Make it -1" has no clear meaning, and `bare_word` would leave out the minus.
    return [] if len(words) > MAX_WORDS or any(map(_is_negative, typed)) else words


def _is_negative(word: str) -> bool:
    return word[:1] in _MINUS and word[1:2].isdecimal()
