"""The image and the compose file are not built here, but the files they name must exist."""

import os
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError

from bot.__main__ import _parser
from bot.settings import Settings
from handlers.request import Means
from storage.database import wall
from storage.database.connection import Database
from storage.database.upgrade import bring_up_to_date
from tests.faults.fleet import Fleet, words
from tests.postgres import PROGRAMS, empty
from tests.postgres import url as url_of

ROOT = Path(__file__).parent.parent
PINNED = re.compile(
    r"^([a-z0-9-]+)==([^\s;]+)(?:\s*;[^\\]*)?\s*\\\n((?:\s+--hash=\S+(?:\s*\\)?\n)+)", re.MULTILINE
)
NAME = re.compile(r"^[A-Za-z0-9._-]+")


def instructions(word: str) -> list[str]:
    """The arguments of an instruction of the Containerfile, for each time it occurs."""
    lines = (ROOT / "Containerfile").read_text().replace("\\\n", " ").splitlines()
    return [line.partition(" ")[2].strip() for line in lines if line.startswith(f"{word} ")]


def compose() -> dict[str, Any]:
    """The services of the compose file."""
    read: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
    services: dict[str, Any] = read["services"]
    mounted = {volume.partition(":")[0] for volume in services["postgres"]["volumes"]}
    files = {each for each in mounted if each.startswith("./")}
    assert mounted - files == set(read["volumes"])
    assert all((ROOT / each).exists() for each in files)
    return services


def pins(lock: str) -> dict[str, tuple[str, frozenset[str]]]:
    """The version and the hashes of each package in a lock file."""
    found = PINNED.findall((ROOT / lock).read_text())
    return {
        name: (version, frozenset(re.findall(r"--hash=(\S+)", hashes)))
        for name, version, hashes in found
    }


def test_what_is_copied_is_there_and_not_left_out() -> None:
    kept = (ROOT / ".dockerignore").read_text().splitlines()
    sources = [each.split()[0] for each in instructions("COPY") if "--from" not in each]
    assert sources
    assert kept[1] == "*"
    for source in sources:
        assert (ROOT / source).exists(), source
        assert f"!{source}" in kept, source


def test_it_runs_as_an_ordinary_user_and_with_settings_that_exist() -> None:
    (user,) = instructions("USER")
    assert int(user) > 0
    assert f"--uid {user} " in " ".join(instructions("RUN"))
    (environment,) = instructions("ENV")
    names = {pair.partition("=")[0] for pair in environment.split()}
    ours = {name for name in names if not name.startswith(("PATH", "PYTHON"))}
    assert ours <= {name.upper() for name in Settings.model_fields}
    assert "TOKEN" not in environment


def test_what_it_installs_is_pinned_as_in_the_whole_lock() -> None:
    whole, installed = pins("requirements.lock"), pins("requirements.run.lock")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    for wanted in project["dependencies"]:
        match = NAME.match(wanted)
        assert match
        assert match.group().lower() in installed, wanted
    assert "pytest" not in installed
    assert "mypy" not in installed
    assert installed.items() <= whole.items(), "run dev.py lock"


def test_two_processes_wait_for_one_migration() -> None:
    services = compose()
    ports = []
    for name in ("attune-1", "attune-2"):
        service = services[name]
        assert service["depends_on"] == {"migrate": {"condition": "service_completed_successfully"}}
        assert "command" not in service
        ports += service["ports"]
    assert len(ports) == len(set(ports)) == 2
    assert all(port.startswith("127.0.0.1:") for port in ports)
    migrate = services["migrate"]
    assert _parser().parse_args([migrate["command"]]).command == "migrate"
    assert migrate["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    assert migrate["restart"] == "no"


def test_each_service_is_locked_down_and_its_settings_exist() -> None:
    for name, service in compose().items():
        if name == "postgres":
            continue
        assert (ROOT / service["build"]["dockerfile"]).exists()
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
        ours = {name.upper() for name in Settings.model_fields}
        assert set(service["environment"]) - {"POSTGRES_OWNER_PASSWORD"} <= ours


def test_only_migrate_knows_the_owners_password_and_nobody_the_superusers() -> None:
    services = compose()
    names = {"postgres": "attune", "migrate": "attune_owner", "attune-1": "attune_app"}
    assert services["postgres"]["environment"]["POSTGRES_USER"] == names.pop("postgres")
    for name, role in names.items():
        assert f"//{role}:" in services[name]["environment"]["DATABASE_URL"]
    for name in ("attune-1", "attune-2"):  # all of .env is in their environment, but for this
        assert services[name]["environment"]["POSTGRES_OWNER_PASSWORD"] == ""
        assert "OWNER" not in services[name]["environment"]["DATABASE_URL"]
    assert (
        "./compose.roles.sh:/docker-entrypoint-initdb.d/roles.sh:ro"
        in (services["postgres"]["volumes"])
    )


async def test_the_roles_migrate_and_run_attune_and_are_no_more_than_that() -> None:
    """Also in a database whose tables the superuser has made, and when it is run again."""
    async with empty() as url:
        name = make_url(url).database or ""
        as_superuser = await _as(name, "postgres")
        await bring_up_to_date(as_superuser)
        await as_superuser.close()
        for _ in range(2):
            _run_roles(name)
        owner, app = await _as(name, "attune_owner"), await _as(name, "attune_app")
        for database in (owner, app):
            async with database.read() as session:
                assert await wall.is_enforced(session)
        async with owner.write() as session:
            connection = await session.connection()
            await connection.execute(text("CREATE TABLE later (id BIGSERIAL, word TEXT)"))
            await connection.execute(text("ALTER TABLE person ADD later TEXT"))
        fleet = Fleet((app, app))
        await fleet.asks(0, "lena", Means.COMMAND, "prep", "Northwind tomorrow 3pm with Jana Novak")
        answer = await fleet.asks(0, "lena", Means.BUTTON, "prep.add", "1")
        assert "Northwind" in words(answer)
        await fleet.deliver()
        async with app.write() as session:
            connection = await session.connection()
            await connection.execute(text("INSERT INTO later (word) VALUES ('x')"))
        for forbidden in ("DROP TABLE outbox", "CREATE TABLE x ()", "CREATE ROLE x"):
            with pytest.raises(DBAPIError, match=r"must be owner|permission denied"):
                async with app.write() as session:
                    await (await session.connection()).execute(text(forbidden))
        await owner.close()
        await app.close()


async def _as(name: str, role: str) -> Database:
    return Database(make_url(url_of(name)).set(username=role).render_as_string(hide_password=False))


def _run_roles(name: str) -> None:
    """Run the script as in PostgreSQL's container, with the server's own psql."""
    programs = f"{PROGRAMS}:{os.environ['PATH']}"
    environment = {
        "PATH": programs,
        "PGHOST": str(make_url(url_of(name)).query["host"]),
        "POSTGRES_USER": "postgres",
        "POSTGRES_DB": name,
        "POSTGRES_OWNER_PASSWORD": "it's secret",
        "POSTGRES_APP_PASSWORD": "also",
    }
    done = subprocess.run(  # noqa: S603
        ["/bin/sh", str(ROOT / "compose.roles.sh")],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
