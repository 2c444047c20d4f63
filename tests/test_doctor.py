"""`python -m bot doctor` in an empty folder: it says what `serve` would, and leaves nothing."""

import asyncio
import contextlib
import io
import os
import shutil
import socket
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest
from aiohttp.test_utils import TestServer
from pydantic import SecretStr
from sqlalchemy import make_url, text, update

from bot.build import build
from bot.doctor import doctor
from bot.doctor.transcripts import check_refused, check_transcripts
from bot.settings import NAMES, Settings
from bot.settings_mistakes import read_valid
from storage.database import upgrade
from storage.database.connection import Database
from storage.database.faults import SENTENCES, Fault
from storage.database.upgrade import HEAD, bring_up_to_date
from storage.meetings import calendars
from storage.sealing import Sealer, new_key
from storage.sources import transcript_consents
from storage.tables import CalendarConnection
from storage.workspace import people
from tests.command import run
from tests.postgres import empty, migrated, server
from tests.shipped import SHIPPED_PLAYBOOK
from tests.unprivileged import NOBODY, as_ordinary_user

FAILING = datetime(2026, 11, 24, 9, 10, tzinfo=UTC)
GUID = "11111111-1111-4111-8111-111111111111"


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that an ordinary user may enter, with nothing set."""
    made = Path(tempfile.mkdtemp(prefix="attune-"))
    if os.geteuid() == 0:
        os.chown(made, NOBODY, NOBODY)
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PORT", "0")
    monkeypatch.chdir(made)
    yield made
    shutil.rmtree(made)


async def examine(**settings: object) -> tuple[int, str]:
    """Run doctor; returns its exit status and output."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        status = await doctor(Settings(**settings))  # type: ignore[arg-type]
    return status, said.getvalue()


def inside(folder: Path) -> list[str]:
    """The names of the files in a folder."""
    return sorted(each.name for each in folder.iterdir())


def owners(folder: Path) -> set[int]:
    """The owner of a file."""
    return {each.stat().st_uid for each in folder.iterdir()}


def as_nobody(**settings: object) -> str:
    """Its output for an ordinary user. It runs for us first, so that everything is imported."""

    def work() -> str:
        status, said = asyncio.run(examine(**settings))
        return f"{status}\n{said}"

    return as_ordinary_user(work)


async def made(file: Path) -> Path:
    """A SQLite database, up to date, that is the ordinary user's."""
    database = Database(f"sqlite:///{file}")
    await bring_up_to_date(database)
    await database.close()
    if os.geteuid() == 0:
        os.chown(file, NOBODY, NOBODY)
    return file


async def test_all_is_well_and_nothing_stays(folder: Path) -> None:
    questions = len(SHIPPED_PLAYBOOK.questions)
    assert await examine() == (
        0,
        f"ok  Settings come from the environment alone: there is no .env in {folder}.\n"
        f"ok  The playbook is in order: {questions} questions.\n"
        f"ok  The database is {folder}/attune.sqlite3.\n"
        f"ok  It does not exist yet: `{sys.executable} -m bot serve` creates it.\n"
        "ok  PORT is 0: at each start, Attune uses any free port on 127.0.0.1.\n"
        "ok  The playground will be at the address that Attune logs when it starts.\n"
        "-   Calendars that visitors connect have to be connected again after each start.\n"
        f"    `{sys.executable} -m bot key` prints a key for ENCRYPTION_KEYS. "
        "docs/calendars.md has the other steps.\n",
    )
    assert inside(folder) == []
    await made(folder / "attune.sqlite3")
    status, said = await examine()
    assert (status, f"It is at version {HEAD} and can be written to." in said) == (0, True)
    assert inside(folder) == ["attune.sqlite3"]


