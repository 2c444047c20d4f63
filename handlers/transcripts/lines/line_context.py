"""If a sentence is not clear on its own, add the sentences before it. Pure."""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from handlers.coaching.text.words import shortened
from handlers.transcripts.lines.line_words import LONGEST
from handlers.transcripts.promises.antecedents import points_back
from handlers.transcripts.promises.promises import promise_in, says_no_what
from handlers.transcripts.speech.amounts import has_amount
from handlers.transcripts.speech.days import names_day
from handlers.transcripts.speech.people_named import tells_who
from handlers.transcripts.speech.sentences import SpokenSentence

# Most lines of a draft need at least this many words. So does a sentence that we add to an unclear
# promise.
MIN_WORDS = 4
_NEAR = 4  # we look at this many sentences before an unclear promise
# The beginning of a sentence that is unclear without the sentence before it: "He has to decide by
# then", "so that's seven hours each".
_REFERS_BACK = re.compile(
    r"(?:(?:and|so|but|well|yes|yeah|no|because|then) )?(?:he|she|they|so say|that's|that is"
    r"|that was|it was|it's|which is|in other words|that makes)(?![\w-])"
)
_BACK = 2  # we put at most this many sentences before a sentence that refers back


def with_sentences_before(sentences: Iterable[SpokenSentence]) -> Iterator[SpokenSentence]:
    """Yield the sentences. If a sentence is unclear on its own, add the sentences before it.

    A sentence such as "She runs IT" gets one or two earlier sentences at its beginning, as many as
    fit into `LONGEST` characters.

    Some promises do not say what is promised ("I'll get back to you", "I'll send you that"). Such a
    promise keeps its words, and its field `before` gets an earlier sentence. We look at the `_NEAR`
    sentences before the promise, whoever said them, and take the last one that has at least
    `MIN_WORDS` words.
    """
    before: list[SpokenSentence] = []  # the last sentences of the same turn
    near: deque[SpokenSentence] = deque(maxlen=_NEAR)
    for one in sentences:
        if _is_unclear_promise(one):
            said = (it for it in reversed(near) if len(it.plain.split()) >= MIN_WORDS)
            last = next(said, None)
            own = last is not None and (last.side == "theirs") == (one.side == "theirs")
            words = shortened(last.words, LONGEST) if last else ""
            yield replace(one, before=words, before_is_own=own)
            near.append(one)
            before = [*before[1 - _BACK :], one]
            continue
        near.append(one)
        before = before if before and before[-1].turn == one.turn else []
        whole = one
        for earlier in before[: -_needed_before(one, before) - 1 : -1]:
            words = f"{earlier.words} {whole.words}"
            if len(words) > LONGEST:
                break
            whole = replace(whole, words=words, spot=earlier.spot)
        yield whole
        before = [*before[1 - _BACK :], one]


def _needed_before(one: SpokenSentence, before: Sequence[SpokenSentence]) -> int:
    """Return how many of the sentences in `before` make `one` clear: 0, 1 or 2."""
    if not before:
        return 0
    if tells_who(before[-1].words, one.words):
        return 1
    if one.side != "theirs" or not _REFERS_BACK.match(one.plain):
        return 0
    if not (has_amount(one.plain) or names_day(one.plain, later=True)):
        return 0
    return 2 if _REFERS_BACK.match(before[-1].plain) else 1


def _is_unclear_promise(one: SpokenSentence) -> bool:
    promise = promise_in(one.plain, asks=one.asks)
    if promise is None or one.what:
        return False
    return says_no_what(one.plain) or points_back(one.plain, one.words, promise.begins)
