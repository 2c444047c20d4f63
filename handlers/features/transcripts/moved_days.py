"""Remember the due days that a transcript changed, so that we can restore the earlier days.

A line of a transcript may repeat a promise that is already on file. If the rep keeps the line, and
the line names a due day, the promise on file gets this day. We store the earlier due day with the
state of the line.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.features.fields import whole_number
from handlers.features.promises.promised_again import MadeAgain
from handlers.registry import Turn
from storage.customers import commitments

APART = "|"  # between the parts of a line's stored state
_DAY = "day:"  # starts a part that says which promise was moved from one day to another


@dataclass(frozen=True)
class MovedDay:
    """A promise whose due day was changed from `before` to `after`. None means no due day."""

    promise_id: int
    before: date | None
    after: date | None

    @property
    def stored(self) -> str:
        """The promise and its two due days, as a part of a line's stored state."""
        days = (day.isoformat() if day else "" for day in (self.before, self.after))
        return _DAY + ":".join((str(self.promise_id), *days))


def stored(again: Iterable[MadeAgain]) -> tuple[str, ...]:
    """Return the parts of a line's state that say which due days have changed."""
    return tuple(
        MovedDay(each.promise.id, each.before, each.promise.due_on).stored
        for each in again
        if each.moved
    )


def of_state(state: str) -> list[MovedDay]:
    """Parse the changed due days in the stored state of a line."""
    parts = (part for part in state.split(APART) if part.startswith(_DAY))
    found = (part.removeprefix(_DAY).split(":") for part in parts)
    return [MovedDay(whole_number(id_), _day(before), _day(after)) for id_, before, after in found]


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


async def give_back(turn: Turn, moved: Sequence[MovedDay]) -> bool:
    """Restore the promises' earlier due days. Return whether all of them were restored.

    A promise stays as it is in these cases:

    - Its due day was changed after the transcript changed it.
    - It is no longer one of the person's open promises.
    """
    unchanged = True
    for each in moved:
        row = await commitments.by_id(
            turn.session, turn.person.tenant, each.promise_id, locked=True
        )
        mine = row is not None and row.owner_id == turn.person.id and row.state == "open"
        if row is None or not mine or row.due_on != each.after:
            unchanged = False
        else:
            row.due_on = each.before
    return unchanged
