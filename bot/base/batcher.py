"""Batches the requests that several tasks make at the same time."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextvars import Context
from typing import Generic, TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")


class Batcher(Generic[Item, Answer]):
    """Collects the items that arrive while one batch is running into the next batch.

    `do` returns an answer for each item, in order. A batch has at most `limit` items. If `do`
    raises for several items, it is called again for each alone, so that only the item at fault
    fails; therefore a failed call of `do` must have no effect. If `divides` returns False for the
    exception, it is not the fault of one item, and all of them fail. Batches start at least `apart`
    seconds after each other; a single item after a pause starts at once.
    """

    def __init__(
        self,
        do: Callable[[Sequence[Item]], Awaitable[Sequence[Answer]]],
        *,
        limit: int = sys.maxsize,
        apart: float = 0.0,
        divides: Callable[[Exception], bool] = lambda _: True,
    ) -> None:
        self._do = do
        self._limit = limit
        self._apart = apart
        self._next_at = 0.0  # in the event loop's time
        self._divides = divides
        self._waiting: list[tuple[Item, asyncio.Future[Answer]]] = []
        self._working: asyncio.Task[None] | None = None

    async def __call__(self, item: Item) -> Answer:
        """The answer for this item. Raises what `do` raises for it."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, answer))
        if self._working is None or self._working.done():
            # An empty context, because the task works for all items, not for this one's request.
            self._working = asyncio.create_task(self._work(), context=Context())
        return await answer

    async def stop(self) -> None:
        """Cancel the running batch. No caller may be waiting for an answer any more."""
        if self._working is not None:
            self._working.cancel()
            await asyncio.gather(self._working, return_exceptions=True)
        self._waiting.clear()

    async def _work(self) -> None:
        while any(not answer.done() for _, answer in self._waiting):
            await self._space_out()
            waiting = [each for each in self._waiting if not each[1].done()]
            batch, self._waiting = waiting[: self._limit], waiting[self._limit :]
            await self._together(batch)

    async def _space_out(self) -> None:
        loop = asyncio.get_running_loop()
        wait = self._next_at - loop.time()
        if wait > 0:
            await asyncio.sleep(wait)
        self._next_at = loop.time() + self._apart

    async def _together(self, batch: Sequence[tuple[Item, asyncio.Future[Answer]]]) -> None:
        try:
            answers = await self._do([item for item, _ in batch])
        except Exception as error:  # noqa: BLE001 - it is raised to the callers
            await self._fail(batch, error)
            return
        for (_, future), answer in zip(batch, answers, strict=True):
            if not future.done():
                future.set_result(answer)

    async def _fail(
        self, batch: Sequence[tuple[Item, asyncio.Future[Answer]]], error: Exception
    ) -> None:
        if len(batch) > 1 and self._divides(error):
            for one in batch:
                await self._together([one])
            return
        for _, future in batch:
            if not future.done():
                future.set_exception(error)
