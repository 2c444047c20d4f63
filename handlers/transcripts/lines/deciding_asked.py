"""Find the customer's answers to our questions about who decides and about the budget. Pure."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from handlers.coaching.names.people_lines import JOBS
from handlers.times.words import AMOUNT_WORD
from handlers.transcripts.lines.deciding import BODIES, DIGITS, Deciding
from handlers.transcripts.speech.sentences import SpokenSentence

_ASKS_WHO = re.compile(
    r"(?<![\w'-])(?:who(?:'s| is| else is| would be| will)?(?: going to)? (?:decides?"
    r"|deciding|signs?|approves?|says yes|has (?:to|the)|needs to|involved|makes the"
    r"|the (?:one|person))"
    r"|how (?:do|does|will|would|is|are|did)(?: [\w'-]{1,20}){1,6} (?:decide[sd]?|decision"
    r"|approved?)"
    r"|how (?:do|would) you decide|(?:makes?|made|part of) (?:the|that|this) decision"
    r"|decision[- ](?:process|making|makers?)|your (?:call|decision)|sign[- ]?off|to whom"
    r"|(?<!when )(?:is|are|does|do) (?:[\w'-]{1,20} ){1,4}(?:decide|sign|approve|part of it))"
    r"(?![\w'-])"
)
_ASKS_MONEY = re.compile(
    r"(?<![\w'-])(?:budgets?|and money|the money|about money|money[- ]wise|money side|in the pot"
    r"|set aside|put aside|frame(?! [a-z]{4})|ceiling|price range|afford|funding"
    r"|what have you (?:got|planned|put)|how much (?:can|could|have) you|how is the money"
    r"|what were you expecting|what number|number (?:in mind|where you)"
    r"|is there an? (?:number|figure))(?![\w'-])"
)
_ASKS_ON_WHOM = re.compile(
    r"(?<![\w'-])(?:what|who|whom) (?:does|would|will) (?:it|that|this|the decision) depend on"
    r"(?![\w'-])"
)
_NUMBER = re.compile(
    rf"(?<![\w'-])(?:{AMOUNT_WORD}|{DIGITS})"
    r"(?![\w-]| (?:of|minutes?|days?|weeks?|months?|people)\b)"
)
_SMALL = re.compile(r"(?<![\w'-])(?:one|two|three)(?![\w-])(?! (?:hundred|thousand|million|k)\b)")
_PERSON = re.compile(
    rf"(?<![\w'-])(?:i|me|mine|my|we|us|our|both|he|she|him|her|they|{BODIES}|mrs?|ms|herr|frau"
    r")(?![\w-])"
)
# Somebody on whom a decision depends. "Our" does not count, because of "it depends on our budget".
_SOMEBODY = re.compile(
    rf"(?<![\w'-])(?:me|us|him|her|them|he|she|they|{BODIES}|mrs?|ms|herr|frau|brother|sister"
    r"|father|mother|wife|husband|son|daughter|colleagues?|team)(?![\w-])"
)
_IN_TURN = 3  # we look for the question in this many sentences at the end of our turn
_ANSWERED_IN = 4  # we look for the answer in this many sentences at the start of their turn


# An answer of at most this many words counts only if our turn ends with the question.
_SHORT = 2
# If our next turn has at most this many words, the answer may be in the turn after it.
_ASKED_AGAIN = 12


class _Question(NamedTuple):
    """A question of ours about the decision or the budget. `rule` recognises its answer."""

    kind: Deciding
    rule: Callable[[SpokenSentence], bool]
    is_last: bool  # whether the last sentence of our turn asks the question


def answers(sentences: Sequence[SpokenSentence]) -> Mapping[int, Deciding]:
    """Return the customer's answers to our questions about the decision or the budget.

    The keys are the places of the answers in `sentences`. Each question has at most one answer:

    - If we asked who decides, the answer names a person.
    - If we asked about the budget, the answer has a number or the word "budget".

    We look for the answer early in the customer's first turn after the question. If it is not
    there, and if our turn after the customer's first turn is short, we also look in the customer's
    second turn.
    """
    turns = [
        [at for at, _ in group]
        for _, group in groupby(enumerate(sentences), key=lambda it: it[1].turn)
    ]
    found: dict[int, Deciding] = {}
    for number, ours in enumerate(turns):
        for question in _asked([sentences[at] for at in ours[-_IN_TURN:]]):
            replies = turns[number + 1 : number + 4]
            for theirs in replies[:1] if not _stays_open(sentences, replies) else replies[::2]:
                if (at := _answer(sentences, theirs, question)) is not None:
                    found[at] = question.kind
                    break
    return found


def _stays_open(sentences: Sequence[SpokenSentence], replies: Sequence[Sequence[int]]) -> bool:
    """Check whether the second of `replies` is a short turn of ours, and another turn follows.

    `replies` are the next three turns after our question. After a short turn of ours, the customer
    may still answer the question.
    """
    between = [sentences[at] for at in replies[1]] if len(replies) > 2 else []
    words = sum(len(one.plain.split()) for one in between)
    return bool(between) and _is_ours(between[0]) and words <= _ASKED_AGAIN


def _is_ours(one: SpokenSentence) -> bool:
    return one.side in ("me", "colleague")


def _asked(last: Sequence[SpokenSentence]) -> Iterator[_Question]:
    if not last or not _is_ours(last[-1]) or not last[-1].asks:
        return
    said, final = " ".join(one.plain for one in last), last[-1].plain
    for kind, asks, rule in _ASKED:
        if asks.search(said):
            yield _Question(kind, rule, is_last=asks.search(final) is not None)


def _answer(
    sentences: Sequence[SpokenSentence], turn: Sequence[int], question: _Question
) -> int | None:
    first = turn[:_ANSWERED_IN]
    theirs = (at for at in first if sentences[at].side == "theirs" and not sentences[at].asks)
    found = next((at for at in theirs if question.rule(sentences[at])), None)
    if found is None or question.is_last:
        return found
    return found if len(sentences[found].plain.split()) > _SHORT else None


def _has_number(one: SpokenSentence) -> bool:
    return bool(_NUMBER.search(_SMALL.sub(" ", one.plain)) or "budget" in one.plain)


def _has_person(one: SpokenSentence) -> bool:
    return _is_named(one) or bool(_PERSON.search(one.plain))


def _has_somebody(one: SpokenSentence) -> bool:
    return _is_named(one) or bool(_SOMEBODY.search(one.plain))


def _is_named(one: SpokenSentence) -> bool:
    named = any(word[:1].isupper() for word in one.words.split()[1:] if word != "I")
    return named or bool(JOBS & set(one.plain.split()))


_ASKED: Sequence[tuple[Deciding, re.Pattern[str], Callable[[SpokenSentence], bool]]] = (
    ("budget", _ASKS_MONEY, _has_number),
    ("decider", _ASKS_WHO, _has_person),
    ("decider", _ASKS_ON_WHOM, _has_somebody),
)
