"""Recognise a short question by its words, in any order. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from handlers.typed.close_words import CloseWords
from handlers.typed.words import AUXILIARIES, QUESTION_WORDS, listed

MAX_WORDS = 12  # how many words a short question may have
_ASKING = QUESTION_WORDS | AUXILIARIES | listed("any anything anyone anybody")
# A line with one of these words is a statement, unless it begins like a question.
_SAYING = listed(
    "is are was were has have do does did promised owes owed owe learned learnt heard wants needs"
    " asked passed used works landed lands performed named mentioned"
)


@dataclass(frozen=True)
class KeyWords:
    """The words of one question.

    A line must have a word of each group in `needs`. It may also have words of `around`, but no
    other words. A word with a typo counts as the word that was meant (see `CloseWords`).
    """

    needs: Sequence[Collection[str]]
    around: Collection[str]
    spelling: CloseWords

    def fit(self, words: Sequence[str]) -> bool:
        """Check whether these words ask this question.

        Return False for a statement, or for more than `MAX_WORDS` words.
        """
        words = self.spelling.meant(words)
        said = {*words}
        return (
            0 < len(words) <= MAX_WORDS
            and all(not said.isdisjoint(one) for one in self.needs)
            and said.difference(*self.needs) <= {*self.around}
            and (begins_like_question(words) or _SAYING.isdisjoint(words))
        )


def key_words(*needs: str, around: str) -> KeyWords:
    """Make `KeyWords` from texts that list words, separated by spaces: "insight insights"."""
    groups, others = [listed(one) for one in needs], listed(around)
    return KeyWords(groups, others, CloseWords(others.union(*groups)))


def begins_like_question(words: Sequence[str]) -> bool:
    """Check whether the first word is typical of a question: "which", "does" or "any"."""
    return bool(words) and words[0] in _ASKING
