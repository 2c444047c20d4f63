"""Answer two questions of reps: "who are my accounts", and "which call is most important"."""

from collections.abc import Sequence

from handlers.cards import Bullets, Buttons, Card, Note, Text, card_saying, spans, typed
from handlers.coaching.text.words import shortened
from handlers.features import asker_calls
from handlers.features.calls import calls as call_cards
from handlers.registry import Turn
from handlers.rhythm_settings import day_of
from handlers.times import format_absolute, format_day, format_short
from handlers.views.crm import crm_words
from storage.customers import commitments
from storage.sales_calls import own_accounts
from storage.sales_calls.own_accounts import AccountTimes
from storage.sales_calls.own_calls import Seated
from storage.sources import my_deals

SHOWN = 12
MAX_CALLS = 20
MAX_DEALS = 100
NONE = "You have no accounts yet. Your first planned call adds one."
IMPORTANT = "Which one matters most is for you to say. This is on file about {}'s calls:"


async def answer(turn: Turn) -> Card:
    """List the accounts that the person has calls with, each with its next or last call."""
    person = turn.person
    found = await own_accounts.accounts_of(
        turn.session, person.tenant, person.id, now=turn.now, limit=SHOWN + 1
    )
    if not found:
        return card_saying(NONE, Buttons((call_cards.ALL_CALLS,)))
    lead = "The accounts that you have calls with:"
    more = (Note(spans("There are more.")),) if len(found) > SHOWN else ()
    lines = Bullets(tuple(_account(turn, one) for one in found[:SHOWN]))
    return card_saying(lead, lines, *more, Buttons((call_cards.ALL_CALLS,)))


def _account(turn: Turn, one: AccountTimes) -> Text:
    zone = turn.person.zone
    when = ""
    if one.next_at:
        when = f"next call {format_short(one.next_at, now=turn.now, zone=zone)}"
    elif one.last_at:
        last = format_absolute(one.last_at, now=turn.now, zone=zone, own=zone)
        when = f"last call {last}, none planned"
    return spans(typed(f"{shortened(one.account.name, 60)}: {when}"))


async def important(turn: Turn) -> Card:
    """Describe each call of today, or of the next day with calls. Do not rank them."""
    person = turn.person
    ahead = await asker_calls.planned(turn, limit=MAX_CALLS)
    if not ahead:
        return await call_cards.list_card(turn)
    day = day_of(ahead[0].call.starts_at, person.zone)
    calls = [one for one in ahead if day_of(one.call.starts_at, person.zone) == day]
    lead = IMPORTANT.format(format_day(day, day_of(turn.now, person.zone)))
    lines = Bullets(tuple(await _marks(turn, calls)))
    return card_saying(lead, lines, Buttons((call_cards.ALL_CALLS,)))


async def _marks(turn: Turn, calls: Sequence[Seated]) -> list[Text]:
    """Say what goal each call has, how many promises are due, and what the deal is worth."""
    person, session = turn.person, turn.session
    day = day_of(calls[0].call.starts_at, person.zone)
    due = await commitments.of_owner(session, person.tenant, person.id, due_by=day)
    deals = [] if turn.place else await my_deals.of_person(session, person, MAX_DEALS)
    lines = []
    for one in calls:
        count = sum(account.id == one.account.id for _, account in due)
        amounts = [
            crm_words.amount(deal)
            for deal, its_account, _ in deals
            if its_account.id == one.account.id
        ]
        said = [
            f"your goal is “{shortened(one.seat.goal, 80)}”" if one.seat.goal else "no goal set",
            f"{count} {'promise' if count == 1 else 'promises'} due" if count else "",
            *(f"a deal of {amount}" for amount in amounts if amount),
        ]
        when = format_short(one.call.starts_at, now=turn.now, zone=person.zone)
        marks = ", ".join(filter(None, said))
        lines.append(spans(typed(f"{shortened(one.account.name, 40)}, {when}: {marks}")))
    return lines
