"""Shorten a long sentence to the clause that matters for a draft line. Pure."""

import re
from collections.abc import Callable
from datetime import date

from handlers.coaching.text.the_point import around
from handlers.coaching.text.words import shortened
from handlers.transcripts.lines.deciding import tells_budget, tells_who_decides
from handlers.transcripts.lines.needs import is_need
from handlers.transcripts.promises.promises import promise_in
from handlers.transcripts.records import DraftLine, DraftLineKind
from handlers.transcripts.speech.amounts import has_amount
from handlers.transcripts.speech.days import names_day
from handlers.transcripts.speech.sentences import SpokenSentence
from handlers.transcripts.speech.speech import plain_speech, tidied

LONGEST = 200  # in characters
_CUT = "…"
_CLAUSES = re.compile(r"(?<=[,;:])\s+|\s+(?=(?:and|but|so|because|which|then)\s)")
# Checks whether words fit a kind of line. One rule accepts only words that name a need, another
# only words that name a day, and so on.
Rule = Callable[[str], bool]


def line_of(
    sentence: SpokenSentence,
    kind: DraftLineKind,
    rule: Rule,
    *,
    due: date | None = None,
    conditional: bool = False,
) -> DraftLine:
    """Return a draft line with the words of a sentence, shortened as in `within_limit`."""
    words = within_limit(tidied(sentence.words), rule)
    return DraftLine(kind, words, sentence.speaker, sentence.side, sentence.spot, due, conditional)


def within_limit(sentence: str, rule: Rule) -> str:
    """Return a sentence of at most `LONGEST` characters.

    If the sentence is longer, keep the first clause that the rule recognises, and as many clauses
    beside this clause as fit. If the rule recognises none of the clauses, keep the beginning of the
    sentence.
    """
    if len(sentence) <= LONGEST:
        return sentence
    clauses = _CLAUSES.split(sentence)
    first = next((at for at, clause in enumerate(clauses) if rule(clause)), 0)
    room = LONGEST - 2 * len(f"{_CUT} ")
    chosen = around(clauses, first, room)
    words = shortened(" ".join(clauses[chosen]), room)
    before = f"{_CUT} " if chosen.start else ""
    return f"{before}{words}{_after(words, chosen.stop < len(clauses))}"


def _after(words: str, cut: bool) -> str:
    return f" {_CUT}" if cut and not words.endswith(_CUT) else ""


# The rules of the kinds of lines.


def words_are_promise(words: str) -> bool:
    return promise_in(plain_speech(words)) is not None


def words_are_need(words: str) -> bool:
    return is_need(plain_speech(words))


def words_tell_who_decides(words: str) -> bool:
    return tells_who_decides(plain_speech(words))


def words_tell_budget(words: str) -> bool:
    return tells_budget(plain_speech(words))


def words_have_amount(words: str) -> bool:
    return has_amount(plain_speech(words))


def words_name_day(words: str) -> bool:
    return names_day(plain_speech(words), later=True)
