"""Propose answers to research questions from the text of public sources. Pure.

The playbook's signals say which words answer which question. A proposal has a claim, which answers
the question, and a quote, which supports the claim. The quote is one sentence or the first line of
a text, copied without any change. We make a proposal only if each number, date and name of the
claim is also in the quote. The run time is proportional to the length of the texts.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from handlers.coaching.buyer_words.their_words import SENTENCE_END
from handlers.coaching.support import is_supported
from handlers.playbook.word_lists import Signal
from storage.choices import CompanyEvidence, PublicSource

LONGEST_QUOTE: Final = 300  # characters
SHOWN: Final = 3  # proposals in one message
OF_ONE_QUESTION: Final = 3  # proposals that answer the same question about one account
# How old a dated text may be.
MAX_AGE: Final = timedelta(days=365)
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
# Finds the text that replaces "{value}" in a claim. In "Staff: 120", that text is "120".
_VALUE = re.compile(r"^[^:\n]{1,60}: ([^\n(]{1,200})")
# A sentence with one of these words may deny a claim, or leave open whether it is true.
_DENIED = frozenset(
    {
        "not",
        "never",
        "no",
        "nor",
        "without",
        "cannot",
        "nicht",
        "kein",
        "keine",
        "keinen",
        "nie",
        "inte",
        "ingen",
        "inga",
        "aldrig",
        "if",
        "whether",
        "wenn",
        "falls",
        "om",
        "might",
        "could",
    }
)


@dataclass(frozen=True)
class SeenText:
    """The text of a public source, as we stored it. Times are aware."""

    source: PublicSource
    url: str
    publisher: str
    title: str
    text: str = field(repr=False)
    evidence: CompanyEvidence
    published_at: datetime | None
    seen_at: datetime


@dataclass(frozen=True)
class ProposedWords:
    """A claim that answers a question, and the words in the text that support the claim."""

    question_id: str
    claim: str
    quote: str
    text: SeenText
    names_person: bool


def proposals(
    texts: Iterable[SeenText], signals: Sequence[Signal], now: datetime
) -> list[ProposedWords]:
    """Return the proposals from these texts.

    Proposals from the newest text come first. Proposals from undated texts come last.

    A text gives at most one answer to a question, and a question gets at most `OF_ONE_QUESTION`
    answers. `now` is aware.
    """
    rules = [_Rule(signal) for signal in signals]
    found: list[ProposedWords] = []
    made: dict[str, int] = {}
    for text in newest_first(texts, now):
        answered: set[str] = set()
        fitting = [rule for rule in rules if text.source in rule.signal.sources]
        for proposed in _of_text(text, fitting):
            question = proposed.question_id
            if question in answered or made.get(question, 0) >= OF_ONE_QUESTION:
                continue
            answered.add(question)
            made[question] = made.get(question, 0) + 1
            found.append(proposed)
    return found


def newest_first(texts: Iterable[SeenText], now: datetime) -> list[SeenText]:
    """Return the texts that are not too old, the newest first. Undated ones come last."""
    return sorted(
        (one for one in texts if one.published_at is None or now - one.published_at <= MAX_AGE),
        key=lambda one: (one.published_at is None, -_timestamp(one.published_at or one.seen_at)),
    )


def is_quoted(quote: str, text: str) -> bool:
    """Return whether a quote is in a text, character by character."""
    return bool(quote) and quote in text


def is_sound(claim: str, quote: str, text: str, *, fixed: str = "", company: str = "") -> bool:
    """Return whether a quote is in a text, states something and supports the claim.

    A quote states something if it is not a question and has no word such as "not" or "if". `fixed`
    and `company` are as in `is_supported`.

    We use this function for the claims of a language model. For the claims of signals, `proposals`
    makes the same checks. But in these cases, `proposals` does not check whether the quote states
    something:

    - The quote is from DNS or Wikidata.
    - The signal has no words, so that the quote is the first line of a text.
    """
    said = _words_of(quote)
    return (
        is_quoted(quote, text)
        and not _is_no_statement(quote, said)
        and is_supported(claim, quote, fixed, company)
    )


class _Rule:
    """A signal, with its words split only once for all sentences."""

    def __init__(self, signal: Signal) -> None:
        self.signal = signal
        self._words = [_split(entry) for entry in signal.words]
        self._but_not = [entry.casefold() for entry in signal.but_not]

    def fits(self, sentence: str, said: frozenset[str]) -> bool:
        """Return whether a sentence fits the signal. `said` has the sentence's words in lower case.

        If the signal has no words, only its `number` and `but_not` can rule the sentence out.
        """
        if self.signal.number and not _NUMBER.search(sentence):
            return False
        if self._words and not any(_has(said, whole, begun) for whole, begun in self._words):
            return False
        plain = sentence.casefold()
        return not any(phrase in plain for phrase in self._but_not)


def _split(entry: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Split an entry into whole words and beginnings of words ("acqui*")."""
    parts = entry.casefold().split()
    whole = (word for part in parts if not part.endswith("*") for word in _WORD.findall(part))
    begun = (part.removesuffix("*") for part in parts if part.endswith("*"))
    return frozenset(whole), tuple(begun)


def _has(said: frozenset[str], whole: frozenset[str], begun: tuple[str, ...]) -> bool:
    return whole <= said and all(any(one.startswith(each) for one in said) for each in begun)


def _of_text(text: SeenText, rules: Sequence[_Rule]) -> Iterator[ProposedWords]:
    """Yield what the signals find in one text.

    A signal without words looks only at the first line.
    """
    first = next(iter(text.text.splitlines()), "")
    for rule in rules:
        if rule.signal.words or not rule.fits(first, _words_of(first)):
            continue
        if made := _proposed(rule.signal, text, first):
            yield made
    with_words = [rule for rule in rules if rule.signal.words]
    for line in text.text.splitlines():
        for sentence in SENTENCE_END.split(line):
            said = _words_of(sentence)
            if text.source not in ("dns", "wikidata") and _is_no_statement(sentence, said):
                continue
            for rule in with_words:
                if rule.fits(sentence, said) and (made := _proposed(rule.signal, text, sentence)):
                    yield made


def _words_of(sentence: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in _WORD.findall(sentence))


def _is_no_statement(sentence: str, said: frozenset[str]) -> bool:
    is_month = "May" in sentence and " may " not in sentence
    is_denied = not _DENIED.isdisjoint(said) or ("may" in said and not is_month)
    return is_denied or sentence.rstrip().endswith("?")


def _proposed(signal: Signal, text: SeenText, sentence: str) -> ProposedWords | None:
    """Return the proposal, or None if the sentence is too long or does not support the claim.

    Also return None if the claim needs a value and the sentence has none.
    """
    quote = sentence.strip()
    if len(quote) > LONGEST_QUOTE or not is_quoted(quote, text.text):
        return None
    value = _VALUE.match(quote)
    claim = signal.claimed(text.title, value[1].strip() if value else "")
    fixed = signal.claimed("", "")
    if ("{value}" in signal.claim and not value) or not is_supported(claim, quote, fixed):
        return None
    return ProposedWords(signal.question, claim, quote, text, signal.person)


def _timestamp(moment: datetime) -> float:
    return moment.timestamp()