async def test_names_that_are_misspelt(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_SIGNIN_SECRET", "hush")
    file = folder / ".env"
    file.write_text("DATABASE_URI=sqlite:///hush\nPOSTGRES_PASSWORD=hush\nNO_PROXY=hush\n")
    file.chmod(0o600)
    status, said = await examine()
    assert status == 1
    assert f"NO  DATABASE_URI in {file} is not a setting" in said
    assert "If it should be DATABASE_URL, correct it" in said
    assert "NO  SLACK_SIGNIN_SECRET in the environment is not a setting" in said
    assert said.count("NO ") == 2
    assert "hush" not in said


async def test_files_that_others_can_read(folder: Path) -> None:
    file = await made(folder / "attune.sqlite3")
    (folder / ".env").touch(0o600)
    assert (await examine())[0] == 0
    for each in (file, folder / ".env"):
        each.chmod(0o644)
    status, said = await examine()
    assert status == 1
    assert said.count("NO  Others on this machine can read") == 2
    assert f"chmod 600 {file}" in said


async def test_a_port_that_is_taken(folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        status, said = await examine(port=port)
    assert status == 1
    assert f"NO  127.0.0.1:{port} is already in use." in said


async def test_a_port_where_attune_itself_listens(folder: Path) -> None:
    attune = await build(Settings(database_url="sqlite://"))
    async with TestServer(attune.web) as there:
        status, said = await examine(port=there.port)
    await attune.stop()
    assert status == 0
    assert "is running at" in said


async def test_ipv6_stands_in_brackets(folder: Path) -> None:
    _, said = await examine(host="::1", port=54_321)
    assert "ok  The playground will be at http://[::1]:54321." in said


SEVERAL = {"slack_app_token": "xapp-1", "slack_oauth_client_id": "1.2", "slack_teams": "T1,T2"}


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"slack_app_token": "xapp-1"}, "-   ADMINS is empty"),
        ({"slack_app_token": "xapp-1", "admins": "U01AB23CD"}, "ok  ADMINS has ids"),
        ({"admins": "tomas"}, "ok  ADMINS has ids"),
        ({"admins": "tomaso"}, "NO  ADMINS must be a list of ids. Not an id: tomaso."),
        (
            {"slack_app_token": "xapp-1", "admins": "tomas"},
            "NO  ADMINS must be a list of ids. Not an id: tomas.",
        ),
        (
            {"slack_app_token": "xapp-1", "admins": "U01AB23CD,@ana"},
            "NO  ADMINS must be a list of ids. Not an id: @ana.",
        ),
        (
            {"slack_app_token": "xapp-1", "admins": GUID},
            f"NO  ADMINS must be a list of ids. Not an id: {GUID}",
        ),
        ({"teams_client_id": GUID, "admins": GUID}, "ok  ADMINS has ids"),
        ({"teams_client_id": GUID, "admins": "U01AB23CD"}, "NO  ADMINS must be a list of ids"),
        (SEVERAL | {"admins": "U01AB23CD"}, "NO  ADMINS must say which workspace"),
        (SEVERAL | {"admins": "T1:U01AB23CD"}, "ok  ADMINS has ids"),
        (SEVERAL | {"admins": f"{GUID}:{GUID}"}, "NO  ADMINS must be a list of ids"),
        ({"metrics_token": "x"}, "NO  METRICS_TOKEN is short enough to be guessed."),
        ({"metrics_token": "long enough, with blanks"}, "NO  METRICS_TOKEN has a character"),
        ({"metrics_token": "d0b2c7d0b2c7d0b2"}, "ok  METRICS_TOKEN looks right."),
        ({"teams_service_url": "http://evil"}, "NO  TEAMS_SERVICE_URL is not an address of Teams"),
        ({"teams_authority": "login.microsoftonline.us"}, "AUTHORITY must be an https address"),
    ],
)
async def test_who_is_let_in(folder: Path, settings: dict[str, str], said: str) -> None:
    names = {name: Settings.model_fields[name].alias or name for name in settings}
    _, all_of_it = await examine(**{names[name]: value for name, value in settings.items()})
    assert said in all_of_it


