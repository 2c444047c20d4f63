"""Build the head of a transcript: title, times, language and speakers, but not the words.

Up to two sentences of each speaker are included, so that the rep can recognise the speaker.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC

from handlers.transcripts.records import MAX_LABELS, Label, Transcript, TranscriptHead, Utterance
from handlers.transcripts.speech.english import is_english

EXCERPTS = 2  # sentences for each speaker
_MIN_WORDS, _MAX_WORDS = 5, 25  # words; sentences of this length help to recognise the speaker
MAX_EXCERPT = 160  # characters


def head_of(call: Transcript, digest: str) -> TranscriptHead:
    """Build the head of a transcript. `digest` is the hash of the file.

    `key` stays empty here, because a key is made when the words are stored in memory.
    """
    return TranscriptHead(
        key="",
        digest=digest,
        tool=call.tool,
        title=call.title,
        started_at=call.started_at and call.started_at.astimezone(UTC),
        local_start=call.local_start,
        length=call.length,
        labels=_labels(call.utterances),
        english=is_english(one.words for one in call.utterances),
        day=call.day,
    )


def _labels(utterances: Sequence[Utterance]) -> tuple[Label, ...]:
    """Return the speakers' labels, each with its share of the words and a few excerpts.

    If there are more than `MAX_LABELS` speakers, leave out those who say the least.
    """
    said: dict[str, list[str]] = defaultdict(list)
    spoken: Counter[str] = Counter()
    for one in utterances:
        if one.speaker:
            said[one.speaker].append(one.words)
            spoken[one.speaker] += len(one.words.split())
    if not spoken.total():  # the file has no words, so we compare times
        for one in utterances:
            spoken[one.speaker] += _milliseconds(one) if one.speaker else 0
    total = spoken.total() or 1
    most = {name for name, _ in spoken.most_common(MAX_LABELS)}
    return tuple(
        Label(name, spoken[name] / total, _excerpts(words))
        for name, words in said.items()
        if name in most
    )


def _milliseconds(one: Utterance) -> int:
    """Return how long an utterance lasts, or 1 if the file does not say."""
    if one.starts is None or one.ends is None:
        return 1
    return round((one.ends - one.starts).total_seconds() * 1000)


def _excerpts(said: Iterable[str]) -> tuple[str, ...]:
    """Return the two longest sentences of 5 to 25 words, in the order in which they were said.

    If no sentence has 5 to 25 words, take the two longest of all.
    """
    sentences = dict.fromkeys(one for words in said for one in _sentences(words))
    lengths = {one: len(one.split()) for one in sentences}
    right = [one for one in sentences if _MIN_WORDS <= lengths[one] <= _MAX_WORDS] or list(
        sentences
    )
    best = set(sorted(right, key=lambda one: -lengths[one])[:EXCERPTS])
    return tuple(_cut(one) for one in sentences if one in best)


def _sentences(words: str) -> list[str]:
    """Split words into sentences."""
    found: list[list[str]] = [[]]
    for word in words.split():
        found[-1].append(word)
        if word.endswith((".", "?", "!", "…")):
            found.append([])
    return [" ".join(one) for one in found if one]


def _cut(sentence: str) -> str:
    if len(sentence) <= MAX_EXCERPT:
        return sentence
    return sentence[:MAX_EXCERPT].rpartition(" ")[0] + " …"
