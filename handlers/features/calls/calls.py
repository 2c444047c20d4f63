"""/calls: list planned calls, and calls that still need a reflection."""

from collections.abc import Sequence
from datetime import timedelta

from handlers.cards import (
    Aside,
    Block,
    Button,
    Buttons,
    Card,
    Heading,
    Note,
    Paragraph,
    Reply,
    spans,
    typed,
)
from handlers.coaching.words import shortened
from handlers.commands import Command
from handlers.features import access, which_account
from handlers.features.calls import call_form, prep
from handlers.features.fields import whole_number
from handlers.features.settings import calendar
from handlers.knowledge import situations
from handlers.registry import Registry, Turn
from handlers.rhythm_settings import rhythm_of
from handlers.times.zones import label
from handlers.views import agenda_card
from storage import own_calls
from storage.own_calls import Seated
from storage.tables import Account

SHOWN = 12
OF_ACCOUNT = 200  # how many planned calls we look at, to find those with one account
FRESH = timedelta(days=7)  # how long we list a call without a reflection


def register(registry: Registry) -> None:
    """Register the command and the buttons of the list."""
    registry.command(
        Command(
            "calls",
            "[account]",
            "coming calls, and past calls without a reflection",
            ("/calls Northwind", "move Northwind to Friday 3pm"),
        ),
        show,
    )
    registry.button("call.add", prep.open_blank_form)
    registry.button("call.list", show_beneath)
    registry.button("call.more", show_more)
    registry.button("calls.of", show_picked)


async def show(turn: Turn) -> Reply:
    """List all planned calls, or those with the typed account.

    If several accounts fit, ask which one. If none fits, list all calls, with a note.
    """
    if not turn.text.strip():
        return await list_card(turn)
    begun = await which_account.by_name_or_part_at_start(turn, turn.text.strip(" ?!.,"))
    if len(begun) == 1:
        return await list_card(turn, begun[0][0])
    if begun:
        name = turn.text.strip()
        found = [account for account, _ in begun]
        return which_account.ask(name, found, "calls.of")
    return await list_card(
        turn, note="Here are all your planned calls. For one account, type /calls and its name."
    )


async def show_picked(turn: Turn) -> Reply:
    """List the calls with the account that was chosen."""
    return await list_card(turn, await which_account.picked(turn))


async def show_beneath(turn: Turn) -> Reply:
    """Show the list below the card that mentions the calls."""
    return Aside(await list_card(turn))


async def show_more(turn: Turn) -> Reply:
    """Show the next calls below the list."""
    skip, _, account_id = turn.text.partition(":")
    account = await access.account(turn, access.row_id(account_id)) if account_id else None
    return Aside(await list_card(turn, account, skip=min(whole_number(skip), OF_ACCOUNT)))


async def list_card(
    turn: Turn,
    account: Account | None = None,
    *,
    note: str = "",
    to: str = "",
    skip: int = 0,
    only: Sequence[Seated] | None = None,
) -> Card:
    """List the planned calls, or only those with one account.

    Without `account`, `skip` or `only`, also list the calls that need a reflection. `to` is a
    typed time for the Change form. `skip` is the number of calls already shown. If `only` has
    calls, list those calls instead.
    """
    person = turn.person
    limit = OF_ACCOUNT if account else skip + SHOWN + 1
    ahead = await own_calls.planned_for(
        turn.session, person.tenant, person.id, since=turn.now, limit=limit
    )
    if account:
        ahead = [seated for seated in ahead if seated.account.id == account.id]
    ahead = list(only) if only else ahead[skip:]
    about = f" with {shortened(account.name)}" if account else ""
    none = f"You have no call{about} planned." if about else "You have no calls planned."
    lead = f"Upcoming calls{about}" if ahead else none
    blocks: list[Block] = [Heading(lead) if ahead else Paragraph(spans(lead))]
    if rhythm_of(person).zone:  # the person chose a zone, so the clock on their screen may differ
        note = " ".join(filter(None, (note, f"Times are in {label(person.zone)}.")))
    if note:
        blocks.append(Note(spans(note)))
    for seated in ahead[:SHOWN]:
        blocks.append(_line(seated, turn))
        blocks.append(actions(seated, turn, to))
    if len(ahead) > SHOWN:
        after = f"{skip + SHOWN}:{account.id if account else ''}"
        blocks.append(Buttons((Button("Show later calls", "call.more", after),)))
    blocks += [] if account or skip or only else await unreflected_blocks(turn)
    plan = Button("Plan a call", "call.add", account.name if account else "")
    connect = () if ahead or account or skip or only else await calendar.offer(turn)
    blocks.append(Buttons((plan, *connect)))
    return Card(lead, tuple(blocks))


async def unreflected_blocks(turn: Turn) -> list[Block]:
    """List calls of the last seven days that need a reflection, at most the latest five.

    Internal calls need no reflection.
    """
    ended = await own_calls.planned_for(
        turn.session,
        turn.person.tenant,
        turn.person.id,
        since=turn.now - FRESH,
        until=turn.now,
    )
    open_ones = [seated for seated in reversed(ended) if seated.seat.reflected_at is None]
    waiting = await situations.with_customers(turn.session, open_ones, turn.playbook)
    if not waiting:
        return []
    return [
        Heading("Calls without a reflection"),
        *(
            block
            for seated in waiting[:5]
            for block in (
                _line(seated, turn),
                Buttons((_reflect(seated, turn),)),
            )
        ),
    ]


def _line(seated: Seated, turn: Turn) -> Paragraph:
    """Write a call with its full date, because the list may be read again on another day."""
    return Paragraph(spans(typed(agenda_card.line(seated, turn.person, turn.now, lasting=True))))


def actions(seated: Seated, turn: Turn, to: str = "") -> Buttons:
    """Return a call's buttons in a list. `to` is a typed new time for the form."""
    call_id, about = str(seated.call.id), _named(seated, turn)
    change = f"{call_id}:{to}" if to else call_id
    return Buttons(
        (
            Button("Brief", "brief.open", call_id, about=about),
            # answered below the list, so that the other calls stay in sight
            Button("Change", "call.edit", change, about=about, beside=True),
            Button("Cancel", "call.cancel", call_id, about=about, beside=True),
        )
    )


def _reflect(seated: Seated, turn: Turn) -> Button:
    about = _named(seated, turn)
    return Button("Reflect", "reflect.open", str(seated.call.id), about=about, beside=True)


def _named(seated: Seated, turn: Turn) -> str:
    call, account = seated.call, seated.account
    return f"{shortened(account.name, 40)}, {call_form.planned_time(turn, call)}"
