"""Which addresses the guarded client connects to, also after redirects."""

import pytest

from bot.intake.guard import GuardedClient
from handlers.knowledge.web_addresses import INSIDE, UNREAD
from tests.intake.site import Names, Site, on_loopback, reason


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "[::1]",
        "0.0.0.0",  # noqa: S104 - refused, not bound
        "10.0.0.1",
        "169.254.169.254",
        "[fe80::1%25lo]",
        "[::ffff:127.0.0.1]",
        "[2002:7f00:1::]",
        "[64:ff9b::7f00:1]",
        "224.0.0.1",
    ],
)
async def test_an_address_written_out_is_checked(host: str) -> None:
    assert await reason(GuardedClient(), f"http://{host}/") == INSIDE


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "2130706433", "0x7f.1", "localhost"])
async def test_this_machine_is_never_reached_however_it_is_spelt(site: Site, host: str) -> None:
    client = GuardedClient(ports={site.port})
    # half a number is no name and no address: aiohttp refuses it by itself
    assert await reason(client, f"http://{host}:{site.port}/") in (INSIDE, UNREAD)
    assert site.requests == []


@pytest.mark.parametrize(
    "addresses", [("10.0.0.1",), ("10.0.0.1", "192.168.0.1"), ("fd00::1", "127.0.0.1")]
)
async def test_a_name_that_leads_inside_is_refused(addresses: tuple[str, ...]) -> None:
    client = GuardedClient(resolver=Names(*addresses))
    assert await reason(client, "https://feed.example/") == INSIDE


async def test_of_several_addresses_only_allowed_ones_are_tried(site: Site) -> None:
    site.says("/", b"here")
    names = Names("10.0.0.1", "127.0.0.1")
    async with GuardedClient(allow=on_loopback, ports={site.port}, resolver=names) as client:
        got = await client.get(f"http://feed.example:{site.port}/")
    assert got.body == b"here"


async def test_each_hop_is_checked(site: Site) -> None:
    site.leads("/out", "http://169.254.169.254/latest/meta-data/")
    site.leads("/first", "/out")
    assert await reason(site.client(), site.url("/first")) == INSIDE
    assert site.paths() == ["/first", "/out"]


@pytest.mark.parametrize(
    ("location", "words"),
    [
        ("file:///etc/passwd", "begins with https"),
        ("http://rep:secret@127.0.0.1/", "contains a login"),
        ("http://127.0.0.1:22/", "inside a private network"),
        ("http://example.com:22/", "with :22 after the name"),
        ("http://[", "not a web address"),
    ],
)
async def test_a_hop_to_something_else_is_not_followed(
    site: Site, location: str, words: str
) -> None:
    site.leads("/", location)
    assert words in await reason(site.client(), site.url("/"))


async def test_a_circle_is_left_after_four_turns(site: Site) -> None:
    site.leads("/a", "/b")
    site.leads("/b", "/a")
    assert "more than 4 times" in await reason(site.client(), site.url("/a"))
    assert site.paths() == ["/a", "/b", "/a", "/b", "/a"]


@pytest.mark.parametrize(
    ("steps", "lasting"),
    [
        ([301], "/1"),
        ([308, 301], "/2"),
        ([301, 302], "/1"),
        ([302, 301], None),
        ([307], None),
        ([301, 303, 301], "/1"),
    ],
)
async def test_a_permanent_redirect_is_told_apart_from_a_temporary_one(
    site: Site, steps: list[int], lasting: str | None
) -> None:
    for number, status in enumerate(steps):
        site.leads(f"/{number}", f"/{number + 1}", status)
    site.says(f"/{len(steps)}", b"here")
    async with site.client() as client:
        got = await client.get(site.url("/0"))
    assert (got.url, got.body) == (site.url(f"/{len(steps)}"), b"here")
    assert got.moved_to == (site.url(lasting) if lasting else None)


async def test_no_cookie_comes_back(site: Site) -> None:
    site.says("/a", status=302, headers={"Location": "/b", "Set-Cookie": "who=me; Path=/"})
    site.says("/b")
    start = f"http://feed.example:{site.port}"  # a jar may keep nothing from bare addresses
    names = Names("127.0.0.1")
    async with GuardedClient(allow=on_loopback, ports={site.port}, resolver=names) as client:
        await client.get(f"{start}/a")
        await client.get(f"{start}/b")
    assert site.paths() == ["/a", "/b", "/b"]
    assert all("Cookie" not in request.headers for request in site.requests)


async def test_a_proxy_in_the_environment_is_not_used(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, site.url("/"))
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    client = GuardedClient(allow=on_loopback, resolver=Names("10.0.0.1"))
    assert await reason(client, "http://feed.example/") == INSIDE
    assert site.requests == []
