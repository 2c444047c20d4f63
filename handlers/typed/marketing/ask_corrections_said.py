"""Recognise "give it back", "take my answer back" and "change my answer" from marketers. Pure.

Reps send asks to marketing. An ask is a buyer's words, or a question about an insight. A marketer
takes an ask on and answers it, or gives it back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

from handlers.typed.key_words import MAX_WORDS
from handlers.typed.plain_spelling import written_out_words
from handlers.typed.words import COURTESY, bare_word, listed, without_leading

Correction = Literal["give back", "take back", "change"]


@dataclass(frozen=True)
class Corrected:
    """What a marketer wants to correct.

    `do` is one of these:

    - "give back": give back an ask that the marketer took on
    - "take back": take back the marketer's answer to an ask
    - "change": change the marketer's answer to an ask

    `which` has words that say which ask is meant ("kestrel"), or "". `words` is the new answer as
    typed, or "".
    """

    do: Correction
    which: str = ""
    words: str = ""


_BEFORE = listed(
    "actually no sorry oh wait ok okay hm hmm well please i id ill will would want need to like can"
    " could you lets better attune"
)
_SOMEONE = ("someone", "somebody", "someone else", "somebody else", "a colleague", "another one")
_GIVE_BACK = frozenset(
    (
        *(f"give {it} back" for it in ("it", "that", "this", "that one", "this one", "the ask")),
        *(f"{give} back {it}" for give, it in product(("give", "hand"), ("it", "that", "the ask"))),
        *(f"hand {it} back" for it in ("it", "that", "this")),
        *(f"let {who} {do} it" for who, do in product(_SOMEONE, ("do", "take", "have", "answer"))),
        *(f"{who} can {do} it" for who, do in product(_SOMEONE, ("do", "take", "have", "answer"))),
        *(f"let {who} else {do} it" for who, do in product(("anyone", "anybody"), ("do", "take"))),
        *(f"{cant} {do} it" for cant, do in product(("cant", "cannot"), ("do", "take", "answer"))),
        *("untake it", "untake that", "not mine after all", "im not on it", "not me after all"),
    )
)
_MY = listed("my the that this last")
_ANSWER = listed("answer reply")
_UNDO = listed("undo retract revoke delete remove withdraw unsend recall")
_CHANGE = listed("change correct edit fix amend update")
_ARTICLES = listed("the that this a")
_ONE = listed("one ask question")
_ABOUT = listed("to for about on with")
_LONGEST_WHICH = 4  # at most this many words may say which ask is meant
_LONGEST_LEAD = 9
_CONCERNS = listed(
    "back else someone somebody cant cannot untake mine answer reply not colleague it"
)


def corrected(text: str) -> Corrected | None:
    """Return what a line corrects, or None for any other line."""
    begun = text.split(maxsplit=_LONGEST_LEAD + 1)[: _LONGEST_LEAD + 1]
    if _CONCERNS.isdisjoint(map(bare_word, begun)):
        return None
    if changed := _change(text):
        return changed
    # We can't use `without_courtesy` here, because it also leaves out "give".
    words = without_leading(written_out_words(text), _BEFORE)
    while words and words[-1] in COURTESY:
        words = words[:-1]
    if not 1 < len(words) <= MAX_WORDS:
        return None
    if " ".join(words) in _GIVE_BACK:
        return Corrected("give back")
    return _take_back(words) or _give_back(words)


def _take_back(words: Sequence[str]) -> Corrected | None:
    """Match "undo that answer", "take my answer to lena back" and "take back my answer"."""
    rest = [*words[1:]]
    if words[0] == "take" and "back" in rest:
        rest.remove("back")
    elif words[0] not in _UNDO:
        return None
    rest = without_leading(rest, _MY)
    if not rest or rest[0] not in _ANSWER:
        return None
    which = _which(rest[1:])
    return None if which is None else Corrected("take back", which)


def _which(words: Sequence[str]) -> str | None:
    """Return "lena" for "to lena", and "" for no words. For any other words, return None."""
    if not words:
        return ""
    named = without_leading([*words[1:]], _ARTICLES) if words[0] in _ABOUT else []
    if named and named[-1] in _ONE:
        named = named[:-1]
    return " ".join(named) if 0 < len(named) <= _LONGEST_WHICH else None


def _give_back(words: Sequence[str]) -> Corrected | None:
    """Match "give the kestrel one back" and "give back lena's question"."""
    rest = [*words[1:]]
    if words[0] not in ("give", "hand") or "back" not in (*rest[:1], *rest[-1:]):
        return None
    rest.remove("back")
    which = without_leading(rest, _ARTICLES)
    if not 1 < len(which) <= _LONGEST_WHICH or which[-1] not in _ONE:
        return None
    return Corrected("give back", " ".join(which[:-1]))


def _change(text: str) -> Corrected | None:
    """Match "change my answer", and "change my answer to lena: two depots did"."""
    lead, colon, said = text.partition(":")
    words = without_leading(
        [bare_word(word) for word in lead.split(maxsplit=_LONGEST_LEAD)], _BEFORE
    )
    if words[:1] == ["correction"] and colon and len(words) == 1 and said.strip():
        return Corrected("change", "", said.strip())
    if not words or words[0] not in _CHANGE:
        return None
    rest = without_leading(words[1:], _MY)
    if not rest or rest[0] not in _ANSWER:
        return None
    which = "" if rest[1:] == ["to"] else _which(rest[1:])
    return None if which is None else Corrected("change", which, said.strip())
