"""Answer questions about the CRM and about deals: "what stage is Northwind in".

The answers come from what is on file. Attune does not query the CRM for a question.
"""

from datetime import timedelta

from handlers.cards import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Note,
    Paragraph,
    Reply,
    card_saying,
    spans,
    typed,
)
from handlers.coaching.text.words import shortened
from handlers.features import asker_calls
from handlers.features.crm import connecting, sending
from handlers.features.customers import which_account
from handlers.registry import Refusal, Registry, Turn
from handlers.rhythm_settings import day_of
from handlers.typed.customers.crm import asks_for_deal, asks_to_send, asks_who_sees
from handlers.typed.line_kinds import kind_of
from handlers.typed.words import bare_words_of, listed
from handlers.views.crm import crm_words
from handlers.views.crm.crm_lines import LONGEST, MANY_DEALS, SEND
from handlers.views.crm.crm_words import NAMES
from storage.conversation import last_about
from storage.sales_calls import reflections
from storage.sales_calls.own_calls import Seated
from storage.sources import crm, crm_connections
from storage.tables import Account, CrmConnection, CrmDeal

ELSEWHERE = "I'll answer that in your direct messages with me, where nobody else sees it."
NO_CRM = "No CRM is connected here. An admin can connect one by typing “crm”."
_CONNECTS = listed("connect disconnect")
ADMINS = "An admin can do that by typing “crm”."
READERS = (
    "Anyone who can open the record in {} can read what you send there: the note, the tasks, the "
    "next step and the stage. Attune can't limit that. Nothing is sent before you press Send, and "
    "your reflection stays private until you share it."
)
# If the rep asks to send something but names no account, we take the account that the rep and
# Attune talked about last, if they talked about it within the last hour.
LATELY = timedelta(hours=1)
WHICH = "Which account? For example: “what's in {} for Northwind”."
WHICH_DEAL = "Which account? For example: “what stage is Northwind in”."
SEVERAL_DEALS = (
    "I can't list or compare deals. Ask about one account: “what stage is Northwind in”."
)
NO_STEP = "You haven't noted a current next step for {}."


def register(registry: Registry) -> None:
    """Register the answer to messages about the CRM."""
    registry.intent("crm", answer)


async def answer(turn: Turn) -> Reply:
    """Answer a message that names the CRM. Raises Refusal in a channel."""
    if turn.place is not None:
        raise Refusal(ELSEWHERE)
    if turn.person.role == "admin" and not _CONNECTS.isdisjoint(bare_words_of(turn.text)[:1]):
        return await connecting.show(turn)
    connection = await crm_connections.of_tenant(turn.session, turn.person.tenant)
    if connection is None:
        return await _without_crm(turn)
    name = NAMES[connection.kind]
    if asks_who_sees(turn.text):
        return _card(READERS.format(name))
    account = await which_account.only_one_named(turn, turn.text)
    if account is None:
        if asks_to_send(turn.text):
            last = await last_about.account_of(turn.session, turn.person, turn.now - LATELY)
            return await _to_send(turn, connection, last)
        connects = "connect" in turn.text.lower()
        return _card(ADMINS if connects else WHICH.format(name))
    return await _of_account(turn, connection, account)


async def answer_if_named(turn: Turn) -> Reply | None:
    """Answer a message that names the CRM.

    Return None for other messages. In a channel, always return None.
    """
    is_ours = turn.place is None and kind_of(turn.text) == "crm"
    return await answer(turn) if is_ours else None


async def of_deal(turn: Turn) -> Reply | None:
    """Answer a question about a deal, a stage or a next step.

    Return None for other messages. In a channel, always return None.
    """
    if turn.place is not None or kind_of(turn.text) != "question" or not asks_for_deal(turn.text):
        return None
    account = await which_account.only_one_named(turn, turn.text)
    if account is None:
        return _card(SEVERAL_DEALS if "deals" in bare_words_of(turn.text) else WHICH_DEAL)
    return await on_deal(turn, account)


async def on_deal(turn: Turn, account: Account) -> Card:
    """Say what the CRM has about an account's deals, or that no CRM is connected."""
    connection = await crm_connections.of_tenant(turn.session, turn.person.tenant)
    if connection is None:
        return await _without_crm(turn)
    return await _of_account(turn, connection, account)


async def why_no_deal(turn: Turn, account: Account) -> str:
    """Say why no open deal with an account is on file."""
    connection = await crm_connections.of_tenant(turn.session, turn.person.tenant)
    if connection is None:
        return NO_CRM
    name, whom = NAMES[connection.kind], shortened(account.name)
    found = (await crm.of_accounts(turn.session, [account.id])).get(account.id)
    if found is None or found.company.match != "one":
        return _not_there(name, whom, found)
    return f"{whom} has no open deal in {name} ({crm_words.age(found.company.read_at, turn.now)})."


