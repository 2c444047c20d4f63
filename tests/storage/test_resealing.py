"""Every secret is sealed again with the first key, on both databases."""

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import SecretStr
from sqlalchemy import func
from sqlmodel import SQLModel, col, select
from structlog.testing import capture_logs

from bot.commands.serve import say_lost_keys
from bot.doctor.keys import KINDS, check_keys
from bot.settings import Settings
from storage.database.connection import Database
from storage.meetings import calendar_sign_ins, calendars
from storage.meetings.calendar_sign_ins import SignIn
from storage.sealing import NoKey, Sealer, new_key
from storage.sources import crm_connections, transcript_consents
from storage.tables import CalendarConnection
from storage.upkeep import resealing
from storage.upkeep.resealing import SEALED, Resealed, count_without_key, reseal_all
from storage.workspace import audit, people
from storage.workspace import workspaces as stored
from storage.workspace.workspaces import WorkspaceTokens
from tests import sqlite
from tests.command import run
from tests.storage.test_tenants_on_file import NOW, database  # noqa: F401 - a fixture

TENANTS = ("slack:T1", "slack:T2")
SECRETS = 2 * (2 + 2 * 3 + 1 + 1 + 1)  # of both tenants


def as_before(key: str, secret: str, place: str) -> str:
    """A secret as it was sealed before places named the tenant."""
    nonce = os.urandom(12)
    body = nonce + AESGCM(urlsafe_b64decode(key)).encrypt(nonce, secret.encode(), place.encode())
    return f"{Sealer([key]).current[:8]}:{urlsafe_b64encode(body).decode()}"


async def fill(database: Database) -> None:  # noqa: F811
    """Two tenants with the same secrets."""
    for tenant in TENANTS:
        async with database.write() as session:
            lena = await people.ensure(session, tenant, "U1", "Lena", "UTC")
            for number in range(3):
                calendar = await calendars.connect(
                    session, lena, NOW, kind="ics", secret=f"s{number}", label="l"
                )
                calendars.store_cursor(session, calendar, f"c{number}")
            await transcript_consents.give(session, lena, "google", NOW, secret="r")
            await crm_connections.connect(session, tenant, "hubspot", NOW, secret="h")
            sign_in = SignIn(tenant, lena.id, "google", "v", NOW)
            await calendar_sign_ins.store(session, f"value{tenant}", sign_in, NOW)
            tokens = WorkspaceTokens("xoxb", "xoxe")
            stored.store_tokens(session, await stored.save(session, tenant, NOW), tokens)


def test_every_sealed_column_is_known() -> None:
    names = {"secret", "cursor", "token", "refresh_token"}
    found = {
        (table.name, name)
        for table in SQLModel.metadata.sorted_tables
        for name in names & set(table.c.keys())
    }
    assert found == {(one.name, column) for one in SEALED for column in one.columns}
    assert set(KINDS) == {one.name for one in SEALED}


