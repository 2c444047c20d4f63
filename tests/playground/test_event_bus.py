"""The feed: nobody waits for a slow page, and nothing is lost by coming back."""

from bot.playground.event_bus import (
    QUEUE_LIMIT,
    REMEMBERED,
    ClockMoved,
    EventBus,
    Listener,
    NumberedEvent,
)


async def _read(listener: Listener, number: int) -> list[NumberedEvent | None]:
    found = []
    async for item in listener.events():
        found.append(item)
        if len(found) == number:
            break
    return found


async def test_who_comes_back_gets_what_was_missed_and_no_more() -> None:
    bus = EventBus()
    with bus.listen(None) as listener:
        (hello,) = await _read(listener, 1)
    assert hello is not None
    assert hello.event is None
    bus.publish(ClockMoved())
    bus.publish(ClockMoved())
    with bus.listen(hello.id) as listener:
        first, second = await _read(listener, 2)
    assert first is not None
    assert second is not None
    with bus.listen(first.id) as listener:
        assert await _read(listener, 1) == [second]
    with bus.listen(second.id) as listener:
        bus.publish(ClockMoved())
        (third,) = await _read(listener, 1)
        assert third is not None
        assert third.event == ClockMoved()


async def test_who_was_away_too_long_looks_everything_up() -> None:
    bus = EventBus()
    with bus.listen(None) as listener:
        (hello,) = await _read(listener, 1)
    assert hello is not None
    for _ in range(REMEMBERED + 1):
        bus.publish(ClockMoved())
    with bus.listen(hello.id) as listener:
        (found,) = await _read(listener, 1)
    assert found is not None
    assert found.event is None


async def test_a_page_that_does_not_read_is_cut_off() -> None:
    bus = EventBus()
    with bus.listen(None) as slow:
        for _ in range(QUEUE_LIMIT + 5):
            bus.publish(ClockMoved())
        assert len(await _read(slow, QUEUE_LIMIT + 5)) <= 1


async def test_closing_ends_every_stream() -> None:
    bus = EventBus()
    with bus.listen(None) as listener:
        await _read(listener, 1)
        bus.close()
        assert await _read(listener, 1) == []
    with bus.listen(None) as late:
        assert await _read(late, 1) == []
