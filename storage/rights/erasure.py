"""Erase a person, a contact or an account. What colleagues wrote and did stays.

Each function runs in its session's transaction, and may run while messages are being sent. A
message whose rows are gone is not handed over. All times are UTC.
"""

import json
import re
import secrets
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from datetime import datetime, timedelta
from html import escape
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    String,
    Table,
    and_,
    case,
    cast,
    delete,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.orm import aliased
from sqlmodel import SQLModel, col
from sqlmodel import select as select_rows
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import (
    audit,
    calendars,
    insights,
    plan_changes,
    suppressed_names,
    transcript_sources,
)
from storage.choices import CANCELLED, AuditTarget
from storage.database.connection import Database, leave_no_words
from storage.rights import holdings, left_open
from storage.spelling import comparable
from storage.sql import search
from storage.tables import (
    Account,
    AccountDomain,
    CalendarSignIn,
    Call,
    CallContact,
    Commitment,
    Contact,
    Draft,
    HelpRequest,
    Insight,
    MeasuredCall,
    MeetingAnswer,
    MetGuest,
    OpenTranscript,
    Person,
    PlaygroundPost,
    RateLimit,
    Seat,
    SeenMeeting,
    Workspace,
)

FORMER_COLLEAGUE = "A former colleague"
FORMER_CONTACT = "A former contact"
ERASED = "erased"  # beginning of the `external` of a person who was erased
BEING_REVOKED = "erased"  # replaces the address of an account whose token we must revoke
# A request never takes this long. Calendars are not read for meetings that ended longer ago than
# this.
LATE = timedelta(days=3)


async def erase_person(
    session: AsyncSession,
    person: Person,
    now: datetime,
    forgetting: "Forgetting | None" = None,
    *,
    by: int | None = None,
) -> str:
    """Erase a person, and return the reference of the erasure in the audit log.

    The person's own rows are deleted, and other rows say "A former colleague".

    `holdings` says what happens to each table's rows. Coming calls without a colleague are
    cancelled. The tokens of sign-ins stay until we have revoked them. `by` is the row id of the
    person who asked for the erasure, or None for the operator or Attune. A second erasure deletes
    what was added since, and returns "". With `forgetting`, the name is also removed from promises,
    asks and findings that stay.
    """
    # Others who add a row for this person wait until we have committed.
    await session.exec(select_rows(Person).where(col(Person.id) == person.id).with_for_update())
    await session.refresh(person)
    before = (person.external, person.name, person.email)
    for calendar in await calendars.of_person(session, person, locked=True):
        await calendars.disconnect(session, calendar)
    await transcript_sources.take_back(session, person)
    await _leave_tokens(session, person, now)
    for call in await left_open.calls_alone(session, person, now):
        call.status, call.changed_by = CANCELLED, None
    await _delete_questions(session, person)
    for name in children_first():
        await _erase(session, name, person)
    await _forget_meetings(
        session,
        col(Call.tenant) == person.tenant,
        col(Call.id).in_(select_rows(Seat.call_id).where(col(Seat.person_id) == person.id)),
        or_(col(Call.ends_at) <= now - LATE, ~left_open.has_colleague(person.id)),
    )
    reference = ""
    if person.erased_at is None:
        await _unname(session, person.tenant, *before)
        if forgetting is not None:
            await _forget_in_what_stays(session, person, forgetting)
        about: tuple[AuditTarget, int] = ("person", person.id)
        reference = audit.note_erasure(session, person.tenant, about, now, actor=by)
        _make_tombstone(person, now)
    await session.flush()
    leave_no_words(session)
    plan_changes.note_person(session, person.id)
    return reference


