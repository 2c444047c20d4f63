"""List a person's promises, with those of colleagues and those left by former colleagues."""

from collections.abc import Sequence
from datetime import date, datetime, time

from handlers.cards import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Divider,
    Heading,
    Note,
    Paragraph,
    ShowsOfCall,
    Text,
    spans,
    typed,
)
from handlers.coaching.text.words import shortened
from handlers.features import access
from handlers.features.promises import crm_tasks
from handlers.registry import Turn
from handlers.rhythm_settings import DAY, at, day_of
from handlers.times import format_day
from handlers.views.promises import promise_cards
from storage.choices import PromiseSide
from storage.customers import commitments
from storage.tables import Account, Commitment

SHOWN = 15  # promises in the list, for each side
SHOWN_LEFT = 5  # promises of former colleagues in the list
HEADINGS: dict[PromiseSide, str] = {"ours": "We promised", "theirs": "They promised"}


async def list_card(
    turn: Turn,
    account: Account | None,
    note: str = "",
    *,
    side: PromiseSide | None = None,
    since: datetime | None = None,
    due_before: date | None = None,
    only_open: bool = False,
) -> Card:
    """List the person's open promises, and the promises that were kept or dropped today.

    - `account`: list only promises with this account. If the person has no open promises with it,
      also list the open promises of colleagues.
    - `side`: list only promises by this side: the open ones, and those that were kept or dropped
      after `since` (UTC). Without `since`, list only the open ones.
    - `due_before`: list only the person's promises that are due before this day.
    - `only_open`: leave out settled promises.
    - `note`: a sentence to show below the first one, or "".
    """
    rows = await _own_promises(turn, account, side, since)
    if only_open:
        rows = [row for row in rows if row[0].state == "open"]
    if due_before:
        rows = [row for row in rows if row[0].due_on and row[0].due_on < due_before]
    lead, still_open = _lead(account, side, [promise for promise, _ in rows])
    if due_before:
        today = day_of(turn.now, turn.person.zone)
        lead = f"{lead.rstrip('.')}, due by {format_day(due_before - DAY, today)}"
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
    # The values of the buttons begin with `view`. When somebody presses a button,
    # `promises.card_again` reads from `view` which list to draw.
    view = f"account-{account.id}" if account else "all"
    view = f"{view}.{side}.{int((since or turn.now).timestamp())}" if side else view
    shown: list[Commitment] = []
    for one, heading in HEADINGS.items():
        of_side = [row for row in rows if row[0].side == one]
        blocks += [Heading(heading)] if of_side and side is None else []
        blocks += await _one_side(turn, of_side, view) if of_side else []
        shown += [promise for promise, _ in of_side[:SHOWN]]
    blocks += await _left(turn, account, view) if side is None else []
    return Card(lead, (*blocks, Divider(), _actions(account, side)), shows=shows(shown))


async def _own_promises(
    turn: Turn, account: Account | None, side: PromiseSide | None, since: datetime | None
) -> list[tuple[Commitment, Account]]:
    # Without `side`, a promise that was kept or dropped today stays in the list until midnight.
    midnight = at(day_of(turn.now, turn.person.zone), time(), turn.person.zone)
    rows = await commitments.of_owner(
        turn.session,
        turn.person.tenant,
        turn.person.id,
        settled_since=since if side else midnight,
    )
    return [
        (promise, its_account)
        for promise, its_account in rows
        if account is None or its_account.id == account.id
        if side is None or promise.side == side
    ]


def _actions(account: Account | None, side: PromiseSide | None) -> Buttons:
    subject = str(account.id) if account else ""
    actions = [Button("Add a promise", "promise.add", subject)]
    if account is not None:
        actions.append(Button("Action plan as text", "promise.plan", subject))
    if side:
        actions.append(Button("All promises", "promises.all", beside=True))
    return Buttons(tuple(actions))


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
    """Return the calls in which these promises were made, for a card that shows the promises.

    The calls are stored with the card. If the promises of one of the calls are deleted later, the
    card is emptied.
    """
    call_ids = dict.fromkeys(promise.call_id for promise in promises)
    return tuple(ShowsOfCall(call_id, "promises") for call_id in call_ids if call_id is not None)


async def _left(turn: Turn, account: Account | None, view: str) -> list[Block]:
    """List the promises that former colleagues left, each with a button to take it over."""
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
    for promise, its_account in rows[:SHOWN_LEFT]:
        today = day_of(turn.now, turn.person.zone)
        blocks += promise_cards.left_line(promise, its_account, today, view)
    if len(rows) > SHOWN_LEFT:
        blocks.append(Note(spans("There are more. Once you take one, I'll show the next.")))
    return blocks


async def _of_colleagues(turn: Turn, account: Account, side: PromiseSide | None) -> list[Text]:
    """Return colleagues' open promises with this account, as lines without buttons."""
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
