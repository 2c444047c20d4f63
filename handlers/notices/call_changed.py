"""Tell the people in a call how the call was changed:

- Another person has moved, cancelled or restored it.
- Another person has noted that nobody came.
- A calendar has cancelled it.
"""

from handlers.cards import Block, Button, Buttons, Card, Paragraph, spans
from handlers.coaching.text.words import shortened
from handlers.message import Composed, NoLongerUseful
from handlers.notices.kind import Notice, NoticeKind
from handlers.times.formatting import format_absolute
from storage.choices import MISSED
from storage.customers import accounts
from storage.sales_calls import calls
from storage.tables import Call
from storage.workspace import people

NAME = "call_changed"
ACCOUNT = 40  # cut an account's name on a button to this many characters


def still(account: str) -> str:
    """Return the label of the button that plans a call again after a calendar cancelled it."""
    return f"{shortened(account, ACCOUNT)} still takes place"


async def compose(notice: Notice) -> Composed:
    """Say who changed each call, and how. If the change can be undone, add a button to undo it.

    Raises NoLongerUseful if there is nothing to tell, for example because the reader made the
    latest change.
    """
    leads: list[str] = []
    blocks: list[Block] = []
    for call_id in dict.fromkeys(row.about or 0 for row in notice.rows):
        call = await calls.by_id(notice.session, notice.to.tenant, call_id)
        if call is not None and _is_news(call, notice.to.id):
            leads.append(await _lead(notice, call))
            account = await accounts.by_id(notice.session, call.tenant, call.account_id)
            name = account.name if account else "It"
            blocks += [Paragraph(spans(leads[-1])), *_undo(call, name, leads[-1])]
    if not leads:
        raise NoLongerUseful("they changed it themselves")
    return Composed(Card(leads[0], tuple(blocks)))


def _is_news(call: Call, person_id: int) -> bool:
    """Return whether somebody else changed the call last, or a calendar cancelled it.

    If a calendar changed the call last, `changed_by` is None. Another notice, `call_moved`, reports
    calls that were moved in a calendar.
    """
    if call.changed_by is None:
        return call.status == "cancelled"
    return call.changed_by != person_id


async def _lead(notice: Notice, call: Call) -> str:
    """Return "Tomas Keller cancelled your call with Northwind, Tuesday 1 December 13:30."."""
    who = await people.by_id(notice.session, call.tenant, call.changed_by or 0)
    account = await accounts.by_id(notice.session, call.tenant, call.account_id)
    name, what = (
        who.name if who else "A colleague",
        shortened(account.name) if account else "a customer",
    )
    zone = notice.to.zone
    now_at = format_absolute(call.starts_at, now=notice.now, zone=zone, own=zone)
    if call.changed_by is None:
        return f"Your call with {what}, {now_at}, was cancelled in the calendar."
    if call.status == "cancelled":
        return f"{name} cancelled your call with {what}, {now_at}."
    if call.status == MISSED:
        return f"{name} noted that nobody came to your call with {what}, {now_at}."
    if call.moved_from is None:
        return f"{name} restored your call with {what}, {now_at}."
    was_at = format_absolute(call.moved_from, now=notice.now, zone=zone, own=zone)
    return f"{name} moved your call with {what} from {was_at} to {now_at}."


def _undo(call: Call, account: str, about: str) -> list[Block]:
    """Return the button that undoes the change, or [] if the change can't be undone."""
    if call.status == "cancelled":
        by_calendar = call.changed_by is None
        label = still(account) if by_calendar else "Undo"
        return [Buttons((Button(label, "call.restore", str(call.id), about=about),))]
    if call.status == MISSED:
        return [Buttons((Button("They did come", "reflect.came", str(call.id), about=about),))]
    if call.moved_from is None:
        return []
    value = f"{call.id}:{call.moved_from.isoformat()}"
    return [Buttons((Button("Undo", "call.move_back", value, about=about),))]


KIND = NoticeKind(NAME, "news about changes to your calls", compose, "person", repeat=True)
