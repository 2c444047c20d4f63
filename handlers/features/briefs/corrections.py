"""Choices in a brief and in *Everything on file*: correct a guess, or add an attendee."""

from collections.abc import Iterable

from handlers.cards import Reply, aside
from handlers.coaching.text.words import shortened
from handlers.features import access
from handlers.features.briefs.briefing import show_brief, updated_brief
from handlers.features.fields import Word, one_of
from handlers.registry import Refusal, Registry, Turn
from handlers.views.briefs.corrections import EVERYTHING
from storage.choices import BUYING_ROLES, CALL_KINDS
from storage.customers import attendees, contacts


def register(registry: Registry) -> None:
    registry.form("call.kind", set_kind)
    registry.form("call.part", set_buying_role)
    registry.form("call.coming", add_attendee)


async def set_kind(turn: Turn) -> Reply:
    """Set the kind of a call for everybody in it, and redraw the card.

    In the brief of call 12, the form's value is "12:". On *Everything on file*, it is
    "12:everything:", followed by the platform's id of the message with the brief. The id is left
    out if we don't know it. Without a choice, we guess the kind again. Raises Refusal if there is
    no such kind.
    """
    call_id, within, message = [*turn.text.split(":", 2), "", ""][:3]
    seated = await access.own_call(turn, call_id, locked=True)
    seated.call.kind = _chosen(turn, "kind", CALL_KINDS)
    if within == EVERYTHING:
        return await updated_brief(turn, seated, message)
    return await show_brief(turn, seated)


async def set_buying_role(turn: Turn) -> Reply:
    """Set a contact's buying role for all calls with the account, and redraw the card.

    The form's value has three parts, with colons between them: the call's id, the contact's id, and
    the platform's id of the message with the brief, or "". Without a choice, we guess the role
    again. Raises Refusal if there is no such contact or role.
    """
    call_id, contact_id, message = [*turn.text.split(":", 2), "", ""][:3]
    seated = await access.own_call(turn, call_id, locked=True)
    contact = await contacts.at_account(turn.session, seated.account, access.row_id(contact_id))
    if contact is None:
        raise Refusal("That person is not on file for this account.")
    contact.buying_role = _chosen(turn, "part", BUYING_ROLES)
    return await updated_brief(turn, seated, message)


async def add_attendee(turn: Turn) -> Reply:
    """Add a contact to a call's attendees. Raises Refusal if the account has no such contact."""
    seated = await access.own_call(turn, turn.text, locked=True)
    contact_id = access.row_id(turn.fields.get("contact", ""))
    contact = await attendees.add(turn.session, seated.call, contact_id)
    if contact is None:
        raise Refusal(
            "That person is not on file for this account. Change the call to add them.",
            field="contact",
        )
    # The answer appears below the brief. The brief stays, so that people can choose more attendees.
    lead = (
        f"Noted: {shortened(contact.name)} is coming to the {shortened(seated.account.name)} call."
    )
    return aside(lead)


def _chosen(turn: Turn, name: str, words: Iterable[Word]) -> Word | None:
    typed = turn.fields.get(name, "")
    found = one_of(typed, words)
    if typed and found is None:
        raise Refusal("Choose one of these, please.", field=name)
    return found
