"""Compute the picture of who spoke when, as a list of pieces for drawing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from math import floor

from handlers.transcripts.records import StripPiece
from handlers.transcripts.timeline import SpokenCue, Timeline
from handlers.transcripts.turns import SpeakerTurn

MAX_PIECES = 120
# We do not show a silence between two pieces of one side if it is shorter than this fraction of the
# call's length.
_TOUCHING = 0.002


def strip(turns: Sequence[SpeakerTurn], timeline: Timeline) -> tuple[StripPiece, ...]:
    """Return who spoke when, from the first word (0) to the last (1), in at most 120 pieces.

    The pieces are in order and do not overlap. We do not show listener tokens ("mm-hm"). If there
    are too many pieces, we cut the call into windows of equal length. In each window, each side
    gets one piece. The length of the piece is how long the side spoke in the window.
    """
    raw = [_piece(cue, timeline) for turn in turns for cue in turn.cues]
    pieces = tuple(_merged(_apart(sorted(raw, key=lambda piece: piece.start))))
    return pieces if len(pieces) <= MAX_PIECES else tuple(_merged(_in_windows(pieces)))


def _piece(cue: SpokenCue, timeline: Timeline) -> StripPiece:
    return StripPiece(cue.side, timeline.part(cue.starts), timeline.part(cue.ends))


def _apart(pieces: Iterable[StripPiece]) -> Iterator[StripPiece]:
    """Remove overlaps. If two pieces overlap, show the first one to its end."""
    until = 0.0
    for piece in pieces:
        start = max(piece.start, until)
        if piece.end > start:
            yield StripPiece(piece.side, start, piece.end)
            until = piece.end


def _merged(pieces: Iterable[StripPiece]) -> Iterator[StripPiece]:
    """Merge adjacent pieces of the same side."""
    latest: StripPiece | None = None
    for piece in pieces:
        if latest and latest.side == piece.side and piece.start - latest.end <= _TOUCHING:
            latest = StripPiece(latest.side, latest.start, piece.end)
            continue
        if latest:
            yield latest
        latest = piece
    if latest:
        yield latest


def _in_windows(pieces: Sequence[StripPiece]) -> Iterator[StripPiece]:
    """Yield one piece for each side in each window, in the order in which the sides speak."""
    windows = MAX_PIECES // len({piece.side for piece in pieces})
    cut = (part for piece in pieces for part in _cut(piece, windows))
    for window, inside in groupby(cut, key=lambda part: part[0]):
        spoken: dict[object, float] = defaultdict(float)
        sides = [piece for _, piece in inside]
        for piece in sides:
            spoken[piece.side] += piece.end - piece.start
        start = window / windows
        for side in dict.fromkeys(piece.side for piece in sides):
            end = min(start + spoken[side], (window + 1) / windows)
            yield StripPiece(side, start, end)
            start = end


def _cut(piece: StripPiece, windows: int) -> Iterator[tuple[int, StripPiece]]:
    first = min(floor(piece.start * windows), windows - 1)
    last = min(floor(piece.end * windows), windows - 1)
    for window in range(first, last + 1):
        start, end = max(piece.start, window / windows), min(piece.end, (window + 1) / windows)
        if end > start:
            yield window, StripPiece(piece.side, start, end)
