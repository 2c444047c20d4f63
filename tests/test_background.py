"""Tasks that outlive the request that started them."""

import asyncio

from structlog.testing import capture_logs

from bot.base.background import Background


async def test_what_is_cancelled_when_time_runs_out_is_counted() -> None:
    background, for_ever = Background(), asyncio.Event()

    async def waits() -> None:
        await for_ever.wait()

    async def ends() -> None:
        pass

    for work in (waits(), waits(), ends()):
        background.start(work)
    with capture_logs() as lines:
        await background.drain(0.01)
    assert [(each["event"], each["tasks"]) for each in lines] == [
        ("unfinished tasks were cancelled", 2)
    ]
