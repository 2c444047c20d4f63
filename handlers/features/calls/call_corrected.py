"""Correct the call that was just planned or moved: "make it 3", "no thursday", "scrap that"."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from handlers.cards import Reply
from handlers.features.briefs import prep_questions
from handlers.features.calls import (
    call_form,
    call_words,
    cancelling,
    changing,
    details_changed,
    last_call,
    moving,
    planned_again,
)
from handlers.features.calls.typed_call import TypedCall
from handlers.features.customers import which_account
from handlers.features.notes import note_beside
from handlers.features.typed_time import typed_time
from handlers.registry import Turn
from handlers.times import Unclear, Understood
from handlers.typed import day_corrections, kept_corrections
from handlers.typed.plain_spelling import clock_written_out
from handlers.typed.reasons import is_reason, tells_more
from storage.conversation import drafts, last_about, offers
from storage.conversation.last_about import LATELY
from storage.sales_calls.own_calls import Seated

_A_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True)
class _Latest:
    """The upcoming call that the last message was about.

    `undo` is the value of the *Undo* button if the call was just moved, and otherwise "".
    `is_changed` is True if the call was just planned or moved, and False if it was only shown.
    """

    seated: Seated
    undo: str
    is_changed: bool


async def answer(turn: Turn) -> Reply | None:
    """Move the call that was just planned, moved or shown, or ask whether to cancel the call.

    If the call was only shown, an order such as "make it 3" is needed. "No thursday" is not enough.
    If a call was just cancelled and the order is like "make it 3", ask whether to plan it again.

    Return None in these cases:
    - The text is not a correction, or was typed in a channel.
    - The call has begun.
    - Something else was saved after the call was planned, moved or shown.
    """
    for way in (_beside_reason, _of_new_account, _of_cancelled):
        if answered := await way(turn):
            return answered
    ordered = day_corrections.day_ordered(turn.text)
    when, old = day_corrections.day_corrected(turn.text)
    deletes = kept_corrections.deletes_it(turn.text)
    as_before = day_corrections.left_as_it_was(turn.text)
    latest = await _latest(turn) if when or deletes or as_before else None
    if latest is None or not (ordered or latest.is_changed):
        return None
    if latest.undo and (as_before or _was_then(turn, latest.seated)):
        return await changing.move_back(replace(turn, text=latest.undo))
    if deletes:
        return await cancelling.ask(turn, latest.seated)
    if as_before or (old and not ordered and not call_words.is_then(turn, latest.seated, old)):
        return None
    return await moved(turn, latest.seated, when)


async def _beside_reason(turn: Turn) -> Reply | None:
    """Move the call in "make it 11 instead, max cant do afternoons", and keep the reason.

    Return None if no reason follows an order such as "make it 11".
    """
    order, comma, reason = turn.text.partition(", ")
    if not comma or turn.place is not None or not day_corrections.day_ordered(order):
        return None
    latest = await _latest(turn)
    if (
        latest is None
        or not (tells_more(reason) or is_reason(reason))
        or day_corrections.day_meant(reason)
    ):
        return None
    when = day_corrections.day_ordered(order)
    if not isinstance(_reading(turn, when, latest.seated.call.starts_at), Understood):
        return None
    rest = await note_beside.keep_rest(turn, latest.seated.account, reason)
    moved_card = await moved(turn, latest.seated, when)
    return note_beside.with_rest(moved_card, rest) if moved_card else None


async def _of_cancelled(turn: Turn) -> Reply | None:
    """For "make it fri 10" after a call was cancelled, ask whether to plan it again at that time.

    Return None for any other words and in a channel. Also return None if the call that was talked
    about last is not cancelled.
    """
    when = day_corrections.day_ordered(turn.text)
    cancelled = await planned_again.just_cancelled(turn) if when else None
    return await planned_again.ask_for(turn, cancelled, when) if cancelled else None


async def _of_new_account(turn: Turn) -> Reply | None:
    """Take "make it 3" as the new time of a call whose account we have just asked about.

    The question was whether to add the account. Ask the question again, with the new time. Return
    None for any other text, or if another message came after the question.
    """
    when = day_corrections.day_meant(turn.text) if turn.place is None else ""
    shortly = turn.now - drafts.ANSWERED_WITHIN
    draft = await drafts.call_asked_about(turn.session, turn.person, shortly) if when else None
    if draft is None or await which_account.on_file(turn, draft.account):
        return None
    if await last_about.call_of(turn.session, turn.person, draft.made_at + _A_MOMENT) is not None:
        return None
    reading = _reading(turn, when, draft.starts_at) if draft.starts_at else None
    if not isinstance(reading, Understood):
        return None
    return await prep_questions.ask_new_account(turn, TypedCall(draft.account, when, reading))


async def just_changed(turn: Turn) -> Seated | None:
    """Return the call that was just planned or moved, or None if something was saved after that."""
    latest = await _latest(turn)
    return latest.seated if latest and latest.is_changed else None


async def undone(turn: Turn) -> Reply | None:
    """Undo the last move or cancellation of a call, or ask whether to cancel a call just planned.

    Return None in these cases:

    - No call was just moved, cancelled or planned.
    - The last change was to the people, the length, the kind or the goal of a call.

    Raises Refusal if the call can't be put back, for example because it was changed again or its
    former time has passed.
    """
    if turn.place is not None:
        return None
    kept = await offers.latest(turn.session, turn.person, turn.now - drafts.ANSWERED_WITHIN)
    action, value = kept.undo_button if kept and kept.is_undo else ("", "")
    if action == details_changed.UNDO:
        return None  # `just_kept` takes back a change of people, length, kind or goal
    latest = await _latest(turn)
    if latest and latest.is_changed and not latest.undo:
        since = kept.made_at if kept and kept.is_undo else None
        if since is None or latest.seated.call.planned_at >= since:
            return await cancelling.ask(turn, latest.seated)
    if action == changing.RESTORE:
        return await changing.restore(replace(turn, text=value))
    if latest is None or not latest.undo:
        return None
    return await changing.move_back(replace(turn, text=latest.undo))


def _was_then(turn: Turn, seated: Seated) -> bool:
    """Check whether the text names the time before the move: "no leave it at 10:40"."""
    when, before = day_corrections.left_at(turn.text), seated.call.moved_from
    reading = _reading(turn, when, before) if when and before else None
    return isinstance(reading, Understood) and reading.starts_at == before


async def moved(turn: Turn, seated: Seated, when: str) -> Reply | None:
    """Move the call to the typed time. If only a day is typed, the call keeps its time of day.

    If the time is unclear, return the form of the call. Return None if the words are not a time.
    """
    reading = _reading(turn, when, seated.call.starts_at)
    if isinstance(reading, Understood):
        return await moving.at_once(turn, seated, reading)
    if reading.reason == "not_a_time":
        return None
    return await call_form.change_form(turn, seated, call_form.TypedChange(when))


def _reading(turn: Turn, when: str, before: datetime) -> Understood | Unclear:
    """Read the new time of a call that was at `before` (UTC).

    If only a day is typed, the call keeps its time of day.
    """
    when = clock_written_out(when)
    reading = typed_time(turn, when, planned=before)
    if isinstance(reading, Unclear) and reading.day:
        same_time = typed_time(turn, f"{when} same time", planned=before)
        return same_time if isinstance(same_time, Understood) else reading
    return reading


async def _latest(turn: Turn) -> _Latest | None:
    """Return the call that a correction can be about, or None."""
    person, shortly = turn.person, turn.now - drafts.ANSWERED_WITHIN
    if turn.place is not None:
        return None
    kept = await offers.latest(turn.session, person, shortly)
    moved_id = kept.changed_call if kept else None
    since = kept.made_at if kept else turn.now - LATELY
    seated = await last_call.of_last_message(turn, since)
    if seated is None:
        return None
    undo = kept.undo_button[1] if kept and moved_id == seated.call.id else ""
    call = seated.call
    is_planned = call.source == "typed" and call.planned_at >= shortly and call.changed_by is None
    return _Latest(seated, undo, bool(undo) or is_planned)
