"""The parts of the query that reads what is on file about calls (see `call_histories`).

Each part takes `asked`, which has one row for each call and each person who reads about it. In the
docstrings, "this call", "the person" and "the account" are those of one row of `asked`. The columns
are `tenant`, `call_id`, `person_id`, `account_id`, `starts_at`, `eve_from` and `eve_until`. Times
are integers: UTC microseconds since 1970 (see `Moment`).

A call is researched on the evening of the last working day before the call. All calls that start
in [`eve_from`, `eve_until`) are researched on the same evening as this call.

An earlier call is one that starts before this call. A planned call is one that is neither cancelled
nor missed. A call that has taken place still counts as planned. `call_histories.CallHistory`
describes what the parts find.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    ScalarSelect,
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

from storage.choices import (
    ANSWERS,
    LEFT,
    MISSED,
    PLANNED,
    WITHDRAWN,
    GuessOutcome,
)
from storage.tables import (
    Ask,
    AskNote,
    CalendarConnection,
    Call,
    CallContact,
    Guess,
    HelpRequest,
    MeasuredCall,
    OwnNote,
    Person,
    Policy,
    Reflection,
    Seat,
    SkippedQuestion,
    Team,
    TeamMember,
)
from storage.tables.types import Moment

LAST_CALLS = 3  # `last_calls` looks at this many earlier calls


def met_before(asked: FromClause) -> ColumnElement[bool]:
    """Match if any of our people have an earlier planned call with the account."""
    return exists(col(Call.id)).where(
        col(Call.account_id) == asked.c.account_id,
        col(Call.starts_at) < cast(asked.c.starts_at, Moment),
        col(Call.status) == PLANNED,
    )


def last_calls(asked: FromClause) -> Subquery:
    """Select the starts of the account's last calls before this one, newest first.

    Times are numbers, as stored. The time of a missed call is negative. These calls count:

    - planned and missed calls in which the person has a seat
    - missed calls of other people, if a member of the person's team has opened the call to the
      person

    Two kinds of calls do not count:

    - missed calls of other people that are not opened to the person, who must not learn about them
    - planned calls of other people, because perhaps they were missed and nobody told Attune
    """
    own = exists(col(Seat.call_id)).where(
        col(Seat.call_id) == col(Call.id), col(Seat.person_id) == asked.c.person_id
    )
    own, opened = own.correlate(asked, Call), open_to_manager(asked)
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


def open_to_manager(asked: FromClause) -> ColumnElement[bool]:
    """Match a `Call` that a member of the person's team has opened to the person.

    The person is the team's manager, and the member has a seat in the call.
    `handlers.knowledge.opened.is_open` is the same rule in Python.
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


def of_last(asked: FromClause, column: Mapped[Any]) -> ScalarSelect[Any]:
    """Select a column of the person's last planned call with the account before this one."""
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


def in_earlier_call(asked: FromClause) -> Subquery:
    """Select the ids of contacts in this call who are also in an earlier planned call."""
    earlier, now = aliased(CallContact), aliased(CallContact)
    return (
        select(now.contact_id)
        .where(
            col(now.call_id) == asked.c.call_id,
            exists(col(earlier.call_id))
            .where(
                col(earlier.contact_id) == now.contact_id,
                col(earlier.call_id) == col(Call.id),
                # Don't add a condition on the account. With such a condition, SQLite would scan
                # the account's calls instead of the contact's.
                col(Call.starts_at) < cast(asked.c.starts_at, Moment),
                col(Call.status) == PLANNED,
            )
            .correlate(asked, now),
        )
        .correlate(asked)
        .subquery()
    )


def openings(asked: FromClause, limit: int) -> Subquery:
    """Select the opening questions of the person's other calls, newest first."""
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


def texts(asked: FromClause) -> Subquery:
    """Select one text for each of the person's other calls with the account.

    The text is the wording of the opening question, a space, and the wording of the listening line.
    One of the two wordings may be missing.
    """
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


def researched(asked: FromClause) -> Subquery:
    """Select the research questions for each of the person's other calls with the account.

    The ids of a call's questions are one text, separated by spaces. Calls without questions are
    left out.
    """
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


def researched_then(asked: FromClause) -> Subquery:
    """Select the research questions for other calls that are researched on the same evening.

    These are the person's planned calls that start in [`eve_from`, `eve_until`), with any account.
    The ids of a call's questions are one text, separated by spaces. Calls without questions are
    left out.
    """
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


