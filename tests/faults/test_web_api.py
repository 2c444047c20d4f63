"""Slack's Web API behind a connection that misbehaves, at the level of sockets."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from time import perf_counter

import pytest

from bot.base.clock import FixedClock
from bot.platform.messenger import NoClearAnswer, Recipient, RetryLater, SentMessage
from bot.slack.api import SlackApi
from bot.slack.messenger import SlackMessenger
from handlers.cards import Card, Paragraph, spans
from tests.faults.office import Office, office
from tests.slack.fake import BOT_TOKEN, FakeSlack
from tests.slack.wire import Failure

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
LENA = Recipient("slack:T1", "ULENA", "DULENA")
CARD = Card("Open with: who decides?", (Paragraph(spans("Open with: who decides?")),))
LIMIT = 0.4  # seconds for an answer; ten in production

Answer = bytes
Way = Callable[[Answer, asyncio.StreamWriter], Awaitable[None]]


async def never(_answer: Answer, _writer: asyncio.StreamWriter) -> None:
    """Accepted, but never answered."""
    await asyncio.Event().wait()


async def reset(_answer: Answer, writer: asyncio.StreamWriter) -> None:
    """Accepted, then the connection is reset."""
    writer.transport.abort()


async def half_a_header(answer: Answer, writer: asyncio.StreamWriter) -> None:
    """The answer begins, and ends in the middle of its first header."""
    writer.write(answer[:30])
    await writer.drain()


async def half_a_header_then_nothing(answer: Answer, writer: asyncio.StreamWriter) -> None:
    """The answer begins, and the connection stays open."""
    writer.write(answer[:30])
    await asyncio.Event().wait()


async def half_a_body(answer: Answer, writer: asyncio.StreamWriter) -> None:
    """The whole header, but not the whole body."""
    writer.write(answer[:-5])
    await writer.drain()


async def drip(answer: Answer, writer: asyncio.StreamWriter) -> None:
    """A byte at a time, for longer than any timeout."""
    for byte in answer:
        writer.write(bytes([byte]))
        await asyncio.sleep(LIMIT / 50)


async def no_http(_answer: Answer, writer: asyncio.StreamWriter) -> None:
    """Something that is no HTTP."""
    writer.write(b"\x16\x03\x01 what is this?\r\n\r\n")
    await writer.drain()


async def a_gateways_word(_answer: Answer, writer: asyncio.StreamWriter, status: int) -> None:
    """Accepted, but a gateway in front of Slack lost its connection."""
    body = b"upstream connect error or disconnect/reset before headers"
    writer.write(b"HTTP/1.1 %d -\r\nContent-Length: %d\r\n\r\n%s" % (status, len(body), body))
    await writer.drain()


class Proxy:
    """Passes each request to the fake, and returns its answer in the way that the test chose."""

    def __init__(self, port: int) -> None:
        self.way: Way | None = None
        self.misbehaves = asyncio.Event()
        self._port = port
        self._tasks: set[asyncio.Task[None]] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve a connection until one side closes it."""
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        try:
            while request := await _message(reader):
                answer = await self._ask(request)
                if self.way is not None and b"/chat.postMessage" in request.partition(b"\r\n")[0]:
                    self.misbehaves.set()
                    await self.way(answer, writer)
                    return
                writer.write(answer)
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self._tasks.discard(task)
            writer.close()

    async def stop(self) -> None:
        """End every connection."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _ask(self, request: bytes) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        writer.write(request)
        answer = await _message(reader)
        writer.close()
        return answer


async def _message(reader: asyncio.StreamReader) -> bytes:
    """One HTTP message with a length; empty at the end."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return b""
    headers = (line.partition(b":") for line in head.lower().split(b"\r\n"))
    length = next((int(value) for name, _, value in headers if name == b"content-length"), 0)
    return head + await reader.readexactly(length)


@asynccontextmanager
async def behind(fake: FakeSlack) -> AsyncIterator[tuple[Proxy, SlackMessenger]]:
    """A messenger that reaches the fake through the proxy."""
    port = int(fake.url.split(":")[2].split("/")[0])
    proxy = Proxy(port)
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    where = server.sockets[0].getsockname()[1]
    api = SlackApi(BOT_TOKEN, f"http://127.0.0.1:{where}/api/", time_limit=LIMIT)
    await api.start()
    try:
        yield proxy, SlackMessenger(api)
    finally:
        await api.stop()
        server.close()
        await proxy.stop()


