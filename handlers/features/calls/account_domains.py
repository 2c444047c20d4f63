"""Edit an account's email domains in the form that changes a call."""

from handlers import limits
from handlers.coaching.text.words import shortened
from handlers.inputs import TextInput
from handlers.registry import Refusal, Turn
from storage import mail
from storage.customers import domains
from storage.tables import Account

FIELD = "domains"


async def field(turn: Turn, account: Account) -> TextInput:
    """Return an input that holds the account's domains on file."""
    on_file = await domains.of_account(turn.session, account.tenant, account.id)
    return TextInput(
        FIELD,
        "Their email domain",
        hint="What follows the @ in their addresses: northwind.com",
        value=", ".join(map(mail.readable, on_file)),
    )


async def save(turn: Turn, account: Account) -> None:
    """Replace the domains on file with those in the form.

    Do nothing if the form has no input for domains. Raises Refusal, shown at the input, in these
    cases:

    - There are too many domains.
    - A word is not a domain.
    - A domain is that of a shared mail service, such as Gmail.
    - A domain is on file for another account.
    """
    if FIELD not in turn.fields:
        return
    wanted = _typed(turn.fields[FIELD])
    on_file = await domains.of_account(turn.session, account.tenant, account.id)
    await domains.remove(turn.session, account, set(on_file) - set(wanted))
    for domain in wanted:
        if domain not in on_file:
            owner = await domains.add(turn.session, account, domain)
            if owner.id != account.id:
                said = f"{mail.readable(domain)} is already on file for {shortened(owner.name)}."
                raise Refusal(said, field=FIELD)


def _typed(text: str) -> list[str]:
    """Parse the typed domains. Raises Refusal in the first three cases of `save`."""
    words = text.replace(",", " ").replace(";", " ").split()
    found = list(dict.fromkeys(map(_domain, words)))
    if len(found) > limits.DOMAINS:
        said = f"That is {len(found):,} domains. The limit is {limits.DOMAINS} per account."
        raise Refusal(said, field=FIELD)
    return found


def _domain(word: str) -> str:
    domain = mail.domain_in(word)
    if domain is None:
        said = f"“{shortened(word, 40)}” is not a domain. A domain looks like this: northwind.com"
        raise Refusal(said, field=FIELD)
    if mail.is_shared(domain):
        said = f"Addresses at {domain} belong to people at many companies. Leave this domain out."
        raise Refusal(said, field=FIELD)
    return domain
