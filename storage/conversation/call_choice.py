"""Remember the calls that Attune has just offered, to understand the reply "the one today"."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from storage.conversation import drafts, offers
from storage.conversation.drafts import ANSWERED_WITHIN
from storage.tables import Person


@dataclass(frozen=True)
class CallChoice:
    """The calls that a question offers, and what the question's buttons do.

    - `action`: the action of all buttons
    - `call_values`: a text for each call, which begins with the call's id
    - `how`: what to do with the chosen call ("close", for example), or ""
    - `for_all`: the value of the button for all calls, or ""
    - `account`: the name of the account, or "". It is set if `how` may have words about the
      account. When the account or one of its contacts is erased, we find the stored question by
      this name.

    The value of a call's button is the text in `call_values`. If `how` is set, a colon and `how`
    follow the text.
    """

    action: str
    call_values: Sequence[str] = ()
    how: str = ""
    for_all: str = ""
    account: str = ""


async def remember(session: AsyncSession, person: Person, asked: CallChoice, now: datetime) -> None:
    """Remember the question, and forget the earlier question. `now` is in UTC.

    From now on, "no" answers the question. It does not undo what was saved before.
    """
    await offers.set_aside(session, person)
    values = ",".join(asked.call_values)
    about = f"{asked.action} {values} {asked.for_all}"
    await drafts.keep_only(
        session,
        person,
        "calls to choose from",
        now,
        about=about,
        words=asked.how,
        account=asked.account,
    )


async def last(session: AsyncSession, person: Person, now: datetime) -> CallChoice | None:
    """Return the question if it was asked in the last ten minutes, or None."""
    since = now - ANSWERED_WITHIN
    draft = await drafts.newest(session, person, since, "calls to choose from")
    if draft is None:
        return None
    action, values, for_all = draft.about.split(" ", 2)
    call_values = [one for one in values.split(",") if one]
    return CallChoice(action, call_values, draft.words, for_all, draft.account)


async def forget(session: AsyncSession, person: Person) -> None:
    """Forget the question, if there is one."""
    await drafts.delete_all(session, person, "calls to choose from")
