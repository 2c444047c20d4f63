"""Move a call at once when its new time is clear, and say so in one sentence with *Undo*."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from handlers.cards import Button, Buttons, Card, Reply, card_saying, typed
from handlers.coaching.text.words import shortened
from handlers.features import access
from handlers.features.calls import changing
from handlers.features.fields import moment_in
from handlers.registry import Refusal, Registry, Turn
from handlers.times import Understood, format_short
from handlers.typed.words import bare_word, listed
from handlers.views import shown_start
from storage.conversation import call_choice
from storage.conversation.call_choice import CallChoice
from storage.sales_calls.own_calls import Seated
from storage.tables import Call

MOVE_TO = "call.move_to"
# A typed length such as "300 hours" is probably a slip if it moves a call further than this.
FAR = timedelta(days=3)
_SHORT_UNITS = listed("h hr hrs hour hours m min mins minute minutes")


def register(registry: Registry) -> None:
    """Register the button that moves a call to the time in the button's value."""
    registry.button(MOVE_TO, move_to)


async def at_once(turn: Turn, seated: Seated, reading: Understood) -> Card:
    """Move a call. Return a card with its old time, its new time and the note of `changing.move`.

    Raises Refusal if

    - the call is not the rep's,
    - the call is no longer planned, or
    - the rep has another call with the account at the new time.
    """
    call = (await access.own_call(turn, str(seated.call.id), locked=True)).call
    name = shortened(seated.account.name)
    was, when = (
        format_short(one, now=turn.now, zone=turn.person.zone)
        for one in (call.starts_at, reading.starts_at)
    )
    lead = f"Moved {name} from {was} to {when}."
    if call.starts_at == reading.starts_at:
        lead = f"Your call with {name} is {when} already."
    told = await changing.move(turn, call, reading)
    lead = " ".join(filter(None, (lead, told)))
    return card_saying(typed(lead), Buttons(_buttons(turn, call, name)))


def ask_if_far(turn: Turn, seated: Seated, reading: Understood, to: str) -> Card | None:
    """Ask whether to move a call very far, as for "300 hours later".

    `to` is the new time as typed. Return None if the typed text is probably not a slip (see `FAR`).
    Also return None if the new time has passed.
    """
    starts_at, before = reading.starts_at, seated.call.starts_at
    is_usual = _SHORT_UNITS.isdisjoint(map(bare_word, to.split())) or abs(starts_at - before) <= FAR
    if is_usual or starts_at <= turn.now:
        return None
    when = format_short(starts_at, now=turn.now, zone=turn.person.zone)
    name, was = _named(turn, seated)
    return _asked(turn, seated, reading, f"That is {when}. Shall I move {name}, {was}, that far?")


async def ask(turn: Turn, seated: Seated, reading: Understood, *more: Button) -> Card:
    """Ask whether to move the call to a time that a customer wants.

    `more` are additional buttons. If the next message is "yes book that", `call_chosen` moves the
    call.
    """
    name, was = _named(turn, seated)
    value = button("", seated.call, reading.starts_at).value
    asked = CallChoice(MOVE_TO, for_all=value)
    await call_choice.remember(turn.session, turn.person, asked, turn.now)
    return _asked(turn, seated, reading, f"Shall I move {name}, {was}?", *more)


async def ask_which(turn: Turn, lead: str, moves: Sequence[tuple[Seated, Understood]]) -> Card:
    """Ask `lead`, with a button for each call in `moves`.

    Each button moves its call to the time that is paired with it in `moves`. If the next message is
    "the alder one", `call_chosen` presses the button of the call with Alder.
    """
    zone = turn.person.zone
    buttons = {
        one.call.id: button(
            f"{shortened(one.account.name, 20)}, "
            f"{format_short(one.call.starts_at, now=turn.now, zone=zone)}",
            one.call,
            reading.starts_at,
        )
        for one, reading in moves
    }
    asked = CallChoice(MOVE_TO, [one.value for one in buttons.values()])
    await call_choice.remember(turn.session, turn.person, asked, turn.now)
    return card_saying(typed(lead), Buttons((*buttons.values(),)))


def _named(turn: Turn, seated: Seated) -> tuple[str, str]:
    """Return two texts: "your call with Northwind", and the time at which that call is planned."""
    was = format_short(seated.call.starts_at, now=turn.now, zone=turn.person.zone)
    return f"your call with {shortened(seated.account.name, 40)}", was


def _asked(turn: Turn, seated: Seated, reading: Understood, lead: str, *more: Button) -> Card:
    starts_at, name = reading.starts_at, shortened(seated.account.name, 40)
    when = format_short(starts_at, now=turn.now, zone=turn.person.zone)
    buttons = (
        button(f"Move it to {when}", seated.call, starts_at),
        Button("Another time", "call.edit", str(seated.call.id), about=name),
        *more,
    )
    return card_saying(typed(lead), Buttons(buttons))


def _buttons(turn: Turn, call: Call, about: str) -> tuple[Button, ...]:
    """Return the buttons *Undo* and *Brief*.

    Leave out *Undo* if the call was not moved, or if its former time has passed.
    """
    show = Button("Brief", "brief.open", str(call.id), about=about)
    before = call.moved_from
    if before is None or before <= turn.now:
        return (show,)
    return Button("Undo", "call.move_back", f"{call.id}:{before.isoformat()}"), show


def button(label: str, call: Call, starts_at: datetime) -> Button:
    """Return the button that moves a call to `starts_at` (UTC)."""
    return Button(label, MOVE_TO, f"{shown_start.value(call)}:{starts_at.isoformat()}")


async def move_to(turn: Turn) -> Reply:
    """Move a call to the time in the button's value. The call keeps its length.

    If somebody has moved the call since the button was shown, ask again. Raises Refusal if the time
    in the value has passed.
    """
    call_id, _, starts = turn.text.partition(":")
    starts_at = moment_in(starts)
    if starts_at is None or starts_at <= turn.now:
        raise Refusal("That time has passed. /calls lets you choose another.")
    try:
        seated = await access.own_call(turn, call_id, locked=True)
    except access.CallMoved as moved:
        return _ask_again(turn, moved, starts_at)
    length: timedelta = seated.call.ends_at - seated.call.starts_at
    reading = Understood(starts_at, starts_at + length, seated.call.zone, None)
    return await at_once(turn, seated, reading)


def _ask_again(turn: Turn, moved: access.CallMoved, starts_at: datetime) -> Card:
    to = format_short(starts_at, now=turn.now, zone=turn.person.zone)
    lead = f"{moved.said} Shall I move it to {to}?"
    yes = button(f"Move it to {to}", moved.seated.call, starts_at)
    return card_saying(typed(lead), Buttons((yes,)))
