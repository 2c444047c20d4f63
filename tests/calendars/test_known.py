"""Reading what is on file about many meetings takes only a few queries.

A stored event is read back unchanged.
"""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event as listening

from handlers.sources.calendars import kept_events
from handlers.sources.calendars.known import MeetingRules, known_about
from handlers.sources.calendars.sales_calls import judge
from handlers.sources.crm import crm
from handlers.sources.records import Attendee, CalendarEvent, CrmAccount, CrmContact
from storage.database.connection import Database
from storage.meetings import meeting_answers
from storage.tables import MeetingAnswer
from storage.workspace import people
from tests import sqlite
from tests.shipped import SHIPPED_PLAYBOOK

T = "slack:T1"
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
RULES = MeetingRules(frozenset({"ours.example"}), SHIPPED_PLAYBOOK.meetings)
PLAIN = CalendarEvent("1", NOW, NOW + timedelta(minutes=30), "Europe/Berlin")


def meeting(title: str, *emails: str) -> CalendarEvent:
    return replace(PLAIN, uid=title, title=title, attendees=tuple(Attendee("", e) for e in emails))


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """Lena, her colleague Tomas and four accounts are on file. Another tenant has Acme on file."""
    opened = Database(f"sqlite:///{await sqlite.migrated(tmp_path / 'attune.sqlite3')}")
    async with opened.write() as session:
        jana = CrmContact("Jana", "", "jana@northwind.example")
        await crm.take_in(session, T, CrmAccount("Northwind", contacts=(jana,)), NOW)
        await crm.take_in(session, T, CrmAccount("Halden", ("halden.co.uk",)), NOW)
        await crm.take_in(session, "slack:T2", CrmAccount("Acme", ("acme.example",)), NOW)
        for name in ("Blue Ridge, Inc.", "IT AG"):
            await crm.take_in(session, T, CrmAccount(name), NOW)
        for who, email in (("lena", "lena@my.example"), ("tomas", "tomas@gmail.com")):
            person = await people.ensure(session, T, who, who, "Europe/Berlin")
            person.email = email
    yield opened
    await opened.close()


async def test_a_meeting_is_judged_by_everything_that_is_on_file(database: Database) -> None:
    events = [
        meeting("a", "jana@northwind.example"),
        meeting("b", "sam@mail.halden.co.uk"),
        meeting("[Northwind] c"),
        meeting("d", "tomas@gmail.com"),
        meeting("e", "x@my.example", "y@eu.ours.example"),
        meeting("f", "ann@acme.example"),  # an account of another tenant
        meeting("g", "ann@beta.example"),
        meeting("Blue Ridge: demo"),
        meeting("Is it on"),  # the word "it" does not name the account "IT AG"
    ]
    async with database.write() as session:
        lena = await people.ensure(session, T, "lena", "lena", "Europe/Berlin")
        said = MeetingAnswer(
            person_id=lena.id, about="domain:beta.example", tenant=T, is_call=False, answered_at=NOW
        )
        await meeting_answers.remember(session, said)
        known = await known_about(session, lena, events, RULES)
    judged = [judge(one, known) for one in events]
    assert [one.reason for one in judged] == [
        "known contact",
        "known company",
        "named in the title",
        "only colleagues",
        "only colleagues",
        "another company",
        "you said no",
        "named in the title",
        "nobody else",
    ]


async def test_four_hundred_meetings_need_hardly_more_queries_than_one_meeting(
    database: Database,
) -> None:
    counts = []
    for number in (1, 400):
        events = [
            meeting(f"Northwind {one}", f"a{one}@c{one}.example", f"b@d{one}.example")
            for one in range(number)
        ]
        seen: list[str] = []

        def note(*context: object, seen: list[str] = seen) -> None:
            seen.append(str(context[2]))

        async with database.read() as session:
            lena = await people.find(session, T, "lena")
            assert lena is not None
            connection = await session.connection()
            listening.listen(connection.sync_connection, "before_cursor_execute", note)
            known = await known_about(session, lena, events, RULES)
            assert len(known.names) == 1
        counts.append(len(seen))
    assert counts[0] == 6
    assert counts[1] <= 10  # the names that the titles may contain don't all fit into one query


TEXT = st.text() | st.sampled_from(["\ud800", "\0", "“ü”"])


MOMENTS = st.datetimes(timezones=st.just(UTC)).map(lambda one: one.replace(fold=0))
EVENTS = st.builds(
    CalendarEvent,
    uid=st.text(min_size=1).filter(str.strip),
    starts_at=MOMENTS,
    ends_at=MOMENTS,
    zone=TEXT,
    title=TEXT,
    attendees=st.lists(st.builds(Attendee, TEXT, TEXT, st.booleans()), max_size=4).map(tuple),
    original_start=st.none() | MOMENTS,
    state=st.sampled_from(["on", "cancelled", "declined"]),
    all_day=st.booleans(),
    private=st.booleans(),
    is_meeting=st.booleans(),
    only_busy=st.booleans(),
)


@given(EVENTS)
def test_an_event_is_kept_as_it_was(event: CalendarEvent) -> None:
    kept = kept_events.to_text(event)
    assert kept.isascii()
    assert "\0" not in kept
    assert kept_events.from_text(kept) == event
    assert kept_events.from_text(kept).fingerprint == event.fingerprint
