"""Mention colleagues' calls near a person's own call with the same account, and offer to join one.

A colleague's call is near if it is within two days of the person's own call.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from handlers import planning
from handlers.cards import Aside, Button, Buttons, card_saying
from handlers.coaching.text.words import shortened
from handlers.features import access
from handlers.features.calls.typed_call import TypedCall, save_draft
from handlers.knowledge import team_day
from handlers.knowledge.opened import is_as_manager, is_told
from handlers.registry import Refusal, Turn
from handlers.rhythm_settings import DAY, day_of
from handlers.times import Understood, format_short
from handlers.views.team import team_words
from storage.customers import accounts
from storage.sales_calls import call_seats
from storage.sales_calls.calls import WithPerson
from storage.tables import Account, Call
from storage.team import teams

SHOWN = 3
AHEAD = 90 * DAY  # how far ahead a manager's question looks for calls of the team
BEGUN = 2 * DAY  # how far back a question about colleagues' calls looks
NOT_PLANNED = "That call is no longer planned. /prep plans a new one."


async def calls_to_join(turn: Turn, call: Call) -> list[WithPerson]:
    """Find colleagues' upcoming calls with the same account, on the same day as this call.

    Leave out calls that colleagues do not let this person see.
    """
    theirs = await planning.shown_near(turn.session, turn.person, call, turn.now)
    day = day_of(call.starts_at, turn.person.zone)
    return [row for row in theirs if day_of(row.call.starts_at, turn.person.zone) == day]


async def ask_to_join(
    turn: Turn, account: Account, entered: TypedCall, theirs: list[WithPerson]
) -> Aside:
    """Ask whether to join a colleague's call or to plan a new call. Name at most three calls."""
    draft = await save_draft(turn, replace(entered, account=account.name))
    said, joins = [], []
    for call, who in _each_call(theirs):
        when = format_short(call.starts_at, now=turn.now, zone=turn.person.zone)
        said.append(f"{_who_have(who)} a call with {shortened(account.name)} {when}.")
        value = f"{call.id}:{draft.id}"
        joins.append(Button("Join it", "prep.join", value, "primary", about=f"{who[0]}, {when}"))
    which = "Join it" if len(joins) == 1 else "Join one"
    yours = "plan yours"
    if isinstance(entered.reading, Understood):
        yours += (
            f" for {format_short(entered.reading.starts_at, now=turn.now, zone=turn.person.zone)}"
        )
    lead = f"{' '.join(said)} {which}, or {yours}?"
    plan = Button("Plan mine", "prep.second", str(draft.id))
    return Aside(card_saying(lead, Buttons((*joins, plan))))


async def require_shown(turn: Turn, call_id: str) -> None:
    """Raise Refusal unless this person is in the call or may see it.

    The refusal does not reveal whether the call exists, because a colleague may keep a call to
    themselves.
    """
    session, tenant, id_ = turn.session, turn.person.tenant, access.row_id(call_id)
    there = {one.id: one for one in await call_seats.people_of(session, tenant, id_)}
    led = {one.id for one in await teams.reports(session, turn.person)}
    for seat in await call_seats.seats_of(session, tenant, id_):
        person = there[seat.person_id]
        to_manager = is_as_manager(turn.person, person.id, led)
        if person.id == turn.person.id or is_told(seat, person, to_manager=to_manager):
            return
    raise Refusal(NOT_PLANNED)


async def near_notes(turn: Turn, call: Call) -> list[str]:
    """Name at most three upcoming calls that colleagues have with the account of this call.

    Only calls within two days of this call count.
    """
    return await _near(turn, call, turn.now)


async def asked_notes(turn: Turn, own: Sequence[Call]) -> list[str]:
    """Name colleagues' calls that are within two days of one of the person's `own` calls.

    A colleague's call counts if it is with the same account, and is upcoming or began in the last
    two days. Name at most three calls for each of the `own` calls.
    """
    found = [note for call in own for note in await _near(turn, call, turn.now - BEGUN)]
    return [*dict.fromkeys(found)]


async def _near(turn: Turn, call: Call, since: datetime) -> list[str]:
    account = await accounts.by_id(turn.session, call.tenant, call.account_id)
    name = shortened(account.name) if account else "the same account"
    theirs = await planning.shown_near(turn.session, turn.person, call, since)
    return [_call_sentence(turn, name, *one) for one in _each_call(theirs)]


async def opened_notes(turn: Turn, account: Account) -> list[str]:
    """Name the calls with `account` that people have opened to this person, who is their manager.

    Look at the calls from two days ago until 90 days from now, and name the three earliest. Return
    [] if this person leads no team.
    """
    led = await teams.reports(turn.session, turn.person)
    since, until = turn.now - BEGUN, turn.now + AHEAD
    opened = await team_day.opened_calls(turn.session, turn.person.tenant, led, since, until)
    name = shortened(account.name)
    found = [one for one in opened if one.account.id == account.id][:SHOWN]
    return [_call_sentence(turn, name, one.call, [who.name for who in one.people]) for one in found]


def _call_sentence(turn: Turn, account: str, call: Call, who: Sequence[str]) -> str:
    when = format_short(call.starts_at, now=turn.now, zone=turn.person.zone)
    have = f"{team_words.listed(who, SHOWN)} had" if call.ends_at <= turn.now else _who_have(who)
    return f"{have} a call with {account} {when}."


def _each_call(theirs: Sequence[WithPerson]) -> list[tuple[Call, list[str]]]:
    """Return at most `SHOWN` calls, each with the names of all the colleagues in the call."""
    found: dict[int, tuple[Call, list[str]]] = {}
    for call, person, _ in theirs:
        found.setdefault(call.id, (call, []))[1].append(person.name)
    return [*found.values()][:SHOWN]


def _who_have(names: Sequence[str]) -> str:
    return f"{team_words.listed(names, SHOWN)} {'has' if len(names) == 1 else 'have'}"