async def erase_again(database: Database, now: datetime) -> None:
    """Erase what slow requests have added for people who were erased in the last days.

    Also remove the ids and links of meetings from past calls with colleagues, once no calendar
    needs them.
    """
    async with database.write() as session:
        erased = select_rows(Seat.call_id).join(Person, col(Person.id) == col(Seat.person_id))
        theirs = col(Call.id).in_(erased.where(col(Person.erased_at).is_not(None)))
        await _forget_meetings(session, theirs, col(Call.ends_at) <= now - LATE)
    async with database.read() as session:
        lately = col(Person.erased_at) > now - LATE
        ids = (await session.exec(select_rows(Person.id, Person.tenant).where(lately))).all()
    for id_, tenant in sorted(ids):
        async with database.write(tenant) as session:
            person = (await session.exec(select_rows(Person).where(col(Person.id) == id_))).one()
            await erase_person(session, person, now)
            await plan_changes.discard(session)


def _make_tombstone(person: Person, now: datetime) -> None:
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


async def _forget_meetings(session: AsyncSession, *which: ColumnElement[bool]) -> None:
    """Forget the calls' meeting ids and join links.

    Some calendars build the ids from an email address. Links of Teams have the organiser's id, and
    personal links of other services a name.
    """
    await session.exec(
        update(Call)
        .where(
            or_(
                col(Call.source_id).is_not(None), col(Call.join_url) != "", col(Call.meeting) != ""
            ),
            *which,
        )
        .values(source_id=None, join_url="", meeting="")
        .execution_options(synchronize_session=False)
    )


async def _leave_tokens(session: AsyncSession, person: Person, now: datetime) -> None:
    mine = col(CalendarSignIn.person_id) == person.id
    await session.exec(
        update(CalendarSignIn)
        .where(mine, col(CalendarSignIn.address) != "")
        .values(address=BEING_REVOKED, asked_at=now, expires_at=now)
        .execution_options(synchronize_session=False)
    )


async def _erase(session: AsyncSession, name: str, person: Person) -> None:
    holding, table = holdings.HOLDINGS[name], holdings.table(name)
    if not holding.person or holding.erased == "unnamed":
        return
    mine = holdings.of_person(name, person.tenant, person.id)
    if name == CalendarSignIn.__tablename__:
        mine &= table.c.address != BEING_REVOKED
    connection = await session.connection()
    if holding.erased == "deleted":
        await connection.execute(delete(table).where(mine))
    elif holding.empty:
        await connection.execute(update(table).where(mine).values(**holding.empty))


async def _delete_questions(session: AsyncSession, person: Person) -> None:
    """Delete what the person asked colleagues about calls. What the person answered stays."""
    mine = col(HelpRequest.tenant) == person.tenant, col(HelpRequest.asker_id) == person.id
    await session.exec(delete(HelpRequest).where(*mine))


async def _unname(
    session: AsyncSession, tenant: str, external: str, name: str, email: str | None
) -> None:
    """Remove a person from others' rows, and from the posts of the playground.

    The person's own posts are deleted, and so are the answers that only the person saw. Other posts
    that name the person say "A former colleague".

    `external`, `name` and `email` are the person's earlier values.
    """
    connection = await session.connection()
    await connection.execute(
        update(Workspace)
        .where(col(Workspace.tenant) == tenant, col(Workspace.installer) == external)
        .values(installer=None)
    )
    await connection.execute(delete(RateLimit).where(col(RateLimit.key) == f"{tenant}/{external}"))
    theirs = col(PlaygroundPost.tenant) == tenant
    theirs &= or_(
        col(PlaygroundPost.place) == f"dm:{external}",
        col(PlaygroundPost.audience) == external,
        col(PlaygroundPost.author) == external,
    )
    # If the newest post were deleted, SQLite would give another post its id, which pages have seen.
    newest = select(func.max(col(PlaygroundPost.id))).scalar_subquery()
    blank = {"place": "", "audience": "", "author": "", "html": "", "outbox_id": None}
    is_newest = col(PlaygroundPost.id) == newest
    await connection.execute(update(PlaygroundPost).where(theirs, is_newest).values(**blank))
    await connection.execute(delete(PlaygroundPost).where(theirs))
    for each in filter(None, (name, email)):
        html = col(PlaygroundPost.html)
        await connection.execute(
            update(PlaygroundPost)
            .where(
                col(PlaygroundPost.tenant) == tenant, html.contains(escape(each), autoescape=True)
            )
            .values(
                html=func.replace(html, escape(each), FORMER_COLLEAGUE),
                edits=col(PlaygroundPost.edits) + 1,
            )
        )
    if name:
        await _rename_in_transcripts(session, tenant, name, FORMER_COLLEAGUE)
    if email:
        await _forget_guest(session, tenant, email)


