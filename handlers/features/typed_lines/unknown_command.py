"""Answer a slash command that does not exist: run a similar command, or list all commands."""

from dataclasses import replace

from handlers.cards import Card, Note, Paragraph, Reply, spans, typed
from handlers.features.customers import which_account
from handlers.features.promises import promise_form
from handlers.registry import Registry, Turn, Unfinished
from handlers.request import Means
from handlers.typed.slash import nearest, slash_name

NONE = "There is no such command."
LEAVE_OUT = "To keep a note, type it without the slash."


async def answer(registry: Registry, turn: Turn) -> Reply | Unfinished:
    """Run the command with a similar name: /prep for "/preps".

    If no command has a similar name, list the commands. "/promise" is an exception:

    - alone, or before the name of an account: run /promises
    - before any other words: open the form for a promise, filled with these words
    """
    name = slash_name(turn.text)
    _, _, words = turn.text.strip().partition(" ")
    if name == "promise" and words and not await which_account.on_file(turn, words):
        return await promise_form.said_by_us(turn, words.strip())
    meant = registry.find(Means.COMMAND, nearest(name, registry.commands))
    if meant:
        return await meant(replace(turn, text=words.strip()))
    *most, last = (f"/{known}" for known in registry.commands)
    lead = typed(f"There is no command “/{name}”.")
    listed = Paragraph(spans(lead, f" You can type {', '.join(most)} or {last}. “help” has more."))
    return Card(NONE, (listed, *((Note(spans(LEAVE_OUT)),) if words and not turn.place else ())))
