"""A visitor uses their own calendar in the playground: a file that they choose or drop."""

import asyncio
import re
from pathlib import Path

from playwright.async_api import Browser, expect

from bot.playground.calendar_files import KEEP_BOTH, READ_INSTEAD
from tests.playground.browser import opened
from tests.playground.client import Client

FILE = "\r\n".join(
    (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Test//EN",
        "BEGIN:VEVENT",
        "UID:own-1",
        "DTSTAMP:20261101T000000Z",
        "DTSTART:20261125T080000Z",
        "DTEND:20261125T083000Z",
        "SUMMARY:Mercato Foods\\, prices",
        "ATTENDEE:mailto:elif.aydin@mercato.example",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    )
)


async def test_a_file_is_chosen_or_dropped_and_its_calls_are_told(
    browser: Browser, served: str, tmp_path: Path
) -> None:
    (tmp_path / "large.ics").write_text(FILE + "\n" * 900_000)
    async with opened(browser, served) as screen:
        welcome = screen.page.get_by_role("region", name="A week with Attune")
        async with screen.page.expect_file_chooser() as chosen:
            await welcome.get_by_role("button", name="Use your own calendar").click()
        await (await chosen.value).set_files(tmp_path / "large.ics")
        await expect(screen.said).to_contain_text("That file is too large for this page.")
        await screen.drop("mine.ics", FILE.encode())
        await expect(screen.said).to_contain_text("Reading mine.ics.")
        await expect(screen.cards.last).to_contain_text(
            "Connected: mine.ics. One upcoming call: Mercato Foods, Wednesday 25 November 09:00."
        )
        await expect(screen.said).to_contain_text("Attune: Connected: mine.ics.")
        await screen.page.get_by_role("button", name="Remove the demo").click()
        await expect(screen.cards.last).to_contain_text("The demo is removed: ")
        await screen.drop("mine (1).ics", FILE.replace("T083000Z", "T084500Z").encode())
        newer = screen.cards.filter(has_text="a newer copy of mine.ics, so I'm reading it instead.")
        await newer.get_by_role("button", name="Keep both").click()
        kept = "I'm reading both calendars: mine.ics and mine (1).ics."
        await expect(screen.cards.filter(has_text=kept)).to_have_count(1)
        await expect(newer).to_have_count(0)


async def test_what_is_no_calendar_is_refused_in_a_sentence(served: str) -> None:
    async with Client(served, "lena") as lena:
        for text, said in (
            (" ", "mine.ics is empty."),
            ("<html></html>", "mine.ics has no calendar in it."),
            (FILE.replace("END:VCALENDAR", ""), "mine.ics is cut short:"),
        ):
            (post,) = (await lena.act("calendar", name="mine.ics", text=text))["posts"]
            assert said in post["html"]
        files = [FILE.replace("own-1", f"own-{number}") for number in range(4)]
        for number, text in enumerate(files[:3]):
            answer = await lena.act("calendar", name=f"{number}.ics", text=text)
            assert not answer["posts"]
        await lena.act("calendar", name="0.ics", text=files[0])  # it takes the first one's place
        answer = await lena.act("calendar", name="0 (1).ics", text=files[0])  # and so does this
        said = "0 (1).ics is the same as 0.ics, which I've already read. Nothing has changed."
        assert answer == {"said": said, "posts": []}
        newer = files[0].replace("T083000Z", "T084500Z").replace("SUMMARY", "SEQUENCE:2\r\nSUMMARY")
        (asked,) = (await lena.act("calendar", name="0 (1).ics", text=newer))["posts"]
        assert "0 (1).ics is a newer copy of 0.ics, so I&#39;m reading it instead." in asked["html"]
        older = newer.replace("SEQUENCE:2", "SEQUENCE:1")
        one = FILE[FILE.index("BEGIN:VEVENT") : FILE.index("END:VCALENDAR")]
        older = older.replace("END:VCALENDAR", f"{one.replace('own-1', 'more')}END:VCALENDAR")
        (asked,) = (await lena.act("calendar", name="0.ics", text=older))["posts"]
        assert "0.ics is an older copy of 0 (1).ics. I&#39;ll keep 0 (1).ics" in asked["html"]
        assert "But the newer one is missing “" in asked["html"]
        assert "Read this one instead" in asked["html"]
        key = asked["html"].partition('data-value="')[2].partition('"')[0]
        both = {"post": asked["id"], "place": "attune", "action": KEEP_BOTH, "value": key}
        for path, what in (("calendar", {"name": "3.ics", "text": files[3]}), ("press", both)):
            status, answer = await lena.try_act(path, **what)
            assert (status, answer["error"][:31]) == (400, "You can use at most three files")
        status, answer = await lena.try_act("press", **both | {"value": "another"})
        assert (status, answer["error"][:32]) == (400, "I no longer have one of the two ")
        instead = both | {"action": READ_INSTEAD}
        (read,) = (await lena.act("press", **instead))["posts"]
        assert "Reading 0.ics." in read["html"]
        said = await lena.say("/rhythm calendar")
        card = said["posts"][-1]["html"]
        assert ">0.ics<" in card  # a copy is called what its file is called
        assert "Paste an address" in card  # files fill no room
        assert "your calendar&#39;s file (.ics) with the button beside the message box." in card


