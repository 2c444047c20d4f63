"""Answer "what happens to my calls then", asked by somebody who is away or will be away."""

from handlers.cards import Reply, card_saying
from handlers.features.calls import away_calls
from handlers.registry import Turn
from handlers.typed.settings.calls_while_away import asks_about_calls
from storage.conversation import drafts, just_said

ASKED = "Nothing is set yet. Your calls stay planned unless you press the button that cancels them."


async def answer(turn: Turn) -> Reply | None:
    """List the calls during the absence, and offer to cancel them.

    If the person has just asked for an absence that is not set yet, say that calls stay planned
    until the person presses the button that cancels them.

    Return None in a channel, and for a line that asks something else. Also return None if no
    absence is set, and the person asked for none in the last ten minutes.
    """
    person = turn.person
    if turn.place is not None or not asks_about_calls(turn.text):
        return None
    if person.away_until is None or person.away_until <= turn.now:
        since = turn.now - drafts.ANSWERED_WITHIN
        return card_saying(ASKED) if await just_said.absence(turn.session, person, since) else None
    return await away_calls.while_away(turn, person.away_from or turn.now, person.away_until)
