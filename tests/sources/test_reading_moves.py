"""Meetings move: what becomes of their calls and nudges, and who is told."""

from dataclasses import replace

import pytest

from handlers import planning
from handlers.nudges.schedule import replan_changed
from handlers.request import Means
from storage.sales_calls import calls
from storage.tables import Call, Seat
from storage.workspace import people
from tests.delivery.world import A
from tests.sources.diary import DAY, HOUR, MINUTE, TOMORROW_THREE, Diary, meeting, moved
from tests.sources.weekly_meetings import (
    HALDEN,
    KESTREL,
    LISTEN,
    NORTHWIND,
    WEEK,
    connected_earlier,
)


@pytest.mark.parametrize("reflected", [False, True])
async def test_a_meeting_that_moves_after_its_time_moves_its_call_unless_it_took_place(
    diary: Diary, *, reflected: bool
) -> None:
    calendar = await diary.connects("lena", NORTHWIND, HALDEN, KESTREL)
    await diary.reads(calendar)
    await diary.until(NORTHWIND.starts_at + 40 * MINUTE)
    assert diary.told().count("Northwind: how did it go?") == 1
    [call] = [one for one in await diary.fleet.all_of(Call) if one.source_id == "n"]
    if reflected:
        await diary.fleet.asks(0, "lena", Means.BUTTON, "reflect.tap", f"{call.id}:yes")
    diary.put(calendar, moved(NORTHWIND, WEEK))
    assert await diary.reads(calendar) == ({"planned": 1} if reflected else {"moved": 1})
    starts = [starts_at for name, starts_at in await diary.planned() if name in ("", "n")]
    was_at = [NORTHWIND.starts_at] if reflected else []
    assert starts == [*was_at, NORTHWIND.starts_at + WEEK]
    await diary.until(NORTHWIND.starts_at + WEEK + 40 * MINUTE)
    asked = [summary for summary in diary.told() if summary == "Northwind: how did it go?"]
    assert len(asked) == 1
    answered = [said for said in diary.told() if said.startswith("You have reflected on Northwind")]
    assert len(answered) == reflected  # the question about the old time says so


async def test_each_colleagues_call_moves_late_when_their_own_calendar_says_so(
    diary: Diary,
) -> None:
    theirs = [await diary.connects(who, NORTHWIND) for who in ("lena", "tomas")]
    for calendar in theirs:
        await diary.reads(calendar)
    await diary.until(NORTHWIND.starts_at + 40 * MINUTE)
    for number, calendar in enumerate(theirs):
        diary.put(calendar, moved(NORTHWIND, WEEK))
        await diary.reads(calendar)
        at = sorted({starts_at for _, starts_at in await diary.planned()})
        assert at == [NORTHWIND.starts_at, NORTHWIND.starts_at + WEEK][number:]
    assert len(await diary.planned()) == 1
    seats: list[Seat] = await diary.fleet.all_of(Seat)
    assert len({one.call_id for one in seats}) == 1
    await diary.until(diary.now + MINUTE)
    for who in ("lena", "tomas"):
        assert "Northwind: how did it go?" not in diary.told(who)


async def test_a_move_that_is_taken_back_after_the_question_asks_it_again_in_place(
    diary: Diary,
) -> None:
    calendar = await diary.connects("lena", NORTHWIND)
    await diary.reads(calendar)
    await diary.until(NORTHWIND.starts_at + 40 * MINUTE)
    asked = diary.told()
    for event in (moved(NORTHWIND, WEEK), NORTHWIND):
        diary.put(calendar, event)
        await diary.reads(calendar)
    await diary.until(diary.now + MINUTE)
    assert diary.told()[: len(asked)] == asked
    assert diary.told().count("Northwind: how did it go?") == 1


async def test_a_call_that_is_moved_by_hand_after_its_time_is_asked_about_once(
    diary: Diary,
) -> None:
    calendar = await diary.connects("lena", NORTHWIND)
    await diary.reads(calendar)
    await diary.until(NORTHWIND.starts_at + 40 * MINUTE)
    fields = {"when": "tomorrow 17:00", "minutes": "30"}
    await diary.fleet.asks(0, "lena", Means.FORM, "call", "1", fields=fields)
    await diary.until(diary.now + MINUTE)
    assert "Northwind: how did it go?" not in diary.told()
    await diary.until(NORTHWIND.starts_at + 2 * DAY)
    assert diary.told().count("Northwind: how did it go?") == 1


