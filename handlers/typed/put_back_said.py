"""Recognise the wish to bring back something removed: "put back what u removed". Pure."""

from handlers.typed.words import COURTESY, bare_word, listed

MAX_WORDS = 12
_BACK = listed("put bring get give want need")  # only together with "back"
_ALONE = listed("restore recover undelete unremove unremoved")
_WHAT = listed("it that this them")  # a line needs one of these or of `_NOUNS`
_NOUNS = listed("note notes line lines report promise reflection one what removed deleted")
_FILL = COURTESY | listed(
    "no wait oops sorry hey actually i you u we me my the a just can could pls back to there again"
    " which was were had have took out last id would like all"
)


def puts_back(text: str) -> bool:
    """Check for "put back what u removed", "bring it back" and "restore that"."""
    words = [word for word in map(bare_word, text.split(maxsplit=MAX_WORDS + 1)) if word]
    if len(words) > MAX_WORDS:
        return False
    said = set(words)
    asks = ("back" in said and not _BACK.isdisjoint(said)) or not _ALONE.isdisjoint(said)
    named = not (_WHAT | _NOUNS).isdisjoint(said)
    return asks and named and said <= _BACK | _ALONE | _WHAT | _NOUNS | _FILL
