"""/promises: what was promised, ours and theirs; done, moved, dropped; a plan to share."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import time, timedelta

from handlers.cards import (
    Aside,
    Block,
    Button,
    Buttons,
    Card,
    ChoiceInput,
    DateInput,
    Form,
    Heading,
    Note,
    Option,
    Paragraph,
    Preformatted,
    Reply,
    TextInput,
    spans,
)
from handlers.coaching.words import shortened
from handlers.commands import Command
from handlers.features import access, form_edits, promise_words, which_account
from handlers.features.fields import day, needed_day, one_of
from handlers.nudges.agenda import today_card
from handlers.registry import Refusal, Registry, Shortcut, Turn
from handlers.rhythm_settings import at, day_of, order_of
from handlers.times.formatting import format_date_with_year
from handlers.views import promise_cards
from handlers.views.promise_lines import PROMISING, Jotted, jotted
from storage import commitments
from storage.accounts import comparable
from storage.choices import PromiseSide, PromiseState
from storage.tables import Account, Commitment

SHOWN = 15
SETTLED_LATELY = timedelta(days=60)
HEADINGS: dict[PromiseSide, str] = {"ours": "We promised", "theirs": "They promised"}


def register(registry: Registry) -> None:
    """The command, the buttons beside each promise, and the forms."""
    registry.command(
        Command(
            "promises",
            "[account]",
            "open promises, ours and theirs",
            ("/promises Northwind", "remind me to send Northwind the deck by Friday"),
        ),
        show,
    )
    registry.shortcut(
        Shortcut("promise", "Keep as a promise", on_message=True, words=tuple(sorted(PROMISING))),
        from_message,
    )
    registry.button("promises.of", show_picked)
    registry.button("promise.done", done)
    registry.button("promise.drop", drop)
    registry.button("promise.reopen", reopen)
    registry.button("promise.move", open_move)
    registry.button("promise.add", open_add)
    registry.button("promise.plan", action_plan)
    registry.form("promise.move", move)
    registry.form("promise.add", add)


async def show(turn: Turn) -> Reply:
    """All open promises one looks after, or an account's."""
    name = turn.text.strip()
    if not name:
        return await _list(turn, None)
    account = await which_account.meant(
        turn, name, action="promises.of", otherwise="/promises shows all."
    )
    return account if isinstance(account, Card) else await _list(turn, account)


async def show_picked(turn: Turn) -> Reply:
    """The open promises with the account that was meant."""
    return await _list(turn, await which_account.picked(turn))


async def _list(turn: Turn, account: Account | None, note: str = "") -> Card:
    # What was settled today keeps its place until tomorrow.
    rows = await commitments.of_owner(
        turn.session,
        turn.person.tenant,
        turn.person.id,
        settled_since=at(day_of(turn.now, turn.person.zone), time(), turn.person.zone),
    )
    if account is not None:
        rows = [row for row in rows if row[1].id == account.id]
    about = f" with {shortened(account.name)}" if account else ""
    still_open = any(promise.state == "open" for promise, _ in rows)
    lead = f"Open promises{about}" if still_open else f"No open promises{about}."
    if account is not None and not still_open:
        lead = await _none_of_mine(turn, account) or lead
    blocks: list[Block] = [Paragraph(spans(lead))]
    if note:
        blocks.append(Note(spans(note)))
    view = f"account-{account.id}" if account else "all"
    for side, heading in HEADINGS.items():
        of_side = [row for row in rows if row[0].side == side]
        if of_side:
            blocks.append(Heading(heading))
            blocks += promise_cards.lines(of_side[:SHOWN], day_of(turn.now, turn.person.zone), view)
        if len(of_side) > SHOWN:
            more = f"{len(of_side) - SHOWN} more. /promises with an account's name shows its own."
            blocks.append(Note(spans(more)))
    subject = str(account.id) if account else ""
    actions = [Button("Add a promise", "promise.add", subject)]
    if account is not None:
        actions.append(Button("Action plan as text", "promise.plan", subject))
    return Card(lead, (*blocks, Buttons(tuple(actions))))


async def _none_of_mine(turn: Turn, account: Account) -> str:
    """What is said where colleagues alone have promises with an account; "" if nobody has."""
    found = await commitments.of_accounts(turn.session, [account.id])
    if account.id not in found:
        return ""
    count = len(found[account.id])
    name = shortened(account.name)
    return f"You have no open promises with {name}. Your team has {count}: /prep {name} shows them."


