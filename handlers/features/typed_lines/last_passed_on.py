"""Offer to pass on a line: "pass that on to marketing", "pass the wifi quote on to marketing"."""

from dataclasses import replace
from datetime import datetime

from handlers.cards import Button, Buttons, Reply, card_saying, typed
from handlers.coaching.text.words import shortened, stems
from handlers.features.typed_lines import no_notes
from handlers.registry import Turn
from handlers.typed.marketing.passing_said import line_passed_on, passes_last_on
from storage.conversation.last_about import LATELY
from storage.customers import accounts
from storage.sales_calls import own_notes, reflections
from storage.tables import Account

NONE = "I found no line of yours about “{topic}”, so nothing has been sent."
_LOOKED_AT = 50  # we look at this many of the newest notes, and of the newest reflections
_LINE = 300  # we pass on at most this many characters of a line
_SHOWN = 120


async def answer(turn: Turn) -> Reply | None:
    """Show the rep's newest line, or the newest about a topic, and the button that passes it on.

    The button opens the form of the latest call with the account that the line is about. If the rep
    has not reflected on that call, or has written nothing lately, offer to suggest an insight
    instead. If no line is about the topic, say so. Return None if the text does not ask to pass a
    line on, and in a channel.
    """
    if turn.place is not None:
        return None
    if passes_last_on(turn.text):
        return await _offer(turn, *await _newest(turn))
    topic = line_passed_on(turn.text)
    if not topic:
        return None
    account, line = await _about(turn, topic)
    if account is None:
        return card_saying(typed(NONE.format(topic=shortened(" ".join(topic), 40))))
    return await _offer(turn, account, line)


async def _offer(turn: Turn, account: Account | None, line: str) -> Reply:
    passes, _ = (
        await no_notes.passing(replace(turn, text=account.name), line) if account else ((), "")
    )
    lead = no_notes.MARKETING
    if passes:
        lead = f"Nothing has been sent yet. Shall I open this, to pass it on: “{_short(line)}”?"
    buttons = passes or (Button("Suggest an insight", "insight.new", line),)
    return card_saying(typed(lead), Buttons(buttons))


async def _about(turn: Turn, topic: list[str]) -> tuple[Account | None, str]:
    """Return the newest of the rep's lines that has all these words, with its account."""
    person, wanted = turn.person, {*stems(" ".join(topic))}
    found: list[tuple[datetime, int, str]] = []
    for written, account in await reflections.last_of(
        turn.session, person.tenant, person.id, _LOOKED_AT
    ):
        lines = reversed(written.heard.strip().splitlines())
        found += [(written.written_at, account.id, one) for one in lines]
    for note in await own_notes.latest(turn.session, person, _LOOKED_AT):
        found.append((note.noted_at, note.account_id, note.text))
    fitting = [one for one in found if wanted and wanted <= {*stems(one[2])}]
    if not fitting:
        return None, ""
    _, account_id, line = max(fitting, key=lambda one: one[0])
    return await accounts.by_id(turn.session, person.tenant, account_id), line[:_LINE]


async def _newest(turn: Turn) -> tuple[Account | None, str]:
    """Return the newest line that the rep wrote in a note or reflection, with its account.

    Return (None, "") if the rep has written nothing within `LATELY`.
    """
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
