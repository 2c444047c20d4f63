"""The first days: everybody is welcomed once, with what Attune sends and how to stop it."""

import asyncio
from dataclasses import replace
from typing import cast

import pytest
from sqlmodel import select

from handlers.conversation import Conversation
from handlers.request import Means, Request, Sender
from handlers.services import Operator, Services
from handlers.views.first_message import HELLO, NEW, SET_UP, STOP
from storage.choices import Role
from storage.tables import Person
from storage.workspace import people
from tests.dialogues.marketing.test_channels import subscribed
from tests.dialogues.marketing.test_insights import published
from tests.dialogues.office import Office
from tests.dialogues.rep_does import plan
from tests.dialogues.turns import in_turn, on_each_database
from tests.teams.driver import TeamsUser

pytestmark = pytest.mark.every_platform

FOR_MARKETERS = (
    "I bring you what buyers say and what reps ask",
    "once more if nobody has answered within a working day",
    STOP,
)
WHAT_AND_WHEN = ("a brief 60 minutes before", "At 08:30 I say what the day holds", STOP)


def times_told(office: Office, words: str) -> int:
    """How often Lena has read these words."""
    return sum(message.count(words) for message in office.lena.messages)


async def forgotten(office: Office) -> None:
    """Nobody was welcomed yet. On Teams, people were when they added Attune."""
    async with office.attune.database.write() as session:
        for person in (await session.exec(select(Person))).all():
            person.welcomed_at = None


@in_turn("first", ["/prep Northwind tomorrow 3pm", "/calls", "what is this?", "thanks"])
async def test_the_first_answer_says_what_attune_does_and_sends_and_how_to_stop_it(
    office: Office, first: str
) -> None:
    await forgotten(office)
    before = times_told(office, STOP)
    await office.lena.types(first)
    office.lena.sees(NEW, *WHAT_AND_WHEN)
    for words in (first, "hello", "/calls"):
        await office.lena.types(words)
    assert times_told(office, STOP) == before + 1


async def test_hello_is_answered_with_the_welcome_and_later_in_short(office: Office) -> None:
    await forgotten(office)
    await office.lena.types("hello")
    office.lena.sees("I brief you before each call", *WHAT_AND_WHEN, "prep Northwind tomorrow 3pm")
    office.lena.sees_nothing_of(NEW)
    await office.lena.types("hello")
    office.lena.sees(HELLO)
    office.lena.sees_nothing_of(STOP)
    await office.lena.presses("Plan a call")
    await office.lena.fills(account="Northwind", when="tomorrow 15:00")
    await office.lena.submits()
    await office.lena.presses("Add “Northwind”")
    await office.lena.types("Good morning")
    office.lena.sees("Hello. Next: tomorrow 15:00 Northwind – no goal set yet")
    await office.lena.presses("Brief")
    office.lena.sees("Northwind")


HOMES = {
    "rep": ("You have no calls planned.", "Plan a call"),
    "marketer": ("Nothing is waiting for you.", "Asks", "Insights"),
    "manager": (
        "Each person's figures are theirs alone, unless they share one with you.",
        "Marketing and sales",
    ),
    "admin": ("Nobody is in marketing yet.", "/insight subscribe", "People and roles", "Privacy"),
}


@pytest.mark.parametrize("office", ["slack", "playground"], indirect=True)
async def test_a_press_in_a_channel_is_a_first_contact_and_only_they_see_the_welcome(
    office: Office,
) -> None:
    await office.until(23, "10:00")
    await subscribed(office)
    await published(office, industry="Logistics")
    await office.delivers()
    await forgotten(office)
    before = len(office.lena.reads("#sales"))
    office.lena.goes_to("#sales")
    await office.lena.presses("Used it")
    office.lena.sees("Noted: you used it.", NEW, STOP)
    assert len(office.lena.reads("#sales")) == before
    assert NEW not in str(office.lena.reads("#sales"))


async def test_the_welcome_stays_when_the_answer_above_it_is_gone_on_with(office: Office) -> None:
    await forgotten(office)
    await plan(office, "Northwind tomorrow 15:00")
    office.lena.sees("Open with:")
    assert times_told(office, NEW) == 1
    await office.lena.presses("Add “Northwind”")
    office.lena.sees("Open with:")
    await office.lena.types("/calls")
    assert office.lena.screen.count("Northwind – no goal set yet") == 1


