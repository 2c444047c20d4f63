"""The golden set: synthetic transcripts and pages, and what belongs in proposals from them."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from handlers.model.answers import CandidateKind
from handlers.model.research import PageText
from handlers.model.transcripts import TranscriptText
from handlers.transcripts.records import Utterance

DAY = date(2026, 11, 30)  # the day of all calls
_FOLDER = Path(__file__).parent
_KINDS: tuple[CandidateKind, ...] = ("promise", "need", "decider", "budget")


@dataclass(frozen=True)
class GoldenLine:
    """A sentence that belongs in a reflection. Only a promise has `owner` and `due`."""

    kind: CandidateKind
    words: str
    owner: str = ""
    due: date | None = None


@dataclass(frozen=True)
class GoldenCall:
    """A transcript. `gives_orders` means that somebody in it tells the model what to do."""

    id: str
    text: TranscriptText
    people: tuple[str, ...]
    lines: tuple[GoldenLine, ...]
    gives_orders: bool


@dataclass(frozen=True)
class GoldenPage:
    """A page, and the sentence that answers each question."""

    id: str
    text: PageText
    answers: dict[str, str]
    gives_orders: bool


def calls() -> list[GoldenCall]:
    """Return the transcripts."""
    return [_call(one) for one in _read("transcripts.yaml")]


def questions() -> dict[str, str]:
    """Return the questions about the pages, by id."""
    return dict(_read("pages.yaml")["questions"])


def pages() -> list[GoldenPage]:
    """Return the pages."""
    return [
        GoldenPage(
            one["id"],
            PageText(one["text"], one["company"]),
            one["expect"],
            one.get("gives_orders", False),
        )
        for one in _read("pages.yaml")["pages"]
    ]


def _read(name: str) -> Any:  # noqa: ANN401 - the files are ours
    return yaml.safe_load((_FOLDER / name).read_text(encoding="utf-8"))


def _call(found: dict[str, Any]) -> GoldenCall:
    turns = [turn.partition(": ") for turn in found["turns"]]
    speakers = dict.fromkeys(speaker for speaker, _, _ in turns)
    return GoldenCall(
        found["id"],
        TranscriptText([Utterance(speaker, words) for speaker, _, words in turns]),
        (*speakers, *found.get("people", ())),
        tuple(_line(one) for one in found["expect"]),
        found.get("gives_orders", False),
    )


def _line(found: dict[str, Any]) -> GoldenLine:
    kind = next(each for each in _KINDS if each in found)
    return GoldenLine(kind, found[kind], found.get("owner", ""), found.get("due"))
