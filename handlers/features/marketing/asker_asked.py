"""Answer marketing's questions about where an ask comes from: “which rep is it from”.

An ask is what a rep passed on to marketing. If the rep passed it on without names, every such
question gets the same answer. So the answer does not show whether a guess is right.
"""

from collections.abc import Sequence

from handlers.cards import Aside, Buttons, Note, Reply, card_saying, spans, typed
from handlers.coaching.text.words import shortened
from handlers.features.marketing import asks_meant
from handlers.knowledge import ask_facts
from handlers.knowledge.ask_facts import AskFacts
from handlers.registry import Turn
from handlers.times.formatting import format_short
from handlers.typed.marketing.asker_asked import AskerAsked, asker_asked
from handlers.views.marketing import ask_cards
from handlers.views.marketing.for_marketing import ASKS
from storage.conversation import card_shown, last_asked
from storage.marketing import asks as stored

NO_NAMES = (
    "This was passed on without names. So I don't say who passed it on, at which account or in "
    "which call, whoever asks."
)
SOME_NAMES = (
    "What was passed on without names stays without names, whoever asks. The other asks say who "
    "passed them on."
)
ASK_BACK = "To ask the rep something, type “ask back: …”. You still won't see the rep's name."


async def answer(turn: Turn) -> Reply | None:
    """Say who passed an ask on, and at which account.

    If it was passed on without names, say that we don't tell.

    Return None for any other line, in a channel, and for people who are not marketers. Also return
    None if there is no ask that the line could mean.
    """
    asked = asker_asked(turn.text) if turn.place is None and asks_meant.is_marketer(turn) else None
    if asked is None:
        return None
    if asked.guess and not await ask_facts.names_somebody(
        turn.session, turn.person.tenant, asked.guess
    ):
        return None
    found = await _meant(turn, asked)
    if not found:
        return None
    if all(one.ask.named for one in found):
        return Aside(ask_cards.for_marketing(found[0])) if len(found) == 1 else _named(found)
    lead = SOME_NAMES if any(one.ask.named for one in found) else NO_NAMES
    return card_saying(lead, Note(spans(ASK_BACK)), Buttons((ASKS,)))


async def _meant(turn: Turn, asked: AskerAsked) -> Sequence[AskFacts]:
    """Return the asks that the line may mean: those about a topic, the one shown last, or all."""
    seen = await asks_meant.open_for(turn)
    if asked.topic and (fit := asks_meant.that_fit(seen, asked.topic)):
        return fit
    since = turn.now - asks_meant.WITHIN
    shown = await card_shown.latest(turn.session, turn.person, "ask", turn.now)
    shown = shown or await last_asked.about_last_message(
        turn.session, turn.person, since, asks_meant.NOTICES
    )
    ask = await stored.by_id(turn.session, turn.person.tenant, shown) if shown else None
    if ask is None:
        return seen
    return [await ask_facts.gather(turn.session, ask, turn.now, turn.person.zone)]


def _named(found: Sequence[AskFacts]) -> Reply:
    """List who passed each of these asks on."""
    lines = []
    for one in found[: asks_meant.SHOWN]:
        at = f" at {shortened(one.account, 40)}" if one.account else ""
        when = f", {format_short(one.heard_at, now=one.now, zone=one.zone)}" if one.heard_at else ""
        lines.append(Note(spans(typed(f"{one.who}{at}{when}: {shortened(one.ask.line, 80)}"))))
    return card_saying("These asks have names:", *lines, Buttons((ASKS,)))
