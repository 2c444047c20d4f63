"""Name calls and times on cards about a transcript, and make the values of the cards' buttons."""

from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.coaching.text.words import shortened
from handlers.registry import Turn
from handlers.times import format_short
from handlers.times.formatting import format_date_with_year
from handlers.transcripts.refs import ref
from handlers.views.transcripts.talk_questions import OfferedCall
from storage.customers import accounts
from storage.sales_calls.own_calls import Seated
from storage.tables import MeasuredCall, OpenTranscript


def offered(turn: Turn, seated: Seated) -> OfferedCall:
    """Return a call with the label for its button."""
    return OfferedCall(seated.call.id, about(turn, seated, 24))


def about(turn: Turn, seated: Seated, longest: int = 60) -> str:
    """Write the account and the time: "Northwind, today 10:00".

    The account's name is cut to `longest` characters.
    """
    return named(turn, seated.account.name, seated.call.starts_at, longest)


def ref_of(row: MeasuredCall | OpenTranscript) -> str:
    """Return the value for the buttons on cards about the transcript in this row."""
    return ref(row.id, row.digest, row.call_id if isinstance(row, MeasuredCall) else None)


async def about_figures(turn: Turn, row: MeasuredCall) -> str:
    """Write the account and time of a measured call. The rep need not have a seat in the call."""
    account = await accounts.by_id(turn.session, row.tenant, row.account_id)
    return named(turn, account.name if account else "", row.called_at, 60)


def named(turn: Turn, account: str, starts_at: datetime, longest: int) -> str:
    """Write this account and time, as `about` does."""
    when = format_short(starts_at, now=turn.now, zone=turn.person.zone)
    return f"{shortened(account, longest)}, {when}"


def moment(turn: Turn, at: datetime) -> str:
    """Write a moment in the person's time zone: "today 10:00"."""
    return format_short(at, now=turn.now, zone=turn.person.zone)


def dated(turn: Turn, at: datetime) -> str:
    """Write a moment as "23 November 2026 10:00", without words such as "today"."""
    there = at.astimezone(ZoneInfo(turn.person.zone))
    return f"{format_date_with_year(there.date())} {there:%H:%M}"
