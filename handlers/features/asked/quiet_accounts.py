"""Answer "which accounts are quiet": those without a next call, longest silence first."""

from handlers.cards import Bullets, Button, Buttons, Card, card_saying, spans, typed
from handlers.coaching.text.words import shortened
from handlers.features import asker_calls
from handlers.features.calls import calls as call_cards
from handlers.registry import Turn
from handlers.rhythm_settings import day_of
from handlers.times.formatting import format_full_date
from storage.sales_calls import own_accounts

SHOWN = 8  # accounts
PLAN_BUTTONS = 3  # buttons that plan a call, one for each of the first accounts
ALL_AHEAD = "None of your accounts is quiet: each has a call planned."
NO_CALLS = "I don't know of any calls of yours yet, so I can't tell."
LEAD = "You have no next call with these accounts, longest silence first:"


async def answer(turn: Turn) -> Card:
    """List the accounts without a next call. The one whose last call is longest ago comes first."""
    person, today = turn.person, day_of(turn.now, turn.person.zone)
    found = await own_accounts.without_next(
        turn.session, person.tenant, person.id, now=turn.now, limit=SHOWN + 1
    )
    if not found:
        ahead = await asker_calls.planned(turn, limit=1)
        lead = ALL_AHEAD if ahead else NO_CALLS
        button = call_cards.ALL_CALLS if ahead else Button("Plan a call", "call.add")
        return card_saying(lead, Buttons((button,)))
    lines = tuple(
        spans(
            typed(shortened(account.name, 60)),
            f" – last call {format_full_date(day_of(last, person.zone), today)}",
        )
        for account, last in found[:SHOWN]
    )
    lead = LEAD if len(found) <= SHOWN else f"{LEAD[:-1]} (the first {SHOWN}):"
    plan = tuple(
        Button(f"Plan: {shortened(account.name, 30)}", "call.add", account.name, about=account.name)
        for account, _ in found[:PLAN_BUTTONS]
    )
    return card_saying(lead, Bullets(lines), Buttons((*plan, call_cards.ALL_CALLS)))
