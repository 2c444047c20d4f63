"""Answers stay in direct messages with Attune; elsewhere they can be sent there."""

import pytest

from bot.slack import files, renderer
from handlers.cards import Bullets, Card, Note, Paragraph, Picture, Preformatted, Quote, spans
from tests.slack import blockkit
from tests.slack.conftest import World
from tests.slack.driver import SlackUser
from tests.slack.fake import dm_of
from tests.slack.wire import Failure

KEEP = "Send it to my messages"


async def test_in_our_own_messages_an_answer_stays(world: World, ana: SlackUser) -> None:
    await ana.types("/plan Northwind")
    ana.reloads()
    ana.sees("Planned: Northwind")
    ana.sees_nothing_of(KEEP)
    assert world.fake.called("respond") == []


async def test_what_is_answered_beside_a_message_stays_too(world: World, ana: SlackUser) -> None:
    await ana.types("/plan Northwind")
    await ana.presses("Why?")
    ana.reloads()
    assert [each.splitlines()[0] for each in ana.messages] == [
        "Planned: Northwind",
        "Because you asked.",
    ]


async def test_what_a_form_came_to_stays_too(world: World, ana: SlackUser) -> None:
    await ana.types("/goal")
    await ana.fills(goal="listen")
    await ana.submits()
    ana.reloads()
    ana.sees("Kept for 7: listen")


async def test_the_direct_messages_of_two_people_are_not_ours(world: World, ana: SlackUser) -> None:
    ana.channel = world.fake.add_pair("UANA", "UBEN")
    await ana.types("/plan Northwind")
    assert [(each.channel, each.only_for) for each in world.fake.messages] == [
        (ana.channel, "UANA")
    ]
    assert world.user("UBEN").messages == []
    ana.sees(KEEP)


async def test_an_answer_in_a_channel_can_be_sent_to_ones_messages(
    world: World, ana: SlackUser
) -> None:
    ana.goes_to("#sales")
    await ana.types("/plan Northwind")
    ana.sees("Planned: Northwind", KEEP)
    await ana.presses(KEEP)
    ana.reloads()
    ana.goes_to("")
    (message,) = world.fake.messages
    assert message.channel == dm_of("UANA")
    ana.sees("Planned: Northwind")
    ana.sees_nothing_of(KEEP)
    await ana.presses("Done")
    assert await world.kept() == ["Northwind", "done 3"]


async def test_sent_twice_it_comes_once(world: World, ana: SlackUser) -> None:
    ana.goes_to("#sales")
    await ana.types("/plan Northwind")
    press = ana.press(KEEP)
    await ana.send("interactive", press)
    await ana.send("interactive", {**press, "trigger_id": "another"})
    assert len(world.fake.seen_in(dm_of("UANA"))) == 1


async def test_nobody_elses_answer_can_be_sent(world: World, ana: SlackUser) -> None:
    ana.goes_to("#sales")
    await ana.types("/plan Northwind")
    press = ana.press(KEEP)
    ben = world.user("UBEN")
    await ben.send("interactive", {**press, "user": {"id": "UBEN", "team_id": "T1"}})
    assert all("Northwind" not in each for each in ben.messages)


async def test_what_took_the_place_of_such_an_answer_can_be_sent_too(
    world: World, ana: SlackUser
) -> None:
    ana.goes_to("#sales")
    await ana.types("/plan Northwind")
    await ana.presses("Goal")
    await ana.fills(goal="listen")
    await ana.submits()
    assert len(ana.messages) == 1
    ana.sees("Kept for 7: listen")


async def test_a_refusal_needs_no_keeping(world: World, ana: SlackUser) -> None:
    ana.goes_to("#sales")
    await ana.types("/no")
    ana.sees("Not today.")
    ana.sees_nothing_of(KEEP)


async def test_after_a_restart_it_is_asked_for_once_more(world: World, ana: SlackUser) -> None:
    ana.goes_to("#sales")
    await ana.types("/plan Northwind")
    world.app.own.talk._answers._sendable.clear()
    await ana.presses(KEEP)
    ana.sees("no longer have that answer")


async def test_a_way_back_elsewhere_is_not_taken(world: World, ana: SlackUser) -> None:
    ana.goes_to("#sales")
    for elsewhere in (
        "http://169.254.169.254/latest",
        "https://hooks.slack.com.evil.example/1",
        "http://[",
        world.fake.url.replace("127.0.0.1", "localhost"),
    ):
        await ana.send("slash_commands", ana.command("/plan x") | {"response_url": elsewhere})
    assert world.fake.called("respond") == []
    assert len(world.fake.seen_in(dm_of("UANA"))) == 4