async def test_the_demos_own_calendar_says_how_it_is(served: str) -> None:
    async with Client(served, "lena") as lena:
        said = await lena.say("/rhythm calendar")
        html = said["posts"][-1]["html"]
        assert "demo.example" in html
        assert "7 upcoming calls." in html


async def test_who_has_removed_the_demo_skips_to_their_own_messages(served: str) -> None:
    async with Client(served, "lena") as lena:
        await remove_demo(lena)
        arrived = [await lena.act("skip") for _ in range(3)]
        assert all("lena" in [who["id"] for who in one["arrived"]] for one in arrived)
        assert [one["said"][:20] for one in arrived] == [
            "Tuesday 24 November,",  # what to look up before her own call
            "Wednesday 25 Novembe",  # its brief
            "Wednesday 25 Novembe",  # the morning's message
        ]
        line = {"label": "08:50", "what": "listening lines for Mercato Foods"}
        assert arrived[-1]["clock"]["next"] == line


async def test_nothing_of_the_demo_is_left_once_it_is_removed(served: str) -> None:
    """Not on Home, in any answer, for her manager or marketing, nor after her file is gone too."""
    async with Client(served, "lena") as lena, Client(served, "tomas") as tomas:
        assert "Northwind" in await everything(lena)
        assert "Northwind" in await everything(tomas)
        await remove_demo(lena)
        async with Client(served, "priya") as priya:
            for who in (lena, tomas, priya):
                shown = await everything(who)
                of_demo = [word for word in WORDS_OF_DEMO if word in shown]
                assert not of_demo, (of_demo, shown)
        await lena.act("skip")
        assert "Mercato Foods" in await everything(lena)
        own = re.findall(
            r'data-action="calendar.leave" data-value="(\d+)"', await said(lena, "/rhythm calendar")
        )
        await lena.press(None, "calendar.cancel_too", own[0])
        for _ in range(3):
            skipped = await lena.act("skip")
            assert skipped["clock"]["next"] is None
        assert not [word for word in WORDS_OF_DEMO if word in await everything(lena)]
        await lena.act("start-over")
        assert "Northwind" in await everything(lena)


WORDS_OF_DEMO = ("Northwind", "Halden", "Brightwater", "Kestrel", "Jana", "Aylin", "Emeka", "Elif")


async def remove_demo(lena: Client) -> None:
    """Lena drops her calendar's file; once it was read, she removes the demo."""
    await lena.act("calendar", name="mine.ics", text=FILE)
    async with asyncio.timeout(60):
        while not any("Connected: mine.ics." in one["html"] for one in await lena.history()):
            pass  # it is being read
    card = await said(lena, "/rhythm calendar")
    demos = re.findall(r'data-action="calendar.leave" data-value="(\d+)"', card)[0]
    asked = await lena.press(None, "calendar.leave", demos)
    assert "Its accounts, calls, promises and insights go with it" in asked["posts"][-1]["html"]
    answer = await lena.press(None, "calendar.cancel_too", demos)
    assert "The demo is removed" in answer["posts"][-1]["html"]


async def everything(who: Client) -> str:
    """All that a persona sees on Home, and in the answers to what they can ask for."""
    asked = ("/calls", "/promises", "/insight", "/insight routes", "/reflect", "/rhythm", "my data")
    shown = [await said(who, words) for words in asked]
    return " ".join([*shown, (await who.get("home"))["html"]])


async def said(who: Client, words: str) -> str:
    """The answer to what a persona types, with its form if there is one."""
    answer = await who.say(words)
    return "".join(one["html"] for one in answer["posts"][1:]) + (answer["form"] or "")


async def test_times_have_the_name_of_the_zone_of_the_visitors_calendar(served: str) -> None:
    named = FILE.replace("VERSION:2.0", "VERSION:2.0\r\nX-WR-TIMEZONE:Europe/Stockholm")
    async with Client(served, "lena") as lena:
        await lena.act("calendar", name="mine.ics", text=named.replace("Stockholm", "Helsinki"))
        assert "Time zone: Europe/Berlin." in str(await lena.say("/rhythm"))  # Helsinki is offered
        await lena.act("calendar", name="mine.ics", text=named)
        assert "Time zone: Europe/Stockholm." in str(await lena.say("/rhythm"))
        await lena.act("calendar", name="mine.ics", text=named.replace("Stockholm", "Paris"))
        assert "Time zone: Europe/Stockholm." in str(await lena.say("/rhythm"))
