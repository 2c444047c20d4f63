"""Put back what was removed last, after "put back what u removed" or "bring it back"."""

from dataclasses import replace

from handlers.cards import Button, Buttons, Reply, card_saying
from handlers.features.calls import away_undone, changing
from handlers.features.calls.calls import ALL_CALLS
from handlers.features.notes import note_put_back
from handlers.features.promises import (
    promise_corrected,
    promise_moved,
    promise_reopened,
    promise_saved,
    promises,
    several_settled,
)
from handlers.features.reflections import kept_line, line_put_back
from handlers.features.typed_lines import just_kept
from handlers.registry import Turn
from handlers.typed.put_back_said import puts_back
from storage.conversation import drafts, offers, undos

NOTHING = (
    "Nothing was put back. I can put back what you removed or moved in the last ten minutes. "
    "Anything older may have a button below its message."
)
FOR_GOOD = "Once you have confirmed that something is to be deleted, it is gone for good."
_WAYS = {
    note_put_back.BACK: note_put_back.put_back,
    kept_line.BACK: line_put_back.put_back,
    promise_saved.BACK: promise_saved.put_back,
}
# The actions of the *Undo* buttons of calls that were cancelled or moved, and of a moved promise.
_CHANGES = (
    *(changing.RESTORE, changing.MOVE_BACK, away_undone.BACK),
    *(promise_moved.BACK, promise_corrected.BACK),
)
_PROMISES = Button("All promises", "promises.all", beside=True)


async def answer(turn: Turn) -> Reply | None:
    """Put back what this person removed last: a note, a line, a promise or a cancelled call.

    If the person has just settled a promise, reopen it. If the person has just moved a call or a
    promise, give it its former time. Undo only the person's last change, and only within
    `drafts.ANSWERED_WITHIN`. If nothing can be put back, say where to look for older removals.

    Return None in a channel, or if the words ask for something else.
    """
    if turn.place is not None or not puts_back(turn.text):
        return None
    since = turn.now - drafts.ANSWERED_WITHIN
    last = await undos.newest_change(turn.session, turn.person, since)
    action = last.about.partition(" ")[0] if last else ""
    if last and last.kind == "undo" and action in _WAYS:
        return await _WAYS[action](replace(turn, text=str(last.id)))
    kept = await offers.latest(turn.session, turn.person, since)
    back = None
    if last and action in (promises.REOPEN, several_settled.REOPEN_ALL):
        back = await promise_reopened.just_settled(turn)
    elif last and action in _CHANGES and kept and kept.undo_button[0] == action:
        back = await just_kept.take_back(turn, kept)
    said = f"{NOTHING} {FOR_GOOD}" if last and last.kind == "changed for good" else NOTHING
    return back or card_saying(said, Buttons((ALL_CALLS, _PROMISES)))
