"""The log: a line for each event, with the request's id, and without anybody's words."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.dialogues.conftest import PLATFORMS
from tests.logged import TYPED
from tests.slack.driver import SECRET
from tests.slack.fake import BOT_TOKEN
from tests.teams.conftest import SETTINGS

NAMES = ("Lena", "Brandt", "Tomas", "Keller", "ULENA", "UTOMAS", "Northwind")
TOKENS = (BOT_TOKEN, SECRET, SETTINGS.client_secret.get_secret_value(), "Bearer")
ROOT = Path(__file__).parent.parent


def run(*arguments: str) -> tuple[list[dict[str, Any]], str]:
    """Run Python in a separate process; returns its log and its output."""
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stderr.splitlines()], done.stdout.strip()


@pytest.mark.parametrize("platform", PLATFORMS)
def test_nobodys_words_names_or_secrets_are_in_it(platform: str, tmp_path: Path) -> None:
    lines, told = run("-m", "tests.logged", platform, str(tmp_path))
    said = json.dumps(lines).lower()
    for secret in (*TYPED, *NAMES, *TOKENS):
        assert secret.lower() not in said, secret
    _has_references(lines, told)


def _has_references(lines: list[dict[str, Any]], told: str) -> None:
    """Check that every request has its own id, and that the shown reference finds its lines."""
    answered = [line for line in lines if line["event"] == "answered"]
    assert len(answered) > 8
    assert all(line["reference"] for line in answered)
    assert len({line["reference"] for line in answered}) > 8
    of_the_failed = [line for line in lines if line.get("reference") == told]
    assert [line["event"] for line in of_the_failed] == ["request failed", "answered"]
    assert of_the_failed[0]["error"] == "ValueError"
    assert of_the_failed[1]["outcome"] == "failed"


LIBRARY = """
import logging
from bot.base import logs
from bot.settings import Settings
logs.set_up(Settings(_env_file=None, log_level="DEBUG", log_format="json"))
library = logging.getLogger("some.library")
try:
    raise ValueError("Hushvalue")
except ValueError as error:
    library.exception("Cannot read %s", "Hushargument")
    library.error(error)
library.error("Failed\\nHushdump", stack_info=True)
library.info("Hushinfo")
"""


def test_what_libraries_log_is_shown_without_its_values() -> None:
    lines, _ = run("-c", LIBRARY)
    assert "Hush" not in str(lines)
    first, second, third = lines
    assert first["event"] == "Cannot read %s (ValueError at <string>:8)"
    assert (first["logger"], first["level"]) == ("some.library", "error")
    assert second["event"] == "ValueError"
    assert third["event"] == "Failed"
