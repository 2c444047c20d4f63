"""Spell the names in a typed text as they are on file: "northwind" becomes "Northwind". Pure."""

from collections.abc import Collection, Sequence

from handlers.coaching.names.common_words import is_common
from handlers.coaching.text.words import SMALL_WORDS, singular

_AROUND = ".,:;?!()\"“”'"  # marks around a word


def spelled_as_on_file(text: str, account: str, people: Collection[str]) -> str:
    """Spell the account's name and the people's names in `text` as they are given.

    The first word of the account's name is enough, and so is one word of a person's name. This word
    must not be a common word: "will" stays if Will Berg is on file.
    """
    words = text.split()
    names = [account, *people]
    first = next(iter(account.split()), "")
    parts = [part for name in people for part in _uncommon(name)]
    parts += [first] if first.casefold() not in SMALL_WORDS else []
    alone = {part.casefold(): part for part in parts}
    whole = {tuple(name.casefold().split()): name.split() for name in names if " " in name.strip()}
    at = 0
    while at < len(words):
        found = next((one for one in whole if _is_at(words, at, one)), ())
        spelled = whole[found] if found else [alone.get(_bare(words[at]), "")]
        for word in spelled:
            words[at] = _with_spelling(words[at], word) if word else words[at]
            at += 1
    return " ".join(words)


def _uncommon(name: str) -> list[str]:
    return [
        part for part in name.split() if len(part) > 2 and not is_common(singular(part.lower()))
    ]


def _is_at(words: Sequence[str], at: int, name: Sequence[str]) -> bool:
    return [_bare(word) for word in words[at : at + len(name)]] == [*name]


def _bare(word: str) -> str:
    bare = word.casefold().strip(_AROUND)
    return bare.removesuffix("'s").removesuffix("’s")


def _with_spelling(word: str, spelled: str) -> str:
    """Put `spelled` in the place of the name in a word, so that marks around it stay."""
    start = word.casefold().find(spelled.casefold())
    if start < 0 or len(word.casefold()) != len(word):
        return word
    return f"{word[:start]}{spelled}{word[start + len(spelled) :]}"
