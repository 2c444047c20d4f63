"""Welcome each person once: when they install Attune, or with Attune's first answer to them."""

from dataclasses import replace

from handlers.cards import Aside, Button, Card, Reply, answered_below
from handlers.features import asker_calls, home_top
from handlers.features.admin import privacy
from handlers.features.settings import calendar
from handlers.registry import FirstWords, Registry, Turn
from handlers.rhythm_settings import rhythm_of
from handlers.views import agenda_card, first_message
from handlers.views.marketing import for_marketing
from storage.workspace import people


def register(registry: Registry) -> None:
    """Register the welcome, and the answer to hello."""
    registry.first_words = FirstWords(welcome, below, set_up)
    registry.phrases(
        "hello",
        hello,
        ("hello", "hi", "hey", "hallo", "hiya", "good morning", "good afternoon", "good evening"),
        courtesy=True,
    )


async def welcome(turn: Turn) -> Card | None:
    """Return the welcome, or None if the person was welcomed before."""
    if not await _mark_welcomed(turn):
        return None
    can_connect, marketing = await _can_connect(turn), _is_marketer(turn)
    return first_message.welcome(rhythm_of(turn.person), calendar=can_connect, marketing=marketing)


async def hello(turn: Turn) -> Reply:
    """Welcome a newcomer. If the person was welcomed before, the answer shows:

    - the person's next call, or how to plan a call if no call is planned
    - in direct messages, the help requests that the person can answer

    A marketer without a planned call sees only what waits for marketing.
    """
    person = turn.person
    if first := await welcome(turn):
        return first
    ahead = await asker_calls.planned(turn, limit=1)
    if not ahead and _is_marketer(turn):
        waiting = await home_top.marketing_waiting(turn)
        return for_marketing.hello(first_message.HELLO, waiting, first_message.MORE)
    card = first_message.hello(calendar=await _can_connect(turn))
    if ahead:
        brief = Button("Brief", "brief.open", str(ahead[0].call.id), "primary", beside=True)
        card = first_message.hello_before(agenda_card.line(ahead[0], person, turn.now), brief)
    asked = await home_top.help_requests_waiting(turn) if turn.place is None else []
    return replace(card, blocks=(*card.blocks, *asked))


async def below(turn: Turn, reply: Reply) -> Reply:
    """Add a short welcome below Attune's first reply to a newcomer, if the reply is a card.

    The answer to a button in this card appears below the card, so that the welcome stays.
    """
    card = reply.card if isinstance(reply, Aside) else reply
    if not isinstance(card, Card) or not await _mark_welcomed(turn):
        return reply
    welcome_below = first_message.below(rhythm_of(turn.person), marketing=_is_marketer(turn))
    card = replace(card, blocks=(*map(answered_below, card.blocks), *welcome_below))
    return Aside(card) if isinstance(reply, Aside) else card


async def set_up(turn: Turn) -> Card | None:
    """Return the welcome for the person who installed Attune.

    Return None if the person was welcomed before.
    """
    if not await _mark_welcomed(turn):
        return None
    more: tuple[Button, ...] = ()
    if turn.person.role == "admin":
        more = (
            Button("People and roles", "roles.show", beside=True),
            Button("Privacy", privacy.SHOW, beside=True),
        )
    can_connect = await _can_connect(turn)
    return first_message.set_up(
        rhythm_of(turn.person),
        turn.person.tenant,
        calendar=can_connect,
        more=more,
        support=turn.operator.support,
    )


async def _mark_welcomed(turn: Turn) -> bool:
    """Record that the person is welcomed now.

    Return False if the person was welcomed before, or if the person's data was erased.
    """
    person = turn.person
    if person.welcomed_at is not None or person.erased_at is not None:
        return False
    return await people.mark_welcomed(turn.session, person, turn.now)


def _is_marketer(turn: Turn) -> bool:
    return turn.person.role == "marketer"


async def _can_connect(turn: Turn) -> bool:
    return bool(await calendar.offer(turn))