@pytest.fixture
async def fake() -> AsyncIterator[FakeSlack]:
    """Slack, with Lena."""
    made = FakeSlack(FixedClock(NOW))
    made.add_user("ULENA", "Lena Brandt", "Europe/Berlin")
    await made.start()
    yield made
    await made.stop()


@pytest.mark.parametrize(
    "way",
    [
        never,
        reset,
        half_a_header,
        half_a_header_then_nothing,
        half_a_body,
        drip,
        no_http,
        *(partial(a_gateways_word, status=status) for status in (500, 502, 503, 504)),
    ],
)
async def test_what_was_taken_and_not_confirmed_is_in_doubt_and_found(
    fake: FakeSlack, way: Way
) -> None:
    async with behind(fake) as (proxy, messenger):
        proxy.way = way
        began = perf_counter()
        with pytest.raises(NoClearAnswer):
            await messenger.send(LENA, CARD, 7)
        assert perf_counter() - began < LIMIT * 5
        found = await messenger.find(LENA, 7, NOW - timedelta(hours=1))
    assert found == SentMessage(fake.messages[0].ts, "DULENA")
    assert len(fake.messages) == 1


async def test_where_nobody_listens_nothing_is_in_doubt(fake: FakeSlack) -> None:
    server = await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    api = SlackApi(BOT_TOKEN, f"http://127.0.0.1:{port}/api/", time_limit=LIMIT)
    await api.start()
    with pytest.raises(RetryLater, match="unreachable"):
        await SlackMessenger(api).send(LENA, CARD, 7)
    await api.stop()


async def test_a_connection_that_hangs_keeps_no_other_from_being_answered(fake: FakeSlack) -> None:
    async with behind(fake) as (proxy, messenger):
        proxy.way = never
        hanging = asyncio.create_task(messenger.send(LENA, CARD, 7))
        await proxy.misbehaves.wait()
        assert await messenger.absent_until(LENA, NOW) is None
        assert not hanging.done()
        with pytest.raises(NoClearAnswer):
            await hanging


LINE = "Northwind, in 10 minutes."


@asynccontextmanager
async def about_to_be_nudged(folder: Path) -> AsyncIterator[Office]:
    """Lena has planned a call for 9:00, and has had her agenda."""
    async with asyncio.timeout(60), office(f"sqlite:///{folder}/attune.sqlite3") as made:
        await made.lena.types("/prep Northwind today 9:00")
        await made.lena.presses("Add “Northwind”")
        made.at("08:40")
        assert await made.said(LINE) == 0
        yield made


@pytest.mark.parametrize("status", [500, 502, 503, 504])
@pytest.mark.parametrize("done", [False, True])
async def test_a_server_in_trouble_costs_no_nudge_and_doubles_none(
    tmp_path: Path, status: int, *, done: bool
) -> None:
    async with about_to_be_nudged(tmp_path) as made:
        made.fake.fail("chat.postMessage", Failure(status=status, text="trouble", done=done))
        made.at("08:50")
        assert await made.said(LINE) == done
        made.clock.moment += timedelta(seconds=10)
        assert await made.said(LINE) == 1
        assert len(made.fake.called("conversations.history")) == 1
        made.at("08:55")
        assert await made.said(LINE) == 1


async def test_what_slack_itself_did_not_take_is_not_looked_for(tmp_path: Path) -> None:
    async with about_to_be_nudged(tmp_path) as made:
        made.fake.fail("chat.postMessage", Failure(error="service_unavailable", status=503))
        made.at("08:50")
        assert await made.said(LINE) == 0
        made.clock.moment += timedelta(seconds=30)
        assert await made.said(LINE) == 1
        assert made.fake.called("conversations.history") == []


@pytest.mark.parametrize("method", ["dnd.teamInfo", "users.info"])
async def test_a_limit_on_looking_people_up_holds_no_nudge_back(
    tmp_path: Path, method: str
) -> None:
    async with about_to_be_nudged(tmp_path) as made:
        made.fake.fail(method, Failure(status=429, text="", headers={"Retry-After": "600"}))
        made.at("08:50")
        assert await made.said(LINE) == 1
        asked = len(made.fake.called(method))
        await made.lena.types("/prep Globex today 9:00")
        await made.lena.presses("Add “Globex”")
        made.at("08:59")
        assert await made.said("Globex, in 1 minute.") == 1
        assert len(made.fake.called(method)) == asked
