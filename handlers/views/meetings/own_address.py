"""Ask which address is the person's own, or whether a mail domain is the company's. Pure."""

from handlers.cards import Block, Button, Buttons, Note, Paragraph, Strong, spans
from handlers.rhythm_settings import rhythm_of
from storage import mail
from storage.tables import Person

# The button's value is the person's address or the company's domain, or "" for *None of these* and
# *No*.
OWN = "calendar.own"
ASKED = "Which of these is you?"
ASKED_DOMAIN = "Is this your own company?"
WHY = "Until you answer, Attune can't tell your colleagues from your customers in your calendar."


def question(person: Person) -> tuple[Block, ...]:
    """Return the question, with a button for each answer, or () if there is nothing to ask."""
    perhaps = rhythm_of(person).perhaps_own
    if not perhaps:
        return ()
    if "@" in perhaps[0]:
        asked, labels, no = ASKED, perhaps, "None of these"
    else:
        asked, labels, no = ASKED_DOMAIN, (f"Yes, {mail.readable(perhaps[0])} is us",), "No"
    buttons = [
        Button(label, OWN, one, beside=True) for label, one in zip(labels, perhaps, strict=True)
    ]
    none = Button(no, OWN, "", beside=True, about=asked)
    return Paragraph(spans(Strong(asked))), Note(spans(WHY)), Buttons((*buttons, none))
