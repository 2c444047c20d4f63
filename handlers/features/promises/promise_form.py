"""The form that adds a promise, opened from a button or plain words."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from handlers.cards import Block, Form, Note, Reply, spans, typed
from handlers.coaching.promises.who_does import as_ours
from handlers.features import access
from handlers.features.customers import account_question, which_account
from handlers.features.fields import day, one_of
from handlers.features.promises import (
    promise_list,
    promise_words,
    promised_again,
    promises,
    unread_day,
)
from handlers.features.reflections import promise_sides
from handlers.features.team import asked as team_asked
from handlers.features.transcripts import former_speakers
from handlers.inputs import ChoiceInput, DateInput, Option, TextInput
from handlers.registry import Refusal, Registry, Turn, Unfinished
from handlers.rhythm_settings import date_order_of, day_of
from handlers.times.appointments import appointment
from handlers.times.due import due
from handlers.views.promises import promise_cards
from handlers.views.promises.promise_lines import Jotted, jotted
from storage.choices import PromiseSide
from storage.customers import commitments, contacts
from storage.spelling import comparable
from storage.tables import Account, Commitment

COLLEAGUES_READ = "Your colleagues can read promises."
# Words that may stand before a colon: "Promise: we send …"
_LEADS = ("promise", "promises", "a promise", "promised", "new promise")


def register(registry: Registry) -> None:
    """Register the command, the form and the button."""
    registry.command(promises.COMMAND, show_or_add)
    registry.button("promise.add", open_add)
    registry.form("promise.add", add)
    promised_again.register(registry)


async def show_or_add(turn: Turn) -> Reply | Unfinished:
    """Show what a line about promises asks for.

    - "they promised the list by Friday": open the form.
    - "promises of the team": list the promises of the team.
    - any other line: list the person's open promises.
    """
    if found := await said_by_them(turn) or await team_asked.of_promises(turn):
        return found
    return await promises.show(turn)


async def open_add(turn: Turn) -> Reply:
    """Open the form for a promise that was made outside a call.

    It is filled with the account and the promise from the pressed button, if the button has them.
    """
    account_id, _, words = turn.text.partition(":")
    promise = words.removeprefix(promise_cards.THEIRS)
    side = "theirs" if promise != words else ""
    # Somebody in these words may have been erased since the button was shown.
    promise = (await former_speakers.replacer(turn)).in_words(promise)
    name = (await access.account(turn, access.row_id(account_id))).name if account_id else ""
    return filled_form(name, read(turn, promise), side=side)


async def as_written(turn: Turn) -> Form:
    """Open the form with the words of a message: "Promise: we send Ruben the list by Friday".

    If the message names one account, or a contact at one account, the account is filled in.
    """
    lead, colon, rest = turn.text.partition(":")
    text = rest.strip() if colon and comparable(lead) in _LEADS and rest.strip() else turn.text
    account = await which_account.only_one_named(turn, text)
    known = await contacts.by_accounts(turn.session, [account.id]) if account else {}
    names = [account.name, *(each.name for each in known.get(account.id, ()))] if account else []
    sides = promise_sides.by_side([text], names, turn.person.name)
    side: PromiseSide = "theirs" if sides["theirs"] else "ours"
    found = read(turn, sides[side] if "\n" not in text else text)
    return filled_form(account.name if account else "", found, side=side)


async def said_by_them(turn: Turn) -> Form | None:
    """Open the form with the customer's promise: "Halden promised to send the plans".

    Return None for any other text (see `promise_words.by_them`).
    """
    said = await promise_words.by_them(turn, turn.text)
    return _filled(turn, said, "theirs") if said else None


async def said_by_us(turn: Turn, text: str) -> Form:
    """Open the form with our promise.

    `text` is what follows "I owe" or "promise:", such as "Halden the plan by Thursday".
    """
    said = await promise_words.by_us(turn, text)
    return (
        _filled(turn, said)
        if said.account
        else await as_written(replace(turn, text=text.removeprefix("to ")))
    )


def of_step(
    turn: Turn, account: Account, step: str, side: PromiseSide, written_at: datetime
) -> Form:
    """Return the form for a promise, filled with a next step and its day.

    "Tomorrow" means the day after `written_at` (UTC), when the step was written. A past day is left
    out.
    """
    found = with_day(turn, step, written_at)
    if found.due_on and found.due_on < day_of(turn.now, turn.person.zone):
        found = replace(found, due_on=None)
    text = as_ours(found.text) if side == "ours" else found.text
    return filled_form(account.name, replace(found, text=text), side=side)


def with_day(turn: Turn, text: str, written_at: datetime) -> Jotted:
    """Split a text into its words and its day. The day may be anywhere in the text.

    "Tomorrow" is the day after `written_at` (UTC).
    """
    found = read(replace(turn, now=written_at), text)
    if found.due_on is None and found.note is None:
        found = _with_appointment(turn, text, written_at) or found
    return found


def _with_appointment(turn: Turn, step: str, written_at: datetime) -> Jotted | None:
    """Split "Thursday 9am, Jana sets it up" into "Jana sets it up at 09:00" and the day.

    Return None if the step names no day.
    """
    zone, order = turn.person.zone, date_order_of(turn.person)
    named = appointment(step, now=written_at, zone=zone, order=order)
    if named is None:
        return None
    found = due(named.typed, today=day_of(written_at, zone), zone=zone, order=order)
    if found is None or found.day is None:
        return None
    at = f" at {found.clock}" if found.clock else ""
    return Jotted(f"{named.words}{at}" if named.words else step, found.day, found.note)


def _filled(turn: Turn, said: promise_words.TypedPromise, side: str = "") -> Form:
    found = read(turn, said.words)
    text = f"{found.text} ({said.person})" if said.person else found.text
    return filled_form(said.account, replace(found, text=text), side=side)


def read(turn: Turn, text: str) -> Jotted:
    """Split a promise into its words and its day. A text of several lines stays as typed."""
    today, person = day_of(turn.now, turn.person.zone), turn.person
    lines = jotted(text, today=today, zone=person.zone, order=date_order_of(person))
    return lines[0] if len(lines) == 1 else Jotted(text, None)


async def add(turn: Turn) -> Reply:
    """Save the promise and list the open promises with its account, or ask which account is meant.

    If the form was opened to change a promise, replace the old promise with the one in the form.
    """
    text = turn.fields.get("text", "").strip()
    if not comparable(text):
        raise Refusal("What was promised?", field="text")
    account = await _account(turn)
    if not isinstance(account, Account):
        return account
    due_on = day(turn, "due_on")
    today = day_of(turn.now, turn.person.zone)
    if due_on and due_on < today:
        raise Refusal("That day has passed. Choose today or a later one.", field="due_on")
    found = unread_day.read(read(turn, text), today) if due_on is None else Jotted(text, due_on)
    if found.note and found.due_on is None:
        either = found.note.partition(", so")[0]  # "12/4 may be 12 April or 4 December"
        raise Refusal(f"{either}. Choose the day here.", field="due_on")
    side = one_of(turn.fields.get("side", ""), promise_list.HEADINGS) or "ours"
    promise = Commitment(
        tenant=turn.person.tenant,
        account_id=account.id,
        owner_id=turn.person.id,
        side=side,
        text=as_ours(found.text) if side == "ours" else found.text,
        due_on=found.due_on,
        made_at=turn.now,
    )
    # Two requests at the same time must not both add the promise.
    await access.account(turn, account.id, locked=True)
    if turn.text:
        replaced = await access.own_promise(turn, turn.text, locked=True, take_over=False)
        await turn.session.delete(replaced)
        await turn.session.flush()
    new, again = await promised_again.move_repeated(turn, [promise])
    added = bool(new) and await commitments.add(turn.session, promise)
    if new and not added:
        await _refuse_colleagues(turn, promise)
    notes = [promised_again.note(turn, each) for each in again]
    note = " ".join(filter(None, [found.note, *unread_day.note(found), *notes]))
    card = await promise_list.list_card(turn, account, note)
    same = await _offer_same(turn, promise) if added else []
    return replace(card, blocks=(*same, *card.blocks))


async def _offer_same(turn: Turn, promise: Commitment) -> list[Block]:
    """Ask whether the new promise is the same as one on file."""
    on_file = await commitments.open_with(
        turn.session, promise.tenant, promise.owner_id, promise.account_id
    )
    view = f"account-{promise.account_id}"
    before = [row for row in on_file if row.id != promise.id]
    return promised_again.offer(turn, [promise], before, view)


async def _refuse_colleagues(turn: Turn, promise: Commitment) -> None:
    """Raise Refusal if a colleague has noted the same promise."""
    there = await commitments.same_outside_calls(turn.session, promise)
    if there is None or there.owner_id == promise.owner_id:
        return
    when = promise_cards.due(there.due_on, day_of(turn.now, turn.person.zone), lasting=True)
    lead = f"A colleague has already noted that promise ({when})."
    raise Refusal(f"{lead} To keep both, word this one differently.", field="text")


async def _account(turn: Turn) -> Account | Form:
    """Return the account named in the form, or a form to choose among similar accounts."""
    name, chosen = turn.fields.get("account", ""), turn.fields.get("meant", "")
    account = await which_account.on_file(turn, name)
    if account is not None:
        return account
    if chosen:
        return await access.account(turn, access.row_id(chosen))
    found = await which_account.near(turn, name)
    if found:
        filled = Jotted(turn.fields.get("text", ""), day(turn, "due_on"))
        form = filled_form(name, filled, found, turn.fields.get("side", ""))
        return replace(form, subject=turn.text)
    if not which_account.name_in(name):
        raise Refusal("Which account is it with?", field="account")
    raise Refusal(
        f"{account_question.missing(name, ())} /prep adds a new account.", field="account"
    )


def filled_form(
    account: str, promise: Jotted, near: Sequence[Account] = (), side: str = ""
) -> Form:
    """Return the form. `near` are similar accounts, if the account is not on file."""
    which = ChoiceInput("meant", "Which one do you mean", account_question.options(near))
    return Form(
        "promise.add",
        "Add a promise",
        (
            Note(spans(COLLEAGUES_READ)),
            *((Note(spans(account_question.missing(account, near))),) if near else ()),
            TextInput("account", "Account", value=account, required=True),
            *((which,) if near else ()),
            ChoiceInput(
                "side",
                "Whose promise",
                (Option("ours", "Ours"), Option("theirs", "Theirs")),
                value=side or "ours",
                required=True,
            ),
            TextInput(
                "text", "What was promised", value=promise.text, multiline=True, required=True
            ),
            DateInput("due_on", "Due on", promise.due_on),
            *((Note(spans(typed(promise.note))),) if promise.note else ()),
        ),
    )
