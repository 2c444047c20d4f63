"""Where an answer goes if the usual way fails, and who gets none."""

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.platform.messenger import Recipient
from handlers.cards import Card, QuickForm, Reply
from handlers.inputs import TextInput
from handlers.registry import Turn, Unfinished
from handlers.request import Means
from tests.slack import blockkit, features
from tests.slack.conftest import World
from tests.slack.driver import SlackUser
from tests.slack.fake import dm_of
from tests.slack.wire import Failure, Message


async def test_a_form_that_comes_too_late_is_one_press_away(world: World, ana: SlackUser) -> None:
    command = ana.command("/goal")
    world.clock.moment += timedelta(seconds=4)
    await ana.send("slash_commands", command)
    ana.sees("within three seconds", "[Open it]")
    await ana.presses("Open it")
    ana.sees("Your goal")


async def test_a_button_that_comes_too_late_opens_the_same(world: World, ana: SlackUser) -> None:
    await ana.types("/plan Northwind")
    press = ana.press("Goal")
    world.clock.moment += timedelta(seconds=4)
    await ana.send("interactive", press)
    ana.sees("within three seconds")
    assert len(ana.messages) == 2
    await ana.presses("Open it")
    await ana.fills(goal="listen")
    await ana.submits()
    ana.sees("Kept for 7: listen")


async def test_a_form_whose_work_is_always_slow_opens_without_doing_the_work_again(
    world: World, ana: SlackUser
) -> None:
    times: list[str] = []

    async def slow(_: Turn) -> Unfinished:
        async def work() -> None:
            times.append("looked up")
            world.clock.moment += timedelta(seconds=4)

        async def then(later: Turn, _: object) -> Reply:
            return await features.ask_goal(later)

        return Unfinished(work, then)

    world.app.own.talk._conversation.registry._features[Means.BUTTON, "goal"] = slow
    await ana.types("/plan Northwind")
    await ana.presses("Goal")
    ana.sees("within three seconds")
    await ana.presses("Open it")
    ana.sees("Your goal")
    assert times == ["looked up"]


async def test_a_form_that_a_message_asks_for_too_late_is_one_press_away(
    world: World, ana: SlackUser
) -> None:
    card = Card("Goal?", (QuickForm("goal", "7", (TextInput("goal", "Your goal today"),)),))
    to = Recipient("slack:T1", ana.id, dm_of(ana.id))
    await world.app.messenger.send(to, card, 1)
    world.fake.fail("views.open", Failure(error="expired_trigger_id"))
    await ana.answers_in_message(goal="one more")
    ana.sees("within three seconds", "Press the button again.")
    await ana.answers_in_message()
    ana.sees("And then?", "One more goal")


async def test_too_many_words_to_carry_are_asked_for_again(world: World, ana: SlackUser) -> None:
    command = ana.command("/goal " + "word " * 500)
    world.clock.moment += timedelta(seconds=4)
    await ana.send("slash_commands", command)
    ana.sees("in fewer words")
    ana.sees_nothing_of("[Open it]")


async def test_a_form_that_slack_refuses_is_on_record(world: World, ana: SlackUser) -> None:
    world.fake.fail("views.open", Failure(error="internal_error"))
    with capture_logs() as logs:
        await ana.types("/goal")
    assert [each["because"] for each in logs if each["log_level"] == "error"] == ["internal_error"]


@pytest.mark.parametrize(
    "failure", [Failure(status=404, text="used_url"), Failure(drop="before"), Failure(status=500)]
)
async def test_a_closed_way_back_leads_to_direct_messages(
    world: World, ana: SlackUser, failure: Failure
) -> None:
    world.fake.fail("respond", failure)
    await ana.types("/plan Northwind")
    (message,) = world.fake.messages
    assert (message.channel, message.only_for) == (dm_of("UANA"), "")
    assert world.fake.called("chat.postMessage")[0]["unfurl_links"] is False
    ana.sees("Planned: Northwind")


