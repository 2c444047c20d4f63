"""The image and the compose file are not built here, but the files they name must exist."""

import re
import tomllib
from pathlib import Path
from typing import Any

import yaml

from bot.__main__ import _parser
from bot.settings import Settings

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
    assert {volume.partition(":")[0] for volume in services["postgres"]["volumes"]} == set(
        read["volumes"]
    )
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
        assert set(service["environment"]) <= {name.upper() for name in Settings.model_fields}
