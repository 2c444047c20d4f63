"""Answer "pricing isnt sent yet" and "still open, put it back": reopen or show a promise."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from handlers.cards import Reply, aside
from handlers.coaching.text.words import shortened
from handlers.features import access
from handlers.features.customers import account_in_talk, which_account
from handlers.features.promises import fitting_promises, promise_moved, promises, several_settled
from handlers.features.promises.fitting_promises import STILL_OPEN, Row
from handlers.registry import Turn
from handlers.rhythm_settings import date_order_of, day_of
from handlers.times.due import due_by
from handlers.typed.plain_spelling import written_out_words
from handlers.typed.promises.other_days import day_and_rest
from handlers.views.promises import promise_cards
from storage.conversation import drafts, offers
from storage.customers import commitments

_SETTLED_WITHIN = timedelta(days=7)  # a promise settled longer ago is not reopened by words


async def answer(turn: Turn, words: Sequence[str], rest: str = "") -> Reply | None:
    """Reopen the settled promise that the person says is still open.

    `words` are the person's words for the promise. The first case that fits counts:

    - The words fit a promise that was settled in the last ten minutes: reopen it.
    - The words fit open promises: only show these promises.
    - The words fit several settled promises: only show these promises.
    - The words fit one settled promise: reopen it.

    If there are no words, reopen what was settled in the last ten minutes. If nothing was settled
    then, show open promises (see `_shown_due`).

    `rest` is what follows in the line. If it names a day, move the reopened promise to that day.
    Return None if nothing fits, or if `rest` would be lost because nothing is reopened.
    """
    just = await _just_settled(turn)
    if not words and just:
        return await _reopened(turn, just, rest)
    if not words:
        return await _shown_due(turn) if not rest else None
    person, since = turn.person, turn.now - _SETTLED_WITHIN
    rows = await commitments.of_owner(turn.session, person.tenant, person.id, settled_since=since)
    named = await which_account.named_by(turn, turn.text)
    rows = [row for row in rows if not named or row[1].id in named]
    found = await fitting_promises.fitting_rows(turn, rows, words)
    meant = [row for row in found if str(row[0].id) in just and row[0].state != "open"]
    found = meant or found
    is_open = [row for row in found if row[0].state == "open"]
    if is_open or len(found) != 1:
        shows = found and not rest
        return fitting_promises.shown(turn, is_open or found, STILL_OPEN) if shows else None
    return await _reopened(turn, [str(found[0][0].id)], rest)


async def just_settled(turn: Turn) -> Reply | None:
    """Reopen what was settled in the last ten minutes. Return None if nothing was."""
    ids = await _just_settled(turn)
    return await _reopened(turn, ids) if ids else None


async def _just_settled(turn: Turn) -> list[str]:
    """Return the ids of the promises that the person settled most recently.

    Return [] if this was more than ten minutes ago.
    """
    since = turn.now - drafts.ANSWERED_WITHIN
    kept = await offers.latest(turn.session, turn.person, since)
    kept = kept or await offers.set_aside_since(turn.session, turn.person, since)
    action, value = kept.undo_button if kept and kept.is_undo else ("", "")
    if action == several_settled.REOPEN_ALL:
        return value.split(",")
    return [value.rpartition(":")[2]] if action == promises.REOPEN else []


async def _reopened(turn: Turn, ids: Sequence[str], rest: str = "") -> Reply:
    """Reopen these promises. If there are several, ignore `rest`.

    If there is only one, move it to the day in `rest`. If `rest` has no day, say that we did not
    keep `rest`.
    """
    if len(ids) > 1:
        return await several_settled.reopen_all(replace(turn, text=",".join(ids)))
    reopened = await promises.reopen(replace(turn, text=f"{promise_cards.BESIDE}:{ids[0]}"))
    if not rest:
        return reopened
    promise = await access.own_promise(turn, ids[0], locked=True)
    _, when = day_and_rest(written_out_words(rest))
    if when and _day(turn, when):
        account = await access.account(turn, promise.account_id)
        return await promise_moved.move_to(turn, promise, account, when, "Open again")
    due = promise_cards.due(promise.due_on, day_of(turn.now, turn.person.zone))
    not_kept = promise_moved.NOT_KEPT.format(shortened(rest, 100))
    return aside(f"Open again: {shortened(promise.text, 200)} ({due}). {not_kept}")


def _day(turn: Turn, when: str) -> date | None:
    """Return the day that the words mean, or None if it can't be read or has passed."""
    person, today = turn.person, day_of(turn.now, turn.person.zone)
    found = due_by(when, today=today, zone=person.zone, order=date_order_of(person))
    return found.day if found and found.day and found.day >= today else None


async def _shown_due(turn: Turn) -> Reply | None:
    """Show the open promises of the account that the person just talked about.

    If the account has no open promises, show the promises that are due today or overdue. Return
    None if there is nothing to show.
    """
    person, today = turn.person, day_of(turn.now, turn.person.zone)
    rows = await commitments.of_owner(turn.session, person.tenant, person.id)
    account = await account_in_talk.current(turn)
    found: list[Row] = [row for row in rows if account and row[1].id == account.id]
    found = found or [row for row in rows if row[0].due_on and row[0].due_on <= today]
    return fitting_promises.shown(turn, found, STILL_OPEN) if found else None