async def test_a_way_back_ends_after_half_an_hour(world: World, ana: SlackUser) -> None:
    await ana.types("/goal")
    await ana.fills(goal="listen")
    world.clock.moment += timedelta(minutes=31)
    await ana.submits()
    (message,) = world.fake.messages
    assert message.channel == dm_of("UANA")
    ana.sees("Kept for 7: listen")


async def test_no_way_at_all_is_on_record_without_words(world: World, ana: SlackUser) -> None:
    world.fake.fail("respond", Failure(status=404, text=""))
    world.fake.fail("conversations.open", *[Failure(error="cannot_dm_bot")] * 2)
    with capture_logs() as logs:
        await ana.types("/plan Northwind")
    assert logs[-1]["because"] == "cannot_dm_bot"
    assert "Northwind" not in str(logs)


async def test_an_answer_waits_as_long_as_slack_asks(world: World, ana: SlackUser) -> None:
    limited = Failure(status=429, text="", headers={"Retry-After": "0"})
    world.fake.fail("chat.postMessage", limited, limited)
    await ana.types("plan Northwind")
    ana.sees("Planned: Northwind")
    assert len(ana.messages) == 1


async def test_an_answer_does_not_wait_for_ever(world: World, ana: SlackUser) -> None:
    world.fake.fail(
        "chat.postMessage", Failure(status=429, text="", headers={"Retry-After": "600"})
    )
    await ana.types("plan Northwind")
    assert (ana.messages, len(world.fake.called("chat.postMessage"))) == ([], 1)


async def test_a_stranger_of_slack_connect_is_told_kindly(world: World) -> None:
    world.fake.add_user("UEVE", "Eve", "UTC", team_id="T2", is_stranger=True)
    eve = world.user("UEVE", team="T2")
    await eve.types("/plan Northwind")
    eve.sees("only for people at the company that set it up")
    assert await world.kept() == []


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"is_bot": True}, "people in its own workspace"),
        ({"deleted": True}, "Your account here is closed"),
        ({"is_stranger": True}, "only for people at the company that set it up"),
        ({"is_restricted": True}, "not open to guests"),
        ({"is_ultra_restricted": True}, "not open to guests"),
        ({"team_id": "T2"}, "people in its own workspace"),
        ({"id": "USLACKBOT"}, "people in its own workspace"),
    ],
)
async def test_bots_strangers_and_those_who_left_are_refused(
    world: World, more: dict[str, object], said: str
) -> None:
    world.fake.add_user("UEVE", "Eve", "UTC", **more)
    eve = world.user("UEVE")
    await eve.types("/plan Northwind")
    eve.sees(said)
    await eve.opens_home()
    eve.sees(said)
    assert await world.kept() == []


async def test_somebody_slack_does_not_know_is_refused(world: World) -> None:
    nobody = world.user("UNOBODY")
    await nobody.types("/plan Northwind")
    nobody.sees("people in its own workspace")


async def test_a_person_of_several_workspaces_of_one_company_is_ours(world: World) -> None:
    teams = {"teams": ["T9", "T1"]}
    world.fake.add_user("UEVE", "Eve", "UTC", team_id="T9", enterprise_user=teams)
    await world.user("UEVE").types("/plan Northwind")
    await world.user("UEVE", team="T9").presses("Done")
    assert await world.kept() == ["Northwind", "done 3"]


async def test_an_event_from_another_companys_channel_is_still_from_our_person(
    world: World, ana: SlackUser
) -> None:
    world.fake.channels["CSALES"].member = True
    ana.goes_to("#sales")  # which belongs to T2
    await ana.send("events_api", ana.mention("plan Northwind") | {"team_id": "T2"})
    ana.sees("Planned: Northwind")
    assert await world.kept() == ["Northwind"]


