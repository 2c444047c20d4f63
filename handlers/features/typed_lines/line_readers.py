"""One reader of typed lines, and how to try several in their order."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from handlers.features.typed_lines.typed_requests import ENDS
from handlers.registry import Turn
from handlers.typed.calls import talk_reports

Answered = TypeVar("Answered")
Answer = Callable[[Turn], Awaitable[Answered]]


@dataclass(frozen=True)
class LineReader(Generic[Answered]):
    """A kind of line. `answer` returns None for any other line, and the next reader is tried."""

    example: str
    answer: Answer[Answered | None]


async def first_answer(readers: Iterable[LineReader[Answered]], turn: Turn) -> Answered | None:
    """Return what the first reader that fits the line answers, or None if none fits."""
    for reader in readers:
        if answered := await reader.answer(turn):
            return answered
    return None


def as_typed(answer: Callable[[Turn, str], Awaitable[Answered]]) -> Answer[Answered]:
    """Let `answer` read the line as it was typed."""
    return lambda turn: answer(turn, turn.text)


def without_end(answer: Callable[[Turn, str], Awaitable[Answered]]) -> Answer[Answered]:
    """Let `answer` read the line without the punctuation around it."""
    return lambda turn: answer(turn, turn.text.strip(ENDS))


def after_yes(answer: Callable[[Turn, str], Awaitable[Answered]]) -> Answer[Answered]:
    """Let `answer` read what comes after "yes" in a line such as "yes we did, mia says X"."""
    return lambda turn: answer(turn, talk_reports.after_yes(turn.text))
