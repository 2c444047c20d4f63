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
# After "Jana:", "I" is Jana, but not in "I owe her a paper".
_I_AND_THEM = re.compile(_I_DO + r"[^,;.!?]{0,60}\b(?:her|him|them)\b", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[,;]\s+|\s[-–—]\s+")

_THEY = r"(?:(?:and|but|so|then) )?(?:she|he|they)(?:'?s|'?ll|'?re|'?d| will)?\b"
_TELLS_OF_THEM = re.compile(_THEY, re.IGNORECASE)
# After "jana said …", "she gets me the names" is what the rep tells of Jana.
_THEY_DO_FOR_US = re.compile(
    _THEY
    + r" (?:send|give|get|share|bring|email|mail|forward|call|ring|owe|intro)\w{0,8} (?:me|us)\b",
    re.IGNORECASE,
)
_ENDS = (".", "!", "?", "…")

# If one of these words follows the rep's own clause and a comma, the next clause is the rep's too.
_GOES_ON = frozenset(("needs", "need", "is", "has", "goes", "comes", "will", "must"))


def without_own_parts(said: str, *, labelled: bool) -> tuple[str, list[str]]:
    """Return a line without the rep's own parts, and these parts.

    `labelled` means that the line has a speaker's label ("Jana: …"), so that "I" is the speaker.
    After "jana said …", "I" is the rep. The first clause is never the rep's own. We do not divide
    words in quotation marks into clauses.
    """
    clauses = _clauses(said)
    is_own: list[bool] = []
    for at, (clause, mark) in enumerate(clauses):
        goes_on = at > 0 and is_own[-1] and _goes_on(clause, mark, labelled)
        is_own.append(goes_on or (at > 0 and _is_own(clause, labelled)))
    if not any(is_own):
        return said, []
    kept = [one for one, own in zip(clauses, is_own, strict=True) if not own]
    mine = [one for one, own in zip(clauses, is_own, strict=True) if own]
    return _together(kept), [clause.strip() for clause, _ in mine]


def _goes_on(clause: str, mark: str, labelled: bool) -> bool:
    """Check whether a clause after the rep's own clause is the rep's too.

    It is in these cases:

    - The clause has no subject of its own: "needs legal first" after "i send contract by wed,".
    - The line has no label, and the clause begins with "she", "he" or "they": "she likes it".
    - The line has a label, and the clause says what the speaker does for us: "she gets me the
      names".
    """
    if "," in mark and not _GOES_ON.isdisjoint(clause.split(maxsplit=1)[:1]):
        return True
    tells = _TELLS_OF_THEM if not labelled else _THEY_DO_FOR_US
    return bool(tells.match(clause.strip()))


def _is_own(clause: str, labelled: bool) -> bool:
    plain = clause.replace("’", "'").strip()
    speaks = _I_AND_THEM if labelled else _I
    tells = not labelled and _THEY_DO_FOR_US.match(plain)
    return bool(_CHANCE.match(plain) or speaks.match(plain) or tells) or judges_call(plain)


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
    """Join the clauses. After the end of a sentence, only a space comes before the next clause."""
    text = ""
    for clause, mark in kept:
        text += f"{' ' if text.endswith(_ENDS) else mark}{clause}"
    return text.strip(" ,;")
