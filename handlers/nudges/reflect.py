"""After the call: room for what was heard, while it is fresh."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from handlers.cards import Block, Bullets, Button, Buttons, Card, Paragraph, spans, typed
from handlers.message import Composed, OfNoUse
from handlers.nudges.kind import Kind, Nudge
from handlers.nudges.plan import REFLECT_WITHIN, Wanted, Week


def plan(week: Week) -> Iterator[Wanted]:
    """5 minutes after the end (settable), until it is 48 hours old or done."""
    lag = timedelta(minutes=week.rhythm.reflect_minutes)
    for call in week.calls:
        if not call.reflected:
            due_at, until = call.ends_at + lag, call.ends_at + REFLECT_WITHIN
            named = key(week.person_id, call.id, call.starts_at)
            yield Wanted(named, "reflect", due_at, until, due_at.date(), call.id)


def key(person_id: int, call_id: int, starts_at: datetime) -> str:
    """What the prompt about a call is known by in the outbox."""
    return f"reflect:{person_id}:{call_id}:{starts_at:%Y%m%d%H%M}"


async def compose(nudge: Nudge) -> Composed:
    """One question, and what the rep had set out with."""
    known = nudge.facts
    if known is None:
        raise OfNoUse("no such call")
    if known.seat.reflected_at is not None:
        raise OfNoUse("reflected already")
    ask = f"{known.account.name}: what did they say that you did not see coming?"
    blocks: list[Block] = [Paragraph(spans(ask))]
    if known.seat.goal:
        blocks.append(Paragraph(spans("Your goal was: ", typed(known.seat.goal))))
    if known.guesses:
        blocks.append(
            Bullets(tuple(spans("You guessed: ", typed(guess.text)) for guess in known.guesses))
        )
    reflect = Button(
        "Reflect, under a minute",
        "reflect.open",
        str(known.call.id),
        "primary",
        about=known.account.name,
    )
    blocks.append(Buttons((reflect,)))
    return Composed(Card(ask, tuple(blocks)))


KIND = Kind("reflect", "reflection prompts", plan, compose, rank=3, facts=True)
