"""Two people decide about the same thing at the same moment: the second sees the first's change.

The first has done everything but commit when the others ask, so the order is always the same.
"""

from datetime import date, timedelta

import pytest

from handlers.nudges.schedule import replan_changed
from handlers.request import Means, Place
from handlers.sources.calendars import calendar
from handlers.sources.records import CalendarEvent
from storage.choices import InsightState
from storage.sales_calls import own_calls
from storage.tables import (
    Ask,
    AskNote,
    Call,
    Channel,
    Commitment,
    Draft,
    Insight,
    Outbox,
    Person,
    Reflection,
    Seat,
    Subscription,
)
from storage.workspace import people
from tests.delivery.world import A
from tests.faults.fleet import Fleet, words

PRESS, TYPE, SUBMIT = Means.BUTTON, Means.COMMAND, Means.FORM


@pytest.fixture
async def office(fleet: Fleet) -> Fleet:
    """Northwind, with a call of Lena's and Tomas's; both processes have handled a request."""
    await fleet.account("Northwind")
    await fleet.asks(0, "lena", TYPE, "prep", "Northwind tomorrow 3pm")
    await fleet.asks(1, "tomas", PRESS, "prep.join", "1")
    return fleet


async def _asked(fleet: Fleet) -> str:
    """An ask of Lena's to marketing, which is Ana, Bo and Cy."""
    for name in ("ana", "bo", "cy"):
        await fleet.person(name, "marketer")
    lena = await fleet.person("lena")
    async with fleet.databases[0].write() as session:
        now = fleet.clock.now()
        ask = Ask(tenant=A, author_id=lena.id, named=True, line="Why?", asked_at=now, due_at=now)
        session.add(ask)
        await session.flush()
        return str(ask.id)


async def _insight(fleet: Fleet, state: InsightState) -> str:
    """An insight of Lena's in this state, which Ana and Bo may change."""
    for name in ("ana", "bo"):
        await fleet.person(name, "marketer")
    lena = await fleet.person("lena")
    async with fleet.databases[0].write() as session:
        found = Insight(
            tenant=A,
            headline="Drivers decide",
            line="Ask who tried it.",
            state=state,
            author_id=lena.id,
            owner_id=lena.id,
            review_by=date(2027, 2, 1),
            changed_at=fleet.clock.now() - timedelta(days=1),
        )
        session.add(found)
        await session.flush()
        return str(found.id)


async def test_three_take_up_one_ask(office: Fleet) -> None:
    ask = await _asked(office)
    _, *told = await office.at_once(
        office.asks(0, "ana", PRESS, "ask.take", ask),
        office.asks(1, "bo", PRESS, "ask.take", ask),
        office.asks(1, "cy", PRESS, "ask.take", ask),
    )
    assert [words(one) for one in told] == ["ana is already on this."] * 2
    assert len(await office.all_of(AskNote)) == 1


@pytest.mark.parametrize(
    ("name", "means"), [("ask.take", PRESS), ("ask.answer", SUBMIT), ("ask.changed", SUBMIT)]
)
async def test_what_is_taken_back_is_not_answered(office: Fleet, name: str, means: Means) -> None:
    ask = await _asked(office)
    _, told = await office.at_once(
        office.asks(0, "lena", PRESS, "ask.withdraw", ask),
        office.asks(1, "bo", means, name, ask, fields={"words": "Because."}),
    )
    assert words(told) == "That was taken back."
    assert await office.all_of(AskNote) == []


async def test_a_suggestion_that_is_published_is_not_declined(office: Fleet) -> None:
    insight = await _insight(office, "suggested")
    _, told = await office.at_once(
        office.asks(0, "ana", PRESS, "insight.publish", f"{insight}:1"),
        office.asks(1, "bo", SUBMIT, "insight.decline", insight, fields={"line": "No."}),
    )
    assert words(told) == "That is already settled. If it was published, Home → Insights shows it."


async def test_a_draft_that_is_published_is_not_set_aside(office: Fleet) -> None:
    insight = await _insight(office, "draft")
    _, told = await office.at_once(
        office.asks(0, "ana", PRESS, "insight.publish", f"{insight}:1"),
        office.asks(1, "bo", PRESS, "drafts.aside", insight),
    )
    assert words(told).startswith("That is no longer a draft.")


async def test_two_edit_one_insight(office: Fleet) -> None:
    insight = await _insight(office, "draft")
    fields = {"headline": "Mine", "line": "Mine."}
    _, told = await office.at_once(
        office.asks(0, "ana", SUBMIT, "insight", f"{insight}:1", fields=fields),
        office.asks(1, "bo", SUBMIT, "insight", f"{insight}:1", fields=fields),
    )
    assert words(told).startswith("ana has changed this in the meantime.")