async def _forget_in_what_stays(
    session: AsyncSession, person: Person, forgetting: "Forgetting"
) -> None:
    """Replace a person's name in what stays, such as promises, findings and asks.

    If somebody else shares a part of the name, that person's name stays.
    """
    tenant, parts = person.tenant, person.name.split()
    others: list[str] = []
    for table in (Person, Contact):
        wanted = select_rows(table.name).where(
            col(table.tenant) == tenant,
            col(table.erased_at).is_(None),
            or_(*(_contains(col(table.name), part) for part in parts)),
        )
        others += [name for name in await session.exec(wanted) if name != person.name]
    forget = forgetting(person.name, person.email, FORMER_COLLEAGUE.lower(), others)
    connection = await session.connection()
    for each, columns in (
        ("commitment", ("text",)),
        ("ask", ("line", "quote")),
        ("asknote", ("text",)),
        ("helprequest", ("question", "answer")),
        ("finding", ("text", "source")),
        ("call", ("title",)),
    ):
        rows = holdings.table(each)
        texts = [rows.c[column] for column in columns]
        named = or_(*(_contains(text, part) for text in texts for part in parts))
        found = select(rows.c.id, *texts).where(rows.c.tenant == tenant, named)
        for id_, *olds in (await connection.execute(found)).all():
            new = dict(zip(columns, map(forget, olds), strict=True))
            if each == "commitment" and new["text"] != olds[0]:
                new["text_key"] = await _free_key(session, id_, new["text"])
            await connection.execute(update(rows).where(rows.c.id == id_).values(**new))


def _contains(text: Any, part: str) -> ColumnElement[bool]:  # noqa: ANN401 - any column
    found: ColumnElement[bool] = func.lower(text).contains(part.lower(), autoescape=True)
    return found


# A function that takes a name, the address, the stand-in and other people's names. It returns a
# function that removes the name from a text (`handlers.coaching.forgetting`).
Forgetting = Callable[[str, str | None, str, Collection[str]], Callable[[str], str]]


class Erased(NamedTuple):
    """How many texts had a name that was erased, and the reference of the erasure.

    The reference is "" if no text had the name.
    """

    places: int
    reference: str


async def erase_contact(
    session: AsyncSession,
    contact: Contact,
    now: datetime,
    forgetting: Forgetting,
    *,
    by: int | None = None,
) -> Erased:
    """Erase a contact.

    The row stays, because calls refer to it, and says "A former contact". The name is replaced in
    figures and in what our people wrote about the account. The contact leaves coming calls. Past
    meetings, the CRM and public sources don't bring the contact back, but a later meeting may.
    """
    name, email, tenant = contact.name, contact.email, contact.tenant
    others = await same_account(session, contact)
    forget = forgetting(name, email, FORMER_CONTACT, others)
    places = await _forget_in_account(session, tenant, contact.account_id, forget)
    places += await _forget_in_drafts(session, tenant, contact.account_id, (name, email), forget)
    await _index_again(session, tenant, contact.account_id)
    await _leave_coming_calls(session, contact, now)
    if email:
        await _forget_guest(session, tenant, email)
    await suppressed_names.add(session, tenant, (name, email), now)
    # One account can't have two contacts of the same name.
    contact.name = f"{FORMER_CONTACT} ({contact.id})"
    contact.role, contact.email, contact.buying_role = "", None, None
    contact.added_by_call, contact.crm_id = None, None
    contact.erased_at = now
    reference = audit.note_erasure(session, tenant, ("contact", contact.id), now, actor=by)
    await session.flush()
    leave_no_words(session)
    return Erased(places, reference)


