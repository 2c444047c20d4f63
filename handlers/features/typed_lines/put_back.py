"""Put back what was removed last, after "put back what u removed" or "bring it back"."""

from dataclasses import replace
from datetime import timedelta

from handlers.cards import Button, Buttons, Reply, card_saying
from handlers.features.calls import changing
from handlers.features.calls.calls import ALL_CALLS
from handlers.features.notes import note_put_back
from handlers.features.promises import promise_reopened, promise_saved, promises
from handlers.features.reflections import kept_line, line_put_back
from handlers.features.typed_lines import just_kept
from handlers.registry import Turn
from handlers.typed.put_back_said import puts_back
from storage.conversation import offers, undos
from storage.conversation.last_about import LATELY

REMOVED_WITHIN = timedelta(days=1)
NOTHING = (
    "Not done: I keep nothing that you removed since yesterday. What you deleted after I asked is "
    "gone for good."
)
_WAYS = {
    note_put_back.BACK: note_put_back.put_back,
    kept_line.BACK: line_put_back.put_back,
    promise_saved.BACK: promise_saved.put_back,
}
_TAKEN_AWAY = (
    changing.RESTORE,
    promises.REOPEN,
)  # the *Undo* of a call or promise that was dropped
_PROMISES = Button("All promises", "promises.all", beside=True)


async def answer(turn: Turn) -> Reply | None:
    """Put back the note, the line or the promise that was removed last, or say that none was.

    If a promise was just settled, it is open again. If the last thing that was done is the
    cancellation of a call, or a promise that was dropped, undo that. Return None for any other
    words, and in a channel.
    """
    if turn.place is not None or not puts_back(turn.text):
        return None
    if reopened := await promise_reopened.just_settled(turn):
        return reopened
    last = await offers.latest(turn.session, turn.person, turn.now - LATELY)
    if last and last.is_undo and last.undo_button[0] in _TAKEN_AWAY:
        return await just_kept.take_back(turn, last)
    since = turn.now - REMOVED_WITHIN
    found = await undos.newest_id(turn.session, turn.person, _WAYS.keys(), since)
    if found is None:
        return card_saying(NOTHING, Buttons((ALL_CALLS, _PROMISES)))
    action, undo_id = found
    return await _WAYS[action](replace(turn, text=str(undo_id)))
