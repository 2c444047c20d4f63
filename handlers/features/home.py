"""The home screen: upcoming calls, calls to reflect on, promises, and settings.

A promise that was kept or dropped today is still shown.
"""

from datetime import time

from handlers.cards import (
    Block,
    Button,
    Buttons,
    Card,
    Divider,
    Heading,
    Note,
    Paragraph,
    Reply,
    Style,
    spans,
    typed,
)
from handlers.features import asker_calls, home_top
from handlers.features.access import may_publish
from handlers.features.calls import calls
from handlers.features.settings import calendar, rhythm, sent_messages
from handlers.knowledge import opened
from handlers.registry import Registry, Turn
from handlers.rhythm_settings import at, day_of, rhythm_of
from handlers.views import agenda_card
from handlers.views.marketing.for_marketing import ASKS, INSIGHTS
from handlers.views.promises import promise_cards
from storage.customers import commitments

CALLS = 5
PROMISES = 8


def register(registry: Registry) -> None:
    registry.screen("home", home)


async def home(turn: Turn) -> Reply:
    """Show the home screen, with a button for each likely next step."""
    person = turn.person
    ahead = await asker_calls.planned(turn, limit=CALLS + 1)
    top = await home_top.top(turn)
    blocks: list[Block] = [*top.blocks, Heading("Upcoming calls")]
    for seated in ahead[:CALLS]:
        line = agenda_card.line(seated, person, turn.now)
        blocks.append(Paragraph(spans(typed(f"{line[:1].upper()}{line[1:]}"))))
        blocks.append(calls.actions(seated, turn))
    if not ahead:
        blocks.append(Paragraph(spans("You have no calls planned.")))
    later: tuple[Button, ...] = ()
    if len(ahead) > CALLS:
        blocks.append(Note(spans(f"These are the next {CALLS}. There are more.")))
        later = (calls.ALL_CALLS,)
    connect = () if ahead else await calendar.offer(turn)
    style: Style = "default" if person.role == "marketer" else "primary"
    blocks.append(Buttons((*connect, *later, Button("Plan a call", "call.add", "", style))))
    blocks += await calls.unreflected_blocks(turn)
    blocks += await _promises(turn)
    blocks += await _rhythm(turn)
    more = [rhythm.WAKE] if rhythm.pauses(person, turn.now) else []
    more += [Button("Nudges, focus and figures", "rhythm.show")]
    more += [Button("Calendar", calendar.SHOW), ASKS, home_top.EXCHANGE]
    more += [INSIGHTS] if may_publish(person) else []
    more += [home_top.MY_TEAM, *home_top.FOR_ADMINS] if person.role == "admin" else []
    shown = {each.action for each in top.buttons}
    blocks.append(Buttons(tuple(each for each in more if each.action not in shown)))
    blocks += home_top.support(turn)
    return Card("Attune", tuple(blocks))


async def _rhythm(turn: Turn) -> list[Block]:
    """Say when messages come, which kinds are off, and whether the person is away."""
    person, mine = turn.person, rhythm_of(turn.person)
    leads = await opened.leads(turn.session, person)
    said = filter(None, rhythm.sentences(mine, person.zone, leads=leads))
    return [
        Heading("Your rhythm"),
        *rhythm.pauses(person, turn.now),
        *(Note(spans(line)) for line in said),
        *sent_messages.off(person, mine),
    ]


async def _promises(turn: Turn) -> list[Block]:
    person = turn.person
    today = day_of(turn.now, person.zone)
    rows = await commitments.of_owner(
        turn.session, person.tenant, person.id, settled_since=at(today, time(), person.zone)
    )
    if not rows:
        return [Heading("Promises"), Paragraph(spans("No open promises.")), _add()]
    blocks: list[Block] = [
        Heading("Promises"),
        *promise_cards.lines(rows[:PROMISES], today, "home"),
    ]
    if len(rows) > PROMISES:
        blocks.append(Note(spans(f"{len(rows) - PROMISES} more: /promises")))
    return [*blocks, Divider(), _add()]


def _add() -> Buttons:
    return Buttons((Button("Add a promise", "promise.add"),))
