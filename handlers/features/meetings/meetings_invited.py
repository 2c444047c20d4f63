"""List the calls that we planned because the rep invited a company. The rep can correct them."""

from handlers.cards import (
    Aside,
    Block,
    Buttons,
    Card,
    Heading,
    Note,
    Paragraph,
    Reply,
    Strong,
    card_saying,
    spans,
    typed,
)
from handlers.coaching.text.words import shortened
from handlers.features.meetings.meeting_shown import reason_of, title_of
from handlers.knowledge import invited_calls
from handlers.registry import Registry, Turn
from handlers.views.meetings import invited_words, meeting_questions

SHOWN = 8  # how many calls the card shows at most


def register(registry: Registry) -> None:
    """Register the button that shows the list."""
    registry.button(invited_words.WRONG, show)


async def show(turn: Turn) -> Reply:
    """Show each company's first call, with the buttons to correct it."""
    found = await invited_calls.coming(turn.session, turn.person, turn.now)
    if not found:
        lead = "None of these calls is planned any more."
        return Aside(card_saying(lead))
    lead = "Calls with companies that you invited"
    blocks: list[Block] = [Heading(lead)]
    for one in found[:SHOWN]:
        first = one.meetings[0]
        when = invited_words.when(one, turn.person, turn.now)
        name = shortened(one.account.name, invited_words.NAME)
        blocks += [
            Paragraph(spans(Strong(when), typed(f" {name} {title_of(first)}".rstrip()))),
            Note(spans(typed(reason_of(turn, first)))),
            Buttons(meeting_questions.corrections(first, name)),
        ]
    if len(found) > SHOWN:
        blocks.append(
            Note(
                spans(
                    f"And {len(found) - SHOWN} more. To see those of the next 7 days, type "
                    "“calendar” and press “What was found”."
                )
            )
        )
    return Aside(Card(lead, tuple(blocks)))
