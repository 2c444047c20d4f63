"""The reader and the renderer by themselves, for cases that no dialogue reaches."""

import json

import pytest

from bot.platform.payload import Malformed
from bot.slack import renderer
from bot.slack.payload import typed
from bot.slack.reader import button
from bot.slack.request import Origin, pack, unpack
from handlers.cards import Card, Form, Paragraph, spans
from handlers.inputs import TextInput
from handlers.request import Place
from tests.slack import blockkit


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (
            "see <https://northwind.example/a?b=1&amp;c=2>",
            "see https://northwind.example/a?b=1&c=2",
        ),
        ("<https://northwind.example|northwind.example> now", "northwind.example now"),
        ("prep <http://monday.com|Monday.com> tomorrow 3pm", "prep Monday.com tomorrow 3pm"),
        ("<http://monday.com|>", "http://monday.com"),
        (
            "ask <mailto:dana@northwind.example|dana@northwind.example>",
            "ask dana@northwind.example",
        ),
        ("call <tel:+4930123|+49 30 123>", "call +49 30 123"),
        ("<mailto:dana@northwind.example>", "dana@northwind.example"),
        ("&lt;b&gt; &amp;lt; R&amp;D", "<b> &lt; R&D"),
        ("<!channel> <!here|here> <#C1|sales> <#C1>", "@channel here #sales #channel"),
        ("<!subteam^S1|@sales> <!date^1792^{date_short}|Monday>", "@sales Monday"),
        ("<@U1> <@W2|ben> <@>", "@U1 @ben <@>"),
        ("&lt;!channel&gt; &lt;@U1&gt;", "<!channel> <@U1>"),
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
        Origin("command", "https://hooks.slack.example/1", place=Place("C1", "#sales")),
        Origin("message", "https://hooks.slack.example/1", "C1", Place("C1", "#vertrieb-öst")),
        Origin("nowhere", place=Place("C1", "a private channel")),
        Origin("chat", channel="D1", thread="1.2"),
        Origin("message", "https://hooks.slack.example/1", "C1", ephemeral=True),
    ],
)
def test_a_form_brings_its_subject_and_origin_back(origin: Origin) -> None:
    assert unpack(pack("7", origin)) == ("7", origin)


def test_an_address_that_is_too_long_is_left_behind() -> None:
    packed = pack("7", Origin("message", "https://hooks.slack.example/" + "x" * 3_000))
    assert len(packed) <= 3_000
    assert unpack(packed) == ("7", Origin("nowhere"))


def test_the_channel_is_not_left_behind_with_a_long_address() -> None:
    place = Place("C1", "#" + "x" * 80)
    packed = pack("7", Origin("message", "https://hooks.slack.example/" + "x" * 3_000, "C1", place))
    assert len(packed) <= 3_000
    assert unpack(packed) == ("7", Origin("nowhere", place=place))


@pytest.mark.parametrize("place", [7, "C1", [], {}, {"external": "C1"}, {"name": 1}])
def test_a_place_that_is_not_ours(place: object) -> None:
    origin = {"kind": "nowhere", "response_url": "", "channel": "", "place": place}
    with pytest.raises(Malformed):
        unpack(json.dumps({"subject": "7", "origin": origin}))


def test_a_form_that_was_opened_before_an_upgrade_is_still_taken() -> None:
    origin = {"kind": "chat", "response_url": "", "channel": "D1"}
    packed = json.dumps({"subject": "7", "origin": origin})
    assert unpack(packed) == ("7", Origin("chat", channel="D1"))


@pytest.mark.parametrize(
    ("channel", "name", "place"),
    [
        ("C1", "sales", Place("C1", "#sales")),
        ("G1", "privategroup", Place("G1", "a private channel")),
        ("C1", "mpdm-ana--ben-1", Place("C1", "a group conversation")),
        ("C1", None, Place("C1", "this channel")),
        ("C1", 7, Place("C1", "this channel")),
        ("C1", "x" * 200, Place("C1", "#" + "x" * 79 + "…")),
        ("D1", "directmessage", None),
        ("D1", None, None),
        ("", "sales", None),
        (None, None, None),
        (7, "sales", None),
    ],
)
def test_the_channel_of_a_message(channel: object, name: object, place: Place | None) -> None:
    asked = button(
        {
            "user": {"id": "U1", "team_id": "T1"},
            "trigger_id": "t",
            "actions": [{"action_id": "done#0"}],
            "channel": {"id": channel, "name": name},
        }
    )
    assert asked.place == place


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
    words = {"type": "plain_text", "text": "x"}
    too_long = {"type": "plain_text", "text": "x" * 2_001}
    text = {"type": "plain_text_input", "action_id": "a"}
    options = {"options": [{"text": words, "value": "x"}]}
    select = {"type": "static_select", "action_id": "a", **options}
    wrong: list[dict[str, object]] = [
        {"type": "section", "text": {"type": "mrkdwn", "text": "*x*"}},
        {"type": "section", "text": words, "accessory": {"type": "static_select", **options}},
        {"type": "section", "text": words, "accessory": {**select, "placeholder": too_long}},
        {"type": "section", "text": words, "accessory": {"type": "slider", "action_id": "a"}},
        {"type": "input", "label": too_long, "element": text},
        {"type": "input", "label": words, "element": {"type": "plain_text_input"}},
        {"type": "input", "label": words, "element": {**text, "max_length": 3_001}},
        {"type": "input", "label": words, "element": text, "block_id": "x" * 256},
        {"type": "actions", "elements": [button, button]},
        {"type": "actions", "elements": []},
        {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}},
        {"type": "header", "text": {"type": "plain_text", "text": " "}},
        {"type": "header"},
        {"type": "divider", "colour": "red"},
        {"type": "image", "slack_file": {"id": "F00000001"}},
        {"type": "image", "slack_file": {"id": "F00000001"}, "alt_text": " "},
        {"type": "image", "slack_file": {"id": "F00000001"}, "alt_text": "x" * 2_001},
        {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "x"},
        {"type": "image", "slack_file": {"url": "https://x.example"}, "alt_text": "x"},
        {"type": "image", "alt_text": "x"},
        {"type": "image", "image_url": "https://x.example/x.png", "alt_text": "x"},
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]},
        {"type": "input", "label": {"type": "plain_text", "text": "x"}, "element": {"type": "x"}},
    ]
    for block in wrong:
        assert blockkit.mistakes({"text": "x", "blocks": [block]}), block
    right: list[dict[str, object]] = [
        {"type": "input", "label": words, "element": text, "block_id": "x"},
        {"type": "section", "text": words, "accessory": select},
    ]
    assert blockkit.mistakes({"text": "x", "blocks": right}) == []
    assert blockkit.mistakes({"text": "x", "blocks": right[:1] * 2})
    assert blockkit.mistakes({"text": "x", "blocks": right[1:] * 2})
