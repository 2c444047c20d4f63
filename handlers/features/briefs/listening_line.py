"""Record that a listening line was not useful, and pause or resume listening lines.

A listening line says what to listen for in an upcoming call.
"""

from datetime import datetime

from handlers.cards import (
    Aside,
    Block,
    Button,
    Buttons,
    Paragraph,
    Reply,
    Strong,
    aside,
    card_saying,
    spans,
)
from handlers.coaching import silence
from handlers.features import access
from handlers.registry import Refusal, Registry, Turn
from handlers.rhythm_settings import day_of
from handlers.times.formatting import format_full_date
from storage.choices import CALL_STATUSES
from storage.sales_calls import seat_texts

RESUME = Button("Send lines again", "line.resume")


def register(registry: Registry) -> None:
    registry.button("line.dismiss", dismiss)
    registry.button("line.resume", resume)


async def dismiss(turn: Turn) -> Reply:
    """Record that the listening line of a call was not useful.

    If two lines in a row were not useful, we pause listening lines for two weeks. If the person
    presses a line's button again, we record nothing more. Raises Refusal if the call had no
    listening line.
    """
    seat = (await access.own_call(turn, turn.text, status=CALL_STATUSES)).seat
    if seat.line is None:
        raise Refusal("No listening line was sent for that call.")
    again = seat.line_dismissed_at is not None
    if not again:
        await _spend_last_pause(turn, call_start=seat.starts_at)
        seat.line_dismissed_at = turn.now
    await turn.session.flush()
    until = await _paused_until(turn)
    if until is None and again:
        return aside("I've already noted that.")
    if until is None:
        return aside("Noted. If the next line isn't useful either, I'll pause lines for two weeks.")
    lead = f"Noted. That is two in a row, so {_in_words(turn, until)}."
    if again:
        lead = f"I've already noted that: {_in_words(turn, until)}."
    return Aside(card_saying(lead, Buttons((RESUME,))))


async def resume(turn: Turn) -> Reply:
    """End the pause, so that listening lines are sent again."""
    await seat_texts.spend_dismissals(turn.session, turn.person, silence.DISMISSALS)
    return aside("Listening lines are on again.")


async def _spend_last_pause(turn: Turn, *, call_start: datetime) -> None:
    """If the last two dismissals caused a pause that is over, mark the two dismissals as used.

    Used dismissals don't lead to another pause. We look only at lines for calls that start before
    `call_start` (UTC).
    """
    last = await seat_texts.last_dismissals(
        turn.session, turn.person, silence.DISMISSALS, before=call_start
    )
    over = silence.paused_until(last)
    if over is not None and over <= turn.now:
        await seat_texts.spend_dismissals(
            turn.session, turn.person, silence.DISMISSALS, before=call_start
        )


async def pause_note(turn: Turn) -> list[Block]:
    """Say until when listening lines are paused. Return [] if they aren't."""
    until = await _paused_until(turn)
    return [Paragraph(spans(Strong(f"L{_in_words(turn, until)[1:]}.")))] if until else []


async def pause_with_button(turn: Turn) -> list[Block]:
    """Return `pause_note` with a button that ends the pause. Return [] if there is no pause."""
    noted = await pause_note(turn)
    return [*noted, Buttons((RESUME,))] if noted else []


async def _paused_until(turn: Turn) -> datetime | None:
    id_ = turn.person.id
    found = await seat_texts.line_histories(turn.session, [id_], silence.DISMISSALS)
    until = silence.paused_until(found[id_].dismissed)
    return until if until is not None and until > turn.now else None


def _in_words(turn: Turn, until: datetime) -> str:
    last, today = (day_of(moment, turn.person.zone) for moment in (until, turn.now))
    return f"listening lines are paused until {format_full_date(last, today)}"