@pytest.mark.parametrize("again", [True, False])
async def test_a_first_read_leaves_what_the_rep_has_moved_or_tells_of_the_move(
    diary: Diary, *, again: bool
) -> None:
    """A second calendar that has nothing new moves no call; one that is connected again does."""
    first = await diary.connects("lena", NORTHWIND)
    await diary.connects("lena", HALDEN)
    await diary.reads(first)
    by_hand = NORTHWIND.starts_at + HOUR
    async with diary.database.write() as session:
        call, lena = await calls.from_source(session, A, "n"), await people.find(session, A, "lena")
        assert call
        assert lena
        await planning.move(
            session, lena, call, diary.now, starts_at=by_hand, ends_at=None, zone="Europe/Berlin"
        )
        await replan_changed(session, diary.now)
    if again:
        await diary.disconnects(first)
    diary.passes(HOUR)
    anew = await diary.connects("lena", NORTHWIND)
    await diary.reads(anew)
    await diary.until(diary.now + MINUTE)
    assert await diary.planned() == [("n", NORTHWIND.starts_at if again else by_hand)]
    assert bool(diary.told("lena")) is again


async def test_single_moved_is_the_same_call_with_its_nudges_at_the_new_time(diary: Diary) -> None:
    weeks = [meeting("s", TOMORROW_THREE + number * WEEK, series=True) for number in range(3)]
    calendar = await diary.connects("lena", *weeks)
    await diary.reads(calendar)
    diary.put(calendar, moved(weeks[1], HOUR))
    assert await diary.reads(calendar) == {"moved": 1}
    assert sorted(due for state, due in await diary.rows("listen") if state == "open") == [
        weeks[0].starts_at - LISTEN,
        weeks[1].starts_at + HOUR - LISTEN,
        weeks[2].starts_at - LISTEN,
    ]
    assert await diary.rows("call_moved") == []  # next week: nothing to say


async def test_a_move_that_matters_is_told_once_with_the_time_of_the_brief(diary: Diary) -> None:
    calendar = await diary.connects("lena", NORTHWIND)
    await diary.reads(calendar)
    await diary.until(NORTHWIND.starts_at - 5 * HOUR)
    diary.put(calendar, moved(NORTHWIND, HOUR))
    for _ in range(2):
        await diary.reads(calendar)
        await diary.until(diary.now + MINUTE)
    said = "Northwind has moved from 15:00 to 16:00. Your brief comes at 15:00."
    assert diary.told()[-1] == said
    assert diary.told().count(said) == 1


async def test_a_move_to_tomorrow_after_the_brief_says_the_day(diary: Diary) -> None:
    calendar = await diary.connects("lena", NORTHWIND)
    await diary.reads(calendar)
    await diary.until(NORTHWIND.starts_at - HOUR / 2)
    diary.put(calendar, moved(NORTHWIND, DAY))
    await diary.reads(calendar)
    await diary.until(diary.now + MINUTE)
    assert diary.told()[-1] == (
        "Northwind has moved from Wednesday 25 November 15:00 to Thursday 26 November 15:00. "
        "Your brief comes at 14:00."
    )


async def test_a_move_from_next_week_is_told_if_a_message_about_it_was_sent(diary: Diary) -> None:
    """The questions came on Tuesday for Wednesday, and the call moves to next week on Tuesday."""
    calendar = await diary.connects("lena", NORTHWIND)
    await diary.reads(calendar)
    await diary.until(NORTHWIND.starts_at - 22 * HOUR)
    assert "sent" in [state for state, _ in await diary.rows("research")]
    diary.put(calendar, moved(NORTHWIND, WEEK))
    await diary.reads(calendar)
    await diary.until(diary.now + MINUTE)
    assert diary.told()[-1] == (
        "Northwind has moved from Wednesday 25 November 15:00 to Wednesday 2 December 15:00. "
        "Your brief comes at 14:00."
    )


