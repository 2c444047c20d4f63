"""Answer "what happened this week": the rep's calls, and what the rep noted about each."""

from datetime import date, datetime, time, timedelta

from handlers.cards import Bullets, Button, Buttons, Card, card_saying, spans, typed
from handlers.coaching.text.words import shortened
from handlers.features.calls import calls as call_cards
from handlers.features.crm.asked import ELSEWHERE
from handlers.features.marketing import waiting
from handlers.registry import Refusal, Turn
from handlers.rhythm_settings import DAY, at, day_of
from handlers.times import format_short
from handlers.times.formatting import format_date
from storage.sales_calls import own_calls
from storage.sales_calls.own_calls import Held

WEEK = timedelta(days=7)
SHOWN = 8  # calls
_NOTED = 90  # characters of what was noted about a call
_PROMISES = Button("All promises", "promises.all")


async def answer(turn: Turn, *, last: bool) -> Card:
    """List the calls of this week so far, or of last week, oldest first.

    If a marketer has had no calls this week, show what waits for marketing.

    Raises Refusal in a channel, because the notes are private.
    """
    if turn.place is not None:
        raise Refusal(ELSEWHERE)
    person, today = turn.person, day_of(turn.now, turn.person.zone)
    monday = today - today.weekday() * DAY - (WEEK if last else timedelta())
    ends = at(monday + WEEK, time(), person.zone)
    held = await own_calls.held(
        turn.session,
        person.tenant,
        person.id,
        since=at(monday, time(), person.zone),
        until=min(turn.now, ends),
    )
    if not held and person.role == "marketer" and not last:
        return await waiting.news(turn)
    lead = _lead(len(held), monday, today, last=last)
    lines = tuple(spans(typed(_line(one, turn.now, person.zone))) for one in held[-SHOWN:])
    buttons = Buttons((call_cards.ALL_CALLS, _PROMISES))
    return card_saying(lead, *([Bullets(lines)] if lines else ()), buttons)


def _lead(count: int, monday: date, today: date, *, last: bool) -> str:
    week = f"last week (from Monday {format_date(monday, today)})" if last else "this week so far"
    if not count:
        return f"You had no calls {week}."
    calls = "1 call" if count == 1 else f"{count} calls"
    newest = f" These are the last {SHOWN}." if count > SHOWN else ""
    return f"You had {calls} {week}.{newest}"


def _line(held: Held, now: datetime, zone: str) -> str:
    """Show the next step of a call. If it has none, show what was heard, or "nothing noted"."""
    when = format_short(held.call.starts_at, now=now, zone=zone)
    note = held.reflection
    noted = (note.next_step or note.heard.partition("\n")[0]) if note else ""
    step = "next step: " if note and note.next_step else ""
    what = f"{step}{shortened(noted, _NOTED)}" if noted else "nothing noted"
    return f"{when[0].upper()}{when[1:]} {shortened(held.account.name, 40)} – {what}"
