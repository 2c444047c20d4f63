"""Gather the facts about people's calls from the database."""

from collections.abc import Collection, Iterable
from datetime import datetime, time

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.coaching.wordings import quoted_in
from handlers.knowledge import call_rows
from handlers.knowledge.call_rows import OnAccounts, Seen, Wanted, WrittenRows
from handlers.knowledge.facts import Facts, FromCrm
from handlers.knowledge.speakers_heard import who_spoke
from handlers.playbook.conditions import NO_REPEAT_WITHIN
from handlers.rhythm_settings import DAY, at, day_of, rhythm_of, with_same_eve
from storage import mail
from storage.choices import MARKETING, CrmKind
from storage.meetings.met_guests import Met
from storage.sales_calls import call_histories, own_calls
from storage.sales_calls.call_histories import CallHistory
from storage.sales_calls.own_calls import Seated
from storage.sources import crm
from storage.tables import (
    Call,
    Commitment,
    Contact,
    Person,
    Reflection,
)

CONTACT_LIMIT = 3  # `Facts.may_come` has at most this many contacts
REFLECTION_LIMIT = 10  # read this many of the newest reflections on an account
NOTE_LIMIT = 8  # read this many of the person's newest notes about the account
# Read this many if we need everything on file, for example to answer a question.
ALL_REFLECTIONS, ALL_NOTES = 100, 500
ANSWER_LIMIT = 3  # read this many of marketing's newest answers to the person


async def gather(
    session: AsyncSession,
    person: Person,
    seated: Seated,
    *,
    reflections: int = REFLECTION_LIMIT,
    notes: int = NOTE_LIMIT,
) -> Facts:
    """Gather what the person may see about a call.

    Read at most `reflections` reflections and `notes` notes.
    """
    wanted = [(person, seated)]
    (facts,) = await gather_all(session, wanted, reflections=reflections, notes=notes)
    return facts


async def gather_all(
    session: AsyncSession,
    wanted: Wanted,
    *,
    reflections: int = REFLECTION_LIMIT,
    notes: int = NOTE_LIMIT,
) -> list[Facts]:
    """Gather what each person may see about a call, in a fixed number of queries.

    `wanted` must not be empty. For each call, read at most `reflections` reflections and `notes`
    notes.
    """
    await session.flush()  # `call_histories` does not see the session's pending changes
    histories = await call_histories.read(
        session,
        [
            call_histories.WantedHistory(person.id, seated.call, _same_eve(person, seated.call))
            for person, seated in wanted
        ],
        openings=NO_REPEAT_WITHIN,
        reflections=reflections,
        answers=ANSWER_LIMIT,
        notes=notes,
    )
    written = await call_rows.written(session, histories)
    hidden = await call_rows.kept_from_marketing(session, wanted, written.reflections)
    on_accounts = await call_rows.on_accounts(session, wanted, histories, written.unclear)
    seen = await call_rows.seen(session, wanted, histories)
    return [
        _facts(
            person,
            seated,
            histories[seated.call.id, person.id],
            notes=written,
            hidden=hidden,
            on_accounts=on_accounts,
            seen=seen,
        )
        for person, seated in wanted
    ]


async def by_pair(
    session: AsyncSession, wanted: Collection[tuple[Person, int]]
) -> dict[tuple[int, int], Facts]:
    """Return the facts of planned calls, by call id and person id.

    `wanted` has pairs of a person and a call id. If the person is not in the call, the pair is left
    out.
    """
    seats = await own_calls.seated(session, [(call_id, person.id) for person, call_id in wanted])
    there = [
        (person, seats[call_id, person.id])
        for person, call_id in wanted
        if (call_id, person.id) in seats
    ]
    found = await gather_all(session, there) if there else []
    return {(facts.call.id, facts.person.id): facts for facts in found}


def _same_eve(person: Person, call: Call) -> tuple[datetime, datetime]:
    """Return the start and the end of the days whose calls are prepared together with this call.

    For example, the calls of Saturday, Sunday and Monday are prepared on Friday evening.
    """
    days = with_same_eve(day_of(call.starts_at, person.zone), rhythm_of(person))
    return at(days[0], time(), person.zone), at(days[-1] + DAY, time(), person.zone)


