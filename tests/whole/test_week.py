"""The demo's week over HTTP: the rep, the manager and the marketer have something to do each day.

After the week, skipping goes on into the next one, and the demo can be started over.
"""

import re
from collections import defaultdict

from tests.playground.client import Client
from tests.playground.html import Page

PLACES = {"lena": ("attune",), "tomas": ("attune",), "priya": ("attune", "#marketing")}
IDS = re.compile(r'data-(?:value|id)="[^"]*"')
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]


async def test_a_week_has_something_to_do_each_day_and_begins_again(served: str) -> None:
    async with Client(served, "lena") as lena:
        skips = 0
        while not (clock := await lena.get("clock"))["over"]:
            await lena.act("skip")
            skips += 1
        assert 30 < skips < 60
        # The week is over, but skipping goes on.
        assert clock["next"]["label"].startswith("Monday ")
        assert {who: await days(served, who) for who in PLACES} == dict.fromkeys(PLACES, DAYS)
        first = await lena.history()
        told = " ".join(Page(post["html"]).text for post in first)
        assert (
            "Brightwater Clinics has moved from 09:30 to 16:00. Your brief comes at 15:00." in told
        )
        assert "Halden Logistics, Friday 27 November 11:00, was cancelled in the calendar." in told
        again = await lena.act("start-over")
        assert again["clock"]["next"] == {"label": "08:30", "what": "the morning agenda"}
        assert await lena.history() == []
        await lena.act("skip")
        (anew,) = await lena.history()
        # The same except for the ids in its buttons, because no id is used twice.
        assert IDS.sub("", anew["html"]) == IDS.sub("", first[0]["html"])


async def days(served: str, who: str) -> list[str]:
    """The days on which a message with a button arrived."""
    async with Client(served, who) as client:
        found = defaultdict(set)
        for place in PLACES[who]:
            for post in await client.history(place):
                if "data-action" in post["html"]:
                    found[who].add(post["day"].split()[0])
    return sorted(found[who], key=DAYS.index)


async def test_skip_announces_only_what_the_daily_limit_lets_through(served: str) -> None:
    async with Client(served, "lena") as lena:
        form = (await lena.press(None, "rhythm.settings"))["form"]
        await lena.submit("rhythm.settings", Page(form).fields | {"most_a_day": "3"}, subject="")
        announced = []
        for _ in range(20):
            coming = (await lena.get("clock"))["next"]
            said = (await lena.act("skip"))["said"]
            assert f"{coming['label'].split()[-1]}. New" in said, coming
            announced.append(coming["what"])
        assert "briefs for Alder and Finch" in announced
        # Over the daily limit, listening lines are dropped before any other message.
        assert "listening lines for Alder and Finch" not in announced
