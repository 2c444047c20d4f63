"""Put back a call's earlier goal, for *Undo* and "wed goal northwind back to what it was"."""

from dataclasses import replace

from handlers.cards import Button, Buttons, Card, Reply, card_saying, typed
from handlers.coaching.text.words import shortened
from handlers.features import access
from handlers.features.calls import named_call
from handlers.features.customers import account_at_time
from handlers.registry import Refusal, Registry, Turn
from handlers.times import format_short
from handlers.typed.calls.goals import goal_put_back
from storage.conversation import offers, undos
from storage.conversation.undos import Undo
from storage.sales_calls.own_calls import Seated

BACK = "goal.back"
SHOWN = 200  # characters of a goal
CHANGED = "Your goal for {} has changed since, so it stays."


def register(registry: Registry) -> None:
    """Register the button that puts the earlier goal back."""
    registry.button(BACK, put_back)


async def undo_button(turn: Turn, seated: Seated, before: str) -> Button:
    """Return the button that puts the earlier goal (`before`) back, in place of the goal on file.

    If the goal on file changes again, the button no longer works. Also make a typed "undo" put the
    earlier goal back.
    """
    ids = f"{seated.call.id}:{undos.mark(seated.seat.goal)}"
    undo = Undo(BACK, seated.account.name, ids, before)
    value = str(await undos.keep(turn.session, turn.person, undo, turn.now))
    await offers.save(turn.session, turn.person, offers.to_undo(BACK, value, turn.now))
    return Button("Undo", BACK, value, about=shortened(seated.account.name, 40))


async def put_back(turn: Turn) -> Reply:
    """Put the earlier goal back.

    Raises Refusal if the button was used before, if the call is gone, or if the goal has changed
    since the button was made.
    """
    kept = await access.kept_undo(turn, BACK, turn.text)
    call_id, _, mark = kept.ids.partition(":")
    seated = await access.own_call(turn, call_id, locked=True)
    if undos.mark(seated.seat.goal) != mark:
        raise Refusal(CHANGED.format(_about(turn, seated)))
    await offers.close(turn.session, turn.person)
    seated.seat.goal = kept.words
    await turn.session.flush()
    about = _about(turn, seated)
    if not kept.words:
        return card_saying(typed(f"The goal for {about} has been taken out again."))
    lead = f"Your goal for {about} is again “{shortened(kept.words, SHOWN)}”."
    return card_saying(typed(lead))


async def answer(turn: Turn) -> Reply | None:
    """Put back the goal that the named call had before the rep last typed a goal for it.

    If the earlier goal is not on file, or the rep has no such call, say that nothing was changed.
    Return None

    - in a channel
    - if the line asks for something else
    - if the line names no account, or several
    """
    about = goal_put_back(turn.text) if turn.place is None else ""
    account = await account_at_time.named_alone(turn, about) if about else None
    if account is None:
        return None
    named = await named_call.find(turn, account, about)
    for seated in named.fitting[:1]:
        begins = f"{seated.call.id}:"
        kept = await undos.id_of_latest(turn.session, turn.person, BACK, begins, "")
        if kept is not None:
            return await put_back(replace(turn, text=str(kept)))
        return _not_known(turn, seated)
    lead = f"You have no call with {shortened(account.name, 40)} planned then. I changed nothing."
    return card_saying(typed(lead))


def _not_known(turn: Turn, seated: Seated) -> Card:
    """Say that the earlier goal is not on file, with a button to write one."""
    lead = f"I don't have the earlier goal for {_about(turn, seated)}, so I changed nothing."
    name = shortened(seated.account.name, 40)
    change = Button("Change the goal", "goal.open", str(seated.call.id), about=name)
    return card_saying(typed(lead), Buttons((change,)))


def _about(turn: Turn, seated: Seated) -> str:
    when = format_short(seated.call.starts_at, now=turn.now, zone=turn.person.zone)
    return f"{shortened(seated.account.name, 40)}, {when}"
