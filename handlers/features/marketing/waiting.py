"""Show a marketer the asks that need an answer, and what reps passed on lately."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from handlers.cards import (
    Block,
    Button,
    Buttons,
    Card,
    Heading,
    Note,
    Paragraph,
    card_saying,
    spans,
    typed,
)
from handlers.coaching.text.words import shortened
from handlers.features import home_top
from handlers.knowledge import ask_facts
from handlers.registry import Turn
from handlers.views.agenda_card import NOTHING_ON
from handlers.views.marketing import ask_cards
from handlers.views.marketing.for_marketing import ASKS, INSIGHTS
from storage.marketing import asks, insights
from storage.tables import Ask

SHOWN = 3
NOTHING_OVERDUE = "Nothing is overdue."
LATELY = timedelta(days=7)
ALSO_NEW = "Also passed on in the last seven days"


async def news(turn: Turn) -> Card:
    """Show what is waiting for this marketer, and then other new lines that reps passed on."""
    shown = await _waiting_asks(turn)
    since, ids = turn.now - LATELY, {one.id for one in shown}
    lines = await asks.passed_on(
        turn.session, turn.person.tenant, since, turn.now, SHOWN + len(ids)
    )
    others = [one.line for one in reversed(lines) if one.id not in ids][:SHOWN]
    heading: tuple[Block, ...] = (Heading(ALSO_NEW),) if others else ()
    new = (Paragraph(spans(typed(shortened(one, 200)))) for one in others)
    return await _card(turn, shown, (*heading, *new))


async def in_day(turn: Turn, day: Card) -> Card:
    """Add what is waiting for this marketer to the card of the marketer's day.

    If the day is empty, show only what is waiting. Return `day` unchanged if nothing is waiting, or
    if the marketer asked in a channel.
    """
    if turn.place is not None:
        return day
    shown = await _waiting_asks(turn)
    tenant = turn.person.tenant
    if not shown and not await insights.in_state(turn.session, tenant, "suggested", 1):
        return day
    if day.summary == NOTHING_ON:
        return await _card(turn, shown, ())
    said = Paragraph(spans(await home_top.marketing_waiting(turn)))
    return replace(day, blocks=(*day.blocks, said, Buttons((ASKS, INSIGHTS))))


async def above_open(turn: Turn, card: Card) -> Card:
    """Put the asks that wait for this marketer above the open promises."""
    shown = await _waiting_asks(turn) if turn.place is None else []
    return await _card(turn, shown, card.blocks) if shown else card


async def in_overdue(turn: Turn, card: Card) -> Card:
    """Show overdue asks above the marketer's overdue promises.

    Leave out asks that a marketer has taken on.
    """
    found = await asks.open_asks(
        turn.session, turn.person.tenant, SHOWN, only=asks.overdue(turn.now)
    )
    if not found:
        return card
    own = card.blocks if card.summary != NOTHING_OVERDUE else ()
    lead = f"{_late(len(found))} overdue."
    return card_saying(lead, *await _lines(turn, found), *own)


def _late(count: int) -> str:
    return "An answer to a rep is" if count == 1 else "Answers to reps are"


async def _waiting_asks(turn: Turn) -> list[Ask]:
    waits = asks.waits_for(turn.person)
    return [*await asks.open_asks(turn.session, turn.person.tenant, SHOWN, only=waits)]


async def _card(turn: Turn, shown: list[Ask], below: tuple[Block, ...]) -> Card:
    lead = await home_top.marketing_waiting(turn)
    lines = await _lines(turn, shown)
    return card_saying(lead, *lines, *below, Buttons((ASKS, INSIGHTS)))


async def _lines(turn: Turn, shown: Sequence[Ask]) -> list[Block]:
    blocks: list[Block] = []
    for one in shown:
        seen = await ask_facts.gather(turn.session, one, turn.now, turn.person.zone)
        look = Button("Look at it", "ask.show", str(one.id), about=one.line)
        blocks.append(Paragraph(spans(typed(ask_cards.in_list(seen)))))
        blocks += [Note(spans(ask_cards.status_line(seen))), Buttons((look,))]
    return blocks
