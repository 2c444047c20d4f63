"""Choices in a card: correct a guess about a call or a contact, or add somebody who is coming."""

from collections.abc import Sequence
from functools import lru_cache

from handlers.cards import QuickForm
from handlers.coaching.text.words import shortened
from handlers.inputs import ChoiceInput, Option
from handlers.knowledge import situations
from handlers.knowledge.facts import Facts
from handlers.playbook.loader import Playbook
from handlers.playbook.word_lists import BuyingRoleWords, KindWords
from storage.choices import BuyingRole, CallKind
from storage.tables import Contact

# This marks a choice that is shown on "Everything on file", and not in the brief.
EVERYTHING = "everything"
GUESS = "Let Attune guess"


def kind(facts: Facts, playbook: Playbook, *, within: str = "") -> QuickForm:
    """Return the form for choosing the kind of a call.

    `within` says which cards to redraw after a choice. In the brief, it is "". On *Everything on
    file*, it is `EVERYTHING`, a colon, and the platform's id of the message with the brief.
    """
    call = facts.call
    chosen = kind_input(call.kind, playbook, guess=situations.kind(facts, playbook))
    subject = f"{call.id}:{within}"
    return QuickForm("call.kind", subject, (chosen,), submit="Change kind", at_once=True)


def kind_input(
    value: CallKind | None, playbook: Playbook, *, guess: CallKind | None = None
) -> ChoiceInput:
    """Return the input for a kind of call. `value` is the kind that a person set, or None.

    If `value` is None, the input shows `guess`.
    """
    return ChoiceInput(
        "kind",
        "Kind of call",
        _options(playbook.kinds),
        value or "",
        none=_none(value, guess, playbook.kinds),
    )


def buying_role(contact: Contact, call_id: int, playbook: Playbook, *, brief: str) -> QuickForm:
    """Return the form for choosing the buying role of a contact.

    `brief` is the platform's id of the message with the brief.
    """
    guess = situations.role(contact, playbook)
    chosen = ChoiceInput(
        "part",
        f"{shortened(contact.name, 40)}: buying role",
        _options(playbook.roles),
        contact.buying_role or "",
        none=_none(contact.buying_role, guess, playbook.roles),
    )
    subject = f"{call_id}:{contact.id}:{brief}"
    return QuickForm("call.part", subject, (chosen,), submit="Change buying role", at_once=True)


def who(contacts: Sequence[Contact], call_id: int) -> QuickForm:
    """Return the form for adding a known contact to the people who are coming.

    After a choice, the form stays on the card, so that the rep can add other contacts.
    """
    options = tuple(
        Option(str(one.id), ", ".join(filter(None, (shortened(one.name, 40), one.role))))
        for one in contacts
    )
    chosen = ChoiceInput("contact", "Who is coming?", options)
    return QuickForm(
        "call.coming", str(call_id), (chosen,), submit="Add", at_once=True, beside=True
    )


@lru_cache(maxsize=128)  # a brief is drawn several times, until it fits
def _options(words: tuple[KindWords | BuyingRoleWords, ...]) -> tuple[Option, ...]:
    return tuple(Option(one.id, one.name) for one in words)


def _none(
    value: CallKind | BuyingRole | None,
    guess: CallKind | BuyingRole | None,
    words: Sequence[KindWords | BuyingRoleWords],
) -> str:
    """Return the label of the option that leaves the choice to Attune.

    - If a person has set a `value`, or if there is no guess, the label is `GUESS`.
    - If the guess is "other", the label is "", and the choice does not have this option.
    - If there is any other guess, the label is the guess with a question mark: "Demo?".
    """
    if value is not None or guess is None:
        return GUESS
    name = next((one.name for one in words if one.id == guess), "")
    return f"{name}?" if name and guess != "other" else ""
