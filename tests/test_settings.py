"""The settings."""

import io
import re
from pathlib import Path

import pytest
from dotenv import dotenv_values
from pydantic import SecretStr
from structlog.testing import capture_logs

from bot.build import NotConfigured, build
from bot.commands.serve import say_wrong_admins
from bot.platforms import wants_playground
from bot.playground.guard import NotLoopback
from bot.settings import NAMES, TEAMS, Settings
from bot.settings_mistakes import read_valid
from storage.sealing import new_key

GUID = "a1111111-1111-4111-8111-111111111111"
EXAMPLE = Path(__file__).parent.parent / ".env.example"


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def uncommented() -> str:
    """The example with the # removed from every setting."""
    return re.sub("^#(?=[A-Z_]+=)", "", EXAMPLE.read_text(), flags=re.MULTILINE)


def test_the_example_lists_every_setting_and_no_other() -> None:
    assert set(dotenv_values(stream=io.StringIO(uncommented()))) == NAMES


def test_the_example_says_what_holds_without_it(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(uncommented())
    assert Settings() == Settings(_env_file=None)


def test_the_example_itself_sets_nothing() -> None:
    """As a unit's environment file, it must not override what is set elsewhere."""
    assert dotenv_values(EXAMPLE) == {}


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-secret")
    assert "xoxb-secret" not in repr(Settings())


@pytest.mark.parametrize(
    ("told", "slack", "runs"),
    [
        (None, False, True),
        (None, True, False),
        (True, True, True),
        (False, False, False),
    ],
)
def test_the_playground_never_starts_beside_credentials_by_accident(
    monkeypatch: pytest.MonkeyPatch, told: bool | None, slack: bool, runs: bool
) -> None:
    if slack:
        monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-1")
    if told is not None:
        monkeypatch.setenv("PLAYGROUND", str(told))
    assert wants_playground(Settings()) is runs


async def test_half_of_slack_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "0" * 32)
    with pytest.raises(NotConfigured, match="SLACK_BOT_TOKEN is missing"):
        await build(Settings())
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    monkeypatch.delenv("SLACK_SIGNING_SECRET")
    with pytest.raises(NotConfigured, match="SLACK_SIGNING_SECRET"):
        await build(Settings())


async def test_the_playground_refuses_to_listen_to_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOST", "0.0.0.0")  # noqa: S104 - it is refused
    with pytest.raises(NotLoopback, match="set HOST="):
        await build(Settings())


def test_admins_are_a_list_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADMINS", "U01, U02,,")
    assert Settings().admins == {"U01", "U02"}
    monkeypatch.setenv("ADMINS", GUID.upper())
    assert Settings().admins == {GUID}


