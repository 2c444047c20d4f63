"""Answer lines that are not notes: to a colleague, to marketing, or about being late."""

from collections.abc import Collection

from handlers.cards import Button, Buttons, Card, Paragraph, Reply, spans, typed
from handlers.coaching.given_names import first_name
from handlers.coaching.words import shortened
from handlers.features import about_account, late_calls, which_account
from handlers.features.reflections import marketing_line, written
from handlers.registry import Turn
from handlers.typed.not_notes import for_marketing, minutes_late, no_note
from storage import accounts, own_calls, people

MAX_COLLEAGUES = 500
LATE = "I can't tell them that you are late: I write only to you and your colleagues."
TYPE_MOVE = "If the call moves, type “move” with the account and the new time."
CAN_MOVE = "I can move the call."
MARKETING = "Marketing reads only what you pass on yourself, so nothing has been sent."


async def answer(turn: Turn) -> Reply | None:
    """Answer a line that is not a note. Return None for any other line, and in a channel."""
    if turn.place is not None:
        return None
    found = no_note(turn.text, await _colleagues(turn))
    if found is None:
        return None
    kind, name = found
    if kind == "marketing":
        return await _for_marketing(turn)
    account = await which_account.only_one_named(turn, turn.text)
    moves = await late_calls.move_button(turn, account, minutes_late(turn.text))
    moves = moves if kind == "late" else None
    lead = f"{LATE} {CAN_MOVE if moves else TYPE_MOVE}"
    if kind == "colleague":
        whom = shortened(first_name(name), 40)
        lead = (
            f"I don't pass messages on to {whom}, and I kept nothing. “Ask for help”, on the brief "
            f"of an upcoming call, takes one question to {whom}."
        )
    shown = await about_account.shown(turn, account) if account else ()
    shown = (moves, *shown) if moves else shown
    below = (Buttons(shown),) if shown else ()
    return Card(lead, (Paragraph(spans(typed(lead))), *below))


async def _for_marketing(turn: Turn) -> Card:
    """Offer to suggest an insight or, if the latest call has a reflection, to pass the line on."""
    lead = MARKETING
    line = for_marketing(turn.text)
    passes, name = await passing(turn, line)
    if passes:
        lead = f"{MARKETING} Is it about your last call with {name}?"
    buttons = (*passes, Button("Suggest an insight", "insight.new", line))
    return Card(lead, (Paragraph(spans(typed(lead))), Buttons(buttons)))


async def passing(turn: Turn, line: str) -> tuple[tuple[Button, ...], str]:
    """Return the button that passes a line about the latest call on to marketing, and the account.

    If the text names an account, it is the latest call with that account. Return no button unless
    the call has a reflection of the rep.
    """
    person = turn.person
    about = await which_account.only_one_named(turn, turn.text)
    held = await own_calls.latest_before(
        turn.session,
        person.tenant,
        person.id,
        before=turn.now,
        account_id=about.id if about else None,
    )
    if held is None or not await written.own(turn, held):
        return (), ""
    name = shortened(held.account.name)
    value = f"{held.call.id}:{line}"
    return (Button("Pass a line to marketing", marketing_line.FORM, value, about=name),), name


async def _colleagues(turn: Turn) -> Collection[str]:
    """Return the names of colleagues. Leave out those whose first name a customer also has."""
    person = turn.person
    met = await accounts.contacts_met(turn.session, person.tenant, person.id)
    taken = {name.split()[0].casefold() for _, name in met if name.split()}
    known = await people.others(turn.session, person, MAX_COLLEAGUES)
    return [name for name, _ in known if name.split() and name.split()[0].casefold() not in taken]
