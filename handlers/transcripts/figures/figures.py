"""Measure a call: collect all figures, and the lines for the reflection."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from handlers.playbook.word_lists import Pitch
from handlers.transcripts.figures.minimums import SHORTEST, SHORTEST_FOR_SHARES
from handlers.transcripts.figures.pace import turns_a_minute
from handlers.transcripts.figures.patience import Pauses, pauses
from handlers.transcripts.figures.proposals import first_proposal
from handlers.transcripts.figures.questions import questions_of
from handlers.transcripts.figures.shares import shares, unnamed_share
from handlers.transcripts.figures.stretches import longest, stretches
from handlers.transcripts.figures.strip import strip
from handlers.transcripts.lines.goal_heard import goal_heard
from handlers.transcripts.lines.lines import draft_lines
from handlers.transcripts.lines.next_steps import next_step_in, next_step_said
from handlers.transcripts.lines.rivals import rivals_named
from handlers.transcripts.lines.rivals_unknown import rivals_unknown
from handlers.transcripts.lines.step_around import with_turns_around
from handlers.transcripts.records import (
    Measured,
    Missing,
    TalkContext,
    TalkFigures,
    Transcript,
)
from handlers.transcripts.speech.day_and_time import with_times
from handlers.transcripts.speech.english import is_english
from handlers.transcripts.speech.sentences import SpokenSentence, sentences_of
from handlers.transcripts.timeline import WORDS_A_SECOND, Timeline, place
from handlers.transcripts.turns import SpeakerTurn, turns_of


def measure(transcript: Transcript, context: TalkContext, pitch: Pitch) -> Measured:
    """Measure everything in a transcript, in time that is linear in the length of the transcript.

    `pitch` has the playbook's words for a pitch, which we use to find the first proposal.
    """
    call = _call(transcript, context)
    said = call.sentences
    rivals = rivals_named(said, context.rivals, context.heard_as)
    heard = {rival.name for rival in rivals}
    timed = with_times(said)
    step = with_turns_around(next_step_in(timed), timed)
    unknown = rivals_unknown(said, (*context.rivals, *context.no_rivals))
    named = [rival.name for rival in (*rivals, *unknown)]
    lines, left_out, gone = draft_lines(timed, context.day, step, named)
    return Measured(
        figures=replace(
            _figures(call),
            first_proposal=first_proposal(said, pitch),
            next_step=next_step_said(step),
            rivals=rivals,
            not_heard=tuple(name for name in context.expected if said and name not in heard),
            perhaps_rivals=unknown,
        ),
        lines=lines,
        left_out=left_out,
        taken_back=gone,
        goal=goal_heard(context.goal, said) if said else None,
    )


@dataclass(frozen=True)
class _Call:
    """The input for all figures, and the facts that decide which figures we can measure."""

    timeline: Timeline
    turns: Sequence[SpeakerTurn]
    sentences: Sequence[SpokenSentence]  # empty if the call is not in English
    length: timedelta | None
    pauses: Pauses
    words: int
    english: bool
    has_speakers: bool
    two_sides: bool
    long: bool
    long_for_shares: bool
    # For a file that gives the time only now and then: how far apart the times usually are.
    marks_every: timedelta | None

    @property
    def has_shares(self) -> bool:
        """Return true if both sides speak, and the call is long enough for shares."""
        return self.long_for_shares and self.two_sides

    @property
    def has_rates(self) -> bool:
        """Return true if both sides speak, and the call is long enough for pauses and turns."""
        return self.long and self.two_sides

    @property
    def turns_known(self) -> bool:
        """Return true if we can tell turns from listener tokens ("mm-hm")."""
        return self.english and self.has_speakers and self.words > 0

    @property
    def we_speak(self) -> bool:
        """Return true if our side says something, and the call is in English."""
        return any(sentence.side in ("me", "colleague") for sentence in self.sentences)


def _call(transcript: Transcript, context: TalkContext) -> _Call:
    """Put a transcript on a timeline, and gather the facts that the figures need."""
    timeline = place(transcript, context)
    english = is_english(cue.utterance.words for cue in timeline.cues)
    turns = turns_of(timeline.cues, english=english)
    sides = {turn.side for turn in turns}
    length = timeline.length() or transcript.length
    return _Call(
        timeline=timeline,
        turns=turns,
        sentences=sentences_of(timeline, turns) if english else (),
        length=length,
        pauses=pauses(turns, timeline),
        words=sum(cue.words for cue in timeline.cues),
        english=english,
        has_speakers=bool(turns),
        two_sides="theirs" in sides and len(sides) > 1,
        long=(length or _usual_length(timeline)) >= SHORTEST,
        long_for_shares=(length or _usual_length(timeline)) >= SHORTEST_FOR_SHARES,
        marks_every=transcript.marks_every,
    )


def _usual_length(timeline: Timeline) -> timedelta:
    return timedelta(seconds=sum(cue.words for cue in timeline.cues) / WORDS_A_SECOND)


def _figures(call: _Call) -> TalkFigures:
    """Measure a call. A figure that cannot be trusted is left out."""
    speakers = shares(call.timeline.cues) if call.has_shares else ()
    mine = min(sum(each.share for each in speakers if each.side == "me"), 1.0)
    rates_known = call.has_rates and call.turns_known
    my_longest = stretches(call.turns, call.timeline, "me") if call.turns_known else ()
    timed = rates_known and call.timeline.basis != "words"
    return TalkFigures(
        basis=call.timeline.basis,
        length=call.length,
        words=call.words,
        speakers=speakers,
        mine=mine if speakers else None,
        unnamed=unnamed_share(call.timeline.cues),
        longest_mine=next(iter(my_longest), None),
        longest_theirs=longest(call.turns, call.timeline, "theirs") if call.turns_known else None,
        more_mine=my_longest[1:],
        questions=questions_of(call.sentences, call.words) if call.we_speak else None,
        turns_a_minute=turns_a_minute(call.turns, call.length) if timed and call.length else None,
        patience=call.pauses.median if rates_known and call.pauses.enough else None,
        pause_count=call.pauses.count if rates_known and call.pauses.real else 0,
        strip=strip(call.turns, call.timeline),
        begins=call.timeline.begins(),
        missing=tuple(_missing(call)),
        marks_every=call.marks_every,
    )


def _missing(call: _Call) -> Iterator[Missing]:
    """Yield the reasons for missing figures, the most important reason first."""
    if not call.has_speakers:
        yield "no speakers"
    elif not call.two_sides:
        yield "only one side"
    if not call.long:
        yield "too short"
    if not call.words:
        yield "no words"
    if not call.english:
        yield "not English"
    if call.timeline.basis == "words":
        yield "few times" if call.marks_every else "no times"
    elif call.timeline.basis == "starts" or (call.pauses.count and not call.pauses.real):
        yield "no ends"
    elif call.has_rates and call.turns_known and not call.pauses.enough:
        yield "too few pauses"
