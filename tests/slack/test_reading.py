"""Reading and rendering by themselves, where a dialogue does not reach."""

import pytest

from bot.slack import renderer
from bot.slack.payload import Malformed, typed
from bot.slack.reader import Origin, pack, unpack
from handlers.cards import Card, Form, Paragraph, TextInput, spans
from tests.slack import blockkit


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (
            "see <https://northwind.example/a?b=1&amp;c=2>",
            "see https://northwind.example/a?b=1&c=2",
        ),
        ("<https://northwind.example|northwind.example> now", "https://northwind.example now"),
        (
            "ask <mailto:dana@northwind.example|dana@northwind.example>",
            "ask dana@northwind.example",
        ),
        ("call <tel:+4930123|+49 30 123>", "call +49 30 123"),
        ("<mailto:dana@northwind.example>", "dana@northwind.example"),
        ("&lt;b&gt; &amp;lt; R&amp;D", "<b> &lt; R&D"),
        ("<!channel> <@U1> <#C1|sales>", "<!channel> <@U1> <#C1|sales>"),
        ("<https://open", "<https://open"),
        ("", ""),
    ],
)
def test_words_are_read_as_they_were_typed(sent: str, words: str) -> None:
    assert typed(sent) == words


@pytest.mark.parametrize(
    "origin",
    [
        Origin("command", "https://hooks.slack.example/1"),
        Origin("message", "https://hooks.slack.example/1", "D1"),
        Origin("home"),
        Origin("chat", channel="D1"),
        Origin("nowhere"),
    ],
)
def test_a_form_brings_its_subject_and_origin_back(origin: Origin) -> None:
    assert unpack(pack("7", origin)) == ("7", origin)


def test_an_address_that_is_too_long_is_left_behind() -> None:
    packed = pack("7", Origin("message", "https://hooks.slack.example/" + "x" * 3_000))
    assert len(packed) <= 3_000
    assert unpack(packed) == ("7", Origin("nowhere"))


@pytest.mark.parametrize("metadata", ["", "[]", "null", "{", '{"origin": 7}', '{"subject": "7"}'])
def test_metadata_that_is_not_ours(metadata: str) -> None:
    with pytest.raises(Malformed):
        unpack(metadata)


def test_what_slack_has_no_room_to_edit_is_said_beside_it() -> None:
    long = Form("f", "F", (TextInput("a", "A", hint="Your words.", value="x" * 3_001),))
    short = Form("f", "F", (TextInput("a", "A", hint="Your words.", value="x" * 3_000),))
    assert "first 3,000 characters" in blockkit.visible(renderer.modal(long, metadata=""))
    assert "Your words." in blockkit.visible(renderer.modal(short, metadata=""))


def test_the_home_tab_has_room_for_a_hundred_parts() -> None:
    parts = tuple(Paragraph(spans(f"Part {n}.")) for n in range(101))
    full = renderer.home(Card("Home", parts[:100]))
    over = renderer.home(Card("Home", parts))
    assert blockkit.mistakes(full) == blockkit.mistakes(over) == []
    assert "Part 99." in blockkit.visible(full)
    assert "2 more parts are not shown" in blockkit.visible(over)


def test_the_strict_reader_of_these_tests_finds_what_slack_refuses() -> None:
    button = {"type": "button", "action_id": "a", "text": {"type": "plain_text", "text": "x"}}
    wrong: list[dict[str, object]] = [
        {"type": "section", "text": {"type": "mrkdwn", "text": "*x*"}},
        {"type": "actions", "elements": [button, button]},
        {"type": "actions", "elements": []},
        {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}},
        {"type": "header", "text": {"type": "plain_text", "text": " "}},
        {"type": "header"},
        {"type": "divider", "colour": "red"},
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]},
        {"type": "input", "label": {"type": "plain_text", "text": "x"}, "element": {"type": "x"}},
    ]
    for block in wrong:
        assert blockkit.mistakes({"text": "x", "blocks": [block]}), block
