"""Separate the promise in a typed line from the words after it, because colleagues read promises.

The rep's own note usually keeps the whole line.
"""

from datetime import date

from handlers.cards import Form
from handlers.features.customers import which_account
from handlers.features.notes import note_beside, note_kept
from handlers.features.promises import promise_form
from handlers.registry import Turn
from handlers.typed.line_kinds import kind_of
from handlers.typed.promises.promise_alone import divided
from handlers.views.promises.promise_lines import Jotted
from storage.conversation import offers
from storage.tables import Account

KEPT = "I kept your whole line as your own note."


def split(turn: Turn, form: Form) -> tuple[Form, str]:
    """Return a form with only the promise, and the words that come after the promise.

    For "the deck by fri, god she is slow", return two things:

    - a form with the promise "the deck" and the due day Friday
    - "god she is slow"

    If no words come after the promise, return the unchanged form and "".
    """
    values = {one.id: getattr(one, "value", None) for one in form.inputs}
    promise, rest = divided(str(values.get("text") or ""))
    if not rest:
        return form, ""
    words, bracket, person = promise.partition(" (")
    found, due_on = promise_form.read(turn, words), values.get("due_on")
    day = found.due_on or (due_on if isinstance(due_on, date) else None)
    alone = Jotted(f"{found.text}{bracket}{person}", day, found.note)
    account, side = str(values.get("account") or ""), str(values.get("side") or "")
    return promise_form.filled_form(account, alone, side=side), rest


async def keep(turn: Turn, account: Account, rest: str) -> str:
    """Keep the whole line as the rep's own note, and return a sentence that says so.

    `rest` has the words after the promise. If `rest` is an order or names another account, keep no
    note, and return a sentence that says that `rest` was left out.
    """
    about = await which_account.named_by(turn, rest)
    if kind_of(rest) == "command" or about - {account.id}:
        return await note_beside.keep(turn, account, rest)
    await note_kept.keep(turn, account, turn.text.strip())
    await offers.close(turn.session, turn.person)  # so "undo" takes back the promise, not the note
    return KEPT
