"""`python -m bot why WHO`: shows from the outbox why somebody got a message, or did not.

It prints kinds, times, states and reasons, but no names and nothing that people wrote.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from bot.settings import Settings
from storage import history, upgrade
from storage.database import Database, DatabaseError
from storage.tables import Channel, Outbox, Person

MINUTE = "%Y-%m-%d %H:%M"


async def why(settings: Settings, who: str, days: int, now: datetime) -> str:
    """What was to go to a person or channel in the last `days` (now: UTC), and what became of it.

    `who` is a platform's id, or a name. Raises DatabaseError, also if nobody is found.
    """
    database = Database(settings.database_url)
    try:
        await upgrade.require(database)
        async with database.read() as session:
            found = await history.recipients(session, who)
            if not found:
                raise DatabaseError("There is nobody and no channel with that id or name.")
            since = now - timedelta(days=days)
            told = [
                line
                for each in found
                for line in _told(each, await history.rows(session, each, since), now, days)
            ]
    finally:
        await database.close()
    return "\n".join(told)


def _told(to: Person | Channel, rows: Sequence[Outbox], now: datetime, days: int) -> Iterator[str]:
    yield f"{to.tenant} {to.external} ({to.zone})"
    yield from (f"  {each}" for each in _about(to, now))
    if not rows:
        yield f"  Nothing was to go out in the last {days} days, and nothing is planned."
        return
    yield f"  {'due (UTC)':<17} {'kind':<16} what became of it"
    for row in rows:
        yield f"  {row.due_at.strftime(MINUTE):<17} {row.kind:<16} {_became(row, now)}"


def _about(to: Person | Channel, now: datetime) -> Iterator[str]:
    if to.unreachable:
        yield f"Cannot be reached: {to.unreachable}."
    if isinstance(to, Channel):
        return
    if to.standing != "member":
        yield f"Is not a member of the company: {to.standing}."
    if to.away_until and to.away_until > now:
        yield f"Away until {to.away_until.strftime(MINUTE)}."
    if to.snoozed_until and to.snoozed_until > now:
        yield f"Snoozed until {to.snoozed_until.strftime(MINUTE)}."
    if muted := to.rhythm.get("muted"):
        yield f"Has stopped: {', '.join(sorted(muted))}."


def _became(row: Outbox, now: datetime) -> str:
    at = f" at {row.settled_at.strftime(MINUTE)}" if row.settled_at else ""
    if row.state == "sent":
        return f"sent{at}"
    if row.state == "dropped":
        return f"dropped{at}: {row.reason}"
    if row.next_at <= now or row.next_at == row.due_at:
        return "open" if row.due_at > now else f"open, tried {row.attempts} times"
    waits = f"waits until {row.next_at.strftime(MINUTE)}"
    return f"open, {waits}" + (", may have gone out" if row.doubt else "")
