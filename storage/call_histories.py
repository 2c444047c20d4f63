"""Read what is on file about many calls and their accounts in one query."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import takewhile
from typing import Any, Literal, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    ScalarSelect,
    Select,
    Subquery,
    Text,
    and_,
    case,
    cast,
    exists,
    false,
    func,
    or_,
)
from sqlalchemy import select as plain_select
from sqlalchemy.orm import Mapped, aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.calls import SeatKey
from storage.choices import (
    ANSWERS,
    LEFT,
    MISSED,
    PLANNED,
    WITHDRAWN,
    CallKind,
    CrmKind,
    GuessOutcome,
)
from storage.sql.built_once import built_once
from storage.sql.json_rows import dialect_of, json_list, json_rows, parameter
from storage.tables import (
    Ask,
    AskNote,
    CalendarConnection,
    Call,
    CallContact,
    Guess,
    HelpRequest,
    MeasuredCall,
    Person,
    Policy,
    Reflection,
    Seat,
    SetAside,
    Team,
    TeamMember,
)
from storage.tables.types import EPOCH, MICROSECOND, Moment

LAST_CALLS = 3  # for `missed` and `last_call_at`, look at this many earlier calls


class GuessRead(NamedTuple):
    """A person's guess about a call, and the outcome of the guess. None if there is no outcome."""

    text: str
    outcome: str | None


class CallHistory(NamedTuple):
    """What one person may read about a call and its account."""

    # A call counts as earlier if it starts before this call, even if it is still to come.
    met_before: bool  # whether the account has a planned call before this one
    # Wordings of the opening questions in the person's other calls, newest first.
    openings: list[str]
    # Ids of the account's reflections that the person may read, newest first.
    reflections: list[int]
    with_us: list[str]  # the names of the person's colleagues in the call
    # Ids of contacts in this call who are also in an earlier planned call.
    in_earlier_call: list[int]
    # The opening and the listening line of each of the person's other calls with the account: two
    # wordings (handlers.coaching.wordings), separated by a space.
    texts: list[str]
    # The starts (UTC) of missed calls since the person's last planned call, oldest first. A call is
    # missed if nobody from the account came. At most `LAST_CALLS` starts.
    missed: Sequence[datetime] = ()
    # The start (UTC) of the person's last planned call before this one, or None if it is not among
    # the last `LAST_CALLS` calls.
    last_call_at: datetime | None = None
    # The person's goal for the last call with the account on which the person has reflected.
    last_goal: str = ""
    wrong_guesses: Sequence[str] = ()  # the person's wrong guesses in that call
    open_guesses: Sequence[str] = ()  # guesses in that call that were not asked about
    guesses: Sequence[GuessRead] = ()  # the person's guesses about this call, in order
    answers: Sequence[int] = ()  # ids of marketing's answers to the person's asks, newest first
    # Ids of research questions that were set aside for this call, and for the account.
    skipped: Sequence[str] = ()
    not_worth: Sequence[str] = ()
    # The ids of the research questions in each of the person's other calls with the account, as in
    # `Seat.research`.
    researched: Sequence[str] = ()
    # The kind of the person's last planned call before this one, and its title. "" if not on file.
    last_kind: CallKind | Literal[""] = ""
    last_title: str = ""
    figures_off: bool = False  # whether an admin has switched off figures about a person
    crm: CrmKind | None = None  # the CRM that is connected
    public_sources: bool = False  # whether accounts are looked up in public sources
    help: Sequence[int] = ()  # ids of the person's requests for help with this call, oldest first
    # The same for the person's other calls whose research is due on the same evening.
    researched_then: Sequence[str] = ()
    measured: bool = False  # whether figures of a call of the person with the account are stored
    has_calendar: bool = False  # whether the person has a calendar connected


class WantedHistory(NamedTuple):
    """A call whose history a person reads.

    `same_eve` is the start and the end (UTC) of the days whose research is due on the same evening.
    """

    person_id: int
    call: Call
    same_eve: tuple[datetime, datetime]


