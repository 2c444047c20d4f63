"""/promises: list the open promises of both sides, and mark them as done, move or drop them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial

from handlers.cards import (
    Aside,
    Block,
    Card,
    Form,
    Paragraph,
    Preformatted,
    Reply,
    aside,
    card_saying,
    spans,
    typed,
)
from handlers.coaching.text.words import shortened
from handlers.commands import Command
from handlers.features import access, form_edits
from handlers.features.customers import account_question, which_account
from handlers.features.fields import needed_day
from handlers.features.promises import crm_tasks, just_listed, promise_list
from handlers.inputs import DateInput
from handlers.nudges.agenda import today_card
from handlers.registry import Refusal, Registry, Turn
from handlers.rhythm_settings import day_of
from handlers.times.formatting import format_date
from handlers.views.promises import promise_cards
from storage.choices import PromiseSide, PromiseState
from storage.conversation import offers
from storage.customers import commitments
from storage.tables import Account, Commitment

REOPEN = "promise.reopen"
# The action plan shows promises that were done at most this long ago.
SETTLED_LATELY = timedelta(days=60)
_TO = ("to", "for", "with", "at", "of", "from")  # may come before the name of an account


COMMAND = Command(
    "promises",
    "[account]",
    "open promises, ours and theirs",
    ("/promises Northwind", "I promised Northwind the deck by Friday"),
)


def register(registry: Registry) -> None:
    """Register the promises' buttons, and the form that moves one.

    `promise_form` registers the command.
    """
    registry.button("promises.of", show_picked)
    registry.button("promises.all", show_all)
    registry.button("promise.done", done)
    registry.button("promise.drop", drop)
    registry.button("promise.take", take_over)
    registry.button(REOPEN, reopen)
    registry.button("promise.move", open_move)
    registry.button("promise.plan", action_plan)
    registry.form("promise.move", move)


async def show(turn: Turn, side: PromiseSide | None = None) -> Reply:
    """List the person's open promises, or those with the typed account: "to northwind?"."""
    lead, _, name = turn.text.strip(" ?!.").partition(" ")
    if name and lead.lower() in _TO and await which_account.on_file(turn, turn.text) is None:
        turn = replace(turn, text=name)
    return await account_question.answer_for_typed(
        turn,
        partial(_listed, side=side),
        action="promises.of",
        otherwise="/promises shows all promises.",
    )


async def _listed(turn: Turn, account: Account | None, side: PromiseSide | None) -> Card:
    await just_listed.keep(turn, account)
    return await promise_list.list_card(turn, account, side=side)


async def show_picked(turn: Turn) -> Reply:
    """List the open promises with the account that was chosen."""
    return await promise_list.list_card(turn, await account_question.picked(turn))


async def show_all(turn: Turn) -> Reply:
    """List all open promises in a new card, below the card whose button was pressed."""
    return Aside(await promise_list.list_card(turn, None))


async def done(turn: Turn) -> Reply:
    """Mark a promise as done."""
    return await _set_state(turn, "done", "Done")


async def drop(turn: Turn) -> Reply:
    """Drop a promise, because nobody will keep it."""
    return await _set_state(turn, "dropped", "Dropped")


async def take_over(turn: Turn) -> Reply:
    """Take over a promise of a former colleague."""
    return await _set_state(turn, "open", "Yours now, in /promises")


async def reopen(turn: Turn) -> Reply:
    """Reopen a promise that is done or dropped."""
    return await _set_state(turn, "open", "Open again")


async def _set_state(turn: Turn, state: PromiseState, word: str) -> Reply:
    """Give a promise this state, and draw its card again. `word` begins the answer: "Done"."""
    view, _, promise_id = turn.text.partition(":")
    promise = await access.own_promise(turn, promise_id, locked=True)
    promise.state = state
    promise.settled_at = None if state == "open" else turn.now
    if state == "open":  # so that a typed "undo" does not undo an earlier change
        await offers.close_undo(turn.session, turn.person, turn.now)
    else:
        value = f"{promise_cards.BESIDE}:{promise.id}"
        kept = offers.to_undo(REOPEN, value, turn.now)
        await offers.save(turn.session, turn.person, kept)
    await turn.session.flush()
    task = (await crm_tasks.after(turn, [promise])).get(promise.id, "")
    said = " ".join(filter(None, (f"{word}: {shortened(promise.text, 200)}", task)))
    # The promise's own line shows the change. A note above the list would move the buttons down.
    return await card_again(turn, view, said)