async def test_a_rep_plans_two_calls_on_one_day(office: Fleet) -> None:
    await office.account("Globex")  # that day's agenda is planned by its call already
    await office.asks(0, "lena", TYPE, "prep", "Globex Friday 9:00")
    _, told = await office.at_once(
        office.asks(0, "lena", TYPE, "prep", "Northwind Friday 10:00"),
        office.asks(1, "lena", TYPE, "prep", "Northwind Friday 11:00"),
    )
    assert "Move it to" in words(told)
    assert len(await office.all_of(Call)) == 3


async def test_two_reps_plan_calls_near_each_other(office: Fleet) -> None:
    _, told = await office.at_once(
        office.asks(0, "lena", TYPE, "prep", "Northwind 10 dec 10:00"),
        office.asks(1, "bo", TYPE, "prep", "Northwind 10 dec 11:00"),
    )
    assert "lena has a call with Northwind" in words(told)


async def test_two_reps_plan_a_call_at_one_time(office: Fleet) -> None:
    _, told = await office.at_once(
        office.asks(0, "lena", TYPE, "prep", "Northwind 10 dec 10:00"),
        office.asks(1, "bo", TYPE, "prep", "Northwind 10 dec 10:00"),
    )
    assert words(told).startswith("lena has a call with Northwind")
    assert len(await office.all_of(Call)) == 2


async def test_nudges_follow_a_move_that_a_longer_request_overlaps(office: Fleet) -> None:
    now = office.clock.now()
    async with office.databases[0].write() as session:
        lena = await people.ensure(session, A, "lena", "lena", "Europe/Berlin")
        [(seat, _, _)] = await own_calls.planned_for(session, A, lena.id, since=now)  # as it was
        fields = {"when": "Friday 10:00"}
        await office.asks(1, "tomas", SUBMIT, "call", "1", fields=fields)
        seat.briefed_at = now
        await replan_changed(session, now)
    rows = await office.all_of(Outbox)
    due = {row.due_at for row in rows if (row.kind, row.state) == ("listen", "open")}
    [call] = await office.all_of(Call)
    assert due == {call.starts_at - timedelta(minutes=10)}


async def test_one_rep_plans_theirs_in_two_windows(office: Fleet) -> None:
    await office.asks(0, "bo", TYPE, "prep", "Northwind tomorrow 3pm")  # lena and tomas have one
    [draft] = await office.all_of(Draft)
    await office.at_once(
        office.asks(0, "bo", PRESS, "prep.second", str(draft.id)),
        office.asks(1, "bo", PRESS, "prep.second", str(draft.id)),
    )
    assert len(await office.all_of(Call)) == 2


async def test_one_rep_moves_two_calls_to_one_time(office: Fleet) -> None:
    for day in (10, 20):
        await office.asks(0, "bo", TYPE, "prep", f"Northwind {day} dec 10:00")
    _, told = await office.at_once(
        office.asks(0, "bo", SUBMIT, "call", "2", fields={"when": "15 dec 10:00"}),
        office.asks(1, "bo", SUBMIT, "call", "3", fields={"when": "15 dec 10:00"}),
    )
    assert words(told) == "You already have a call with this account at that time."


async def test_two_calendars_bring_one_meeting(office: Fleet) -> None:
    starts_at = office.clock.now() + timedelta(days=9)
    meeting = CalendarEvent(
        "uid-1", starts_at, starts_at + timedelta(hours=1), "UTC", "Demo for Northwind"
    )

    async def comes_in(place: int, person: Person, source: str) -> None:
        async with office.databases[place].write() as session:
            now = office.clock.now()
            await calendar.take_in(session, person, source, meeting, now, account_id=1)

    lena, bo = [await office.person(name) for name in ("lena", "bo")]
    await office.at_once(comes_in(0, lena, "google"), comes_in(1, bo, "ics"))
    [_, call] = await office.all_of(Call)
    seats = [seat for seat in await office.all_of(Seat) if seat.call_id == call.id]
    assert len(seats) == 2


async def test_nobody_joins_a_call_that_is_cancelled(office: Fleet) -> None:
    _, told = await office.at_once(
        office.asks(0, "lena", PRESS, "call.cancel", "1"),
        office.asks(1, "bo", PRESS, "prep.join", "1"),
    )
    assert words(told).startswith("That call is no longer planned.")
    assert len(await office.all_of(Seat)) == 2


async def test_a_call_that_is_cancelled_is_not_changed(office: Fleet) -> None:
    _, told = await office.at_once(
        office.asks(0, "lena", PRESS, "call.cancel", "1"),
        office.asks(1, "tomas", SUBMIT, "call", "1", fields={"when": "Friday 10:00"}),
    )
    assert words(told).startswith("That call was cancelled.")


