"""/promises: list the open promises of both sides, and mark them as done, move or drop them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from handlers.cards import (
    Aside,
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Divider,
    Form,
    Heading,
    Note,
    Paragraph,
    Preformatted,
    Reply,
    ShowsOfCall,
    Text,
    aside,
    spans,
    typed,
)
from handlers.coaching.text.words import shortened
from handlers.commands import Command
from handlers.features import access, form_edits
from handlers.features.customers import account_question, which_account
from handlers.features.fields import needed_day
from handlers.features.promises import crm_tasks
from handlers.inputs import DateInput
from handlers.nudges.agenda import today_card
from handlers.registry import Refusal, Registry, Turn
from handlers.rhythm_settings import at, day_of
from handlers.times.formatting import format_date
from handlers.views.promises import promise_cards
from storage.choices import PromiseSide, PromiseState
from storage.conversation import drafts
from storage.customers import commitments
from storage.tables import Account, Commitment

REOPEN = "promise.reopen"
SHOWN = 15  # promises in the list, for each side
SHOWN_LEFT = 5  # promises of former colleagues in the list
# The action plan shows promises that were kept at most this long ago.
SETTLED_LATELY = timedelta(days=60)
_TO = ("to", "for", "with", "at", "of", "from")  # may come before the name of an account
HEADINGS: dict[PromiseSide, str] = {"ours": "We promised", "theirs": "They promised"}


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
        partial(list_card, side=side),
        action="promises.of",
        otherwise="/promises shows all promises.",
    )


async def show_picked(turn: Turn) -> Reply:
    """List the open promises with the account that was chosen."""
    return await list_card(turn, await account_question.picked(turn))


async def show_all(turn: Turn) -> Reply:
    """List all open promises below the card that offered them."""
    return Aside(await list_card(turn, None))


async def list_card(
    turn: Turn,
    account: Account | None,
    note: str = "",
    *,
    side: PromiseSide | None = None,
    since: datetime | None = None,
) -> Card:
    """List the person's open promises with one account or with all, and those settled today.

    With `side`, list the open promises of one side, and those settled after `since` (UTC). If the
    person has none open with the account, also list the promises of colleagues.
    """
    # A promise that was kept or dropped stays in its place until tomorrow.
    midnight = at(day_of(turn.now, turn.person.zone), time(), turn.person.zone)
    rows = await commitments.of_owner(
        turn.session,
        turn.person.tenant,
        turn.person.id,
        settled_since=since if side else midnight,
    )
    rows = [
        (promise, of)
        for promise, of in rows
        if account is None or of.id == account.id
        if side is None or promise.side == side
    ]
    lead, still_open = _lead(account, side, [promise for promise, _ in rows])
    theirs = await _of_colleagues(turn, account, side) if account and not still_open else []
    if theirs and account:
        lead = (
            f"You have no open promises with {shortened(account.name)}. Your colleagues have these:"
        )
    blocks: list[Block] = [Paragraph(spans(lead))]
    if theirs:
        blocks.append(Bullets(tuple(theirs)))
    if note:
        blocks.append(Note(spans(typed(note))))
    view = f"account-{account.id}" if account else "all"
    view = f"{view}.{side}.{int((since or turn.now).timestamp())}" if side else view
    shown: list[Commitment] = []
    for one, heading in HEADINGS.items():
        of_side = [row for row in rows if row[0].side == one]
        blocks += [Heading(heading)] if of_side and side is None else []
        blocks += await _one_side(turn, of_side, view) if of_side else []
        shown += [promise for promise, _ in of_side[:SHOWN]]
    blocks += await _left(turn, account, view) if side is None else []
    subject = str(account.id) if account else ""
    actions = [Button("Add a promise", "promise.add", subject)]
    if account is not None:
        actions.append(Button("Action plan as text", "promise.plan", subject))
    if side:
        actions.append(Button("All promises", "promises.all", beside=True))
    return Card(lead, (*blocks, Divider(), Buttons(tuple(actions))), shows=shows(shown))


def _lead(
    account: Account | None, side: PromiseSide | None, rows: Sequence[Commitment]
) -> tuple[str, bool]:
    """Return the sentence above a list of promises, and whether one of them is still open."""
    still_open = any(promise.state == "open" for promise in rows)
    if side:
        name = shortened(account.name) if account else ""
        ours = f"open promises to {name}" if name else "open promises"
        theirs = f"open promises by {name or 'your customers'}"
        some, none = {
            "ours": (f"Your {ours}", f"You have no {ours}."),
            "theirs": (f"O{theirs[1:]}", f"No {theirs}."),
        }[side]
        return (some if still_open else none), still_open
    about = f" with {shortened(account.name)}" if account else ""
    all_open = all(promise.state == "open" for promise in rows)
    lead = f"{'Open promises' if all_open else 'Promises'}{about}"
    return (lead if still_open else f"No open promises{about}."), still_open


async def _one_side(
    turn: Turn, rows: Sequence[tuple[Commitment, Account]], view: str
) -> list[Block]:
    today = day_of(turn.now, turn.person.zone)
    tasks = await crm_tasks.after(turn, [promise for promise, _ in rows[:SHOWN]])
    blocks = [*promise_cards.lines(rows[:SHOWN], today, view, tasks)]
    if len(rows) > SHOWN:
        more = f"{len(rows) - SHOWN} more."
        if view.startswith("all"):
            more += " To see the promises with one account, type /promises and its name."
        blocks.append(Note(spans(more)))
    return blocks


def shows(promises: Sequence[Commitment]) -> tuple[ShowsOfCall, ...]:
    """Return the calls of these promises. If a call's data is deleted, the card is emptied."""
    of = dict.fromkeys(promise.call_id for promise in promises)
    return tuple(ShowsOfCall(call_id, "promises") for call_id in of if call_id is not None)


