"""Does in one go what several tasks ask for at the same moment."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextvars import Context
from typing import Generic, TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")


class Batcher(Generic[Item, Answer]):
    """What is asked for while one batch is being done makes up the next.

    `do` gives an answer for each item, in their order; no more than `most` are done in one go. If
    it fails for several, each is done by itself, so that one's fault is its own: what it does must
    then be undone. Where `divides` says that a failure is no single one's, it is everybody's.
    Batches begin `apart` seconds from each other: what comes thick and fast is done together, what
    comes alone at once.
    """

    def __init__(
        self,
        do: Callable[[Sequence[Item]], Awaitable[Sequence[Answer]]],
        *,
        most: int = sys.maxsize,
        apart: float = 0.0,
        divides: Callable[[Exception], bool] = lambda _: True,
    ) -> None:
        self._do = do
        self._most = most
        self._apart = apart
        self._next_at = 0.0  # by the event loop
        self._divides = divides
        self._waiting: list[tuple[Item, asyncio.Future[Answer]]] = []
        self._working: asyncio.Task[None] | None = None

    async def __call__(self, item: Item) -> Answer:
        """The answer for this item; raises what doing it raises."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, answer))
        if self._working is None or self._working.done():
            # in no one message's context: it works for all of them
            self._working = asyncio.create_task(self._work(), context=Context())
        return await answer

    async def stop(self) -> None:
        """Give up what is being done. Nobody may be waiting for it any more."""
        if self._working is not None:
            self._working.cancel()
            await asyncio.gather(self._working, return_exceptions=True)
        self._waiting.clear()

    async def _work(self) -> None:
        while any(not answer.done() for _, answer in self._waiting):
            await self._space_out()
            waiting = [each for each in self._waiting if not each[1].done()]
            batch, self._waiting = waiting[: self._most], waiting[self._most :]
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
        except Exception as error:  # noqa: BLE001 - it is raised to whoever asked
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
