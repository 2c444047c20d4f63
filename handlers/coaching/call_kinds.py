"""Guess what a call is for, and the part that each contact has in the purchase. Pure.

Both guesses compare whole words, in any case, singular or plural, with the playbook's words. People
correct a guess by hand; a guess is never stored.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from handlers.coaching.words import stems
from handlers.playbook.schema import BuyingRoleWords, KindWords
from storage.choices import BuyingRole, CallKind, Stage

# What a call is for if neither its title nor its goal says so.
_BY_STAGE: Mapping[Stage, CallKind] = {
    "discovery": "discovery",
    "evaluation": "other",
    "decision": "other",
    "customer": "review",
}


def guess_kind(
    title: str,
    goal: str,
    *,
    stage: Stage,
    names: Collection[str],
    kinds: Sequence[KindWords],
) -> CallKind:
    """The kind of call that its title says, else its goal, else the stage of the account.

    The first of `kinds` with a word in the text counts. `names` (of the account, of people, of our
    products) are left out of the title: "Demo Ltd" plans no demo.
    """
    named = frozenset(stem for name in names for stem in stems(name))
    said = tuple(stem for stem in stems(title) if stem not in named)
    for text, words_of in ((said, _title_words), (stems(goal), _goal_words)):
        for kind in kinds:
            if _says(text, words_of(kind), kind.but_not):
                return kind.id
    return _BY_STAGE[stage]


def guess_role(title: str, roles: Sequence[BuyingRoleWords]) -> BuyingRole:
    """The part in a purchase that a job title suggests; the first of `roles` with a word in it."""
    said = stems(title)
    for role in roles:
        if _says(said, role.words, role.but_not):
            return role.id
    return "other"


def _title_words(kind: KindWords) -> Sequence[str]:
    return kind.words


def _goal_words(kind: KindWords) -> Sequence[str]:
    return kind.goal_words


def _says(said: Sequence[str], words: Sequence[str], but_not: Sequence[str]) -> bool:
    """Whether one of the words or phrases is in the text, outside the phrases of `but_not`."""
    left = _without(said, but_not)
    return any(_contains(left, _phrase(word)) for word in words)


def _without(said: Sequence[str], phrases: Sequence[str]) -> Sequence[str]:
    left = list(said)
    for phrase in map(_phrase, phrases):
        for start in range(len(left) - len(phrase), -1, -1):
            if phrase and tuple(left[start : start + len(phrase)]) == phrase:
                left[start : start + len(phrase)] = [""]
    return left


def _contains(said: Sequence[str], phrase: Sequence[str]) -> bool:
    size = len(phrase)
    return size > 0 and any(
        tuple(said[at : at + size]) == tuple(phrase) for at in range(len(said) - size + 1)
    )


@lru_cache(maxsize=2048)  # the playbook's words are compared for every call
def _phrase(words: str) -> tuple[str, ...]:
    return stems(words)
