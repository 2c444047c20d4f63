"""Calendars on file: their secrets are sealed, and one process at a time reads each."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.database.connection import Database
from storage.meetings import calendars, meeting_answers, meetings_in_doubt
from storage.sealing import NoKey, Sealer, new_key
from storage.tables import MeetingAnswer, SeenMeeting
from storage.workspace import people
from tests import sqlite

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
ADDRESS = "https://calendar.example/lena/private-4711/basic.ics"


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    file = await sqlite.migrated(tmp_path / "attune.sqlite3")
    opened = Database(f"sqlite:///{file}", Sealer([new_key()]))
    yield opened
    await opened.close()


async def connected(database: Database, who: str = "lena") -> int:
    """Connect a calendar, and return its row id."""
    async with database.write() as session:
        person = await people.ensure(session, "slack:T1", who, who, "Europe/Berlin")
        calendar = await calendars.connect(
            session, person, NOW, kind="ics", secret=ADDRESS, label="calendar.example"
        )
        return calendar.id


def seen(calendar_id: int) -> SeenMeeting:
    """A meeting in doubt."""
    return SeenMeeting(
        tenant="slack:T1",
        calendar_id=calendar_id,
        source_id="1@calendar.example",
        starts_at=NOW + timedelta(hours=1),
        ends_at=NOW + timedelta(hours=2),
        fingerprint="",
        likeness="",
        verdict="ask",
        reason="another company",
    )


async def test_what_is_secret_is_not_in_the_database(database: Database) -> None:
    row = await connected(database)
    async with database.write() as session:
        calendar = await calendars.by_id(session, "slack:T1", row)
        assert calendar is not None
        calendars.store_cursor(session, calendar, "etag-0815")
    async with database.read() as session:
        stored = str((await session.exec(text("SELECT * FROM calendarconnection"))).all())  # type: ignore[call-overload]
        assert "4711" not in stored
        assert "0815" not in stored
        calendar = await calendars.by_id(session, "slack:T1", row)
        assert calendar is not None
        assert calendars.secret(session, calendar) == ADDRESS
        assert calendars.cursor(session, calendar) == "etag-0815"


async def test_a_secret_copied_to_another_row_stays_closed(database: Database) -> None:
    first, second = await connected(database), await connected(database, "tomas")
    async with database.write() as session:
        lenas = await calendars.by_id(session, "slack:T1", first)
        tomas = await calendars.by_id(session, "slack:T1", second)
        assert lenas is not None
        assert tomas is not None
        tomas.secret = lenas.secret
        with pytest.raises(NoKey):
            calendars.secret(session, tomas)


async def test_without_a_key_nothing_is_connected(database: Database) -> None:
    database.sealer = Sealer()
    with pytest.raises(NoKey):
        await connected(database)


async def test_a_key_is_changed_without_losing_a_calendar(database: Database) -> None:
    old, new = new_key(), new_key()
    database.sealer = Sealer([old])
    row = await connected(database)
    database.sealer = Sealer([new, old])
    async with database.write() as session:
        calendar = await calendars.by_id(session, "slack:T1", row)
        assert calendar is not None
        calendars.renew_seals(session, calendar)
    database.sealer = Sealer([new])
    async with database.read() as session:
        calendar = await calendars.by_id(session, "slack:T1", row)
        assert calendar is not None
        assert calendars.secret(session, calendar) == ADDRESS


@pytest.mark.parametrize("wrong", ["short", "not base64!", "QUJD" * 9])
def test_only_whole_keys_are_accepted(wrong: str) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Sealer([wrong])


async def test_a_calendar_that_is_being_read_is_not_claimed_again(database: Database) -> None:
    row = await connected(database)
    async with database.write() as session:
        for others in ([], ["teams"], ["slack:T10"]):
            assert await calendars.claim(session, others, NOW, 10) == []
        assert [one.id for one in await calendars.claim(session, ["slack"], NOW, 10)] == [row]
        assert await calendars.claim(session, ["slack"], NOW, 10) == []
        later = NOW + calendars.LEASE + timedelta(seconds=1)
        assert [one.id for one in await calendars.claim(session, ["slack"], later, 10)] == [row]


async def test_another_tenant_finds_none_of_it(database: Database) -> None:
    row = await connected(database)
    async with database.read() as session:
        assert await calendars.by_id(session, "slack:T2", row) is None


async def test_a_question_is_noted_in_its_own_tenant_only(database: Database) -> None:
    meeting = seen(await connected(database))
    async with database.write() as session:
        session.add(meeting)
        await session.flush()
        for tenant, asked_at in (("slack:T2", None), ("slack:T1", NOW)):
            same_id = SeenMeeting(**{**meeting.model_dump(), "tenant": tenant})
            await meetings_in_doubt.note_asked(session, [same_id], NOW)
            await session.refresh(meeting)
            assert meeting.asked_at == asked_at


async def test_the_last_answer_about_a_series_counts(database: Database) -> None:
    async with database.write() as session:
        lena = await people.ensure(session, "slack:T1", "lena", "Lena", "Europe/Berlin")
        for is_call in (True, False):
            said = MeetingAnswer(
                tenant="slack:T1",
                person_id=lena.id,
                about="series:1@example",
                is_call=is_call,
                answered_at=NOW,
            )
            await meeting_answers.remember(session, said)
        found = await meeting_answers.by_subject(
            session, lena, ["series:1@example", "series:2@example"]
        )
        assert {about: one.is_call for about, one in found.items()} == {"series:1@example": False}
