"""Asks which of the addresses in somebody's calendar is their own. Pure."""

from handlers.cards import Block, Button, Buttons, Note, Paragraph, Strong, spans
from handlers.rhythm_settings import rhythm_of
from storage.tables import Person

OWN = "calendar.own"  # the button's value is the address; "" for none of them
ASKED = "Which of these is you?"
WHY = "Attune can't tell your company from your customers in your calendar until it knows."


def question(person: Person) -> tuple[Block, ...]:
    """The question, with a button for each address; empty if there is nothing to ask."""
    perhaps = rhythm_of(person).perhaps_own
    if not perhaps:
        return ()
    buttons = [Button(one, OWN, one, beside=True) for one in perhaps]
    none = Button("None of these", OWN, "", beside=True, about=ASKED)
    return Paragraph(spans(Strong(ASKED))), Note(spans(WHY)), Buttons((*buttons, none))
