"""Who is ours is found out from the calendar, and no company's meeting is another account's call.

COMPANY_DOMAINS is not set here, and nobody's own address is known.
"""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from handlers.request import Means
from handlers.rhythm_settings import rhythm_of
from handlers.sources.calendars.known import MeetingRules
from handlers.sources.calendars.own_addresses import note_said
from handlers.sources.calendars.owners import Owner, everywhere, owner_of, without
from handlers.sources.records import Attendee, CalendarEvent
from storage import mail
from storage.tables import Account, AccountDomain, Call, Contact, Person
from storage.workspace import people
from tests.delivery.world import A, playbook
from tests.sources.diary import HOUR, TOMORROW_THREE, Diary, opened

BARE = MeetingRules(frozenset(), playbook().meetings)
ANNA, MIRA, FRANK = "anna.vogt@forge.example", "mira@forge.example", "frank@forge.example"
DANA, RUTH, JOOST = "dana@northwind.example", "ruth@halecast.example", "joost@vandamme.example"
PIA, SAM, GONG = "pia@toradex.example", "sam@quillhaven.example", "onboarding@gong.example"
WEEK = (
    ("Quarter numbers", MIRA, FRANK),
    ("Halecast: pricing", RUTH, MIRA),
    ("Northwind: renewal", DANA),
    ("Quarter plan", FRANK),
    ("Vandamme weekly", JOOST),
    ("Demo for Toradex", PIA, MIRA),
    ("Kennenlernen", SAM),
    ("Halecast or Northwind?", RUTH),
    ("Gong onboarding", GONG),
    ("Retro", MIRA, FRANK),
)


def week(*always: str) -> list[CalendarEvent]:
    """The meetings of a week; these people are on every list."""
    return [
        CalendarEvent(
            uid=str(place),
            starts_at=TOMORROW_THREE + place * HOUR / 2,
            ends_at=TOMORROW_THREE + place * HOUR / 2 + timedelta(minutes=20),
            zone="Europe/Berlin",
            title=title,
            attendees=tuple(Attendee("", one) for one in dict.fromkeys((*always, *guests))),
        )
        for place, (title, *guests) in enumerate(WEEK)
    ]


def guests(*emails: str) -> tuple[Attendee, ...]:
    """People on a list."""
    return tuple(Attendee("", one) for one in emails)


def test_the_owner_is_who_is_in_every_meeting_or_one_of_a_few() -> None:
    assert owner_of(week(ANNA)) == Owner(ANNA)
    assert owner_of(week(ANNA, MIRA)) == Owner(perhaps=(ANNA, MIRA))
    without_anna = [*week(), replace(week()[6], uid="x", attendees=guests(SAM, FRANK))]
    assert owner_of(without_anna) == Owner(perhaps=("forge.example",))  # the company's domain
    assert owner_of(week()) == Owner()  # colleagues have met two companies only
    assert owner_of(week(ANNA)[:2]) == Owner()
    assert owner_of(week(DANA), {"northwind.example"}).address == ""  # they are an account's
    with_ruth = [replace(one, attendees=(Attendee("", RUTH),)) for one in week()]
    assert owner_of(with_ruth) == Owner()  # a rep with one customer
    assert everywhere(week(ANNA)) == {ANNA}
    assert everywhere(week()) == set()


def test_an_owner_who_declined_has_declined() -> None:
    answers = (Attendee("", ANNA, declined=True), Attendee("", RUTH))
    event = replace(week()[0], attendees=answers)
    (seen,) = without([event], {ANNA})
    assert (seen.state, seen.attendees) == ("declined", answers[1:])


@pytest.mark.parametrize("always", [(ANNA,), (ANNA, MIRA), (), (MIRA,)], ids=repr)
@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("is_own", [False, True])
async def test_a_companys_meeting_is_never_another_accounts_call(
    tmp_path: Path, always: tuple[str, ...], seed: int, *, is_own: bool
) -> None:
    random = Random(seed)  # noqa: S311 - the order of a test
    async with opened("sqlite", tmp_path) as diary:
        diary.rules = BARE
        events = week(*always)
        if is_own:  # Anna organizes all of them, and who is ours is known
            events = [replace(one, is_own=True) for one in events]
        calendar = await diary.connects("lena", *events)
        async with diary.database.write() as session:
            lena = await people.ensure(session, A, "lena", "lena", "Europe/Berlin")
            if is_own:
                await note_said(session, lena, "forge.example", (), diary.now)
        for _ in range(12):
            await diary.reads(calendar)
            row = random.choice(await diary.seen(calendar))
            deed = random.choice(("yes", "no", "no:only", "undo", "yes"))
            if not _companies(events[int(row.source_id)]):
                deed = "no"  # nobody says yes about a meeting of colleagues
            action, _, only = deed.partition(":")
            value = f"{row.id}:{only}" if only else str(row.id)
            await diary.fleet.asks(0, "lena", Means.BUTTON, f"meeting.{action}", value)
            await _is_right(diary, calendar, events)


def _companies(event: CalendarEvent) -> set[str]:
    guests = {one.email for one in event.attendees} - {ANNA, MIRA, FRANK}
    return {mail.domain_of(one) for one in guests}


async def _is_right(diary: Diary, calendar: int, events: list[CalendarEvent]) -> None:
    owned: list[AccountDomain] = await diary.fleet.all_of(AccountDomain)
    at = {one.domain: one.account_id for one in owned}
    calls: list[Call] = await diary.fleet.all_of(Call)
    by_call = {one.id: one for one in calls}
    accounts: list[Account] = await diary.fleet.all_of(Account)
    names = {one.id: one.name for one in accounts}
    for row in await diary.seen(calendar):
        companies = _companies(events[int(row.source_id)])
        if row.verdict == "call" and len(companies) == 1:
            name = names[by_call[row.call_id or 0].account_id]
            assert name.casefold() == companies.pop().partition(".")[0], row.source_id
    contacts: list[Contact] = await diary.fleet.all_of(Contact)
    added = [one for one in contacts if one.added_by_call and one.email]
    assert all(at.get(mail.domain_of(one.email or "")) == one.account_id for one in added)


async def test_what_a_calendar_shows_is_remembered(tmp_path: Path) -> None:
    async with opened("sqlite", tmp_path) as diary:
        diary.rules = BARE
        calendar = await diary.connects("lena", *week(ANNA))
        await diary.reads(calendar)
        people: list[Person] = await diary.fleet.all_of(Person)
        assert rhythm_of(people[0]).own_addresses == {ANNA}
        by_reason = {row.source_id: row.reason for row in await diary.seen(calendar)}
        assert by_reason["0"] == by_reason["3"] == "only colleagues"
        assert by_reason["2"] == "known contact" or by_reason["2"] == "known company"


def test_who_invited_is_known_once_the_owner_is() -> None:
    own, theirs = Attendee("", ANNA, organizes=True), Attendee("", DANA, organizes=True)
    listed = [
        replace(event, attendees=people)
        for event, people in zip(
            week(ANNA), ((own, *guests(DANA)), (theirs, *guests(ANNA))), strict=False
        )
    ]
    assert [one.is_own for one in listed] == [False, False]
    assert [one.is_own for one in without(listed, [ANNA])] == [True, False]