async def test_somebody_elses_mention_in_a_shared_channel_is_refused(world: World) -> None:
    world.fake.add_user("UEVE", "Eve", "UTC", team_id="T2", is_stranger=True)
    world.fake.channels["CSALES"].member = True
    eve = world.user("UEVE", team="T2")
    eve.goes_to("#sales")
    await eve.send("events_api", eve.mention("plan Northwind"))
    eve.sees("only for people at the company that set it up")
    assert await world.kept() == []


async def test_a_stranger_cannot_hand_in_a_form(world: World, ana: SlackUser) -> None:
    await ana.types("/goal")
    eve = world.user("UANA", team="T2")
    await eve.fills(goal="listen")
    await eve.submits()
    assert "own workspace" in eve.problems["goal"]
    assert await world.kept() == []


async def test_who_was_looked_up_for_a_nudge_is_known_when_they_ask(
    world: World, ana: SlackUser
) -> None:
    await world.app.messenger.absent_until(Recipient("slack:T1", "UANA"), world.clock.moment)
    world.fake.fail("users.info", Failure(status=429, text="", headers={"Retry-After": "30"}))
    await ana.opens_home()
    ana.sees("Europe/Lisbon")
    assert len(world.fake.called("users.info")) == 1


async def test_people_are_asked_for_once_an_hour_and_after_a_change(
    world: World, ana: SlackUser
) -> None:
    await ana.opens_home()
    await ana.opens_home()
    assert len(world.fake.called("users.info")) == 1
    world.fake.users["UANA"]["tz"] = "Asia/Tokyo"
    await ana.opens_home()
    ana.sees("Europe/Lisbon")
    await ana.send("events_api", ana.event({"type": "user_change", "user": {"id": "UANA"}}))
    await ana.opens_home()
    ana.sees("Asia/Tokyo")
    world.clock.moment += timedelta(hours=1)
    await ana.opens_home()
    assert len(world.fake.called("users.info")) == 3


async def test_yesterdays_name_is_better_than_no_answer(world: World, ana: SlackUser) -> None:
    await ana.opens_home()
    world.clock.moment += timedelta(hours=2)
    world.fake.fail("users.info", Failure(status=503))
    await ana.types("/plan Northwind")
    ana.sees("Planned: Northwind")


@pytest.mark.parametrize("zone", ["", None, "Mars/Olympus", "../../etc/passwd", "/etc/passwd"])
async def test_a_zone_that_nobody_knows_is_utc(
    world: World, ana: SlackUser, zone: str | None
) -> None:
    world.fake.users["UANA"]["tz"] = zone
    await ana.opens_home()
    ana.sees("Ana, UTC")


async def test_home_without_its_own_card_still_shows_the_answer(
    world: World, ana: SlackUser
) -> None:
    await ana.opens_home()
    press = ana.press("Finish")
    del world.app.own.talk._conversation.registry._features[("screen", "home")]  # type: ignore[arg-type]
    await ana.send("interactive", press)
    assert ana.screen == "Done: 5"


async def test_a_press_in_a_form_leads_to_the_next_form(world: World, ana: SlackUser) -> None:
    await ana.types("/goal")
    view = world.fake.modals["UANA"]
    button = {"type": "button", "action_id": "goal#0", "text": {"type": "plain_text", "text": "x"}}
    view["blocks"] = [{"type": "actions", "elements": [button]}]
    await ana.presses("x")
    ana.sees("Your goal")
    assert len(world.fake.called("views.update")) == 1


async def test_after_an_uninstall_nothing_more_is_sent(world: World, ana: SlackUser) -> None:
    world.fake.dead = "account_inactive"
    await ana.send("events_api", ana.event({"type": "app_uninstalled"}))
    before = len(world.fake.calls)
    await ana.types("/plan Northwind")
    assert [name for name, _ in world.fake.calls[before:]] == ["respond"]


async def test_no_markup_goes_out_with_an_answer(world: World, ana: SlackUser) -> None:
    await ana.types("/plan <!channel>")
    latest = world.fake.latest["UANA"]
    assert isinstance(latest, Message)
    assert blockkit.links(latest.body) == []
    assert "mrkdwn" not in str(latest.body)
