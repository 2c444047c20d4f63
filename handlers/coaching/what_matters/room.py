"""Chooses the points that a brief has room for. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.coaching.what_matters.point import Point

IN_BRIEF = 4  # limit of points in a brief
OTHERS = 3  # limit of points in a brief that are not `firm`; one less if there is a firm one


def in_brief(ordered: Sequence[Point], room: int) -> list[Point]:
    """The points that a brief has room for, best first.

    `room` is how many words they may have together. A point that is too long for what is left is
    passed over. Firm points (see `Point`) and what marketing newly answered have their places
    before all others, whatever the kind of call is; if need be, in their shorter form.
    """
    firm = _firm(ordered, room)
    kept = sum(map(_least, firm))  # words
    own = sum(point.firm for point in firm)
    others = min(OTHERS - bool(own), IN_BRIEF - own) - (len(firm) - own)
    chosen: list[Point] = []
    for point in ordered:
        if point in firm:
            kept -= _least(point)
            full = _words(point.text) <= room - kept
            chosen.append(point if full else replace(point, text=point.news))
        elif others > 0 and _words(point.text) <= room - kept:
            chosen.append(point)
            others -= 1
        else:
            continue
        room -= _words(chosen[-1].text)
    return chosen


def least_room(ordered: Sequence[Point]) -> int:
    """How many words a brief needs for the points that it must not leave out, at their shortest."""
    return sum(map(_least, _before_others(ordered)))


def _firm(ordered: Sequence[Point], room: int) -> list[Point]:
    """The points of `_before_others`, as far as there is room."""
    found: list[Point] = []
    for point in _before_others(ordered):
        if sum(map(_least, found)) + _least(point) <= room:
            found.append(point)
    return found


def _before_others(ordered: Sequence[Point]) -> list[Point]:
    """The firm points, and what marketing newly answered: both have their places before others."""
    news = next((point for point in ordered if point.news and not point.firm), None)
    return [point for point in ordered if point.firm or point is news]


def _least(point: Point) -> int:
    """The words of the point in its shortest form."""
    return min(_words(text) for text in (point.text, point.news) if text)


def _words(text: str) -> int:
    return len(text.split())
