"""Drop an absence that was just set, or that we are still asking about: "scrap that im fine"."""

from dataclasses import replace

from handlers.cards import Reply, card_saying
from handlers.features.calls import away_undone
from handlers.features.settings import absence_undo, absences
from handlers.registry import Turn
from handlers.typed.settings.absence_dropped import drops_absence
from storage.conversation import call_choice, drafts, just_said, offers

NOTHING_SET = "All right. I set no absence, and your calls stay as they are."
# While a question about an absence is open, the newest row of `drafts` is of one of these kinds.
_QUESTIONS = ("absence asked for", "calls to choose from")


async def answer(turn: Turn) -> Reply | None:
    """Undo the absence that was just set, or drop the open question about an absence.

    - If a question about an absence is open, drop the question. Undo nothing, and say that no
      absence was set.
    - Otherwise, undo the absence that was just set.
    - If none was just set, say that no absence was set.

    Return None if the typed words do not drop an absence, or if they were typed in a channel.
    """
    if turn.place is not None or not drops_absence(turn.text):
        return None
    if undone := await just_set(turn):
        return undone
    await call_choice.forget(turn.session, turn.person)
    await just_said.forget_absence(turn.session, turn.person)
    return card_saying(NOTHING_SET)


async def just_set(turn: Turn) -> Reply | None:
    """Take back the absence that the last message set, and offer *Undo*.

    Return None
    - if the last message did not set an absence
    - if we asked a question about an absence after that message, and it is still open
    - if the person writes in a channel

    Raises Refusal if the absence was changed after that message.
    """
    since = turn.now - drafts.ANSWERED_WITHIN
    last = await offers.latest(turn.session, turn.person, since) if turn.place is None else None
    action, value = last.undo_button if last and last.is_undo else ("", "")
    if action not in (absence_undo.UNDO, away_undone.BACK):
        return None
    newest = await drafts.newest_of_any(turn.session, turn.person, since)
    if newest and newest.kind in _QUESTIONS:
        return None
    if action == away_undone.BACK:
        return await away_undone.back(replace(turn, text=value))
    return await absences.take_back(turn, value)
