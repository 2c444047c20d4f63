"""How sites are asked: with a contact, in turns, and not while they ask for a wait."""

from datetime import timedelta

import pytest

from bot.public_sources import client
from bot.public_sources.pace import INTERVAL, MAX_WAITING, HostPace
from bot.public_sources.parser import Parser
from handlers.knowledge.web_addresses import NotFetched
from tests.public_sources.web import CONTACT, Web


class Turns:
    """A pace whose time passes only while it sleeps, or when a test says so."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []
        self.pace = HostPace(sleep=self.sleep, time=lambda: self.now)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


async def test_each_host_has_turns_of_its_own() -> None:
    turns = Turns()
    for host in ("a", "b", "a", "a"):
        await turns.pace.turn(host)
    assert turns.slept == [INTERVAL, INTERVAL]
    turns.now += 10
    await turns.pace.turn("a")
    assert len(turns.slept) == 2


async def test_a_host_that_asks_for_a_wait_is_left_alone() -> None:
    turns = Turns()
    turns.pace.hold("a", timedelta(minutes=5))
    with pytest.raises(NotFetched) as refused:
        await turns.pace.turn("a")
    assert refused.value.retry_after == timedelta(minutes=5)
    await turns.pace.turn("b")
    turns.now += 300
    await turns.pace.turn("a")


async def test_a_request_that_waits_for_its_turn_is_not_sent_after_all() -> None:
    async def asked_to_wait(_: float) -> None:
        pace.hold("a", timedelta(minutes=5))

    pace = HostPace(sleep=asked_to_wait, time=lambda: 100.0)
    await pace.turn("a")
    with pytest.raises(NotFetched, match="asked us to wait"):
        await pace.turn("a")


async def test_a_long_queue_is_not_joined() -> None:
    now = 100.0

    async def sleep(_: float) -> None:
        """Time stands still, as for requests that come at once."""

    pace = HostPace(sleep=sleep, time=lambda: now)
    for _ in range(int(MAX_WAITING) + 1):
        await pace.turn("a")
    with pytest.raises(NotFetched, match="Too many"):
        await pace.turn("a")


async def test_after_a_429_the_host_is_not_asked_again(web: Web) -> None:
    host = web.host("api.example", for_programs=True)
    host.says("/a", status=429, Retry_After="600")
    host.says("/b", "{}")
    async with web.guarded() as guarded:
        ours = web.client(guarded)
        for path in ("/a", "/b"):
            with pytest.raises(NotFetched) as refused:
                await ours.answer(web.base("api.example") + path)
            assert refused.value.retry_after
    assert host.asked == ["/a"]


async def test_a_host_whose_robots_txt_asks_for_a_wait_is_left_alone(web: Web) -> None:
    host = web.host("www.example")
    host.robots_status, host.robots_wait = 503, "600"
    host.says("/a", "Hello")
    async with web.guarded() as guarded:
        pace = web.pace()
        for _ in range(2):  # two looks
            ours = client.PublicClient(guarded, Parser(), pace)
            with pytest.raises(NotFetched):
                await ours.page(web.base("www.example") + "/a")
    assert host.asked == ["/robots.txt"]


async def test_an_address_that_was_one_too_many_to_check_is_not_called_forbidden(web: Web) -> None:
    host = web.host("www.example")
    host.robots = "User-agent: *\nDisallow: /private"
    host.says("/300", "Hello")
    async with web.guarded() as guarded:
        ours = web.client(guarded)
        urls = [f"{web.base('www.example')}/{number}" for number in range(301)]
        assert await ours.permitted(urls) == urls[:200]
        assert (await ours.page(urls[-1])).body == b"Hello"
        with pytest.raises(client.RefusedByRobots):
            await ours.page(web.base("www.example") + "/private")
    assert host.asked == ["/robots.txt", "/300"]


async def test_who_does_not_say_who_asks_is_refused(web: Web) -> None:
    web.host("api.example", for_programs=True).says("/a", "{}")
    async with web.guarded(contact="") as guarded:
        with pytest.raises(NotFetched) as refused:
            await web.client(guarded).answer(web.base("api.example") + "/a")
    assert refused.value.status == 403


async def test_the_client_that_runs_names_its_contact_and_has_limits() -> None:
    made = client.guarded(CONTACT)
    assert made._user_agent == f"Attune/0.1.0 ({CONTACT})"
    assert (made._limits.seconds, made._limits.size) == (10.0, 2_000_000)
    async with made:
        with pytest.raises(NotFetched, match="private network"):
            await made.get("http://127.0.0.1/")
