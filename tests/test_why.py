"""The command `why`, after a day with the whole of Attune."""

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast, get_args

import pytest

from bot.commands.why import EXPLAINED, why
from bot.settings import Settings
from storage.choices import DropReason
from storage.database.connection import Database, DatabaseError
from storage.database.upgrade import bring_up_to_date
from storage.tables import Channel, Outbox, Person
from tests.faults.office import Office, office

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


async def asked(made: Office, folder: Path, who: str, days: int = 7) -> str:
    settings = Settings(_env_file=None, database_url=f"sqlite:///{folder}/attune.sqlite3")
    return await why(settings, who, days, made.clock.now())


async def test_what_went_out_what_did_not_and_why(tmp_path: Path) -> None:
    async with asyncio.timeout(60), office(f"sqlite:///{tmp_path}/attune.sqlite3") as made:
        await made.lena.types("/prep Northwind today 9:00")
        await made.lena.presses("Add “Northwind”")
        made.at("08:51")
        assert await made.said("Northwind, in 9 minutes.") == 1
        told = await asked(made, tmp_path, "ULENA")
        assert told == await asked(made, tmp_path, "lena brandt")
        assert told == await asked(made, tmp_path, "Lena"), "only one person is called Lena"
        lines = told.splitlines()
        assert lines[0] == "slack:T1 ULENA (Europe/Berlin)"
        assert lines[1].split() == ["due", "(UTC)", "kind", "what", "became", "of", "it"]
        (listen,) = [line for line in lines if " listen " in line]
        assert listen.split() == [
            *("2026-11-23", "07:50", "listen", "sent", "at", "2026-11-23", "07:51")
        ]
        assert "Northwind" not in told
        assert "Lena" not in told
        (reflect, *_) = [line for line in lines if " reflect " in line]
        assert reflect.endswith("open")
        await made.lena.types("/calls")
        await made.lena.presses("Cancel")
        cancelled = "its call or a setting changed, so it was no longer planned"
        told = await asked(made, tmp_path, "ULENA")
        assert f"dropped at 2026-11-23 07:51: {cancelled}" in told
        made.clock.moment += timedelta(days=20)
        assert "No message was due in the last 7 days" in await asked(made, tmp_path, "ULENA")
        with pytest.raises(DatabaseError, match="No person and no channel"):
            await asked(made, tmp_path, "UNOBODY")


def test_every_reason_is_explained() -> None:
    assert EXPLAINED.keys() == set(get_args(DropReason))


async def test_reasons_of_earlier_versions_are_explained_too(tmp_path: Path) -> None:
    reasons = {
        "over the day's most": "their daily limit was reached",
        "passed on again": "the words had been passed on again",
        "is_archived": "the channel was archived",
        "deleted": "the channel was deleted",
        "channel_not_found": "the channel was deleted, or it is private and Attune is not in it",
        "removed": "Attune was removed from the channel",
        "shared with another company": "another company can read the channel",
        "moonstruck": "an earlier version of Attune gave the reason “moonstruck”",
        None: "no reason was stored",
    }
    lines = (await _told_about(tmp_path, "CGONE", reasons)).splitlines()
    assert lines[1] == "  Cannot be reached: the channel was archived."
    assert [line.partition(": ")[2] for line in lines[3:]] == list(reasons.values())


async def test_somebody_who_left_is_described(tmp_path: Path) -> None:
    told = await _told_about(tmp_path, "ULEFT", ())
    assert told.splitlines()[1:] == [
        "  Their account was closed.",
        "  No message was due in the last day, and none is planned.",
    ]


async def _told_about(folder: Path, who: str, reasons: Iterable[str | None]) -> str:
    """What `why` says about an archived channel, or a person who left, with these dropped rows."""
    database = Database(f"sqlite:///{folder}/attune.sqlite3")
    try:
        await bring_up_to_date(database)
        async with database.write() as session:
            left = Person(
                tenant="slack:T1", external="ULEFT", name="Lena", zone="UTC", standing="left"
            )
            session.add(left)
            await session.flush()
            gone = Channel(
                tenant="slack:T1",
                external="CGONE",
                name="#news",
                zone="UTC",
                subscribed_by=left.id,
                unreachable="is_archived",
            )
            session.add(gone)
            await session.flush()
            session.add_all([_dropped(gone, each, number) for number, each in enumerate(reasons)])
        settings = Settings(_env_file=None, database_url=f"sqlite:///{folder}/attune.sqlite3")
        return await why(settings, who, 1, NOW)
    finally:
        await database.close()


def _dropped(channel: Channel, reason: str | None, number: int) -> Outbox:
    due_at = NOW - timedelta(minutes=60 - number)
    return Outbox(
        tenant=channel.tenant,
        key=str(number),
        kind="insight",
        channel_id=channel.id,
        day=due_at.date(),
        due_at=due_at,
        useful_until=due_at,
        next_at=due_at,
        state="dropped",
        reason=cast("DropReason | None", reason),  # rows of an earlier version
        settled_at=due_at,
    )