async def _left(turn: Turn, account: Account | None, view: str) -> list[Block]:
    if not access.may_take_over(turn.person):
        return []
    rows = await commitments.orphaned(
        turn.session,
        turn.person.tenant,
        SHOWN_LEFT + 1,
        account_id=account.id if account else None,
    )
    if not rows:
        return []
    blocks: list[Block] = [Heading("Left by former colleagues")]
    for promise, of in rows[:SHOWN_LEFT]:
        today = day_of(turn.now, turn.person.zone)
        blocks += promise_cards.left_line(promise, of, today, view)
    if len(rows) > SHOWN_LEFT:
        blocks.append(Note(spans("There are more. Once you take one, I'll show the next.")))
    return blocks


async def _of_colleagues(turn: Turn, account: Account, side: PromiseSide | None) -> list[Text]:
    """Return the open promises of colleagues with this account, as lines to read."""
    rows = (await commitments.of_accounts(turn.session, [account.id])).get(account.id, [])
    found = [row for row in rows if side is None or row.side == side]
    today = day_of(turn.now, turn.person.zone)
    lines = []
    for row in found[:SHOWN]:
        due = f" ({promise_cards.due(row.due_on, today)})" if row.due_on else ""
        whose = "We owe" if row.side == "ours" else "They owe"
        lines.append(spans(f"{whose}: ", typed(f"{shortened(row.text)}{due}")))
    if len(found) > SHOWN:
        lines.append(spans(f"and {len(found) - SHOWN} more"))
    return lines


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
    """Reopen a promise that was kept or dropped."""
    return await _set_state(turn, "open", "Open again")


async def _set_state(turn: Turn, state: PromiseState, word: str) -> Reply:
    """Give a promise this state, and draw its card again. `word` begins the answer: "Done"."""
    view, _, promise_id = turn.text.partition(":")
    promise = await access.own_promise(turn, promise_id, locked=True)
    promise.state = state
    promise.settled_at = None if state == "open" else turn.now
    if state == "open":  # a typed "undo" must not take back anything older
        await drafts.forget_kept(turn.session, turn.person)
    else:
        value = f"{promise_cards.BESIDE}:{promise.id}"
        kept = drafts.of_kept(REOPEN, value, turn.now)
        await drafts.offer(turn.session, turn.person, kept)
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
    """Move a promise to the day in the form. A kept or dropped promise is reopened."""
    turn, seen = form_edits.split_fingerprints(turn)
    view, _, promise_id = turn.text.partition(":")
    promise = await access.own_promise(turn, promise_id, locked=True)
    turn = await form_edits.merged(turn, seen, _move_form(turn, promise))
    due_on, today = needed_day(turn, "due_on"), day_of(turn.now, turn.person.zone)
    if due_on < today:
        raise Refusal("That day has passed. Choose today or a later one.", field="due_on")
    promise.due_on, promise.state, promise.settled_at = due_on, "open", None
    await drafts.forget_kept(turn.session, turn.person)
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
    return Aside(Card(lead, (Paragraph(spans(lead)), Preformatted("\n".join(lines)))))


def _plan_line(row: Commitment, today: date) -> str:
    mark = "x" if row.state == "done" else " "
    day = f", by {format_date(row.due_on, today)}" if row.due_on else ""
    return f"  [{mark}] {row.text}{day}"


async def card_again(turn: Turn, view: str, said: str, *first: Block) -> Reply:
    """Redraw the agenda or list that shows the promise. Elsewhere, answer only with `said`."""
    # Home redraws itself. A card that only asks about one promise has no list to redraw.
    if view in ("home", promise_cards.BESIDE):
        return aside(said)
    if view == promise_cards.AGENDA:
        card = await today_card(turn.session, turn.person, turn.playbook, turn.now)
    else:
        card = await _list_again(turn, view)
    return replace(card, summary=said, blocks=(*first, *card.blocks))


async def _list_again(turn: Turn, view: str) -> Card:
    """Draw a list again. `view` says which account and side it has, and when it was drawn first."""
    of, _, rest = view.partition(".")
    side_name, _, shown_at = rest.partition(".")
    account = None
    if of.startswith("account-"):
        account = await access.account(turn, access.row_id(of.removeprefix("account-")))
    side = next((one for one in HEADINGS if one == side_name), None)
    is_shown = side and shown_at.isdecimal()
    since = datetime.fromtimestamp(int(shown_at), UTC) if is_shown else None
    return await list_card(turn, account, side=side, since=since)
