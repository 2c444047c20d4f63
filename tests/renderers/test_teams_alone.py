"""What is Teams' own: what a card says of itself, its inputs, its size, its pictures."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.teams import inputs, renderer
from handlers.cards import (
    Bullets,
    Button,
    Buttons,
    Card,
    Divider,
    Form,
    Heading,
    Note,
    Paragraph,
    Picture,
    Preformatted,
    Quote,
    Strong,
    link,
    spans,
)
from handlers.inputs import ChecksInput, ChoiceInput, DateInput, Input, Option, TextInput
from tests.renderers.examples import LONG, PLAN_FORM, REFLECT_FORM
from tests.renderers.week import week
from tests.teams import cards

Json = dict[str, Any]

YES_NO = (Option("yes", "Yes"), Option("no", "No"))
DRAWING = Picture("<svg/>", "Talk: you 60%, they 40%")
WAVE = "\U0001f44b\U0001f3fd"


def _body(*blocks: Any) -> list[Json]:  # noqa: ANN401 - any block
    body: list[Json] = renderer.card(Card("Summary", blocks), nonce="n")["body"]
    return body


def _input(part: Input, **filled: str) -> Json:
    (found,) = cards.inputs(renderer.form(Form("f", "F", (part,)), nonce="n", filled=filled))
    return found


def test_a_button_says_what_it_stands_for() -> None:
    buttons = Buttons(
        (
            Button("Add", "call.add", "7", "primary", beside=True),
            Button("Drop", "call.drop", style="danger"),
        )
    )
    card = renderer.card(Card("S", (buttons,)), nonce="n1")
    assert [
        (each["verb"], each["data"]["attune"], each.get("style"), "associatedInputs" in each)
        for each in cards.actions(card)
    ] == [
        ("call.add", {"value": "7", "beside": True, "nonce": "n1"}, "positive", False),
        ("call.drop", {"value": "", "beside": False, "nonce": "n1"}, "destructive", False),
    ]


def test_six_buttons_are_in_sight_and_the_others_in_the_menu_of_their_row() -> None:
    rows = [Buttons(tuple(Button(f"{row}{n}", "a") for n in range(3))) for row in "abcde"]
    save = Buttons((Button("save", "a", style="primary"), Button("drop", "a")))
    made = renderer.card(Card("S", (*rows[:4], *rows[4:], save, *rows[:1])), nonce="n")
    shown = [each["title"] for each in cards.actions(made) if "mode" not in each]
    assert shown == ["a0", "b0", "c0", "d0", "e0", "save"]
    assert len(cards.actions(made)) == 20
    assert cards.mistakes(made) == []
    form = renderer.form(Form("f", "F", tuple(rows)), nonce="n")
    shown = [each["title"] for each in cards.actions(form) if "mode" not in each]
    assert shown == ["a0", "b0", "c0", "d0", "e0", "Save"]
    few = renderer.card(Card("S", tuple(rows[:2])), nonce="n")
    assert not any("mode" in each for each in cards.actions(few))


def test_buttons_with_the_same_label_are_told_apart_by_a_screen_reader() -> None:
    about = ("What did they try?", "*Why* now?\n" + "x" * 2_000)
    buttons = Buttons((Button("Answer", "a"), *(Button("Answer", "a", about=at) for at in about)))
    card = renderer.card(Card("S", (buttons,)), nonce="n")
    assert cards.mistakes(card) == []
    bare, short, long = (each.get("tooltip", "") for each in cards.actions(card))
    assert (bare, short) == ("", "Answer: What did they try?")
    assert long.startswith("Answer: *Why* now? x")
    assert len(long) <= 300


def test_no_card_of_a_week_names_another_chat_platform() -> None:
    met = week()
    for card in met.cards.values():
        assert "slack" not in cards.visible(renderer.card(card, nonce="n")).lower()
    for form in met.forms.values():
        assert "slack" not in cards.visible(renderer.form(form, nonce="n")).lower()


def test_a_forms_own_button_asks_for_what_is_needed_and_others_do_not() -> None:
    form = replace(REFLECT_FORM, blocks=(Buttons((Button("Later", "later"),)),))
    later, submit = cards.actions(renderer.form(form, nonce="n1"))
    assert later["associatedInputs"] == "none"
    assert "associatedInputs" not in submit
    assert submit["verb"] == "form:reflect"
    assert submit["data"]["attune"] == {"value": "9", "beside": False, "nonce": "n1"}


def test_a_problem_stands_at_its_input_and_all_others_on_top() -> None:
    problems = {"next_step": "Say who does it.", "": "Not saved.", "gone": "No such call."}
    read = cards.visible(renderer.form(REFLECT_FORM, nonce="n", problems=problems))
    lines = read.splitlines()
    assert lines[:3] == ["Northwind, today 15:00", "Not saved.", "No such call."]
    at = lines.index("Next step")
    assert lines[at : at + 3] == ["Next step", "Meet finance", "Say who does it."]


def test_a_problem_of_a_choice_of_nothing_is_still_read() -> None:
    form = Form("f", "F", (ChoiceInput("call", "Call", ()),))
    card = renderer.form(form, nonce="n", problems={"call": "There is no call."})
    assert cards.visible(card) == "F\nThere is no call.\n[Save]"


@pytest.mark.parametrize(
    ("part", "typed", "value"),
    [
        (TextInput("a", "A", value="old"), "new", "new"),
        (TextInput("a", "A", value="old"), "", None),
        (ChoiceInput("a", "A", YES_NO, "yes"), "no", "no"),
        (ChoiceInput("a", "A", YES_NO, "yes"), "", None),
        (ChoiceInput("a", "A", YES_NO, "yes"), "maybe", None),
        (ChecksInput("a", "A", YES_NO, ("no",)), "yes,no", "yes,no"),
        (ChecksInput("a", "A", YES_NO, ("no",)), "", None),
        (DateInput("a", "A", date(2026, 11, 28)), "2026-12-01", "2026-12-01"),
        (DateInput("a", "A", date(2026, 11, 28)), "soon", None),
    ],
)
def test_what_was_filled_in_takes_the_place_of_the_forms_own(
    part: Input, typed: str, value: str | None
) -> None:
    assert _input(part)["value"] in ("old", "yes", "no", "2026-11-28")
    assert _input(part, b="other")["value"] == _input(part)["value"]
    assert _input(part, a=typed).get("value") == value


def test_words_on_file_are_kept_though_longer_than_may_be_typed() -> None:
    assert _input(TextInput("minutes", "A", value="fives"))["maxLength"] == 5
    assert _input(TextInput("account", "A", value="two"))["maxLength"] == 200


def test_only_what_is_needed_is_required() -> None:
    found = {each["id"]: each for each in cards.inputs(renderer.form(PLAN_FORM, nonce="n"))}
    assert [name for name, each in found.items() if each.get("isRequired")] == [
        "i:account",
        "i:day",
    ]


def test_a_choice_that_was_made_before_can_be_taken_back_unless_it_is_required() -> None:
    made = _input(ChoiceInput("a", "A", YES_NO, "yes"))
    named = _input(ChoiceInput("a", "A", YES_NO, "yes", none="Either"))
    assert [each["title"] for each in made["choices"]] == ["Yes", "No", "Clear my answer"]
    assert [each["title"] for each in named["choices"]] == ["Yes", "No", "Either"]
    for part in (
        ChoiceInput("a", "A", YES_NO),
        ChoiceInput("a", "A", YES_NO, "gone"),
        ChoiceInput("a", "A", YES_NO, "yes", required=True),
    ):
        assert [each["title"] for each in _input(part)["choices"]] == ["Yes", "No"]
    none = made["choices"][-1]["value"]
    assert inputs.submitted_values({"i:a": none, "i:b": "x", "attune": {}, "i:c": 3, "d": "y"}) == {
        "a": "",
        "b": "x",
    }


def test_few_answers_are_in_sight_and_many_are_in_a_list() -> None:
    seven = tuple(Option(str(n), str(n)) for n in range(7))
    assert _input(ChoiceInput("a", "A", seven))["style"] == "expanded"
    assert _input(ChoiceInput("a", "A", (*seven, Option("x", "X"))))["style"] == "compact"


def test_a_picture_is_shown_or_told() -> None:
    card = Card("S", (DRAWING,))
    shown = renderer.card(card, nonce="n", pictures={DRAWING: "https://attune.example/1.png"})
    assert cards.mistakes(shown) == []
    assert shown["body"] == [
        {"type": "Image", "url": "https://attune.example/1.png", "altText": DRAWING.alt}
    ]
    told = renderer.card(
        card, nonce="n", pictures={Picture("<svg/>", "Other"): "https://x.example"}
    )
    assert cards.visible(told) == DRAWING.alt
    assert cards.mistakes(told) == []


def test_pictures_take_no_room_from_words() -> None:
    words = "word " * 700
    others = tuple(Picture("<svg/>", f"Other {n}") for n in range(3))
    address = "data:image/png;base64," + "A" * 200_000
    card = Card("S", (*others, Paragraph(spans(words))))
    found = renderer.card(card, nonce="n", pictures=dict.fromkeys(others, address))
    assert cards.mistakes(found) == []
    assert [each["type"] for each in found["body"]] == ["Image"] * 3 + ["RichTextBlock"]
    assert cards.visible(found) == f"Other 0\nOther 1\nOther 2\n{words}"


def test_harmless_words_are_headings_to_a_screen_reader() -> None:
    for text in ("Northwind, Tuesday 15:00", "Still unknown", "Müller & Söhne"[:6]):
        (found,) = _body(Heading(text))
        assert (found["type"], found["style"], found["text"]) == ("TextBlock", "heading", text)


@pytest.mark.parametrize(
    "text",
    ["1. First", "2) Second", "- dash", "a_b_c", "*x*", "www.evil.example", "a:b", "[a](b)", "`c`"],
)
def test_other_words_are_never_read_as_markdown(text: str) -> None:
    (found,) = _body(Heading(text))
    assert found["type"] == "RichTextBlock"
    assert found["inlines"][0]["text"] == text


@given(st.text())
@example("{{DATE(2026-11-24T10:00:00Z)}} {{TIME(2026-11-24T10:00:00Z)}}")
@example("1986. A great year")
@example("a\r\n\r\nb\u2028c\n")
@example("\u00a0\u2003")
@example("<at>Dana</at> @Dana #sales")
def test_any_words_make_a_card_that_teams_takes(text: str) -> None:
    blocks = (
        Heading(text),
        Paragraph(spans(text, Strong(text), link(text, "https://northwind.example"))),
        Bullets((spans(text),)),
        Quote(text, text),
        Note(spans(text)),
        Preformatted(text),
        Buttons((Button(text, "a", text),)),
    )
    card = renderer.card(Card(text, blocks), nonce="n")
    assert cards.mistakes(card) == []
    assert "(date)" not in cards.visible(card)
    fields = (TextInput("a", text, text, text), ChecksInput("b", text, (Option("c", text),)))
    assert cards.mistakes(renderer.form(Form("f", text, fields), nonce="n")) == []


def test_each_line_is_a_block_and_an_empty_one_a_gap() -> None:
    body = _body(Paragraph(spans("one\ntwo", Strong("!\n\n\nthree"))))
    assert [
        ("".join(each["text"] for each in block["inlines"]), block.get("spacing")) for block in body
    ] == [("one", None), ("two!", "none"), ("three", "small")]


def test_columns_of_preformatted_text_keep_their_places() -> None:
    (ground,) = _body(Preformatted("today   pricing (us)\n  28 Nov  finance"))
    lines = [block["inlines"][0]["text"].replace("\u00a0", "_") for block in ground["items"]]
    assert lines == ["today__ pricing (us)", "__28 Nov__finance"]


def test_a_divider_is_a_line_above_what_follows() -> None:
    body = _body(Divider(), Paragraph(spans("a")), Divider(), Divider(), Note(()), Note(spans("b")))
    assert [each.get("separator", False) for each in body] == [True, True]
    assert len(_body(Paragraph(spans("a")), Divider())) == 1


def test_the_size_is_counted_in_bytes() -> None:
    blocks = tuple(Paragraph(spans(WAVE * 300)) for _ in range(8))
    whole = renderer.card(Card("S", blocks), nonce="n")
    assert cards.visible(whole).count(WAVE) == 8 * 300
    card = renderer.card(Card("S", blocks * 5), nonce="n")
    assert cards.mistakes(card) == []
    assert cards.visible(card).count("…") == 40


def test_too_many_parts_are_counted_and_as_many_shown_as_fit() -> None:
    card = renderer.card(
        Card("S", tuple(Paragraph(spans(f"Part {n}.")) for n in range(3_000))), nonce="n"
    )
    assert cards.mistakes(card) == []
    *shown, rest = cards.visible(card).splitlines()
    assert shown == [f"Part {n}." for n in range(len(shown))]
    assert rest == f"… {3_000 - len(shown)} more parts are not shown here."
    assert cards.message_size(card) > 77_600  # one more would be too many


def test_words_to_edit_give_way_last_and_it_is_said() -> None:
    two = tuple(TextInput(name, "Words", value=LONG, multiline=True) for name in "ab")
    form = Form("f", "F", (Paragraph(spans(LONG)), *two))
    found = renderer.form(form, nonce="n")
    assert [each["value"] for each in cards.inputs(found)] == [LONG, LONG]
    larger = replace(form, blocks=tuple(replace(each, value=LONG * 2) for each in two))
    cut = renderer.form(larger, nonce="n")
    assert cards.mistakes(cut) == []
    assert [len(each["value"]) for each in cards.inputs(cut)] == [10_000, 10_000]
    said = "A card has room for the first 10,000 characters; saving deletes the rest."
    assert cards.visible(cut).count(said) == 2


def test_the_summary_is_told_where_a_card_cannot_be_shown() -> None:
    card = renderer.card(Card("*Northwind* [now](https://x.example)", ()), nonce="n")
    assert cards.read(card["fallbackText"]) == "*Northwind* [now](https://x.example)"
