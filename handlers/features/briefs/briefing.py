"""Show a brief, or everything on file about a call. Record who has read a brief."""

from handlers.cards import Aside, Button, Card, CardWithUpdates, Note, Reply, spans
from handlers.features import access
from handlers.features.team import rights
from handlers.knowledge import look_ups, matches
from handlers.knowledge.facts import Facts
from handlers.knowledge.gathering import ALL_NOTES, gather
from handlers.knowledge.look_ups import LookUps
from handlers.nudges.reading import note_read
from handlers.registry import Registry, Turn
from handlers.views.briefs import brief, brief_parts, brief_room, everything
from handlers.views.team import team_words
from storage.marketing import insight_uses
from storage.meetings import call_meetings
from storage.sales_calls.own_calls import Seated
from storage.team import teams


def register(registry: Registry) -> None:
    """Register the buttons that open a brief and everything on file."""
    registry.button("brief.open", open_brief)
    registry.button("brief.everything", open_everything)


async def open_brief(turn: Turn) -> Reply:
    """Show the brief below the card that offered it."""
    return Aside(await show_brief(turn, await access.own_call(turn, turn.text)))


async def show_brief(turn: Turn, seated: Seated, note: str | None = None) -> Card:
    """Show the current brief of a call, below `note`. Record that the person has read the brief."""
    facts = await gather(turn.session, turn.person, seated)
    content = brief_room.content(facts, turn.playbook, turn.now)
    mark_as_briefed(turn, facts, content)
    research = await _look_ups(turn, facts)
    card = brief.card(facts, turn.playbook, turn.now, content, research=research)
    return Card(card.summary, (Note(spans(note)), *card.blocks)) if note else card


async def _look_ups(turn: Turn, facts: Facts) -> LookUps | None:
    """Return the open questions to look up for the call. Record the questions.

    Return None if there is nothing to look up, or if the brief asks who is coming.
    """
    if facts.may_come:
        return None
    research = await look_ups.of_call(turn.session, facts, turn.playbook, turn.now)
    if research is not None:
        facts.seat.research = research.recorded
    return research


def mark_as_briefed(turn: Turn, facts: Facts, content: brief_parts.BriefContent) -> None:
    """Record that the person is reading this brief, so that we don't send it as well."""
    first = content.opens_with
    facts.seat.opening = first.wording if first else None
    note_read(turn.session, turn.person, facts.seat, facts.call, turn.now)


async def open_everything(turn: Turn) -> Reply:
    """Show everything on file below the brief. Record which insights are shown."""
    seated = await access.own_call(turn, turn.text)
    return Aside(await show_everything(turn, seated, turn.message))


async def updated_brief(turn: Turn, seated: Seated, message: str) -> Card | CardWithUpdates:
    """Show everything on file about a call, and update the call's brief in an earlier message.

    `message` is the platform's id of the brief's message. With "", the brief stays unchanged.
    """
    card = await show_everything(turn, seated, message)
    return CardWithUpdates(card, message, await show_brief(turn, seated)) if message else card


async def show_everything(turn: Turn, seated: Seated, message: str) -> Card:
    """Show everything on file about a call. Record which insights are shown.

    `message` is the platform's id of the brief's message, or "" if unknown.
    """
    await turn.session.flush()
    facts = await gather(turn.session, turn.person, seated, notes=ALL_NOTES)
    matched = await matches.fitting(turn.session, facts, turn.playbook, turn.now)
    await insight_uses.record_shown(turn.session, matches.shown(facts, matched, turn.now))
    meeting = await call_meetings.of_call(turn.session, turn.person, facts.call.id)
    return everything.card(
        facts,
        turn.playbook,
        turn.now,
        matched,
        brief=message,
        meeting=meeting,
        switches=await _visibility_buttons(turn, facts),
    )


async def _visibility_buttons(turn: Turn, facts: Facts) -> tuple[Button, ...]:
    """Return the buttons to show the call to the person's manager, or to keep it from others.

    - If the manager can see the call, one button keeps it from the manager and from colleagues.
    - If the person keeps the call to themselves, one button shows it to the manager.
    - If the person has not decided about this call, and their calls are not open to the manager,
      there are both buttons.
    - If there is no manager, one button keeps the call from colleagues, or shows it to them again.
    - If the call has begun, there are no buttons.
    """
    call = facts.call
    if call.starts_at <= turn.now:
        return ()
    manager = await teams.manager_of(turn.session, turn.person)
    is_open = rights.is_open(facts.seat, turn.person)
    if manager is None:
        states: tuple[bool, ...] = (facts.seat.opened is not False,)
    else:
        states = (False, True) if facts.seat.opened is None and not is_open else (is_open,)
    return tuple(
        team_words.call_switch(call.id, manager, is_open=each, about=facts.account.name)
        for each in states
    )