CLIENT = "4711-abc.apps.googleusercontent.com"
GOOGLE = {"google_client_id": CLIENT, "google_client_secret": "GOCSPX-1"}
MICROSOFT = {
    "microsoft_client_id": GUID,
    "microsoft_client_secret": "abc~1",
    "microsoft_tenant_id": GUID,
}
AT = {"public_url": "https://attune.northwind.com/", "encryption_keys": new_key()}


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({**GOOGLE, **AT}, "https://attune.northwind.com/calendar/google/callback"),
        ({**MICROSOFT, **AT}, "https://attune.northwind.com/calendar/microsoft/callback"),
        (
            {**GOOGLE, **AT, "public_url": "http://localhost:8000"},
            "http://localhost:8000/calendar/google/callback",
        ),
        ({**AT, "google_client_id": CLIENT}, "NO  GOOGLE_CLIENT_SECRET is missing."),
        ({**GOOGLE, **AT, "google_client_id": GUID}, "NO  GOOGLE_CLIENT_ID does not look right"),
        (
            {**MICROSOFT, **AT, "microsoft_client_secret": GUID},
            "NO  MICROSOFT_CLIENT_SECRET is the secret's id",
        ),
        (
            {**MICROSOFT, **AT, "microsoft_tenant_id": "northwind"},
            "NO  MICROSOFT_TENANT_ID does not look right",
        ),
        ({**GOOGLE, **AT, "public_url": ""}, "NO  PUBLIC_URL is missing"),
        ({**GOOGLE, **AT, "public_url": "https://10.0.0.1"}, "can be reached only from this"),
        ({**GOOGLE, **AT, "public_url": "http://attune.northwind.com"}, "NO  'http://attune"),
        ({**GOOGLE, **AT, "encryption_keys": ""}, "NO  ENCRYPTION_KEYS is missing"),
        ({**AT, "public_url": "attune"}, "NO  'attune' (PUBLIC_URL) must be a public https"),
        ({**GOOGLE, **AT, "google_client_secret": "a b"}, "NO  GOOGLE_CLIENT_SECRET has a"),
        (AT, "ok  People can connect calendars: ENCRYPTION_KEYS has a key."),
        (
            SEVERAL | AT,
            "-   COMPANY_DOMAINS is not set: Attune uses the domain of each person's own",
        ),
        (AT, "-   COMPANY_DOMAINS is not set: in people's calendars, colleagues look like cust"),
        ({**AT, "slack_app_token": "xapp-1", "encryption_keys": ""}, "-   Nobody can connect a"),
        ({**AT, "company_domains": "B.com, a.de"}, "ok  COMPANY_DOMAINS: a.de, b.com.\n"),
        ({**AT, "company_domains": "a.de,gmail.com"}, "companies or people share: gmail.com.\n"),
        ({**AT, "company_domains": "anna@a.de"}, "-   COMPANY_DOMAINS has an address in it: anna@"),
    ],
)
async def test_how_calendars_are_set_up(folder: Path, settings: dict[str, str], said: str) -> None:
    _, all_of_it = await examine(**settings)
    assert said in all_of_it
    assert "GOCSPX" not in all_of_it
    assert "abc~1" not in all_of_it


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        ("ENCRYPTION_KEYS=hush", "keys that `python -m bot key` makes, separated by commas"),
        # one byte too long
        (f"ENCRYPTION_KEYS={'A' * 44}", "keys that `python -m bot key` makes, separated by commas"),
        ("COMPANY_DOMAINS=a.de b.de", "your company's mail domains, separated by commas"),
        ("RETAIN_OUTBOX=1.5", "a whole number of days up to 36500; 0 means for ever"),
        ("TEAMS_TENANTS=hush", "ids of Microsoft Entra tenants, separated by commas"),
    ],
)
def test_the_other_checks_run_if_a_setting_is_wrong(folder: Path, wrong: str, what: str) -> None:
    name, _, value = wrong.partition("=")
    settings = {other.upper(): right for other, right in {**GOOGLE, **AT, name: value}.items()}
    status, said, _ = run(folder, "doctor", **settings)
    assert status == 1
    correct = "Correct the value: Attune does not start with a wrong one."
    assert f"NO  {name} must be {what}.\n    {correct}" in said
    assert said.count("NO ") == 1
    assert said.count(name) == 1  # and is not said to be missing, too
    assert "hush" not in said
    assert "ok  The playbook is in order" in said
    assert "/calendar/google/callback" in said


