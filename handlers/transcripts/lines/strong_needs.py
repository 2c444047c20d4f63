"""Find the needs that somebody stresses: "If I only get one thing, that is what I need". Pure."""

import re
from collections.abc import Sequence

from handlers.transcripts.lines.needs import is_need
from handlers.transcripts.speech.sentences import SpokenSentence

_NEAR = 12  # we look for a need in this many sentences before the sentence that stresses it
_STRESSES = re.compile(
    r"(?<![\w'-])(?:if (?:i|we) (?:only|just|could only|can only|may only) (?:get|have|had|ask for)"
    r" (?:just )?one thing"
    r"|(?:that|this)(?:'s| is)(?: exactly| really| just)? (?:what|all|the (?:one )?thing)"
    r" (?:i|we) (?:really )?(?:need|want)"
    r"|(?:that|this)(?:'s| is|'d be| would be) (?:the|my|our) (?:most important|main|biggest"
    r"|number one|first) (?:thing|point|priority|wish|need)"
    r"|(?:that|this) (?:matters|counts) (?:the )?most"
    r"|(?:the )?most important (?:thing )?(?:for|to) (?:me|us) is)(?![\w'-])"
)
_POINTS_BACK = re.compile(r"(?<![\w'-])(?:that|this)(?:'s| is)(?: exactly| really| just)? what")
_NOT_THAT = re.compile(r"(?<![\w'-])(?:i|we) don't (?:really )?(?:need|want)(?![\w'-])")


def stressed(sentences: Sequence[SpokenSentence]) -> frozenset[int]:
    """Return the indexes of the sentences with a need that somebody at the customer stresses.

    A sentence may stress its own need, or a need that the same person named shortly before. In "I
    don't need A. I need B", the need in the second sentence is stressed.
    """
    found: set[int] = set()
    for at, one in enumerate(sentences):
        if one.side != "theirs" or one.asks:
            continue
        if at and _is_contrast(sentences[at - 1], one) and is_need(one.plain):
            found.add(at)
        elif _STRESSES.search(one.plain) and (place := _meant(sentences, at)) is not None:
            found.add(place)
    return frozenset(found)


def _meant(sentences: Sequence[SpokenSentence], at: int) -> int | None:
    """Find the need that a speaker stresses.

    The sentence at the index `at` stresses a need: "that is the main thing". Return the index of
    the sentence that tells the need, or None.
    """
    speaker = sentences[at].speaker
    first = at - 1 if _POINTS_BACK.search(sentences[at].plain) else at
    near = range(first, max(-1, at - _NEAR - 1), -1)
    same = (place for place in near if sentences[place].speaker == speaker)
    return next((place for place in same if is_need(sentences[place].plain)), None)


def _is_contrast(before: SpokenSentence, one: SpokenSentence) -> bool:
    return before.speaker == one.speaker and bool(_NOT_THAT.search(before.plain))
