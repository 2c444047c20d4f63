"""Figures in the form in which they are stored, and back."""

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from handlers.transcripts.records import TalkFigures

_FIGURES = TypeAdapter(TalkFigures)
_RENAMED = {"pauses": "pause_count"}  # fields by the name under which earlier versions stored them


def as_stored(figures: TalkFigures) -> dict[str, Any]:
    """The figures as JSON; times as ISO 8601, such as "PT3M10S"."""
    made: dict[str, Any] = _FIGURES.dump_python(figures, mode="json")
    return made


def from_stored(figures: Mapping[str, Any]) -> TalkFigures:
    """The figures again. Stored fields that this version no longer knows are left out."""
    renamed = {_RENAMED.get(name, name): value for name, value in figures.items()}
    return _FIGURES.validate_python(renamed)