async def test_all_is_sealed_again_and_a_run_that_ended_early_goes_on(
    database: Database,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old, new = new_key(), new_key()
    database.sealer = Sealer([old])
    await fill(database)
    database.sealer = Sealer([new, old])
    monkeypatch.setattr(resealing, "ROWS", 2)
    monkeypatch.setattr(resealing, "PAUSE", 0)
    step, steps = resealing._step, list[object]()

    async def ends_early(*given: object) -> object:
        steps.append(given)
        if len(steps) == 4:
            raise KeyboardInterrupt
        return await step(*given)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(resealing, "_step", ends_early)
        with pytest.raises(KeyboardInterrupt):
            await reseal_all(database, NOW)
    rest = await reseal_all(database, NOW)
    assert 0 < rest.sealed < SECRETS
    assert await reseal_all(database, NOW) == Resealed()
    database.sealer = Sealer([new])
    async with database.write() as session:
        assert not await count_without_key(session)
        for tenant in TENANTS:
            lena = await people.find(session, tenant, "U1")
            assert lena is not None
            found = await calendars.of_person(session, lena)
            assert [calendars.secret(session, one) for one in found] == ["s0", "s1", "s2"]
            assert [calendars.cursor(session, one) for one in found] == ["c0", "c1", "c2"]
            (given,) = await transcript_consents.of_person(session, lena)
            assert transcript_consents.secret(session, given) == "r"
            workspace = await stored.find(session, tenant)
            assert workspace is not None
            assert stored.tokens_of(session, workspace) == WorkspaceTokens("xoxb", "xoxe")
            before = NOW.replace(hour=1)
            taken = await calendar_sign_ins.use(session, f"value{tenant}", "google", before)
            assert taken is not None
            assert taken.secret == "v"
            assert "keys rotated" in {one.act for one in await audit.page(session, tenant, 9)}


async def test_what_was_sealed_without_its_tenant_is_opened_and_sealed_with_it(
    database: Database,  # noqa: F811
) -> None:
    key = new_key()
    database.sealer = Sealer([key])
    await fill(database)
    async with database.write() as session:
        first = (await session.exec(select(CalendarConnection).order_by("id"))).first()
        assert first is not None
        first.secret = as_before(key, "old", f"calendarconnection/{first.id}/secret")
        assert calendars.secret(session, first) == "old"
    assert (await reseal_all(database, NOW)).sealed == 1
    async with database.write() as session:
        found = await calendars.by_id(session, first.tenant, first.id)
        assert found is not None
        assert calendars.secret(session, found) == "old"
        found.tenant = TENANTS[1]  # it was copied into a row of another tenant
        with pytest.raises(NoKey):
            calendars.secret(session, found)
        found.tenant = TENANTS[0]


async def test_a_secret_without_its_key_is_counted_and_left(
    database: Database,  # noqa: F811
) -> None:
    await fill(database)
    async with database.read() as session:
        before = (await session.exec(select(func.min(col(CalendarConnection.secret))))).one()
    database.sealer = Sealer([new_key()])
    async with database.read() as session:
        assert (await count_without_key(session)).total() == SECRETS
    assert await reseal_all(database, NOW) == Resealed(0, SECRETS)
    async with database.read() as session:
        after = (await session.exec(select(func.min(col(CalendarConnection.secret))))).one()
    assert after == before


async def test_the_command_says_how_many_it_sealed_and_what_it_lacks(tmp_path: Path) -> None:
    old, new = new_key(), new_key()
    url = f"sqlite:///{await sqlite.migrated(tmp_path / 'a.sqlite3')}"
    filled = Database(url, Sealer([old]))
    await fill(filled)
    await filled.close()

    def rotate(keys: str) -> tuple[int, str]:
        status, said, complained = run(
            tmp_path, "key", "rotate", DATABASE_URL=url, ENCRYPTION_KEYS=keys
        )
        assert "Traceback" not in complained
        assert not {one for one in keys.split(",") if one} & {*(said + complained).split()}
        return status, said + complained

    status, said = rotate("")
    assert (status, "ENCRYPTION_KEYS is not set." in said) == (1, True)
    status, said = rotate("QUJD")
    assert (status, "ENCRYPTION_KEYS must be keys that" in said) == (1, True)
    status, said = rotate(new)
    assert (status, f"{SECRETS} secrets cannot be opened" in said) == (1, True)
    status, said = rotate(f"{new},{old}")
    assert (status, f"Encrypted {SECRETS} secrets again" in said) == (0, True)
    status, said = rotate(new)
    assert (status, "Encrypted 0 secrets again" in said) == (0, True)


async def test_the_command_says_one_secret(tmp_path: Path) -> None:
    old, new = new_key(), new_key()
    url = f"sqlite:///{await sqlite.migrated(tmp_path / 'a.sqlite3')}"
    filled = Database(url, Sealer([old]))
    async with filled.write() as session:
        await crm_connections.connect(session, TENANTS[0], "hubspot", NOW, secret="h")
    await filled.close()
    for keys, expected in (
        (new, "Encrypted 0 secrets again. One secret cannot be opened: ENCRYPTION_KEYS lacks"),
        (f"{new},{old}", "Encrypted one secret again, with the first key."),
    ):
        said = run(tmp_path, "key", "rotate", DATABASE_URL=url, ENCRYPTION_KEYS=keys)[1:]
        assert expected in "".join(said)


async def test_serve_and_doctor_say_that_a_key_is_lost_and_never_which(
    database: Database,  # noqa: F811
) -> None:
    old = new_key()
    settings = Settings(slack_bot_token=SecretStr("xoxb-1"), encryption_keys=(SecretStr(old),))
    database.sealer = Sealer([old])
    assert await check_keys(settings, database) == []
    await fill(database)
    assert await check_keys(settings, database) == []
    database.sealer = Sealer([new_key()])
    (check,) = await check_keys(settings, database)
    assert not check.ok
    kinds = "Slack workspaces, calendars, transcripts, CRMs, calendar sign-ins"
    assert check.what == f"No key in ENCRYPTION_KEYS opens {SECRETS} stored secrets ({kinds})."
    with capture_logs() as logs:
        await say_lost_keys(database)
    (said,) = logs
    assert said["event"].startswith("ENCRYPTION_KEYS lacks the key of some secrets")
    assert said["secrets"] == SECRETS
    assert old not in check.what + check.fix + str(said)
    database.sealer = Sealer([old])
    with capture_logs() as logs:
        await say_lost_keys(database)
    assert logs == []
