"""Search the rep's own notes and reflections for a name that is not on file."""

from collections.abc import Sequence
from datetime import datetime

from handlers.cards import Button, Buttons, Card, Paragraph, Quote, ShowsOfCall, spans, typed
from handlers.coaching.promises.promise_signs import is_about
from handlers.coaching.text.words import shortened
from handlers.features.asked.on_account import on_account
from handlers.registry import Turn
from storage.customers import accounts
from storage.sales_calls import own_notes, reflections

LOOKED_AT = 200  # notes, and as many reflections
SHOWN = 3
LONGEST = 300  # characters
# When the line was noted, its account's id, its text, and the reflection that a card then shows.
_Found = tuple[datetime, int, str, tuple[ShowsOfCall, ...]]


async def answer(turn: Turn, topic: Sequence[str]) -> Card | None:
    """Show the newest of the rep's own lines with all of these words, or return None."""
    words = " ".join(topic)
    lines = [one for one in await _lines(turn) if is_about(one[2], words) == 1]
    found = sorted(lines, key=lambda one: one[0], reverse=True)[:SHOWN]
    if not found:
        return None
    ids = sorted({one[1] for one in found})
    known = {one.id: one for one in await accounts.by_ids(turn.session, turn.person.tenant, ids)}
    first = known[found[0][1]]
    on = await on_account(turn, first)
    quoted = tuple(
        Quote(shortened(text, LONGEST), f"{shortened(known[of].name, 40)}, {on.dates.of(at)}")
        for at, of, text, _ in found
    )
    lead = f"This is what you noted about “{shortened(words, 60)}”:"
    shown = tuple(each for one in found for each in one[3])
    own = on.ahead or on.held
    more = Button("Plan a call", "call.add", first.name, about=on.name)
    if own:
        more = Button("Everything on file", "brief.everything", str(own.call.id), about=on.name)
    return Card(lead, (Paragraph(spans(typed(lead))), *quoted, Buttons((more,))), shows=shown)


async def _lines(turn: Turn) -> list[_Found]:
    person, session = turn.person, turn.session
    notes = await own_notes.latest(session, person, LOOKED_AT)
    written = await reflections.last_of(session, person.tenant, person.id, LOOKED_AT)
    return [
        *((one.noted_at, one.account_id, one.text, ()) for one in notes),
        *(
            (row.called_at, account.id, line, (ShowsOfCall(row.call_id, "reflection"),))
            for row, account in written
            for line in row.heard.splitlines()
        ),
    ]
