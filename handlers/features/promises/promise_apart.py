"""Save only the promise of a typed line, and keep what the line says after it as an own note."""

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
    """Return the form with only the promise, and the words that the line says after the promise.

    "The deck by fri, god she is slow" gives a form for "the deck" with Friday. If nothing follows
    the promise, return the form as it is, and "".
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

    If the words after the promise are an order or name another account, they are left out, and the
    sentence says so.
    """
    about = await which_account.named_by(turn, rest)
    if kind_of(rest) == "command" or about - {account.id}:
        return await note_beside.keep(turn, account, rest)
    await note_kept.keep(turn, account, turn.text.strip())
    await offers.close(turn.session, turn.person)  # a typed "undo" takes back the promise only
    return KEPT
