"""Save a typed promise at once, or ask for what is missing (`promise_asked`)."""

from dataclasses import dataclass, replace
from datetime import date

from handlers.cards import Button, Buttons, Card, Form, Note, Reply, card_saying, spans, typed
from handlers.coaching.promises.who_does import as_ours
from handlers.coaching.text.words import shortened
from handlers.features import access
from handlers.features.customers import account_in_talk, which_account
from handlers.features.promises import (
    promise_apart,
    promise_asked,
    promise_form,
    promise_moved,
    promised_again,
    unread_day,
    when_shown,
)
from handlers.features.promises.promised_again import MadeAgain
from handlers.features.transcripts import former_speakers
from handlers.registry import Refusal, Registry, Turn
from handlers.rhythm_settings import day_of
from handlers.transcripts.promises.wished_for import names_nothing
from handlers.typed.promises import promised_to_them
from handlers.views.promises import promise_cards
from handlers.views.promises.promise_lines import Jotted
from storage.choices import PromiseSide
from storage.conversation import offers, undos
from storage.conversation.undos import Undo
from storage.customers import commitments
from storage.tables import Account, Commitment

UNDO, CHANGE, BACK = "promise.take_back", "promise.change", "promise.put_back"
SHOWN = 200  # characters of a promise
SAME_ON_FILE = "Nothing was put back: a promise in the same words is on file already."
REPLACED = "That promise has since been changed or removed. /promises shows what is on file."


def register(registry: Registry) -> None:
    """Register the buttons that take back or change a promise that was just saved."""
    registry.button(UNDO, take_back)
    registry.button(CHANGE, open_change)
    registry.button(BACK, put_back)
    registry.button(promise_asked.TO, to_account)


@dataclass(frozen=True)
class PromisedTo:
    """To whom a promise was made: the account, and the contact's name or ""."""

    account: Account
    contact: str


async def said_by_us(turn: Turn, words: str, told: PromisedTo | None = None) -> Reply:
    """Save a promise of ours, or ask what is unclear.

    `words` are the promise as typed, such as "to send jana the plan on tuesday".

    If the words begin with "them", "her" or the like, as in "her a demo by friday", the promise is
    to somebody at the account that was just talked about.

    `told` is whom the rep told about the promise: Anders in "told anders id get back on that by
    wed". If the words name no account and no contact, the promise is to `told`.
    """
    if promised_to_them.begins_with_them(words):
        account = None
        if turn.place is None and not await which_account.only_one_named(turn, words):
            account = await account_in_talk.current(turn)
        words = promised_to_them.named(words, account.name if account else "")
    form = await promise_form.said_by_us(turn, words)
    if told and not form.inputs[0].value:
        found = promise_form.read(turn, words.removeprefix("to "))
        if told.contact:
            found = replace(found, text=f"{found.text} ({told.contact})")
        form = promise_form.filled_form(told.account.name, found)
    return await saved_or_asked(turn, form)


async def said_by_them(turn: Turn) -> Reply | None:
    """Save the promise in "Halden promised to send the plans", or ask what is unclear.

    Return None if the message is not a promise of a customer.
    """
    form = await promise_form.said_by_them(turn)
    return await saved_or_asked(turn, form) if form else None


async def saved_or_asked(turn: Turn, form: Form) -> Reply:
    """Save a promise without showing its form. If anything is unclear, ask.

    `form` is already filled with what the rep typed. In a channel, save nothing, and return the
    form.
    """
    saved = await at_once(turn, form)
    if saved is not form or turn.place is not None:
        return saved
    _, complete = await _filled_in(turn, form)
    return await promise_asked.card(turn, form, noted=complete is not None)


async def to_account(turn: Turn) -> Reply:
    """Save the promise for the account that the rep picked.

    The button's value has the account's id, a colon and the promise.
    """
    account_id, _, words = turn.text.partition(":")
    account = await access.account(turn, access.row_id(account_id))
    promise = words.removeprefix(promise_cards.THEIRS)
    side = "theirs" if promise != words else "ours"
    promise = (await former_speakers.replacer(turn)).in_words(promise)
    found = promise_form.read(turn, promise)
    return await saved_or_asked(turn, promise_form.filled_form(account.name, found, side=side))


async def at_once(turn: Turn, form: Form) -> Reply:
    """Save a promise without showing its form. `form` is already filled with the promise.

    If the rep has the same promise on file, give that promise the new day. If the typed line has
    words after the promise, `promise_apart.keep` decides whether the whole line also becomes a
    note.

    Save nothing, and return the form, if

    - the account or the promised thing is not clear,
    - a day is named that is past or not clear,
    - a colleague has the same promise on file, or
    - the line was typed in a channel.
    """
    alone, rest = promise_apart.split(turn, form)
    if rest and turn.place is None:
        return await _with_note(turn, form, alone, rest)
    account, promise = await _filled_in(turn, form) if turn.place is None else (None, None)
    if account is None or promise is None:
        return form
    # Two requests at the same time must not both add the promise.
    await access.account(turn, account.id, locked=True)
    new, again = await promised_again.move_repeated(turn, [promise])
    if not new:
        return await _on_file_already(turn, account, again[0])
    if not await commitments.add(turn.session, promise):
        return form
    return await _card(turn, account, promise)


async def _with_note(turn: Turn, form: Form, alone: Form, rest: str) -> Reply:
    """Save the promise in `alone`, and say what became of `rest`, the words after the promise.

    `form` has the whole typed line: return it if the account or the promise is not clear. If a
    colleague has noted the same promise, say this too.
    """
    account, promise = await _filled_in(turn, alone)
    if account is None or promise is None:
        return form
    told = await promise_apart.keep(turn, account, rest)
    saved = await at_once(turn, alone)
    if not isinstance(saved, Card):
        saved = await promise_asked.card(turn, alone, noted=True)
    return replace(saved, blocks=(*saved.blocks, Note(spans(typed(told)))))