async def done(turn: Turn) -> Reply:
    """Kept."""
    return await _settle(turn, "done", "Done")


async def drop(turn: Turn) -> Reply:
    """Given up."""
    return await _settle(turn, "dropped", "Dropped")


async def reopen(turn: Turn) -> Reply:
    """Back on the list."""
    return await _settle(turn, "open", "Open again")


async def _settle(turn: Turn, state: PromiseState, word: str) -> Reply:
    view, _, promise_id = turn.text.partition(":")
    promise = await access.own_promise(turn, promise_id, locked=True)
    promise.state = state
    promise.settled_at = None if state == "open" else turn.now
    await turn.session.flush()
    # The card says it where the promise stands, so that nothing above it moves.
    return await _again(turn, view, f"{word}: {shortened(promise.text, 200)}")


async def open_move(turn: Turn) -> Reply:
    """Another day."""
    promise = await access.own_promise(turn, turn.text.partition(":")[2])
    return form_edits.opened(_move_form(turn, promise))


def _move_form(turn: Turn, promise: Commitment) -> Form:
    return Form(
        "promise.move",
        "Move a promise",
        (
            Paragraph(spans(shortened(promise.text, 200))),
            DateInput("due_on", "To which day", value=promise.due_on, required=True),
        ),
        subject=turn.text,
        submit="Move it",
    )


async def move(turn: Turn) -> Reply:
    """Take in the new day; a promise that was settled is open again."""
    turn, seen = form_edits.handed_in(turn)
    view, _, promise_id = turn.text.partition(":")
    promise = await access.own_promise(turn, promise_id, locked=True)
    turn = await form_edits.merged(turn, seen, _move_form(turn, promise))
    due_on, today = needed_day(turn, "due_on"), day_of(turn.now, turn.person.zone)
    if due_on < today:
        raise Refusal("That day has passed. Choose today or a later one.", field="due_on")
    promise.due_on, promise.state, promise.settled_at = due_on, "open", None
    await turn.session.flush()
    moved = f"Moved: {promise.text}, {promise_cards.due(due_on, today)}."
    return await _again(turn, view, moved, Paragraph(spans(moved)))


async def open_add(turn: Turn) -> Reply:
    """A promise made outside a call."""
    name = ""
    if turn.text:
        name = (await access.account(turn, access.number(turn.text))).name
    return _add_form(name, Jotted("", None))


async def from_message(turn: Turn) -> Reply:
    """A message that holds a promise, with the day that it names."""
    if turn.text.lstrip().startswith("/"):
        raise Refusal("That is a command, not a promise. /promises shows yours.")
    return await said_by_them(turn) or _add_form("", _read(turn, turn.text))


async def said_by_them(turn: Turn) -> Form | None:
    """The form for "Halden promised to send the plans"; None where nobody of theirs promised."""
    said = await promise_words.by_them(turn, turn.text)
    return _filled(turn, said, "theirs") if said else None


async def said_by_us(turn: Turn, text: str) -> Form:
    """The form for what was said behind "I promised": "Halden the rollout plan by Thursday"."""
    return _filled(turn, await promise_words.by_us(turn, text))


def _filled(turn: Turn, said: promise_words.Said, side: str = "") -> Form:
    read = _read(turn, said.words)
    text = f"{read.text} ({said.person})" if said.person else read.text
    return _add_form(said.account, replace(read, text=text), side=side)


def _read(turn: Turn, text: str) -> Jotted:
    """A promise without the day that is named in it, and that day; several lines stay as typed."""
    today, person = day_of(turn.now, turn.person.zone), turn.person
    lines = jotted(text, today=today, zone=person.zone, order=order_of(person))
    return lines[0] if len(lines) == 1 else Jotted(text, None)


