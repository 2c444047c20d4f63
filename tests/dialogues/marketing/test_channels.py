"""Channels subscribe to insights, and get each one once, in their hours."""

from typing import cast

import pytest
from sqlmodel import col, select

from handlers.request import Means, Place, Request, Sender
from storage.tables import Channel
from tests.dialogue import Dialogue
from tests.dialogues.marketing.test_insights import DRIVERS, marketing, published, writes
from tests.dialogues.office import Office
from tests.dialogues.rep_does import held, reflect
from tests.teams.driver import TeamsUser

pytestmark = pytest.mark.every_platform

SALES = "#sales"


async def subscribed(office: Office, tags: str = "industry=logistics") -> None:
    """Lena subscribes #sales."""
    office.lena.goes_to(SALES)
    await office.lena.types(f"/insight subscribe {tags}")
    office.lena.sees("#sales gets insights with")
    await office.delivers()
    office.lena.goes_to("")


async def test_a_channel_subscribes_and_gets_an_insight(office: Office) -> None:
    lena = office.lena
    await office.until(23, "10:00")
    await subscribed(office)
    assert (
        "Lena Brandt subscribed this channel to insights with industry logistics."
        in posts(office)[0]
    )
    await published(office, industry="Logistics")
    office.tomas.sees("It goes to #sales.")
    await office.delivers()
    said = posts(office)[1]
    assert "Drivers keep a planner they helped to set up" in said
    assert "Change or stop this with /insight subscribe in this channel." in said
    lena.goes_to(SALES)
    await lena.presses("Used it")
    lena.sees("Noted: you used it.")
    assert len(posts(office)) == 2, "what one person says back is theirs alone"


async def test_the_preview_says_where_it_goes(office: Office) -> None:
    await office.until(23, "10:00")
    await subscribed(office)
    await marketing(office)
    await office.tomas.types("/insight")
    await office.tomas.fills(**DRIVERS, industry="logistics")
    await office.tomas.submits()
    office.tomas.sees("It goes to #sales.")


async def test_what_carries_no_such_tag_stays_away(office: Office) -> None:
    await office.until(23, "10:00")
    await subscribed(office, "industry=logistics, competitor=*")
    await published(office, industry="Retail")
    await published(office, headline="Against Routely", competitor="Routely")
    await office.delivers()
    assert len(posts(office)) == 2
    assert "Against Routely" in posts(office)[1]


async def test_a_burst_is_one_message(office: Office) -> None:
    await office.until(23, "10:00")
    await subscribed(office)
    for number in range(4):
        await published(office, headline=f"Insight {number}", industry="Logistics")
        await office.delivers()
    assert len(posts(office)) == 2, "the first at once"
    await office.until(23, "10:06")
    assert len(posts(office)) == 3, "the others together, five minutes later"
    assert all(f"Insight {number}" in posts(office)[2] for number in (1, 2, 3))


async def test_outside_its_hours_a_channel_waits_until_they_start(office: Office) -> None:
    await office.until(23, "10:00")
    await subscribed(office)
    await office.until(23, "18:30")
    await published(office, industry="Logistics")
    await office.until(24, "08:59")
    assert len(posts(office)) == 1
    await office.until(24, "09:00")
    assert len(posts(office)) == 2


async def test_it_comes_once_whatever_is_done_with_it(office: Office) -> None:
    tomas = office.tomas
    await office.until(23, "10:00")
    await subscribed(office)
    await published(office, industry="Logistics")
    await office.delivers()
    await tomas.opens_home()
    await tomas.presses("Insights")
    await tomas.presses("Edit")
    await tomas.fills(headline="Drivers decide")
    await tomas.submits()
    tomas.sees("The post in #sales will change too.")
    tomas.sees_nothing_of("It goes to #sales")
    await tomas.presses("Publish the change")
    await tomas.presses("Retire")
    await tomas.presses("Publish it again")
    await office.until(25, "12:00")
    assert len(posts(office)) == 2


