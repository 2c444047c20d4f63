"""Files that are dropped on the page, and transcripts that are pasted: what of them is kept."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest
from aiohttp.test_utils import TestServer

from bot.platform.files import TOO_LARGE
from handlers.conversation import NOT_IN_A_CHANNEL
from tests.playground.client import Client
from tests.playground.world import World, serve

CALL = b"WEBVTT\n\n00:01.000 --> 00:02.000\nAnn: Hushed.\n"
PASTED = "Ann: Hushed one.\nBo: Hushed two.\nAnn: Three.\nBo: Four."
SAID = '<p class="said" dir="auto">{}</p>'


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[tuple[World, TestServer]]:
    async with serve(tmp_path) as served:
        yield served


@pytest.fixture
async def lena(served: tuple[World, TestServer]) -> AsyncIterator[Client]:
    async with Client(str(served[1].make_url("/")), "lena") as client:
        yield client


def posts(answer: dict[str, list[dict[str, str]]]) -> list[tuple[str, str]]:
    return [(each["author"], each["html"]) for each in answer["posts"]]


def no_word_is_kept(world: World) -> None:
    with closing(sqlite3.connect(world.folder / "playground.sqlite3")) as database:
        assert not [line for line in database.iterdump() if "ushed" in line]


async def test_a_dropped_file_is_shown_by_its_name_and_size_and_read_once(
    served: tuple[World, TestServer], lena: Client
) -> None:
    world, _ = served
    drop = str(uuid4())
    own, answer = posts(await lena.drop("notes <b>.vtt", CALL * 1_000, id=drop))
    assert own == ("lena", SAID.format("notes &lt;b&gt;.vtt, 45 kB"))
    assert "Read notes &lt;b&gt;.vtt: 45000 bytes." in answer[1]
    assert "Ann: Hushed." in answer[1]
    assert (await lena.drop("notes <b>.vtt", CALL * 1_000, id=drop))["posts"] == []
    again = (await lena.history("attune"))[-1]["html"]
    assert "(words from the call, which are not kept)" in again
    assert world.effects[1:] == ["Read notes <b>.vtt: 45000 bytes."]
    no_word_is_kept(world)


async def test_a_file_of_two_megabytes_is_read_and_one_over_the_limit_is_not(
    served: tuple[World, TestServer], lena: Client
) -> None:
    own, _ = posts(await lena.drop("long.txt", bytes(2_200_000)))
    assert own == ("lena", SAID.format("long.txt, 2.2 MB"))
    assert await lena.try_drop("huge.txt", bytes(20_000_001)) == (413, {"error": TOO_LARGE})
    assert posts(await lena.drop("", b"x"))[0] == ("lena", SAID.format("a file, 1 bytes"))


async def test_pasted_words_are_not_stored(served: tuple[World, TestServer], lena: Client) -> None:
    world, _ = served
    for typed in (PASTED, f"/reflect {PASTED}"):
        own, answer = posts(await lena.say(typed))
        assert own == ("lena", SAID.format("A transcript, 10 words"))
        assert f"Read what was pasted: {len(PASTED)} bytes." in answer[1]
    no_word_is_kept(world)


async def test_in_a_channel_nobody_else_sees_that_one_was_shared(
    served: tuple[World, TestServer], lena: Client
) -> None:
    world, server = served
    for shared in (lena.drop("notes.vtt", CALL, "#sales"), lena.say(PASTED, "#sales")):
        assert NOT_IN_A_CHANNEL in posts(await shared)[1][1]
    async with Client(str(server.make_url("/")), "tomas") as tomas:
        assert await tomas.history("#sales") == []
    assert world.effects[1:] == []
    no_word_is_kept(world)
