"""Save a person's answer to "Which of these is you?" or "Is this your own company?"."""

from handlers.cards import Aside, Button, Buttons, Note, Reply, card_saying, spans, typed
from handlers.notices.calendar_connected import FOUND
from handlers.registry import Registry, Turn
from handlers.sources.calendars import own_addresses
from handlers.views.meetings import own_address
from storage import mail
from storage.meetings import calendars

UNDO = "calendar.own_undo"
READ_AGAIN = "I'll read your calendar again within a minute."


def register(registry: Registry) -> None:
    """Register the buttons that answer the question, and the button that undoes the answer."""
    registry.button(own_address.OWN, say)
    registry.button(UNDO, undo)


async def say(turn: Turn) -> Reply:
    """Record the person's own address or mail domain, or that it was not among the choices."""
    address = _chosen_address(turn)
    await own_addresses.note_said(
        turn.session, turn.person, address, turn.company_domains, turn.now
    )
    if not address:
        lead = "Then I'll ask you about the meetings that I'm not sure of."
        return Aside(card_saying(lead))
    await calendars.decide_calls_again(turn.session, turn.person, turn.now)
    lead = f"Noted: {address} is yours." if "@" in address else f"Noted: {address} is your company."
    rest = f"{_company(turn, address)}{READ_AGAIN}"
    found = Button("What was found", FOUND, beside=True)
    buttons = Buttons((found, Button("Undo", UNDO, address, beside=True, about=address)))
    return Aside(card_saying(typed(lead), Note(spans(typed(rest))), buttons))


async def undo(turn: Turn) -> Reply:
    """Forget the address or mail domain that the person chose, and ask again."""
    address = _chosen_address(turn)
    await own_addresses.forget_said(turn.session, turn.person, address)
    await calendars.decide_calls_again(turn.session, turn.person, turn.now)
    lead = f"Undone. {READ_AGAIN}"
    return Aside(card_saying(lead, *own_address.question(turn.person)))


def _chosen_address(turn: Turn) -> str:
    """Return the address or mail domain on the button, or "" for “None of these” and “No”."""
    return mail.normalised(turn.text) or mail.domain_in(turn.text) or ""


def _company(turn: Turn, address: str) -> str:
    domain = mail.domain_of(address)
    if turn.company_domains or mail.is_shared(domain):
        return ""
    return f"People from {mail.readable(domain)} are your colleagues. "
