"""Take back a change that words name: "undo the alder move", "i meant the store list promise"."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from handlers.cards import (
    Block,
    Button,
    Buttons,
    Card,
    Note,
    Paragraph,
    Reply,
    card_saying,
    spans,
    typed,
)
from handlers.coaching.text.words import shortened
from handlers.features import access, asker_calls
from handlers.features.briefs import goal_put_back
from handlers.features.calls import away_undone, changing
from handlers.features.calls.calls import ALL_CALLS
from handlers.features.customers import which_account
from handlers.features.notes import note_kept
from handlers.features.promises import (
    fitting_promises,
    promise_corrected,
    promise_moved,
    promise_reports,
    promise_reworded,
    promise_saved,
    promises,
    several_settled,
)
from handlers.features.reflections import goal_answer, kept_line
from handlers.features.settings import typed_setting
from handlers.features.typed_lines import just_kept, recent_changes
from handlers.features.typed_lines.recent_changes import RecentChange
from handlers.registry import Refusal, Turn
from handlers.rhythm_settings import day_of
from handlers.times.formatting import format_full_date
from handlers.typed.undo_named import UndoNamed, promise_meant, undo_named
from storage.conversation import offers
from storage.conversation.last_about import LATELY
from storage.conversation.offers import Offer
from storage.customers import commitments
from storage.sales_calls.own_calls import Seated
from storage.tables import Account

UNCLEAR = "Nothing changed: I can't tell which change you mean."
WHICH = "Nothing undone yet: I can't tell which change you mean. Your last changes:"
_LISTED = 3  # how many changes the answer lists
_MOVED_WITHIN = timedelta(days=1)  # words take back a move that was made at most this long ago
_PROMISE_MOVED = (promise_moved.BACK, promise_corrected.BACK)
# The actions of the *Undo* buttons that words such as "the move" can mean.
_ACTIONS = {
    "move": (changing.MOVE_BACK, *_PROMISE_MOVED),
    "cancellation": (changing.RESTORE, away_undone.BACK),
    "note": (note_kept.UNDO,),
    "promise": (
        *(promise_saved.UNDO, promises.REOPEN, several_settled.REOPEN_ALL),
        *(promise_reworded.BACK, *_PROMISE_MOVED),
    ),
    "line": (kept_line.TAKE_OUT,),
    "goal": (goal_answer.BACK, goal_put_back.BACK),
    "setting": (typed_setting.PUT_BACK,),
}
_PROMISES = Button("All promises", "promises.all", beside=True)


async def answer(turn: Turn) -> Reply | None:
    """Take back the newest change of the kind that the line names: "undo the pricing move".

    The line names a kind of change, such as "move", and perhaps an account or words of a note or a
    promise. If no such change was made in the last hour, but the person has moved a call with the
    named account in the last day, a "move" line moves that call back. If no change fits, or if two
    were made at once, list the last changes, each with a button that undoes it.

    Return None in these cases:

    - The line was typed in a channel.
    - The line does not name a kind of change.
    - We do not know the named account, and there is no change to take back.
    """
    said = undo_named(turn.text) if turn.place is None else None
    if said is None:
        return None
    account = await which_account.only_one_named(turn, said.of) if said.of else None
    changes = await recent_changes.of_person(turn)
    if said.of and account is None and not changes:
        return None
    found = [one for one in changes if _fits(one, said, account)]
    made = found[0].offer if found else None
    at_once = [one for one in found if made and one.offer.made_at == made.made_at]
    if made and (len(at_once) == 1 or not made.is_older):
        return await just_kept.take_back(turn, made)
    if said.what == "move" and account and (seated := await _moved_lately(turn, account)):
        return await _back(turn, seated)
    return listed(at_once or changes)


def listed(changes: Sequence[RecentChange]) -> Card:
    """Say that it is not clear which change is meant. List the last changes with their buttons."""
    if not changes:
        return card_saying(UNCLEAR, Buttons((ALL_CALLS, _PROMISES)))
    blocks: list[Block] = [Paragraph(spans(WHICH))]
    for one in changes[:_LISTED]:
        undo = Button("Undo", *one.offer.undo_button, beside=True, about=shortened(one.label, 40))
        blocks += [Paragraph(spans(typed(one.label))), Buttons((undo,))]
    return Card(WHICH, tuple(blocks))


def _fits(change: RecentChange, said: UndoNamed, account: Account | None) -> bool:
    """Check that a change is of the named kind, and about the named account or words."""
    if change.action not in _ACTIONS[said.what]:
        return False
    is_there = account is None or account.id == change.account_id
    is_named = not said.of or account is not None or said.what == "setting"
    return is_there if is_named else change.shares_words(said.of)


async def promise_instead(turn: Turn) -> Reply | None:
    """Move a promise instead of the call that the person has just moved by mistake.

    The call goes back to its earlier time. The promise moves to the day to which the call was
    moved. If several promises fit the line, show these promises instead of moving one. If no
    promise fits, show all promises to the call's account.

    Return None if the line does not say that a promise was meant, if no call was just moved, or if
    the line was typed in a channel.
    """
    named = promise_meant(turn.text) if turn.place is None else None
    kept = await _last(turn) if named is not None else None
    if named is None or kept is None or kept.undo_button[0] != changing.MOVE_BACK:
        return None
    seated = await access.own_call(turn, str(kept.changed_call))
    day = day_of(seated.call.starts_at, turn.person.zone)
    back = await just_kept.take_back(turn, kept)
    person = turn.person
    rows = await commitments.of_owner(turn.session, person.tenant, person.id)
    there = [row for row in rows if row[1].id == seated.account.id]
    found = await fitting_promises.fitting_rows(turn, there, named.split()) if named else there
    if len(found) != 1:
        shown = fitting_promises.shown(turn, found or there, promise_reports.WHICH["moved"])
        return _below(back, shown)
    today = day_of(turn.now, person.zone)
    promise = await access.own_promise(turn, str(found[0][0].id), locked=True)
    when = format_full_date(day, today)
    return _below(back, await promise_moved.move_to(turn, promise, found[0][1], when))


def _below(first: Reply, then: Reply) -> Reply:
    """Return the card `then`, with the summary of the card `first` below it."""
    if not isinstance(first, Card) or not isinstance(then, Card):
        return then
    return replace(then, blocks=(*then.blocks, Note(spans(typed(first.summary)))))


async def _last(turn: Turn) -> Offer | None:
    """Return the last change that can be undone, even if the person has typed other lines since."""
    since = turn.now - LATELY
    last = await offers.latest(turn.session, turn.person, since)
    last = last or await offers.set_aside_since(turn.session, turn.person, since)
    return last if last and last.is_undo else None


async def _moved_lately(turn: Turn, account: Account) -> Seated | None:
    """Return the account's call that the person has moved last, within `_MOVED_WITHIN`."""
    ahead = await asker_calls.planned(turn, account, limit=asker_calls.SEARCHED)
    since = turn.now - _MOVED_WITHIN
    moved = [
        one
        for one in ahead
        if one.call.moved_from
        and one.call.changed_by == turn.person.id
        and one.call.planned_at >= since
    ]
    return max(moved, key=lambda one: one.call.planned_at, default=None)


async def _back(turn: Turn, seated: Seated) -> Reply:
    before = seated.call.moved_from
    if before is None or before <= turn.now:
        raise Refusal(
            f"Your call with {shortened(seated.account.name)} can't move back: its earlier "
            "time has passed."
        )
    value = f"{seated.call.id}:{before.isoformat()}"
    return await changing.move_back(replace(turn, text=value))
