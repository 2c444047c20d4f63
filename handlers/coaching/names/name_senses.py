"""Decide whether a word that may be a name really is one, judging by the words around it.

"Will said so" has a name, and "it will work" has none.
"""

from collections.abc import Sequence

from handlers.coaching.names.common_words import TITLES, is_common, is_until
from handlers.coaching.names.name_forms import Needs
from handlers.coaching.text.spelling import plain
from handlers.coaching.text.words import Word, stemmed

# Months that are also names. After one of `_BEFORE_MONTHS`, the word means the month: "in May".
_MONTHS = frozenset({"march", "april", "may", "june", "august"})
_BEFORE_MONTHS = stemmed(
    "in by until till since during before after through early mid late last next this end"
)
_MODALS = frozenset({"can", "may", "might", "must", "shall", "will"})
# A word before one of these is likely to be a person: "Will said so".
_VERBS_OF_PEOPLE = frozenset(
    {
        *("agreed", "answered", "asked", "asks", "called", "confirmed", "explained", "hates"),
        *("joined", "knows", "likes", "may", "mentioned", "prefers", "promised", "replied"),
        *("said", "says", "sent", "signed", "thinks", "told", "wanted", "wants", "will"),
        "wrote",
    }
)
_PARTS_OF_MONTHS = frozenset({"end", "start", "beginning", "middle", "rest"})  # as in "end of May"
ARTICLES = frozenset({"a", "an", "the"})
# After one of these words, the words that replace a name have no article:
# - "the Northwind map" -> "the customer map"
# - "our Northwind map" -> "our customer map"
DETERMINERS = ARTICLES | {"my", "our", "your"}


def needs_met(text: str, words: Sequence[Word], at: int) -> Needs:
    """Return the strictest `Needs` that the capitalised word `words[at]` meets in this text.

    A name may need more than the word itself, such as a title before the word. We take the word for
    the name only if the word meets what the name needs.
    """
    before = words[at - 1] if at else None
    if before is not None and before.stem in TITLES:
        return Needs.TITLE
    if words[at].end - words[at].start > 1 and text[words[at].start : words[at].end].isupper():
        return Needs.CAPITAL  # as in "IT WILL NOT WORK"
    begins = before is None or set(".!?:\n") & set(text[before.end : words[at].start])
    return Needs.CAPITAL if begins and not is_somebody(text, words, at) else Needs.WITHIN


def is_somebody(text: str, words: Sequence[Word], at: int) -> bool:
    """Check whether the next words show that this word is a person: "Will thinks so", "Will's"."""
    if text[words[at].end : words[at].end + 2] in ("'s", "’s"):
        return True
    return (
        at + 1 < len(words)
        and plain(text[words[at + 1].start : words[at + 1].end]) in _VERBS_OF_PEOPLE
    )


def is_speaking(text: str, words: Sequence[Word], at: int) -> bool:
    """Check whether a word in lower case is a person: "will said so", or the line "will: no"."""
    before = words[at - 1] if at else None
    end = words[at].end
    if text[end : end + 1] == ":" and (before is None or "\n" in text[before.end : end]):
        return True
    if text[end : end + 1] not in (" ", "'", "’") or (before and before.stem in DETERMINERS):
        return False
    after = words[at + 1].stem if at + 1 < len(words) else ""
    return after not in _MODALS and is_somebody(text, words, at)


def has_capitals(text: str, words: Sequence[Word], needs: Needs) -> bool:
    """Check whether the words have the capitals that `needs` asks for.

    `needs` is `Needs.CAPITALS` or `Needs.INITIALS`. Initials that are separate words need a dot
    between them: "J.N.".
    """
    if needs is Needs.CAPITALS:
        return all(text[word.start].isupper() for word in words)
    if len(words) == 1:
        return text[words[0].start : words[0].end].isupper()
    between = text[words[0].start : words[-1].end]
    return between.isupper() and "." in between and not set("\n,;:") & set(between)


def is_a_verb(text: str, words: Sequence[Word]) -> bool:
    """Check whether words that match a name are a verb: "may stone-wall" is not May Stone."""
    last = words[-1]
    if len(words) == 1 or not all(is_common(word.stem) for word in words):
        return False
    hyphen, after = text[last.end : last.end + 1], text[last.end + 1 : last.end + 2]
    small = text[words[0].start].islower() and text[last.start].islower()
    return small and (words[0].stem in _MODALS or (hyphen == "-" and after.islower()))


def is_time(text: str, words: Sequence[Word], at: int) -> bool:
    """Check whether a word that matches a name is a month, or "till" before a time."""
    after = words[at + 1] if at + 1 < len(words) else None
    following = plain(text[after.start : after.end]) if after else ""
    return is_until(words[at].stem, following) or _is_month(text, words, at)


def _is_month(text: str, words: Sequence[Word], at: int) -> bool:
    """Check whether a word that matches a name is a month: "in May", "4 May", "May 2027"."""
    if words[at].stem not in _MONTHS:
        return False
    before = [word.stem for word in words[max(0, at - 2) : at]]
    after = words[at + 1].stem if at + 1 < len(words) else ""
    if after[:1].isdigit() and not set(".!?\n") & set(text[words[at].end : words[at + 1].start]):
        return True
    if not before:
        return False
    part = before[-1] == "of" and before[0] in _PARTS_OF_MONTHS
    return part or before[-1][:1].isdigit() or before[-1] in _BEFORE_MONTHS