async def test_a_lost_key_is_noticed(folder: Path) -> None:
    keys = Sealer([key := new_key()])
    database = Database(f"sqlite:///{await made(folder / 'attune.sqlite3')}", keys)
    for tenant in ("slack:T1", "playground:demo"):
        async with database.write() as session:
            lena = await people.ensure(session, tenant, "U1", "Lena", "UTC")
            await calendars.connect(
                session, lena, datetime.now(UTC), kind="ics", secret="https://x.example", label="x"
            )
    assert (
        "ok  One calendar is connected.\n"
        in (await examine(slack_bot_token="xoxb-1", encryption_keys=key))[1]
    )
    async with database.write() as session:
        await session.exec(update(CalendarConnection).values(failing_since=FAILING))
    await database.close()
    closed = (
        "NO  No key in ENCRYPTION_KEYS opens one stored secret (calendars).\n    Add the key that"
    )
    assert closed in (await examine(slack_bot_token="xoxb-1", encryption_keys=new_key()))[1]
    said = (await examine(slack_bot_token="xoxb-1"))[1]
    missing = "ENCRYPTION_KEYS is missing, and is needed to open one stored secret (calendars)."
    assert f"NO  {missing}\n" in said
    assert said.count("ENCRYPTION_KEYS is") == 1  # no advice to make a new key
    kept = f"{new_key()}, {key}"
    said = (await examine(slack_bot_token="xoxb-1", encryption_keys=kept))[1]
    assert "stored secret" not in said
    unreadable = "One has been unreadable since 2026-11-24 09:10 UTC."
    assert f"-   One calendar is connected. {unreadable}" in said
    assert "stored secret" not in (await examine())[1]


