"""Guess the kind of a call, and the buying role of each contact. Pure.

We look for the playbook's words in a text, in upper or lower case, singular or plural. We store the
kind of a call only if somebody chose or typed it (`kind_said`).
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache

from handlers.coaching.text.words import stems
from handlers.playbook.word_lists import BuyingRoleWords, KindWords
from storage.choices import BuyingRole, CallKind, Stage

_ALSO_SAID = ("a", "an", "the", "call", "meeting", "session")
# The kind that we guess if the title and the goal of a call name no kind.
_BY_STAGE: Mapping[Stage, CallKind] = {
    "discovery": "discovery",
    "evaluation": "other",
    "decision": "other",
    "customer": "review",
}


@lru_cache(maxsize=1024)  # one request asks for the kind of a call many times
def guess_kind(
    title: str,
    goal: str,
    *,
    stage: Stage,
    names: tuple[str, ...],
    kinds: tuple[KindWords, ...],
    with_them: bool = False,
) -> CallKind:
    """Guess the kind of a call from its title, then its goal, then the stage of the account.

    We take the first of `kinds` that has one of its words in the text. We try the words before "of"
    first: "Demo of the contract module" is a demo. Vague words in the title ("check-in") count only
    if the goal names no kind. In the title, we ignore the `names` of the account and of people: a
    call with "Demo Ltd" is not a demo. A call with somebody from the account (`with_them`) is not
    internal.
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
    """Return the kind of call that somebody typed. Return None if the text names no kind.

    We never return "internal".
    """
    return _titled(_unnamed(stems(about), names), [kind for kind in kinds if kind.id != "internal"])


def only_kind(about: str, kinds: Iterable[KindWords]) -> CallKind | None:
    """Return the kind of call if the text names nothing else: "demo", "discovery call".

    We never return "internal".
    """
    said = [word for word in stems(about) if word not in _ALSO_SAID]
    found = (
        kind.id
        for kind in kinds
        if kind.id != "internal"
        and any(list(stems(one)) == said for one in (*kind.words, *kind.vague_words))
    )
    return next(found, None)


def _titled(said: Sequence[str], kinds: Collection[KindWords]) -> CallKind | None:
    """Return the kind that a title names. Look at the words before "of" first."""
    head = said[: said.index("of")] if "of" in said else ()
    return _first(head, _title_words, kinds) or _first(said, _title_words, kinds)


def _first(
    said: Sequence[str],
    words_of: Callable[[KindWords], Sequence[str]],
    kinds: Iterable[KindWords],
) -> CallKind | None:
    """Return the first kind that has one of its words in the text.

    `words_of` returns the words of a kind.
    """
    found = (kind.id for kind in kinds if says(said, words_of(kind), kind.but_not))
    return next(found, None)


def _unnamed(said: tuple[str, ...], names: Collection[str]) -> tuple[str, ...]:
    """Remove names from a title.

    The title may leave out the last words of a name: "Demo Logistics" for "Demo Logistics Group".
    If the title has only the first word of a longer name, we remove this word if the title begins
    with it and "of" does not follow. Otherwise, the word stays in the title.
    """
    for name in map(stems, names):
        if not name:
            continue
        shorter = [name[:size] for size in range(len(name), 1, -1)]
        found = next((each for each in shorter if _contains(said, each)), name[:1])
        if len(name) == 1 or len(found) > 1:
            said = tuple(_without(said, [found]))
        elif said[:1] == found and said[1:2] != ("of",):  # "Demo of …" is not the name of a company
            said = said[1:]
    return said


@lru_cache(maxsize=4096)  # the same job titles come up again and again
def guess_role(title: str, roles: tuple[BuyingRoleWords, ...]) -> BuyingRole:
    """Guess the buying role from a job title. The first of `roles` with a match wins.

    If there is no match, return "other".
    """
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
    """Check whether one of the words or phrases is in the text. See `first_said`."""
    return first_said(said, words, but_not) is not None


def first_said(said: Sequence[str], words: Iterable[str], but_not: Iterable[str]) -> str | None:
    """Return the first of `words` that is in the text, or None.

    `words` has words and phrases. `said` has the stems of the text. Parts of the text that match
    `but_not` do not count.
    """
    if not said:
        return None
    left = _without(said, map(_phrase, but_not))
    return next((word for word in words if _contains(left, _phrase(word))), None)


def _without(said: Sequence[str], phrases: Iterable[tuple[str, ...]]) -> Sequence[str]:
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
        and phrase[0] in said  # a quick test that usually fails
        and any(tuple(said[at : at + size]) == tuple(phrase) for at in range(len(said) - size + 1))
    )


@lru_cache(maxsize=2048)  # every call is compared with the same words
def _phrase(words: str) -> tuple[str, ...]:
    return stems(words)
