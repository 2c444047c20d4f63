"""Erase people. All times are UTC."""

import secrets
from datetime import datetime

from sqlalchemy import delete, or_, update
from sqlmodel import col
from sqlmodel import select as select_rows
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import plan_changes
from storage.choices import CANCELLED, AuditTarget
from storage.customers import suppressed_names
from storage.database.connection import Database, empty_log_after_commit
from storage.marketing import theme_names
from storage.meetings import calendars
from storage.rights import holdings, left_open, owned_rows
from storage.rights.erasure.guests import forget_guest
from storage.rights.erasure.meeting_ids import (
    LATE,
    forget_ids,
    forget_past_ids_of_erased,
)
from storage.rights.erasure.mentions import forget_in_what_stays, unname, unname_owner
from storage.rights.erasure.names import FORMER_COLLEAGUE, Forgetting
from storage.sources import transcript_consents
from storage.tables import CalendarSignIn, Call, HelpRequest, Person, Seat
from storage.workspace import audit

ERASED = "erased"  # beginning of the `external` of a person who was erased
BEING_REVOKED = "erased"  # replaces the address of a sign-in whose token we must revoke


async def erase_person(
    session: AsyncSession,
    person: Person,
    now: datetime,
    forgetting: Forgetting | None = None,
    *,
    by: audit.By = None,
) -> str:
    """Erase a person, and return the reference of the erasure in the audit log.

    The person's own rows are deleted, and rows that stay say "A former colleague".

    `holdings` says what happens to each table's rows. Planned calls that are not over are cancelled
    if no colleague is left in them. The tokens of sign-ins stay until we have revoked them. A
    second erasure deletes what was added since the first, and returns "". With `forgetting`, the
    name is also removed from texts that stay, such as promises, asks and findings.

    `by` says who asked for the erasure. Its values are those of `actor` in `audit.note`.
    """
    # Another request that adds a row for this person waits until we have committed.
    await session.exec(select_rows(Person).where(col(Person.id) == person.id).with_for_update())
    await session.refresh(person)
    before = (person.external, person.name, person.email)
    known_as = await _known_as(session, person)
    await _disconnect(session, person, now)
    for call in await left_open.calls_alone(session, person, now):
        call.status, call.changed_by = CANCELLED, None
    await _delete_questions(session, person)
    for name in owned_rows.children_first():
        await _erase(session, name, person)
    await forget_ids(
        session,
        col(Call.tenant) == person.tenant,
        col(Call.id).in_(select_rows(Seat.call_id).where(col(Seat.person_id) == person.id)),
        or_(col(Call.ends_at) <= now - LATE, ~left_open.has_colleague(person.id)),
    )
    reference = ""
    if person.erased_at is None:
        await _forget_name(session, person.tenant, before, known_as, now)
        if forgetting is not None:
            await forget_in_what_stays(session, person, forgetting)
        about: tuple[AuditTarget, int] = ("person", person.id)
        reference = audit.note_erasure(session, person.tenant, about, now, actor=by)
        _make_tombstone(person, now)
    await session.flush()
    empty_log_after_commit(session)
    plan_changes.note_person(session, person.id)
    return reference


async def _disconnect(session: AsyncSession, person: Person, now: datetime) -> None:
    """Disconnect the person's calendars and transcript sources.

    Tokens stay until we have revoked them.
    """
    for calendar in await calendars.of_person(session, person, locked=True):
        await calendars.disconnect(session, calendar)
    await transcript_consents.take_back(session, person)
    await _expire_tokens(session, person, now)


async def _forget_name(
    session: AsyncSession,
    tenant: str,
    before: tuple[str, str, str | None],
    known_as: list[str],
    now: datetime,
) -> None:
    """Remove a person's name from rows that stay, and remember not to store the name again.

    `before` is the person's `external`, name and email before the erasure. `known_as` is what
    `_known_as` returned before the erasure.
    """
    await unname(session, tenant, *before)
    for address in (one for one in known_as if "@" in one and one != before[2]):
        await forget_guest(session, tenant, address)
    await suppressed_names.add_person(session, tenant, before[0], known_as, now)
    await unname_owner(session, tenant, known_as)
    await theme_names.forget(session, tenant)


async def erase_again(database: Database, now: datetime) -> None:
    """Erase what slow requests have added for people erased in the last three days (`LATE`).

    Also remove the ids and links of meetings that ended at least three days ago and belong to one
    of these calls:

    - calls that an erased person had together with colleagues
    - calls with an account that has an erased contact

    More recent meetings keep their ids and links, because we may still read these meetings from a
    calendar.
    """
    async with database.write() as session:
        await forget_past_ids_of_erased(session, now)
    async with database.read() as session:
        lately = col(Person.erased_at) > now - LATE
        ids = (await session.exec(select_rows(Person.id, Person.tenant).where(lately))).all()
    for id_, tenant in sorted(ids):
        async with database.write(tenant) as session:
            person = (await session.exec(select_rows(Person).where(col(Person.id) == id_))).one()
            await erase_person(session, person, now)
            await plan_changes.discard(session)


async def _known_as(session: AsyncSession, person: Person) -> list[str]:
    """Return the mail addresses and the full name by which we recognise an erased person.

    The name is left out if it is only one word, which many people may share, or if a colleague has
    the same name.
    """
    same = select_rows(Person.id).where(
        col(Person.tenant) == person.tenant,
        col(Person.id) != person.id,
        col(Person.name) == person.name,
    )
    is_theirs = len(person.name.split()) > 1 and not (await session.exec(same)).first()
    addresses = {person.email, *person.rhythm.get("own_addresses", ())}
    return [*filter(None, addresses), *([person.name] if is_theirs else [])]


def _make_tombstone(person: Person, now: datetime) -> None:
    """Empty the person's row, which stays because other rows refer to it."""
    blank = Person(
        tenant=person.tenant,
        external=f"{ERASED}:{secrets.token_hex(16)}",
        name=FORMER_COLLEAGUE,
        zone="UTC",
        standing="left",
        left_at=now,
        erased_at=now,
        unreachable=ERASED,
    )
    for name, value in blank.model_dump(exclude={"id", "tenant"}).items():
        setattr(person, name, value)


async def _expire_tokens(session: AsyncSession, person: Person, now: datetime) -> None:
    """Let the person's unconfirmed sign-ins expire now, so that we revoke the tokens."""
    mine = col(CalendarSignIn.person_id) == person.id
    await session.exec(
        update(CalendarSignIn)
        .where(mine, col(CalendarSignIn.address) != "")
        .values(address=BEING_REVOKED, asked_at=now, expires_at=now)
        .execution_options(synchronize_session=False)
    )


async def _erase(session: AsyncSession, name: str, person: Person) -> None:
    """Delete or empty the person's rows in the table `name`, as `holdings` says."""
    holding, table = holdings.HOLDINGS[name], owned_rows.table(name)
    if not holding.person or holding.erased == "unnamed":
        return
    mine = owned_rows.of_person(name, person.tenant, person.id)
    if name == CalendarSignIn.__tablename__:
        mine &= table.c.address != BEING_REVOKED
    connection = await session.connection()
    if holding.erased == "deleted":
        await connection.execute(delete(table).where(mine))
    elif holding.empty:
        await connection.execute(update(table).where(mine).values(**holding.empty))


async def _delete_questions(session: AsyncSession, person: Person) -> None:
    """Delete the person's questions to colleagues about calls. The person's answers stay."""
    mine = col(HelpRequest.tenant) == person.tenant, col(HelpRequest.asker_id) == person.id
    await session.exec(delete(HelpRequest).where(*mine))
