"""The names of a person's colleagues."""

from handlers.registry import Turn
from handlers.typed.words import first_name
from storage.customers import contacts
from storage.workspace import people

_MAX = 500


async def names(turn: Turn) -> list[str]:
    """Return the full names of up to 500 colleagues, without erased people."""
    known = await people.names_and_emails_of_others(
        turn.session, turn.person.tenant, turn.person.id, _MAX
    )
    return [name for name, _ in known]


async def names_unlike_contacts(turn: Turn) -> list[str]:
    """Return the colleagues' names. Leave out those who share a first name with a contact."""
    taken = await first_names_of_contacts(turn)
    return [name for name in await names(turn) if first_name(name) not in taken]


async def first_names_of_contacts(turn: Turn) -> set[str]:
    """Return the first names of the contacts at the person's own accounts, in lower case."""
    met = await contacts.at_own_accounts(turn.session, turn.person.tenant, turn.person.id)
    return {first_name(name) for _, name in met}