async def erase_name(
    session: AsyncSession,
    account: Account,
    name: str,
    now: datetime,
    forgetting: Forgetting,
    *,
    by: int | None = None,
) -> Erased:
    """Remove the name of somebody who is not a contact from what was written about an account.

    The account's contacts keep their names.
    """
    others = await names_at(session, account.tenant, account.id)
    forget = forgetting(name, None, FORMER_CONTACT, others)
    tenant = account.tenant
    places = await _forget_in_account(session, tenant, account.id, forget)
    places += await _forget_in_drafts(session, tenant, account.id, (name,), forget)
    await _index_again(session, tenant, account.id)
    reference = ""
    if places:
        about: tuple[AuditTarget, int] = ("account", account.id)
        reference = audit.note_erasure(session, account.tenant, about, now, actor=by)
    await session.flush()
    leave_no_words(session)
    return Erased(places, reference)


class NameChange(NamedTuple):
    """A text that an erasure of a name would change. `what` says what it is, as people see it."""

    what: str
    old: str
    new: str


async def changes_by_name(
    session: AsyncSession,
    account: Account,
    name: str,
    forgetting: Forgetting,
    email: str | None = None,
) -> list[NameChange]:
    """Return the texts about an account that an erasure of a name and an address would change."""
    others = await names_at(session, account.tenant, account.id)
    forget = forgetting(name, email, FORMER_CONTACT, others)
    return [
        NameChange(holdings.HOLDINGS[table.name].what, _as_text(old[column]), _as_text(new[column]))
        async for table, _, new, old in _named(session, account.tenant, account.id, forget)
        for column in new
    ]


def _as_text(value: Any) -> str:  # noqa: ANN401 - a text, or JSON
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


async def same_account(session: AsyncSession, contact: Contact) -> list[str]:
    """Return the names of the account's other contacts, and of our people who had calls with it."""
    return await names_at(session, contact.tenant, contact.account_id, but=contact.id)


async def names_at(
    session: AsyncSession, tenant: str, account_id: int, *, but: int | None = None
) -> list[str]:
    """Return the names of an account's contacts, except `but`, and of our people who had calls."""
    contacts = select_rows(Contact.name).where(
        col(Contact.tenant) == tenant,
        col(Contact.account_id) == account_id,
        col(Contact.id).is_distinct_from(but),
        col(Contact.erased_at).is_(None),
    )
    people = (
        select_rows(Person.name)
        .join(Seat, col(Seat.person_id) == col(Person.id))
        .where(
            col(Seat.tenant) == tenant,
            col(Seat.account_id) == account_id,
            col(Person.erased_at).is_(None),
        )
        .distinct()
    )
    return [*(await session.exec(contacts)).all(), *(await session.exec(people)).all()]


async def erase_account(
    session: AsyncSession, account: Account, now: datetime, *, by: int | None = None
) -> None:
    """Delete an account with its contacts, its calls, and everything written about them.

    This takes one transaction. For a large account, see `storage.rights.account`.
    """
    tenant, id_ = account.tenant, account.id
    await forget_account(session, account)
    connection = await session.connection()
    drafted = holdings.table("insight")
    theirs = select(drafted.c.id).where(holdings.of_account("insight", tenant, id_))
    await search.delete_those(session, theirs)
    people = (
        await connection.execute(
            select(holdings.table("seat").c.person_id)
            .where(holdings.of_account("seat", tenant, id_))
            .distinct()
        )
    ).scalars()
    for person_id in people.all():
        plan_changes.note_person(session, person_id)
    for each in children_first():
        if holdings.HOLDINGS[each].account:
            table = holdings.table(each)
            which = holdings.of_account(each, tenant, id_)
            await connection.execute(delete(table).where(which))
    await search.forget_deleted(session)
    audit.note_erasure(session, tenant, ("account", id_), now, actor=by)
    session.expunge(account)
    await session.flush()