SECRET, INSTALLS = "0" * 32, {"SLACK_OAUTH_CLIENT_ID": "1.2", "SLACK_OAUTH_CLIENT_SECRET": "s"}
SLACK = {"SLACK_SIGNING_SECRET": SECRET, **INSTALLS, "SLACK_TEAMS": "T01"}
SLACK |= {name.upper(): value for name, value in AT.items()}
BOTH = SLACK | {name.upper(): value for name, value in GOOGLE.items()}
NO_ADMIN = "-   ADMINS is empty: only an existing admin can appoint marketers"
FIRST = "whoever installs Attune first in a Slack workspace is an admin there."


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        (SLACK, ""),
        (BOTH, ""),
        (BOTH | {"PUBLIC_URL": "http://foo"}, "'http://foo' (PUBLIC_URL) must be a public https"),
        (BOTH | {"PUBLIC_URL": "https://10.0.0.1"}, "'https://10.0.0.1' (PUBLIC_URL) can be rea"),
        (BOTH | {"PUBLIC_URL": ""}, "PUBLIC_URL is missing: people come back to it after signing"),
        (SLACK | {"PUBLIC_URL": ""}, "PUBLIC_URL is missing: Slack sends people back to it"),
        (BOTH | {"ENCRYPTION_KEYS": ""}, "ENCRYPTION_KEYS is missing, so no calendar can be"),
        (SLACK | {"ENCRYPTION_KEYS": ""}, "ENCRYPTION_KEYS is missing, so no workspace's token"),
        (BOTH | {"ENCRYPTION_KEYS": "hush"}, "ENCRYPTION_KEYS must be keys that"),
        (SLACK | {"SLACK_TEAMS": ""}, "SLACK_TEAMS is missing: set it to the ids of the workspa"),
        (SLACK | {"SLACK_TEAMS": "hush.slack.com"}, "SLACK_TEAMS must be ids of workspaces, su"),
        (SLACK | {"SLACK_TEAMS": "any,T01"}, "SLACK_TEAMS must be ids of workspaces, such as T0"),
        (SLACK | {"SLACK_OAUTH_CLIENT_ID": "hush"}, "SLACK_OAUTH_CLIENT_ID must be the client id"),
        (SLACK | {"SLACK_OAUTH_CLIENT_ID": ""}, "SLACK_OAUTH_CLIENT_ID is missing."),
        (SLACK | {"SLACK_OAUTH_CLIENT_SECRET": ""}, "SLACK_OAUTH_CLIENT_SECRET is missing."),
        (SLACK | {"SLACK_SIGNING_SECRET": "hush"}, "SLACK_SIGNING_SECRET is not a signing secret"),
        (SLACK | {"SLACK_SIGNING_SECRET": ""}, "Slack cannot reach Attune."),
        (
            BOTH | {"GOOGLE_CLIENT_ID": "hush"},
            "GOOGLE_CLIENT_ID does not look right: it should end in",
        ),
        (
            BOTH | {"GOOGLE_CLIENT_SECRET": "", "GOOGLE_TRANSCRIPTS": "true"},
            "GOOGLE_CLIENT_SECRET is missing.",
        ),
        (SLACK | {"GOOGLE_TRANSCRIPTS": "true"}, "GOOGLE_TRANSCRIPTS needs GOOGLE_CLIENT_ID and"),
        (SLACK | {"MICROSOFT_TRANSCRIPTS": "true"}, "MICROSOFT_TRANSCRIPTS needs the Teams"),
        (SLACK | {"COMPANY_DOMAINS": "hush hush"}, "COMPANY_DOMAINS must be your company's mail"),
        (SLACK | {"COMPANY_DOMAINS": "gmail.com"}, "COMPANY_DOMAINS has a domain that many"),
        (SLACK | {"ADMINS": "hush"}, "ADMINS must be a list of ids. Not an id: hush."),
        (SLACK | {"PORT": "hush"}, "PORT must be a number from 0 to 65535."),
        (SLACK | {"RETAIN_GONE": "hush"}, "RETAIN_GONE must be a whole number of days"),
        (SLACK | {"METRICS_TOKEN": "hush"}, "METRICS_TOKEN is short enough to be guessed."),
        (SLACK | {"LOG_LEVEL": "hush"}, "LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR."),
        (SLACK | {"DATABASE_URL": "hush"}, "The database cannot be used."),
        (SLACK | {"PLAYBOOK_DIR": "hush"}, "The playbook has mistakes."),
    ],
)
async def test_each_problem_is_said_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], problem: str
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        status = await doctor(*read_valid())
    lines = output.getvalue().splitlines()
    wrong = [
        (line, fix) for line, fix in zip(lines, [*lines[1:], ""], strict=True) if "NO " in line
    ]
    assert status == len(wrong) == bool(problem), wrong
    if problem:
        ((line, fix),) = wrong
        assert line.startswith(f"NO  {problem}")
        assert fix.startswith("    ") or len(line.split(". ")) > 1 or ":" in line, "what to do"
        name = problem.partition(" ")[0]
        others = [each for each in lines if each not in (line, fix)]
        assert not [each for each in others if f"{name} is" in each or f"{name} must" in each]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (SLACK, f"ok  ADMINS is empty: {FIRST}\n"),
        (SLACK | {"SLACK_BOT_TOKEN": "hush"}, f"{NO_ADMIN}, but {FIRST}\n    To be the first"),
        (SLACK | {"TEAMS_TENANTS": GUID}, f"{NO_ADMIN}, but {FIRST}\n    To be the first admin"),
        ({"SLACK_BOT_TOKEN": "hush"}, f"{NO_ADMIN}.\n    To be the first admin, add your own id."),
        (
            {"SLACK_BOT_TOKEN": "hush", "SLACK_TEAMS": "T01"},
            "-   SLACK_TEAMS has no effect, because SLACK_OAUTH_CLIENT_ID is not set.",
        ),
    ],
)
async def test_who_is_the_first_admin_and_what_has_no_effect(
    folder: Path, monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], said: str
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert said in (await examine())[1]