async def test_a_way_back_that_leads_on_is_not_followed(world: World, ana: SlackUser) -> None:
    ana.goes_to("#sales")
    there = world.fake.response_url("UANA", "CSALES")
    world.fake.fail("respond", Failure(status=307, text="", headers={"Location": there}))
    await ana.types("/plan Northwind")
    assert len(world.fake.called("respond")) == 1
    assert len(world.fake.seen_in(dm_of("UANA"))) == 1


# Where people talk


@pytest.mark.parametrize("subtype", ["file_share", "thread_broadcast", "me_message"])
async def test_every_way_to_say_something_to_us_is_heard(
    world: World, ana: SlackUser, subtype: str
) -> None:
    await ana.send("events_api", ana.message("plan Northwind", subtype=subtype))
    ana.sees("Planned: Northwind")


async def test_a_file_that_slack_says_nothing_of_is_answered(world: World, ana: SlackUser) -> None:
    await ana.send("events_api", ana.message("", subtype="file_share", files=[{"id": "F1"}]))
    ana.sees(files.NOT_A_FILE)


async def test_our_name_before_the_words_is_not_one_of_them(world: World, ana: SlackUser) -> None:
    for begins in ("<@UBOT> ", "<@UBOT>: ", " <@UBOT|attune>, "):
        event = ana.message("")
        event["event"]["text"] = f"{begins}plan Northwind"
        await ana.send("events_api", event)
    assert await world.kept() == ["Northwind"] * 3


async def test_an_answer_in_a_thread_of_our_messages_stays_there(
    world: World, ana: SlackUser
) -> None:
    await ana.send("events_api", ana.message("plan Northwind", thread_ts="5.1"))
    await ana.presses("Why?")
    assert [each.thread for each in world.fake.messages] == ["5.1", "5.1"]
    await ana.types("plan Contoso")
    assert world.fake.messages[-1].thread == ""


async def test_a_mention_in_a_channel_is_answered_to_that_person_alone(
    world: World, ana: SlackUser
) -> None:
    world.fake.channels["CSALES"].member = True
    ana.goes_to("#sales")
    await ana.send("events_api", ana.mention("the figures of May look odd"))
    assert [each.only_for for each in world.fake.messages] == ["UANA"]
    ana.sees("Message me directly", "Only you will see my answer")


async def test_a_mention_can_carry_a_command(world: World, ana: SlackUser) -> None:
    world.fake.channels["CSALES"].member = True
    ana.goes_to("#sales")
    await ana.send("events_api", ana.mention("plan Northwind", thread_ts="5.1"))
    (message,) = world.fake.messages
    assert (message.only_for, message.thread) == ("UANA", "5.1")
    ana.sees("Planned: Northwind", KEEP)


async def test_where_we_cannot_whisper_the_answer_comes_by_direct_message(
    world: World, ana: SlackUser
) -> None:
    ana.goes_to("#sales")  # mentioned, and put out before the answer
    await ana.send("events_api", ana.mention("plan Northwind"))
    assert [each.channel for each in world.fake.messages] == [dm_of("UANA")]


async def test_people_who_are_mentioned_are_called_by_their_names(
    world: World, ana: SlackUser
) -> None:
    event = ana.message("")
    event["event"]["text"] = "plan <@UBEN> and <@UGONE>"
    await ana.send("events_api", event)
    assert await world.kept() == ["@Ben and @someone"]


# What a screen reader reads


def test_a_screen_reader_reads_the_whole_card() -> None:
    card = Card(
        "Northwind, 15:00.",
        (
            Paragraph(spans("Northwind, 15:00.")),
            Bullets((spans("One"), spans("Two"))),
            Quote("It has to be <fast>.", "Dana, Monday"),
            Picture("<svg/>", "Two of three."),
            Preformatted("a & b"),
            Note(spans("Small print")),
        ),
    )
    assert renderer.message(card)["text"].splitlines() == [
        "Northwind, 15:00.",
        "• One",
        "• Two",
        "It has to be &lt;fast&gt;.",
        "Dana, Monday",
        "Two of three.",
        "a &amp; b",
        "Small print",
    ]


@pytest.mark.parametrize("letter", ["x", "&", "<x", "\N{GRINNING FACE}"])
def test_a_long_card_is_cut_where_slack_would_refuse_it(letter: str) -> None:
    said = renderer.message(Card("Long", (Paragraph(spans(letter * 5_000)),)))
    assert blockkit.mistakes(said) == []
    assert said["text"].endswith("…")
    assert len(said["text"]) > 3_900 or letter != "x"