async def test_each_is_told_of_a_move_when_their_own_calendar_shows_it(diary: Diary) -> None:
    first = await diary.connects("lena", NORTHWIND)
    second = await diary.connects("tomas", NORTHWIND)
    for calendar in (first, second):
        await diary.reads(calendar)
    await diary.until(NORTHWIND.starts_at - 4 * HOUR)
    diary.put(first, moved(NORTHWIND, HOUR))
    await diary.reads(first)
    await diary.until(diary.now + MINUTE)
    assert diary.told("tomas")[-1:] != diary.told("lena")[-1:]
    diary.put(second, moved(NORTHWIND, HOUR))
    assert await diary.reads(second) == {"moved": 1}
    await diary.until(diary.now + MINUTE)
    said = "Northwind has moved from 15:00 to 16:00. Your brief comes at 15:00."
    for who in ("lena", "tomas"):
        assert diary.told(who).count(said) == 1
        assert not any("moved your call" in one for one in diary.told(who))


async def test_a_meeting_that_moves_while_its_brief_is_on_its_way_is_briefed_once_later(
    diary: Diary,
) -> None:
    calendar = await diary.connects("lena", NORTHWIND)
    await diary.reads(calendar)
    brief = NORTHWIND.starts_at - HOUR

    async def moves() -> None:
        diary.put(calendar, moved(NORTHWIND, 2 * HOUR))
        await diary.reads(calendar, 1)

    await diary.until(brief - MINUTE)
    diary.fleet.messenger.before_composing = moves
    await diary.until(brief)
    assert dict(await diary.rows("brief")) == {"dropped": brief, "open": brief + 2 * HOUR}
    await diary.until(brief + 2 * HOUR)
    assert dict(await diary.rows("brief")) == {"dropped": brief, "sent": brief + 2 * HOUR}
    assert sum("Northwind, today" in one for one in diary.told()) <= 1


async def test_a_meeting_cancelled_while_its_line_is_on_its_way_gets_none(diary: Diary) -> None:
    calendar = await diary.connects("lena", NORTHWIND, HALDEN, KESTREL)
    await diary.reads(calendar)

    async def is_cancelled() -> None:
        diary.put(calendar, replace(NORTHWIND, state="cancelled"))
        await diary.reads(calendar, 1)

    await diary.until(NORTHWIND.starts_at - LISTEN - MINUTE)
    before = len(diary.told())
    diary.fleet.messenger.before_composing = is_cancelled
    await diary.until(NORTHWIND.starts_at)
    assert diary.told()[before:] == [
        "Your call with Northwind, Wednesday 25 November 15:00, was cancelled in the calendar."
    ]


async def test_who_joins_a_call_within_the_hour_is_briefed_at_once(diary: Diary) -> None:
    first = await diary.connects("lena", NORTHWIND)
    await diary.reads(first)
    await diary.until(NORTHWIND.starts_at - HOUR / 3)
    second = await diary.connects("tomas", NORTHWIND)
    assert await diary.reads(second) == {"joined": 1}
    await diary.until(diary.now)
    assert ("sent", NORTHWIND.starts_at - HOUR / 3) in await diary.rows("brief")
    assert len(diary.told("tomas")) == 1


async def test_who_has_no_calendar_with_a_call_is_told_of_every_move(diary: Diary) -> None:
    later = moved(KESTREL, 3 * DAY)
    calendar = await diary.connects("lena", later)
    await diary.reads(calendar)
    await diary.fleet.asks(0, "tomas", Means.BUTTON, "prep.join", "1")
    diary.put(calendar, moved(later, HOUR))
    await diary.reads(calendar)
    await diary.until(diary.now + MINUTE)
    said = "Kestrel has moved from 15:00 to 16:00 on Sunday 29 November. Your brief comes at 15:00."
    joined = "tomas has joined your call with Kestrel, Sunday 29 November 16:00."
    assert (diary.told("lena"), diary.told("tomas")) == ([joined], [said])


