"""Check whether a meeting may be with somebody who sells to the rep's company. Pure."""

from collections.abc import Sequence

from handlers.coaching.call_kinds import first_said
from handlers.coaching.text.words import stems
from handlers.playbook.word_lists import MeetingWords

GAP = "…"  # "our … renewal" fits "our renewal" and "our dialer renewal"
_MAX_IN_GAP = 2  # at most this many words in a gap


def may_sell_to_us(title: str, words: MeetingWords) -> bool:
    """Check whether the title of a meeting suggests that the rep's company is the customer."""
    said = stems(title)
    if first_said(said, words.we_pay, words.but_not) is not None:
        return True
    return any(_has_with_gap(said, phrase) for phrase in words.we_pay if GAP in phrase)


def _has_with_gap(said: Sequence[str], phrase: str) -> bool:
    """Check whether a text has this phrase with one or more words in the gap.

    `said` has the stems of the text. `first_said` finds phrases whose gap is empty.
    """
    before, _, after = phrase.partition(GAP)
    first, then = list(stems(before)), list(stems(after))
    starts = range(len(said) - len(first) + 1)
    ends = [at + len(first) for at in starts if list(said[at : at + len(first)]) == first]
    gaps = range(1, _MAX_IN_GAP + 1)
    return any(list(said[at + gap :][: len(then)]) == then for at in ends for gap in gaps)
