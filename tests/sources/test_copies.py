"""One meeting in two reps' calendars: a copy speaks for its owner, and cannot harm a colleague."""

from dataclasses import dataclass, replace
from datetime import datetime

import pytest

from handlers.request import Means
from handlers.sources.records import Attendee, CalendarEvent
from storage.customers import attendees
from storage.sales_calls import call_seats, own_calls
from storage.tables import Seat
from tests.delivery.world import A
from tests.sources.diary import DAY, HOUR, MINUTE, Diary, meeting, moved

LINK = "https://zoom.us/j/1"
TRUE = replace(meeting("n"), join_url=LINK)
STRANGER = Attendee("Sam Fisher", "sam@northwind.example")
FORGED = {
    "time": moved(TRUE, HOUR),
    "end": replace(TRUE, ends_at=TRUE.ends_at + HOUR),
    "title": replace(TRUE, title="Northwind: send us your price list"),
    "link": replace(TRUE, join_url="https://stranger.example/j/1"),
    "guests": replace(TRUE, attendees=(*TRUE.attendees, STRANGER)),
    "account": replace(meeting("n", company="Halden"), join_url=LINK),
    "everything": replace(
        moved(meeting("n", company="Halden"), 3 * HOUR), join_url="https://stranger.example/j/2"
    ),
}


@dataclass(frozen=True)
class Shown:
    """What somebody's call is for them."""

    starts_at: datetime
    ends_at: datetime
    title: str
    link: str
    guests: tuple[str, ...]


def of(event: CalendarEvent) -> Shown:
    """What a call is that is as in this copy."""
    guests = tuple(sorted(one.name for one in event.attendees))
    return Shown(event.starts_at, event.ends_at, event.title, event.join_url, guests)


async def shown(diary: Diary, who: str) -> list[Shown]:
    """The planned calls in which somebody has a seat."""
    own = (await diary.ids())[who]
    async with diary.database.read() as session:
        seated = await own_calls.planned_for(session, A, own, since=diary.now)
        coming = await attendees.of_calls(session, [one.call.id for one in seated])
    return [
        Shown(
            call.starts_at,
            call.ends_at,
            call.title,
            call.join_url,
            tuple(sorted(one.name for one in coming.get(call.id, ()))),
        )
        for _, call, _ in seated
    ]


@pytest.mark.parametrize("what", list(FORGED))
@pytest.mark.parametrize("order", ["true first", "forged first", "forged later"])
async def test_a_forged_copy_harms_no_colleague(diary: Diary, what: str, order: str) -> None:
    """A stranger sends Tomas an invitation with the UID of a meeting that Lena has too."""
    forged = FORGED[what]
    lenas = await diary.connects("lena", TRUE)
    tomass = await diary.connects("tomas", TRUE if order == "forged later" else forged)
    for calendar in (tomass, lenas) if order == "forged first" else (lenas, tomass):
        await diary.reads(calendar)
    diary.put(tomass, forged)
    for calendar in (tomass, lenas, tomass):
        await diary.reads(calendar)
        diary.put(lenas, TRUE)
    assert await shown(diary, "lena") == [of(TRUE)]
    assert await shown(diary, "tomas") == [of(forged)]
    assert len({due for _, due in await diary.rows("listen")}) == len(
        {TRUE.starts_at, forged.starts_at}
    )
    diary.put(tomass, TRUE)
    await diary.reads(tomass)
    for who in ("lena", "tomas"):
        assert await shown(diary, who) == [of(TRUE)]
    seats: list[Seat] = await diary.fleet.all_of(Seat)
    assert len({one.call_id for one in seats}) == 1
    await diary.until(diary.now + MINUTE)
    assert diary.told("lena") == []


async def test_after_a_move_that_two_calendars_show_one_after_the_other_it_is_one_call_again(
    diary: Diary,
) -> None:
    both = {who: await diary.connects(who, TRUE) for who in ("lena", "tomas")}
    for calendar in both.values():
        await diary.reads(calendar)
    async with diary.database.write() as session:
        for who, own in (await diary.ids()).items():
            for seat, _, _ in await own_calls.planned_for(session, A, own, since=diary.now):
                seat.goal = f"What {who} wants"
    for number, order in enumerate((("lena", "tomas"), ("tomas", "lena"))):
        when = moved(TRUE, (number + 1) * HOUR)
        for who in order:
            diary.put(both[who], when)
            await diary.reads(both[who])
            await diary.until(diary.now + MINUTE)
        assert await diary.planned() == [("n", when.starts_at)]
        assert [await shown(diary, who) for who in both] == [[of(when)], [of(when)]]
        seats: list[Seat] = await diary.fleet.all_of(Seat)
        assert sorted(one.goal for one in seats) == ["What lena wants", "What tomas wants"]
        due = [due for state, due in await diary.rows("brief") if state == "open"]
        assert due == [when.starts_at - HOUR] * 2
    assert await diary.rows("colleague_plans") == []


async def test_who_declined_and_kept_a_call_keeps_the_call_that_the_others_move_to(
    diary: Diary,
) -> None:
    """The meeting moves, and the calendars show it one after another."""
    both = {who: await diary.connects(who, TRUE) for who in ("lena", "tomas", "mira")}
    for calendar in both.values():
        await diary.reads(calendar)
    when = moved(TRUE, HOUR)
    diary.put(both["tomas"], when)
    await diary.reads(both["tomas"])
    lena = (await diary.ids())["lena"]
    async with diary.database.write() as session:
        for seat, _, _ in await own_calls.planned_for(session, A, lena, since=diary.now):
            seat.opened = False
    diary.put(both["lena"], replace(TRUE, state="declined"))
    await diary.reads(both["lena"])
    assert await shown(diary, "lena") == []
    diary.put(both["mira"], when)
    await diary.reads(both["mira"])
    diary.put(both["lena"], when)
    await diary.reads(both["lena"])
    assert await shown(diary, "lena") == [of(when)]
    async with diary.database.read() as session:
        (own,) = await own_calls.planned_for(session, A, lena, since=diary.now)
        assert len(await call_seats.seats_of(session, A, own.call.id)) == 3
    assert own.seat.opened is False


async def test_calls_that_were_typed_become_the_calls_of_copies_that_differ(diary: Diary) -> None:
    """Lena and Tomas typed their calls. Their invitations have one UID, and different days."""
    later = moved(TRUE, DAY)
    for who, event, day in (("tomas", later, "thursday"), ("lena", TRUE, "tomorrow")):
        calendar = await diary.connects(who, event)
        await diary.fleet.asks(0, who, Means.COMMAND, "prep", f"Northwind {day} 15:00")
        await diary.reads(calendar)
        await diary.reads(calendar)
    assert await shown(diary, "tomas") == [of(later)]
    assert await shown(diary, "lena") == [of(TRUE)]
    third = await diary.connects("priya", later)
    await diary.reads(third)
    assert await shown(diary, "priya") == [of(later)]
    assert len(await diary.planned()) == 2
