"""Read a word with one typo as the word that was meant: "insigths" as "insights". Pure.

We change a word only into a word from a known list, so that names and topics stay as typed. A
plural or another form of a word is not a typo: "themed" does not mean "theme".
"""

from collections.abc import Iterable, Sequence

# How many letters a known word must have, for each kind of typo. With one typo, a shorter word
# becomes too many other words: "sale" becomes "same" or "sake".
SHORTEST = 5  # two letters are swapped
LONGER = 6  # a letter is missing or added; "status" does not mean "stats" (only 5 letters)
REPLACED = 8  # a letter is wrong; "premise" does not mean "promise" (only 7 letters)


class CloseWords:
    """Finds the known word that a word with a typo stands for."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = frozenset(known)
        self._long: dict[str, list[str]] = {}  # by first letter
        for word in sorted(self._known):
            if len(word) >= SHORTEST:
                self._long.setdefault(word[0], []).append(word)

    def meant(self, words: Iterable[str]) -> list[str]:
        """Return the words. A word with a typo becomes the known word that it stands for."""
        return [word if word in self._known else self._nearest(word) for word in words]

    def _nearest(self, word: str) -> str:
        # A word with a typo has at least `SHORTEST` letters, even if a letter is missing: the known
        # word then has at least `LONGER` letters.
        if len(word) < SHORTEST:
            return word
        known = self._long.get(word[:1], ())
        return next((one for one in known if is_typo(word, one)), word)


def is_typo(typed: str, word: str) -> bool:
    """Check whether `typed` is `word` with one letter missing or added, or two letters swapped.

    In a long word, one letter may also be wrong. The first letter must be right. The last letter
    must be right too, unless the last two are swapped or the "g" of "-ing" is missing ("sayin").
    """
    if len(word) < SHORTEST or abs(len(typed) - len(word)) > 1 or typed == word:
        return False
    pairs = zip(typed, word, strict=False)
    begun = next((at for at, (one, other) in enumerate(pairs) if one != other), -1)
    begun = begun if begun >= 0 else min(len(typed), len(word))
    left, meant = typed[begun:], word[begun:]
    if not begun or (len(typed) != len(word) and len(word) < LONGER):
        return False
    if len(typed) < len(word):
        return left == meant[1:] and (bool(left) or word.endswith("ing"))
    if len(typed) > len(word):
        return left[1:] == meant and bool(meant)
    if left[:2] == meant[1::-1] and left[2:] == meant[2:]:
        return True
    return len(word) >= REPLACED and left[1:] == meant[1:] and len(left) > 1


def words_in(sentences: Iterable[str]) -> Sequence[str]:
    """Return all words of these sentences."""
    return [word for sentence in sentences for word in sentence.split()]
