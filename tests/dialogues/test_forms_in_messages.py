"""Forms within messages: two features of these tests' own, used on every platform."""

from typing import ClassVar

import pytest

from bot.platform.choices import NO_ANSWER
from bot.playground import demo
from handlers import features
from handlers.cards import Button, Buttons, Card, Form, Paragraph, Problems, QuickForm, Reply, spans
from handlers.commands import Command
from handlers.inputs import ChoiceInput, Option, TextInput
from handlers.message import Part, combine
from handlers.registry import Refusal, Registry, Turn
from tests.dialogues.office import Office

pytestmark = pytest.mark.every_platform

KINDS = (Option("demo", "Demo"), Option("pricing", "Pricing"))
WHO = (Option("4", "Dana"), Option("5", "Kim"))
Saved = tuple[str, dict[str, str]]


class Heard:
    """The features, and what they were given: the subject and the fields of each form."""

    forms: ClassVar[list[Saved]] = []


@pytest.fixture(autouse=True)
def _with_features(monkeypatch: pytest.MonkeyPatch) -> None:
    """Add the features before the office is built."""
    real = features.registry

    def registry() -> Registry:
        made = real()
        made.command(Command("heard", "", "asks in the message"), ask)
        made.command(Command("both", "", "asks twice in one message"), ask_twice)
        made.form("test.heard", save)
        made.form("test.kind", set_kind)
        made.button("test.later", later)
        made.first_words = None  # a welcome below an answer makes it stay
        return made

    monkeypatch.setattr(features, "registry", registry)
    monkeypatch.setattr(Heard, "forms", [])


def asked(account: str, kind: str = "") -> Card:
    """What did they say, who said it, and what kind of call was it?"""
    said = TextInput("heard", f"What did {account} say?", required=True)
    return Card(
        f"How was {account}?",
        (
            QuickForm(
                "test.kind", account, (ChoiceInput("kind", "Kind", KINDS, kind),), at_once=True
            ),
            QuickForm("test.heard", account, (said, ChoiceInput("who", "Who?", WHO))),
            Buttons((Button(f"Later: {account}", "test.later", account),)),
        ),
    )


async def ask(_turn: Turn) -> Reply:
    return asked("Northwind")


async def ask_twice(_turn: Turn) -> Reply:
    parts = [Part("reflect", "", asked(account)) for account in ("Northwind", "Contoso")]
    return combine(parts, {})


async def save(turn: Turn) -> Reply:
    words = turn.fields["heard"]
    if not words:
        raise Refusal("A line is required.", field="heard")
    if "pitch" in words:
        return Problems({"heard": "That is yours. What did they say?"})
    if "more" in words:
        return Form("test.heard", "And then?", (TextInput("heard", "What else?", value=words),))
    Heard.forms.append((turn.text, dict(turn.fields)))
    return Card(f"Saved for {turn.text}.", (Paragraph(spans(f"Saved for {turn.text}: {words}")),))


async def set_kind(turn: Turn) -> Reply:
    Heard.forms.append((turn.text, dict(turn.fields)))
    return asked(turn.text, turn.fields["kind"])


async def later(turn: Turn) -> Reply:
    return Card("Later.", (Paragraph(spans(f"Later: {turn.text}.")),))


async def test_a_line_is_saved_where_it_was_asked_for(office: Office) -> None:
    lena = office.lena
    await lena.types("/heard")
    lena.sees("What did Northwind say?", "Who?", "Dana", "Later: Northwind")
    lena.sees_nothing_of("Clear", "No answer")
    before = len(lena.messages)
    await lena.answers_in_message("Save", heard="The drivers stopped it.", who="5")
    assert Heard.forms == [("Northwind", {"heard": "The drivers stopped it.", "who": "5"})]
    lena.sees("Saved for Northwind: The drivers stopped it.")
    lena.sees_nothing_of("What did Northwind say?")
    assert len(lena.messages) == before


async def test_what_was_typed_is_still_there_after_it_was_not_accepted(office: Office) -> None:
    lena = office.lena
    await lena.types("/heard")
    await lena.answers_in_message(heard="our pitch", who="4")
    lena.sees_problem("That is yours. What did they say?")
    assert Heard.forms == []
    await lena.forces_in_message(heard="x" * 20_001)
    lena.sees_problem("That is 20,001 characters. The limit is 20,000. Please shorten the text.")
    await lena.answers_in_message(heard="They want it by May.")
    assert Heard.forms == [("Northwind", {"heard": "They want it by May.", "who": "4"})]


async def test_an_empty_line_is_asked_for(office: Office) -> None:
    lena = office.lena
    await lena.types("/heard")
    await lena.answers_in_message("Save", heard="")
    lena.sees_problem("required.")
    assert Heard.forms == []


async def test_other_buttons_do_not_need_the_line(office: Office) -> None:
    lena = office.lena
    await lena.types("/heard")
    await lena.presses("Later: Northwind")
    lena.sees("Later: Northwind.")


async def test_an_option_acts_at_once_and_can_be_taken_back(office: Office) -> None:
    lena = office.lena
    await lena.types("/heard")
    await lena.answers_in_message(kind="pricing")
    assert Heard.forms == [("Northwind", {"kind": "pricing"})]
    lena.sees("Pricing", "Clear my answer", "What did Northwind say?")
    await lena.answers_in_message(kind="" if office.lena_tenant == demo.TENANT else NO_ANSWER)
    assert Heard.forms[1:] == [("Northwind", {"kind": ""})]
    lena.sees_nothing_of("Clear my answer")


async def test_two_forms_in_one_message_do_not_mix(office: Office) -> None:
    lena = office.lena
    await lena.types("/both")
    await lena.answers_in_message("Save: What did Northwind say?", heard="our pitch")
    await lena.answers_in_message("Save: What did Contoso say?", heard="Not now.")
    assert Heard.forms == [("Contoso", {"heard": "Not now.", "who": ""})]
    lena.sees("Saved for Contoso: Not now.")
    await lena.answers_in_message("Save: What did Northwind say?", heard="Yes, in May.", who="4")
    assert Heard.forms[1:] == [("Northwind", {"heard": "Yes, in May.", "who": "4"})]
    lena.sees("Saved for Northwind: Yes, in May.")
    assert any("What did Northwind say?" in each for each in lena.messages)


async def test_a_form_that_a_line_leads_to_opens_as_usual(office: Office) -> None:
    lena = office.lena
    await lena.types("/heard")
    await lena.answers_in_message(heard="There is more")
    lena.sees("And then?", "What else?")
    await lena.fills(heard="That was it.")
    await lena.submits()
    assert Heard.forms == [("", {"heard": "That was it."})]
    lena.sees("Saved for")
