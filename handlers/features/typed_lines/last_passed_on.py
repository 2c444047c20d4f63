"""Offer to pass on what the rep has just written: "pass that on to marketing"."""

from dataclasses import replace

from handlers.cards import Button, Buttons, Reply, card_saying, typed
from handlers.coaching.text.words import shortened
from handlers.features.typed_lines import no_notes
from handlers.registry import Turn
from handlers.typed.marketing.passing_said import passes_last_on
from storage.conversation.last_about import LATELY
from storage.customers import accounts
from storage.sales_calls import own_notes, reflections
from storage.tables import Account

_LINE = 300  # at most this many characters of the line
_SHOWN = 120


async def answer(turn: Turn) -> Reply | None:
    """Show the rep's newest line about an account, and the button that passes it on.

    The button opens the form of the latest call with this account. If that call has no reflection,
    or if the rep has written nothing lately, offer to suggest an insight instead. Return None for
    any other words, and in a channel.
    """
    if turn.place is not None or not passes_last_on(turn.text):
        return None
    account, line = await _newest(turn)
    passes, _ = (
        await no_notes.passing(replace(turn, text=account.name), line) if account else ((), "")
    )
    lead = no_notes.MARKETING
    if passes:
        lead = f"Nothing has been sent yet. Shall I open this, to pass it on: “{_short(line)}”?"
    buttons = passes or (Button("Suggest an insight", "insight.new", line),)
    return card_saying(typed(lead), Buttons(buttons))


async def _newest(turn: Turn) -> tuple[Account | None, str]:
    """Return the newest of the rep's own notes and reflections, with its account."""
    person, since = turn.person, turn.now - LATELY
    found: tuple[Account | None, str] = (None, "")
    for written, account in await reflections.last_of(turn.session, person.tenant, person.id, 1):
        if written.written_at >= since and (lines := written.heard.strip().splitlines()):
            found, since = (account, lines[-1][:_LINE]), written.written_at
    for note in await own_notes.latest(turn.session, person, 1):
        if note.noted_at >= since:
            about = await accounts.by_id(turn.session, person.tenant, note.account_id)
            found = (about, note.text[:_LINE])
    return found


def _short(line: str) -> str:
    return shortened(line, _SHOWN)
