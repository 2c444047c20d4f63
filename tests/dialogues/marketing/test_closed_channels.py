"""Channels that close to Attune on Slack: what was posted there, and what happens afterwards."""

from datetime import timedelta
from typing import cast

import pytest

from tests.dialogues.marketing.marketing_heard import heard, passed_on
from tests.dialogues.marketing.test_channels import posts, subscribed
from tests.dialogues.marketing.test_insights import DRIVERS, marketing, published, writes
from tests.dialogues.office import Office
from tests.slack.driver import SlackUser

pytestmark = pytest.mark.parametrize("office", ["slack"], indirect=True)
REMOVED = {"type": "member_left_channel", "user": "UBOT"}
LOST = "Attune no longer posts in #marketing, because it is now shared with another company."


async def tells(office: Office, channel: str, **event: object) -> None:
    """Slack tells what happened to a channel."""
    lena = cast("SlackUser", office.lena)
    await lena.send("events_api", lena.event({"channel": channel, **event}))


async def removed_from_sales(office: Office) -> None:
    """Somebody removes Attune from #sales."""
    cast("SlackUser", office.lena).fake.channels["CSALES"].member = False
    await tells(office, "CSALES", **REMOVED)


async def shares_marketing(office: Office) -> None:
    """#marketing is shared with another company."""
    cast("SlackUser", office.lena).fake.channels["CMARKETING"].shared = True
    await tells(office, "CMARKETING", type="channel_shared", connected_team_id="T9")
    await office.until(23, "11:00")


async def takes_back(office: Office) -> None:
    """Lena takes back what she passed on."""
    await office.lena.types("/reflect Northwind")
    await office.lena.submits()
    await office.lena.presses("Share or pass on")
    await office.lena.presses("Take it back from marketing")


async def test_what_is_taken_back_goes_from_a_channel_that_is_shared_by_now(
    office: Office,
) -> None:
    await passed_on(office)
    await shares_marketing(office)
    assert "They want a planner" in heard(office)[0]
    await takes_back(office)
    office.lena.sees("Taken back. It is removed from marketing's posts and digests,")
    await office.until(23, "11:10")
    (said,) = heard(office)
    assert said == (
        "This message was emptied, because its text changed while this channel was shared with "
        "another company."
    )


async def test_a_change_that_is_due_when_a_channel_is_shared_is_not_lost(office: Office) -> None:
    await passed_on(office)
    await takes_back(office)
    await shares_marketing(office)
    assert "They want a planner" not in heard(office)[0]


async def test_nothing_new_is_shown_in_a_channel_that_is_shared(office: Office) -> None:
    await passed_on(office)
    await shares_marketing(office)
    office.tomas.goes_to("")
    await office.tomas.opens_home()
    await office.tomas.presses("Asks")
    await office.tomas.presses("Look at it")
    await office.tomas.presses("Answer")
    await office.tomas.fills(words="Three depots did.")
    await office.tomas.submits()
    await office.until(23, "11:10")
    assert "Three depots did." not in heard(office)[0]


async def test_whoever_subscribed_a_channel_hears_once_that_it_is_shared(office: Office) -> None:
    await passed_on(office)
    await shares_marketing(office)
    await takes_back(office)
    await office.until(23, "11:10")
    assert sum(LOST in each for each in office.tomas.messages) == 1


async def test_it_is_said_where_a_post_may_stay(office: Office) -> None:
    await passed_on(office)
    cast("SlackUser", office.lena).fake.channels["CMARKETING"].archived = True
    await tells(office, "CMARKETING", type="channel_archive")
    await takes_back(office)
    office.lena.sees(
        "Taken back. Attune can't post in #marketing any more, so what it posted there may stay. "
        "Ask somebody there to delete it."
    )
    office.lena.sees_nothing_of("It is removed from marketing's posts")
    await office.until(23, "11:10")


async def test_a_deleted_channel_has_no_posts_that_stay(office: Office) -> None:
    await passed_on(office)
    del cast("SlackUser", office.lena).fake.channels["CMARKETING"]
    await tells(office, "CMARKETING", type="channel_deleted")
    await takes_back(office)
    office.lena.sees("Taken back. It is removed from marketing's posts and digests,")
    office.lena.sees_nothing_of("Ask somebody there to delete it")
    await office.until(23, "11:10")
    gone = "#marketing no longer exists. To choose another channel, type /insight subscribe in that"
    lost = f"{gone} channel."
    assert sum(lost in each for each in office.tomas.messages) == 1


async def test_a_channel_that_was_shared_and_is_not_any_more_is_open(office: Office) -> None:
    """Slack reports the end before the beginning."""
    await passed_on(office)
    await tells(office, "CMARKETING", type="channel_unshared", is_ext_shared=False)
    await tells(office, "CMARKETING", type="channel_shared", connected_team_id="T9")
    await office.until(30, "09:10")
    assert "In seven days, reps shared one thing." in heard(office)[-1]


async def test_a_channel_that_is_open_again_gets_what_was_scheduled(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await office.until(23, "10:00")
    await subscribed(office)
    await marketing(office)
    await tomas.types("/insight")
    await writes(tomas, **DRIVERS, industry="Logistics", goes_out="tomorrow 11:00")
    await tomas.presses("Publish tomorrow 11:00")
    tomas.sees("It goes to #sales tomorrow 11:00.")
    await removed_from_sales(office)
    lena.goes_to("#sales")
    await lena.types("/insight subscribe")
    await office.until(24, "11:10")
    assert "Drivers keep a planner" in posts(office)[-1]


async def test_a_weekly_digest_keeps_what_it_had_when_the_channel_was_closed(
    office: Office,
) -> None:
    lena = office.lena
    await office.until(23, "10:00")
    lena.goes_to("#sales")
    await lena.types("/insight subscribe")
    await lena.fills(tags="everything", how="weekly")
    await lena.submits()
    await published(office, industry="Logistics")
    await removed_from_sales(office)
    await office.until(24, "10:00")
    await lena.types("/insight subscribe")
    await office.until(30, "09:10")
    assert "Drivers keep a planner" in posts(office)[-1]


async def test_the_voice_digest_comes_after_a_channel_was_shared_for_a_while(
    office: Office,
) -> None:
    await passed_on(office)
    await shares_marketing(office)
    cast("SlackUser", office.lena).fake.channels["CMARKETING"].shared = False
    office.clock.moment += timedelta(hours=1)
    await tells(office, "CMARKETING", type="channel_unshared", is_ext_shared=False)
    await office.until(30, "09:10")
    assert "In seven days, reps shared one thing." in heard(office)[-1]
