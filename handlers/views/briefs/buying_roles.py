"""How a card describes a contact: by job title, and by buying role."""

from handlers.knowledge import situations
from handlers.playbook.loader import Playbook
from storage.choices import BuyingRole
from storage.tables import Contact


def person(contact: Contact, playbook: Playbook, *, guessed: bool = True) -> str:
    """Return the text after a contact's name: ", head of dispatch (likely user)".

    A buying role that was guessed from the job title is called likely. If `guessed` is False, leave
    out a guessed role. Always leave out the role "other". Return "" if neither the job title nor
    the role is left.
    """
    title = f", {contact.role}" if contact.role else ""
    buying_role = situations.role(contact, playbook)
    by_hand = contact.buying_role is not None
    if buying_role == "other" or not (by_hand or guessed):
        return title
    return f"{title} ({'' if by_hand else 'likely '}{in_words(buying_role, playbook)})"


def in_words(buying_role: BuyingRole, playbook: Playbook) -> str:
    """Return how a sentence names a buying role: "economic buyer"."""
    name = next((one.name for one in playbook.roles if one.id == buying_role), buying_role)
    return name if name[:2].isupper() else name[:1].lower() + name[1:]
