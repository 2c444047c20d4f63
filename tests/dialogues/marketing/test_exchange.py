"""The figures about marketing and sales: both see them, and only for groups."""

from datetime import timedelta

import pytest
from sqlmodel import select

from handlers.composing.erasing import erase
from handlers.features.marketing import exchange
from storage.customers import accounts
from storage.tables import Ask, Call, Seat
from storage.workspace import people
from tests.dialogues.marketing.test_insights import marketing
from tests.dialogues.office import Office


async def a_month(office: Office, reps: int, marketers: int) -> None:
    """Each rep had two calls: one prepared in time and reflected on, one not; and asked once."""
    now, tenant = office.clock.moment, office.lena_tenant
    async with office.attune.database.write() as session:
        account = await accounts.add(session, tenant, "Northwind", now)
        for number in range(reps):
            rep = await people.ensure(session, tenant, f"R{number}", f"Rep {number}", "UTC")
            for days, briefed in ((3, timedelta(hours=-1)), (5, timedelta(hours=1))):
                call = Call(
                    tenant=tenant,
                    account_id=account.id,
                    starts_at=now - timedelta(days=days, minutes=number),
                    ends_at=now - timedelta(days=days),
                    planned_at=now - timedelta(days=9),
                    zone="UTC",
                )
                session.add(call)
                await session.flush()
                session.add(
                    Seat(
                        call_id=call.id,
                        person_id=rep.id,
                        tenant=tenant,
                        account_id=account.id,
                        starts_at=call.starts_at,
                        briefed_at=call.starts_at + briefed,
                        reflected_at=call.ends_at if days == 3 else None,
                    )
                )
            asked_at = now - timedelta(days=2)
            answered_at = asked_at + timedelta(hours=number + 1)
            session.add(
                Ask(
                    tenant=tenant,
                    author_id=rep.id,
                    line="Who pays the toll?",
                    asked_at=asked_at,
                    due_at=asked_at,
                    first_answer_at=answered_at,
                    closed_at=answered_at if number % 2 else None,
                )
            )
        for number in range(marketers):
            person = await people.ensure(session, tenant, f"M{number}", f"M {number}", "UTC")
            person.role = "marketer"


async def test_both_sides_see_the_same_figures(office: Office) -> None:
    await a_month(office, reps=5, marketers=5)
    for person in (office.lena, office.tomas):
        await person.opens_home()
        await person.presses("Marketing and sales")
        person.sees(
            "Between marketing and sales",
            "Calls prepared in time: 50%, 5 of 10",
            "Calls reflected on: 50%, 5 of 10",
            "First response (aim: one day): median 3 hours",
            "Asks closed: 40%, 2 of 5",
            "From 26 October to 23 November",
        )
        person.sees_nothing_of("fewer than")


async def test_a_group_under_five_shows_none(office: Office) -> None:
    await a_month(office, reps=4, marketers=3)
    await marketing(office)
    await office.lena.opens_home()
    await office.lena.presses("Marketing and sales")
    office.lena.sees(
        "Calls prepared in time: hidden: fewer than 5 reps with calls",
        "Asks closed: hidden: fewer than 5 marketers",
    )
    office.lena.sees_nothing_of(" %")


@pytest.mark.parametrize("gone", ["admin", "left", "erased"])
async def test_only_marketers_who_are_there_count_for_the_five(office: Office, gone: str) -> None:
    await a_month(office, reps=5, marketers=5)
    async with office.attune.database.write(office.lena_tenant) as session:
        fifth = await people.find(session, office.lena_tenant, "M4")
        assert fifth is not None
        if gone == "admin":
            fifth.role = "admin"
        elif gone == "left":
            people.mark_left(fifth, office.clock.now())
        else:
            await erase(session, fifth, office.clock.now())
    await office.lena.opens_home()
    await office.lena.presses("Marketing and sales")
    office.lena.sees(
        "First response (aim: one day): hidden: fewer than 5 marketers",
        "Asks closed: hidden: fewer than 5 marketers",
    )


async def test_another_workspace_is_not_counted(office: Office) -> None:
    await a_month(office, reps=5, marketers=5)
    async with office.attune.database.write() as session:
        other = await people.ensure(session, "slack:TOTHER", "X", "X", "UTC")
        asked_at = office.clock.moment - timedelta(days=1)
        session.add(
            Ask(
                tenant="slack:TOTHER",
                author_id=other.id,
                line="x",
                asked_at=asked_at,
                due_at=asked_at,
            )
        )
    await office.lena.opens_home()
    await office.lena.presses("Marketing and sales")
    office.lena.sees("Asks closed: 40%, 2 of 5")


async def test_much_is_counted_once_a_day_and_says_when(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "MANY", 15)
    await a_month(office, reps=5, marketers=5)
    await exchange.count_all(office.attune.database, office.clock.moment)
    await everything_is_reflected_on(office)
    await office.until(23, "14:00")
    await office.lena.opens_home()
    await office.lena.presses("Marketing and sales")
    office.lena.sees(
        "First response (aim: one day): median 3 hours",
        "Calls reflected on: 50%, 5 of 10",
        "based on what is on file here, counted today 08:20.",
    )
    await office.until(23, "15:00")
    await exchange.count_all(office.attune.database, office.clock.moment)
    await office.until(23, "16:00")
    await office.lena.presses("Marketing and sales")
    office.lena.sees("Calls reflected on: 100%, 10 of 10", "counted today 15:00.")


async def test_counts_that_are_not_made_any_more_are_not_shown(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "MANY", 15)
    await a_month(office, reps=5, marketers=5)
    await exchange.count_all(office.attune.database, office.clock.moment)
    await everything_is_reflected_on(office)
    await office.until(25, "09:00")
    await office.lena.opens_home()
    await office.lena.presses("Marketing and sales")
    office.lena.sees("Calls reflected on: 100%, 10 of 10", "based on what is on file here.")


async def test_little_is_counted_whenever_somebody_looks(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "MANY", 16)  # there are ten calls and five asks
    await a_month(office, reps=5, marketers=5)
    await exchange.count_all(office.attune.database, office.clock.moment)
    await everything_is_reflected_on(office)
    await office.lena.opens_home()
    await office.lena.presses("Marketing and sales")
    office.lena.sees("Calls reflected on: 100%, 10 of 10", "based on what is on file here.")


async def everything_is_reflected_on(office: Office) -> None:
    async with office.attune.database.write() as session:
        for seat in (await session.exec(select(Seat))).all():
            seat.reflected_at = office.clock.moment
