"""Find a question that comes after a few other words: "halden 10:40 who am i meeting". Pure."""

import re

from handlers.typed.plain_spelling import written_out
from handlers.typed.questions_to_attune import is_quoted
from handlers.typed.words import AUXILIARIES, QUESTION_WORDS, SAID, bare_word, listed

_MAX_WORDS = 24
_MAX_BEFORE = 4  # without a comma, at most this many words may come before the question
_US = listed("i we us our my me")
_AUXILIARIES = AUXILIARIES | listed("will would am")
_HESITATES = listed("wait hang hold hm hmm hmmm um umm uh oh quick sec second")
_BESIDE_HESITATION = _HESITATES | listed(
    "on one a q question sorry sry ok so well and but actually"
)
_COMMA = re.compile(r"[,;.!]\s+|\s[-–—]\s+")
# After one of these words, the rest is a customer's question or not a question at all.
_THEIRS = SAID | listed("wonder wonders know knows knew see sure idea tell matter matters depends")


def question_behind(text: str) -> tuple[str, str] | None:
    """Return "mercato" and "do we have anyone there" for "mercato, do we have anyone there".

    The question must be about the rep or the rep's company. In "she is new, who decides now", the
    customer may have asked the question, so return None.

    In "wait is jana coming", only the rep can have asked the question. Here, return "" and "is jana
    coming".

    Return None if the text has no question, or if the text begins with its question.
    """
    written = written_out(text.strip())
    if is_quoted(text) or "\n" in text or ":" in written.split(" ", 1)[0]:
        return None
    if not 2 < len(written.split()) <= _MAX_WORDS:
        return None
    found = _after_hesitation(written) or _after_comma(written) or _after_few_words(written)
    before, question = found or ("", "")
    if not question or not _THEIRS.isdisjoint(bare_word(word) for word in before.split()):
        return None
    return before, question


def _after_hesitation(text: str) -> tuple[str, str] | None:
    """Return "" and "do i have brightwater thu" for "wait do i have brightwater thu"."""
    words = text.split()
    bare = [bare_word(word) for word in words]
    at = next((at for at, word in enumerate(bare) if word not in _BESIDE_HESITATION), 0)
    if not 0 < at <= _MAX_BEFORE or _HESITATES.isdisjoint(bare[:at]):
        return None
    asks = bare[at] in QUESTION_WORDS | _AUXILIARIES and len(bare) - at > 2
    return ("", " ".join(words[at:])) if asks else None


def _after_comma(text: str) -> tuple[str, str] | None:
    found = [*_COMMA.finditer(text)]
    if not found:
        return None
    before, question = text[: found[-1].start()], text[found[-1].end() :]
    return (before, question) if _asks_about_us(question.split()) else None


def _after_few_words(text: str) -> tuple[str, str] | None:
    words = text.split()
    for at in range(1, min(_MAX_BEFORE + 1, len(words))):
        if bare_word(words[at]) in QUESTION_WORDS and _asks_about_us(words[at:]):
            return " ".join(words[:at]), " ".join(words[at:])
    return None


def _asks_about_us(words: list[str]) -> bool:
    """Match "who am i meeting" and "do we have anyone there"."""
    said = [bare_word(word) for word in words]
    if len(said) < 3 or _US.isdisjoint(said):
        return False
    if said[0] in _AUXILIARIES:
        return said[1] in _US and len(said) > 3  # "is my guess" is not a question
    return said[0] in QUESTION_WORDS and not _AUXILIARIES.isdisjoint(said[1:4])
