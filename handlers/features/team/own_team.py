"""/team for people who lead no team: show them their own team, and what they have shared."""

from dataclasses import replace

from handlers.cards import Block, Button, Buttons, Note, Paragraph, Reply, spans, typed
from handlers.coaching.text.words import shortened
from handlers.features.admin import team_cards
from handlers.features.team import rights, seen_by_manager
from handlers.knowledge import team_day, team_themes
from handlers.registry import Turn
from handlers.rhythm_settings import day_of
from handlers.times.formatting import format_full_date
from handlers.views.team import coaching_cards
from storage.team import teams

READERS = "reflect.readers"  # handled by handlers/features/reflections/readers.py
SHARED = 3  # shared reflections on the card; each has a button
NOTHING = "None of your reflections from the last 90 days is shared."
OLDER = "For older ones, type /reflect with the account, then press “Share or pass on”."


async def card(turn: Turn) -> Reply:
    """Show the person's team. Show all teams to an admin who is in no team."""
    team = await teams.of_person(turn.session, turn.person)
    if team is None and turn.person.role == "admin":
        return await team_cards.show(turn)
    known = await seen_by_manager.card(turn)
    shared = await _shared_blocks(turn) if team else []
    return replace(known, blocks=(*known.blocks, *shared, *await _shared_with_me(turn)))


async def _shared_with_me(turn: Turn) -> list[Block]:
    if not await rights.figures_shared(turn):
        return []
    return [Buttons((Button("Shared with you", coaching_cards.WITH_ME, beside=True),))]


async def _shared_blocks(turn: Turn) -> list[Block]:
    found = await team_day.shared_reflections(
        turn.session,
        turn.person.tenant,
        [turn.person],
        since=turn.now - team_themes.PERIOD,
        limit=SHARED + 1,
    )
    blocks: list[Block] = []
    today = day_of(turn.now, turn.person.zone)
    for one in found[:SHARED]:
        account = shortened(one.account.name, 60)
        day = format_full_date(day_of(one.reflection.called_at, turn.person.zone), today)
        call_id = str(one.reflection.call_id)
        look = Button("Look at it", READERS, call_id, beside=True, about=f"{account}, {day}")
        blocks += [
            Paragraph(spans(typed(f"Shared reflection: {account}, {day}."))),
            Buttons((look,)),
        ]
    blocks += [Note(spans(OLDER))] if len(found) > SHARED else []
    return blocks or [Note(spans(NOTHING))]
