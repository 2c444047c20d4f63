"""Find the rep's own parts in a line that the rep noted as somebody else's words. Pure.

In "next year, chance 30%", the part "chance 30%" is the rep's own.
"""

import re
from collections.abc import Sequence

from handlers.coaching.buyer_words.call_judged import judges_call
from handlers.coaching.buyer_words.their_words import MARKS, SENTENCE_END

_CHANCE = re.compile(
    r"(?:(?:the|my|our|win|close) ){0,2}(?:chance|chances|probability|likelihood|odds)\b"
    r"|\d{1,3} ?% (?:chance|likely|probability|sure)\b"
    r"|my (?:guess|gut|take|feeling|read|bet)\b",
    re.IGNORECASE,
)
_I_DO = r"(?:(?:and|but|so|then) )?(?:i|i'?ll|i'?ve|i'?m)\b"
_I = re.compile(_I_DO, re.IGNORECASE)  # after "jana said", "I" is the rep
# After "Jana:", "I" is Jana. But in "I owe her a paper", "her" is Jana, so "I" is the rep.
_I_AND_THEM = re.compile(_I_DO + r"[^,;.!?]{0,60}\b(?:her|him|them)\b", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[,;]\s+|\s[-–—]\s+")

# If one of these words follows the rep's own clause and a comma, the next clause is the rep's too.
_GOES_ON = frozenset(("needs", "need", "is", "has", "goes", "comes", "will", "must"))


def without_own_parts(said: str, *, labelled: bool) -> tuple[str, list[str]]:
    """Return a line without the rep's own parts, and these parts.

    `labelled` means that the line has a speaker's label ("Jana: …"), so that "I" is the speaker.
    After "jana said …", "I" is the rep. The first clause is never the rep's own. Words in quotation
    marks are not divided.
    """
    clauses = _clauses(said)
    is_own: list[bool] = []
    for at, (clause, mark) in enumerate(clauses):
        goes_on = at > 0 and is_own[-1] and _goes_on(clause, mark)
        is_own.append(goes_on or (at > 0 and _is_own(clause, labelled)))
    if not any(is_own):
        return said, []
    kept = [one for one, own in zip(clauses, is_own, strict=True) if not own]
    mine = [one for one, own in zip(clauses, is_own, strict=True) if own]
    return _together(kept), [clause.strip() for clause, _ in mine]


def _goes_on(clause: str, mark: str) -> bool:
    """Match "needs legal first" after "i send contract by wed,"."""
    return "," in mark and not _GOES_ON.isdisjoint(clause.split(maxsplit=1)[:1])


def _is_own(clause: str, labelled: bool) -> bool:
    plain = clause.replace("’", "'").strip()
    speaks = _I_AND_THEM if labelled else _I
    return bool(_CHANCE.match(plain) or speaks.match(plain)) or judges_call(plain)


def _clauses(said: str) -> list[tuple[str, str]]:
    """Return the clauses of a line, each with the mark and the spaces before it."""
    found: list[tuple[str, str]] = []
    for at, sentence in enumerate(SENTENCE_END.split(said)):
        start, read, marks, mark = 0, 0, 0, " " if at else ""
        for end in _CLAUSE_END.finditer(sentence):
            marks += sum(map(sentence[read : end.start()].count, MARKS))
            read = end.start()
            if marks % 2:  # within a quotation
                continue
            found.append((sentence[start : end.start()], mark))
            start, mark = end.end(), end[0]
        found.append((sentence[start:], mark))
    return found


def _together(kept: Sequence[tuple[str, str]]) -> str:
    return "".join(f"{mark}{clause}" for clause, mark in kept).strip(" ,;")
