"""Read what is on file about many calls and their accounts in one query."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import takewhile
from typing import Any, Literal, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    Subquery,
    Text,
)
from sqlalchemy import select as plain_select
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import history_queries
from storage.call_seats import SeatKey
from storage.choices import (
    CallKind,
    CrmKind,
)
from storage.sql.built_once import built_once
from storage.sql.json_rows import dialect_of, json_list, json_rows, parameter
from storage.tables import (
    Call,
    Policy,
)
from storage.tables.types import EPOCH, MICROSECOND


class GuessRead(NamedTuple):
    """A person's guess about a call, and the outcome of the guess, or None if not known."""

    text: str
    outcome: str | None


class NoteRead(NamedTuple):
    """The reader's own note about the account, and when (UTC) the reader wrote the note."""

    text: str
    at: datetime


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
    # missed if nobody from the account came. At most three starts.
    missed: Sequence[datetime] = ()
    # The start (UTC) of the person's last planned call before this one, or None if it is not among
    # the last three calls.
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
    # The same as `researched`, for the person's other calls whose research is due on the same
    # evening.
    researched_then: Sequence[str] = ()
    measured: bool = False  # whether figures of a call of the person with the account are stored
    has_calendar: bool = False  # whether the person has a calendar connected
    notes: Sequence[NoteRead] = ()  # the person's own notes about the account, newest first


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
    notes: int,
) -> dict[SeatKey, CallHistory]:
    """Return the history of each call, by (call id, person id).

    `openings`, `reflections`, `answers` and `notes` are limits. The caller must check the tenant.
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
        dialect_of(session),
        openings=openings,
        reflections=reflections,
        answers=answers,
        notes=notes,
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
            notes=[_noted(each) for each in noted or []],
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
            noted,
        ) in found
    }


@built_once
def _statement(
    dialect: str, *, openings: int, reflections: int, answers: int, notes: int
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
        history_queries.openings(asked, openings),
        history_queries.reflections(asked, reflections),
        history_queries.colleagues(asked),
        history_queries.in_earlier_call(asked),
        history_queries.texts(asked),
        history_queries.guesses(asked, "wrong"),
        history_queries.guesses(asked, "never_asked"),
        history_queries.answers(asked, answers),
        history_queries.last_calls(asked),
        history_queries.set_aside(asked, asked.c.call_id),
        history_queries.set_aside(asked, 0),
        history_queries.researched(asked),
        history_queries.researched_then(asked),
        history_queries.own_guesses(asked),
        history_queries.help_asked(asked),
        history_queries.own_notes(asked, notes),
    )
    return plain_select(
        asked.c.call_id,
        asked.c.person_id,
        history_queries.met_before(asked),
        history_queries.figures_off(asked),
        select(Policy.crm).where(col(Policy.tenant) == asked.c.tenant).scalar_subquery(),
        history_queries.public_sources(asked),
        history_queries.measured(asked),
        history_queries.has_calendar(asked),
        history_queries.last_goal(asked),
        history_queries.of_last(asked, col(Call.kind)),
        history_queries.of_last(asked, col(Call.title)),
        *(plain_select(json_list(dialect, _only(each))).scalar_subquery() for each in lists),
    )


def _only(query: Subquery) -> ColumnElement[Any]:
    (column,) = query.c
    return column


def _missed_in_a_row(last: Sequence[int]) -> list[datetime]:
    """Return the starts of the missed calls since the last call that took place, oldest first.

    `last` comes from `history_queries.last_calls`: newest first, negative for a missed call.
    """
    return [_moment(-at) for at in takewhile(lambda at: at < 0, last)][::-1]


def _stored(moment: datetime) -> int:
    return (moment - EPOCH) // MICROSECOND


def _moment(stored: int) -> datetime:
    return EPOCH + stored * MICROSECOND


def _noted(read: str) -> NoteRead:
    at, _, text = read.partition(" ")
    return NoteRead(text, _moment(int(at)))


def _guessed(read: str) -> GuessRead:
    outcome, _, text = read.partition(" ")
    return GuessRead(text, outcome or None)
