"""Every platform in the list has all that docs/add-a-platform.md asks for."""

import importlib
import tomllib
from pathlib import Path

import pytest

from bot.platform.setup import PlatformSetup
from bot.platforms import PLATFORMS, configured, wants_playground
from bot.settings import Settings
from tests.dialogues.conftest import OFFICES
from tests.renderers.suite import RendererSuite

ROOT = Path(__file__).parents[1]


@pytest.fixture(params=PLATFORMS, ids=lambda each: each.name)
def setup(request: pytest.FixtureRequest) -> PlatformSetup:
    """One of the platforms."""
    platform: PlatformSetup = request.param
    return platform


def test_names_are_told_apart() -> None:
    names = [each.name for each in PLATFORMS]
    assert len(set(names)) == len(names)
    assert all(name.isalpha() and name.islower() for name in names)


def test_all_is_off_until_it_is_configured() -> None:
    settings = Settings(_env_file=None)
    assert configured(settings) == []
    assert wants_playground(settings)


def test_it_has_a_guide_and_the_readme_names_it(setup: PlatformSetup) -> None:
    assert (ROOT / "docs" / f"{setup.name}.md").is_file()
    assert f"docs/{setup.name}.md" in (ROOT / "README.md").read_text()


def test_its_dialogues_are_run(setup: PlatformSetup) -> None:
    assert setup.name in OFFICES


def test_its_renderer_passes_the_suite_of_all(setup: PlatformSetup) -> None:
    tested = importlib.import_module(f"tests.renderers.test_{setup.name}")
    suites = [each for each in vars(tested).values() if isinstance(each, type)]
    assert any(
        issubclass(each, RendererSuite) and getattr(each, "platform", "") == setup.name
        for each in suites
    )


def test_the_import_contract_knows_its_folder(setup: PlatformSetup) -> None:
    read = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contracts = {each["name"]: each for each in read["tool"]["importlinter"]["contracts"]}
    layers = contracts["Packages of bot: each imports only what stands below it"]["layers"]
    assert any(setup.name in layer.split(" | ") for layer in layers)
    assert f"bot.{setup.name}" in contracts["Platforms do not know each other"]["modules"]