async def test_what_microsoft_needs_for_transcripts_and_whom_it_refuses(folder: Path) -> None:
    settings = Settings(
        teams_client_id="the-bot",
        teams_client_secret=SecretStr("hush"),
        teams_tenant_id="here",
        microsoft_transcripts=True,
    )
    (ready,) = check_transcripts(settings)
    assert (ready.ok, "hush" in ready.fix) == (True, False)
    assert (
        "New-CsApplicationAccessPolicy -Identity Attune-Transcripts -AppIds the-bot;" in ready.fix
    )
    database = Database(f"sqlite:///{await made(folder / 'attune.sqlite3')}")
    assert await check_refused(settings, database) == []
    async with database.write() as session:
        lena = await people.ensure(session, "teams:here", "U1", "Lena", "UTC")
        given = await transcript_consents.give(session, lena, "microsoft", datetime.now(UTC))
        given.trouble = "no permission"
    (refused,) = await check_refused(settings, database)
    without_teams = Settings(microsoft_transcripts=True)
    assert await check_refused(without_teams, database) == []
    await database.close()
    assert (refused.ok, refused.fix) == (False, ready.fix)
    assert refused.what == "Microsoft refuses the transcripts of one person."
    said = (await examine(google_transcripts=True))[1]
    assert "NO  GOOGLE_TRANSCRIPTS needs GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET." in said


async def test_nobody_has_to_be_named_in_the_playground(folder: Path) -> None:
    assert "ADMINS" not in (await examine())[1]
    said = (await examine(admins="anna@example.com"))[1]
    assert "NO  ADMINS must be a list of ids. Not an id: anna@example.com." in said


async def test_no_playground_where_nothing_can_listen(folder: Path) -> None:
    status, said = await examine(host="300.1.1.1", playground=True)
    assert (status, "NO  300.1.1.1" in said) == (1, True)
    assert "The playground will be" not in said


async def test_nothing_that_runs(folder: Path) -> None:
    status, said = await examine(playground=False)
    assert (status, "NO  No platform is configured." in said) == (1, True)


async def test_the_playground_for_everybody_beside_real_people(folder: Path) -> None:
    guid = "11111111-1111-4111-8111-111111111111"
    status, said = await examine(
        playground=True,
        host="0.0.0.0",  # noqa: S104 - nothing listens
        teams_client_id=guid,
        teams_client_secret=SecretStr(guid),  # an id, so that nobody is asked about it
        teams_tenant_id=guid,
    )
    assert (status, "NO  The playground would be open to everybody" in said) == (1, True)


async def test_a_newer_database(folder: Path) -> None:
    with sqlite3.connect(await made(folder / "attune.sqlite3")) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    status, said = await examine()
    assert status == 1
    assert "at version 9999, which this Attune does not know" in said
    assert "migrate" not in said


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///", "sqlite:///:memory:"])
async def test_a_database_that_names_no_file(folder: Path, url: str) -> None:
    status, said = await examine(database_url=url)
    assert (status, "NO  DATABASE_URL names no file." in said) == (1, True)
    assert "lost when Attune stops" in said


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("sqlite://x.sqlite3", "DATABASE_URL has too few slashes."),
        ("postgresql://attune@localhost", "DATABASE_URL names no database."),
        ("sqlite:///kept/", SENTENCES[Fault.FOLDER]),
    ],
)
async def test_an_address_that_lacks_something(folder: Path, url: str, said: str) -> None:
    (folder / "kept").mkdir(mode=0o755)
    status, all_of_it = await examine(database_url=url)
    assert (status, said in all_of_it) == (1, True)
    assert "chmod" not in all_of_it


async def test_a_database_of_another_program(folder: Path) -> None:
    with sqlite3.connect(folder / "attune.sqlite3") as database:
        database.execute("CREATE TABLE person (id INTEGER)")
    database.close()
    status, said = await examine()
    assert (status, "tables that this Attune did not make: person." in said) == (1, True)


