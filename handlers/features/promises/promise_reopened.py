"""Answer "pricing isnt sent yet" and "still open, put it back": reopen or show a promise."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from handlers.cards import Reply
from handlers.features.customers import account_in_talk, which_account
from handlers.features.promises import fitting_promises, promises
from handlers.features.promises.fitting_promises import STILL_OPEN, Row
from handlers.registry import Turn
from handlers.rhythm_settings import day_of
from handlers.views.promises import promise_cards
from storage.conversation import drafts, offers
from storage.customers import commitments

_SETTLED_WITHIN = timedelta(days=7)  # a promise settled longer ago is not reopened by words


async def answer(turn: Turn, words: Sequence[str]) -> Reply | None:
    """Reopen the settled promise that the person says is still open.

    `words` are the person's words for the promise:

    - If the words fit open promises, only show these promises.
    - If the words fit several settled promises, only show these promises.
    - If there are no words, reopen the promise that was settled in the last ten minutes. If there
      is none, show open promises (see `_shown_due`).

    Return None if nothing fits.
    """
    if not words:
        return await just_settled(turn) or await _shown_due(turn)
    person, since = turn.person, turn.now - _SETTLED_WITHIN
    rows = await commitments.of_owner(turn.session, person.tenant, person.id, settled_since=since)
    named = await which_account.named_by(turn, turn.text)
    rows = [row for row in rows if not named or row[1].id in named]
    found = await fitting_promises.fitting_rows(turn, rows, words)
    is_open = [row for row in found if row[0].state == "open"]
    if is_open or len(found) != 1:
        return fitting_promises.shown(turn, is_open or found, STILL_OPEN) if found else None
    return await _reopened(turn, str(found[0][0].id))


async def just_settled(turn: Turn) -> Reply | None:
    """Reopen the promise that was settled in the last ten minutes. Return None if none was."""
    since = turn.now - drafts.ANSWERED_WITHIN
    kept = await offers.latest(turn.session, turn.person, since)
    kept = kept or await offers.set_aside_since(turn.session, turn.person, since)
    action, value = kept.undo_button if kept and kept.is_undo else ("", "")
    if action != promises.REOPEN:
        return None
    return await _reopened(turn, value.rpartition(":")[2])


async def _reopened(turn: Turn, promise_id: str) -> Reply:
    return await promises.reopen(replace(turn, text=f"{promise_cards.BESIDE}:{promise_id}"))


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
