"""Read what is on file about many calls and their accounts in one query."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import takewhile
from typing import Any, Literal, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    Row,
    Select,
    Subquery,
    Text,
)
from sqlalchemy import select as plain_select
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.choices import (
    CallKind,
    CrmKind,
)
from storage.sales_calls import history_queries
from storage.sales_calls.call_seats import SeatKey
from storage.sql.built_once import built_once
from storage.sql.json_rows import dialect_of, json_list, json_rows, parameter
from storage.tables import (
    Call,
    Policy,
)
from storage.tables.types import EPOCH, MICROSECOND


class GuessRead(NamedTuple):
    """A person's guess about a call. `outcome` is None if the outcome is not known."""

    text: str
    outcome: str | None


class NoteRead(NamedTuple):
    """The reader's own note about the account, and when (UTC) the reader wrote the note."""

    text: str
    at: datetime


class CallHistory(NamedTuple):
    """What one person may read about a call and its account.

    An earlier call is one that starts before this call, even if it is still to come. A planned call
    is one that is neither cancelled nor missed, even after it has taken place.
    """

    # Whether any of our people have an earlier planned call with the account.
    met_before: bool
    # Wordings of the opening questions in the person's other calls, newest first.
    openings: list[str]
    # Ids of the account's reflections that the person may read, newest first.
    reflections: list[int]
    with_us: list[str]  # the names of the person's colleagues in the call
    # Ids of contacts in this call who are also in an earlier planned call with any of our people.
    in_earlier_call: list[int]
    # For each of the person's other calls with the account: the wordings of the opening question
    # and of the listening line, separated by a space (handlers.coaching.wordings).
    texts: list[str]
    # The starts (UTC) of the account's missed calls since the person's last planned call with it,
    # oldest first. A call is missed if nobody from the account came. At most three starts.
    missed: Sequence[datetime] = ()
    # The start (UTC) of the person's last planned call with the account before this one. We look
    # only at the calls that `history_queries.last_calls` selects. None if none of them is planned.
    last_call_at: datetime | None = None
    # The next three are the person's goal, wrong guesses and open guesses for one call: the last of
    # the account's calls on which the person has reflected. A guess is open if the person did not
    # ask the customer about it.
    last_goal: str = ""
    wrong_guesses: Sequence[str] = ()
    open_guesses: Sequence[str] = ()
    guesses: Sequence[GuessRead] = ()  # the person's guesses about this call, in order
    # Ids of marketing's answers to what the person asked about the account, newest first.
    answers: Sequence[int] = ()
    # Ids of research questions that were skipped: `skipped` for this call, `not_worth` for the
    # account.
    skipped: Sequence[str] = ()
    not_worth: Sequence[str] = ()
    # For each of the person's other calls with the account: the ids of its research questions,
    # separated by spaces.
    researched: Sequence[str] = ()
    # The kind and title of the person's last planned call with the account before this one. Both
    # are "" if there was no such call.
    last_kind: CallKind | Literal[""] = ""
    last_title: str = ""
    figures_off: bool = False  # whether an admin has switched off figures about people
    crm: CrmKind | None = None  # the CRM that is connected
    public_sources: bool = False  # whether accounts are looked up in public sources
    help: Sequence[int] = ()  # ids of the person's requests for help with this call, oldest first
    # For each of the person's other planned calls whose research is due on the same evening as this
    # call's research: the ids of its research questions, separated by spaces. The calls may be with
    # any account.
    researched_then: Sequence[str] = ()
    measured: bool = False  # whether figures of the person's calls with the account are stored
    has_calendar: bool = False  # whether the person has a calendar connected
    notes: Sequence[NoteRead] = ()  # the person's own notes about the account, newest first


