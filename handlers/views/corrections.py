"""Choices within a card that correct what was guessed, or add who is coming."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.cards import ChoiceInput, Option, QuickForm
from handlers.coaching.words import shortened
from handlers.knowledge import situations
from handlers.knowledge.facts import Facts
from handlers.playbook.loader import Playbook
from storage.choices import CallKind
from storage.tables import Contact

EVERYTHING = "everything"  # ends the subject of a choice that stands in "Everything on file"


def kind(facts: Facts, playbook: Playbook, *, within: str = "") -> QuickForm:
    """The choice of a call's kind. `within` says which card is drawn again after it."""
    chosen = replace(kind_input(situations.kind(facts, playbook), playbook), required=True)
    return QuickForm(
        "call.kind", f"{facts.call.id}:{within}", (chosen,), submit="Change kind", at_once=True
    )


def kind_input(value: CallKind | None, playbook: Playbook) -> ChoiceInput:
    """The choice of a kind of call; none is chosen with None."""
    options = tuple(Option(one.id, one.name) for one in playbook.kinds)
    return ChoiceInput("kind", "Kind of call", options, value or "")


def part(contact: Contact, call_id: int, playbook: Playbook) -> QuickForm:
    """The choice of a contact's part in the purchase."""
    chosen = ChoiceInput(
        "part",
        f"{shortened(contact.name, 40)}: part in the purchase",
        tuple(Option(one.id, one.name) for one in playbook.roles),
        situations.role(contact, playbook),
        required=True,
    )
    return QuickForm(
        "call.part", f"{call_id}:{contact.id}", (chosen,), submit="Change part", at_once=True
    )


def who(contacts: Sequence[Contact], call_id: int) -> QuickForm:
    """The choice of people on file who may be coming; one more may be chosen after the first."""
    options = tuple(
        Option(str(one.id), ", ".join(filter(None, (shortened(one.name, 40), one.role))))
        for one in contacts
    )
    chosen = ChoiceInput("contact", "Who is coming?", options)
    return QuickForm(
        "call.coming", str(call_id), (chosen,), submit="Add", at_once=True, beside=True
    )
