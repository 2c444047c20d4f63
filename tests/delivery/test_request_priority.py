"""Who goes first: people who wait to be acknowledged, then messages, one after the other."""

import asyncio

import pytest

from bot.base import request_priority
from bot.base.request_priority import RequestPriority

TURNS = 20  # of the event loop: more than what is ready needs


async def turns() -> None:
    for _ in range(TURNS):
        await asyncio.sleep(0)


async def test_a_message_waits_while_somebody_asks_and_goes_when_they_are_answered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(request_priority, "TIME_LIMIT", 3600)
    priority = RequestPriority()
    with priority.acknowledging():
        with priority.acknowledging():
            going = asyncio.create_task(priority.yield_to_requests())
            await turns()
        await turns()
        assert not going.done()  # the other one still waits
    await turns()
    assert going.done()


async def test_who_asks_slowly_keeps_no_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_priority, "TIME_LIMIT", 0)
    priority = RequestPriority()
    with priority.acknowledging():
        await asyncio.wait_for(priority.yield_to_requests(), 10)


async def test_messages_go_one_by_one() -> None:
    priority, gone = RequestPriority(), []

    async def message(number: int) -> None:
        await priority.yield_to_requests()
        gone.append(number)

    sending = [asyncio.create_task(message(number)) for number in range(8)]
    seen = set()
    while not all(task.done() for task in sending):
        seen.add(len(gone))
        await asyncio.sleep(0)
    assert gone == list(range(8))
    assert seen == set(range(8))  # never two at once


async def test_a_message_that_is_given_up_does_not_keep_the_next() -> None:
    priority = RequestPriority()
    with priority.acknowledging():
        first, second = (asyncio.create_task(priority.yield_to_requests()) for _ in range(2))
        await turns()
        first.cancel()
        await turns()
    await asyncio.wait_for(second, 10)
    assert first.cancelled()
