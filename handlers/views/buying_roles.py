"""How a contact stands in a card: the job title, and the part in the purchase."""

from handlers.knowledge import situations
from handlers.playbook.loader import Playbook
from storage.choices import BuyingRole
from storage.tables import Contact


def person(contact: Contact, playbook: Playbook) -> str:
    """What follows a contact's name: ", head of dispatch (user?)"; "" if nothing is known.

    A part in the purchase that was guessed from the job title has a question mark.
    """
    title = f", {contact.role}" if contact.role else ""
    part = situations.role(contact, playbook)
    if part == "other":
        return title
    guessed = "" if contact.buying_role else "?"
    return f"{title} ({in_words(part, playbook)}{guessed})"


def in_words(part: BuyingRole, playbook: Playbook) -> str:
    """The name of a part in the purchase within a sentence: "economic buyer", "IT or security"."""
    name = next((one.name for one in playbook.roles if one.id == part), part)
    return name if name[:2].isupper() else name[:1].lower() + name[1:]