def _not_there(name: str, whom: str, found: crm.AccountInCrm | None) -> str:
    if found is not None and found.company.match == "several":
        return f"Several companies in {name} may be {whom}. Choose one under “Everything on file”."
    return f"{whom} is not in {name}, as far as Attune knows. Attune looks again before each call."


async def _without_crm(turn: Turn) -> Card:
    account = await which_account.only_one_named(turn, turn.text)
    step = await _own_step(turn, account) if account else ""
    return _card(f"{NO_CRM} {step}".strip())


async def _of_account(turn: Turn, connection: CrmConnection, account: Account) -> Card:
    """Say what the CRM has about an account, when it was read, and the rep's own next step.

    If the message asks to send something to the CRM, show only the button for sending.
    """
    name, whom = NAMES[connection.kind], shortened(account.name)
    found = (await crm.of_accounts(turn.session, [account.id])).get(account.id)
    step = await _own_step(turn, account)
    if found is None or found.company.match != "one":
        return _card(_not_there(name, whom, found), step)
    if asks_to_send(turn.text):
        return await _to_send(turn, connection, account)
    age = crm_words.age(found.company.read_at, turn.now)
    lead = f"{whom} in {name}, {age}:" if found.deals else f"{whom} in {name}, {age}: no open deal."
    lines = Bullets(tuple(spans(typed(_deal(turn, one))) for one in found.deals[:MANY_DEALS]))
    said: list[Block] = [Paragraph(spans(typed(lead))), *([lines] if found.deals else [])]
    said += [Note(spans(typed(step)))] if step else []
    return Card(lead, (*said, *await _button(turn, connection, account)))


def _deal(turn: Turn, one: CrmDeal) -> str:
    person = turn.person
    said = crm_words.deal(one, day_of(turn.now, person.zone), own_email=person.email)
    own = one.owner_email and one.owner_email.lower() == (person.email or "").lower()
    step = f". Next step: {shortened(one.next_step, LONGEST)}" if one.next_step else ""
    return f"{shortened(one.name, LONGEST)}: {said}{', owned by you' if own else ''}{step}"


async def _own_step(turn: Turn, account: Account) -> str:
    """Name the next step that the rep noted after the latest call with an account.

    If the rep noted no next step:

    - If the message asks for the next step, say that none is noted.
    - For any other message, return "".
    """
    person = turn.person
    held = await asker_calls.latest(turn, account)
    row = held and await reflections.of_call(turn.session, person.tenant, held.call.id, person.id)
    if not held or not row or not row.next_step:
        return NO_STEP.format(shortened(account.name)) if "next step" in turn.text.lower() else ""
    day = crm_words.day(day_of(held.call.starts_at, person.zone), day_of(turn.now, person.zone))
    step = shortened(" ".join(row.next_step.split()), LONGEST)
    return f"Your next step after the last call ({day}): {step}"


async def _to_send(turn: Turn, connection: CrmConnection, account: Account | None) -> Card:
    """Show the button that opens the form for sending the notes of the latest call.

    If nothing can be sent, say why.
    """
    name = NAMES[connection.kind]
    if crm_connections.WRITE in connection.hidden:
        return _card(sending.ONLY_READS.format(name=name))
    held = await asker_calls.latest(turn, account)
    if held is None:
        return _card("There is no past call whose notes can be sent.")
    found = await _in_crm(turn, held)
    if found is None or found.company.match != "one":
        return _card(_not_there(name, shortened(held.account.name), found))
    lead = f"In the form, you choose what goes to {name}."
    button = await _button(turn, connection, account)
    return card_saying(lead, *button)


async def _in_crm(turn: Turn, held: Seated) -> crm.AccountInCrm | None:
    return (await crm.of_accounts(turn.session, [held.account.id])).get(held.account.id)


async def _button(turn: Turn, connection: CrmConnection, account: Account | None) -> list[Block]:
    held = await asker_calls.latest(turn, account)
    found = await _in_crm(turn, held) if held else None
    if held is None or found is None or found.company.match != "one" or not found.may_write:
        return []
    label = f"Send to {NAMES[connection.kind]}"
    about = shortened(held.account.name, 40)
    named = account and await which_account.only_one_named(turn, turn.text)
    shown = label if named else f"{label}: {about}"
    return [Buttons((Button(shown, SEND, str(held.call.id), about=about),))]


def _card(lead: str, more: str = "") -> Card:
    note = (Note(spans(typed(more))),) if more else ()
    return card_saying(typed(lead), *note)