async def test_a_promise_is_noted_once(office: Fleet) -> None:
    fields = {"account": "Northwind", "text": "The price list", "side": "ours"}
    _, told = await office.at_once(
        office.asks(0, "lena", SUBMIT, "promise.add", fields=fields),
        office.asks(1, "tomas", SUBMIT, "promise.add", fields=fields),
    )
    assert words(told).startswith("A colleague has already noted that promise")
    assert len(await office.all_of(Commitment)) == 1


async def test_two_admins_demote_each_other(office: Fleet) -> None:
    ana, bo = [await office.person(name, "admin") for name in ("ana", "bo")]
    _, told = await office.at_once(
        office.asks(0, "ana", SUBMIT, "roles", str(bo.id), fields={"role": "rep"}),
        office.asks(1, "bo", SUBMIT, "roles", str(ana.id), fields={"role": "rep"}),
    )
    assert words(told).startswith("Only admins can change roles.")
    roles = {one.name: one.role for one in await office.all_of(Person)}
    assert (roles["ana"], roles["bo"]) == ("admin", "rep")


async def test_one_person_stops_two_kinds_in_two_windows(office: Fleet) -> None:
    await office.at_once(
        office.asks(0, "lena", PRESS, "rhythm.mute", "list:agenda"),
        office.asks(1, "lena", PRESS, "rhythm.mute", "list:research"),
    )
    [lena] = [one for one in await office.all_of(Person) if one.name == "lena"]
    assert set(lena.rhythm["muted"]) == {"agenda", "research"}


async def test_two_subscribe_a_channel(office: Fleet) -> None:
    lena, sales = await office.person("lena"), Place("CSALES", "#sales")
    async with office.databases[0].write() as session:
        channel = Channel(
            tenant=A, external="CSALES", name="#sales", zone="UTC", subscribed_by=lena.id
        )
        session.add(channel)
        await session.flush()
    await office.at_once(
        office.asks(0, "lena", TYPE, "insight", "subscribe industry=*", where=sales),
        office.asks(1, "tomas", TYPE, "insight", "subscribe persona=*", where=sales),
    )
    assert {one.tag for one in await office.all_of(Subscription)} == {"industry", "persona"}


async def _over(office: Fleet) -> None:
    """The call of Lena's and Tomas's is over."""
    office.clock.moment += timedelta(days=2)


async def test_a_line_sent_twice_at_once_is_saved_once(office: Fleet) -> None:
    await _over(office)
    await office.at_once(
        office.asks(0, "lena", PRESS, "reflect.tap", "1:yes"),
        office.asks(1, "lena", PRESS, "reflect.tap", "1:yes"),
    )
    line = {"heard": "The drivers decide."}
    await office.at_once(
        office.asks(0, "lena", SUBMIT, "reflect.line", "1", fields=line),
        office.asks(1, "lena", SUBMIT, "reflect.line", "1", fields=line),
    )
    (written,) = await office.all_of(Reflection)
    assert written.heard == "The drivers decide."


async def test_who_taps_while_a_colleague_notes_a_no_show_reads_of_it(office: Fleet) -> None:
    await _over(office)
    _, *told = await office.at_once(
        office.asks(0, "lena", PRESS, "reflect.tap", "1:missed"),
        office.asks(1, "tomas", PRESS, "reflect.tap", "1:yes"),
        office.asks(1, "tomas", PRESS, "reflect.tap", "1:missed"),
    )
    assert ["lena noted that nobody came" in words(one) for one in told] == [True, True]
    assert await office.all_of(Reflection) == []


async def test_a_no_show_is_not_noted_of_a_call_that_a_colleague_taps_well(office: Fleet) -> None:
    await _over(office)
    _, told = await office.at_once(
        office.asks(0, "lena", PRESS, "reflect.tap", "1:yes"),
        office.asks(1, "tomas", PRESS, "reflect.tap", "1:missed"),
    )
    assert words(told).startswith("A colleague has reflected on this call")
    assert [call.status for call in await office.all_of(Call)] == ["planned"]


async def test_two_take_a_no_show_back(office: Fleet) -> None:
    await _over(office)
    await office.asks(0, "lena", PRESS, "reflect.tap", "1:missed")
    told = await office.at_once(
        office.asks(0, "lena", PRESS, "reflect.came", "1"),
        office.asks(1, "tomas", PRESS, "reflect.came", "1"),
    )
    assert [words(one).startswith("Northwind: how did it go?") for one in told] == [True, True]
    assert [call.status for call in await office.all_of(Call)] == ["planned"]
