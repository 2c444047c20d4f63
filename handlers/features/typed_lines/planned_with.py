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
    """Plan a call with the account that the chat was about last, and add people to the call.

    The words before the comma say when the call is. The words after the comma name the people. If
    no call was planned, add nobody, and return the answer to the words before the comma. For
    example, the answer may ask which account the call is with.

    Return None in a channel, if the line does not have exactly one comma, or if the words after the
    comma do not name people.
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