async def test_a_brief_that_comes_today_for_an_early_call_tomorrow_is_said_by_its_hour(
    diary: Diary,
) -> None:
    calendar = await diary.connects("lena", NORTHWIND)
    await diary.reads(calendar)
    await diary.fleet.asks(0, "tomas", Means.BUTTON, "prep.join", "1")
    diary.put(calendar, moved(NORTHWIND, -8 * HOUR))
    await diary.reads(calendar)
    await diary.until(diary.now + MINUTE)
    said = "Northwind has moved from 15:00 to 07:00 on Wednesday 25 November."
    assert diary.told("tomas") == [f"{said} Your brief comes at 18:55."]


async def test_a_call_that_was_cancelled_and_is_invited_anew_for_later_today_is_told(
    diary: Diary,
) -> None:
    calendar = await diary.connects("lena", NORTHWIND, HALDEN, KESTREL)
    await diary.reads(calendar)
    await diary.until(NORTHWIND.starts_at - 5 * HOUR)
    diary.drop(calendar, NORTHWIND)
    await diary.reads(calendar)
    await diary.until(diary.now + 30 * MINUTE)
    diary.put(calendar, moved(replace(NORTHWIND, uid="n2"), HOUR))
    await diary.reads(calendar)
    await diary.until(diary.now + MINUTE)
    assert diary.told()[-1] == "Northwind has moved to 16:00. Your brief comes at 15:00."


@pytest.mark.parametrize("then", ["moves away", "is no call", "moves nearby"])
async def test_what_a_colleague_is_to_be_told_is_withdrawn_if_it_no_longer_concerns_them(
    diary: Diary, then: str
) -> None:
    """Tomas has a call with Northwind on the same day, and it is not told before Lena's changes."""
    await diary.fleet.asks(0, "tomas", Means.COMMAND, "prep", "Northwind tomorrow 9:00")
    calendar = await diary.connects("lena")
    await diary.reads(calendar)
    diary.passes(HOUR)
    await connected_earlier(diary, calendar)
    diary.put(calendar, NORTHWIND)
    assert await diary.reads(calendar) == {"planned": 1}
    assert [state for state, _ in await diary.rows("colleague_plans")] == ["open"]
    if then == "is no call":
        await diary.says("lena", "meeting:n", is_call=False)
        diary.put(calendar, replace(NORTHWIND, title="Northwind"))
    else:
        diary.put(calendar, moved(NORTHWIND, 6 * DAY if then == "moves away" else HOUR))
    await diary.reads(calendar)
    await diary.until(diary.now + MINUTE)
    is_told = then == "moves nearby"
    said = "lena also has a call with Northwind: Wednesday 25 November 16:00."
    assert diary.told("tomas") == ([said] if is_told else [])
    states = {state for state, _ in await diary.rows("colleague_plans")}
    assert states == {"sent" if is_told else "dropped"}


async def test_a_call_that_moves_back_and_forth_is_told_once_and_again_when_it_has_settled(
    diary: Diary,
) -> None:
    """Both calendars show each move; the last one says 15:00 again, after they were told 16:00."""
    both = [await diary.connects(who, NORTHWIND) for who in ("lena", "tomas")]
    for calendar in both:
        await diary.reads(calendar)
    await diary.until(NORTHWIND.starts_at - 5 * HOUR)
    before = {who: len(diary.told(who)) for who in ("lena", "tomas")}

    async def says(*hours: int, delivered: bool = True) -> None:
        for each in hours:
            for calendar in both:
                diary.put(calendar, moved(NORTHWIND, each * HOUR))
                await diary.reads(calendar)
            diary.passes(5 * MINUTE)
        if delivered:
            await diary.until(diary.now)

    await says(1, 0, 2, 0, delivered=False)  # in quiet hours, say: nobody was told
    assert await diary.rows("call_moved") != []
    await diary.until(diary.now)
    assert {who: len(diary.told(who)) for who in before} == before
    await says(2, 1)
    said = ["Northwind has moved from 15:00 to 16:00. Your brief comes at 15:00."]
    assert [diary.told(who)[before[who] :] for who in before] == [said, said]
    for _ in range(2):
        await says(0)
        await says(1)
    await says(0)
    assert [diary.told(who)[before[who] :] for who in before] == [said, said]
    await diary.until(diary.now + HOUR / 2)
    said += ["Northwind has moved from 16:00 to 15:00. Your brief comes at 14:00."]
    assert [diary.told(who)[before[who] :] for who in before] == [said, said]
