"""Recognise a promise after a remark: "they want sso first, told him id send the paper by thu"."""

import re
from typing import NamedTuple

from handlers.typed.notes_and_promises import promised_words, will_do
from handlers.typed.words import OPENERS, SAID, WE, bare_word, listed, without_leading

_BREAK = re.compile(r"[,;.–—-]\s+|\s(?=(?:so|and|n|but) )")
_LONGEST = 300  # characters
_REMARK = 3  # a remark has at least this many words
_TOLD = 5  # "yes" must be among this many first words: "told jana novak yes will …"
_YES = ("yes", "yep", "yeah", "ok", "sure")
_AND = ("and", "n", "so", "but")
_SENDS = listed("send share forward email mail deliver bring draft prepare")


_CLAUSES = re.compile(r"[,;.–—-]\s+|\s(?:so|and|n|but)\s")
_WISHES = SAID | listed("want wants wanted need needs needed wrote called rang phoned")


class PromiseBeside(NamedTuple):
    """A remark ("they want sso first"), and the promise ("to send the paper by thu")."""

    remark: str
    promise: str


def promise_beside(text: str) -> PromiseBeside | None:
    """Return the remark and the rep's own promise after it, or None for any other line.

    The promise must be the last part of the line. Return None if the remark begins with "i" or
    "we", as in "i sent the deck, ill send the rest fri".
    """
    line = text.strip(" .!")
    if len(line) > _LONGEST or "?" in line or "\n" in line:
        return None
    for cut in reversed([*_BREAK.finditer(line)]):
        remark, said = line[: cut.start()].strip(), line[cut.end() :]
        words = said.split()
        while words and bare_word(words[0]) in _AND:
            words = words[1:]
        words = _with_i_will(words)
        promise = promised_words(" ".join(words)) if will_do(" ".join(words)) else ""
        first = without_leading([bare_word(word) for word in remark.split()[:3]], OPENERS)[:1]
        if promise and len(remark.split()) >= _REMARK and first and first[0] not in WE:
            return PromiseBeside(remark, promise)
    return None


def wished_by(remark: str) -> str:
    """Return "my lawyer" for "my lawyer asked for the contract", or "".

    If several clauses say who wants or said something, the last of these clauses decides.
    """
    for clause in reversed(_CLAUSES.split(remark)):
        words = without_leading([bare_word(word) for word in clause.split()], OPENERS)
        at = next((at for at, word in enumerate(words) if word in _WISHES), 0)
        if at and words[0] not in WE:
            return " ".join(words[:at])
    return ""


def _with_i_will(words: list[str]) -> list[str]:
    """Return "told him i will send docs tonight" for "told him yes will get docs over tonight".

    "I send docs tonight" becomes "i will send docs tonight". All other words stay as they are.
    """
    bare = [bare_word(word) for word in words]
    if bare[:1] != [] and bare[0] in WE and bare[1:2] != [] and bare[1] in _SENDS:
        return [words[0], "will", *words[1:]]
    at = next((at for at, word in enumerate(bare[:_TOLD]) if word in _YES), 0)
    if bare[:1] != ["told"] or bare[at + 1 : at + 2] != ["will"] or not at:
        return words
    rest = words[at + 2 :]
    if bare[at + 2 : at + 3] == ["get"] and "over" in bare[at + 3 :]:
        over = bare.index("over", at + 3)
        rest = ["send", *words[at + 3 : over], *words[over + 1 :]]
    return [*words[:at], "i", "will", *rest]
