"""Choose the points that a brief has room for. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from handlers.coaching.what_matters.point import Point

# Which points a brief must have:
# - "firm": the firm points (see `Point`) and marketing's new answer.
# - "kept": only the rep's next step, the answers and quotes that the rep kept, and the rep's new
#   notes.
# - "nothing": none.
Must = Literal["firm", "kept", "nothing"]
# A brief usually has at most this many points. If there are more firm points than this (marketing's
# new answer counts as one), the brief has those of them that fit, and no other points.
IN_BRIEF = 4
# A brief has at most this many points that are not firm, or one fewer if it has a firm point.
OTHERS = 3


def in_brief(ordered: Sequence[Point], room: int) -> list[Point]:
    """Choose the points that a brief has room for, best first.

    `room` is the number of words for all points together.

    - Firm points (see `Point`) and marketing's new answer get room first. If they are too long, we
      use their shorter forms.
    - We skip any other point that is too long.
    - If room is left at the end, marketing's answer gets its longer form, with the rep's question.
    """
    first = _with_room_first(ordered, room)
    reserved = sum(map(_least, first))  # the number of words to keep free for these points
    firm = sum(point.firm for point in first)
    others = min(OTHERS - bool(firm), IN_BRIEF - firm) - (len(first) - firm)
    chosen: list[Point] = []
    for point in ordered:
        if point in first:
            reserved -= _least(point)
            full = _words(point.text) <= room - reserved
            chosen.append(point if full else replace(point, text=point.shorter))
        elif others > 0 and _words(point.text) <= room - reserved:
            chosen.append(point)
            others -= 1
        else:
            continue
        room -= _words(chosen[-1].text)
    return [_in_full(point, room) for point in chosen]


def _in_full(point: Point, room: int) -> Point:
    """Return the point in its longer form if that takes at most `room` more words.

    A brief has at most one point with a longer form.
    """
    fits = point.fuller and _words(point.fuller) - _words(point.text) <= room
    return replace(point, text=point.fuller) if fits else point


def least_room(ordered: Sequence[Point], must: Must = "firm") -> int:
    """Count the words of the points that a brief must have, each in its shortest form."""
    if must == "nothing":
        return 0
    wanted = _before_others(ordered)
    return sum(_least(point) for point in wanted if must == "firm" or _is_kept(point))


def _with_room_first(ordered: Sequence[Point], room: int) -> list[Point]:
    """Return the firm points and marketing's new answer, as far as there is room for them.

    If there is too little room, points about what the rep kept come first.
    """
    found: list[Point] = []
    for point in sorted(_before_others(ordered), key=_is_kept, reverse=True):
        if sum(map(_least, found)) + _least(point) <= room:
            found.append(point)
    return found


def _before_others(ordered: Sequence[Point]) -> list[Point]:
    """Return the firm points and marketing's new answer.

    Of the points that are not firm, only marketing's new answer has a shorter form.
    """
    needed = next((point for point in ordered if point.shorter and not point.firm), None)
    return [point for point in ordered if point.firm or point is needed]


def _is_kept(point: Point) -> bool:
    """Check whether a point is what the rep kept: a next step, a new note, an answer or a quote."""
    return point.firm and point.topic in ("quote", "next_step", "note", "finding")


def _least(point: Point) -> int:
    """Return the number of words of a point in its shortest form."""
    return min(_words(text) for text in (point.text, point.shorter) if text)


def _words(text: str) -> int:
    return len(text.split())
