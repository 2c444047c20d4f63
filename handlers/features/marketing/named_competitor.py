"""Answer a line that names a competitor. Otherwise the name would be taken for a new account."""

from handlers.cards import Button, Buttons, Card, Note, card_saying, spans, typed
from handlers.coaching.text.words import shortened
from handlers.features.access import may_publish
from handlers.features.marketing import insight_search
from handlers.features.reflections import typed_line
from handlers.knowledge import competitors
from handlers.registry import Turn
from storage.spelling import comparable

MAX_WORDS = 4  # a competitor's name has at most this many words, not counting "the" before it
# A line may have one of these before the competitor's name, but not two.
_LEADS = (
    *(
        "what about ",
        "how about ",
        "and ",
        "who is ",
        "whos ",
        "who's ",
        "what is ",
        "tell me about ",
    ),
    *("anything on ", "anything about ", "what do we have on ", "what do we know about "),
)
_ENDS = " ?!.,;:"


async def answer(turn: Turn, typed_name: str) -> Card | None:
    """Show what marketing has about the competitor with this name.

    We know the competitors from the playbook and from insights. Insights that are not published
    count only for marketers and admins. Return None in a channel, or if no competitor that we know
    has this name.
    """
    name = _name_only(comparable(typed_name.strip(_ENDS)))
    if turn.place is not None or not name or len(name.split()) > MAX_WORDS:
        return None
    out_at = None if may_publish(turn.person) else turn.now
    known = await competitors.known(
        turn.session, turn.person.tenant, turn.playbook.competitors, out_at=out_at
    )
    rival = next((one for one in known if comparable(one) == name), "")
    return await _card(turn, rival) if rival else None


async def alone(turn: Turn) -> Card | None:
    """Answer a message that is only a competitor's name.

    Return None if a call waits for a line (`typed_line.waiting_call`), because the name may be what
    was said in that call.
    """
    found = await answer(turn, turn.text)
    return found if found and not await typed_line.waiting_call(turn) else None


def _name_only(line: str) -> str:
    """Return "shippeo" for "what about shippeo", and "globex" for "the globex"."""
    lead = next((one for one in _LEADS if line.startswith(one)), "")
    return line.removeprefix(lead).removeprefix("the ")


async def _card(turn: Turn, rival: str) -> Card:
    shown = shortened(rival, 60)
    below = (
        Note(spans(typed(f"I know {shown} as a competitor, not as an account."))),
        Buttons((Button("Plan a call", "call.add", rival, about=shown),)),
    )
    found = await insight_search.about(turn, rival)
    if found is not None:
        return Card(found.summary, (*found.blocks, *below))
    lead = f"Marketing has published nothing about {shown} yet."
    return card_saying(typed(lead), *below)
