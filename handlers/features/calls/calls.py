"""/calls: list planned calls, and calls that still need a reflection."""

from collections.abc import Sequence
from datetime import date, time, timedelta

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
    aside,
    card_saying,
    spans,
    typed,
)
from handlers.coaching.text.words import shortened
from handlers.commands import Command
from handlers.features import access, asker_calls
from handlers.features.briefs import prep
from handlers.features.calls import call_form
from handlers.features.customers import account_question, which_account
from handlers.features.fields import whole_number
from handlers.features.settings import calendar
from handlers.features.typed_time import typed_time
from handlers.knowledge import situations
from handlers.registry import Registry, Turn
from handlers.rhythm_settings import DAY, at, day_of, rhythm_of
from handlers.times import Understood, format_day
from handlers.times.zones import label
from handlers.typed.plain_spelling import written_out
from handlers.views import agenda_card, shown_start
from storage.sales_calls.own_calls import Seated
from storage.tables import Account

SHOWN = 12  # how many planned calls a list shows
WITH_ALL_BUTTONS = 4  # if a list has more calls, each call has only the button for its brief
TO_CHANGE = "To change a call, open its brief, or type “move {0} to Friday 3pm” or “cancel {0}”."
LISTED_LATER = 100  # the value of "Show later calls" has at most this many ids of calls
NONE_LEFT = "The later calls of that list are over, or no longer planned."
OF_ACCOUNT = 200  # how many planned calls we look at, to find those with one account
FRESH = timedelta(days=7)  # how long we list a call without a reflection
ALL_CALLS = Button("All calls", "call.list", beside=True)
# When a part of a day begins and ends. An end at midnight is the end of the day.
_PARTS_OF_DAY = {
    "morning": (time(), time(12)),
    "afternoon": (time(12), time(18)),
    "evening": (time(17), time()),
}
_WEEKS = {"this week": 0, "the week": 0, "the rest of the week": 0, "next week": 1}


def register(registry: Registry) -> None:
    """Register the command and the buttons of the list."""
    registry.command(
        Command(
            "calls",
            "[account]",
            "upcoming calls, and past calls without a reflection",
            ("/calls Northwind", "move Northwind to Friday 3pm"),
        ),
        show,
    )
    registry.button("call.add", prep.open_blank_form)
    registry.button("call.list", show_calls_below)
    registry.button("call.more", show_more)
    registry.button("calls.of", show_picked)


async def show(turn: Turn) -> Reply:
    """List all planned calls, or those that the typed words name.

    The words may name an account, or a day, a part of a day or a week. If several accounts fit, ask
    which account is meant. For any other words, list all calls, with a note.
    """
    if not turn.text.strip():
        return await list_card(turn)
    if of_days := await on_days(turn, turn.text.strip(" ?!.,")):
        return of_days
    begun = await which_account.by_name_or_part_at_start(turn, turn.text.strip(" ?!.,"))
    if len(begun) == 1:
        return await list_card(turn, begun[0][0])
    if begun:
        name = turn.text.strip()
        found = [account for account, _ in begun]
        return account_question.ask(name, found, "calls.of")
    return await list_card(
        turn, note="Here are all your planned calls. For one account, type /calls and its name."
    )


async def on_days(turn: Turn, words: str) -> Card | None:
    """List the upcoming calls for the typed time: "tmrw", "on friday", "this afternoon".

    Return None if the words don't name a day, or if the day is past.
    """
    said = _without_preposition(words)
    on, part = _without_part_of_day(said)
    days, today = days_named(turn, on), day_of(turn.now, turn.person.zone)
    found = await planned_on(turn, words)
    if found is None or days is None:
        return None
    if found:
        return await list_card(turn, only=found)
    day = format_day(days[0], today)
    when = said if said in _WEEKS else day if day in ("today", "tomorrow") else f"on {day}"
    if part:
        when = {"today": f"this {part}", "tomorrow": f"tomorrow {part}"}.get(
            day, f"{when} in the {part}"
        )
    lead = f"You have no {'more ' if day == 'today' else ''}calls {when}."
    return card_saying(lead, Buttons((ALL_CALLS,)))


async def planned_on(turn: Turn, words: str) -> list[Seated] | None:
    """Return the upcoming calls for the typed day, part of a day, or week.

    Return None if the words don't name a day, or if the day is past.
    """
    person = turn.person
    on, part = _without_part_of_day(_without_preposition(words))
    days = days_named(turn, on)
    if days is None or days[0] < day_of(turn.now, person.zone):
        return None
    begins, ends = _PARTS_OF_DAY.get(part, (time(), time()))
    return await asker_calls.planned(
        turn,
        since=max(turn.now, at(days[0], begins, person.zone)),
        until=at(days[1] if ends == time() else days[0], ends, person.zone),
    )


def _without_part_of_day(said: str) -> tuple[str, str]:
    """Split "thursday afternoon" into "thursday" and "afternoon".

    For "this afternoon", return "today" and "afternoon". If the words don't end with a part of a
    day, return all of them and "".
    """
    *before, last = said.split() or [""]
    if last == "tonight":
        before, last = [*before, "this"], "evening"
    if last not in _PARTS_OF_DAY:
        return said, ""
    on = " ".join(before)
    return ("today" if on in ("", "this", "the", "later this") else on), last


def _without_preposition(words: str) -> str:
    return written_out(words).lower().removeprefix("on ").removeprefix("for ")