async def _filled_in(turn: Turn, form: Form) -> tuple[Account | None, Commitment | None]:
    """Return the account and the promise in the form, or (None, None) if something is not clear."""
    values = {one.id: getattr(one, "value", None) for one in form.inputs}
    due_on, text = values.get("due_on"), values.get("text")
    due_on = due_on if isinstance(due_on, date) else None
    if due_on is None:
        is_clear = not unread_day.has_passed(str(text or ""), turn)
    else:
        is_clear = due_on >= day_of(turn.now, turn.person.zone)
    # Every form has one note (`COLLEAGUES_READ`). A second note says that something is unclear.
    notes = [block for block in form.blocks if isinstance(block, Note)]
    side: PromiseSide = "theirs" if values.get("side") == "theirs" else "ours"
    if not (is_clear and text) or len(notes) > 1 or names_nothing(str(text)):
        return None, None
    account = await which_account.on_file(turn, str(values.get("account") or ""))
    if account is None:
        return None, None
    promise = Commitment(
        tenant=turn.person.tenant,
        account_id=account.id,
        owner_id=turn.person.id,
        side=side,
        text=as_ours(str(text)) if side == "ours" else str(text),
        due_on=due_on,
        made_at=turn.now,
    )
    return account, promise


async def _card(turn: Turn, account: Account, promise: Commitment) -> Card:
    """Say what was saved, and where the rep will see it again. Add *Undo* and *Change*."""
    today, about = day_of(turn.now, turn.person.zone), shortened(promise.text, 40)
    due = promise_cards.due(promise.due_on, today, lasting=True)
    what = shortened(promise.text, SHOWN).rstrip(".")
    way = "to" if promise.side == "ours" else "by"
    lead = f"Promised {way} {shortened(account.name)}: {what}, {due}."
    kept = offers.to_undo(UNDO, str(promise.id), turn.now)
    await offers.save(turn.session, turn.person, kept)
    on_file = await commitments.open_with(
        turn.session, promise.tenant, promise.owner_id, promise.account_id
    )
    before = [row for row in on_file if row.id != promise.id]
    same = promised_again.offer(turn, [promise], before, promise_cards.BESIDE)
    buttons = Buttons(
        (
            Button("Undo", UNDO, str(promise.id), about=about),
            Button("Change", CHANGE, str(promise.id), about=about, beside=True),
        )
    )
    note = Note(spans(f"{when_shown.again(turn, promise.due_on)} {promise_form.COLLEAGUES_READ}"))
    return card_saying(typed(lead), note, *same, buttons)


async def _on_file_already(turn: Turn, account: Account, again: MadeAgain) -> Card:
    """Say that the promise is on file already. If its day has changed, say so and offer *Undo*."""
    lead, about = promised_again.note(turn, again), shortened(account.name, 40)
    buttons = [Button("Promises", "promises.of", str(account.id), about=about)]
    if again.moved:
        before = again.before.isoformat() if again.before else ""
        back = f"{before}:{again.promise.id}:{again.promise.due_on}"
        undo = offers.to_undo(promise_moved.BACK, back, turn.now)
        await offers.save(turn.session, turn.person, undo)
        buttons.insert(0, Button("Undo", promise_moved.BACK, back, about=about, beside=True))
    return card_saying(typed(lead), Buttons(tuple(buttons)))


async def take_back(turn: Turn) -> Reply:
    """Delete a promise that was just saved. Raises Refusal if it is not on file or not open."""
    if await commitments.by_id(turn.session, turn.person.tenant, access.row_id(turn.text)) is None:
        raise Refusal(REPLACED)
    promise = await access.own_promise(turn, turn.text, locked=True, take_over=False)
    if promise.state != "open":
        raise Refusal("That promise is no longer open. /promises shows what became of it.")
    await offers.close(turn.session, turn.person)
    account = await access.account(turn, promise.account_id)
    ids = f"{account.id}:{promise.call_id or ''}:{promise.side}:{promise.due_on or ''}"
    kept = Undo(BACK, account.name, ids, promise.text)
    value = str(await undos.keep(turn.session, turn.person, kept, turn.now))
    await turn.session.delete(promise)
    lead = f"Removed: “{shortened(promise.text, SHOWN)}”"
    about = shortened(promise.text, 40)
    return card_saying(typed(lead), Buttons((Button("Put it back", BACK, value, about=about),)))


async def put_back(turn: Turn) -> Reply:
    """Restore a promise that `take_back` removed. *Undo* in the reply removes the promise again."""
    kept = await access.kept_undo(turn, BACK, turn.text)
    account_id, call_id, side, due_on = kept.ids.split(":")
    account = await access.account(turn, access.row_id(account_id), locked=True)
    promise = Commitment(
        tenant=turn.person.tenant,
        account_id=account.id,
        call_id=int(call_id) if call_id else None,
        owner_id=turn.person.id,
        side="theirs" if side == "theirs" else "ours",
        text=kept.words,
        due_on=date.fromisoformat(due_on) if due_on else None,
        made_at=turn.now,
    )
    if not await commitments.add(turn.session, promise):
        raise Refusal(SAME_ON_FILE)
    return await _card(turn, account, promise)


async def open_change(turn: Turn) -> Reply:
    """Open the form with a promise that was just saved.

    The promise in the submitted form replaces the saved promise.
    """
    promise = await access.own_promise(turn, turn.text)
    account = await access.account(turn, promise.account_id)
    filled = Jotted(promise.text, promise.due_on)
    form = promise_form.filled_form(account.name, filled, side=promise.side)
    return replace(form, subject=str(promise.id))
