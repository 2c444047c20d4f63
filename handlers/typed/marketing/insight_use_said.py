"""Recognise how a rep says that an insight was used: “used the Routely insight, worked”. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from handlers.typed.key_words import MAX_WORDS
from handlers.typed.plain_spelling import written_out_words
from handlers.typed.words import listed, without_leading

Outcome = Literal["used", "landed", "flopped", "not_used"]


@dataclass(frozen=True)
class InsightUseSaid:
    """What a rep says about using an insight.

    `topic` has the words that name the insight. `verdict` says whether the insight was used, and
    with what effect. `account` has the words that name the account where it was used, or "".
    """

    topic: str
    verdict: Outcome
    account: str = ""


_BEFORE = listed("i ive we weve just also ok so hey and today yesterday")
_USED = listed("used tried mentioned showed shared quoted")
_NOT_USED = (
    *(["did", "not", "use"], ["didnt", "use"], ["never", "used"], ["not", "used"]),
    *(["have", "not", "used"], ["havent", "used"]),
)
_ARTICLES = listed("the your our that this marketings new")
_ONE = listed("insight insights")
_WITH = listed("with at on for in")
_FLOPPED = (
    *(["fell", "flat"], ["flopped"], ["flop"], ["bombed"], ["no", "reaction"], ["backfired"]),
    *([*did, verb] for did in (["did", "not"], ["didnt"]) for verb in ("work", "land", "help")),
    *(["did", "nothing"], ["no", "good"], ["no", "effect"]),
)
_LANDED = (
    *(["worked"], ["landed"], ["helped"], ["hit", "home"], ["went", "well"]),
    *(["went", "down", "well"], ["they", "liked"], ["they", "loved"], ["was", "useful"]),
    *(["was", "great"], ["was", "good"], ["was", "helpful"], ["was", "gold"]),
)
_OUTCOMES: Mapping[Outcome, Sequence[list[str]]] = {"flopped": _FLOPPED, "landed": _LANDED}
# These words may stand before and after the words of an outcome: "and it worked really well".
_FILLER = listed("and but it that they this really very so well great nicely fine too today again")
_LONGEST_TOPIC = 5
_LONGEST_ACCOUNT = 4


def insight_use_said(text: str) -> InsightUseSaid | None:
    """Return what a line says about using an insight.

    Return None for any other line, and for a line that also says something else.
    """
    words = without_leading(written_out_words(text), _BEFORE)
    at = next((at for at, word in enumerate(words) if word in _ONE), 0)
    if not at > 0 or len(words) > MAX_WORDS:
        return None
    begun, rest = words[:at], words[at + 1 :]
    denied = next((one for one in _NOT_USED if begun[: len(one)] == one), None)
    is_used = begun[0] in _USED
    verb_words = len(denied) if denied else int(is_used)
    topic = without_leading(begun[verb_words:], _ARTICLES)
    if not 0 < len(topic) <= _LONGEST_TOPIC:
        return None
    account, outcome = _account_and_outcome(rest)
    verdict: Outcome | None = "not_used" if denied and not outcome else _verdict(outcome)
    if verdict is None or (denied and outcome):
        return None
    # “The Routely insight” does not say that the insight was used.
    if verdict == "used" and not is_used:
        return None
    return InsightUseSaid(" ".join(topic), verdict, " ".join(account))


def _account_and_outcome(rest: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Split "with northwind and it worked" into "northwind" and "and it worked"."""
    if rest[:1] and rest[0] in _WITH:
        rest = rest[1:]
        starts = (at for at in range(1, len(rest) + 1) if _verdict(rest[at:]) is not None)
        end = next(starts, 0)
        return (rest[:end], rest[end:]) if end <= _LONGEST_ACCOUNT else ((), rest)
    return (), rest


def _verdict(words: Sequence[str]) -> Outcome | None:
    """Return "landed" for "and it worked", and "used" if all words are in `_FILLER`.

    Return None if any word is neither in `_FILLER` nor a part of an outcome.
    """
    if _FILLER.issuperset(words):
        return "used"
    for verdict, phrases in _OUTCOMES.items():
        for phrase in phrases:
            at = _found_at(words, phrase)
            if at >= 0 and _FILLER.issuperset((*words[:at], *words[at + len(phrase) :])):
                return verdict
    return None


def _found_at(words: Sequence[str], phrase: Sequence[str]) -> int:
    size = len(phrase)
    return next((at for at in range(len(words)) if [*words[at : at + size]] == phrase), -1)
