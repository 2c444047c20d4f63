"""Add calls and asks from the four weeks before the demo, so that reports are not empty."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.playground import demo
from handlers import planning
from storage.customers import accounts
from storage.tables import Account, Ask, Call, Person, Seat
from storage.workspace import people

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


async def write(session: AsyncSession, colleague: Mapping[str, Any], now: datetime) -> None:
    """Add a colleague with past calls, and with asks that marketing answered. `now` is in UTC."""
    name = colleague["name"]
    person = await people.ensure(session, demo.TENANT, demo.external(name), name, demo.zone())
    person.role, person.email = demo.role(colleague["role"]), demo.email(person.external)
    places = [await accounts.add(session, demo.TENANT, one["name"], now) for one in demo.accounts()]
    for number in range(colleague.get("calls", 0)):
        place = places[number % len(places)]
        call, seat = await _call(session, person, place, now - (number + 5) * 2 * DAY)
        seat.briefed_at = call.starts_at - HOUR if number < colleague["prepared"] else None
        seat.reflected_at = call.ends_at if number < colleague["reflected"] else None
    for account, days, hours, line in colleague.get("passed_on", ()):
        where = await accounts.add(session, demo.TENANT, account, now)
        asked_at = now - days * DAY
        session.add(
            Ask(
                tenant=demo.TENANT,
                author_id=person.id,
                account_id=where.id,
                line=line,
                stage=where.stage,
                asked_at=asked_at,
                due_at=asked_at + DAY,
                state="answered",
                first_answer_at=asked_at + hours * HOUR,
                closed_at=asked_at + hours * HOUR,
            )
        )


async def _call(
    session: AsyncSession, person: Person, account: Account, starts_at: datetime
) -> tuple[Call, Seat]:
    call = planning.new_call(account, starts_at, None, person.zone, starts_at - 7 * DAY)
    seat = await planning.record(session, person, call)
    return call, seat
