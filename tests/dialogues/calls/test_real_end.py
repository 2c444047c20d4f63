"""What Teams reports of a meeting: the prompt comes after the real end, and nothing comes twice.

Real activities, with the Bot Connector's token, into everything that Attune does on Teams.
"""

from datetime import UTC, datetime
from typing import Any, cast
from urllib.parse import quote

import pytest
from sqlmodel import col, select

from storage.tables import Call, Outbox
from tests.dialogues.office import BERLIN, Office
from tests.dialogues.rep_does import plan
from tests.teams.driver import Answer, TeamsUser
from tests.teams.fake import OTHER_KEY, TENANT

Json = dict[str, Any]
THREAD = "19:meeting_NTM3ZDJjOTUtZGRhOS00@thread.v2"
LINK = f"https://teams.microsoft.com/l/meetup-join/{quote(THREAD, safe='')}/0?context=%7b%7d"
AS_REPORTED = f"https://teams.microsoft.com/l/meetup-join/{THREAD}/0?context={{}}"
ANOTHER = LINK.replace("NTM3", "ABCD")
MEETING: Json = {"isGroup": True, "conversationType": "groupChat", "id": THREAD}


# Only Teams reports meetings.
pytestmark = pytest.mark.parametrize("office", ["teams"], indirect=True)


def moment(clock: str, day: int = 24) -> str:
    """A time in Berlin as Teams writes it, with seven digits behind the second."""
    hour, minute = map(int, clock.split(":"))
    found = datetime(2026, 11, day, hour, minute, tzinfo=BERLIN).astimezone(UTC)
    return f"{found:%Y-%m-%dT%H:%M:%S}.4388966Z"


def event(office: Office, what: str, clock: str, link: str = AS_REPORTED, **more: object) -> Json:
    """An event of a meeting ("Start" or "End"), as Teams sends it to a bot in the meeting."""
    lena = cast("TeamsUser", office.lena)
    value = {
        "MeetingType": "Scheduled",
        "Title": "Northwind",
        "Id": "MCMxOTptZWV0",
        "JoinUrl": link,
    }
    said: Json = {
        "name": f"application/vnd.microsoft.meeting{what}",
        "value": {**value, f"{what}Time": moment(clock)},
        "conversation": {**MEETING, "tenantId": TENANT},
        "channelData": {"tenant": {"id": TENANT}, "meeting": {"id": "MCMxOTptZWV0"}},
    }
    return lena.activity("event", **{**said, **more})


async def reports(
    office: Office, what: str, clock: str, link: str = AS_REPORTED, *, day: int = 24, **more: object
) -> Answer:
    """The clock advances to this time, and Teams reports that the meeting began or ended then."""
    await office.until(day, clock)
    lena = cast("TeamsUser", office.lena)
    return await lena.send(event(office, what, clock, link, **more))


async def with_link(
    office: Office, words: str = "Northwind tomorrow 15:00", link: str = LINK
) -> None:
    """Lena plans a call with an account that is new, and gives its link."""
    await plan(office, words)
    await office.lena.presses("Change time or people")
    await office.lena.fills(join_url=link)
    await office.lena.submits()


def prompts(office: Office, account: str = "Northwind") -> int:
    return sum(f"{account}: how did it go?" in each for each in office.lena.messages)


async def times(office: Office) -> list[tuple[str, str]]:
    """When each call began and ended, as it is on file, in Berlin."""
    async with office.attune.database.read() as session:
        found = (await session.exec(select(Call).order_by(col(Call.id)))).all()
    return [(in_berlin(call.started_at), in_berlin(call.ended_at)) for call in found]


def in_berlin(at: datetime | None) -> str:
    return f"{at.astimezone(BERLIN):%H:%M}" if at else ""


async def test_a_call_that_runs_over_is_not_nudged_over(office: Office) -> None:
    await with_link(office)
    assert (await reports(office, "Start", "14:58")).status == 202
    before = len(office.lena.messages)
    await office.until(24, "15:49")
    assert len(office.lena.messages) == before
    await reports(office, "End", "15:50")
    await office.until(24, "15:54")
    assert len(office.lena.messages) == before
    await office.until(24, "15:55")
    office.lena.sees("Northwind: how did it go?", "It went well")
    await office.until(24, "18:00")
    assert len(office.lena.messages) == before + 1
    assert await times(office) == [("14:58", "15:50")]


