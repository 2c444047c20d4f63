"""What the guarded client accepts from a server, and when it gives up."""

import asyncio
import gzip
import tracemalloc
import zlib
from datetime import timedelta

import pytest
from aiohttp import web

from bot.intake.guard import NO_CONNECTION, GuardedClient, Limits
from handlers.knowledge.web_addresses import NotFetched
from tests.intake.site import Page, Site, on_loopback, reason

IMPATIENT = Limits(seconds=0.2)


async def test_an_answer(site: Site) -> None:
    headers = {"ETag": '"1"', "Last-Modified": "Mon, 03 Mar 2025 09:00:00 GMT"}
    site.says("/feed", b"words", headers={**headers, "Content-Type": "text/xml; charset=utf-8"})
    async with site.client() as client:
        got = await client.get(site.url("/feed#part"), accept="text/xml")
    assert (got.status, got.body, got.url, got.moved_to) == (200, b"words", site.url("/feed"), None)
    assert (got.etag, got.modified) == (headers["ETag"], headers["Last-Modified"])
    assert got.content_type == "text/xml; charset=utf-8"
    sent = site.requests[0].headers
    assert sent["Accept"] == "text/xml"
    assert sent["User-Agent"].startswith("Attune/")
    assert "If-None-Match" not in sent


async def test_what_stayed_the_same_is_not_sent_again(site: Site) -> None:
    site.says("/", status=304)
    async with site.client() as client:
        got = await client.get(site.url("/"), etag='"1"', modified="Mon, 03 Mar 2025 09:00:00 GMT")
    assert (got.status, got.body) == (304, b"")
    assert site.requests[0].headers["If-None-Match"] == '"1"'
    assert site.requests[0].headers["If-Modified-Since"] == "Mon, 03 Mar 2025 09:00:00 GMT"


async def test_unchanged_is_no_answer_to_who_never_asked(site: Site) -> None:
    site.says("/", status=304)
    assert "304" in await reason(site.client(), site.url("/"))


@pytest.mark.parametrize("odd", ["", "x" * 501, "a\r\nX-More: b", "é"])
async def test_an_odd_validator_is_not_sent(site: Site, odd: str) -> None:
    site.says("/", b"here")
    async with site.client() as client:
        assert (await client.get(site.url("/"), etag=odd, modified=odd)).body == b"here"
    assert "If-None-Match" not in site.requests[0].headers
    assert "X-More" not in site.requests[0].headers


async def test_an_odd_validator_is_not_kept(site: Site) -> None:
    site.says("/", headers={"ETag": '"é"', "Last-Modified": "x" * 501})
    async with site.client() as client:
        got = await client.get(site.url("/"))
    assert (got.etag, got.modified) == (None, None)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (204, "cannot be read"),
        (401, "needs a login"),
        (403, "does not let Attune read"),
        (404, "nothing at that address"),
        (410, "removed for good"),
        (418, "cannot be read"),
        (502, "has a problem"),
    ],
)
async def test_other_answers_are_told_in_words(site: Site, status: int, words: str) -> None:
    site.says("/", status=status)
    said = await reason(site.client(), site.url("/"))
    assert words in said
    assert str(status) in said


@pytest.mark.parametrize("status", [429, 503])
async def test_how_long_to_wait_comes_with_the_refusal(site: Site, status: int) -> None:
    site.says("/", status=status, headers={"Retry-After": "120"})
    async with site.client() as client:
        with pytest.raises(NotFetched, match="to wait for a while") as refused:
            await client.get(site.url("/"))
    assert refused.value.retry_after == timedelta(minutes=2)


async def test_up_to_the_limit_is_taken_and_a_byte_more_is_not(site: Site) -> None:
    site.says("/fits", bytes(10_000_000))
    site.says("/over", bytes(10_000_001))
    async with site.client() as client:
        assert len((await client.get(site.url("/fits"))).body) == 10_000_000
    assert "larger than 10 MB" in await reason(site.client(), site.url("/over"))


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [("gzip", gzip.compress(b"words")), ("deflate", zlib.compress(b"words"))],
    ids=["gzip", "deflate"],
)
async def test_packed_answers_are_unpacked(site: Site, encoding: str, packed: bytes) -> None:
    site.says("/", packed, headers={"Content-Encoding": encoding})
    async with site.client() as client:
        assert (await client.get(site.url("/"))).body == b"words"


async def test_a_bomb_is_not_unpacked(site: Site) -> None:
    site.says("/", gzip.compress(bytes(100_000_000)), headers={"Content-Encoding": "gzip"})
    tracemalloc.start()
    try:
        said = await reason(site.client(), site.url("/"))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert "larger than 10 MB" in said
    assert peak < 20_000_000


@pytest.mark.parametrize(
    ("body", "encoding"), [(b"not packed", "gzip"), (b"\x1f\x8b\x08broken", "gzip"), (b"x", "br")]
)
async def test_what_cannot_be_unpacked_is_refused(site: Site, body: bytes, encoding: str) -> None:
    site.says("/", body, headers={"Content-Encoding": encoding})
    assert "cannot be read" in await reason(site.client(), site.url("/"))


async def test_an_endless_answer_ends_at_the_size_limit(site: Site) -> None:
    site.page("/", _endless(bytes(100_000)))
    assert "larger than 10 MB" in await reason(site.client(), site.url("/"))


async def test_an_answer_that_drips_ends_at_the_time_limit(site: Site) -> None:
    site.page("/", _endless(b"x"))
    assert "within 0.2 seconds" in await reason(site.client(IMPATIENT), site.url("/"))


async def test_silence_ends_at_the_time_limit(site: Site) -> None:
    async def silent(request: web.Request) -> web.Response:
        await site.closing.wait()
        return web.Response()

    site.page("/", silent)
    assert "within 0.2 seconds" in await reason(site.client(IMPATIENT), site.url("/"))


async def test_the_time_limit_covers_all_hops_together(site: Site) -> None:
    async def slow(request: web.Request) -> web.Response:
        await site.closing.wait()
        return web.Response()

    site.leads("/", "/slow")
    site.page("/slow", slow)
    assert "within 0.2 seconds" in await reason(site.client(IMPATIENT), site.url("/"))
    assert site.paths() == ["/", "/slow"]


async def test_an_address_where_nobody_listens(unused_tcp_port: int) -> None:
    client = GuardedClient(allow=on_loopback, ports={unused_tcp_port})
    assert await reason(client, f"http://127.0.0.1:{unused_tcp_port}/") == NO_CONNECTION


@pytest.mark.parametrize(
    "said",
    [
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\ncut off",
        b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: http://\xff\xfe/\r\n\r\n",
    ],
    ids=["another protocol", "nothing", "cut off", "no length", "long header", "odd bytes"],
)
async def test_an_answer_that_is_no_proper_http(said: bytes) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(said)
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        client = GuardedClient(allow=on_loopback, ports={port, 80})
        assert await reason(client, f"http://127.0.0.1:{port}/")


async def test_https_where_nobody_speaks_it(site: Site) -> None:
    said = await reason(site.client(), f"https://127.0.0.1:{site.port}/")
    assert "secure connection" in said


def _endless(chunk: bytes) -> Page:
    async def page(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(chunk)
            await asyncio.sleep(0)  # lets the client read

    return page