async def test_what_is_retired_before_it_went_out_does_not(office: Office) -> None:
    tomas = office.tomas
    await office.until(23, "10:00")
    await subscribed(office)
    await office.until(23, "18:30")
    await published(office, industry="Logistics")
    await tomas.presses("Retire")
    await office.until(24, "12:00")
    assert len(posts(office)) == 1


async def test_a_weekly_digest_in_place_of_single_messages(office: Office) -> None:
    lena = office.lena
    await office.until(23, "10:00")
    lena.goes_to(SALES)
    await lena.types("/insight subscribe")
    lena.sees(
        "#sales gets every insight with at least one of these tags.",
        "what reps pass on and answer, at once",
    )
    await lena.fills(tags="everything", how="weekly")
    await lena.submits()
    lena.sees("#sales gets every insight.", "A weekly digest, Mondays 09:00")
    await office.delivers()
    for number in range(5):
        await published(office, headline=f"Insight {number}")
    await office.until(29, "23:00")
    assert len(posts(office)) == 1
    await office.until(30, "09:00")
    assert "5 insights" in posts(office)[1]
    assert all(f"Insight {number}" in posts(office)[1] for number in range(5))


async def test_a_digest_of_insights_does_not_hold_back_what_reps_pass_on(office: Office) -> None:
    tomas = office.tomas
    await office.until(23, "10:00")
    await marketing(office)
    tomas.goes_to("#marketing")
    await tomas.types("/insight subscribe voice")
    at_once = "What reps pass on comes at once, Monday to Friday, 09:00 to 17:00"
    tomas.sees("#marketing gets the voice of the customer.", at_once, "a digest of it on Mondays.")
    await tomas.presses("Change")
    await tomas.fills(how="weekly")
    await tomas.submits()
    tomas.sees(at_once)
    tomas.sees_nothing_of("weekly digest")
    await tomas.presses("Change")
    await tomas.fills(tags="voice, everything")
    await tomas.submits()
    tomas.sees("Insights: a weekly digest, Mondays 09:00.", at_once)


