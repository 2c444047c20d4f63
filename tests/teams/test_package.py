"""The app package that an administrator uploads, checked against Microsoft's own schema."""

import io
import json
import struct
import tomllib
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft4Validator

from bot.teams.manifest import OURSELVES, SCHEMA, Publisher, manifest
from bot.teams.package import icon, package
from bot.version import VERSION
from handlers import features
from handlers.cards import Card, Reply
from handlers.commands import Command
from handlers.registry import Registry, Shortcut, Turn
from tests.command import ROOT, run
from tests.teams.npm import APP_MANIFEST, folder
from tests.test_command_line import refused

Json = dict[str, Any]
Pixel = tuple[int, int, int, int]  # red, green, blue, alpha

APP = "0aa6b5f3-6c1b-4c4e-9d5c-7a1c2f0e4b77"
URL = "https://attune.example.com"
CLIENT_ID = "CONNECTIONS__SERVICE_CONNECTION__SETTINGS__CLIENTID"


async def nothing(turn: Turn) -> Reply:
    return Card("", ())


def made(
    registry: Registry | None = None,
    /,
    *,
    app_id: str = APP,
    url: str = URL,
    version: str = "1.2.3",
    publisher: Publisher = OURSELVES,
) -> Json:
    """A manifest, of all features unless told otherwise."""
    all_or_these = registry or features.registry()
    return manifest(all_or_these, app_id=app_id, url=url, version=version, publisher=publisher)


def packed(version: str = "1.2.3") -> bytes:
    return package(features.registry(), app_id=APP, url=URL, version=version)


