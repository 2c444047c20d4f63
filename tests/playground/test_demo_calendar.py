"""The demo's calendars are files that change during the week."""

from datetime import UTC, datetime, timedelta

from bot.base.clock import FixedClock
from bot.playground import demo, sources
from handlers.sources.calendars.sales_calls import Known, judge
from handlers.sources.records import CalendarRead
from tests.shipped import SHIPPED_PLAYBOOK

BEGAN = demo.start(datetime(2026, 11, 22, 12, 0, tzinfo=UTC))
WEEK = timedelta(days=7)
BEFORE_BOTH, AFTER_BOTH = BEGAN, BEGAN + timedelta(days=4, hours=2)
THURSDAY, FRIDAY = "lena-20261126T0830@demo.example", "lena-20261127T1000@demo.example"


def read(now: datetime) -> dict[str, tuple[str, str]]:
    """When each of Lena's meetings is in her calendar at a time, and its state, by its UID."""
    file = sources.calendar_file("lena", BEGAN, now)
    found = sources.events(file, BEGAN - WEEK, BEGAN + WEEK, "lena")
    return {one.uid: (f"{one.starts_at:%a %H:%M}", one.state) for one in found}


def test_a_meeting_moves_and_one_is_cancelled_during_the_week() -> None:
    before, after = read(BEFORE_BOTH), read(AFTER_BOTH)
    assert len(before) == sum(
        script["who"] == "lena" for script in (*demo.calls(), *demo.other_meetings())
    )
    assert {state for _, state in before.values()} == {"on"}
    assert {uid: after[uid] for uid in before if before[uid] != after[uid]} == {
        THURSDAY: ("Thu 15:00", "on"),
        FRIDAY: ("Fri 10:00", "cancelled"),
    }


def test_one_meeting_is_asked_about_and_others_are_left_out() -> None:
    file = sources.calendar_file("lena", BEGAN, BEGAN)
    known = Known(
        words=SHIPPED_PLAYBOOK.meetings,
        own_domains=frozenset({demo.DOMAIN}),
        companies={script["domain"]: id_ for id_, script in enumerate(demo.accounts())},
    )
    judged = {
        event.title: judge(event, known).verdict
        for event in sources.events(file, BEGAN, BEGAN + WEEK, "lena")
    }
    others = {script["title"]: judged.pop(script["title"]) for script in demo.other_meetings()}
    assert others == {"Intro: Castell Retail": "ask", "Lunch": "no", "Pipeline review": "no"}
    assert set(judged.values()) == {"call"}


def test_it_has_what_calendars_have() -> None:
    file = sources.calendar_file("lena", BEGAN, BEGAN)
    found = {one.uid: one for one in sources.events(file, BEGAN, BEGAN + WEEK, "lena")}
    northwind = found["lena-20261123T0900@demo.example"]
    assert northwind.title == "Northwind: next steps"
    assert northwind.join_url == "https://example.com/meet/northwind"
    assert [one.email for one in northwind.attendees] == ["jana.novak@northwind.example"]
    assert northwind.zone == "Europe/Berlin"
    assert max(map(len, file.split(b"\r\n"))) <= 75


def test_long_lines_are_folded_between_characters() -> None:
    folded = b"".join(sources.folded(f"SUMMARY:{'é' * 100}"))
    assert all(len(line) <= 75 for line in folded.split(b"\r\n"))
    assert folded.replace(b"\r\n ", b"").decode() == f"SUMMARY:{'é' * 100}\r\n"


async def test_a_visitors_server_is_not_asked_at_each_skip() -> None:
    real = FixedClock(BEGAN)
    asked: dict[str, datetime] = {}
    server = Server()

    async def read(cursor: str) -> CalendarRead | None:
        one = sources.SeldomRead(server, "https://c.example/c.ics", cursor, asked, real)
        return await one.read(BEGAN, BEGAN + WEEK)

    assert await read("") is not None
    assert await read("c") is None
    assert await read("") is not None  # everything is wanted
    real.moment += sources.RESTS
    assert await read("c") is not None
    assert server.questions == 3


class Server:
    """A visitor's calendar."""

    new_secret = None
    questions = 0

    async def read(self, since: datetime, until: datetime) -> CalendarRead:
        """An empty calendar."""
        assert since < until
        self.questions += 1
        return CalendarRead(())
