"""`python -m bot`: what it says, and how it ends."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.base.public_url import public_url
from bot.settings import Settings
from bot.version import VERSION
from storage.database.upgrade import HEAD
from tests.command import ROOT, run


def refused(folder: Path, *arguments: str, **environment: str) -> str:
    """The sentence with which a failing command ends."""
    status, _, complaint = run(folder, *arguments, **environment)
    assert status == 1
    assert "Traceback" not in complaint
    assert len(complaint.strip().splitlines()) == 1, complaint
    return complaint.strip()


def test_an_empty_folder_is_brought_up_to_date(tmp_path: Path) -> None:
    file = tmp_path / "attune.sqlite3"
    status, said, _ = run(tmp_path, "migrate")
    assert status == 0
    assert said.splitlines() == [
        "Settings come from the environment.",
        f"The database is {file}.",
        f"It is at version {HEAD}.",
    ]
    assert file.stat().st_mode & 0o777 == 0o600
    assert run(tmp_path, "migrate")[0] == 0
    assert (tmp_path / "attune.sqlite3").exists()


def test_tick_delivers_what_is_due_and_ends(tmp_path: Path) -> None:
    status, said, _ = run(tmp_path, "tick", "--now", "2026-11-23T07:00:00Z")
    assert (status, said) == (0, "sent 0, dropped 0, rescheduled 0, retried 0\n")
    assert run(tmp_path, "tick")[:2] == (status, said)
    status, _, complaint = run(tmp_path, "tick", "--now", "noon")
    assert (status, "noon is not a time in ISO 8601" in complaint) == (2, True)


def test_a_playbook_is_checked(tmp_path: Path) -> None:
    status, said, _ = run(tmp_path, "playbook", "check")
    assert status == 0
    assert "The playbook is in order" in said


def test_a_playbook_with_a_mistake_is_refused_with_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "pitch.yaml").write_text("pitches: [demo]\nwords: [price]\nask: What for?\n")
    for arguments in (("playbook", "check", str(tmp_path)), ("serve",)):
        status, _, complaint = run(tmp_path, *arguments, PLAYBOOK_DIR=str(tmp_path))
        assert status == 1
        assert "pitch.yaml:2" in complaint
        assert "Traceback" not in complaint


def test_the_manifest_names_every_command(tmp_path: Path) -> None:
    status, said, _ = run(tmp_path, "manifest", "slack", "--url", "https://attune.example.com")
    commands = json.loads(said)["features"]["slash_commands"]
    assert status == 0
    assert {command["command"] for command in commands} == {
        "/prep",
        "/calls",
        "/reflect",
        "/promises",
        "/insight",
        "/rhythm",
        "/team",
    }
    assert commands[0]["url"] == "https://attune.example.com/slack/events"


def test_doctor_says_what_is_in_order_and_leaves_nothing_behind(tmp_path: Path) -> None:
    status, said, _ = run(tmp_path, "doctor", PORT="0")
    assert status == 0
    assert "The playbook is in order" in said
    assert "does not exist yet" in said
    assert list(tmp_path.iterdir()) == []


def test_an_address_that_slack_cannot_reach(tmp_path: Path) -> None:
    assert "https" in refused(tmp_path, "manifest", "slack", "--url", "http://x")
    for url in ("https://127.0.0.1", "https://10.0.0.8:8000/", "https://attune.local"):
        assert "only from this machine or network" in refused(
            tmp_path, "manifest", "slack", "--url", url
        )
    for url in ("x", "https://", "http://attune.example.com", "https://attune", "https://a.b/c"):
        with pytest.raises(ValueError, match="must be a public https address"):
            public_url(url)
    assert public_url("https://attune.example.com/") == "https://attune.example.com"


def test_which_attune_it_is(tmp_path: Path) -> None:
    """Runs the program itself; other tests fork from a process that has imported it."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", "--version"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert (done.stdout, done.stderr) == (f"Attune {VERSION}\n", "")
    assert run(tmp_path, "--version") == (0, done.stdout, "")


def test_nothing_is_configured(tmp_path: Path) -> None:
    assert "Nothing is configured" in refused(tmp_path, "serve", PLAYGROUND="false")