async def open_move(turn: Turn) -> Reply:
    """Open the form that moves a promise to another day."""
    promise = await access.own_promise(turn, turn.text.partition(":")[2])
    return form_edits.with_fingerprints(_move_form(turn, promise))


def _move_form(turn: Turn, promise: Commitment) -> Form:
    return Form(
        "promise.move",
        "Move a promise",
        (
            Paragraph(spans(typed(shortened(promise.text, 200)))),
            DateInput("due_on", "New day", value=promise.due_on, required=True),
        ),
        subject=turn.text,
        submit="Move it",
    )


async def move(turn: Turn) -> Reply:
    """Move a promise to the day in the form. If it is done or dropped, reopen it."""
    turn, seen = form_edits.split_fingerprints(turn)
    view, _, promise_id = turn.text.partition(":")
    promise = await access.own_promise(turn, promise_id, locked=True)
    turn = await form_edits.merged(turn, seen, _move_form(turn, promise))
    due_on, today = needed_day(turn, "due_on"), day_of(turn.now, turn.person.zone)
    if due_on < today:
        raise Refusal("That day has passed. Choose today or a later one.", field="due_on")
    promise.due_on, promise.state, promise.settled_at = due_on, "open", None
    await offers.close_undo(turn.session, turn.person, turn.now)
    await turn.session.flush()
    moved = f"Moved: {promise.text} ({promise_cards.due(due_on, today, lasting=True)})."
    return await card_again(turn, view, moved, Paragraph(spans(typed(moved))))


async def action_plan(turn: Turn) -> Reply:
    """Write a mutual action plan as plain text, which the rep can paste into an email."""
    account = await access.account(turn, access.row_id(turn.text))
    since = turn.now - SETTLED_LATELY
    found = await commitments.of_accounts(turn.session, [account.id], settled_since=since)
    rows = found.get(account.id, ())
    today = day_of(turn.now, turn.person.zone)
    lines = [f"{account.name}: mutual action plan, {format_date(today, today)}"]
    for side, heading in (("ours", "We"), ("theirs", "You")):
        lines += ["", heading]
        of_side = [row for row in rows if row.side == side and row.state != "dropped"]
        lines += [_plan_line(row, today) for row in of_side] or ["  nothing open"]
    lead = f"The action plan with {shortened(account.name)}, ready to copy"
    return Aside(card_saying(lead, Preformatted("\n".join(lines))))


def _plan_line(row: Commitment, today: date) -> str:
    mark = "x" if row.state == "done" else " "
    day = f", by {format_date(row.due_on, today)}" if row.due_on else ""
    return f"  [{mark}] {row.text}{day}"


async def card_again(turn: Turn, view: str, said: str, *first: Block) -> Reply:
    """Redraw the agenda or list that shows the promise, with the blocks `first` above it.

    If the promise is shown in neither, answer only with `said`.
    """
    # Home redraws itself. A card that only asks about one promise has no list to redraw.
    if view in ("home", promise_cards.BESIDE):
        return aside(said)
    if view == promise_cards.AGENDA:
        card = await today_card(turn.session, turn.person, turn.playbook, turn.now)
    else:
        card = await _list_again(turn, view)
    return replace(card, summary=said, blocks=(*first, *card.blocks))


async def _list_again(turn: Turn, view: str) -> Card:
    """Draw a list again. `view` says which account and side it has, and when it was first drawn."""
    of, _, rest = view.partition(".")
    side_name, _, shown_at = rest.partition(".")
    account = None
    if of.startswith("account-"):
        account = await access.account(turn, access.row_id(of.removeprefix("account-")))
    side = next((one for one in promise_list.HEADINGS if one == side_name), None)
    is_shown = side and shown_at.isdecimal()
    since = datetime.fromtimestamp(int(shown_at), UTC) if is_shown else None
    return await promise_list.list_card(turn, account, side=side, since=since)
