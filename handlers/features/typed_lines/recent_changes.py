"""Describe the person's last changes that can be undone, so that words can name one of them."""

from collections.abc import Sequence
from typing import NamedTuple

from handlers.coaching.text.words import shortened, stems
from handlers.features import access
from handlers.features.briefs import goal_put_back
from handlers.features.calls import away_undone, changing
from handlers.features.notes import note_kept
from handlers.features.promises import (
    promise_corrected,
    promise_moved,
    promise_saved,
    promises,
    several_settled,
)
from handlers.features.reflections import goal_answer, kept_line, typed_step
from handlers.features.settings import absence_undo, only_kinds, rhythm, typed_setting
from handlers.registry import Refusal, Turn
from storage.choices import CANCELLED, PLANNED
from storage.conversation import offers
from storage.conversation.last_about import LATELY
from storage.conversation.offers import Offer
from storage.customers import commitments
from storage.sales_calls import own_notes

_SHOWN = 60  # characters of a note or a promise
# How we name changes that have no note, promise or call.
_OTHERS = {
    promises.REOPEN: "a promise settled",
    several_settled.REOPEN_ALL: "several promises settled",
    kept_line.TAKE_OUT: "a line of a reflection",
    typed_step.BACK: "a next step",
    goal_answer.BACK: "the answer about a goal",
    goal_put_back.BACK: "a goal",
    absence_undo.UNDO: "your absence",
    away_undone.BACK: "your absence and the calls in it",
    rhythm.UNMUTE: "stopped messages",
    rhythm.UNSNOOZE: "a pause",
    only_kinds.UNDO: "stopped messages",
    typed_setting.PUT_BACK: "a setting",
}
_PROMISES = {
    promise_saved.UNDO: "promise",
    promise_moved.BACK: "another day for",
    promise_corrected.BACK: "another account for",
    promises.REOPEN: "settled",
}


class RecentChange(NamedTuple):
    """A change: the offer to undo it, its account or None, what it is called, and its own words."""

    offer: Offer
    account_id: int | None
    label: str
    words: str = ""

    @property
    def action(self) -> str:
        """The action of the *Undo* button."""
        return self.offer.undo_button[0]

    def shares_words(self, named: str) -> bool:
        """Check whether the change's note or promise has all of these words."""
        wanted = {*stems(named)}
        return bool(wanted) and wanted <= {*stems(self.words)}


async def of_person(turn: Turn) -> Sequence[RecentChange]:
    """Return the changes of the last hour, newest first, without those that are gone."""
    made = await offers.recent(turn.session, turn.person, turn.now - LATELY)
    found = [await _described(turn, one) for one in made if not one.changed_insight]
    return [one for one in found if one]


async def _described(turn: Turn, made: Offer) -> RecentChange | None:
    action, value = made.undo_button
    if action == note_kept.UNDO:
        return await _note(turn, made, value)
    if action in _PROMISES:
        return await _promise(turn, made, action, value)
    if action in (changing.MOVE_BACK, changing.RESTORE):
        return await _call(turn, made, action)
    if action == absence_undo.UNDO and not absence_undo.fits(turn.person, value):
        return None
    label = _OTHERS.get(action, "another change")
    return RecentChange(made, None, label[:1].upper() + label[1:])


async def _note(turn: Turn, made: Offer, value: str) -> RecentChange | None:
    note = await own_notes.by_id(turn.session, turn.person, access.row_id(value))
    if note is None:
        return None
    label = f"Your note: “{shortened(note.text, _SHOWN)}”"
    return RecentChange(made, note.account_id, label, note.text)


async def _promise(turn: Turn, made: Offer, action: str, value: str) -> RecentChange | None:
    at = -1 if action == promises.REOPEN else 0 if action == promise_saved.UNDO else 1
    found = await commitments.by_id(
        turn.session, turn.person.tenant, access.row_id(value.split(":")[at])
    )
    is_settled = action == promises.REOPEN
    if found is None or (found.state == "open") == is_settled:
        return None
    label = f"{_PROMISES[action].capitalize()}: {shortened(found.text, _SHOWN)}"
    return RecentChange(made, found.account_id, label, found.text)


async def _call(turn: Turn, made: Offer, action: str) -> RecentChange | None:
    try:
        seated = await access.own_call(turn, str(made.changed_call), status=(PLANNED, CANCELLED))
    except Refusal:
        return None
    is_cancelled = seated.call.status == CANCELLED
    if is_cancelled != (action == changing.RESTORE):
        return None
    did = "cancelled" if is_cancelled else "moved"
    name = shortened(seated.account.name, 40)
    return RecentChange(made, seated.account.id, f"Call {did}: {name}", name)
