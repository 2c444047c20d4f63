"""Compare a rep's own figures over the latest calls: the talk share, and the rep's guesses."""

from collections.abc import Sequence
from datetime import date

from handlers.registry import Turn
from handlers.rhythm_settings import day_of
from handlers.times.words import MONTH_NAMES
from handlers.transcripts.figures import guessed
from handlers.transcripts.figures.guessed import Guessed
from handlers.transcripts.stored import from_stored
from handlers.views.transcripts.talk_charts import LAST_CALLS, SharedCall
from storage.customers import accounts
from storage.sources import measured_calls
from storage.tables import MeasuredCall


async def shares(turn: Turn) -> list[SharedCall]:
    """Return the rep's talk share in the latest calls, oldest first.

    Calls with figures that the rep has not seen are left out.
    """
    rows = await _latest_calls(turn)
    ids = list({row.account_id for row in rows})
    found = await accounts.by_ids(turn.session, turn.person.tenant, ids)
    names = {account.id: account.name for account in found}
    return [
        SharedCall(
            _day_and_month(day_of(row.called_at, turn.person.zone)),
            names.get(row.account_id, ""),
            from_stored(row.figures).mine,
        )
        for row in reversed(rows)
    ]


def _day_and_month(day: date) -> str:
    return f"{day.day} {MONTH_NAMES[day.month - 1][:3]}"


async def gap(turn: Turn) -> str:
    """Say in words how the rep's guesses of the talk share compare with the measured shares.

    Return "" if fewer than four of the latest calls have both a guess and an exact measured share.
    """
    rows = await _latest_calls(turn)
    measured = ((row.guess, from_stored(row.figures)) for row in rows)
    found = [
        Guessed(guess, mine)
        for guess, figures in measured
        if guess
        and "too short" not in figures.missing  # a short call has no exact share
        and (mine := guessed.against_them(figures)) is not None
    ]
    return guessed.over_time(found)


async def by_call(turn: Turn, limit: int) -> dict[int, MeasuredCall]:
    """Return the rep's last `limit` calls with figures that the rep has seen.

    The keys are ids of calls.
    """
    rows = await measured_calls.latest(turn.session, turn.person, limit, seen=True)
    return {row.call_id: row for row in rows}


async def _latest_calls(turn: Turn) -> Sequence[MeasuredCall]:
    return list((await by_call(turn, LAST_CALLS)).values())
