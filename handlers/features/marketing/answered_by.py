"""Show what one colleague in marketing answered to the person's asks: "has priya answered me"."""

from handlers.cards import Block, Button, Buttons, Card, Paragraph, Quote, card_saying, typed
from handlers.coaching.names.given_names import first_name
from handlers.coaching.text.words import shortened
from handlers.knowledge import ask_facts
from handlers.registry import Turn
from handlers.views.marketing import ask_cards
from storage.marketing import asks

LOOKED_AT = 20  # we look at this many of the person's newest asks
SHOWN = 3
ANSWER = 500  # characters of an answer


async def card(turn: Turn, name: str) -> Card | None:
    """Return the newest answers of the colleague `name` to what the person sent to marketing.

    Return None if this colleague has answered none of it.
    """
    person = turn.person
    blocks: list[Block] = []
    for ask in await asks.of_author(turn.session, person.tenant, person.id, LOOKED_AT):
        seen = await ask_facts.gather(turn.session, ask, turn.now, person.zone)
        answers = [one for one in seen.talk if one.who == name and one.note.kind == "answered"]
        if not answers or len(blocks) >= 3 * SHOWN:
            continue
        account = await ask_facts.account_name(turn.session, ask)
        blocks.append(Paragraph(ask_cards.own_line(ask, account, 200)))
        blocks.append(Quote(shortened(answers[-1].note.text, ANSWER), name))
        look = Button("Look at it", "ask.show", str(ask.id), about=ask.line)
        blocks.append(Buttons((look,)))
    lead = f"{first_name(name)} answered what you sent to marketing:"
    return card_saying(typed(lead), *blocks) if blocks else None
