"""The demo's week over HTTP: something to do on every day for each of the three, and a way on."""

from collections import defaultdict

from tests.playground.client import Client

PLACES = {"lena": ("attune",), "tomas": ("attune",), "priya": ("attune", "#marketing")}
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]


async def test_a_week_has_something_to_do_each_day_and_begins_again(served: str) -> None:
    async with Client(served, "lena") as lena:
        skips = 0
        while not (clock := await lena.get("clock"))["over"]:
            await lena.act("skip")
            skips += 1
        assert 30 < skips < 60
        assert clock["next"]["label"].startswith("Monday ")  # who goes on is not stopped
        assert {who: await days(served, who) for who in PLACES} == dict.fromkeys(PLACES, DAYS)
        first = await lena.history()
        again = await lena.act("start-over")
        assert again["clock"]["next"] == {"label": "08:30", "what": "the morning agenda"}
        assert await lena.history() == []
        await lena.act("skip")
        assert [post["html"] for post in await lena.history()] == [first[0]["html"]]


async def days(served: str, who: str) -> list[str]:
    """The days on which something came that has a button to press."""
    async with Client(served, who) as client:
        found = defaultdict(set)
        for place in PLACES[who]:
            for post in await client.history(place):
                if "data-action" in post["html"]:
                    found[who].add(post["day"].split()[0])
    return sorted(found[who], key=DAYS.index)
