"""Restore calls that were cancelled together, and take back an absence that was set just before."""

from collections.abc import Sequence

from handlers import planning
from handlers.cards import Reply, card_saying, typed
from handlers.coaching.text.words import shortened
from handlers.features import access
from handlers.features.settings import absence_undo
from handlers.registry import Refusal, Turn
from handlers.times import format_short
from storage.choices import CANCELLED, PLANNED
from storage.conversation import drafts, offers
from storage.sales_calls.own_calls import Seated

BACK = "calls.back"
IS_BACK = "You are not away. Messages come as usual."


async def offer(turn: Turn, cancelled: Sequence[int], *, is_away: bool) -> None:
    """Let a typed "undo" restore these calls.

    `is_away` means that an absence was set just before the calls were cancelled. In this case, one
    "undo" also takes back the absence.
    """
    if not cancelled:
        return
    since = turn.now - drafts.ANSWERED_WITHIN
    last = await offers.latest(turn.session, turn.person, since) if is_away else None
    action, value = last.undo_button if last and last.is_undo else ("", "")
    absence = value if action == absence_undo.UNDO else ""
    ids = ",".join(map(str, cancelled))
    back = offers.to_undo(BACK, f"{absence};{ids}", turn.now)
    await offers.save(turn.session, turn.person, back)


async def back(turn: Turn) -> Reply:
    """Undo the absence, if one was set, and restore the cancelled calls.

    Name the calls that can't be restored. Raises Refusal if the absence has changed since it
    was set.
    """
    absence, _, ids = turn.text.partition(";")
    said = []
    if absence:
        since, until = absence_undo.before(turn.person, absence)
        turn.person.away_from, turn.person.away_until = since, until
        said.append(_absence(turn) or IS_BACK)
    planned, left = [], []
    for call_id in filter(None, ids.split(",")):
        seated = await access.own_call(turn, call_id, status=(PLANNED, CANCELLED), locked=True)
        if seated.call.status != CANCELLED:
            continue
        try:
            await planning.restore(turn.session, turn.person, seated.call, turn.now)
            planned.append(line(turn, seated))
        except (planning.TimeTaken, Refusal):
            left.append(line(turn, seated))
    said += [f"Planned again: {'; '.join(planned)}."] if planned else []
    said += [f"Still cancelled: {'; '.join(left)}."] if left else []
    return card_saying(typed(" ".join(said) or "Nothing is left to undo."))


def _absence(turn: Turn) -> str:
    """Say when the person is away, or return ""."""
    since, until = turn.person.away_from, turn.person.away_until
    if until is None or until <= turn.now:
        return ""
    first, last = (
        format_short(one, now=turn.now, zone=turn.person.zone) for one in (since or turn.now, until)
    )
    return f"You are away from {first} until {last}, as before."


def line(turn: Turn, one: Seated) -> str:
    """Name a call by its account and time: "Northwind, tomorrow 14:30"."""
    when = format_short(one.call.starts_at, now=turn.now, zone=turn.person.zone)
    return f"{shortened(one.account.name, 40)}, {when}"
