"""Combine requests that several tasks make at the same time into one call."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextvars import Context
from typing import Generic, TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")


class Batcher(Generic[Item, Answer]):
    """A function that handles one batch of items at a time.

    `do` returns an answer for each item, in order. Items that arrive while `do` runs wait for a
    later batch. A batch has at most `limit` items. Two batches start at least `interval` seconds
    apart.

    If `do` raises an exception for a batch of several items, `do` is called again for each item
    alone. So when `do` raises, it must not have changed anything. If `retry_singly` returns False
    for the exception, there is no retry, and the whole batch fails. It also fails, with a
    ValueError, if `do` returns too many or too few answers.
    """

    def __init__(
        self,
        do: Callable[[Sequence[Item]], Awaitable[Sequence[Answer]]],
        *,
        limit: int = sys.maxsize,
        interval: float = 0.0,
        retry_singly: Callable[[Exception], bool] = lambda _: True,
    ) -> None:
        self._do = do
        self._limit = limit
        self._interval = interval
        self._next_at = 0.0  # on the event loop's clock
        self._retry_singly = retry_singly
        self._waiting: list[tuple[Item, asyncio.Future[Answer]]] = []
        self._working: asyncio.Task[None] | None = None

    async def __call__(self, item: Item) -> Answer:
        """Return the answer for this item. Raises what `do` raises."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, answer))
        if self._working is None or self._working.done():
            # The task serves all callers, so it must not inherit one caller's context variables.
            self._working = asyncio.create_task(self._work(), context=Context())
        return await answer

    async def stop(self) -> None:
        """Cancel the running batch. Call this only when no caller is still waiting."""
        if self._working is not None:
            self._working.cancel()
            await asyncio.gather(self._working, return_exceptions=True)
        self._waiting.clear()

    async def _work(self) -> None:
        """Run batches until nobody waits."""
        while any(not answer.done() for _, answer in self._waiting):
            await self._wait_for_interval()
            waiting = [each for each in self._waiting if not each[1].done()]
            batch, self._waiting = waiting[: self._limit], waiting[self._limit :]
            await self._run_batch(batch)

    async def _wait_for_interval(self) -> None:
        loop = asyncio.get_running_loop()
        wait = self._next_at - loop.time()
        if wait > 0:
            await asyncio.sleep(wait)
        self._next_at = loop.time() + self._interval

    async def _run_batch(self, batch: Sequence[tuple[Item, asyncio.Future[Answer]]]) -> None:
        """Run one batch, and give each caller their answer, or the error."""
        try:
            answers = await self._do([item for item, _ in batch])
        except Exception as error:  # noqa: BLE001 - raised again for the callers
            await self._fail(batch, error)
            return
        if len(answers) != len(batch):
            _fail_all(batch, ValueError(f"{len(answers)} answers to {len(batch)} items"))
            return
        for (_, future), answer in zip(batch, answers, strict=True):
            if not future.done():
                future.set_result(answer)

    async def _fail(
        self, batch: Sequence[tuple[Item, asyncio.Future[Answer]]], error: Exception
    ) -> None:
        """Run the items one by one if this may help. Otherwise, give every caller the error."""
        if len(batch) > 1 and self._retry_singly(error):
            for one in batch:
                await self._run_batch([one])
            return
        _fail_all(batch, error)


def _fail_all(batch: Sequence[tuple[Item, asyncio.Future[Answer]]], error: Exception) -> None:
    for _, future in batch:
        if not future.done():
            future.set_exception(error)