async def read(
    session: AsyncSession,
    wanted: Iterable[WantedHistory],
    *,
    openings: int,
    reflections: int,
    answers: int,
) -> dict[SeatKey, CallHistory]:
    """Return the history of each call, by (call id, person id).

    `openings`, `reflections` and `answers` are limits. The caller must check the tenant.
    """
    values = parameter(
        {
            "tenant": call.tenant,
            "call_id": call.id,
            "person_id": person_id,
            "account_id": call.account_id,
            "starts_at": _stored(call.starts_at),
            "eve_from": _stored(same_eve[0]),
            "eve_until": _stored(same_eve[1]),
        }
        for person_id, call, same_eve in wanted
    )
    statement = _statement(
        dialect_of(session), openings=openings, reflections=reflections, answers=answers
    )
    found = await (await session.connection()).execute(statement, values)
    return {
        (call_id, person_id): CallHistory(
            met_before=bool(before),
            figures_off=bool(figures_off),
            crm=crm,
            public_sources=bool(public),
            measured=bool(measured),
            has_calendar=bool(calendar),
            openings=opening or [],
            reflections=read or [],
            with_us=names or [],
            in_earlier_call=came or [],
            texts=texts or [],
            missed=_missed_in_a_row(last or []),
            last_call_at=next((_moment(at) for at in last or [] if at > 0), None),
            last_goal=goal or "",
            last_kind=last_kind or "",
            last_title=last_title or "",
            wrong_guesses=wrong or [],
            open_guesses=unasked or [],
            answers=answered or [],
            skipped=skipped or [],
            not_worth=not_worth or [],
            researched=researched or [],
            researched_then=researched_then or [],
            guesses=[_guessed(each) for each in guesses or []],
            help=asked_for or [],
        )
        for (
            call_id,
            person_id,
            before,
            figures_off,
            crm,
            public,
            measured,
            calendar,
            goal,
            last_kind,
            last_title,
            opening,
            read,
            names,
            came,
            texts,
            wrong,
            unasked,
            answered,
            last,
            skipped,
            not_worth,
            researched,
            researched_then,
            guesses,
            asked_for,
        ) in found
    }


@built_once
def _statement(
    dialect: str, *, openings: int, reflections: int, answers: int
) -> Select[tuple[Any, ...]]:
    big = BigInteger()
    asked = json_rows(
        dialect,
        tenant=Text(),
        call_id=big,
        person_id=big,
        account_id=big,
        starts_at=big,
        eve_from=big,
        eve_until=big,
    )
    lists = (
        _openings(asked, openings),
        _reflections(asked, reflections),
        _colleagues(asked),
        _in_earlier_call(asked),
        _texts(asked),
        _guesses(asked, "wrong"),
        _guesses(asked, "never_asked"),
        _answers(asked, answers),
        _last_calls(asked),
        _set_aside(asked, asked.c.call_id),
        _set_aside(asked, 0),
        _researched(asked),
        _researched_then(asked),
        _own_guesses(asked),
        _help(asked),
    )
    return plain_select(
        asked.c.call_id,
        asked.c.person_id,
        _met_before(asked),
        _figures_off(asked),
        select(Policy.crm).where(col(Policy.tenant) == asked.c.tenant).scalar_subquery(),
        _public_sources(asked),
        _measured(asked),
        _has_calendar(asked),
        _last_goal(asked),
        _of_last(asked, col(Call.kind)),
        _of_last(asked, col(Call.title)),
        *(plain_select(json_list(dialect, _only(each))).scalar_subquery() for each in lists),
    )


def _only(query: Subquery) -> ColumnElement[Any]:
    (column,) = query.c
    return column


def _met_before(asked: FromClause) -> ColumnElement[bool]:
    return exists(col(Call.id)).where(
        col(Call.account_id) == asked.c.account_id,
        col(Call.starts_at) < cast(asked.c.starts_at, Moment),
        col(Call.status) == PLANNED,
    )


def _last_calls(asked: FromClause) -> Subquery:
    """Select the starts of the account's last calls before this one, newest first.

    Times are numbers, as stored. The time of a missed call is negative. Of calls in which the
    person had no part, only missed calls that are open to the person as a manager count: nobody
    else learns that nobody came, and a call that seems planned may have been missed too.
    """
    own = exists(col(Seat.call_id)).where(
        col(Seat.call_id) == col(Call.id), col(Seat.person_id) == asked.c.person_id
    )
    own, opened = own.correlate(asked, Call), _open_to_manager(asked)
    missed, at = col(Call.status) == MISSED, cast(col(Call.starts_at), BigInteger())
    return (
        plain_select(case((missed, -at), else_=at).label("at"))
        .where(
            col(Call.account_id) == asked.c.account_id,
            col(Call.starts_at) < cast(asked.c.starts_at, Moment),
            or_(and_(col(Call.status).in_((PLANNED, MISSED)), own), and_(missed, opened)),
        )
        .order_by(col(Call.starts_at).desc())
        .limit(LAST_CALLS)
        .correlate(asked)
        .subquery()
    )


