"""Reads what is on file about many calls and their accounts, in one query."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from itertools import takewhile
from typing import Any, NamedTuple

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
    func,
    or_,
)
from sqlalchemy import select as plain_select
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.calls import SeatKey
from storage.choices import ANSWERS, LEFT, MISSED, PLANNED, WITHDRAWN, GuessOutcome
from storage.sql.json_rows import dialect_of, json_list, json_rows, parameter
from storage.tables import (
    Ask,
    AskNote,
    Call,
    CallContact,
    Guess,
    Person,
    Reflection,
    Seat,
    SetAside,
)
from storage.tables.types import EPOCH, MICROSECOND, Moment

LAST_CALLS = 3  # how many of the calls before a call are looked at for `missed`, `last_call_at`


class GuessRead(NamedTuple):
    """What a person guessed about a call, and what became of it, if they have said so."""

    text: str
    outcome: str | None


class CallHistory(NamedTuple):
    """What is on file about a call and its account, as far as one person may read it."""

    # "Before" and "earlier" compare with this call's start: such a call may itself be still ahead.
    met_before: bool  # whether a planned call with the account before this one is on file
    # wordings of the opening questions in the person's other calls, newest first
    openings: list[str]
    # ids of the reflections on the account that the person may read, newest first
    reflections: list[int]
    with_us: list[str]  # the names of the person's colleagues in the call
    # ids of this call's contacts who are also in a planned call before it
    in_earlier_call: list[int]
    # for each of the person's other calls with the account, its opening and listening line, as
    # wordings (handlers.coaching.wordings) with a space between them
    texts: list[str]
    # the starts (UTC), oldest first, of the calls to which nobody from the account came, since the
    # person's last planned call before this one; at most `LAST_CALLS`
    missed: Sequence[datetime] = ()
    # the start (UTC) of the person's last planned call before this one; None if there is none
    # among the last `LAST_CALLS`
    last_call_at: datetime | None = None
    last_goal: str = ""  # the person's goal in the last call with the account they reflected on
    wrong_guesses: Sequence[str] = ()  # their guesses in the call of `last_goal` that were wrong
    open_guesses: Sequence[str] = ()  # the guesses in that call that they did not ask about
    guesses: Sequence[GuessRead] = ()  # the person's guesses about this call, in order
    answers: Sequence[int] = ()  # ids of marketing's answers to the person's asks, newest first
    # ids of the research questions that were set aside, for this call alone and for the account
    skipped: Sequence[str] = ()
    not_worth: Sequence[str] = ()
    # for each of the person's other calls with the account that has any: the ids of the questions
    # that were chosen for it, as in `Seat.research`
    researched: Sequence[str] = ()


async def read(
    session: AsyncSession,
    calls: Iterable[tuple[int, Call]],
    *,
    openings: int,
    reflections: int,
    answers: int,
) -> dict[SeatKey, CallHistory]:
    """The history of each (person id, call), by (call id, person id).

    `openings`, `reflections` and `answers` limit how many of each are read. The caller has
    checked that these calls are in its tenant.
    """
    values = parameter(
        {
            "tenant": call.tenant,
            "call_id": call.id,
            "person_id": person_id,
            "account_id": call.account_id,
            "starts_at": (call.starts_at - EPOCH) // MICROSECOND,
        }
        for person_id, call in calls
    )
    wanted = _statement(
        dialect_of(session), openings=openings, reflections=reflections, answers=answers
    )
    found = await (await session.connection()).execute(wanted, values)
    return {
        (call_id, person_id): CallHistory(
            met_before=bool(before),
            openings=opening or [],
            reflections=read or [],
            with_us=names or [],
            in_earlier_call=came or [],
            texts=texts or [],
            missed=_missed_in_a_row(last or []),
            last_call_at=next((_moment(at) for at in last or [] if at > 0), None),
            last_goal=goal or "",
            wrong_guesses=wrong or [],
            open_guesses=unasked or [],
            answers=answered or [],
            skipped=skipped or [],
            not_worth=not_worth or [],
            researched=researched or [],
            guesses=[_guessed(each) for each in guesses or []],
        )
        for (
            call_id,
            person_id,
            before,
            goal,
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
            guesses,
        ) in found
    }


@cache  # building the statement takes longer than running it
def _statement(
    dialect: str, *, openings: int, reflections: int, answers: int
) -> Select[tuple[Any, ...]]:
    """The query of `read`, to be run with `parameter(rows)`."""
    big = BigInteger()
    asked = json_rows(
        dialect, tenant=Text(), call_id=big, person_id=big, account_id=big, starts_at=big
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
        _own_guesses(asked),
    )
    return plain_select(
        asked.c.call_id,
        asked.c.person_id,
        _met_before(asked),
        _last_goal(asked),
        *(plain_select(json_list(dialect, _only(each))).scalar_subquery() for each in lists),
    )


def _only(query: Subquery) -> ColumnElement[Any]:
    """The one column of a query."""
    (column,) = query.c
    return column


def _met_before(asked: FromClause) -> ColumnElement[bool]:
    return exists(col(Call.id)).where(
        col(Call.account_id) == asked.c.account_id,
        col(Call.starts_at) < cast(asked.c.starts_at, Moment),
        col(Call.status) == PLANNED,
    )


def _last_calls(asked: FromClause) -> Subquery:
    """When the last calls with the account before this one start, newest first.

    Moments are as stored; the moment of a missed call is negative. Missed calls of colleagues are
    included, planned calls only if the person is in them: a call that a colleague has had may have
    been missed without a note of it.
    """
    own = exists(col(Seat.call_id)).where(
        col(Seat.call_id) == col(Call.id), col(Seat.person_id) == asked.c.person_id
    )
    missed, at = col(Call.status) == MISSED, cast(col(Call.starts_at), BigInteger())
    return (
        plain_select(case((missed, -at), else_=at).label("at"))
        .where(
            col(Call.account_id) == asked.c.account_id,
            col(Call.starts_at) < cast(asked.c.starts_at, Moment),
            or_(missed, and_(col(Call.status) == PLANNED, own.correlate(asked, Call))),
        )
        .order_by(col(Call.starts_at).desc())
        .limit(LAST_CALLS)
        .correlate(asked)
        .subquery()
    )


def _missed_in_a_row(last: Sequence[int]) -> list[datetime]:
    """When the newest calls in `last` started, back to the first that was not missed; oldest first.

    `last` is what `_last_calls` returns: newest first, negative for a missed call.
    """
    return [_moment(-at) for at in takewhile(lambda at: at < 0, last)][::-1]


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
                # No condition on the account is needed, because a contact belongs to one account.
                # With one, SQLite would look through all calls of the account, not the contact's.
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
            # The tenant is here for the index seat_by_person, which begins with it and has the
            # order that we need.
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
    """The openings and lines in the person's other calls with the account."""
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


def _set_aside(asked: FromClause, call_id: ColumnElement[int] | int) -> Subquery:
    """The ids of the questions that were set aside for this call, or with 0 for the account."""
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
    """The id of the last call with the account that the person reflected on."""
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
    """The person's guesses with this outcome, in the last call that they reflected on."""
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
    """The person's guesses about this call: the outcome or nothing, a space, and the text."""
    return (
        plain_select(func.coalesce(Guess.outcome, "") + " " + col(Guess.text))
        .where(col(Guess.call_id) == asked.c.call_id, col(Guess.person_id) == asked.c.person_id)
        .order_by(col(Guess.position))
        .correlate(asked)
        .subquery()
    )


def _guessed(read: str) -> GuessRead:
    """One of `_own_guesses`."""
    outcome, _, text = read.partition(" ")
    return GuessRead(text, outcome or None)


def _answers(asked: FromClause, limit: int) -> Subquery:
    """Marketing's answers to what the person asked or passed on about the account."""
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
