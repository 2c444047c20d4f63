"""Tell a marketer who types “bram does it” that Attune can't hand a rep's ask to a colleague."""

from handlers.cards import Block, Button, Buttons, Note, Reply, card_saying, spans, typed
from handlers.coaching.names.given_names import first_name
from handlers.coaching.text.words import shortened
from handlers.features import colleagues
from handlers.features.marketing import asks_meant
from handlers.registry import Turn
from handlers.typed.marketing.ask_handed_said import handed_to
from handlers.views.marketing import ask_cards
from handlers.views.marketing.for_marketing import ASKS
from storage.marketing import asks

CANT = "I can't hand an ask to {0}, and I have told {0} nothing."
TAKES = "In marketing, whoever presses “I'll take it” on an ask is on it, and I tell the rep."
GIVE_BACK = "You are on this one. If you give it back, somebody else can take it."
SHOWN = 4


async def answer(turn: Turn) -> Reply | None:
    """Say that colleagues have to take an ask themselves, by pressing “I'll take it”.

    Add *Give it back* for up to four of the asks that the marketer has taken.

    Return None in a channel. Also return None if the person is not a marketer, or if the line does
    not hand an ask to a colleague.
    """
    if turn.place is not None or not asks_meant.is_marketer(turn):
        return None
    name = handed_to(turn.text, await colleagues.names_unlike_contacts(turn))
    if not name:
        return None
    blocks: list[Block] = [Note(spans(TAKES))]
    for one in await asks.taken_by(turn.session, turn.person, SHOWN):
        back = Button("Give it back", ask_cards.GIVE_BACK, str(one.id), about=one.line)
        line = f"“{shortened(one.line, 120)}”"
        blocks += [Note(spans(typed(line))), Note(spans(GIVE_BACK)), Buttons((back,))]
    lead = CANT.format(first_name(name))
    return card_saying(typed(lead), *blocks, Buttons((ASKS,)))