def _open_to_manager(asked: FromClause) -> ColumnElement[bool]:
    """Whether somebody in the call is led by the person, and has the call open to their manager.

    This is `handlers.knowledge.opened.is_open`.
    """
    rhythm = func.coalesce(col(Person.rhythm)["calls_open"].as_boolean(), false())
    return (
        exists(col(Seat.call_id))
        .where(
            col(Seat.call_id) == col(Call.id),
            col(Team.manager_id) == asked.c.person_id,
            col(TeamMember.team_id) == col(Team.id),
            col(TeamMember.person_id) == col(Seat.person_id),
            col(Person.id) == col(Seat.person_id),
            func.coalesce(col(Seat.opened), rhythm),
        )
        .correlate(asked, Call)
    )


def _of_last(asked: FromClause, column: Mapped[Any]) -> ScalarSelect[Any]:
    """Select a column of the person's last planned call before this one."""
    return (
        plain_select(column)
        .join(Seat, col(Seat.call_id) == col(Call.id))
        .where(
            col(Call.account_id) == asked.c.account_id,
            col(Call.starts_at) < cast(asked.c.starts_at, Moment),
            col(Call.status) == PLANNED,
            col(Seat.person_id) == asked.c.person_id,
        )
        .order_by(col(Call.starts_at).desc())
        .limit(1)
        .correlate(asked)
        .scalar_subquery()
    )


def _missed_in_a_row(last: Sequence[int]) -> list[datetime]:
    """Return the starts of the missed calls since the last call that took place, oldest first.

    `last` comes from `_last_calls`: newest first, negative for a missed call.
    """
    return [_moment(-at) for at in takewhile(lambda at: at < 0, last)][::-1]


def _stored(moment: datetime) -> int:
    return (moment - EPOCH) // MICROSECOND


def _moment(stored: int) -> datetime:
    return EPOCH + stored * MICROSECOND


def _in_earlier_call(asked: FromClause) -> Subquery:
    earlier, now = aliased(CallContact), aliased(CallContact)
    return (
        select(now.contact_id)
        .where(
            col(now.call_id) == asked.c.call_id,
            exists(col(earlier.call_id))
            .where(
                col(earlier.contact_id) == now.contact_id,
                col(earlier.call_id) == col(Call.id),
                # With a condition on the account, SQLite would scan the account's calls instead of
                # the contact's.
                col(Call.starts_at) < cast(asked.c.starts_at, Moment),
                col(Call.status) == PLANNED,
            )
            .correlate(asked, now),
        )
        .correlate(asked)
        .subquery()
    )


def _openings(asked: FromClause, limit: int) -> Subquery:
    return (
        select(Seat.opening)
        .where(
            # Naming the tenant lets the query use the index seat_by_person.
            col(Seat.tenant) == asked.c.tenant,
            col(Seat.person_id) == asked.c.person_id,
            col(Seat.call_id) != asked.c.call_id,
            col(Seat.opening).is_not(None),
        )
        .order_by(col(Seat.starts_at).desc())
        .limit(limit)
        .correlate(asked)
        .subquery()
    )


def _texts(asked: FromClause) -> Subquery:
    both = func.coalesce(Seat.opening, "") + " " + func.coalesce(Seat.line, "")
    return (
        plain_select(both)
        .where(
            col(Seat.tenant) == asked.c.tenant,
            col(Seat.person_id) == asked.c.person_id,
            col(Seat.account_id) == asked.c.account_id,
            col(Seat.call_id) != asked.c.call_id,
            or_(col(Seat.opening).is_not(None), col(Seat.line).is_not(None)),
        )
        .correlate(asked)
        .subquery()
    )


def _researched(asked: FromClause) -> Subquery:
    return (
        select(Seat.research)
        .where(
            col(Seat.tenant) == asked.c.tenant,
            col(Seat.person_id) == asked.c.person_id,
            col(Seat.account_id) == asked.c.account_id,
            col(Seat.call_id) != asked.c.call_id,
            col(Seat.research) != "",
        )
        .correlate(asked)
        .subquery()
    )


def _researched_then(asked: FromClause) -> Subquery:
    return (
        select(Seat.research)
        .join(Call, col(Call.id) == col(Seat.call_id))
        .where(
            col(Seat.tenant) == asked.c.tenant,
            col(Seat.person_id) == asked.c.person_id,
            col(Seat.starts_at) >= cast(asked.c.eve_from, Moment),
            col(Seat.starts_at) < cast(asked.c.eve_until, Moment),
            col(Seat.call_id) != asked.c.call_id,
            col(Seat.research) != "",
            col(Call.status) == PLANNED,
        )
        .correlate(asked)
        .subquery()
    )


def _set_aside(asked: FromClause, call_id: ColumnElement[int] | int) -> Subquery:
    """Select the ids of the questions that were set aside for this call.

    If `call_id` is 0, select those that were set aside for the account.
    """
    return (
        select(SetAside.question_id)
        .where(col(SetAside.account_id) == asked.c.account_id, col(SetAside.call_id) == call_id)
        .correlate(asked)
        .subquery()
    )


