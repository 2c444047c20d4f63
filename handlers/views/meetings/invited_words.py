"""Tell a rep about calls that we planned without asking, because the rep invited a new company.

Pure.
"""

from collections.abc import Sequence
from datetime import datetime

from handlers.cards import Block, Button, Buttons, Paragraph, spans, typed
from handlers.coaching.text.words import shortened
from handlers.knowledge.invited_calls import InvitedCall
from handlers.times import format_absolute
from storage.tables import Person

WRONG = "meetings.invited"  # the button that lists these calls
MAX_NAMED = 6  # the message names at most this many calls, and says how many more there are
NAME = 40  # characters of an account's name


def told(found: Sequence[InvitedCall], person: Person, now: datetime) -> list[Block]:
    """Return the sentences and the button, or [] if `found` is empty. `now` is UTC."""
    if not found:
        return []
    listed = "; ".join(
        f"{shortened(one.account.name, NAME)}, {when(one, person, now)}"
        for one in found[:MAX_NAMED]
    )
    more = f"; and {len(found) - MAX_NAMED} more" if len(found) > MAX_NAMED else ""
    first = (
        "I planned a call with a company that was not on file"
        if len(found) == 1
        else f"I planned calls with {len(found)} companies that were not on file"
    )
    who = "it" if len(found) == 1 else "them"
    said = f"{first}, because you invited {who}: {listed}{more}. Not a sales call? Press “Wrong…”."
    return [Paragraph(spans(typed(said))), Buttons((Button("Wrong…", WRONG, beside=True),))]


def when(one: InvitedCall, person: Person, now: datetime) -> str:
    """Return the day and time of a call."""
    return format_absolute(one.call.starts_at, now=now, zone=person.zone, own=person.zone)
