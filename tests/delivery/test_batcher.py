"""Many callers share one batch; an error reaches only the caller that caused it."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.base.batcher import Batcher


class Halves:
    """Halves numbers, and records the batches. An odd number makes its whole batch fail."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.begun = asyncio.Event()
        self.open = asyncio.Event()
        self.open.set()

    async def __call__(self, numbers: Sequence[int]) -> list[int]:
        self.batches.append(list(numbers))
        self.begun.set()
        await self.open.wait()
        if any(number % 2 for number in numbers):
            raise ValueError(numbers)
        return [number // 2 for number in numbers]


async def test_what_is_asked_for_at_the_same_moment_is_done_together() -> None:
    halves = Halves()
    halve = Batcher(halves)
    assert await asyncio.gather(*map(halve, (2, 4, 6))) == [1, 2, 3]
    assert halves.batches == [[2, 4, 6]]


async def test_what_is_asked_for_meanwhile_makes_up_the_next_batch() -> None:
    halves = Halves()
    halve = Batcher(halves)
    halves.open.clear()
    first = asyncio.create_task(halve(2))
    await halves.begun.wait()
    later = [asyncio.create_task(halve(number)) for number in (4, 6)]
    await asyncio.sleep(0)
    halves.open.set()
    assert await asyncio.gather(first, *later) == [1, 2, 3]
    assert halves.batches == [[2], [4, 6]]


async def test_one_that_fails_takes_no_other_with_it() -> None:
    halves = Halves()
    halve = Batcher(halves)
    answers = await asyncio.gather(*map(halve, (2, 3, 6)), return_exceptions=True)
    assert [type(answer) for answer in answers] == [int, ValueError, int]
    assert halves.batches == [[2, 3, 6], [2], [3], [6]]


async def test_no_more_are_done_in_one_go_than_are_allowed() -> None:
    halves = Halves()
    halve = Batcher(halves, limit=2)
    assert await asyncio.gather(*map(halve, (2, 4, 6, 8, 10))) == [1, 2, 3, 4, 5]
    assert halves.batches == [[2, 4], [6, 8], [10]]


async def test_a_failure_that_is_no_single_ones_is_everybodys() -> None:
    halves = Halves()
    halve = Batcher(halves, retry_singly=lambda error: not isinstance(error, ValueError))
    answers = await asyncio.gather(*map(halve, (2, 3, 6)), return_exceptions=True)
    assert [type(answer) for answer in answers] == [ValueError] * 3
    assert halves.batches == [[2, 3, 6]]
    assert await halve(4) == 2


async def test_what_nobody_waits_for_any_more_is_not_done() -> None:
    halves = Halves()
    halve = Batcher(halves)
    halves.open.clear()
    first = asyncio.create_task(halve(2))
    await halves.begun.wait()
    gone = asyncio.create_task(halve(4))
    await asyncio.sleep(0)
    gone.cancel()
    await asyncio.gather(gone, return_exceptions=True)
    halves.open.set()
    assert await first == 1
    assert await halve(6) == 3
    assert halves.batches == [[2], [6]]


async def test_who_gives_up_waiting_leaves_the_others_their_answers() -> None:
    halves = Halves()
    halve = Batcher(halves)
    halves.open.clear()
    gone, stays = asyncio.create_task(halve(2)), asyncio.create_task(halve(4))
    await halves.begun.wait()
    gone.cancel()
    with pytest.raises(asyncio.CancelledError):
        await gone
    halves.open.set()
    assert await stays == 2


async def test_stopped_it_lets_go_of_what_it_does() -> None:
    halves = Halves()
    halve = Batcher(halves)
    halves.open.clear()
    asked = asyncio.create_task(halve(2))
    await halves.begun.wait()
    asked.cancel()
    await asyncio.gather(asked, return_exceptions=True)
    await halve.stop()
    halves.open.set()
    assert await halve(4) == 2


@pytest.mark.parametrize("answers", [[], [1], [1, 2, 3]])
async def test_with_a_wrong_number_of_answers_nobody_waits_for_ever(answers: list[int]) -> None:
    async def do(_numbers: Sequence[int]) -> list[int]:
        return answers

    halve = Batcher(do)
    asked = asyncio.gather(*map(halve, (2, 4)), return_exceptions=True)
    found = await asyncio.wait_for(asked, timeout=1)
    assert [type(one) for one in found] == [ValueError, ValueError]
