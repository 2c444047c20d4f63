"""Remember whose promises were just listed, for "dont need it anymore, drop it"."""

from collections.abc import Sequence

from handlers.features.promises.fitting_promises import Row
from handlers.registry import Turn
from storage.conversation import drafts, just_said, last_about
from storage.tables import Account

_OWED = "owed"  # `just_said` stores this as the fact that was asked for


async def keep(turn: Turn, account: Account | None) -> None:
    """Remember that the promises with an account were just listed, in the person's own chat."""
    if account is None or turn.place is not None:
        return
    await just_said.keep_account(turn.session, turn.person, account.id, turn.now)
    await just_said.keep_fact(turn.session, turn.person, _OWED, turn.now)


async def among(turn: Turn, rows: Sequence[Row]) -> list[Row]:
    """Return those of the promises that were just listed.

    Return [] if no list was just shown, or if something else was talked about since.
    """
    since = turn.now - drafts.ANSWERED_WITHIN
    listed = await drafts.newest(turn.session, turn.person, since, "fact asked for")
    named = await just_said.account(turn.session, turn.person, since)
    last = await last_about.latest(turn.session, turn.person, since)
    if not listed or listed.about != _OWED or not named or named[0] > listed.made_at:
        return []
    if last is not None and last.at > listed.made_at:
        return []
    return [row for row in rows if row[1].id == named[1]]