async def test_a_call_that_ends_early_is_asked_about_early_and_once(office: Office) -> None:
    await with_link(office)
    await reports(office, "Start", "15:01")
    await reports(office, "End", "15:12")
    await office.until(24, "15:17")
    assert prompts(office) == 1
    await office.lena.types("they want to start in March")
    office.lena.sees("Saved: Northwind", "they want to start in March")
    await office.until(24, "20:00")
    assert prompts(office) == 0  # the report stands in its place, and it is not asked again


async def test_a_call_that_ended_early_is_in_the_week_so_far(office: Office) -> None:
    await with_link(office)
    await reports(office, "Start", "15:01")
    await reports(office, "End", "15:12")
    await office.lena.types("what happened this week")
    office.lena.sees("You had 1 call this week so far.", "Northwind – nothing noted")


async def test_words_typed_after_an_early_end_belong_to_that_call(office: Office) -> None:
    await with_link(office)
    await reports(office, "Start", "15:01")
    await reports(office, "End", "15:12")
    await office.lena.types("they want to start in March")
    office.lena.sees("Noted, only you see it: Northwind.", "Undo")


async def test_without_an_end_the_prompt_comes_two_hours_later(office: Office) -> None:
    await with_link(office)
    await reports(office, "Start", "14:58")
    await office.until(24, "17:29")
    assert prompts(office) == 0
    await office.until(24, "17:30")
    assert prompts(office) == 1
    await reports(office, "End", "17:40")
    await office.until(24, "20:00")
    assert prompts(office) == 1


async def test_a_meeting_that_began_again_is_asked_about_after_its_last_end(office: Office) -> None:
    await with_link(office)
    await reports(office, "Start", "14:58")
    await reports(office, "End", "15:20")
    await reports(office, "Start", "15:23")
    await office.until(24, "15:40")
    assert prompts(office) == 0
    await reports(office, "End", "15:44")
    await office.until(24, "15:49")
    assert prompts(office) == 1


async def test_a_meeting_that_began_again_after_the_prompt_brings_no_second_one(
    office: Office,
) -> None:
    await with_link(office)
    await reports(office, "Start", "14:58")
    await reports(office, "End", "15:20")
    await office.until(24, "15:25")
    await reports(office, "Start", "15:26")
    await reports(office, "End", "15:40")
    await office.until(24, "20:00")
    assert prompts(office) == 1


async def test_a_prompt_that_may_have_gone_out_is_not_sent_after_a_later_end(
    office: Office,
) -> None:
    await with_link(office)
    await reports(office, "Start", "14:58")
    await reports(office, "End", "15:20")
    await office.until(24, "15:25")
    async with office.attune.database.write() as session:
        wanted = select(Outbox).where(col(Outbox.kind) == "reflect")
        row = (await session.exec(wanted)).one()
        row.state, row.reason = "dropped", "may have gone out"
    await reports(office, "Start", "15:26")
    await reports(office, "End", "15:40")
    await office.until(24, "20:00")
    assert prompts(office) == 1


async def test_somebody_who_looks_in_early_changes_nothing(office: Office) -> None:
    await with_link(office)
    for what, clock in (("Start", "09:00"), ("End", "09:01"), ("Start", "14:40"), ("End", "14:41")):
        await reports(office, what, clock)
    await office.until(24, "15:34")
    assert prompts(office) == 0
    await office.until(24, "15:35")
    assert prompts(office) == 1


async def test_repeats_in_any_order_have_no_second_effect(office: Office) -> None:
    await with_link(office)
    await office.until(24, "15:40")
    lena = cast("TeamsUser", office.lena)
    for what, clock in (("End", "15:40"), ("Start", "14:58"), ("End", "15:40"), ("Start", "14:58")):
        await lena.send(event(office, what, clock))
        assert (await lena.repeat()).status == (await lena.repeat(id="another")).status == 202
    assert await times(office) == [("14:58", "15:40")]
    await office.until(24, "20:00")
    assert prompts(office) == 1


async def test_an_end_in_the_future_counts_as_now(office: Office) -> None:
    await with_link(office)
    await office.until(24, "15:10")
    await cast("TeamsUser", office.lena).send(event(office, "End", "23:00"))
    assert await times(office) == [("", "15:10")]


async def test_one_of_a_series_is_the_one_at_that_time(office: Office) -> None:
    await with_link(office)
    await with_link(office, "Halden Wednesday 15:00")
    await reports(office, "Start", "15:00")
    await reports(office, "End", "15:10")
    assert await times(office) == [("15:00", "15:10"), ("", "")]


