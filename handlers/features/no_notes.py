"""Answer lines that are not notes: to a colleague, to marketing, or about being late."""

from collections.abc import Collection

from handlers.cards import Button, Buttons, Card, Paragraph, Reply, spans, typed
from handlers.coaching.given_names import first_name
from handlers.coaching.words import shortened
from handlers.features import about_account, which_account
from handlers.features.reflections import marketing_line, written
from handlers.registry import Turn
from handlers.typed.not_notes import for_marketing, no_note
from storage import accounts, own_calls, people

MAX_COLLEAGUES = 500
LATE = (
    "I can't tell them that you are late: I write only to you and your colleagues. If the call "
    "moves, type “move” with the account and the new time."
)
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
    lead = LATE
    if kind == "colleague":
        whom = shortened(first_name(name), 40)
        lead = (
            f"I don't pass messages on to {whom}, and I kept nothing. “Ask for help”, on the brief "
            f"of a coming call, takes one question to {whom}."
        )
    account = await which_account.only_one_named(turn, turn.text)
    shown = await about_account.shown(turn, account) if account else ()
    below = (Buttons(shown),) if shown else ()
    return Card(lead, (Paragraph(spans(typed(lead))), *below))


async def _for_marketing(turn: Turn) -> Card:
    """Offer to suggest an insight or, if the latest call has a reflection, to pass the line on."""
    person = turn.person
    about = await which_account.only_one_named(turn, turn.text)
    held = await own_calls.latest_before(
        turn.session,
        person.tenant,
        person.id,
        before=turn.now,
        account_id=about.id if about else None,
    )
    lead, buttons = MARKETING, [Button("Suggest an insight", "insight.new")]
    if held and await written.own(turn, held):
        name = shortened(held.account.name)
        lead = f"{MARKETING} Is it about your last call with {name}?"
        passes = "Pass a line to marketing"
        value = f"{held.call.id}:{for_marketing(turn.text)}"
        buttons.insert(0, Button(passes, marketing_line.FORM, value, about=name))
    return Card(lead, (Paragraph(spans(typed(lead))), Buttons(tuple(buttons))))


async def _colleagues(turn: Turn) -> Collection[str]:
    """Return the names of colleagues. Leave out those whose first name a customer also has."""
    person = turn.person
    met = await accounts.contacts_met(turn.session, person.tenant, person.id)
    taken = {name.split()[0].casefold() for _, name in met if name.split()}
    known = await people.others(turn.session, person, MAX_COLLEAGUES)
    return [name for name, _ in known if name.split() and name.split()[0].casefold() not in taken]