def _reflections(asked: FromClause, limit: int) -> Subquery:
    may_read = or_(col(Reflection.author_id) == asked.c.person_id, col(Reflection.shared).is_(True))
    return (
        select(Reflection.id)
        .where(col(Reflection.account_id) == asked.c.account_id, may_read)
        .order_by(col(Reflection.called_at).desc())
        .limit(limit)
        .correlate(asked)
        .subquery()
    )


def _last_reflected(asked: FromClause) -> ScalarSelect[Any]:
    return (
        plain_select(col(Reflection.call_id))
        .where(
            col(Reflection.account_id) == asked.c.account_id,
            col(Reflection.author_id) == asked.c.person_id,
        )
        .order_by(col(Reflection.called_at).desc())
        .limit(1)
        .correlate(asked)
        .scalar_subquery()
    )


def _last_goal(asked: FromClause) -> ColumnElement[Any]:
    return (
        plain_select(col(Seat.goal))
        .where(
            col(Seat.call_id) == _last_reflected(asked), col(Seat.person_id) == asked.c.person_id
        )
        .correlate(asked)
        .scalar_subquery()
    )


def _guesses(asked: FromClause, outcome: GuessOutcome) -> Subquery:
    return (
        select(Guess.text)
        .where(
            col(Guess.call_id) == _last_reflected(asked),
            col(Guess.person_id) == asked.c.person_id,
            col(Guess.outcome) == outcome,
        )
        .order_by(col(Guess.position))
        .correlate(asked)
        .subquery()
    )


def _own_guesses(asked: FromClause) -> Subquery:
    """Select each guess about this call as one text: outcome or "", space, guess."""
    return (
        plain_select(func.coalesce(Guess.outcome, "") + " " + col(Guess.text))
        .where(col(Guess.call_id) == asked.c.call_id, col(Guess.person_id) == asked.c.person_id)
        .order_by(col(Guess.position))
        .correlate(asked)
        .subquery()
    )


def _figures_off(asked: FromClause) -> ColumnElement[bool]:
    return exists(col(Policy.tenant)).where(
        col(Policy.tenant) == asked.c.tenant, col(Policy.figures_off).is_(True)
    )


def _public_sources(asked: FromClause) -> ColumnElement[bool]:
    return exists(col(Policy.tenant)).where(
        col(Policy.tenant) == asked.c.tenant, col(Policy.public_sources).is_(True)
    )


def _measured(asked: FromClause) -> ColumnElement[bool]:
    return exists(col(MeasuredCall.id)).where(
        col(MeasuredCall.tenant) == asked.c.tenant,
        col(MeasuredCall.person_id) == asked.c.person_id,
        col(MeasuredCall.account_id) == asked.c.account_id,
    )


def _has_calendar(asked: FromClause) -> ColumnElement[bool]:
    return exists(col(CalendarConnection.id)).where(
        col(CalendarConnection.tenant) == asked.c.tenant,
        col(CalendarConnection.person_id) == asked.c.person_id,
    )


def _help(asked: FromClause) -> Subquery:
    return (
        select(HelpRequest.id)
        .where(
            col(HelpRequest.call_id) == asked.c.call_id,
            col(HelpRequest.asker_id) == asked.c.person_id,
            col(HelpRequest.withdrawn_at).is_(None),
        )
        .order_by(col(HelpRequest.id))
        .correlate(asked)
        .subquery()
    )


def _guessed(read: str) -> GuessRead:
    outcome, _, text = read.partition(" ")
    return GuessRead(text, outcome or None)


def _answers(asked: FromClause, limit: int) -> Subquery:
    return (
        select(AskNote.id)
        .join(Ask, col(Ask.id) == col(AskNote.ask_id))
        .where(
            col(Ask.author_id) == asked.c.person_id,
            col(Ask.account_id) == asked.c.account_id,
            col(Ask.state) != WITHDRAWN,
            col(AskNote.kind).in_(ANSWERS),
        )
        .order_by(col(AskNote.id).desc())
        .limit(limit)
        .correlate(asked)
        .subquery()
    )


def _colleagues(asked: FromClause) -> Subquery:
    return (
        select(Person.name)
        .join(Seat, col(Seat.person_id) == col(Person.id))
        .where(
            col(Seat.call_id) == asked.c.call_id,
            col(Seat.person_id) != asked.c.person_id,
            col(Person.standing) != LEFT,
        )
        .order_by(col(Person.id))
        .correlate(asked)
        .subquery()
    )