async def test_a_colleague_in_the_call_is_asked_after_the_real_end_too(office: Office) -> None:
    await with_link(office)
    await office.tomas.types("/prep Northwind tomorrow 15:00")
    await office.tomas.presses("Join it")
    await reports(office, "Start", "14:58")
    await reports(office, "End", "15:10")
    await office.until(24, "15:15")
    for person in (office.lena, office.tomas):
        person.sees("Northwind: how did it go?")


async def test_what_is_not_our_meeting_changes_nothing(office: Office) -> None:
    await with_link(office)
    foreign = {"tenantId": "33333333-3333"}
    not_ours: list[Json] = [
        {"link": ANOTHER},
        {"link": "https://teams.microsoft.com/l/meetup-join/"},
        {"conversation": {**MEETING, **foreign}, "channelData": None},
        {
            "conversation": {**MEETING, **foreign},
            "channelData": {"tenant": {"id": foreign["tenantId"]}},
        },
        {"name": "application/vnd.microsoft.meetingParticipantJoin"},
        {"name": None},
        {"value": {"JoinUrl": AS_REPORTED, "StartTime": "0001-01-01T00:00:00Z"}},
    ]
    for more in not_ours:
        assert (await reports(office, "Start", "15:00", **more)).status == 202
        assert await times(office) == [("", "")]
    await reports(office, "Start", "15:00")
    assert await times(office) == [("15:00", "")]


async def test_a_malformed_event_is_refused(office: Office) -> None:
    await with_link(office)
    values: list[object] = [
        None,
        "yes",
        {"JoinUrl": AS_REPORTED},
        {"JoinUrl": AS_REPORTED, "StartTime": "soon"},
        {"JoinUrl": AS_REPORTED, "StartTime": 1},
        {"JoinUrl": AS_REPORTED, "StartTime": "0001-01-01T00:00:00+14:00"},
        {"JoinUrl": None, "StartTime": moment("15:00")},
    ]
    for value in values:
        assert (await reports(office, "Start", "15:00", value=value)).status == 400
        assert await times(office) == [("", "")]


async def test_a_forged_event_is_not_let_in(office: Office) -> None:
    await with_link(office)
    await office.until(24, "15:00")
    lena = cast("TeamsUser", office.lena)
    body = event(office, "Start", "15:00")
    for sign in ("", f"Bearer {lena.fake.token(OTHER_KEY)}"):
        assert (await lena.way.send(body, {"Authorization": sign})).status == 401
    assert await times(office) == [("", "")]


async def test_a_call_that_was_moved_has_not_begun(office: Office) -> None:
    await with_link(office)
    await reports(office, "Start", "14:58")
    await office.lena.types("/prep Northwind")
    await office.lena.presses("Change time or people")
    await office.lena.fills(when="tomorrow 15:00")
    await office.lena.submits()
    assert await times(office) == [("", "")]
    await reports(office, "End", "15:03")
    await office.until(25, "15:35")
    assert prompts(office) == 1


async def test_a_cancelled_call_that_is_held_after_all_is_left_alone(office: Office) -> None:
    await with_link(office)
    await office.lena.presses("Everything on file")
    await office.lena.presses("Cancel this call")
    await reports(office, "Start", "15:00")
    await reports(office, "End", "15:30")
    await office.until(24, "18:00")
    assert (await times(office), prompts(office)) == ([("", "")], 0)


async def test_between_two_calls_only_the_brief_comes(office: Office) -> None:
    await with_link(office)
    await plan(office, "Halden tomorrow 16:30")
    await reports(office, "Start", "14:58")
    before = len(office.lena.messages)
    await office.until(24, "15:30")
    office.lena.sees("Halden", "16:30")
    assert len(office.lena.messages) == before + 1
    await office.until(24, "16:20")  # the line for Halden would come now
    assert len(office.lena.messages) == before + 1
    await reports(office, "End", "16:25")
    await office.until(24, "17:04")
    assert len(office.lena.messages) == before + 1
    await office.until(24, "17:05")
    assert prompts(office) == prompts(office, "Halden") == 1
    assert len(office.lena.messages) == before + 2
    assert (await office.reasons())["listen"] == "during another call"


async def test_when_the_call_before_ends_in_time_the_line_comes(office: Office) -> None:
    await with_link(office)
    await plan(office, "Halden tomorrow 16:30")
    await reports(office, "Start", "14:58")
    await reports(office, "End", "16:05")
    await office.until(24, "16:20")
    office.lena.sees("Halden, in 10 minutes.")
    async with office.attune.database.read() as session:
        rows = (await session.exec(select(Outbox).where(col(Outbox.kind) == "listen"))).all()
    assert {row.state for row in rows} == {"sent"}
