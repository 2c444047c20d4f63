"""Remember which account's promises were just listed.

If the next line is "dont need it anymore, drop it", "it" is one of these promises.
"""

from collections.abc import Sequence

from handlers.features.promises.fitting_promises import Row
from handlers.registry import Turn
from storage.conversation import drafts, just_said, last_about
from storage.tables import Account

_OWED = "owed"  # the fact that `just_said` remembers for a list of promises


async def keep(turn: Turn, account: Account | None) -> None:
    """Remember that the promises with an account were just listed.

    Do nothing in a channel, or if the list was not about one account.
    """
    if account is None or turn.place is not None:
        return
    await just_said.keep_account(turn.session, turn.person, account.id, turn.now)
    await just_said.keep_fact(turn.session, turn.person, _OWED, turn.now)


async def among(turn: Turn, rows: Sequence[Row]) -> list[Row]:
    """If one account's promises were just listed, return the promises in `rows` with this account.

    Return [] if no such list was just shown, or if the person and Attune have talked about
    something else since.
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