async def test_a_password_with_an_at_is_not_shown(folder: Path) -> None:
    status, said = await examine(database_url="postgresql://attune:se@cret@localhost/attune")
    assert (status, "write @ as %40" in said) == (1, True)
    assert "cret" not in said


async def test_a_file_that_is_not_a_database_is_left_alone(folder: Path) -> None:
    (folder / "diary").write_text("Dear diary")
    status, said = await examine(database_url="sqlite:///diary")
    assert (status, SENTENCES[Fault.NOT_A_DATABASE] in said) == (1, True)
    assert "chmod" not in said


async def test_another_kind_of_database(folder: Path) -> None:
    status, said = await examine(database_url="mysql://attune:hush@localhost/attune")
    assert (status, "postgresql://attune:PASSWORD@HOST/attune" in said) == (1, True)
    assert "hush" not in said


async def test_a_locked_database(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.database.sqlite.BUSY_SECONDS", 0.1)
    other = sqlite3.connect(await made(folder / "attune.sqlite3"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    status, said = await examine()
    other.close()
    assert (status, SENTENCES[Fault.LOCKED] in said) == (1, True)


async def test_a_full_disk(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upgrade, "ROOM", 2**80)
    for _ in ("before it is made", "and after"):
        status, said = await examine()
        assert (status, SENTENCES[Fault.FULL] in said) == (1, True)
        await made(folder / "attune.sqlite3")


def test_a_file_that_this_user_may_not_write(folder: Path) -> None:
    asyncio.run(examine(database_url="sqlite:///other.sqlite3"))
    file = asyncio.run(made(folder / "attune.sqlite3"))
    assert as_nobody().startswith("0\n")
    file.chmod(0o400)
    said = as_nobody()
    assert said.startswith("1\n"), said
    assert SENTENCES[Fault.READ_ONLY] in said, said


def test_a_folder_that_this_user_may_not_write(folder: Path) -> None:
    asyncio.run(examine())
    folder.chmod(0o555)
    said = as_nobody()
    folder.chmod(0o755)
    assert said.startswith("1\n"), said
    assert SENTENCES[Fault.NOT_OPEN] in said


@pytest.mark.skipif(os.geteuid() != 0, reason="is about root")
async def test_root_is_told_that_root_may_do_everything(folder: Path) -> None:
    await made(folder / "attune.sqlite3")
    status, said = await examine()
    assert (status, "You are root" in said) == (0, True)
    assert owners(folder) == {NOBODY}


# PostgreSQL


def changed(url: str, **parts: object) -> str:
    """An address with other parts."""
    return make_url(url).set(**parts).render_as_string(hide_password=False)  # type: ignore[arg-type]


async def test_postgresql_that_is_not_migrated(folder: Path) -> None:
    async with empty() as url:
        status, said = await examine(database_url=url)
        assert (status, f"Run `{sys.executable} -m bot migrate`" in said) == (1, True)
    async with migrated() as url:
        assert (await examine(database_url=url))[0] == 0
        database = Database(url)
        async with database.write() as session:
            await (await session.connection()).execute(
                text("UPDATE alembic_version SET version_num = '9999'")
            )
        await database.close()
        status, said = await examine(database_url=url)
        assert (status, "at version 9999, which this Attune does not know" in said) == (1, True)
        assert "migrate" not in said


@pytest.mark.parametrize(
    ("setting", "fault"),
    [
        ("default_transaction_read_only = on", Fault.READ_ONLY),
        ("search_path = nowhere", None),
    ],
)
async def test_postgresql_that_cannot_be_written(
    folder: Path, setting: str, fault: Fault | None
) -> None:
    async with migrated() as url:
        connection = await asyncpg.connect(server().get_uri())
        await connection.execute(f"ALTER DATABASE {make_url(url).database} SET {setting}")
        await connection.close()
        status, said = await examine(database_url=url)
    assert status == 1
    assert (SENTENCES[fault] if fault else "The database is empty") in said
