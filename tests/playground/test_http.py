"""The playground over HTTP: answers, access, and repeated requests."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from aiohttp.test_utils import TestServer
from sqlmodel import select

from bot.platform.messenger import Recipient, RecipientUnreachable
from bot.playground import demo
from bot.playground.guard import NotLoopback, check_bind
from storage.tables import Person
from storage.workspace import people, people_roles
from tests import sqlite
from tests.playground.client import API, MARK, Client, Events
from tests.playground.world import MONDAY, Due, World, listening, serve
from tests.renderers.examples import HOSTILE_TEXTS

REP, MANAGER, MARKETER = (who.id for who in demo.personas())


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[tuple[World, TestServer]]:
    async with serve(tmp_path) as found:
        yield found


@pytest.fixture
def world(served: tuple[World, TestServer]) -> World:
    served[0].effects.clear()
    return served[0]


@pytest.fixture
async def rep(served: tuple[World, TestServer]) -> AsyncIterator[Client]:
    async with Client(str(served[1].make_url("")), REP) as client:
        yield client


@pytest.fixture
async def manager(served: tuple[World, TestServer]) -> AsyncIterator[Client]:
    async with Client(str(served[1].make_url("")), MANAGER) as client:
        yield client


async def test_the_page_says_who_is_an_admin_now(rep: Client, world: World) -> None:
    async def roles() -> dict[str, str]:
        return {each["id"]: each["role"] for each in (await rep.get("state"))["people"]}

    assert await roles() == {REP: "Rep", MANAGER: "Manager", MARKETER: "Marketer"}
    async with world.database.write(demo.TENANT) as session:
        tomas = Person(tenant=demo.TENANT, external=MANAGER, name="Tomas", zone="UTC")
        session.add(tomas)
        await session.flush()
        await people_roles.set_admins(session, demo.TENANT, [MANAGER], MONDAY)
    assert await roles() == {REP: "Rep", MANAGER: "Admin", MARKETER: "Marketer"}


async def test_a_page_that_is_opened_early_waits_for_the_first_morning(tmp_path: Path) -> None:
    world = World(tmp_path)
    await sqlite.migrated(tmp_path / "playground.sqlite3")
    server = await world.listen()
    async with Client(str(server.make_url("")), REP) as rep:
        early = asyncio.create_task(rep.get("state"))
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(asyncio.shield(early), timeout=0.2)
        await world.playground.open(world.seed)
        assert (await early)["clock"]["now"] >= MONDAY.timestamp() * 1000
    await server.close()
    await world.database.close()


class TestSay:
    async def test_a_command_is_answered_beside_the_words(self, rep: Client) -> None:
        answer = await rep.say("/prep Northwind tomorrow 3pm")
        said, card = answer["posts"]
        assert said["author"] == REP
        assert "/prep Northwind tomorrow 3pm" in said["html"]
        assert card["author"] == "attune"
        assert "they have not told you why now" in card["html"]
        assert await rep.history() == [said, card]
        assert (card["day"], card["time"]) == ("Monday 23 November", "08:20")

    async def test_a_direct_message_needs_no_slash(self, world: World, rep: Client) -> None:
        await rep.say("prep Northwind")
        assert world.effects == ["prep Northwind"]

    @pytest.mark.parametrize("words", ["good morning", "/nonsense now"])
    async def test_other_words_to_attune_get_help(self, rep: Client, words: str) -> None:
        answer = await rep.say(words)
        assert "“help” says what else I can do" in answer["posts"][-1]["html"]

    async def test_a_form_is_opened(self, rep: Client) -> None:
        answer = await rep.say("/reflect")
        assert 'data-form="reflect"' in answer["form"]
        assert len(answer["posts"]) == 1

    async def test_words_in_a_channel_are_for_everybody(
        self, world: World, rep: Client, manager: Client
    ) -> None:
        await rep.say("prep for the fair is on Friday", "#sales")
        (seen,) = await manager.history("#sales")
        assert seen["name"] == "Lena Brandt"
        assert not seen["alone"]
        assert world.effects == []

    async def test_a_command_in_a_channel_is_seen_by_its_sender_alone(
        self, rep: Client, manager: Client
    ) -> None:
        await rep.say("/prep Northwind", "#sales")
        await rep.say("/nonsense", "#sales")
        assert [post["alone"] for post in await rep.history("#sales")] == [True] * 4
        assert await manager.history("#sales") == []

    async def test_said_twice_it_is_there_once(self, world: World, rep: Client) -> None:
        for text, place in (("/prep A", "attune"), ("hello", "attune"), ("hello", "#sales")):
            again = {"id": str(uuid4())}
            first = await rep.say(text, place, **again)
            assert first["posts"]
            second = await rep.say(text, place, **again)
            assert second["posts"] == []
        assert world.effects == ["prep A"]
        assert len(await rep.history()) == 4
        assert len(await rep.history("#sales")) == 1

    @pytest.mark.parametrize("text", HOSTILE_TEXTS)
    async def test_what_is_typed_is_text(self, rep: Client, text: str) -> None:
        for place in ("attune", "#marketing"):
            await rep.say(text, place)
            for post in await rep.history(place):
                assert "<script" not in post["html"]
                assert "<img" not in post["html"]
                assert "<b>" not in post["html"]

    async def test_a_failure_is_an_apology(self, rep: Client) -> None:
        answer = await rep.say("/break my secret")
        assert "Something went wrong on our side" in answer["posts"][-1]["html"]
        assert "secret" not in answer["posts"][-1]["html"]


class TestPressAndSubmit:
    async def test_an_aside_stands_beneath(self, rep: Client) -> None:
        brief = (await rep.say("/prep Northwind"))["posts"][-1]
        await rep.press(brief["id"], "more", "Northwind")
        assert [post["id"] for post in await rep.history()][-2] == brief["id"]
        assert "Ask Lena Brandt: why now?" in (await rep.history())[-1]["html"]

    async def test_a_press_sent_again_has_one_effect(self, world: World, rep: Client) -> None:
        brief = (await rep.say("/prep Northwind"))["posts"][-1]
        again = {"id": str(uuid4())}
        await rep.press(brief["id"], "more", "Northwind", **again)
        repeat = await rep.press(brief["id"], "more", "Northwind", **again)
        assert (repeat["posts"], repeat["form"]) == ([], None)
        assert world.effects == ["prep Northwind", "more"]

    async def test_a_form_comes_and_its_card_replaces_the_one_pressed(self, rep: Client) -> None:
        brief = (await rep.say("/prep Northwind"))["posts"][-1]
        opened = await rep.press(brief["id"], "goal", "Northwind")
        assert 'data-subject="Northwind"' in opened["form"]
        answer = await rep.submit("goal", {"goal": "Who signs?"}, post=brief["id"])
        (changed,) = answer["posts"]
        assert changed["id"] == brief["id"]
        assert "Goal: Who signs?" in (await rep.history())[-1]["html"]

    async def test_a_form_without_a_message_adds_its_card(self, rep: Client) -> None:
        await rep.submit("goal", {"goal": "Who signs?"})
        assert len(await rep.history()) == 1

    async def test_problems_name_their_field_and_nothing_is_kept(
        self, world: World, rep: Client
    ) -> None:
        answer = await rep.submit("goal", {"goal": "Give the demo"})
        assert answer["problems"] == {"goal": "That is what you show. What will you ask?"}
        assert world.effects == []
        assert await rep.history() == []

    async def test_a_message_of_somebody_else_cannot_be_pressed(
        self, world: World, rep: Client, manager: Client
    ) -> None:
        brief = (await rep.say("/prep Northwind"))["posts"][-1]
        pressed = {"place": "attune", "action": "more", "post": brief["id"]}
        status, answer = await manager.try_act("press", **pressed)
        assert (status, answer) == (404, {"error": "That message is no longer here."})
        assert world.effects == ["prep Northwind"]

    async def test_an_older_button_is_answered_in_a_sentence(self, rep: Client) -> None:
        answer = await rep.press(None, "gone")
        assert "older version" in answer["posts"][0]["html"]

    async def test_a_shortcut_takes_the_words_of_a_message(self, rep: Client) -> None:
        said = (await rep.say("They tried it in spring", "#sales"))["posts"][0]
        chosen = {"place": "#sales", "name": "quote", "post": said["id"], "text": "in spring"}
        answer = await rep.act("open", **chosen)
        assert "<blockquote" in answer["posts"][0]["html"]
        assert answer["posts"][0]["alone"]
        assert (await rep.history("#sales"))[0] == said

    async def test_home_is_shown(self, rep: Client, manager: Client) -> None:
        assert "Lena Brandt’s week" in (await rep.get("home"))["html"]
        assert "Tomas Keller’s week" in (await manager.get("home"))["html"]

    async def test_an_answer_on_home_comes_with_home_as_it_is_now(self, rep: Client) -> None:
        answer = await rep.submit("goal", {"goal": "Who signs?"}, place="home")
        assert "Goal: Who signs?" in answer["home"]["answer"]
        assert "goal Who signs?" in answer["home"]["html"]
        assert answer["posts"] == await rep.history() == []
        opened = await rep.press(None, "goal", place="home")
        assert 'data-form="goal"' in opened["form"]
        wrong = await rep.submit("goal", {"goal": "Give the demo"}, place="home")
        assert wrong["problems"]


class TestClock:
    async def test_it_starts_on_monday_morning(self, rep: Client) -> None:
        clock = (await rep.get("state"))["clock"]
        assert clock == {
            "now": MONDAY.timestamp() * 1000,
            "zone": "Europe/Berlin",
            "next": None,
            "over": False,
            "today": None,
        }

    async def test_clock_and_stamps_are_in_the_zone_that_the_rep_has_set(
        self, world: World, rep: Client
    ) -> None:
        await rep.get("state")
        async with world.database.write() as session:
            person = await people.ensure(session, demo.TENANT, REP, "Lena Brandt", "Europe/Berlin")
            person.zone = "Europe/London"
        world.due.append(Due(MONDAY + timedelta(minutes=40), REP, listening()))
        clock = await rep.get("clock")
        assert (clock["zone"], clock["next"]["label"]) == ("Europe/London", "08:00")
        assert (await rep.act("skip"))["said"].startswith("Monday 23 November, 08:00.")
        assert [post["time"] for post in await rep.history()] == ["08:00"]

    async def test_a_skip_goes_to_the_next_thing(
        self, world: World, rep: Client, manager: Client
    ) -> None:
        world.due.append(Due(MONDAY + timedelta(minutes=40), REP, listening()))
        world.due.append(Due(MONDAY + timedelta(days=1), REP, listening()))
        coming = (await rep.get("clock"))["next"]
        assert coming == {"label": "09:00", "what": "Ask why now first, then count to three."}
        answer = await rep.act("skip")
        assert answer["said"] == "Monday 23 November, 09:00. New for Lena Brandt."
        assert answer["arrived"] == [{"id": REP, "places": ["attune"]}]
        assert answer["clock"]["next"]["label"] == "Tuesday 08:20"
        assert len(await rep.history()) == 1
        assert await manager.history() == []

    async def test_what_is_due_already_does_not_end_a_skip(
        self, world: World, rep: Client, manager: Client
    ) -> None:
        world.due.append(Due(MONDAY, manager.who, listening()))
        world.due.append(Due(MONDAY + timedelta(minutes=40), REP, listening()))
        answer = await rep.act("skip")
        assert answer["said"] == "Monday 23 November, 09:00. New for Lena Brandt."
        assert len(await manager.history()) == len(await rep.history()) == 1

    async def test_a_skip_sent_again_skips_once(self, world: World, rep: Client) -> None:
        world.due += [Due(MONDAY + timedelta(hours=n), REP, listening()) for n in (1, 2)]
        again = {"id": str(uuid4())}
        await rep.act("skip", **again)
        await rep.act("skip", **again)
        assert world.clock.now() == MONDAY + timedelta(hours=1)
        assert world.delivered == 1

    async def test_with_nothing_planned_the_clock_stays(self, world: World, rep: Client) -> None:
        answer = await rep.act("skip")
        assert "Nothing is planned" in answer["said"]
        assert world.clock.now() == MONDAY

    async def test_a_restart_keeps_the_talk_and_the_time(self, tmp_path: Path) -> None:
        async with serve(tmp_path) as (world, server), Client(str(server.make_url("")), REP) as rep:
            world.due.append(Due(MONDAY + timedelta(hours=1), REP, listening()))
            await rep.say("/prep Northwind")
            await rep.act("skip")
            before = await rep.history()
        async with serve(tmp_path) as (world, server), Client(str(server.make_url("")), REP) as rep:
            assert await rep.history() == before
            assert world.clock.now() == MONDAY + timedelta(hours=1)

    async def test_the_first_start_alone_fills_it(self, tmp_path: Path) -> None:
        async with serve(tmp_path) as (world, _):
            assert world.effects == ["seed Monday 07:20"]
        async with serve(tmp_path) as (world, _):
            assert world.effects == []

    async def test_a_week_from_now_has_its_date(self, world: World, rep: Client) -> None:
        world.due += [Due(MONDAY + timedelta(days=n), REP, listening()) for n in (6, 14)]
        assert (await rep.get("clock"))["next"]["label"] == "Sunday 08:20"
        await rep.act("skip")
        assert (await rep.get("clock"))["next"]["label"] == "Monday 7 December, 08:20"


CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\nBEGIN:VEVENT\r\nUID:own-1\r\n"
    "DTSTAMP:20261101T000000Z\r\nDTSTART:20261119T140000Z\r\nDTEND:20261119T143000Z\r\n"
    "SUMMARY:Kestrel\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


class TestStartOver:
    async def test_all_is_forgotten_and_the_first_morning_begins(
        self, world: World, rep: Client, manager: Client
    ) -> None:
        world.due.append(Due(MONDAY + timedelta(hours=3), REP, listening()))
        await rep.act("skip")
        await manager.say("Northwind is late again", "#sales")
        async with rep.http.get(f"{API}/events", params={"who": REP}) as response:
            events = Events(response)
            await events.next()
            again = {"id": str(uuid4())}
            answer = await rep.act("start-over", **again)
            assert (await events.next())[0] == "restart"
        assert answer["clock"]["now"] == MONDAY.timestamp() * 1000
        assert await rep.history() == await rep.history("#sales") == []
        await rep.say("hello")
        await rep.act("start-over", **again)  # sent again: it has one effect
        assert len(await rep.history()) == 2
        assert world.effects == ["seed Monday 07:20"]

    async def test_nobody_who_started_at_today_is_offered_it_again(
        self, world: World, rep: Client
    ) -> None:
        await rep.act("calendar", name="mine.ics", text=CALENDAR)
        offered = {"real": "Thursday 19 November", "shown": "Monday 23 November"}
        assert (await rep.get("clock"))["today"] == offered
        await rep.act("start-over", today=True)
        world.due.append(Due(MONDAY, REP, listening()))
        skipped = await rep.act("skip")
        assert skipped["clock"]["now"] == MONDAY.timestamp() * 1000
        assert skipped["clock"]["today"] is None

    async def test_other_tenants_keep_what_is_theirs(self, world: World, rep: Client) -> None:
        async with world.database.write() as session:
            await people.ensure(session, "slack:T1", "U1", "Dana Okafor", "UTC")
        await rep.act("start-over")
        async with world.database.read() as session:
            everybody = (await session.exec(select(Person))).all()
        assert [each.tenant for each in everybody] == ["slack:T1", demo.TENANT]

    async def test_what_goes_wrong_leaves_all_as_it_was(self, world: World, rep: Client) -> None:
        world.due.append(Due(MONDAY + timedelta(hours=3), REP, listening()))
        await rep.act("skip")
        world.seed_fails = True
        status, answer = await rep.try_act("start-over")
        assert (status, "went wrong on our side" in answer["error"]) == (500, True)
        assert len(await rep.history()) == 1
        assert world.clock.now() == MONDAY + timedelta(hours=3)


class TestStream:
    async def test_what_happens_arrives_by_itself(self, world: World, rep: Client) -> None:
        async with rep.http.get(f"{API}/events", params={"who": REP}) as response:
            events = Events(response)
            assert (await events.next())[0] == "reload"
            await world.push(REP, listening(), 7)
            name, event = await events.next()
            assert (name, event["for"]) == ("post", [REP])
            assert "why now" in event["post"]["html"]

    async def test_a_page_begins_anew_when_its_person_is_erased(self, rep: Client) -> None:
        await rep.say("/nudges")
        before = (await rep.history())[-1]["id"]
        async with rep.http.get(f"{API}/events", params={"who": REP}) as response:
            events = Events(response)
            await events.next()
            await rep.press(before, "erase")
            assert (await events.next())[0] == "deleted"
            name, event = await events.next()
        (left,) = await rep.history()
        assert (name, event["post"]) == ("post", left)
        assert "Done." in left["html"]
        assert left["id"] > before, "pages have seen the ids before"

    async def test_it_carries_no_words_for_others(self, rep: Client, manager: Client) -> None:
        async with rep.http.get(f"{API}/events", params={"who": REP}) as response:
            events = Events(response)
            await events.next()
            await manager.say("prep Contoso")
            name, event = await events.next()
            assert (name, event["post"], event["for"]) == ("post", None, [MANAGER])
            await manager.say("/prep Contoso", "#sales")
            for _ in range(3):
                _, event = await events.next()
                assert event["post"] is None

    async def test_a_lost_connection_gets_the_rest(self, world: World, rep: Client) -> None:
        async with rep.http.get(f"{API}/events", params={"who": REP}) as response:
            events = Events(response)
            await events.next()
        await world.push(REP, listening(), 1)
        await world.push(REP, listening(), 2)
        resumed = {"Last-Event-ID": events.last}
        async with rep.http.get(f"{API}/events", params={"who": REP}, headers=resumed) as response:
            events = Events(response)
            first, second = await events.next(), await events.next()
            assert (first[0], second[0]) == ("post", "post")
            assert first[1]["id"] < second[1]["id"]

    async def test_one_from_before_a_restart_looks_everything_up(self, rep: Client) -> None:
        old = {"Last-Event-ID": "0badcafe-12"}
        async with rep.http.get(f"{API}/events", params={"who": REP}, headers=old) as response:
            assert (await Events(response).next())[0] == "reload"


class TestMessenger:
    async def test_a_row_is_sent_once_and_found_again(self, world: World, rep: Client) -> None:
        to = Recipient(demo.TENANT, REP)
        assert await world.messenger.find(to, 5, MONDAY) is None
        sent = await world.messenger.send(to, listening(), 5)
        assert await world.messenger.send(to, listening(), 5) == sent
        assert await world.messenger.find(to, 5, MONDAY) == sent
        assert await world.messenger.find(to, 5, MONDAY + timedelta(seconds=1)) is None
        assert len(await rep.history()) == 1

    async def test_a_stranger_cannot_be_reached(self, world: World) -> None:
        for to in (Recipient(demo.TENANT, "nobody"), Recipient("slack:T1", REP)):
            with pytest.raises(RecipientUnreachable):
                await world.messenger.send(to, listening(), 1)
        assert await world.posts() == []


class TestGuard:
    @pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example"])
    async def test_a_name_that_is_not_this_machine_is_refused(self, rep: Client, host: str) -> None:
        async with rep.http.get(f"{API}/state", headers={"Host": host}) as response:
            assert response.status == 403
            assert "only on the machine that runs it" in (await response.json())["error"]

    @pytest.mark.parametrize("header", ["X-Forwarded-For", "Via", "Forwarded", "X-Real-IP"])
    async def test_a_proxy_that_makes_host_its_own_is_refused(
        self, rep: Client, header: str
    ) -> None:
        for path in (f"{API}/state?who={REP}", "/"):
            async with rep.http.get(path, headers={header: "203.0.113.7"}) as response:
                assert response.status == 403

    async def test_so_is_one_that_adds_nothing(self, served: tuple[World, TestServer]) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", served[1].port)
        writer.write(b"GET / HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
        assert b" 403 " in await reader.readline()
        writer.close()

    @pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1", "[::1]:8000"])
    async def test_every_name_of_this_machine_will_do(self, rep: Client, host: str) -> None:
        async with rep.http.get(f"{API}/state", headers={"Host": host}) as response:
            assert response.status == 200

    @pytest.mark.parametrize(
        ("headers", "status"),
        [
            ({"Content-Type": "application/json"}, 403),
            ({**MARK, "Content-Type": "application/json", "Origin": "https://evil.example"}, 403),
            ({**MARK, "Content-Type": "application/json", "Origin": "null"}, 403),
            ({**MARK, "Content-Type": "text/plain"}, 415),
        ],
    )
    async def test_only_our_own_page_may_act(
        self, world: World, rep: Client, headers: dict[str, str], status: int
    ) -> None:
        body = '{"id": "12345678", "who": "lena", "place": "attune", "text": "/prep A"}'
        async with rep.http.post(f"{API}/say", data=body, headers=headers) as response:
            assert response.status == status
        assert world.effects == []

    @pytest.mark.parametrize(
        "body",
        [
            "",
            "no",
            "[]",
            "{}",
            '{"id": "12345678", "who": "lena", "place": "attune", "text": " "}',
            '{"id": "x", "who": "lena", "place": "attune", "text": "hi"}',
            '{"id": "12345678", "who": "lena", "place": "attune", "text": "hi", "more": 1}',
            '{"id": "12345678", "who": 1, "place": "attune", "text": "hi"}',
            "[" * 100_000,
        ],
    )
    async def test_what_cannot_be_read_is_refused_in_a_sentence(
        self, rep: Client, body: str
    ) -> None:
        headers = {**MARK, "Content-Type": "application/json"}
        async with rep.http.post(f"{API}/say", data=body, headers=headers) as response:
            assert response.status == 400
            assert (await response.json())["error"].startswith("The playground could not read")

    @pytest.mark.parametrize("name", ["", "x" * 3000 + ".vtt"])
    async def test_a_file_with_any_name_is_read(self, rep: Client, name: str) -> None:
        assert (await rep.try_drop(name, b"Hello."))[0] == 200

    async def test_too_much_at_once_is_refused(self, rep: Client) -> None:
        status, answer = await rep.try_act("say", place="attune", text="x" * 1_000_001)
        assert (status, answer["error"]) == (
            413,
            "That is more than the playground accepts at once.",
        )

    @pytest.mark.parametrize(
        ("path", "what"),
        [
            ("say", {"place": "#secret", "text": "hi"}),
            ("say", {"place": "dm:tomas", "text": "hi"}),
            ("say", {"place": "attune", "text": "hi", "who": "nobody"}),
            ("press", {"place": "attune", "action": "more", "post": 2**60}),
        ],
    )
    async def test_what_is_not_there_is_said(
        self, rep: Client, path: str, what: dict[str, str]
    ) -> None:
        status, answer = await rep.try_act(path, **what)
        assert status == 404
        assert answer["error"].endswith(".")

    async def test_the_page_brings_its_own_rules(self, rep: Client) -> None:
        for path in ("/", "/static/playground.js", f"{API}/state", "/static/../app.py"):
            async with rep.http.get(path) as response:
                policy = response.headers.get("Content-Security-Policy", "")
                if response.status == 200:
                    assert "script-src 'self'" in policy
                    assert "unsafe" not in policy
                    assert response.headers["X-Content-Type-Options"] == "nosniff"
                else:
                    assert path.endswith(".py")

    async def test_no_file_but_the_page_s_own(self, rep: Client) -> None:
        for name in ("demo.yaml", "..%2Fapp.py", "%2Fetc%2Fpasswd"):
            async with rep.http.get(f"/static/{name}") as response:
                assert response.status == 404

    @pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
    def test_loopback_may_be_listened_on(self, host: str) -> None:
        check_bind(host, allowed=False)

    @pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "192.168.1.4", "attune.example"])  # noqa: S104
    def test_others_only_when_told(self, host: str) -> None:
        check_bind(host, allowed=True)
        with pytest.raises(NotLoopback, match="anybody"):
            check_bind(host, allowed=False)
