"""Convert figures to JSON for storage, and back."""

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from handlers.transcripts.records import TalkFigures

_FIGURES = TypeAdapter(TalkFigures)
_RENAMED = {"pauses": "pause_count"}  # maps names from earlier versions to today's names


def as_stored(figures: TalkFigures) -> dict[str, Any]:
    """Convert figures to JSON, with durations in ISO 8601, such as "PT3M10S"."""
    made: dict[str, Any] = _FIGURES.dump_python(figures, mode="json")
    return made


def from_stored(figures: Mapping[str, Any]) -> TalkFigures:
    """Convert stored JSON to figures. Fields that this version does not know are ignored."""
    renamed = {_RENAMED.get(name, name): value for name, value in figures.items()}
    return _FIGURES.validate_python(renamed)
