"""Split a line that asks two things: "whos coming to halden and how long is it". Pure."""

from collections.abc import Sequence

from handlers.typed.asked.facts_asked import fact_asked
from handlers.typed.plain_spelling import few_written_out_words
from handlers.typed.questions_to_attune import is_quoted
from handlers.typed.words import AUXILIARIES, OPENERS, QUESTION_WORDS, STATES, listed

_MAX_WORDS = 24
_LEAST = 3  # words of a question
_VERBS = AUXILIARIES | STATES | listed("will would")
_JOINS = listed("and plus")
_BEFORE = OPENERS | listed("also then")


def two_questions(text: str) -> tuple[str, str] | None:
    """Return both questions, written out. Return None if the line does not ask two things.

    "How did the last call go and what came of it" is one question.
    """
    if is_quoted(text) or "\n" in text:
        return None
    text = text.replace(" & ", " and ")
    halves = text.split("?", 1) if "?" in text.rstrip("? ") else [text]
    if len(halves) == 2 and (found := _both(*(_written(half) for half in halves))):
        return found
    words = _written(text)
    asked = fact_asked(text)
    if asked and asked.fact == "went":
        return None
    for at, word in enumerate(words):
        if word in _JOINS and (found := _both(words[:at], words[at + 1 :])):
            return found
    return None


def _written(text: str) -> list[str]:
    return few_written_out_words(text, _MAX_WORDS)


def _both(first: Sequence[str], second: Sequence[str]) -> tuple[str, str] | None:
    both = [_without_openers(first), _without_openers(second)]
    return (" ".join(both[0]), " ".join(both[1])) if all(map(_asks, both)) else None


def _without_openers(words: Sequence[str]) -> list[str]:
    at = next((at for at, word in enumerate(words) if word not in _BEFORE), len(words))
    return [*words[at:]]


def _asks(words: Sequence[str]) -> bool:
    """Match "who is coming" and "how long is it", but not "what he says" or "who knows"."""
    if len(words) < _LEAST:
        return False
    return words[0] in QUESTION_WORDS and not _VERBS.isdisjoint(words[1:4])
