"""Say how to correct the last change, if a short line after it is not understood."""

from datetime import timedelta

from handlers.cards import Button, Buttons, Card, Paragraph, card_saying, spans, typed
from handlers.coaching.text.words import shortened
from handlers.commands import NOT_UNDERSTOOD
from handlers.features.calls import away_undone, call_corrected, changing
from handlers.features.calls.call_words import is_time_of_call
from handlers.features.calls.calls import ALL_CALLS
from handlers.features.customers import account_in_talk
from handlers.features.promises import (
    promise_corrected,
    promise_moved,
    promise_saved,
    promises,
    several_settled,
)
from handlers.features.settings import absence_undo, rhythm, typed_setting
from handlers.registry import Turn
from handlers.typed import day_corrections
from handlers.typed.correction_words import opens_a_correction
from handlers.typed.line_kinds import kind_of
from handlers.typed.plain_spelling import clock_written_out
from storage.conversation import drafts, just_said, offers

_AGAIN = "To change the time of your call with {} again, type “make it 3pm”."
_PROMISE = "To give the promise another day, type “make it friday”."
_ABSENCE = "To change your absence, type only what differs: “only friday morning”, “back at 2”."
_HOW = {
    promise_saved.UNDO: _PROMISE,
    promise_moved.BACK: _PROMISE,
    promise_corrected.BACK: _PROMISE,
    promises.REOPEN: "To open the promise again, type “undo”.",
    several_settled.REOPEN_ALL: "To open the promises again, type “undo”.",
    changing.RESTORE: "To bring the call back, type “undo”.",
    absence_undo.UNDO: _ABSENCE,
    away_undone.BACK: _ABSENCE,
    rhythm.UNSNOOZE: "To get messages again, type “undo”.",
    typed_setting.PUT_BACK: "To take the change of your settings back, type “undo”.",
}
# These buttons undo changes that set no time, so "make it 16:00" cannot correct such a change.
_OF_NO_TIME = (
    *(promises.REOPEN, several_settled.REOPEN_ALL),
    *(rhythm.UNSNOOZE, typed_setting.PUT_BACK),
)
_WHICH_TO_MOVE = "What shall I move? Name it with the new time: “move {} to {}”."
_LIKE_A_NOTE = 6  # a line with more words looks like a note, unless it begins like a correction
_A_MOMENT = timedelta(microseconds=1)


async def how_to_correct(turn: Turn) -> Card | None:
    """Say how to correct the last change to a call, a promise, an absence or the settings.

    An absence counts as soon as the rep has asked for it, even if it is not set yet.

    Return None in these cases:
    - No call, promise, absence or setting was changed in the last few minutes.
    - The line was typed in a channel.
    - The line looks like a note.
    """
    if turn.place is not None or _looks_like_a_note(turn.text):
        return None
    since = turn.now - drafts.ANSWERED_WITHIN
    last = await offers.latest(turn.session, turn.person, since)
    last = last or await offers.set_aside_since(turn.session, turn.person, since)
    since = last.made_at + _A_MOMENT if last else since
    if await just_said.absence(turn.session, turn.person, since):
        return _card(_ABSENCE)
    undo = Button("Undo the last change", *last.undo_button) if last and last.is_undo else None
    if undo and undo.action in _OF_NO_TIME and (when := _time_in(turn)):
        return await _which_to_move(turn, when)
    how = _HOW.get(undo.action) if undo else None
    if how is None and (seated := await call_corrected.just_changed(turn)):
        how = _AGAIN.format(shortened(seated.account.name, 40))
        undo = undo if last and last.changed_call == seated.call.id else None
    return _card(how, *filter(None, (undo,))) if how else None


def _time_in(turn: Turn) -> str:
    """Return "16:00" for "make it 16:00" and "no 16:00", or "" for a line without a new time."""
    when = clock_written_out(day_corrections.day_meant(turn.text))
    return when if when and is_time_of_call(turn, when) else ""


async def _which_to_move(turn: Turn, when: str) -> Card:
    """Ask what is to be moved to a time, because what was changed last has no time."""
    account = await account_in_talk.current(turn)
    name = shortened(account.name, 40) if account else "Northwind"
    return card_saying(typed(_WHICH_TO_MOVE.format(name, when)), Buttons((ALL_CALLS,)))


def _looks_like_a_note(text: str) -> bool:
    is_long = len(text.split()) > _LIKE_A_NOTE and not opens_a_correction(text)
    return is_long or kind_of(text) == "quote"


def _card(how: str, *buttons: Button) -> Card:
    shown = (Buttons(buttons),) if buttons else ()
    return Card(NOT_UNDERSTOOD, (Paragraph(spans(f"{NOT_UNDERSTOOD} ", typed(how))), *shown))
