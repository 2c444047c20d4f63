"""Shorten a text to the clauses with exact details: a day, an amount, a time. Pure."""

import re

from handlers.coaching.buyer_words.their_words import CUT, SENTENCE_END, beginning, cut_off
from handlers.coaching.text.words import shortened
from handlers.times.words import DAY_NAMES, MONTH_NAMES, NUMBERS, ORDINAL_WORD

_NUMBERS = "|".join([*(word for word in NUMBERS if word != "one"), "hundred", "thousand"])
_EXACT = re.compile(
    rf"\d|\b(?:{'|'.join([*DAY_NAMES, *MONTH_NAMES])})\b"
    rf"|\b(?:{_NUMBERS}|tomorrow|the {ORDINAL_WORD})\b"
)
# Matches a name: words with capital letters within a sentence.
_NAME = re.compile(r"(?<=[\w,;] )[A-Z][\w&'-]{2,}(?: [A-Z][\w&'-]+){0,2}")
_CLAUSE_END = re.compile(r"(?<=[,;:.!?…])\s+|\s+(?=(?:and|but|so|because|which|then)\s)")


# A clause without one of these verbs says nothing: "Kenneth,", "one hour,".
_VERB = re.compile(
    r"\b(?:is|are|was|were|am|be|been|has|have|had|do|does|did|can|cannot|could|will|would|should"
    r"|must|may|might|shall|need|needs|needed|want|wants|know|think|say|says|said|get|gets|got|go"
    r"|goes|went|take|takes|took|make|makes|made|pay|pays|paid|cost|costs|use|uses|sign|signs"
    r"|decide|decides|come|comes|came|send|sends|sent|let|look|meet|see|saw|found|find|[a-z]{3,}ed)"
    r"\b|['’](?:s|re|m|ve|ll|d)\b|n['’]t\b",
    re.IGNORECASE,
)
_ENOUGH = 0.6  # whole clauses must fill at least this share of the allowed length
# A conjunction at the beginning points to words that are not shown.
_OPENER = re.compile(r"(?:and|but|so|because)\s+(?:then\s+)?(?=\S)", re.IGNORECASE)


def without_opener(words: str) -> str:
    """Remove an opening conjunction: "But Kenneth decides" becomes "Kenneth decides"."""
    bare = _OPENER.sub("", words, count=1) if _OPENER.match(words) else words
    return bare[:1].upper() + bare[1:] if bare != words else words


def to_clause(words: str, longest: int) -> str:
    """Return as many clauses from the beginning as fit, and "…".

    Return "" if none fits, or if they fill too little of the allowed length.
    """
    clauses = _clauses_in(" ".join(words.split()))
    whole = ""
    for clause in clauses:
        longer = f"{whole} {clause}".strip()
        if len(longer) > longest - len(f" {CUT}"):
            break
        whole = longer
    return cut_off(whole.rstrip(",;: ")) if len(whole) >= longest * _ENOUGH else ""


def shortened_promise(words: str, longest: int) -> str:
    """Shorten a promise to at most `longest` characters. If possible, cut it after a clause.

    Some promises are quotes. A quote that is cut still ends with its quotation mark.
    """
    one_line = " ".join(words.split())
    if len(one_line) <= longest:
        return one_line
    end = "”" if one_line.startswith("“") else ""
    room = longest - len(end)
    cut = to_clause(one_line, room) or shortened(one_line, room)
    return cut if end in cut else f"{cut}{end}"


def _clauses_in(words: str) -> list[str]:
    """Divide a text into clauses.

    A part without a verb belongs to the next clause. If there is no next clause, it belongs to the
    clause before.
    """
    clauses: list[str] = []
    open_: list[str] = []
    for part in _CLAUSE_END.split(words):
        open_.append(part)
        if _VERB.search(part):
            clauses.append(" ".join(open_).strip())
            open_ = []
    if left := " ".join(open_).strip():
        clauses.append(f"{clauses.pop()} {left}" if clauses else left)
    return clauses


def to_the_point(words: str, longest: int) -> str:
    """Shorten a text to at most `longest` characters. "…" marks what we left out.

    Count the exact details in each sentence. Keep the sentence with the highest count, and cut it
    if it is too long. In these cases, keep the first sentences of the text instead, as many as fit:

    - The sentence with the highest count is among these first sentences.
    - No sentence has exact details.

    We cut between clauses. If one clause alone is too long, we cut within the clause.
    """
    one_line = " ".join(words.split())
    if len(one_line) <= longest:
        return one_line
    exact = max(SENTENCE_END.split(one_line), key=lambda part: len(_EXACT.findall(part)))
    first = beginning(one_line, longest)
    if first and (exact.rstrip(".") in first or not _EXACT.search(exact)):
        return first
    if one_line.startswith(exact):
        return _clauses(one_line, longest)
    later = _clauses(exact, longest - 2).removeprefix(CUT).lstrip()
    # The words before the first comma may be the name of a person: "Karel Benes, our head of
    # operations." If these words fit as well, keep them.
    who = one_line.split(",", maxsplit=1)[0]
    whole = f"{who} {CUT} {later}"
    return whole if len(whole) <= longest else f"{CUT} {later}"


def _clauses(words: str, longest: int) -> str:
    """Return the first clause with an exact detail, and as many neighbours as fit.

    If no clause has an exact detail, begin with the first clause.
    """
    if len(words) <= longest:
        return words
    room = longest - 2 * len(f"{CUT} ")
    clauses, chosen = _chosen(_clauses_in(words), room)
    if len(" ".join(clauses[chosen])) > room:
        clauses, chosen = _chosen(_CLAUSE_END.split(words), room)
    said = " ".join(clauses[chosen])
    before = f"{CUT} " if chosen.start else ""
    if len(said) > room:
        return _within_clause(said, before, longest)
    if chosen.stop < len(clauses):
        said = cut_off(said.rstrip(",;: "))
    name = _name_in(" ".join(clauses[: chosen.start]))
    return f"{name}{before}{said}" if len(name + before + said) <= longest else before + said


def _chosen(clauses: list[str], room: int) -> tuple[list[str], slice]:
    """Return `clauses`, and the slice of them to keep.

    The slice has the first clause with an exact detail, and as many neighbours as fit.
    """
    first = next((at for at, clause in enumerate(clauses) if _EXACT.search(clause)), 0)
    return clauses, around(clauses, first, room)


def _name_in(words: str) -> str:
    names = _NAME.findall(words)
    return f"{names[-1]} " if names else ""


def _within_clause(clause: str, before: str, longest: int) -> str:
    """Cut within a clause that is too long, so that its first exact detail stays.

    If the beginning of the clause stays too, put `before` ("… " or "") before it.
    """
    start = shortened(f"{before}{clause}", longest)
    found = _EXACT.search(clause)
    if found is None or _EXACT.search(start):
        return start
    at = min(found.start(), len(clause) - longest + len(f"{CUT} "))
    at = clause.find(" ", at - 1) + 1 if at > 0 and clause[at - 1] != " " else at
    return shortened(f"{CUT} {clause[at:]}", longest)


def around(clauses: list[str], first: int, room: int) -> slice:
    """Return the slice with the clause at `first` and as many neighbours as fit.

    First add later clauses, and then earlier ones.
    """
    last = first + 1
    while True:
        if last < len(clauses) and len(" ".join(clauses[first : last + 1])) <= room:
            last += 1
        elif first and len(" ".join(clauses[first - 1 : last])) <= room:
            first -= 1
        else:
            return slice(first, last)
