"""Decide which account a typed line is about.

If the line names an account, it is about that account. Otherwise, it is about the account that came
up last in one of these places:

- a call that has just ended
- the person's own report, note, promise or earlier line
- a message from Attune
"""

from datetime import datetime, timedelta

from handlers.features import asker_calls
from handlers.features.customers import which_account
from handlers.registry import Turn
from handlers.typed.going_on import goes_on
from storage.conversation import just_said, last_about
from storage.conversation.last_about import LATELY, STILL_ABOUT
from storage.customers import accounts
from storage.sales_calls.own_calls import Seated
from storage.tables import Account

JUST_ENDED = timedelta(hours=2)  # a line without names may be about a call that ended this recently


async def current(turn: Turn) -> Account | None:
    """Return the account that came up last.

    Two kinds of lines follow rules of their own:

    - A line such as "also …" is about the account of the person's own last line.
    - A line such as "she …" is about the account that came up in the last ten minutes, even if a
      call with another account has ended since.

    Return None if no account came up recently, or if the last message was about several accounts.
    """
    whose, since, how = (turn.session, turn.person), turn.now - LATELY, goes_on(turn.text)
    before = await last_about.of_own_lines(*whose, since) if how == "adds" else None
    if before and (account := await last_about.account_talked_about(*whose, before)):
        return account
    last = await last_about.latest(*whose, since)
    held = await just_ended(turn)
    is_same = how == "same people" and last and turn.now - last.at <= STILL_ABOUT
    if held and not is_same and (last is None or _end(held) > last.at):
        return held.account
    return await last_about.account_talked_about(turn.session, turn.person, last)


async def meant(turn: Turn, text: str) -> Account | None:
    """Return the account that a line names. If the line names none, return the current account.

    A contact's first name stands for the contact's account, unless a call with the current account
    has just ended.

    Return None if the line names several accounts.
    """
    named = await which_account.named_in_full(turn, text)
    if len(named) > 1:
        return None
    if not named and (now := await current(turn)):
        held = await just_ended(turn)
        people = await which_account.named_by(turn, text)
        if not people or now.id in people or (held and held.account.id == now.id):
            return now
    if named:
        (account,) = await accounts.by_ids(turn.session, turn.person.tenant, [*named])
        return account
    return await which_account.only_one_named(turn, text)


async def keep_named(turn: Turn) -> None:
    """Remember the account that a line names, so that the next line may be about it."""
    if turn.place is not None:
        return
    named = await which_account.named_in_full(turn, turn.text)
    named = named or await which_account.named_by(turn, turn.text)
    if len(named) == 1:
        await just_said.keep_account(turn.session, turn.person, named.pop(), turn.now)


async def just_ended(turn: Turn) -> Seated | None:
    """Return the person's last call if it ended within `JUST_ENDED`."""
    held = await asker_calls.latest(turn)
    ago = turn.now - _end(held) if held else None
    return held if ago is not None and timedelta(0) <= ago <= JUST_ENDED else None


def _end(held: Seated) -> datetime:
    return held.call.ended_at or held.call.ends_at
