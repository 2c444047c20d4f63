"""Add people to the call that was just planned: "w jana and piotr", "also bring tomas"."""

from handlers.cards import Button, Buttons, Card, Note, Reply, card_saying, spans, typed
from handlers.coaching.names.common_words import is_common
from handlers.coaching.text.words import shortened, singular
from handlers.features import access
from handlers.features.calls import coming_said
from handlers.features.customers import account_in_talk, contacts, people_said, which_account
from handlers.registry import Turn
from handlers.times import format_short
from handlers.typed.customers.people_along import people_along
from handlers.typed.customers.people_said import cased
from storage.conversation import call_planned, drafts
from storage.customers import attendees
from storage.sales_calls.own_calls import Seated
from storage.tables import Contact

_SHORTEST = 3  # letters in a name
_LONGEST = 2  # words in a name


async def answer(turn: Turn) -> Reply | None:
    """Add the named people to the attendees of the call that was just planned.

    If a colleague is named, say how the colleague can join.

    Return None in these cases:

    - The text was written in a channel.
    - The text does not add people to a call, or a name in it is not a person's name.
    - No call was just planned.
    - The text or the conversation is about another account.
    """
    names = people_along(turn.text) if turn.place is None else []
    if not names:
        return None
    since = turn.now - drafts.ANSWERED_WITHIN
    planned = await call_planned.latest(turn.session, turn.person, since)
    if planned is None:
        return None
    seated = await access.own_call(turn, str(planned[1]), locked=True)
    current = await account_in_talk.current(turn)
    named = await which_account.named_by(turn, turn.text)
    if (named and seated.account.id not in named) or not current or current.id != seated.account.id:
        return None
    return await to_call(turn, seated, names)


async def to_call(turn: Turn, seated: Seated, names: list[str]) -> Card | None:
    """Add people to the attendees of a call.

    Return None if one of `names` is not a person's name.
    """
    colleagues = [await contacts.colleague(turn, name) for name in names]
    known = [await contacts.known(turn, seated.account, name) for name in names]
    for name, colleague, contact in zip(names, colleagues, known, strict=True):
        if not (colleague or contact or is_name(name)):
            return None
    coming: list[Contact] = []
    undo: list[Button] = []
    for name, colleague, contact in zip(names, colleagues, known, strict=True):
        if colleague and contact is None:
            continue
        saved = await contacts.save(turn, seated.account, contact.name if contact else name)
        coming.append(saved.contact)
        undo = [await contacts.undo_button(turn, saved, call=seated.call)]
    await attendees.change(turn.session, seated.call, add=coming, remove=())
    others = [one for one, contact in zip(colleagues, known, strict=True) if one and not contact]
    return _card(turn, seated, coming, others, undo if len(coming) == 1 else [])


def _card(
    turn: Turn, seated: Seated, coming: list[Contact], others: list[str], undo: list[Button]
) -> Card:
    call, account = seated.call, shortened(seated.account.name, 40)
    when = format_short(call.starts_at, now=turn.now, zone=turn.person.zone)
    told = [coming_said.how_to_join(turn, name, seated) for name in others]
    who = " and ".join(shortened(one.name, 40) for one in coming)
    verb = "is" if len(coming) == 1 else "are"
    lead = f"{who} {verb} coming to {account}, {when}." if coming else told.pop(0)
    notes = [Note(spans(typed(one))) for one in told]
    change = Button("Change time or people", "call.edit", str(call.id), about=account)
    return card_saying(typed(lead), *notes, Buttons((*undo, change)))


def is_name(name: str) -> bool:
    """Check whether this may be a name: a known given name, or up to two uncommon words."""
    words = name.split()
    if people_said.is_a_name(cased(name)) and len(words) == 1:
        return True
    is_ordinary = any(is_common(singular(word.casefold())) for word in words)
    return len(name) >= _SHORTEST and len(words) <= _LONGEST and not is_ordinary
