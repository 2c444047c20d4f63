"""Answer a line that probably asks to move a call: "castell 12:30 instead of 11:30".

If the line clearly asks for a move, move the call. Otherwise, ask whether to move it. We try this
before we keep a line as a note, because a note about a new time helps nobody.
"""

from collections.abc import Collection, Sequence
from functools import partial

from handlers.cards import Reply
from handlers.coaching.text.words import shortened
from handlers.features import asker_calls
from handlers.features.calls import call_words, cancelling, moving, planned_again
from handlers.features.customers import account_in_talk, which_account
from handlers.features.customers.which_account import forms_of
from handlers.features.notes import note_beside, note_offered
from handlers.features.promises import moved_in_remark
from handlers.registry import Turn
from handlers.typed.calls.likely_moves import LikelyMove, likely_move, may_move
from handlers.typed.line_kinds import kind_of
from handlers.typed.reasons import tells_more
from storage.customers import contacts
from storage.sales_calls.own_calls import Seated
from storage.tables import Account


async def answer(turn: Turn) -> Reply | None:
    """Move the call in "castell to 1230 tomorrow", or ask whether to move it.

    We ask in these cases:

    - The line does not name the account, or only wishes for another time: we ask whether to move
      the call.
    - The line gives an old time, and the account has a second call, which is at the new time: we
      ask whether to cancel the call at the old time.
    - The line names the account and an old time, but the account has no call at the old time and
      none at the new time: we ask which call to move.

    Return None if the message is in a channel, if the line does not ask for a move, or if no
    upcoming call can move to the new time.
    """
    text = turn.text.strip()
    if turn.place is not None or "\n" in text or kind_of(text) == "quote":
        return None
    if not may_move(text):
        return None
    begun = await which_account.by_name_or_part_at_start(turn, text)
    account = begun[0][0] if len(begun) == 1 else await account_in_talk.meant(turn, text)
    ahead = await asker_calls.planned(turn, account, limit=asker_calls.SEARCHED)
    names = await names_of(turn, ahead)
    move = likely_move(text, names.__contains__, partial(call_words.is_time_of_call, turn))
    if move is None:
        return None
    named = await which_account.named_by(turn, text) | {one.id for one, _ in begun}
    cancelled = await planned_again.just_cancelled(turn) if not (named or move.was) else None
    if cancelled and (again := await planned_again.ask_for(turn, cancelled, move.to)):
        return again
    seated = _call(turn, ahead, move, of_account=account is not None)
    if seated is None and move.was and not move.is_bare and account and account.id in named:
        return await _which(turn, account, ahead, move)
    return await _of_call(turn, move, seated, ahead, named) if seated else None


async def _of_call(
    turn: Turn, move: LikelyMove, seated: Seated, ahead: Sequence[Seated], named: Collection[int]
) -> Reply | None:
    """Move this call, or ask whether to move or to cancel it.

    `named` has the ids of the accounts that the line names. Return None if the line has no new time
    in the future.

    The line may have a remark beside the new time: "the store list is not here yet". If the part
    with the new time does not name the call, we read the remark:

    - If the remark names an open promise, move the promise, or ask whether the promise or the call
      moves.
    - If the remark tells more than why the call moves, ask whether to move the call. "jana is ill"
      tells only why.
    """
    reading = call_words.new_time(turn, seated, move.to)
    if reading is None:
        return None
    if move.beside and not move.names_call:
        of_promise = await moved_in_remark.answer(turn, move.beside, move.to, seated, reading)
        if of_promise:
            return of_promise
    is_same = reading.starts_at == seated.call.starts_at
    own = [one for one in ahead if one.account.id == seated.account.id and one is not seated]
    if move.was and not is_same and any(call_words.is_then(turn, one, move.to) for one in own):
        return await cancelling.ask(turn, seated)
    is_clear = move.names_call or not tells_more(move.beside)
    if is_same or (move.is_order and is_clear and seated.account.id in named):
        rest = await note_beside.keep_rest(turn, seated.account, move.beside)
        return note_beside.with_rest(await moving.at_once(turn, seated, reading), rest)
    note = note_offered.buttons(turn, seated.account)
    return await moving.ask(turn, seated, reading, *note)


async def _which(
    turn: Turn, account: Account, ahead: Sequence[Seated], move: LikelyMove
) -> Reply | None:
    """Ask which call to move, because the account has no call at the old time.

    Offer other accounts' calls at the old time, and all calls with the account. Leave out calls
    that can't move to the new time. Return None if no call is left.
    """
    near = await asker_calls.planned(turn, limit=asker_calls.SEARCHED)
    fitting = [*(one for one in near if call_words.is_then(turn, one, move.was)), *ahead]
    readings = [
        (one, reading) for one in fitting if (reading := call_words.new_time(turn, one, move.to))
    ]
    if not readings:
        return None
    was, to = (time.removeprefix("at ") for time in (move.was, move.to))
    lead = (
        f"Not done: I found no call with {shortened(account.name, 40)} for “{was}”. "
        f"Which call do you want to move to “{to}”?"
    )
    return await moving.ask_which(turn, lead, readings)


async def names_of(
    turn: Turn, ahead: Sequence[Seated], account: Account | None = None
) -> frozenset[str]:
    """Return the words in the names of some accounts and of their contacts.

    The accounts are those with a call in `ahead`, and `account`.
    """
    known = {one.account.id: one.account.name_key for one in ahead}
    if account:
        known[account.id] = account.name_key
    met = await contacts.at_own_accounts(turn.session, turn.person.tenant, turn.person.id)
    people = {part for account_id, name in met if account_id in known for part in forms_of(name)}
    return frozenset(people.union(*(name.split() for name in known.values())))


def _call(
    turn: Turn, ahead: Sequence[Seated], move: LikelyMove, *, of_account: bool
) -> Seated | None:
    """Find the call that a line is about. Return None if there is no such call.

    We take the first of these:

    - the call at the line's old time
    - the call that is already at the new time
    - the first call in `ahead`, if the line has no old time, and all calls in `ahead` are with one
      account (`of_account`)
    """
    for time in filter(None, (move.was, move.to)):
        if at_that_time := [one for one in ahead if call_words.is_then(turn, one, time)]:
            return at_that_time[0]
    return ahead[0] if of_account and ahead and not move.was else None
