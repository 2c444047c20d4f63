"""Find which of many names a text mentions."""

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise

from handlers.coaching.names.common_words import ORDINARY, is_common
from handlers.coaching.names.name_forms import is_distinctive, joined_forms
from handlers.coaching.names.name_index import SPLIT_LENGTH, loses_its_vowel
from handlers.coaching.text.spelling import (
    BREAKS,
    SPACELESS,
    SPELLED_OUT,
    as_seen,
    humps,
    plain,
    plain_words,
)


def perhaps_mentioned(words: str, names: Iterable[str]) -> list[str]:
    """Return the names that `words` may mention: a fast filter before the real search."""
    said = plain(as_seen(words))

    def parts(name: str) -> Iterator[str]:
        for spelled in (name,) if name.isascii() else (name, name.translate(SPELLED_OUT)):
            even = plain(spelled).translate(BREAKS)
            for part in SPACELESS.findall(even) or even.split():
                yield part[:-1] if loses_its_vowel(part) else part

    return [name for name in names if any(part in said for part in parts(name))]


def clearly_mentioned(words: str, names: Iterable[str]) -> list[str]:
    """Return the names that `words` clearly contain, whole or in part.

    Callers may pass the names of many customers, and some of these names could match ordinary
    words. So this search is stricter than `replacing_names.without_names`. A part of a name needs
    at least three letters and must not be an English word. A name that is one common English word
    counts only if it has a capital letter and does not begin a sentence. A name of several words
    may be written as one word.
    """
    text = as_seen(words)
    found = plain_words(text)
    said = {hump.stem for word in found for hump in (word, *humps(text, word))}
    even = plain(text)
    line = f" {' '.join(word.stem for word in found)} "
    within = {
        word.stem
        for before, word in pairwise(found)
        if text[word.start].isupper() and not set(".!?\n") & set(text[before.end : word.start])
    }

    def is_mentioned(name: str) -> bool:
        stems = [word.stem for word in plain_words(unicodedata.normalize("NFC", name))]
        if len(stems) == 1 and is_common(stems[0]):
            return stems[0] in within
        if any(
            s in said and len(s) > 2 and is_distinctive((s,)) and s not in ORDINARY for s in stems
        ):
            return True
        if bool(stems) and f" {' '.join(stems)} " in line:
            return True
        if sum(stem in even for stem in stems) < 2:  # a fast exit for most names
            return False
        return any(
            len(form[0]) >= SPLIT_LENGTH and form[0] in said for form, _ in joined_forms(name)
        )

    return [name for name in names if is_mentioned(name)]
