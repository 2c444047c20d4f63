"""Say what a rep has ready for the next call with an account: who comes, the goal, the guesses."""

from handlers.cards import Block, Bullets, Note, spans, typed
from handlers.coaching.text.words import shortened
from handlers.features.asked.call_facts import missed_since
from handlers.features.asked.on_account import OnAccount
from handlers.views.briefs import buying_roles
from storage.customers import attendees
from storage.sales_calls import call_seats
from storage.tables import Contact

_PEOPLE = 4  # at most this many people
_LONGEST = 200  # characters of a goal or a guess


async def blocks(on: OnAccount) -> list[Block]:
    """Return who comes to the rep's next call, and the rep's goal and guesses for it.

    If nobody from the account came to the last call, the first block says so. If we don't know who
    comes to the next call, the people on file are named instead.
    """
    found: list[Block] = [*await missed_since(on)]
    coming = await _coming(on)
    if people := coming or on.people[:_PEOPLE]:
        named = "; ".join(_described(on, one) for one in people[:_PEOPLE])
        lead = "Coming" if coming else "People on file"
        found.append(Note(spans(typed(f"{lead}: {named}."))))
    if on.ahead is None:
        return found
    seat = on.ahead.seat
    key = (seat.call_id, seat.person_id)
    guesses = (await call_seats.guesses(on.turn.session, [key])).get(key, [])
    said = [("Your goal", seat.goal), *(("Your guess", one.text) for one in guesses)]
    lines = [f"{what}: {shortened(words, _LONGEST)}" for what, words in said if words]
    if lines:
        found.append(Bullets(tuple(spans(typed(line)) for line in lines)))
    return found


async def _coming(on: OnAccount) -> list[Contact]:
    if on.ahead is None:
        return []
    call_id = on.ahead.call.id
    return [*(await attendees.of_calls(on.turn.session, [call_id])).get(call_id, ())]


def _described(on: OnAccount, one: Contact) -> str:
    title = buying_roles.person(one, on.turn.playbook, guessed=False)
    return f"{shortened(one.name, 60)}{title}"