def skipped(asked: FromClause, call_id: ColumnElement[int] | int) -> Subquery:
    """Select the ids of the questions that were skipped for the call with the id `call_id`.

    If `call_id` is 0, select the questions that were skipped for the account.
    """
    return (
        select(SkippedQuestion.question_id)
        .where(
            col(SkippedQuestion.account_id) == asked.c.account_id,
            col(SkippedQuestion.call_id) == call_id,
        )
        .correlate(asked)
        .subquery()
    )


def reflections(asked: FromClause, limit: int) -> Subquery:
    """Select the ids of the account's reflections that the person may read, newest first."""
    may_read = or_(col(Reflection.author_id) == asked.c.person_id, col(Reflection.shared).is_(True))
    return (
        select(Reflection.id)
        .where(col(Reflection.account_id) == asked.c.account_id, may_read)
        .order_by(col(Reflection.called_at).desc())
        .limit(limit)
        .correlate(asked)
        .subquery()
    )


def last_reflected(asked: FromClause) -> ScalarSelect[Any]:
    """Select the id of the last call with the account that the person has reflected on."""
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


def last_goal(asked: FromClause) -> ColumnElement[Any]:
    """Select the person's goal for the call that `last_reflected` selects."""
    return (
        plain_select(col(Seat.goal))
        .where(col(Seat.call_id) == last_reflected(asked), col(Seat.person_id) == asked.c.person_id)
        .correlate(asked)
        .scalar_subquery()
    )


def guesses(asked: FromClause, outcome: GuessOutcome) -> Subquery:
    """Select the person's guesses with this outcome about a call, in order.

    The call is the one that `last_reflected` selects.
    """
    return (
        select(Guess.text)
        .where(
            col(Guess.call_id) == last_reflected(asked),
            col(Guess.person_id) == asked.c.person_id,
            col(Guess.outcome) == outcome,
        )
        .order_by(col(Guess.position))
        .correlate(asked)
        .subquery()
    )


def own_guesses(asked: FromClause) -> Subquery:
    """Select the person's guesses about this call, in order.

    Each guess is one text: its outcome or "", a space, and the words.
    """
    return (
        plain_select(func.coalesce(Guess.outcome, "") + " " + col(Guess.text))
        .where(col(Guess.call_id) == asked.c.call_id, col(Guess.person_id) == asked.c.person_id)
        .order_by(col(Guess.position))
        .correlate(asked)
        .subquery()
    )


def own_notes(asked: FromClause, limit: int) -> Subquery:
    """Select the newest of the person's own notes about the account.

    Each note is one text: when it was written (as stored), a space, and the words.
    """
    at = cast(cast(col(OwnNote.noted_at), BigInteger()), Text())
    return (
        plain_select(at + " " + col(OwnNote.text))
        .where(
            col(OwnNote.tenant) == asked.c.tenant,
            col(OwnNote.account_id) == asked.c.account_id,
            col(OwnNote.author_id) == asked.c.person_id,
        )
        .order_by(col(OwnNote.noted_at).desc(), col(OwnNote.id).desc())
        .limit(limit)
        .correlate(asked)
        .subquery()
    )


def figures_off(asked: FromClause) -> ColumnElement[bool]:
    """Match if figures about people are switched off in the tenant."""
    return exists(col(Policy.tenant)).where(
        col(Policy.tenant) == asked.c.tenant, col(Policy.figures_off).is_(True)
    )


def public_sources(asked: FromClause) -> ColumnElement[bool]:
    """Match if public sources are switched on in the tenant."""
    return exists(col(Policy.tenant)).where(
        col(Policy.tenant) == asked.c.tenant, col(Policy.public_sources).is_(True)
    )


def measured(asked: FromClause) -> ColumnElement[bool]:
    """Match if the person has figures of a call with the account."""
    return exists(col(MeasuredCall.id)).where(
        col(MeasuredCall.tenant) == asked.c.tenant,
        col(MeasuredCall.person_id) == asked.c.person_id,
        col(MeasuredCall.account_id) == asked.c.account_id,
    )


def has_calendar(asked: FromClause) -> ColumnElement[bool]:
    """Match if the person has connected a calendar."""
    return exists(col(CalendarConnection.id)).where(
        col(CalendarConnection.tenant) == asked.c.tenant,
        col(CalendarConnection.person_id) == asked.c.person_id,
    )


def help_asked(asked: FromClause) -> Subquery:
    """Select the ids of the person's requests for help with this call, without withdrawn ones."""
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


def answers(asked: FromClause, limit: int) -> Subquery:
    """Select the ids of marketing's newest answers to what the person asked about the account."""
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


def colleagues(asked: FromClause) -> Subquery:
    """Select the names of the person's colleagues in the call, without those who have left."""
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
