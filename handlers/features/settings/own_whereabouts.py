"""Answer a line that says where the rep is: "stuck in traffic til 5"."""

from handlers.cards import Buttons, Reply, card_saying
from handlers.features.settings import rhythm
from handlers.features.settings.absence_days import OTHER_DAYS
from handlers.registry import Turn
from handlers.typed.settings.own_whereabouts import own_whereabouts

ABOUT_YOU = (
    "That is about your own day, so I kept nothing. To get no messages for a while, say until "
    "when: “quiet until 3pm”."
)


async def answer(turn: Turn) -> Reply | None:
    """Say that the line was not kept, and how to get no messages. Return None for other lines."""
    if turn.place is not None or not own_whereabouts(turn.text):
        return None
    return card_saying(ABOUT_YOU, Buttons((rhythm.UNTIL_TOMORROW, OTHER_DAYS)))
