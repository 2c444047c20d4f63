"""The brief: what a rep reads just before a call, on one phone screen. `card` is pure.

`brief_room` chooses the content, and `brief_parts` draws it.
"""

from datetime import datetime, timedelta

from handlers.cards import (
    Block,
    Button,
    Buttons,
    Card,
    Heading,
    Paragraph,
    QuickForm,
)
from handlers.coaching.text.words import shortened
from handlers.knowledge.facts import Facts
from handlers.knowledge.look_ups import LookUps
from handlers.playbook.loader import Playbook
from handlers.times import format_absolute, format_distance
from handlers.times.formatting import format_short
from handlers.views.briefs import brief_parts, corrections, questions
from handlers.views.briefs.brief_limits import WORDS, words_in
from handlers.views.crm import crm_lines
from handlers.views.team import help_cards


def card(
    facts: Facts,
    playbook: Playbook,
    now: datetime,
    content: brief_parts.BriefContent,
    *,
    research: LookUps | None = None,
) -> Card:
    """Return the brief of a call. `now` is in UTC.

    `content` is from `brief_room.content`. `research` has questions to look up, or is None. The
    brief shows as many of these questions as there is room for.
    """
    starts_at, zone = facts.call.starts_at, facts.person.zone
    # A lasting brief keeps the full date, because such a brief may be read on any day.
    gap = when = format_absolute(starts_at, now=now, zone=zone, own=zone)
    if not content.dates.lasting:
        gap = when = format_short(starts_at, now=now, zone=zone)
        # If the call has begun or is less than a day ahead, say how long ago it began, or how soon
        # it begins.
        if starts_at - now < timedelta(days=1):
            gap = format_distance(starts_at, now)
            when = f"{when}, {gap}"
    above: tuple[Block, ...] = (
        Heading(shortened(facts.account.name, content.limits.name)),
        Paragraph(brief_parts.when_and_kind(facts, playbook, when)),
        *brief_parts.to_open_with(facts, content),  # at the top, on a phone's first screen
        *brief_parts.who_comes(facts, playbook, content),
        *brief_parts.to_know(content),
        *crm_lines.in_brief(facts, content.limits, now),
        *brief_parts.promised(content),
        *brief_parts.aim(facts, content.limits),
        *brief_parts.helped(facts, content.limits),
        *brief_parts.warning(facts, playbook, content),
    )
    below = corrections.kind(facts, playbook), _buttons(facts, asks_for_help=content.asks_for_help)
    room = WORDS - words_in((*above, *below), labels=True)
    return Card(
        f"{facts.account.name}, {gap}", (*above, *questions.below_brief(research, room), *below)
    )


def without_time(brief: Card) -> tuple[Block, ...]:
    """Return the blocks of a card that `card` made, without the time of the call."""
    heading, _when, *rest = brief.blocks
    return heading, *rest


def controls(
    facts: Facts, playbook: Playbook, now: datetime, content: brief_parts.BriefContent
) -> int:
    """Count the buttons and lists in a brief with this content. `now` is in UTC.

    Do not count the button below the research questions.
    """
    blocks = (
        *brief_parts.who_comes(facts, playbook, content),
        *crm_lines.in_brief(facts, content.limits, now),
        *brief_parts.promised(content),
        corrections.kind(facts, playbook),
        _buttons(facts, asks_for_help=content.asks_for_help),
    )
    count = 0
    for block in blocks:
        match block:
            case Buttons(buttons):
                count += len(buttons)
            case QuickForm(inputs=inputs):
                count += len(inputs)
    return count


def _buttons(facts: Facts, *, asks_for_help: bool) -> Buttons:
    call_id, about = str(facts.call.id), facts.account.name
    ask = help_cards.button(facts.help, facts.call.id, about)
    return Buttons(
        (
            _goal_button(facts),
            *((ask,) if asks_for_help else ()),
            Button("Change time or people", "call.edit", call_id, about=about),
            Button("Everything on file", "brief.everything", call_id, about=about),
        )
    )


def _goal_button(facts: Facts) -> Button:
    call_id, about, goal = str(facts.call.id), facts.account.name, facts.seat.goal
    if goal and facts.guesses:
        return Button("Change goal or guesses", "goal.open", call_id, about=about)
    missing = "goal and guesses" if not goal and not facts.guesses else "goal"
    missing = "guesses" if goal else missing
    return Button(f"Write your {missing}", "goal.open", call_id, "primary", about=about)