def test_a_command_reads_only_the_settings_that_it_needs(tmp_path: Path) -> None:
    wrong = {"ENCRYPTION_KEYS": "abc", "SLACK_TEAMS": "foo", "RETAIN_OUTBOX": "x"}
    status, made, complaint = run(tmp_path, "key", **wrong)
    assert (status, complaint) == (0, "")
    assert Settings(ENCRYPTION_KEYS=made.strip()).encryption_keys
    status, said, complaint = run(tmp_path, "manifest", "slack", **wrong)
    assert (status, complaint, "features" in json.loads(said)) == (0, "", True)
    assert "COMMAND_PREFIX must be" in refused(
        tmp_path, "manifest", "slack", COMMAND_PREFIX="Attune Bot!", **wrong
    )
    assert run(tmp_path, "migrate")[0] == 0
    assert run(tmp_path, "backup", "copies", **wrong)[0] == 0
    assert "ENCRYPTION_KEYS" in refused(tmp_path, "key", "rotate", ENCRYPTION_KEYS="abc")


def test_in_json_mode_complaints_are_lines_of_the_log(tmp_path: Path) -> None:
    for settings in ({"PORT": "eighty"}, {"PLAYGROUND": "false"}, {"DATABASE_URL": "x"}):
        status, said, complaint = run(tmp_path, "serve", LOG_FORMAT="json", **settings)
        assert (status, said) == (1, "")
        assert [json.loads(line)["level"] for line in complaint.splitlines()] == ["error"]


def test_doctor_says_what_is_missing_and_how_to_fix_it(tmp_path: Path) -> None:
    status, said, complaint = run(tmp_path, "doctor", SLACK_SIGNING_SECRET="0" * 32)
    assert status == 1
    assert "SLACK_BOT_TOKEN is not set." in said
    assert "OAuth & Permissions" in said
    assert "Traceback" not in complaint


def test_a_setting_that_makes_no_sense_is_named(tmp_path: Path) -> None:
    for name, value, takes in (
        ("PORT", "eighty", "a number from 0 to 65535"),
        ("ALLOW_GUESTS", "ja", "true or false"),
        ("RETAIN_OUTBOX", "1.5", "a whole number of days up to 36500; 0 means for ever"),
        ("LOG_LEVEL", "LOUD", "DEBUG, INFO, WARNING or ERROR"),
        ("LOG_FORMAT", "xml", "text or json"),
        ("COMMAND_PREFIX", "Our Own", "at most 20 lowercase letters, digits and underscores"),
    ):
        assert refused(tmp_path, "serve", **{name: value}) == f"{name} must be {takes}."


@pytest.mark.parametrize(
    "content",
    ["PORT=8000\n".encode("utf-16"), "PORT=8000\n".encode("utf-16-le"), b"HOST=\xe4\n"],
)
def test_an_env_file_that_is_not_utf_8(tmp_path: Path, content: bytes) -> None:
    (tmp_path / ".env").write_bytes(content)
    for command in ("doctor", "migrate"):
        assert "is not UTF-8 text. Save it again" in refused(tmp_path, command)


def test_lines_of_the_env_file_that_cannot_be_read_are_named_once(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("# ours\nour token\n\nHOST='127.0.0.1\nADMINS\nPORT=0\n")
    _, said, complaint = run(tmp_path, "doctor")
    for number in (2, 4, 5):
        assert said.count(f"NO  Line {number} of {tmp_path}/.env cannot be read") == 1
    assert (said.count("cannot be read"), complaint) == (3, "")
    assert "our token" not in said
    _, _, complaint = run(tmp_path, "migrate")
    assert complaint.count("cannot be read, so it sets nothing") == 3
    assert "%s" not in complaint


def test_an_env_file_that_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / ".env").mkdir()
    status, said, _ = run(tmp_path, "doctor")
    assert (status, f"NO  {tmp_path}/.env is a folder" in said) == (1, True)
    assert "there is no .env" not in said
    status, _, complaint = run(tmp_path, "migrate")
    assert (status, "is a folder, so no settings" in complaint) == (0, True)


def test_every_setting_that_can_be_wrong_says_what_it_takes() -> None:
    anything = (str, SecretStr, SecretStr | None, Path | None, frozenset[str])
    for name, field in Settings.model_fields.items():
        is_free = field.annotation in anything and not field.metadata
        assert field.description or is_free or name == "admins", name


