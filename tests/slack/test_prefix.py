"""Prefixed commands, for workspaces in which another app has the plain names."""

import json
import re
from argparse import Namespace
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.calendars import callback
from bot.platform.messenger import Recipient
from bot.settings import Settings
from bot.slack import install_pages, manifest_command
from bot.slack.prefix import Prefix
from handlers import features
from handlers.cards import (
    Aside,
    Button,
    Buttons,
    Card,
    Form,
    Link,
    Note,
    Paragraph,
    Problems,
    Quote,
    Strong,
    card_saying,
    linked,
    spans,
    typed,
)
from handlers.inputs import TextInput
from tests.slack.conftest import MakeWorld, World

NAMES = ("prep", "calls")


async def test_a_command_is_understood_by_its_own_name(make_world: MakeWorld) -> None:
    world: World = await make_world(prefix="attune")
    ana = world.user("UANA")
    await ana.types("/attune-plan Northwind")
    assert await world.kept() == ["Northwind"]


async def test_what_attune_says_names_commands_as_they_are_typed(make_world: MakeWorld) -> None:
    world: World = await make_world(prefix="attune")
    ana = world.user("UANA")
    await ana.types("/attune-plan help")
    ana.sees("/attune-plan")
    ana.sees_nothing_of(" /plan")
    to = Recipient("slack:T1", "UANA")
    card = Card("Type /plan.", (Note(spans("Or /goal.")),))
    sent = await world.app.messenger.send(to, card, 7)
    ana.sees("Or /attune-goal.")
    changed = Card("Type /plan.", (Note(spans("Now /goal.")),))
    await world.app.messenger.replace(to, sent.message, changed, 7)
    ana.sees("Now /attune-goal.")
    await world.app.own.talk.tell("UANA", Card("Type /plan.", (Note(spans("First /goal.")),)))
    ana.sees("First /attune-goal.")


def test_only_our_own_words_are_changed() -> None:
    link, card_link = Link("/prep", "https://x/prep"), Link("/attune-prep", "https://x/prep")
    card = Card(
        "Type /prep now.",
        (
            Paragraph(spans("/calls, /callsign, a/prep, /prep-x or ", link)),
            Buttons((Button("Ask /prep", "prep.add", "/prep"),)),
        ),
    )
    form = Form("prep", "/prep", (TextInput("a", "A", "Type /prep", "/prep"),), "/prep")
    ours = Prefix("attune", NAMES)
    assert ours.shown(Aside(card)).card == Card(
        "Type /attune-prep now.",
        (
            Paragraph(spans("/attune-calls, /callsign, a/prep, /prep-x or ", card_link)),
            Buttons((Button("Ask /attune-prep", "prep.add", "/prep"),)),
        ),
    )
    assert ours.shown(form) == Form(
        "prep", "/attune-prep", (TextInput("a", "A", "Type /attune-prep", "/prep"),), "/prep"
    )
    assert ours.shown(Problems({"a": "Type /prep"})) == Problems({"a": "Type /attune-prep"})
    assert ours.shown(None) is None
    assert Prefix("", NAMES).shown(card) is card


def test_words_in_quotation_marks_are_not_ours() -> None:
    said = "There is no account called “/prep the room” yet. /prep adds it."
    shown = "There is no account called “/prep the room” yet. /attune-prep adds it."
    ours = Prefix("attune", NAMES)
    assert ours.shown(card_saying(said)) == card_saying(shown)
    assert ours.shown(Problems({"account": said})) == Problems({"account": shown})


def test_our_own_words_quote_no_command() -> None:
    quoted = re.compile(rf"“[^”\n]*(?<![\w/.-])/({'|'.join(features.registry().commands)})\b")
    root = Path(features.__file__).parents[1]
    texts = {path: path.read_text() for path in root.rglob("*.py")}
    assert len(texts) > 100
    assert [str(path) for path, text in texts.items() if quoted.search(text)] == []


def test_what_a_person_typed_is_shown_as_it_was_typed() -> None:
    typed_in = "Then /prep the room"
    quoted = Card(
        "You said",
        (
            Paragraph(spans(typed(typed_in), " and /prep")),
            Paragraph(spans(Strong(typed_in, typed=True))),
            Paragraph(linked(f"{typed_in}: https://example.com/prep /calls")),
            Quote(typed_in, "Lena"),
        ),
    )
    (first, *others) = Prefix("attune", NAMES).shown(quoted).blocks
    assert first == Paragraph(spans(typed(typed_in), " and /attune-prep"))
    assert tuple(others) == quoted.blocks[1:]


def printed(prefix: str | None, setting: str = "") -> int:
    """`python -m bot manifest slack --prefix …`; its exit status."""
    parsed = Namespace(url=None, prefix=prefix)
    return manifest_command.run(parsed, Settings(_env_file=None, command_prefix=setting))


def test_the_manifest_has_the_prefix(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed("attune") == 0
    made = json.loads(capsys.readouterr().out)
    names = [each["command"] for each in made["features"]["slash_commands"]]
    assert "/attune-prep" in names
    assert all(name.startswith("/attune-") for name in names)
    for prefix, setting in ((None, "acme"), (None, "acme-"), ("acme-", "attune")):
        assert printed(prefix, setting) == 0
        assert "/acme-prep" in capsys.readouterr().out


def test_pages_in_a_browser_name_no_command_because_they_do_not_know_the_prefix() -> None:
    names = "|".join(features.registry().commands)
    named = re.compile(rf"(?<![\w/.-])/({names})(?![\w/-])")
    pages = (*callback.WORDS.values(), *callback.MEET_WORDS.values(), *install_pages.WORDS.values())
    assert not [words for page in pages for words in page if named.search(words)]


@pytest.mark.parametrize("prefix", ["Attune", "a b", "x" * 21, "/attune", "é"])
def test_a_prefix_that_slack_would_refuse(capsys: pytest.CaptureFixture[str], prefix: str) -> None:
    assert printed(prefix) == 1
    assert "lowercase letters" in capsys.readouterr().err
    with pytest.raises(ValidationError):
        Settings(_env_file=None, command_prefix=prefix)