async def forget_account(session: AsyncSession, account: Account) -> None:
    """Delete an account's guests, and drafts that name the account.

    Asks about the account's insights stay, but without the insight.
    """
    drafted, asks = holdings.table("insight"), holdings.table("ask")
    theirs = holdings.of_account("insight", account.tenant, account.id)
    connection = await session.connection()
    domains = select_rows(AccountDomain.domain).where(
        col(AccountDomain.tenant) == account.tenant, col(AccountDomain.account_id) == account.id
    )
    addresses = select_rows(Contact.email).where(
        col(Contact.tenant) == account.tenant, col(Contact.account_id) == account.id
    )
    met = or_(col(MetGuest.company).in_(domains), col(MetGuest.address).in_(addresses))
    await connection.execute(delete(MetGuest).where(col(MetGuest.tenant) == account.tenant, met))
    await connection.execute(
        update(asks)
        .where(
            asks.c.tenant == account.tenant,
            asks.c.insight_id.in_(select(drafted.c.id).where(theirs)),
        )
        .values(insight_id=None)
    )
    await connection.execute(
        delete(Draft).where(
            col(Draft.tenant) == account.tenant,
            func.lower(col(Draft.account)).contains(account.name.lower(), autoescape=True),
        )
    )


def children_first() -> list[str]:
    """Return the names of all tables. A table comes before the tables that it refers to."""
    return [each.name for each in reversed(SQLModel.metadata.sorted_tables)]


async def _forget_guest(session: AsyncSession, tenant: str, email: str) -> None:
    connection = await session.connection()
    await connection.execute(
        delete(MeetingAnswer).where(
            col(MeetingAnswer.tenant) == tenant, col(MeetingAnswer.about) == f"guest:{email}"
        )
    )
    await connection.execute(
        delete(MetGuest).where(col(MetGuest.tenant) == tenant, col(MetGuest.address) == email)
    )
    named = [
        func.lower(each).contains(email.lower(), autoescape=True)
        for each in (col(SeenMeeting.event), col(SeenMeeting.guests), col(SeenMeeting.subject))
    ]
    # Without a fingerprint, the next reading of the calendar judges the meeting again.
    await connection.execute(
        update(SeenMeeting)
        .where(col(SeenMeeting.tenant) == tenant, or_(*named))
        .values(event="", guests="", subject="", fingerprint="")
    )


async def _forget_in_account(
    session: AsyncSession, tenant: str, account_id: int, forget: Callable[[str], str]
) -> int:
    """Change the texts about an account, and return how many were changed."""
    connection = await session.connection()
    places = 0
    async for table, keys, new, _ in _named(session, tenant, account_id, forget):
        places += len(new)
        if table.name == "commitment" and "text" in new:
            new["text_key"] = await _free_key(session, keys[0][1], new["text"])
        if table.name == "proposedanswer":
            new["state"] = case((table.c.state == "proposed", "expired"), else_=table.c.state)
        which = and_(*(key == value for key, value in keys))
        await connection.execute(update(table).where(which).values(**new))
    return places


async def _forget_in_drafts(
    session: AsyncSession,
    tenant: str,
    account_id: int,
    names: Collection[str | None],
    forget: Callable[[str], str],
) -> int:
    """Change the drafts that have the account's name, or the whole name or address of a contact.

    Drafts belong to no account. Return how many were changed.
    """
    account = (await session.exec(select_rows(Account).where(col(Account.id) == account_id))).one()
    known = [comparable(each) for each in (account.name, *names) if each]
    drafts = (await session.exec(select_rows(Draft).where(col(Draft.tenant) == tenant))).all()
    changed = 0
    for each in drafts:
        old = each.account, each.time, each.goal
        said = comparable(" ".join(old))
        if any(one in said for one in known):
            each.account, each.time, each.goal = new = tuple(map(forget, old))
            changed += new != old
    await session.flush()
    return changed


async def _leave_coming_calls(session: AsyncSession, contact: Contact, now: datetime) -> None:
    coming = select_rows(Call.id).where(
        col(Call.tenant) == contact.tenant,
        col(Call.account_id) == contact.account_id,
        col(Call.starts_at) > now,
    )
    await session.exec(
        delete(CallContact).where(
            col(CallContact.tenant) == contact.tenant,
            col(CallContact.contact_id) == contact.id,
            col(CallContact.call_id).in_(coming),
        )
    )


