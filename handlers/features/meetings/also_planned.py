"""Name the calls that were planned for other meetings because of an answer about one meeting.

*Undo* of the answer cancels these calls too.
"""

from collections.abc import Sequence

from handlers.cards import Note, spans, typed
from handlers.coaching.text.words import shortened
from handlers.registry import Turn
from handlers.times import format_short
from storage.customers import accounts
from storage.sales_calls import calls
from storage.tables import SeenMeeting

NAMED = 3
NAME = 40  # characters of an account's name


async def note(
    turn: Turn, planned: Sequence[SeenMeeting], answered: SeenMeeting
) -> tuple[Note, ...]:
    """Name the calls of the meetings in `planned`, except the call of the meeting `answered`."""
    ids = [one.call_id for one in planned if one.call_id and one.call_id != answered.call_id]
    found = await calls.by_ids(turn.session, turn.person.tenant, dict.fromkeys(ids))
    also = sorted(found.values(), key=lambda one: (one.starts_at, one.id))
    if not also:
        return ()
    shown = also[:NAMED]
    account_ids = sorted({one.account_id for one in shown})
    named = await accounts.by_ids(turn.session, turn.person.tenant, account_ids)
    names = {one.id: shortened(one.name, NAME) for one in named}
    zone = turn.person.zone
    listed = [
        f"{names[one.account_id]}, {format_short(one.starts_at, now=turn.now, zone=zone)}"
        for one in shown
    ]
    more = f"; and {len(also) - NAMED} more" if len(also) > NAMED else ""
    return (Note(spans(typed(f"Also planned because of your answer: {'; '.join(listed)}{more}."))),)
