"""Recognise a rep's own question in a line for marketing: “do we have anything on …”. Pure."""

from itertools import product

from handlers.typed.words import OPENERS, bare_words_of, without_leading

# How a rep begins a question to marketing. A buyer does not begin a question to a rep like this.
# "Can we" is not here, because buyers say it too: "Can we get a trial".
_TO_MARKETING = frozenset(
    (
        *product(("do", "have", "did"), ("we",), ("have", "got", "a", "any", "anything")),
        *product(("can", "could", "would", "will"), ("you", "somebody", "someone", "marketing")),
        *product(("does", "has", "did"), ("anyone", "anybody", "somebody", "someone")),
        *product(("is", "are"), ("there",), ("a", "an", "any", "anything", "something")),
        *product(("what", "how", "where", "which"), ("do",), ("we",)),
        *product(("anything", "something"), ("on", "about", "for")),
    )
)
_LONGEST = 3


def asks_marketing_for(text: str) -> bool:
    """Check whether a line for marketing begins like a rep's own question, not like a buyer's."""
    words = without_leading(bare_words_of(text), OPENERS)
    return any(tuple(words[:count]) in _TO_MARKETING for count in range(1, _LONGEST + 1))