async def _named(
    session: AsyncSession, tenant: str, account_id: int, forget: Callable[[str], str]
) -> AsyncIterator[tuple[Table, list[tuple[Any, Any]], dict[str, Any], dict[str, Any]]]:
    """Yield each row about an account that `forget` would change: table, key, new and old texts."""
    connection = await session.connection()
    for each, holding in holdings.HOLDINGS.items():
        table = holdings.table(each)
        texts = _texts(table)
        if not holding.account or each in ("account", "contact", "accountdomain") or not texts:
            continue
        theirs = holdings.of_account(each, tenant, account_id)
        keys = [*table.primary_key.columns]
        for row in (await connection.execute(select(*keys, *texts).where(theirs))).all():
            found = row._mapping
            new = {
                text.name: changed
                for text in texts
                if (had := found[text]) and (changed := _renamed(had, forget)) != had
            }
            if new:
                old = {text.name: found[text] for text in texts}
                yield table, [(key, found[key]) for key in keys], new, old


async def words_about(
    session: AsyncSession, name: str, tenant: str, account_id: int
) -> dict[int, object]:
    """Return what people wrote about an account in the rows of a table, by row id."""
    table = holdings.table(name)
    wanted = select(table.c.id, *_texts(table)).where(holdings.of_account(name, tenant, account_id))
    return {row[0]: tuple(row[1:]) for row in await (await session.connection()).execute(wanted)}


async def _free_key(session: AsyncSession, promise_id: int, text: str) -> str:
    """Return the key for comparing a promise with others.

    If another promise of the call has the same key, add the promise's id to the key.
    """
    promise, key = aliased(Commitment), comparable(text)
    same = (
        select_rows(Commitment.id)
        .join(promise, col(promise.call_id) == col(Commitment.call_id))
        .where(
            col(promise.id) == promise_id,
            col(Commitment.id) != promise_id,
            col(Commitment.side) == col(promise.side),
            col(Commitment.text_key) == key,
        )
    )
    return f"{key} ({promise_id})" if (await session.exec(same)).first() else key


async def _index_again(session: AsyncSession, tenant: str, account_id: int) -> None:
    theirs = holdings.of_account("insight", tenant, account_id)
    found = select_rows(Insight).where(theirs).execution_options(populate_existing=True)
    for each in (await session.exec(found)).all():
        await insights.index(session, each)
    await search.forget_deleted(session)


def _texts(table: Table) -> list[Any]:
    """Return the columns of a table in which people write."""
    names = {"text", "title", "goal", "heard", "surprise", "next_step", "for_marketing", "line"}
    names |= {"quote", "source", "headline", "body", "guests", "subject", "event", "persona"}
    names |= {"declined", "labels", "figures", "question", "answer", "claim"}
    if table.name in ("seat", "call"):  # here, `line` is an id and `source` a kind
        names -= {"line", "source"}
    return [each for each in table.c if each.name in names]


async def _rename_in_transcripts(session: AsyncSession, tenant: str, old: str, new: str) -> None:
    as_json = json.dumps(old)[1:-1]
    whole = re.compile(rf"(?<!\w){re.escape(old)}(?!\w)")
    for table, columns in ((MeasuredCall, ("labels", "figures")), (OpenTranscript, ("labels",))):
        texts = [cast(col(getattr(table, each)), String) for each in columns]
        has = or_(
            *(each.contains(form, autoescape=True) for each in texts for form in {old, as_json})
        )
        wanted = select_rows(table).where(col(table.tenant) == tenant, has)
        for row in (await session.exec(wanted)).all():
            for each in columns:
                renamed = _renamed(getattr(row, each), lambda text: whole.sub(new, text))
                setattr(row, each, renamed)


def _renamed(value: Any, rename: Callable[[str], str]) -> Any:  # noqa: ANN401 - JSON
    """Rename every string in a JSON value, including keys."""
    if isinstance(value, str):
        return rename(value)
    if isinstance(value, Mapping):
        return {rename(key): _renamed(each, rename) for key, each in value.items()}
    if isinstance(value, list):
        return [_renamed(each, rename) for each in value]
    return value
