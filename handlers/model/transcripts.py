"""Ask a model to point at lines of a transcript, and check its answers. Pure."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from typing import Final

from handlers.model.answers import CandidateKind, PointedLine, PointedLines
from handlers.model.cleaning import cleaned
from handlers.model.commitments import due, is_promise, owner
from handlers.model.prompts import ModelPrompt, fitting, numbered, pieces, prompt
from handlers.model.quotes import FoundQuote, Segment, SourceText
from handlers.transcripts.records import Spot, Utterance

VERSION: Final = "transcript 1"
MAX_PROPOSALS: Final = 3  # proposals from one transcript
MAX_LINE: Final = 1_000  # characters of a proposed line
_OVERLAP = 2  # each request repeats the last turns of the previous request, this many
_LOOKED_AT = 30  # check at most this many candidates in one answer
_ORDER: tuple[CandidateKind, ...] = ("promise", "need", "decider", "budget")
_INSTRUCTIONS = """\
You read a part of a transcript of a sales call, and point at sentences. Each line of it has a \
number in brackets, a speaker and what the speaker said. The call may be in any language.

Point only at these, at most three in all:
- promise: the speaker says plainly that they or a colleague will do a certain thing after the \
call. Not a promise: what somebody might, could or would do, or will do if something happens; a \
question; a request; a wish; what a product does; what was done before the call.
- need: a customer says what is hard, slow or costly for them today, or what they must have.
- decider: somebody says who decides about the purchase.
- budget: somebody says what money there is for the purchase.

For each, copy a quote of four to forty words from one line, character by character, without \
changing, leaving out or translating a word, and give the number of the line. If there is nothing \
to point at, the list is empty: that is a good answer."""


@dataclass(frozen=True)
class ProposedLine:
    """A line that a model proposes for the reflection.

    `words` is the whole sentence, as somebody said it. For a promise, `owner` is who made it, or ""
    if the sentence doesn't say, and `due` is the day that the sentence names, or None. For other
    kinds of lines, `owner` is "" and `due` is None.
    """

    kind: CandidateKind
    words: str = field(repr=False)
    speaker: str
    spot: Spot
    quote: FoundQuote = field(repr=False)
    owner: str = ""
    due: date | None = None


class TranscriptText:
    """A transcript in numbered turns. The model gets labels such as "S1" for the speakers."""

    def __init__(self, utterances: Sequence[Utterance]) -> None:
        self._starts: list[timedelta | None] = []
        self.source = SourceText(tuple(self._turns(utterances)))
        speakers = dict.fromkeys(one.speaker for one in self.source.segments if one.speaker)
        self.labels = {name: f"S{number}" for number, name in enumerate(speakers, start=1)}
        self._size = sum(len(one.words) for one in self.source.segments)

    def prompts(self, room: int, word: Callable[[], str]) -> Iterator[ModelPrompt[PointedLines]]:
        """Yield requests, each with at most `room` characters of the transcript.

        `word` must return a new random word each time. The word marks where the part of the
        transcript begins and ends.
        """
        for run in fitting(self.source.segments, room, overlap=_OVERLAP):
            yield prompt(
                "transcripts",
                VERSION,
                _INSTRUCTIONS,
                numbered(run, {"": "S?", **self.labels}),
                PointedLines,
                what="a part of a transcript",
                word=word(),
            )

    def spot(self, quote: FoundQuote) -> Spot:
        """Return where a quote begins in the call, and the time when its turn begins."""
        before = sum(len(o.words) for o in self.source.segments[: quote.segment.number - 1])
        part = (before + quote.start) / max(self._size, 1)
        return Spot(min(part, 1.0), self._starts[quote.segment.number - 1])

    def _turns(self, utterances: Sequence[Utterance]) -> Iterator[Segment]:
        for speaker, group in groupby(utterances, key=lambda one: one.speaker):
            cues = [one for one in group if one.words.strip()]
            said = " ".join(" ".join(one.words.split()) for one in cues)
            for piece in pieces(said):
                self._starts.append(cues[0].starts)
                yield Segment(len(self._starts), piece, speaker)


def proposed_lines(
    answers: Iterable[PointedLines], text: TranscriptText, names: Sequence[str], day: date
) -> tuple[ProposedLine, ...]:
    """Return at most three lines whose quotes are in the transcript, promises first.

    `names` are the names of the people on both sides. `day` is the date of the call in the rep's
    time zone.
    """
    people = [*dict.fromkeys([*names, *text.labels])]
    found: dict[tuple[int, int], ProposedLine] = {}
    for answer in answers:
        for one in answer.candidates[:_LOOKED_AT]:
            line = _line(one, text, people, day)
            if line and not _is_known(line, found.values()):
                found[line.quote.segment.number, line.quote.sentence_start] = line
    ordered = sorted(found.items(), key=lambda each: (_ORDER.index(each[1].kind), each[0]))
    return tuple(line for _, line in ordered[:MAX_PROPOSALS])


def _line(
    candidate: PointedLine, text: TranscriptText, people: Sequence[str], day: date
) -> ProposedLine | None:
    """Return the sentence of the transcript that a model quotes, as a proposed line.

    Return None if the quote is not in the transcript, or if the model calls the sentence a promise
    and it isn't one.
    """
    quote = text.source.find(candidate.segment, candidate.quote)
    if quote is None:
        return None
    words = cleaned(quote.sentence, MAX_LINE)
    speaker, spot = quote.segment.speaker, text.spot(quote)
    if candidate.kind != "promise":
        return ProposedLine(candidate.kind, words, speaker, spot, quote)
    whose = owner(quote.sentence, speaker, people)
    if not is_promise(quote.sentence, whose):
        return None
    return ProposedLine("promise", words, speaker, spot, quote, whose, due(quote.sentence, day))


def _is_known(line: ProposedLine, found: Iterable[ProposedLine]) -> bool:
    """Check whether a line overlaps, in the transcript, with a line that we already have."""
    one = line.quote
    return any(
        one.segment.number == two.segment.number
        and one.sentence_start < two.sentence_end
        and two.sentence_start < one.sentence_end
        for two in (each.quote for each in found)
    )