@pytest.fixture(scope="module")
def schema() -> Json:
    """Microsoft's schema of the version that the manifest names."""
    schemas = folder(APP_MANIFEST) / "build" / "json-schemas" / "teams"
    text = (schemas / f"v{SCHEMA}" / "MicrosoftTeams.schema.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def mistakes(schema: Json, manifest: Json) -> list[str]:
    # The schema says draft 4, which has no `const`: what it says of the version is looked at here.
    version = schema["properties"]["manifestVersion"]["const"]
    found = [] if manifest["manifestVersion"] == version else ["manifestVersion"]
    errors = Draft4Validator(schema).iter_errors(manifest)
    return found + ["/".join(map(str, error.instance_path)) for error in errors]


def test_the_manifest_is_what_microsofts_schema_asks_for(schema: Json) -> None:
    assert mistakes(schema, made()) == []
    assert mistakes(schema, made(Registry())) == []


@pytest.mark.parametrize(("title", "about"), [("x" * 33, ""), ("x", "x" * 129)])
def test_our_limits_for_commands_are_microsofts(schema: Json, title: str, about: str) -> None:
    command = {"title": title[:32], "description": about[:128]}
    taken = made()
    for each in taken["bots"][0]["commandLists"]:
        each["commands"] = [command] * 10
    assert mistakes(schema, taken) == []
    for commands in ([command] * 11, [{"title": title, "description": about}]):
        taken["bots"][0]["commandLists"][0]["commands"] = commands
        assert len(mistakes(schema, taken)) == 1


def test_the_schema_is_named_by_its_address() -> None:
    assert made()["$schema"].endswith(f"/teams/v{SCHEMA}/MicrosoftTeams.schema.json")


def test_every_command_can_be_chosen_wherever_attune_is() -> None:
    lists = made()["bots"][0]["commandLists"]
    assert [each["scopes"] for each in lists] == [["personal"], ["team"], ["groupChat"]]
    for each in lists:
        titles = [command["title"] for command in each["commands"]]
        assert titles == [*features.registry().commands, "home"]
    assert lists[0]["commands"][:2] == [
        {
            "title": "prep",
            "description": "[account] [when] – plan or find a call, and get its brief",
        },
        {
            "title": "calls",
            "description": "[account] – upcoming calls, and past calls without a reflection",
        },
    ]


def test_there_is_a_welcome_message_and_so_no_prompt_starter() -> None:
    lists = made()["bots"][0]["commandLists"]
    assert not any({"type", "prompt"} & set(each) for one in lists for each in one["commands"])


def test_no_other_chat_platform_is_named() -> None:
    assert "slack" not in json.dumps(made()).lower()


def test_menus_have_every_shortcut() -> None:
    registry = Registry()
    registry.shortcut(Shortcut("capture", "Keep it", on_message=True), nothing)
    registry.shortcut(Shortcut("start", "Start"), nothing)
    (menus,) = made(registry)["composeExtensions"]
    assert menus["botId"] == APP
    assert [(each["id"], each["title"], each["context"]) for each in menus["commands"]] == [
        ("capture", "Keep it", ["message"]),
        ("start", "Start", ["compose"]),
    ]
    assert all(each["type"] == "action" and each["fetchTask"] for each in menus["commands"])
    assert "composeExtensions" not in made(Registry())


def test_the_app_is_its_bot_and_asks_for_nothing_more() -> None:
    found = made(app_id=APP.upper(), url="https://Attune.example.com:8443/")
    (bot,) = found["bots"]
    assert found["id"] == bot["botId"] == APP
    assert bot["scopes"] == ["personal", "team", "groupChat"]
    assert (bot["supportsFiles"], bot["isNotificationOnly"]) == (True, False)
    assert found["defaultInstallScope"] == "personal"
    assert found["validDomains"] == ["attune.example.com"]
    assert found["version"] == "1.2.3"
    assert "permissions" not in found


def test_the_package_names_who_offers_it(schema: Json) -> None:
    site = "https://acme.example"
    publisher = Publisher("Acme", site, f"{site}/privacy", f"{site}/terms", "attune@acme.example")
    found = made(publisher=publisher)
    assert found["developer"] == {
        "name": "Acme",
        "websiteUrl": site,
        "privacyUrl": f"{site}/privacy",
        "termsOfUseUrl": f"{site}/terms",
    }
    assert found["description"]["full"].endswith("Help with Attune: attune@acme.example")
    assert mistakes(schema, found) == []


def test_the_descriptions_are_as_the_store_wants_them() -> None:
    short, full = made()["description"].values()
    assert len(short) <= 80
    assert short.count(".") == 1
    assert "app" not in short.lower().split()
    assert len(full.split()) <= 500
    for claim in ("best", "guaranteed", "powered by", "certified", "Teams is"):
        assert claim not in full
    name = made()["name"]["short"].lower().split()
    assert not set(name) & {"teams", "chat", "contacts", "calendar", "calls", "files", "help"}


def test_it_may_learn_when_a_meeting_begins_and_ends_and_nothing_else() -> None:
    found = made()
    (asked,) = found["authorization"]["permissions"]["resourceSpecific"]
    assert asked == {"name": "OnlineMeeting.ReadBasic.Chat", "type": "Application"}
    assert found["webApplicationInfo"]["id"] == found["bots"][0]["botId"]


@pytest.mark.parametrize(
    "registered",
    [
        Command("x" * 33, "", "x"),
        Command("x", "", "x" * 129),
        Command("x", "x" * 63, "x" * 63),
        Shortcut("x", "x" * 33),
        Shortcut("x" * 65, "x"),
    ],
)
def test_names_that_teams_does_not_take_are_refused(registered: Command | Shortcut) -> None:
    registry = Registry()
    if isinstance(registered, Command):
        registry.command(registered, nothing)
    else:
        registry.shortcut(registered, nothing)
    with pytest.raises(ValueError, match="Teams allows"):
        made(registry)


def test_more_commands_or_menu_entries_than_teams_takes_are_refused() -> None:
    commands, entries = Registry(), Registry()
    for number in range(10):
        commands.command(Command(f"c{number}", "", "x"), nothing)
        entries.shortcut(Shortcut(f"s{number}", "x"), nothing)
    assert made(commands)
    assert made(entries)
    commands.command(Command("more", "", "x"), nothing)
    entries.shortcut(Shortcut("more", "x"), nothing)
    with pytest.raises(ValueError, match="10 for commands"):
        made(commands)
    with pytest.raises(ValueError, match="10 for menu entries"):
        made(entries)


@pytest.mark.parametrize(
    "more",
    [
        {"app_id": ""},
        {"app_id": "attune"},
        {"url": ""},
        {"url": "http://attune.example.com"},
        {"url": "https://attune.example.com/teams"},
        {"url": "https://ana@attune.example.com"},
        {"url": "https://attune example"},
        {"url": f"https://{'a' * 2_048}.example"},
        {"version": "1.2"},
        {"version": "01.2.3"},
        {"version": "1.2.3-beta"},
        {"version": f"1.2.{'3' * 256}"},
    ],
)
def test_what_teams_would_refuse_is_said_in_a_sentence(more: Json) -> None:
    with pytest.raises(ValueError, match=r"^(Teams (needs|allows)|.* must be a public) .*\.$"):
        made(**more)


def test_the_package_has_three_files() -> None:
    with zipfile.ZipFile(io.BytesIO(packed())) as archive:
        assert archive.namelist() == ["manifest.json", "color.png", "outline.png"]
        found = json.loads(archive.read("manifest.json"))
        assert found == made()
        assert archive.read(found["icons"]["color"]) == icon("color")
        assert archive.read(found["icons"]["outline"]) == icon("outline")


def test_the_package_is_the_same_bytes_on_every_host() -> None:
    assert packed() == packed() != packed("1.2.4")
    with zipfile.ZipFile(io.BytesIO(packed())) as archive:
        for entry in archive.infolist():
            assert entry.date_time == (1980, 1, 1, 0, 0, 0)
            assert (entry.create_system, entry.external_attr) == (3, 0o644 << 16)


def test_the_colour_icon_is_a_full_square_with_its_mark_in_the_middle() -> None:
    dots = pixels(icon("color"))
    background = (*bytes.fromhex(made()["accentColor"][1:]), 255)
    assert (len(dots), {len(row) for row in dots}) == (192, {192})
    margin = (192 - 120) // 2
    for y, row in enumerate(dots):
        for x, dot in enumerate(row):
            inside = margin <= x < 192 - margin and margin <= y < 192 - margin
            assert dot == background if not inside else dot[3] == 255
    assert any((255, 255, 255, 255) in row for row in dots)


def test_the_outline_icon_is_white_on_nothing() -> None:
    dots = pixels(icon("outline"))
    assert (len(dots), {len(row) for row in dots}) == (32, {32})
    seen = [dot for row in dots for dot in row if dot[3]]
    assert {dot[:3] for dot in seen} == {(255, 255, 255)}
    assert 50 < len(seen) < 32 * 32 / 2


def pixels(png: bytes) -> list[list[Pixel]]:
    """The rows of a PNG with 8 bits each of red, green, blue and alpha, not interlaced."""
    width, height, *kind = struct.unpack(">IIBBBBB", png[16:29])
    assert (png[:8], kind) == (b"\x89PNG\r\n\x1a\n", [8, 6, 0, 0, 0])
    packed = zlib.decompress(b"".join(data for name, data in _chunks(png) if name == b"IDAT"))
    size, above, rows = width * 4, bytes(width * 4), []
    for at in range(0, height * (size + 1), size + 1):
        above = _unfiltered(packed[at], packed[at + 1 : at + 1 + size], above)
        dots = struct.iter_unpack("4B", above)
        rows.append([(red, green, blue, alpha) for red, green, blue, alpha in dots])
    return rows


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += 12 + length


def _unfiltered(kind: int, row: bytes, above: bytes) -> bytes:
    """A row of a PNG, decoded: its bytes are differences to their neighbours."""
    done = bytearray()
    for at, byte in enumerate(row):
        left, corner = (done[at - 4], above[at - 4]) if at >= 4 else (0, 0)
        guess = left + above[at] - corner
        nearest = min((left, above[at], corner), key=lambda each: abs(guess - each))
        by = (0, left, above[at], (left + above[at]) // 2, nearest)[kind]
        done.append((byte + by) % 256)
    return bytes(done)


def test_the_command_writes_the_package(tmp_path: Path) -> None:
    arguments = ("manifest", "teams", "--url", URL, "--version", "1.2.3")
    status, said, _ = run(tmp_path, *arguments, "--app-id", APP)
    assert (status, (tmp_path / "attune-teams.zip").read_bytes()) == (0, packed())
    assert "admin.teams.microsoft.com" in said
    assert len(said.splitlines()) == 1
    assert run(tmp_path, *arguments, "--out", "other.zip", **{CLIENT_ID: APP})[0] == 0
    assert (tmp_path / "other.zip").read_bytes() == packed()


def test_what_is_missing_is_said_in_a_sentence(tmp_path: Path) -> None:
    given = {"--url": URL, "--app-id": APP, "--out": "attune.zip", "--version": "1.2.3"}
    for name, wrong, said in (
        ("--url", "http://attune.example.com", "--url"),
        ("--url", "https://127.0.0.1", "only from this machine or network"),
        ("--url", "", "Teams needs Attune's address"),
        ("--app-id", "attune", CLIENT_ID),
        ("--version", "two", "--version"),
        ("--out", "nowhere/attune.zip", "cannot be written"),
    ):
        arguments = [part for pair in (given | {name: wrong}).items() for part in pair]
        assert said in refused(tmp_path, "manifest", "teams", *arguments)
        assert not list(tmp_path.iterdir())


def test_the_version_is_the_projects() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == VERSION