class WantedHistory(NamedTuple):
    """A call whose history a person reads.

    The person researches the calls of several days on the evening before them: for example, the
    calls of Saturday, Sunday and Monday on Friday evening. `same_eve` is the start and the end
    (UTC) of these days. This call is on one of them.
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
    statement = _statement(
        dialect_of(session),
        openings=openings,
        reflections=reflections,
        answers=answers,
        notes=notes,
    )
    values = parameter(_asked(each) for each in wanted)
    rows = await (await session.connection()).execute(statement, values)
    return {(row.call_id, row.person_id): _history(row) for row in rows}


def _asked(wanted: WantedHistory) -> dict[str, str | int]:
    """Return the parameters for one call and reader: a row of `asked` in `history_queries`."""
    call = wanted.call
    return {
        "tenant": call.tenant,
        "call_id": call.id,
        "person_id": wanted.person_id,
        "account_id": call.account_id,
        "starts_at": _stored(call.starts_at),
        "eve_from": _stored(wanted.same_eve[0]),
        "eve_until": _stored(wanted.same_eve[1]),
    }


def _history(row: Row[tuple[Any, ...]]) -> CallHistory:
    """Make a history of one row of the query's result."""
    # The query returns None for an empty list.
    last_calls = row.last_calls or []
    return CallHistory(
        met_before=bool(row.met_before),
        figures_off=bool(row.figures_off),
        crm=row.crm,
        public_sources=bool(row.public_sources),
        measured=bool(row.measured),
        has_calendar=bool(row.has_calendar),
        openings=row.openings or [],
        reflections=row.reflections or [],
        with_us=row.with_us or [],
        in_earlier_call=row.in_earlier_call or [],
        texts=row.texts or [],
        missed=_missed_in_a_row(last_calls),
        last_call_at=next((_moment(at) for at in last_calls if at > 0), None),
        last_goal=row.last_goal or "",
        last_kind=row.last_kind or "",
        last_title=row.last_title or "",
        wrong_guesses=row.wrong_guesses or [],
        open_guesses=row.open_guesses or [],
        answers=row.answers or [],
        skipped=row.skipped or [],
        not_worth=row.not_worth or [],
        researched=row.researched or [],
        researched_then=row.researched_then or [],
        guesses=[_guessed(each) for each in row.guesses or []],
        help=row.help or [],
        notes=[_noted(each) for each in row.notes or []],
    )


@built_once
def _statement(
    dialect: str, *, openings: int, reflections: int, answers: int, notes: int
) -> Select[tuple[Any, ...]]:
    """Build the query. It returns a row for each call and reader, with the lists as JSON."""
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
    lists = {
        **_lists(asked),
        "openings": history_queries.openings(asked, openings),
        "reflections": history_queries.reflections(asked, reflections),
        "answers": history_queries.answers(asked, answers),
        "notes": history_queries.own_notes(asked, notes),
    }
    in_json = {name: json_list(dialect, _only(query)) for name, query in lists.items()}
    return plain_select(
        asked.c.call_id,
        asked.c.person_id,
        *(value.label(name) for name, value in _single_values(asked).items()),
        *(plain_select(value).scalar_subquery().label(name) for name, value in in_json.items()),
    )


def _single_values(asked: FromClause) -> Mapping[str, ColumnElement[Any]]:
    """Select the parts of a history that are one value, not a list."""
    crm = select(Policy.crm).where(col(Policy.tenant) == asked.c.tenant)
    return {
        "met_before": history_queries.met_before(asked),
        "figures_off": history_queries.figures_off(asked),
        "crm": crm.scalar_subquery(),
        "public_sources": history_queries.public_sources(asked),
        "measured": history_queries.measured(asked),
        "has_calendar": history_queries.has_calendar(asked),
        "last_goal": history_queries.last_goal(asked),
        "last_kind": history_queries.of_last(asked, col(Call.kind)),
        "last_title": history_queries.of_last(asked, col(Call.title)),
    }


def _lists(asked: FromClause) -> Mapping[str, Subquery]:
    """Select the lists whose length the caller does not limit."""
    return {
        "with_us": history_queries.colleagues(asked),
        "in_earlier_call": history_queries.in_earlier_call(asked),
        "texts": history_queries.texts(asked),
        "wrong_guesses": history_queries.guesses(asked, "wrong"),
        "open_guesses": history_queries.guesses(asked, "never_asked"),
        "last_calls": history_queries.last_calls(asked),
        "skipped": history_queries.skipped(asked, asked.c.call_id),
        "not_worth": history_queries.skipped(asked, 0),
        "researched": history_queries.researched(asked),
        "researched_then": history_queries.researched_then(asked),
        "guesses": history_queries.own_guesses(asked),
        "help": history_queries.help_asked(asked),
    }


def _only(query: Subquery) -> ColumnElement[Any]:
    (column,) = query.c
    return column


def _missed_in_a_row(last: Sequence[int]) -> list[datetime]:
    """Return the starts of the missed calls since the last planned call, oldest first.

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
