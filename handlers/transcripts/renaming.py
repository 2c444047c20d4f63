"""Change the speakers' names, or the words of lines, in the measurements of a transcript. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from handlers.transcripts.records import DraftLine, Measured, Stretch, TalkFigures


def with_names(found: Measured, names: Mapping[str, str]) -> Measured:
    """Return the measurements with new names for speakers. `names` maps old names to new names."""
    if not names:
        return found
    return replace(
        found,
        figures=_figures(found.figures, names),
        lines=tuple(_line(one, names) for one in found.lines),
        model_lines=tuple(_line(one, names) for one in found.model_lines),
        left_out=tuple(_line(one, names) for one in found.left_out),
        taken_back=tuple(_line(one, names) for one in found.taken_back),
    )


def with_words(found: Measured, change: Callable[[str], str]) -> Measured:
    """Return the measurements, with the words of all lines changed by `change`."""
    lines, model_lines, left_out, taken_back = (
        tuple(_reworded(one, change) for one in each)
        for each in (found.lines, found.model_lines, found.left_out, found.taken_back)
    )
    return replace(
        found, lines=lines, model_lines=model_lines, left_out=left_out, taken_back=taken_back
    )


def _reworded(line: DraftLine, change: Callable[[str], str]) -> DraftLine:
    words, before, what, around = map(change, (line.words, line.before, line.what, line.around))
    return replace(line, words=words, before=before, what=what, around=around)


def all_lines(found: Measured) -> tuple[DraftLine, ...]:
    """Return all lines in the measurements, including those in `left_out` and `taken_back`."""
    return (*found.lines, *found.model_lines, *found.left_out, *found.taken_back)


def speakers_of(found: Measured) -> set[str]:
    """Return the names of all speakers in the measurements.

    "" is among them if a speaker is unknown, or if a line has no `asked_by`.
    """
    figures = found.figures
    stretches = (figures.longest_mine, figures.longest_theirs, *figures.more_mine)
    lines = all_lines(found)
    return {
        *(one.name for one in figures.speakers),
        *(one.name for one in stretches if one),
        *(one.speaker for one in lines),
        *(one.asked_by for one in lines),
    }


def _figures(figures: TalkFigures, names: Mapping[str, str]) -> TalkFigures:
    return replace(
        figures,
        speakers=tuple(
            replace(one, name=names.get(one.name, one.name)) for one in figures.speakers
        ),
        longest_mine=figures.longest_mine and _stretch(figures.longest_mine, names),
        longest_theirs=figures.longest_theirs and _stretch(figures.longest_theirs, names),
        more_mine=tuple(_stretch(one, names) for one in figures.more_mine),
    )


def _stretch(stretch: Stretch, names: Mapping[str, str]) -> Stretch:
    return replace(stretch, name=names.get(stretch.name, stretch.name))


def _line(line: DraftLine, names: Mapping[str, str]) -> DraftLine:
    asked_by = names.get(line.asked_by, line.asked_by)
    return replace(line, speaker=names.get(line.speaker, line.speaker), asked_by=asked_by)