def _facts(
    person: Person,
    seated: Seated,
    history: CallHistory,
    *,
    notes: WrittenRows,
    hidden: Collection[int],
    on_accounts: OnAccounts,
    seen: Seen,
) -> Facts:
    """Put together what one person may see about one call."""
    seat, call, account = seated
    since, coming = call.starts_at - call_rows.SETTLED_LATELY, on_accounts.coming.get(call.id)
    met = [
        one
        for one in seen.met.get((person.id, account.id), ())
        if one.starts_at < call.starts_at and one.starts_at not in history.missed
    ]
    promised = on_accounts.promised.of_accounts.get(account.id, ())
    heard = seen.heard.get((person.id, account.id), ())
    contacts = on_accounts.contacts.get(account.id, ())
    return Facts(
        person,
        seat,
        call,
        account,
        coming=coming or (),
        may_come=() if coming else contacts[:CONTACT_LIMIT],
        guesses=history.guesses,
        findings=on_accounts.findings.get(account.id, ()),
        reflections=_readable(person, history, notes, hidden),
        promises=[one for one in promised if _is_open_or_recent(one, since)],
        left_promises=on_accounts.promised.orphaned,
        owners=on_accounts.promised.owners,
        met_before=history.met_before or call.invitation == "running" or bool(met),
        last_openings=history.openings,
        with_us=history.with_us,
        missed=history.missed,
        last_call_at=history.last_call_at,
        last_kind=history.last_kind,
        last_title=history.last_title,
        in_earlier_call=frozenset(history.in_earlier_call)
        | _met_contacts(coming or (), met)
        | who_spoke(coming or (), heard, call.starts_at),
        speakers=notes.speakers,
        on_file=contacts if account.id in notes.unclear else (),
        quoted=_quoted(history.texts),
        last_goal=history.last_goal,
        wrong_guesses=history.wrong_guesses,
        open_guesses=history.open_guesses,
        answers=[notes.answers[id_] for id_ in history.answers if id_ in notes.answers],
        skipped=frozenset(history.skipped),
        not_worth=frozenset(history.not_worth),
        asked_before=frozenset(" ".join(history.researched).split()),
        asked_then=frozenset(" ".join(history.researched_then).split()),
        measured=seen.measured.get((person.id, account.id)),
        notes=history.notes,
        help=[notes.help[id_] for id_ in history.help if id_ in notes.help],
        met_on=sorted({one.starts_at for one in met}),
        has_calendar=history.has_calendar,
        figures_off=history.figures_off,
        public_sources=history.public_sources,
        crm=_from_crm(history.crm, on_accounts.in_crm.get(account.id)),
    )


def _readable(
    person: Person, history: CallHistory, notes: WrittenRows, hidden: Collection[int]
) -> list[Reflection]:
    """Return the reflections that the person may read.

    `hidden` has the ids of reflections that marketers may read only if they wrote them.
    """
    rows = [notes.reflections[id_] for id_ in history.reflections if id_ in notes.reflections]
    if person.role not in MARKETING:
        return rows
    return [row for row in rows if row.author_id == person.id or row.id not in hidden]


def _from_crm(kind: CrmKind | None, found: crm.AccountInCrm | None) -> FromCrm | None:
    return FromCrm(kind, *found) if kind and found else None


def _met_contacts(coming: Iterable[Contact], met: Collection[Met]) -> frozenset[int]:
    """Return the ids of those contacts in `coming` who were in the meetings in `met`.

    We don't store the private addresses of contacts. If somebody with a private address was in a
    meeting, we assume that all contacts without an address were in it.
    """
    addresses = {one.address for one in met}
    privately = any(mail.is_shared(mail.domain_of(one)) for one in addresses)
    return frozenset(
        each.id for each in coming if (each.email in addresses if each.email else privately)
    )


def _quoted(texts: Iterable[str]) -> frozenset[int]:
    wordings = " ".join(texts).split()
    return frozenset(id_ for each in wordings if (id_ := quoted_in(each)) is not None)


def _is_open_or_recent(promise: Commitment, since: datetime) -> bool:
    return promise.state == "open" or (
        promise.settled_at is not None and promise.settled_at >= since
    )
