"""Plan a call, and add people to it, from one line: "next one thu next week 2pm, add piotr"."""

from dataclasses import replace

from handlers.cards import Card, Reply
from handlers.features import access
from handlers.features.calls import people_along
from handlers.features.typed_lines import account_and_time
from handlers.registry import Turn
from handlers.typed.customers import people_along as typed_people
from storage.conversation import call_planned


async def answer(turn: Turn) -> Reply | None:
    """Plan a call with the account just talked about, and add the people named after the comma.

    The words before the comma say when the call is. If they plan no call, add nobody, and return
    the reply to them, for example our question which account the call is with. Return None in a
    channel, and for a line that does not have exactly one comma with names after it.
    """
    head, comma, tail = turn.text.rpartition(",")
    names = typed_people.people_along(tail) if comma and turn.place is None else []
    if not names or "," in head:
        return None
    planned = await account_and_time.unnamed(replace(turn, text=head))
    made = await call_planned.latest(turn.session, turn.person, turn.now)
    if not isinstance(planned, Card) or made is None:
        return planned
    seated = await access.own_call(turn, str(made[1]), locked=True)
    coming = await people_along.to_call(turn, seated, names)
    return replace(planned, blocks=(*planned.blocks, *coming.blocks)) if coming else planned
