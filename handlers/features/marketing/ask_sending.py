"""Send an ask to marketing, plan the reminder to answer it, and update messages that show it.

An ask is something that a rep wants marketing to answer: a buyer's words, or a question about an
insight.
"""

from collections.abc import Sequence

from handlers.notices import (
    answered,
    ask_waits,
    asks_for_marketing,
    tell,
    updating,
    voice_digest,
)
from handlers.notices.hours import a_working_day_after
from handlers.registry import Turn
from storage.marketing import ask_notes
from storage.tables import Ask, Channel, Person


async def ask_marketing(turn: Turn, ask: Ask) -> None:
    """Send marketing a new or reworded ask, and plan one reminder."""
    ask.asked_at, ask.state = turn.now, "waiting"
    ask.first_answer_at = ask.closed_at = ask.taken_by = None
    turn.session.add(ask)
    await turn.session.flush()
    await show_to_marketing(turn, ask, await tell.marketing(turn.session, ask.tenant))


async def start_clock(turn: Turn, ask: Ask) -> None:
    """Give marketing one working day from now to answer an ask that marketing already has."""
    await start_clock_for(turn, ask, await tell.followers(turn.session, ask))


async def start_clock_for(turn: Turn, ask: Ask, marketing: Sequence[Person | Channel]) -> None:
    """Give marketing one working day from now to answer an ask.

    Plan the reminder for the end of that time. Also plan the digest that lists asks.
    """
    hours = await tell.marketing_hours(turn.session, ask.tenant, turn.person.zone)
    ask.due_at = a_working_day_after(turn.now, hours)
    await turn.session.flush()
    key = f"{ask.id}:{ask.due_at:%Y%m%d%H%M%S}"
    await tell.tell(
        turn.session, marketing, ask_waits.NAME, ask.id, turn.now, key=key, due_at=ask.due_at
    )
    await voice_digest.plan(turn.session, ask.tenant, turn.now)


async def show_to_marketing(turn: Turn, ask: Ask, marketing: Sequence[Person | Channel]) -> None:
    """Send marketing the ask as it is now.

    If nobody has taken the ask on, also give marketing one working day from now to answer.
    """
    if ask.state == "waiting":
        await start_clock_for(turn, ask, marketing)
    key = f"{ask.id}:{turn.now:%Y%m%d%H%M%S%f}"
    await tell.tell(turn.session, marketing, asks_for_marketing.NAME, ask.id, turn.now, key=key)


async def update_messages(turn: Turn, ask: Ask, *, digests: bool = False) -> None:
    """Update all messages that show an ask. With `digests`, also update digests that list it."""
    session, tenant, now = turn.session, ask.tenant, turn.now
    cards = (asks_for_marketing.NAME, ask_waits.NAME)
    await updating.plan(session, tenant, cards, [ask.id], now)
    talk = [note.id for note in await ask_notes.of_ask(session, ask)]
    await updating.plan(session, tenant, (answered.NAME,), talk, now)
    if digests:
        await voice_digest.update_sent(session, tenant, ask.asked_at, now)
