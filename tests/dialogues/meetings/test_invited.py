"""A rep invites a new company: the call is planned unasked, and the rep is told once."""

from dataclasses import replace

from sqlmodel import col, select

from handlers.notices import calendar_connected
from handlers.sources.records import Attendee, CalendarEvent
from storage.tables import Account, AccountDomain, CalendarConnection, Contact
from storage.workspace import people
from tests.dialogues.meetings.meetings_read import ANN, knows, meeting, reads
from tests.dialogues.office import Office


def invited(
    uid: str, title: str, day: int, time: str, *guests: str, series: bool = False
) -> CalendarEvent:
    """A meeting that Lena organizes."""
    listed = (Attendee("", one) for one in guests)
    return replace(meeting(uid, title, day, time, *listed, series=series), is_own=True)


ACME = replace(meeting("1", "Acme Works: pricing", 24, "10:00", ANN), is_own=True)
ZELLWEG = invited("2", "LIMS", 26, "11:00", "u.zell@zellweg.example")


async def reports(office: Office, until: str = "09:00") -> None:
    """Lena's calendar has just been read, so she is told what was found."""
    async with office.attune.database.write() as session:
        lena = await people.ensure(
            session, office.lena_tenant, office.lena_id, "Lena Brandt", "Europe/Berlin"
        )
        (calendar,) = (
            await session.exec(
                select(CalendarConnection).where(col(CalendarConnection.label) == "work.example")
            )
        ).all()
        await calendar_connected.tell_owner(session, lena, calendar, office.clock.now())
    await office.until(23, until)


async def domains_on_file(office: Office) -> set[str]:
    """The mail domains of all accounts."""
    async with office.attune.database.read() as session:
        return set((await session.exec(select(AccountDomain.domain))).all())


async def test_whom_a_rep_invited_is_planned_and_told_once(office: Office) -> None:
    lena = office.lena
    await reads(office, ACME, ZELLWEG)
    await reports(office)
    lena.sees("Connected: work.example. 2 upcoming calls, the first: Acme Works")
    lena.sees(
        "I planned calls with 2 companies that were not on file, because you invited them: "
        "Acme Works, Tuesday 24 November 10:00; Zellweg, Thursday 26 November 11:00. Not a sales "
        "call? Press “Wrong…”."
    )
    lena.sees_nothing_of("question")
    await office.until(24, "09:30")
    said = [one for one in lena.messages if "because you invited" in one]
    assert len(said) == 1
    lena.sees("New: Ann Li, ann.li@acme.example")


async def test_what_is_no_sales_call_is_remembered_and_leaves_nothing_on_file(
    office: Office,
) -> None:
    lena = office.lena
    later = invited("3", "More LIMS", 27, "15:00", "o.zell@zellweg.example")
    await reads(office, ACME, ZELLWEG, later)
    await reports(office)
    await lena.presses("Wrong…")
    lena.sees("Thursday 26 November 11:00", "Zellweg", "“LIMS”")
    lena.sees("You invited somebody from zellweg.example, and nobody else from outside.")
    await lena.presses("Not a sales call: Zellweg")
    lena.sees("Not a sales call: “LIMS”.")
    lena.sees("Other meetings with people from zellweg.example aren't sales calls either.")
    assert await domains_on_file(office) == {"acme.example"}
    async with office.attune.database.read() as session:
        emails = (await session.exec(select(Contact.email))).all()
    assert emails == ["ann.li@acme.example"]
    again = invited("4", "Zellweg: audit", 27, "10:00", "x@zellweg.example")
    await reads(office, ACME, ZELLWEG, later, again)
    await lena.types("/calls")
    lena.sees("Acme Works")
    lena.sees_nothing_of("Zellweg")


async def test_undo_brings_the_call_and_its_account_back(office: Office) -> None:
    lena = office.lena
    await reads(office, ZELLWEG)
    await reports(office)
    lena.sees("I planned a call with a company that was not on file, because you invited it:")
    await lena.presses("Wrong…")
    await lena.presses("Not a sales call: Zellweg")
    assert await domains_on_file(office) == set()
    await lena.presses("Undo")
    lena.sees("Planned: Zellweg, Thursday 11:00.")
    assert await domains_on_file(office) == {"zellweg.example"}
    await lena.types("/calls")
    lena.sees("Zellweg")


async def test_a_later_invitation_is_told_in_the_morning(office: Office) -> None:
    lena = office.lena
    await knows(office, "Northwind")
    jana = Attendee("Jana", "j@northwind.example")
    call = meeting("n", "Northwind", 25, "14:00", jana)
    await reads(office, call)
    await reports(office)
    lena.sees_nothing_of("because you invited")
    await reads(office, call, ZELLWEG)
    await office.until(25, "09:00")
    lena.sees("because you invited it: Zellweg, Thursday 26 November 11:00.")
    await lena.presses("Wrong…")
    await lena.presses("Not a sales call: Zellweg")
    await office.until(26, "09:00")
    said = [one for one in lena.messages if "because you invited" in one]
    assert len(said) == 1


async def test_a_newer_copy_tells_only_of_the_new_company(office: Office) -> None:
    lena = office.lena
    await reads(office, ACME)
    await reports(office)
    lena.sees("because you invited it: Acme Works, Tuesday 24 November 10:00.")
    await reads(office, ACME, ZELLWEG)
    await reports(office, until="09:30")
    lena.sees("because you invited it: Zellweg, Thursday 26 November 11:00.")
    said = [one for one in lena.messages if "because you invited" in one]
    told = [("it: Acme Works" in one, "it: Zellweg" in one) for one in said]
    assert told == [(True, False), (False, True)]


async def test_another_account_renames_the_account_that_the_invitation_added(
    office: Office,
) -> None:
    lena = office.lena
    await reads(office, ZELLWEG)
    await reports(office)
    await lena.presses("Wrong…")
    await lena.presses("Another account: Zellweg")
    await lena.fills(account="Zellweg Labs")
    await lena.submits()
    lena.sees("Planned: Zellweg Labs, Thursday 11:00.")
    async with office.attune.database.read() as session:
        assert (await session.exec(select(Account.name))).all() == ["Zellweg Labs"]


async def test_a_company_whose_name_is_like_an_accounts_is_asked_about(office: Office) -> None:
    lena = office.lena
    await knows(office, "Zellweg")  # at zellweg.example
    other = invited("2", "Intro", 26, "11:00", "u.zell@zellweg-retail.example")
    same = invited("3", "Terms", 26, "13:00", "u.zell@zellweg.test")
    await reads(office, other, same)
    await reports(office)
    lena.sees("No upcoming calls", "2 questions about meetings that may be calls are open.")
    lena.sees_nothing_of("because you invited")
    assert await domains_on_file(office) == {"zellweg.example"}