def test_tenants_are_a_list_of_ids(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEAMS_TENANTS", f" {GUID.upper()}, ,")
    monkeypatch.setenv(f"{TEAMS}TENANTID", GUID.upper().replace("A", "B"))
    teams = Settings().teams
    assert teams
    assert teams.tenant_id == GUID.replace("a", "b")
    assert teams.admitted == {GUID, teams.tenant_id}
    monkeypatch.setenv("TEAMS_TENANTS", f"{GUID},northwind.example")
    (sentence,) = read_valid()[1].values()
    assert sentence.startswith("TEAMS_TENANTS must be ids of Microsoft Entra tenants")
    assert "northwind" not in sentence


@pytest.mark.parametrize("typed", ["xoxb-1", " xoxb-1 ", '"xoxb-1"', "' xoxb-1\t'"])
def test_blanks_and_quotes_around_a_value_are_no_part_of_it(
    monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", typed)
    monkeypatch.setenv("LOG_LEVEL", "' debug '")
    monkeypatch.setenv("LOG_FORMAT", "JSON")
    monkeypatch.setenv("PLAYGROUND", '""')
    read = Settings()
    assert read.slack_bot_token == SecretStr("xoxb-1")
    assert (read.log_level, read.log_format, read.playground) == ("DEBUG", "json", None)


async def test_any_part_of_teams_alone_is_half_of_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, value in (
        ("TEAMS_SERVICE_URL", "https://smba.infra.gcc.teams.microsoft.com/teams"),
        (f"{TEAMS}AUTHORITY", "https://login.microsoftonline.us"),
        (f"{TEAMS}CLIENTSECRET", "hush"),
    ):
        with monkeypatch.context() as only:
            only.setenv(name, value)
            half = Settings(database_url=f"sqlite:///{tmp_path}/a.sqlite3")
        with pytest.raises(NotConfigured, match="an app id"):
            await build(half)


async def test_half_of_signing_in_to_calendars_is_refused(tmp_path: Path) -> None:
    half = Settings(
        _env_file=None,
        database_url=f"sqlite:///{tmp_path}/a.sqlite3",
        google_client_id="4711.apps.googleusercontent.com",
    )
    with pytest.raises(NotConfigured, match="GOOGLE_CLIENT_SECRET is missing"):
        await build(half)


async def test_signing_in_to_calendars_has_routes_of_its_own(tmp_path: Path) -> None:
    attune = await build(
        Settings(
            _env_file=None,
            database_url=f"sqlite:///{tmp_path}/a.sqlite3",
            google_client_id="4711.apps.googleusercontent.com",
            google_client_secret=SecretStr("s"),
            public_url="https://attune.northwind.com",
            encryption_keys=new_key(),
        )
    )
    paths = {resource.canonical for resource in attune.web.router.resources()}
    assert {one for one in paths if one.startswith("/calendar")} == {
        "/calendar/google/callback",
        "/calendar/google/confirm",
    }
    await attune.stop()


@pytest.mark.parametrize(("contact", "polls"), [("", False), ("Research@Northwind.example", True)])
async def test_public_sources_are_read_only_with_a_contact(
    tmp_path: Path, contact: str, polls: bool
) -> None:
    attune = await build(
        Settings(
            _env_file=None,
            database_url=f"sqlite:///{tmp_path}/a.sqlite3",
            slack_bot_token=SecretStr("xoxb-1"),
            slack_signing_secret=SecretStr("s"),
            research_contact=contact,
        )
    )
    assert attune.settings.research_contact == contact.lower()
    jobs = {job.args[0] for job in attune.chores._scheduler.get_jobs()}
    assert ("public sources of slack" in jobs) == polls
    await attune.stop()


def test_a_contact_is_a_mail_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RESEARCH_CONTACT", "northwind.example")
    (sentence,) = read_valid()[1].values()
    assert sentence.startswith("RESEARCH_CONTACT must be a mail address")
    assert "northwind" not in sentence


async def test_all_platforms_run_side_by_side_in_one_process(tmp_path: Path) -> None:
    guid = "11111111-1111-4111-8111-111111111111"
    attune = await build(
        Settings(
            _env_file=None,
            database_url=f"sqlite:///{tmp_path}/a.sqlite3",
            slack_bot_token=SecretStr("xoxb-1"),
            slack_signing_secret=SecretStr("s"),
            teams_client_id=guid,
            teams_client_secret=SecretStr("s"),
            teams_tenant_id=guid,
            playground=True,
        )
    )
    paths = {resource.canonical for resource in attune.web.router.resources()}
    assert {"/", "/slack/events", "/api/messages", "/readyz"} <= paths
    assert len(attune.wakers) == 3
    await attune.stop()


async def test_half_of_teams_is_not_enough(tmp_path: Path) -> None:
    half = Settings(
        _env_file=None, database_url=f"sqlite:///{tmp_path}/a.sqlite3", teams_client_id="x"
    )
    with pytest.raises(NotConfigured, match="Teams needs an app id"):
        await build(half)


@pytest.mark.parametrize(("admins", "said"), [("lena@firma.de", 1), ("lena", 0), ("U01AB23CD", 0)])
def test_an_admin_without_an_id_is_named_at_the_start(admins: str, said: int) -> None:
    with capture_logs() as logged:
        say_wrong_admins(Settings(_env_file=None, admins=frozenset({admins})))
    assert [admins in line["event"] for line in logged] == [True] * said
