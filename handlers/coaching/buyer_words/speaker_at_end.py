"""Find the speaker whom a line names at its end: “"we dont trust maps" - jana”. Pure."""

from handlers.coaching.buyer_words.their_words import MARK, MARKS

_NAME = 3  # how many words a name may have
_PAIR = 2  # an opening and a closing mark
_SAID = frozenset({"said", "says", "say", "told"})
_AFTER_SAID = frozenset({"me", "us", "so"})  # "mia told us", "mia said so"
_AROUND = ' -–—,.:;()"“”'


def speaker_at_end(line: str) -> tuple[str, str]:
    """Return the words and the name in “"we dont trust maps" - jana” and "…, mia said".

    Quotation marks stay. If the line does not name the speaker at its end, return it and "". We
    do not check that the name is a person's.
    """
    line = line.strip()
    if "\n" in line:
        return line, ""
    if line[:1] in MARKS and (marks := list(MARK.finditer(line))) and len(marks) == _PAIR:
        said, after = line[: marks[1].end()], line[marks[1].end() :]
        name = _without_said(after.strip(_AROUND).split())
    else:
        said, comma, after = line.rpartition(",")
        words = after.strip(_AROUND).split()
        name = _without_said(words) if comma else []
        name = name if len(name) < len(words) else []  # after a comma, a name needs "said"
    fits = 0 < len(name) <= _NAME and said.strip(_AROUND)
    return (said.strip().rstrip(",") if fits else line), " ".join(name) if fits else ""


def _without_said(words: list[str]) -> list[str]:
    """Return "mia" for "mia said", "said mia" and "mia told us"."""
    while words and words[-1].casefold() in _AFTER_SAID:
        words = words[:-1]
    if words and words[-1].casefold() in _SAID:
        return words[:-1]
    return words[1:] if words and words[0].casefold() in _SAID else words
