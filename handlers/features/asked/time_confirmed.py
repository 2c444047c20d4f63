"""Answer "bwc at 2 right?": say whether a call with the account is planned at that time."""

from handlers.cards import Button, Buttons, Card, card_saying, typed
from handlers.coaching.text.words import shortened
from handlers.features import asker_calls
from handlers.features.calls import call_words
from handlers.features.customers import about_account, which_account
from handlers.features.customers.short_names import is_short_for
from handlers.features.typed_time import typed_time
from handlers.registry import Turn
from handlers.rhythm_settings import day_of
from handlers.times import Understood, format_short, grammar
from handlers.typed.asked.time_confirmed import account_and_time, has_tag
from handlers.typed.plain_spelling import clock_written_out
from storage.sales_calls.own_calls import Seated
from storage.tables import Account

_LOOKED_AT = 50


async def answer(turn: Turn) -> Card | None:
    """Say whether a call with the account is planned at the typed time.

    If no call is planned at that time, say when the next call with the account is. If the account
    has no planned call at all, the answer depends on the line. For a line that ends with "right" or
    the like, say that no call is planned. For a line such as "brightwater at 3?", return None.

    Also return None for a line that asks anything else, and in a channel.
    """
    words = account_and_time(turn.text) if turn.place is None else ""
    is_bare = bool(words) and not has_tag(turn.text)  # "brightwater at 3?"
    account, when = await _account_and_time(turn, words) if words else (None, "")
    when = clock_written_out(when)
    if account is None or not when or not call_words.is_time_of_call(turn, when):
        return None
    name = shortened(account.name)
    ahead = await asker_calls.planned(turn, account, limit=_LOOKED_AT)
    if not ahead and is_bare:
        return None
    if not ahead:
        lead = f"No, you have no call with {name} planned."
        return card_saying(typed(lead), Buttons(await about_account.account_buttons(turn, account)))
    then = next((one for one in ahead if _is_then(turn, one, when)), None)
    one = then or ahead[0]
    starts = format_short(one.call.starts_at, now=turn.now, zone=turn.person.zone)
    lead = f"Yes, {name}: {starts}." if then else f"No, your next call with {name} is {starts}."
    brief = Button("Brief", "brief.open", str(one.call.id), about=shortened(account.name, 40))
    change = Button("Change", "call.edit", str(one.call.id), about=shortened(account.name, 40))
    return card_saying(typed(lead), Buttons((brief,) if then else (brief, change)))


async def _account_and_time(turn: Turn, words: str) -> tuple[Account | None, str]:
    """Return the account that the words begin with, and the words after it.

    The words may begin with the account's initials, if a call with the account is planned.
    """
    begun = await which_account.by_name_or_part_at_start(turn, words)
    if begun:
        return begun[0] if len(begun) == 1 else (None, "")
    first, _, rest = words.partition(" ")
    ahead = await asker_calls.planned(turn, limit=_LOOKED_AT)
    meant = {one.account.id: one.account for one in ahead if is_short_for(first, one.account.name)}
    return (next(iter(meant.values())), rest) if len(meant) == 1 else (None, "")


def _is_then(turn: Turn, one: Seated, when: str) -> bool:
    """Check whether a call is at the typed time. If only a clock time was typed, any day fits."""
    zone, start = turn.person.zone, one.call.starts_at
    day = day_of(start, zone)
    said = grammar.read(when, zone) or grammar.read(f"at {when}", zone)
    dated = when if said and said.has_day else f"{day:%d %B %Y} {when}"
    reading = typed_time(turn, dated, planned=start)
    if isinstance(reading, Understood):
        return reading.starts_at == start
    return reading.day == day and not (said and said.clock)