@pytest.mark.parametrize("command", ["serve", "migrate", "tick"])
def test_a_database_that_cannot_be_opened(tmp_path: Path, command: str) -> None:
    more = ("--now", "2026-11-23T07:00:00Z") if command == "tick" else ()
    said = refused(tmp_path, command, *more, DATABASE_URL="sqlite:///nowhere/at/all.sqlite3")
    assert "folder is missing" in said


def test_a_database_that_is_something_else(tmp_path: Path) -> None:
    (tmp_path / "attune.sqlite3").write_text("Dear diary, " * 200)
    assert "not a database" in refused(tmp_path, "serve")


def test_a_database_that_is_read_only(tmp_path: Path) -> None:
    url = "sqlite:///file:attune.sqlite3?mode=ro&uri=true"
    sqlite3.connect(tmp_path / "attune.sqlite3").close()
    (tmp_path / "attune.sqlite3").touch()
    assert "read-only" in refused(tmp_path, "serve", DATABASE_URL=url)


def test_a_database_that_is_locked(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "attune.sqlite3", isolation_level=None)
    other.execute("PRAGMA journal_mode=WAL")
    other.execute("BEGIN EXCLUSIVE")
    try:
        assert "locked by another program" in refused(tmp_path, "migrate")
    finally:
        other.close()


def test_a_database_of_a_newer_version(tmp_path: Path) -> None:
    run(tmp_path, "migrate")
    with sqlite3.connect(tmp_path / "attune.sqlite3") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    assert "at version 9999, which this Attune does not know" in refused(tmp_path, "serve")


@pytest.mark.parametrize("command", ["serve", "migrate"])
def test_a_database_of_another_program(tmp_path: Path, command: str) -> None:
    with sqlite3.connect(tmp_path / "attune.sqlite3") as database:
        for name in ("person", "moz_places", "diary", "zebra"):
            database.execute(f"CREATE TABLE {name} (id INTEGER)")
    database.close()
    said = refused(tmp_path, command)
    assert "did not make: diary, moz_places, person, …. Set DATABASE_URL to a new database" in said


def test_a_step_that_the_database_refuses_is_in_the_log_under_an_id(tmp_path: Path) -> None:
    run(tmp_path, "migrate")
    with sqlite3.connect(tmp_path / "attune.sqlite3") as database:
        database.execute("UPDATE alembic_version SET version_num = '0001'")
    database.close()
    status, _, complaint = run(tmp_path, "migrate", LOG_FORMAT="json")
    cause, said = map(json.loads, complaint.splitlines()[-2:])
    assert (status, "already exists" in cause["because"]) == (1, True)
    assert f"The log has the cause under {cause['reference']}." in said["event"]


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    assert "names a folder" in refused(tmp_path, "migrate", DATABASE_URL=f"sqlite:///{tmp_path}/")


@pytest.mark.parametrize("command", [("why", "U1"), ("copy", "--to", "sqlite:///b.sqlite3")])
def test_what_reads_a_database_makes_none(tmp_path: Path, command: tuple[str, ...]) -> None:
    assert "There is no database at" in refused(tmp_path, *command)
    assert list(tmp_path.iterdir()) == []


def test_an_address_that_is_no_database(tmp_path: Path) -> None:
    assert "not a database address" in refused(tmp_path, "migrate", DATABASE_URL="attune")
    for url in ("oracle9://x/y", "nonsense://x/y", "postgresql+psycopg://attune@x/y"):
        assert "does not work with" in refused(tmp_path, "migrate", DATABASE_URL=url)


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    import socket  # noqa: PLC0415

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert "Set HOST or PORT" in refused(tmp_path, "serve", PORT=port)
    assert list(tmp_path.iterdir()) == [], "nothing is left behind"


def test_dev_becomes_the_server_so_that_signals_reach_it(tmp_path: Path) -> None:
    stand_in = tmp_path / "python"
    stand_in.write_text('#!/bin/sh\necho "$$ $*"\n')
    stand_in.chmod(0o700)
    started = subprocess.Popen(  # noqa: S603 - the script stands here
        [
            sys.executable,
            "-c",
            "import dev; dev.install = lambda _: None\n"
            f"dev.PYTHON = {str(stand_in)!r}; dev.main(['run', '--more'])",
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    said, _ = started.communicate()
    assert said == f"{started.pid} -m bot serve --more\n"
