"""The command `why`, after a day with the whole of Attune."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest

from bot.commands.why import EXPLAINED, why
from bot.settings import Settings
from storage.choices import DropReason
from storage.database.connection import DatabaseError
from tests.faults.office import Office, office


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
        assert "Nothing was to go out in the last 7 days" in await asked(made, tmp_path, "ULENA")
        with pytest.raises(DatabaseError, match="There is nobody"):
            await asked(made, tmp_path, "UNOBODY")


def test_every_reason_is_explained() -> None:
    assert EXPLAINED.keys() == set(get_args(DropReason))