async def test_a_marketer_is_told_what_marketing_gets_and_can_do(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await office.knows(tomas)
    await office.makes("Tomas Keller", "marketer")
    await forgotten(office)
    rep = {}
    for words in ("hello", "help", "stop"):
        await lena.types(words)
        rep[words] = len(lena.screen.split())
    for words, answers in (
        (
            "hello",
            (*FOR_MARKETERS, "/insight subscribe voice", "a digest on Mondays", "Asks"),
        ),
        ("help", ("what reps ask and pass on", "publish an insight", "digest on Mondays")),
        ("stop", ("What reps pass on", "Reminders about open asks", "Suggestions and drafts")),
    ):
        await tomas.types(words)
        tomas.sees(*answers)
        assert len(tomas.screen.split()) <= rep[words] + 10, "as short as a rep's"
    await tomas.types("what is this?")
    tomas.sees("I am Attune, a bot. I bring you what buyers say")
    await tomas.types("hello")
    tomas.sees(HELLO, "Nothing is waiting for you.", "Insights")
    await tomas.presses("Asks")
    tomas.sees("Nothing is waiting for marketing.")


async def test_of_two_first_requests_at_once_one_is_answered_with_the_welcome(
    office: Office,
) -> None:
    await forgotten(office)
    sender = Sender(office.lena_tenant, office.lena_id, "Lena Brandt", "Europe/Berlin")
    asked = [
        Request(office.request_id(), sender, Means.COMMAND, name) for name in ("calls", "promises")
    ]
    talk = office.attune.conversation()
    answers = await asyncio.gather(*(talk.answer(each, office.clock.now()) for each in asked))
    assert sorted(NEW in str(each) for each in answers) == [False, True]


async def test_a_file_is_a_first_contact_too(office: Office) -> None:
    await forgotten(office)
    await office.lena.drops("notes.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>Hello\n")
    assert times_told(office, NEW) == 1


@in_turn("role", HOMES)
async def test_home_says_to_everybody_what_is_useful_to_them(office: Office, role: Role) -> None:
    await forgotten(office)
    await office.tomas.opens_home()  # which puts nobody on file
    office.tomas.sees("I brief you before each call")
    async with office.attune.database.write(office.lena_tenant) as session:
        tomas = office.tomas.id
        await people.ensure(session, office.lena_tenant, tomas, "Tomas Keller", "Europe/Berlin")
    await office.makes("Tomas Keller", role)
    await office.tomas.opens_home()
    told = FOR_MARKETERS if role == "marketer" else ("I brief you before each call", *WHAT_AND_WHEN)
    office.tomas.sees(*told, *HOMES[role])
    assert office.tomas.screen.count("People and roles") == (role == "admin"), "one button"
    await office.tomas.types("hello")
    await office.tomas.opens_home()
    office.tomas.sees(*HOMES[role])
    office.tomas.sees_nothing_of(*told)


@pytest.mark.parametrize("office", ["playground"], indirect=True)
async def test_home_help_and_privacy_say_whom_to_ask(office: Office) -> None:
    attune = office.attune
    talk = Conversation(
        attune.conversation().registry,
        attune.database,
        attune.playbook,
        services=Services(operator=Operator("attune@acme.example", "https://acme.example/privacy")),
    )
    sender = Sender(office.lena_tenant, office.lena_id, "Lena", "UTC")
    for means, name in (
        (Means.SCREEN, "home"),
        (Means.COMMAND, "help"),
        (Means.COMMAND, "privacy"),
    ):
        request = Request(office.request_id(), sender, means, name)
        card = await talk.answer(request, office.clock.now())
        assert "attune@acme.example" in str(card)
        assert ("https://acme.example/privacy" in str(card)) == (name != "help")
    await forgotten(office)
    card = await talk.greet(sender, office.clock.now(), installed=True)
    assert "attune@acme.example" in str(card)


@on_each_database  # in a channel of the playground, Attune answers commands alone
async def test_who_mentions_attune_among_others_is_answered_and_only_they_see_it(
    office: Office,
) -> None:
    lena = office.lena
    await lena.types("hello")
    lena.goes_to("#sales")
    for words, answer in (
        ("hello", HELLO),
        ("help", "You can ask for:"),
        ("thank you", "Any time."),
        ("hello", HELLO),
        ("prep Northwind tomorrow 3pm", "Add “Northwind”"),
    ):
        await lena.types(words)
        lena.sees(answer)
        if office.lena_tenant.startswith("teams:"):  # it comes in their own chat
            lena.sees("You asked in #sales. Only you see this answer.")
    assert office.tomas.reads("#sales") == []


@pytest.mark.parametrize("office", ["teams"], indirect=True)
async def test_on_teams_whoever_adds_it_is_welcomed_and_the_first_one_told_what_to_do(
    office: Office,
) -> None:
    office.lena.sees(SET_UP, "1. Try it with a call of your own", *WHAT_AND_WHEN)
    office.lena.sees("Install me for your colleagues", "type @Attune insight subscribe there")
    office.lena.sees_nothing_of("/insight", "only to people who have written")
    office.tomas.sees("I brief you before each call", "When is your next call?", *WHAT_AND_WHEN)
    office.tomas.sees_nothing_of(SET_UP)
    for person in (office.lena, office.tomas):
        assert len(person.messages) == 1, "Teams reports it twice"
        on_teams = cast("TeamsUser", person)
        await on_teams.removes()
        await on_teams.installs()
        assert len(person.messages) == 1


@pytest.mark.parametrize("office", ["teams"], indirect=True)
async def test_who_is_asked_to_write_alone_first_is_welcomed_there(office: Office) -> None:
    tomas = cast("TeamsUser", office.tomas)
    tomas.fake.add("ana", "Ana", "Europe/Berlin")
    ana = replace(tomas, id="ana")
    ana.goes_to("#sales")
    await ana.types("calls")
    ana.sees("Message me directly first.")
    ana.goes_to("")
    await ana.types("calls")
    ana.sees("You have no calls planned.", NEW, *WHAT_AND_WHEN)


async def test_nobody_is_written_to_who_has_not_spoken(office: Office) -> None:
    await plan(office, "Northwind tomorrow 15:00")
    await office.tomas.opens_home()
    before = len(office.tomas.messages)
    await office.until(24, "20:00")
    assert len(office.tomas.messages) == before
