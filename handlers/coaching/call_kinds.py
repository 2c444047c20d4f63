"""Guess what a call is for, and the part that each contact has in the purchase. Pure.

Both guesses compare whole words, in any case, singular or plural, with the playbook's words. A
guess is never stored. A kind of call is stored only if somebody chose it by hand, or named it when
they typed what the call is about (`kind_said`).
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
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


@lru_cache(maxsize=1024)  # one request needs the kind of its call many times
def guess_kind(
    title: str,
    goal: str,
    *,
    stage: Stage,
    names: tuple[str, ...],
    kinds: tuple[KindWords, ...],
    with_them: bool = False,
) -> CallKind:
    """The kind of call that its title says, else its goal, else the stage of the account.

    The first of `kinds` with a word in the text counts. What stands before "of" counts first: "Demo
    of the contract module" is a demo. Words that may stand in any title ("check-in") count only if
    the goal says nothing. `names` (of the account, of people) are left out of the title: "Demo Ltd"
    plans no demo. If somebody from the account comes (`with_them`), the call is not internal.
    """
    possible = [kind for kind in kinds if not (with_them and kind.id == "internal")]
    said, meant = _unnamed(stems(title), names), stems(goal)
    return (
        _titled(said, possible)
        or _first(meant, _goal_words, possible)
        or _first(said, _vague_words, possible)
        or _BY_STAGE[stage]
    )


def kind_said(about: str, *, names: Collection[str], kinds: Iterable[KindWords]) -> CallKind | None:
    """The kind of call that is named in what somebody typed about it; None if none is.

    The words are read like a title. The kind is never "internal", because the call is with an
    account.
    """
    return _titled(_unnamed(stems(about), names), [kind for kind in kinds if kind.id != "internal"])


def _titled(said: Sequence[str], kinds: Collection[KindWords]) -> CallKind | None:
    """The kind that a title says, first by what stands before "of"; None if it says none."""
    head = said[: said.index("of")] if "of" in said else ()
    return _first(head, _title_words, kinds) or _first(said, _title_words, kinds)


def _first(
    said: Sequence[str],
    words_of: Callable[[KindWords], Sequence[str]],
    kinds: Iterable[KindWords],
) -> CallKind | None:
    """The first of `kinds` that has one of its words in the text; `words_of` says which words."""
    found = (kind.id for kind in kinds if says(said, words_of(kind), kind.but_not))
    return next(found, None)


def _unnamed(said: tuple[str, ...], names: Collection[str]) -> tuple[str, ...]:
    """A title without these names.

    A name without its last words is removed too ("Demo Logistics" of "Demo Logistics Ltd"). But the
    first word of a longer name, alone, is removed only at the beginning of the title, and not
    before "of".
    """
    for name in map(stems, names):
        if not name:
            continue
        shorter = [name[:size] for size in range(len(name), 1, -1)]
        found = next((each for each in shorter if _contains(said, each)), name[:1])
        if len(name) == 1 or len(found) > 1:
            said = tuple(_without(said, [found]))
        elif said[:1] == found and said[1:2] != ("of",):  # "Demo of …" is no company
            said = said[1:]
    return said


@lru_cache(maxsize=4096)  # job titles recur
def guess_role(title: str, roles: tuple[BuyingRoleWords, ...]) -> BuyingRole:
    """The part in a purchase that a job title suggests; the first of `roles` with a word in it."""
    said = stems(title)
    for role in roles:
        if says(said, role.words, role.but_not):
            return role.id
    return "other"


def _title_words(kind: KindWords) -> Sequence[str]:
    return kind.words


def _goal_words(kind: KindWords) -> Sequence[str]:
    return kind.goal_words


def _vague_words(kind: KindWords) -> Sequence[str]:
    return kind.vague_words


def says(said: Sequence[str], words: Sequence[str], but_not: Sequence[str]) -> bool:
    """Whether one of the words or phrases is in the text, as `first_said` finds it."""
    return first_said(said, words, but_not) is not None


def first_said(said: Sequence[str], words: Iterable[str], but_not: Iterable[str]) -> str | None:
    """The first of the words or phrases that is in the text, outside the phrases of `but_not`.

    `said` are the stems of the text's words. None if no word or phrase is in it.
    """
    if not said:
        return None
    left = _without(said, map(_phrase, but_not))
    return next((word for word in words if _contains(left, _phrase(word))), None)


def _without(said: Sequence[str], phrases: Iterable[tuple[str, ...]]) -> Sequence[str]:
    """The words; each of the phrases is replaced by one ""."""
    left = list(said)
    for phrase in phrases:
        if not phrase or phrase[0] not in left:
            continue
        for start in range(len(left) - len(phrase), -1, -1):
            if tuple(left[start : start + len(phrase)]) == phrase:
                left[start : start + len(phrase)] = [""]
    return left


def _contains(said: Sequence[str], phrase: Sequence[str]) -> bool:
    size = len(phrase)
    return (
        size > 0
        and phrase[0] in said  # quick, and mostly false
        and any(tuple(said[at : at + size]) == tuple(phrase) for at in range(len(said) - size + 1))
    )


@lru_cache(maxsize=2048)  # the playbook's words are compared for every call
def _phrase(words: str) -> tuple[str, ...]:
    return stems(words)
