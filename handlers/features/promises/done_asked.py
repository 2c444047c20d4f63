"""Answer a question whether a promise was kept: "did i send the pricing". Nothing is changed."""

from collections.abc import Sequence

from handlers.cards import Reply, card_saying, typed
from handlers.coaching.text.words import shortened
from handlers.features.customers import which_account
from handlers.features.promises import fitting_promises
from handlers.features.promises.fitting_promises import STILL_OPEN, Row
from handlers.features.promises.promises import SETTLED_LATELY
from handlers.registry import Turn
from handlers.rhythm_settings import day_of
from handlers.times.formatting import format_day
from handlers.views.promises import promise_cards
from storage.customers import commitments


async def answer(turn: Turn, words: Sequence[str]) -> Reply | None:
    """Show the asker's open promises that fit the words.

    If no open promise fits, look at the promises that were kept or dropped at most
    `SETTLED_LATELY` ago. Take the latest one that fits, and say on which day it was kept or
    dropped. Return None if no promise fits.
    """
    person, since = turn.person, turn.now - SETTLED_LATELY
    rows = await commitments.of_owner(turn.session, person.tenant, person.id, settled_since=since)
    named = await which_account.named_by(turn, turn.text)
    rows = [row for row in rows if not named or row[1].id in named]
    found = await fitting_promises.fitting_rows(turn, rows, words)
    is_open = [row for row in found if row[0].state == "open"]
    if is_open:
        return fitting_promises.shown(turn, is_open, STILL_OPEN)
    settled = [(row[0].settled_at, row) for row in found if row[0].settled_at]
    return _settled(turn, max(settled, key=lambda one: one[0])[1]) if settled else None


def _settled(turn: Turn, row: Row) -> Reply:
    """Say on which day a promise was kept or dropped."""
    promise, account = row
    zone = turn.person.zone
    day = day_of(promise.settled_at or turn.now, zone)
    when = format_day(day, day_of(turn.now, zone))
    when = when if when in ("today", "yesterday") else f"on {when}"
    became = f"No, dropped {when}" if promise.state == "dropped" else f"Yes, done {when}"
    what = f"{promise.text} ({promise_cards.to_or_by(promise, account)})"
    return card_saying(typed(f"{became}: {shortened(what, 200)}."))
