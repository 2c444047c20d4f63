"""A rep's week on file: three accounts with calls, notes, promises and a deal in the CRM."""

from datetime import date, datetime, timedelta
from typing import TypeVar

from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.nudges.schedule import replan_changed
from storage import plan_changes
from storage.choices import PromiseSide
from storage.spelling import comparable
from storage.tables import (
    Account,
    CalendarConnection,
    Call,
    CallContact,
    Commitment,
    Contact,
    CrmCompany,
    CrmConnection,
    CrmDeal,
    Finding,
    Person,
    Reflection,
    Seat,
    SeenMeeting,
)
from storage.workspace import policies
from tests.dialogues.office import BERLIN, Office

Row = TypeVar("Row", bound=SQLModel)
HEARD = "Jana Novak: The pricing must stay under 40k.\nJana Novak: We need 40 seats by march."


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A time in November, in Berlin."""
    return datetime(2026, 11, day, hour, minute, tzinfo=BERLIN)


async def put_on_file(office: Office, *, crm: bool = True, shared: bool = False) -> None:
    """It is Tuesday 24 November, 09:00. Northwind had a call on Monday, and has one on Wednesday.

    Lena's note of Monday's call is private unless `shared`. Tomas knows of Northwind, and has a
    call with them too.
    """
    for one in (office.lena, office.tomas):
        await office.knows(one)
    office.clock.moment = at(24, 9)
    async with office.attune.database.write(office.lena_tenant) as session:
        lena = await office.row(session, office.lena)
        tomas = await office.row(session, office.tomas)
        made = _Week(session, lena, tomas)
        await made.northwind(shared=shared, crm=crm)
        await made.others()
        await made.calendar()
        await plan_changes.discard(session)
        for person in (lena, tomas):
            plan_changes.note_person(session, person.id)
        await replan_changed(session, office.clock.moment)


class _Week:
    def __init__(self, session: AsyncSession, lena: Person, tomas: Person) -> None:
        self.session, self.lena, self.tomas, self.tenant = session, lena, tomas, lena.tenant

    async def add(self, row: Row) -> Row:
        self.session.add(row)
        await self.session.flush()
        return row

    async def account(self, name: str, people: dict[str, str]) -> tuple[Account, list[Contact]]:
        account = await self.add(
            Account(tenant=self.tenant, name=name, name_key=comparable(name), created_at=at(16, 9))
        )
        rows = [
            await self.add(Contact(tenant=self.tenant, account_id=account.id, name=each, role=role))
            for each, role in people.items()
        ]
        return account, rows

    async def call(
        self, account: Account, start: datetime, coming: list[Contact], *who: Person
    ) -> Call:
        call = await self.add(
            Call(
                tenant=self.tenant,
                account_id=account.id,
                starts_at=start,
                ends_at=start + timedelta(minutes=30),
                planned_at=at(16, 9),
                zone="Europe/Berlin",
            )
        )
        for each in coming:
            await self.add(CallContact(call_id=call.id, contact_id=each.id, tenant=self.tenant))
        for person in who or (self.lena,):
            await self.add(
                Seat(
                    call_id=call.id,
                    person_id=person.id,
                    tenant=self.tenant,
                    account_id=account.id,
                    starts_at=start,
                )
            )
        return call

    async def promise(
        self, account: Account, text: str, due_on: date | None, side: PromiseSide = "ours"
    ) -> None:
        await self.add(
            Commitment(
                tenant=self.tenant,
                account_id=account.id,
                owner_id=self.lena.id,
                side=side,
                text=text,
                text_key=comparable(text),
                due_on=due_on,
                state="open",
                made_at=at(20, 9),
            )
        )

    async def northwind(self, *, shared: bool, crm: bool) -> None:
        people = {"Jana Novak": "head of dispatch", "Ruben Haas": "managing director"}
        account, (jana, ruben) = await self.account("Northwind", people)
        held = await self.call(account, at(23, 9), [jana, ruben])
        held_seat = await self.session.get(Seat, (held.id, self.lena.id))
        assert held_seat is not None
        held_seat.reflected_at = at(23, 10)
        await self.call(account, at(25, 14, 30), [jana, ruben])
        await self.call(account, at(26, 11), [jana], self.tomas)
        await self.add(
            Reflection(
                tenant=self.tenant,
                call_id=held.id,
                account_id=account.id,
                author_id=self.lena.id,
                called_at=held.starts_at,
                written_at=at(23, 10),
                goal_reached="yes",
                heard=HEARD,
                next_step="Meet the dispatchers",
                shared=shared,
            )
        )
        await self.add(
            Finding(
                tenant=self.tenant,
                account_id=account.id,
                question_id="news",
                text="They close two depots in January",
                source="https://northwind.example/news",
                found_at=at(20, 9),
                found_by=self.tomas.id,
            )
        )
        await self.promise(account, "Pricing for 40 seats", date(2026, 11, 23))
        await self.promise(account, "Call Jana", date(2026, 11, 24))
        await self.promise(account, "Deck", None)
        await self.promise(account, "Depot list", date(2026, 11, 25), "theirs")
        if crm:
            await self.crm(account)

    async def crm(self, account: Account) -> None:
        now = at(24, 9)
        policy = await policies.change(self.session, self.tenant, now, by=None)
        policy.crm = "hubspot"
        await self.add(
            CrmConnection(tenant=self.tenant, kind="hubspot", connected_at=now, next_at=at(30, 9))
        )
        await self.add(
            CrmCompany(
                account_id=account.id,
                tenant=self.tenant,
                match="one",
                crm_id="1",
                name="Northwind AB",
                looked_at=now,
                read_at=now,
            )
        )
        await self.add(
            CrmDeal(
                tenant=self.tenant,
                account_id=account.id,
                crm_id="2",
                name="Route planning",
                stage_id="new",
                stage_name="Qualified",
                amount="40000",
                currency="EUR",
                closes_on=date(2026, 12, 18),
                owner_name="Tomas Keller",
                owner_email="tomas@attune.example",
                next_step="Send the pricing",
                read_at=now,
            )
        )

    async def others(self) -> None:
        clinics, (lund,) = await self.account(
            "Brightwater Clinics", {"Dr. Anders Lund": "medical director"}
        )
        await self.call(clinics, at(26, 15), [lund])
        await self.promise(clinics, "One pager", date(2026, 11, 26))
        shop, (mia,) = await self.account("Alder and Finch", {"Mia Berg": "store manager"})
        await self.call(shop, at(24, 16), [mia])

    async def calendar(self) -> None:
        """A meeting that has the title “Intro: Castell Retail”, and is no call."""
        calendar = await self.add(
            CalendarConnection(
                tenant=self.tenant,
                person_id=self.lena.id,
                kind="ics",
                label="Lena's",
                secret="",
                connected_at=at(16, 9),
                next_at=at(30, 9),
                read_at=at(24, 9),
            )
        )
        await self.add(
            SeenMeeting(
                tenant=self.tenant,
                calendar_id=calendar.id,
                source_id="castell",
                starts_at=at(24, 11),
                ends_at=at(24, 11, 30),
                fingerprint="",
                likeness="",
                verdict="ask",
                reason="title alone",
                title="Intro: Castell Retail",
                guests="ines.roth@castell.example",
                subject="meeting:castell",
            )
        )
