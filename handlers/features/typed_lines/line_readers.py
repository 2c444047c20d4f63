"""Define a reader of typed lines, and try several readers in order."""

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
    """Reads one kind of typed line, such as `example`.

    For a line of another kind, `answer` returns None, and we try the next reader.
    """

    example: str
    answer: Answer[Answered | None]


async def first_answer(readers: Iterable[LineReader[Answered]], turn: Turn) -> Answered | None:
    """Return the answer of the first reader that knows the line, or None if no reader does."""
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
    """For "yes we did, mia says X", let `answer` read only "mia says X"."""
    return lambda turn: answer(turn, talk_reports.after_yes(turn.text))