async def add(turn: Turn) -> Reply:
    """Keep it."""
    text = turn.fields.get("text", "").strip()
    if not comparable(text):
        raise Refusal("What was promised?", field="text")
    account = await _account(turn)
    if not isinstance(account, Account):
        return account
    due_on = day(turn, "due_on")
    if due_on and due_on < day_of(turn.now, turn.person.zone):
        raise Refusal("That day has passed. Choose today or a later one.", field="due_on")
    read = _read(turn, text) if due_on is None else Jotted(text, due_on)
    if read.note and read.due_on is None:
        either = read.note.partition(", so")[0]  # "12/4 may be 12 April or 4 December"
        raise Refusal(f"{either}. Choose the day here.", field="due_on")
    promise = Commitment(
        tenant=turn.person.tenant,
        account_id=account.id,
        owner_id=turn.person.id,
        side=one_of(turn.fields.get("side", ""), HEADINGS) or "ours",
        text=read.text,
        due_on=read.due_on,
        made_at=turn.now,
    )
    if not await commitments.add(turn.session, promise):
        await _refuse_unless_same(turn, promise)
    return await _list(turn, account, read.note or "")


async def _refuse_unless_same(turn: Turn, promise: Commitment) -> None:
    """Raises Refusal where a promise in these words is another's, or for another day."""
    there = await commitments.same_outside_calls(turn.session, promise)
    if there is None or (there.owner_id, there.due_on) == (promise.owner_id, promise.due_on):
        return
    when = promise_cards.due(there.due_on, day_of(turn.now, turn.person.zone))
    if there.owner_id == promise.owner_id:
        lead = f"You have that promise already, {when}. /promises can move it."
    else:
        lead = f"A colleague has noted that promise already, {when}."
    raise Refusal(f"{lead} To keep both, word this one differently.", field="text")


async def _account(turn: Turn) -> Account | Form:
    """The account in the form; where one may be meant, the form again with a list to choose from.

    Raises Refusal.
    """
    name, chosen = turn.fields.get("account", ""), turn.fields.get("meant", "")
    account = await which_account.on_file(turn, name)
    if account is not None:
        return account
    if chosen:
        return await access.account(turn, access.number(chosen))
    found = await which_account.near(turn, name)
    if found:
        filled = Jotted(turn.fields.get("text", ""), day(turn, "due_on"))
        return _add_form(name, filled, found, turn.fields.get("side", ""))
    if not which_account.name_in(name):
        raise Refusal("Which account is it with?", field="account")
    raise Refusal(f"{which_account.missing(name, ())} /prep adds one.", field="account")


async def action_plan(turn: Turn) -> Reply:
    """A mutual action plan in plain text, to paste into a mail."""
    account = await access.account(turn, access.number(turn.text))
    since = turn.now - SETTLED_LATELY
    found = await commitments.of_accounts(turn.session, [account.id], settled_since=since)
    rows = found.get(account.id, ())
    today = day_of(turn.now, turn.person.zone)
    lines = [f"{account.name}: mutual action plan, {format_date_with_year(today)}"]
    for side, heading in (("ours", "We"), ("theirs", "You")):
        lines += ["", heading]
        of_side = [row for row in rows if row.side == side and row.state != "dropped"]
        lines += [_plan_line(row) for row in of_side] or ["  nothing open"]
    lead = f"The action plan with {shortened(account.name)}, to copy"
    return Aside(Card(lead, (Paragraph(spans(lead)), Preformatted("\n".join(lines)))))


def _plan_line(row: Commitment) -> str:
    mark = "x" if row.state == "done" else " "
    day = f", by {format_date_with_year(row.due_on)}" if row.due_on else ""
    return f"  [{mark}] {row.text}{day}"


def _add_form(account: str, promise: Jotted, near: Sequence[Account] = (), side: str = "") -> Form:
    """The form, filled. `near` are the accounts that may be meant."""
    which = ChoiceInput("meant", "Which one do you mean", which_account.options(near))
    return Form(
        "promise.add",
        "A promise",
        (
            *((Note(spans(which_account.missing(account, near))),) if near else ()),
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
            *((Note(spans(promise.note)),) if promise.note else ()),
        ),
    )


async def _again(turn: Turn, view: str, said: str, *first: Block) -> Reply:
    """The card that a promise stands on, as it is now; `said` is what has changed."""
    if view == "home":  # Home is drawn again by itself
        return Aside(Card(said, (Paragraph(spans(said)),)))
    if view == promise_cards.AGENDA:
        card = await today_card(turn.session, turn.person, turn.now)
    else:
        account = None
        if view.startswith("account-"):
            account = await access.account(turn, access.number(view.removeprefix("account-")))
        card = await _list(turn, account)
    return Card(said, (*first, *card.blocks))