async def test_scheduled_it_goes_out_then_and_not_before(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await office.until(23, "10:00")
    await subscribed(office)
    await marketing(office)
    await tomas.types("/insight")
    await writes(tomas, **DRIVERS, industry="Logistics", goes_out="tomorrow 11:00")
    await tomas.presses("Publish tomorrow 11:00")
    tomas.sees("Scheduled for tomorrow 11:00", "It goes to #sales tomorrow 11:00.")
    await tomas.presses("Edit")
    await tomas.fills(goes_out="")
    await tomas.submits()
    tomas.sees("Scheduled for tomorrow 11:00. It will go out like this.", "Publish now")
    tomas.sees_nothing_of("This is how it will look", "Nothing goes out until it is published")
    lena.goes_to("")
    await lena.types("/insight drivers")
    lena.sees("No insights about “drivers”.")
    await office.until(24, "10:59")
    assert len(posts(office)) == 1
    await office.until(24, "11:00")
    assert len(posts(office)) == 2
    await lena.types("/insight drivers")
    lena.sees("Drivers keep a planner")


async def test_a_time_that_is_none_is_said_at_its_field(office: Office) -> None:
    await marketing(office)
    await office.tomas.types("/insight")
    await writes(office.tomas, **DRIVERS, goes_out="yesterday 9:00")
    assert office.tomas.problems == {
        "goes_out": "That is in the past. When should it go out? For example: Monday 9:00."
    }


async def test_slips_in_tags_are_asked_about(office: Office) -> None:
    lena = office.lena
    await published(office, industry="Logistics")
    lena.goes_to(SALES)
    await lena.types("/insight subscribe industri=logistics")
    lena.sees("There is no tag “industri”. Did you mean industry?")
    await lena.types("/insight subscribe foo")
    lena.sees("There is no tag “foo”. The tags are industry, persona, stage, competitor, account,")
    await lena.types("/insight subscribe industry=logistcs")
    lena.sees("Did you mean Logistics?", 'industry="logistcs"')
    await lena.types("/insight subscribe account=Nowhere")
    lena.sees("There is no account “Nowhere”.")
    await lena.types("/insight subscribe stage=foo")
    lena.sees("There is no stage “foo”. The stages are discovery, evaluation, decision, customer.")
    await lena.types('/insight subscribe industry="logistcs"')
    lena.sees("#sales gets insights with industry logistcs.")
    await lena.presses("Change")
    lena.sees('industry="logistcs"')
    await lena.submits()
    lena.sees("#sales gets insights with industry logistcs.")


async def test_one_value_a_tag_and_nothing_is_offered_twice(office: Office) -> None:
    lena = office.lena
    await published(office, industry="Logistics")
    await published(office, headline="Toll roads", industry="logistics")
    lena.goes_to(SALES)
    await lena.types("/insight subscribe industry=logistics|freight, industry=food")
    lena.sees("Use a tag for each value, such as industry=this, industry=that.")
    await lena.types("/insight subscribe industry=logistcs")
    lena.sees("Did you mean logistics? To subscribe anyway")


async def test_a_change_soon_after_stands_in_the_same_post(office: Office) -> None:
    lena = office.lena
    await office.until(23, "10:00")
    await subscribed(office)
    lena.goes_to(SALES)
    await lena.types("/insight subscribe competitor=*")
    await office.delivers()
    (said,) = posts(office)
    assert "insights with any competitor or industry logistics." in said
    await office.until(23, "10:20")
    await lena.types("/insight subscribe persona=*")
    await office.delivers()
    assert len(posts(office)) == 2


async def test_it_is_done_from_the_channel_itself(office: Office) -> None:
    await office.lena.types("/insight subscribe industry=logistics")
    how = "@Attune insight" if office.lena_tenant.startswith("teams") else "/insight"
    office.lena.sees(f"Type {how} subscribe in the channel that should get the insights.")


async def test_buyers_words_go_where_marketing_says(office: Office) -> None:
    office.lena.goes_to(SALES)
    await office.lena.types("/insight subscribe voice")
    office.lena.sees("Only marketing and admins can choose which channels get the voice")


async def test_a_channel_changes_its_mind(office: Office) -> None:
    lena = office.lena
    await office.until(23, "10:00")
    await subscribed(office)
    await office.until(23, "18:30")
    await published(office, industry="Logistics")
    lena.goes_to(SALES)
    await lena.types("/insight subscribe competitor=*")
    lena.sees("#sales gets insights with any competitor or industry logistics.")
    await lena.types("/insight unsubscribe persona=*")
    lena.sees("#sales does not get that. It gets insights with any competitor or industry")
    await lena.types("/insight unsubscribe industry=logistics")
    lena.sees("#sales gets insights with any competitor.")
    await office.until(24, "12:00")
    assert not any("Drivers" in post for post in posts(office))
    await lena.types("/insight unsubscribe")
    lena.sees("#sales no longer gets anything from Attune.")
    await published(office, headline="Against Routely", competitor="Routely")
    await office.until(25, "12:00")
    assert not any("Routely" in post for post in posts(office))


async def test_marketing_hears_of_a_suggestion(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await office.until(23, "10:00")
    await marketing(office)
    tomas.goes_to("#marketing")
    await tomas.types("/insight subscribe voice")
    tomas.sees("#marketing gets the voice of the customer.")
    await lena.types("/insight")
    await lena.fills(**DRIVERS)
    await lena.submits()
    await lena.presses("Suggest to marketing")
    await office.delivers()
    assert "Lena Brandt suggested an insight." in posts(office, "#marketing")[-1]
    await tomas.presses("Look at it")
    await tomas.presses("Publish")
    tomas.sees("Published: Drivers keep")


async def test_without_a_channel_each_marketer_hears_of_it(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await office.until(23, "10:00")
    await marketing(office)
    await lena.types("/insight")
    await lena.fills(**DRIVERS)
    await lena.submits()
    await lena.presses("Suggest to marketing")
    await office.delivers()
    tomas.sees("Lena Brandt suggested an insight.", "Stop suggestions and drafts")


def posts(office: Office, channel: str = SALES) -> list[str]:
    """What Attune wrote in a channel."""
    return office.lena.reads(channel)


async def test_asking_what_is_set_says_it_to_one_person_alone(office: Office) -> None:
    lena = office.lena
    await office.until(23, "10:00")
    await subscribed(office)
    before = posts(office)
    lena.goes_to(SALES)
    await lena.types("/insight subscribe")
    lena.sees("#sales gets insights with industry logistics.")
    await office.delivers()
    assert posts(office) == before


async def test_what_a_colleague_asked_for_is_not_replaced_unasked(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await office.until(23, "10:00")
    await subscribed(office)
    before = posts(office)
    tomas.goes_to(SALES)
    await tomas.types("/insight subscribe industry=logistics")
    tomas.sees("#sales gets insights with industry logistics.")
    assert posts(office) == before
    await tomas.types("/insight subscribe competitor=*")
    both = "insights with any competitor or industry logistics."
    tomas.sees(f"#sales gets {both}")
    lena.goes_to(SALES)
    await lena.types("/insight subscribe")
    lena.sees(f"#sales gets {both}")
    await office.delivers()
    assert f"Tomas Keller subscribed this channel to {both}" in posts(office)[-1]


async def test_only_marketing_changes_or_stops_its_own_channel(office: Office) -> None:
    lena = office.lena
    await marketing(office)
    office.tomas.goes_to("#marketing")
    await office.tomas.types("/insight subscribe voice")
    lena.goes_to("#marketing")
    await lena.types("/insight subscribe")
    lena.sees("#marketing gets the voice of the customer.")
    lena.sees_nothing_of("Change", "Stop")
    no = "only marketing can change or stop what comes here"
    for typed in ("/insight subscribe everything", "/insight unsubscribe"):
        await lena.types(typed)
        lena.sees(no)
    form = {"tags": "everything", "zone": "Europe/Berlin", "opens_at": "9:00", "closes_at": "17:00"}
    sender = Sender(office.lena_tenant, office.lena_id, "Lena Brandt", "Europe/Berlin")
    place = await _place(office, "#marketing")
    for means, name, fields in (
        (Means.BUTTON, "channel.change", {}),
        (Means.BUTTON, "channel.stop", {}),
        (Means.FORM, "channel", form),
    ):
        request = Request(office.request_id(), sender, means, name, "1", fields, place)
        assert no in str(await office.conversation.answer(request, office.clock.now()))
    await office.tomas.types("/insight subscribe")
    office.tomas.sees("#marketing gets the voice of the customer.", "Change", "Stop")


async def _place(office: Office, name: str) -> Place:
    """A channel as the platform names it."""
    async with office.attune.database.read() as session:
        wanted = select(Channel).where(col(Channel.name) == name)
        channel = (await session.exec(wanted)).one()
    return Place(channel.external, channel.name)


async def test_a_post_follows_what_is_corrected_and_retired(office: Office) -> None:
    tomas = office.tomas
    await office.until(23, "10:00")
    await subscribed(office)
    await published(office, industry="Logistics")
    await office.delivers()
    await tomas.opens_home()
    await tomas.presses("Insights")
    tomas.sees("Posted in #sales: nobody has said how it went yet.")
    await tomas.presses("Edit")
    await tomas.fills(headline="Drivers decide")
    await tomas.submits()
    await office.delivers()
    assert "Drivers keep a planner they helped to set up" in posts(office)[1]
    await tomas.presses("Publish the change")
    tomas.sees("The post in #sales will change too.")
    await office.delivers()
    assert len(posts(office)) == 2
    assert "Corrected on 23 November." in posts(office)[1]
    assert "Drivers decide" in posts(office)[1]
    assert "Drivers keep" not in posts(office)[1]
    await tomas.presses("Retire")
    tomas.sees("The post in #sales will change too.")
    await office.delivers()
    assert len(posts(office)) == 2
    assert "Retired on 23 November." in posts(office)[1]
    assert "Used it" not in posts(office)[1]
    await tomas.presses("Publish it again")
    await office.delivers()
    assert len(posts(office)) == 2
    assert "Retired" not in posts(office)[1]
    assert "Used it" in posts(office)[1]


async def test_an_insight_that_reps_read_in_a_channel_did_not_reach_nobody(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await office.until(23, "10:00")
    await subscribed(office)
    await published(office, industry="Logistics")
    await office.delivers()
    await tomas.types("which insights work")
    tomas.sees("Posted in #sales: nobody has said how it went yet.")
    await asks(lena, "Which depots were these?")
    await asks(lena, "And since when?")
    for typed in ("which insights work", "insights", "how is the drivers insight doing"):
        await tomas.types(typed)
        tomas.sees("Posted in #sales; 1 person asked about it: nobody has said how it went yet.")
        tomas.sees_nothing_of("Reached")
    await lena.types("/insight drivers")
    await lena.presses("Open")
    await lena.presses("Used it")
    await tomas.types("which insights work")
    tomas.sees("Reached 1 person; posted in #sales; 1 person asked about it: 1 used it.")


async def asks(rep: Dialogue, question: str) -> None:
    """Ask marketing about the published insight."""
    await rep.types("/insight drivers")
    await rep.presses("Open")
    await rep.presses("Ask marketing")
    await rep.fills(question=question)
    await rep.submits()
    rep.sees("Marketing has your question.")


async def test_it_is_said_when_a_channel_gets_it_or_that_none_does(office: Office) -> None:
    tomas = office.tomas
    await office.until(23, "10:00")
    await subscribed(office)
    await office.until(23, "18:30")
    await marketing(office)
    await tomas.types("/insight")
    await tomas.fills(**DRIVERS, industry="Logistics")
    await tomas.submits()
    tomas.sees("It goes to #sales tomorrow 09:00.")
    await tomas.presses("Publish now")
    tomas.sees("It goes to #sales tomorrow 09:00.")
    await tomas.types("/insight")
    await tomas.fills(headline="Shops open later", line="Ask when.", industry="Retail")
    await tomas.submits()
    tomas.sees("No channel subscribes to this, so it won't be posted anywhere.")
    await tomas.presses("Publish now")
    tomas.sees("To change that, type /insight subscribe in the channel that should get it.")


async def test_unsubscribing_is_said_in_the_channel_and_can_be_undone(office: Office) -> None:
    lena = office.lena
    await office.until(23, "10:00")
    await subscribed(office, "industry=logistics, competitor=*")
    lena.goes_to(SALES)
    await lena.types("/insight unsubscribe")
    lena.sees("#sales no longer gets anything from Attune.")
    await lena.presses("Subscribe again")
    if not lena.form:
        await lena.presses("Open it")
    lena.sees("industry=logistics", "competitor=*")
    await office.delivers()
    assert "Lena Brandt ended this channel's subscription to Attune." in posts(office)[-1]
    assert "Subscribe again with /insight subscribe" in posts(office)[-1]
    await lena.submits()
    await office.delivers()
    said = (
        "Lena Brandt subscribed this channel to insights with any competitor or industry logistics."
    )
    assert said in posts(office)[-1]


async def test_what_went_stale_before_its_digest_goes_out_once_it_is_renewed(
    office: Office,
) -> None:
    lena, tomas = office.lena, office.tomas
    await office.until(23, "10:00")
    lena.goes_to(SALES)
    await lena.types("/insight subscribe")
    await lena.fills(tags="everything", how="weekly")
    await lena.submits()
    await published(office, review_by="2026-11-25")
    await office.until(30, "09:30")
    assert "Drivers keep" not in posts(office)[-1]
    await tomas.opens_home()
    await tomas.presses("Insights")
    await tomas.presses("Renew")
    tomas.sees("Renewed until 28 February: ", "It goes to #sales Monday 7 December 09:00.")
    await office.until_december(7, "09:30")
    assert "Drivers keep" in posts(office)[-1]
    await tomas.opens_home()
    await tomas.presses("Insights")
    await tomas.presses("Edit")
    await tomas.fills(review_by="2026-12-08")
    await tomas.submits()
    await tomas.presses("Publish the change")
    await office.until_december(10, "09:30")
    await tomas.opens_home()
    await tomas.presses("Insights")
    await tomas.presses("Renew")
    tomas.sees_nothing_of("It goes to")
    before = len(posts(office))
    await office.until_december(14, "09:30")
    assert len(posts(office)) == before


async def test_only_marketing_is_offered_to_change_what_marketing_alone_can(
    office: Office,
) -> None:
    """A channel with the voice of the customer is marketing's, whatever else it gets."""
    lena, tomas = office.lena, office.tomas
    await office.until(23, "10:00")
    await published(office, industry="Logistics")
    tomas.goes_to("#marketing")
    await tomas.types("/insight subscribe voice, industry=logistics")
    await published(office, headline="Toll roads", industry="Logistics")
    await office.until(23, "10:30")
    assert "Toll roads" in posts(office, "#marketing")[-1]
    ways = [said.count("arketing can change or stop this") for said in posts(office, "#marketing")]
    assert ways == [1] * len(ways)
    lena.goes_to("#marketing")
    await lena.types("/insight subscribe")
    lena.sees("#marketing gets insights")
    lena.sees_nothing_of("Change")


async def test_the_voice_digest_comes_after_a_channel_subscribed_again(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await office.until(23, "08:30")
    await marketing(office)
    tomas.goes_to("#marketing")
    await tomas.types("/insight subscribe voice")
    await held(office)
    await reflect(office, goal_reached="yes", for_marketing="They want a page on tolls.")
    await office.until(24, "10:00")
    assert "Marketing can change or stop this" in posts(office, "#marketing")[-1]
    await tomas.types("/insight unsubscribe")
    await tomas.types("/insight subscribe voice")
    await office.until(30, "09:30")
    assert "seven days" in posts(office, "#marketing")[-1], lena.reads("#marketing")


@pytest.mark.parametrize("office", ["teams"], indirect=True)
async def test_a_channel_that_is_renamed_on_teams_has_its_new_name(office: Office) -> None:
    lena = cast("TeamsUser", office.lena)
    await office.until(23, "10:00")
    await subscribed(office)
    lena.goes_to(SALES)
    update = lena.activity("conversationUpdate")
    update["channelData"] |= {
        "eventType": "channelRenamed",
        "channel": {"id": lena.where, "name": "Sales EMEA"},
    }
    await lena.send(update)
    lena.goes_to("")
    await published(office, industry="Logistics")
    office.tomas.sees("It goes to Sales EMEA.")
    lena.goes_to(SALES)
    await lena.types("/calls")
    lena.goes_to("")
    lena.sees("You asked in Sales EMEA.")


@pytest.mark.parametrize("office", ["playground"], indirect=True)
async def test_words_to_attune_in_a_channel_are_answered_to_their_author_alone(
    office: Office,
) -> None:
    tomas = office.tomas
    await marketing(office)
    tomas.goes_to(SALES)
    before = len(tomas.reads(SALES))
    await tomas.types("@Attune themes")
    tomas.sees_nothing_of("I didn't get that")
    tomas.sees("marketing")
    await tomas.types("@Attune subscribe this channel to everything about routely")
    if tomas.form is None:
        await tomas.presses("Open it")
    assert tomas.form is not None
    assert len(tomas.reads(SALES)) == before
