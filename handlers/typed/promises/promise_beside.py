"""Recognise a promise after a remark: "they want sso first, told him id send the paper by thu"."""

import re
from typing import NamedTuple

from handlers.typed.notes_and_promises import promised_words, will_do
from handlers.typed.words import OPENERS, WE, bare_word, without_leading

_BREAK = re.compile(r"[,;.–—-]\s+|\s(?=(?:so|and|but) )")
_LONGEST = 300  # characters
_REMARK = 3  # a remark has at least this many words
_AND = ("and", "so", "but")


class PromiseBeside(NamedTuple):
    """The remark, and the promise like "to send the paper by thu"."""

    remark: str
    promise: str


def promise_beside(text: str) -> PromiseBeside | None:
    """Return the remark and the rep's own promise after it, or None for any other line.

    The last part of the line says what the rep will do. The remark may not begin with what the rep
    does: "i sent the deck, ill send the rest fri".
    """
    line = text.strip(" .!")
    if len(line) > _LONGEST or "?" in line or "\n" in line:
        return None
    for cut in reversed([*_BREAK.finditer(line)]):
        remark, said = line[: cut.start()].strip(), line[cut.end() :]
        words = said.split()
        while words and bare_word(words[0]) in _AND:
            words = words[1:]
        promise = promised_words(" ".join(words)) if will_do(" ".join(words)) else ""
        first = without_leading([bare_word(word) for word in remark.split()[:3]], OPENERS)[:1]
        if promise and len(remark.split()) >= _REMARK and first and first[0] not in WE:
            return PromiseBeside(remark, promise)
    return None