def days_named(turn: Turn, said: str) -> tuple[date, date] | None:
    """Return the first day of the typed period (a day or a week), and the first day after it.

    Both are in the person's time zone. "This week" begins today. Return None if no day was typed.
    """
    today = day_of(turn.now, turn.person.zone)
    if said in _WEEKS:
        monday = today - today.weekday() * DAY + _WEEKS[said] * 7 * DAY
        return max(today, monday), monday + 7 * DAY
    reading = typed_time(turn, said)
    if isinstance(reading, Understood):
        day = day_of(reading.starts_at, turn.person.zone)
        return day, day + DAY
    return (reading.day, reading.day + DAY) if reading.day else None


async def show_picked(turn: Turn) -> Reply:
    """List the calls with the account that was chosen."""
    return await list_card(turn, await account_question.picked(turn))


async def show_calls_below(turn: Turn) -> Reply:
    """List all planned calls, below the card with the pressed button."""
    return Aside(await list_card(turn))


async def show_more(turn: Turn) -> Reply:
    """Show the next calls below the list. `_after` describes the button's value."""
    skip, _, rest = turn.text.partition(":")
    account_id, _, ids = rest.partition(":")
    account = await access.account(turn, access.row_id(account_id)) if account_id else None
    if not ids:
        return Aside(await list_card(turn, account, skip=min(whole_number(skip), OF_ACCOUNT)))
    ahead = await asker_calls.planned(turn, limit=OF_ACCOUNT)
    only = [seated for seated in ahead if str(seated.call.id) in ids.split(",")]
    return Aside(await list_card(turn, account, only=only)) if only else aside(NONE_LEFT)


def _after(skip: int, account: Account | None, others: Sequence[Seated]) -> str:
    """Return the value of the button that shows the next calls of a list.

    - "12::": twelve calls are shown already.
    - "12:7:": the same, in a list of the calls with the account with the id 7.
    - "0::31,34": the list has only certain calls, and the next ones have these ids.
    """
    ids = ",".join(str(seated.call.id) for seated in others[:LISTED_LATER])
    return f"{skip}:{account.id if account else ''}:{ids}"


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

    - `to` is the time to which the person wants to move a call, as typed. The Change form opens
      with it.
    - `skip` is the number of calls that are already shown.
    - If `only` has calls, list exactly these calls.
    - Without `account`, `skip` and `only`, also list the calls that need a reflection.
    """
    person = turn.person
    limit = OF_ACCOUNT if account else skip + SHOWN + 1
    ahead = await asker_calls.planned(turn, limit=limit)
    if account:
        ahead = [seated for seated in ahead if seated.account.id == account.id]
    ahead = list(only) if only else ahead[skip:]
    about = f" with {shortened(account.name)}" if account else ""
    none = f"You have no call{about} planned." if about else "You have no calls planned."
    lead = f"Upcoming calls{about}" if ahead else none
    blocks: list[Block] = [Heading(lead) if ahead else Paragraph(spans(lead))]
    if rhythm_of(person).zone:  # may differ from the time zone of the person's device
        note = " ".join(filter(None, (note, f"Times are in {label(person.zone)}.")))
    if note:
        blocks.append(Note(spans(note)))
    blocks += _listed(turn, ahead[:SHOWN], to)
    if len(ahead) > SHOWN:
        others = ahead[SHOWN:] if only else ()
        after = _after(0 if only else skip + SHOWN, account, others)
        blocks.append(Buttons((Button("Show later calls", "call.more", after),)))
    blocks += [] if account or skip or only else await unreflected_blocks(turn)
    plan = Button("Plan a call", "call.add", account.name if account else "")
    connect = () if ahead or account or skip or only else await calendar.offer(turn)
    blocks.append(Buttons((plan, *connect)))
    return Card(lead, tuple(blocks))


def _listed(turn: Turn, shown: Sequence[Seated], to: str) -> list[Block]:
    """Return a line and buttons for each call. In a long list, the only button is "Brief"."""
    is_long = len(shown) > WITH_ALL_BUTTONS and not to
    blocks: list[Block] = []
    for seated in shown:
        blocks.append(_line(seated, turn))
        blocks.append(_brief(seated, turn) if is_long else actions(seated, turn, to))
    if is_long:
        blocks.append(Note(spans(typed(TO_CHANGE.format(shortened(shown[0].account.name, 40))))))
    return blocks


async def unreflected_blocks(turn: Turn) -> list[Block]:
    """List calls from the last seven days that need a reflection, at most the latest five.

    Internal calls need no reflection.
    """
    ended = await asker_calls.planned(turn, since=turn.now - FRESH, until=turn.now)
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
    """Return the buttons that a call has in a list. For `to`, see `list_card`."""
    call_id, about = str(seated.call.id), _named(seated, turn)
    change = f"{call_id}:{to}" if to else call_id
    cancelled = shown_start.value(seated.call)
    return Buttons(
        (
            Button("Brief", "brief.open", call_id, about=about),
            # With `beside`, the answer comes below the list, and the list stays.
            Button("Change", "call.edit", change, about=about, beside=True),
            Button("Cancel", "call.cancel", cancelled, about=about, beside=True),
        )
    )


def _brief(seated: Seated, turn: Turn) -> Buttons:
    about = _named(seated, turn)
    return Buttons((Button("Brief", "brief.open", str(seated.call.id), about=about),))


def _reflect(seated: Seated, turn: Turn) -> Button:
    about = _named(seated, turn)
    return Button("Reflect", "reflect.open", str(seated.call.id), about=about, beside=True)


def _named(seated: Seated, turn: Turn) -> str:
    call, account = seated.call, seated.account
    return f"{shortened(account.name, 40)}, {call_form.planned_time(turn, call)}"
