"""Query the offer that a typed "yes", "no" or "undo" answers. A person has one at a time.

Attune offers to save a line, to cancel a call, or to undo what it has just saved or changed.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.conversation import drafts
from storage.tables import Draft, Person

# Prefixes of the actions of *Undo* buttons: for changes of calls, and for changes of insights.
_OF_CALLS, _OF_INSIGHTS = "call.", "insight."


@dataclass(frozen=True)
class Offer:
    """An offer to save a line about an account, to cancel a call, or to undo what was just saved.

    What `about` has depends on the offer:

    - to save a line: what the form needs (the line's subject, and who said it)
    - to cancel a call: which call
    - to undo: the action and the value of the *Undo* button

    `made_at` is in UTC.
    """

    account: str
    words: str
    about: str
    made_at: datetime
    is_undo: bool = False

    @property
    def undo_button(self) -> tuple[str, str]:
        """The action and the value of the *Undo* button. Use this only if `is_undo`."""
        action, _, value = self.about.partition(" ")
        return action, value

    @property
    def changed_call(self) -> int | None:
        """The call's id if this is an offer to undo a change of a call, or None."""
        action, value = self.undo_button
        if not self.is_undo or not action.startswith(_OF_CALLS):
            return None
        return int(value.partition(":")[0])

    @property
    def changed_insight(self) -> bool:
        """Whether this is an offer to undo publishing or retiring an insight."""
        return self.is_undo and self.about.startswith(_OF_INSIGHTS)


def to_undo(action: str, value: str, now: datetime) -> Offer:
    """Return the offer to undo what was saved at `now` (UTC).

    `action` and `value` are those of the *Undo* button that makes the same offer.
    """
    return Offer("", "", f"{action} {value}", now, is_undo=True)


async def save(session: AsyncSession, person: Person, made: Offer) -> None:
    """Store a new offer, and delete earlier ones."""
    await close(session, person)
    await drafts.add(
        session,
        person,
        "offer to undo" if made.is_undo else "offer",
        made.made_at,
        about=made.about,
        words=made.words,
        account=made.account,
    )


async def latest(session: AsyncSession, person: Person, since: datetime) -> Offer | None:
    """Return the open offer. Return None if there is none, or if it is older than `since` (UTC)."""
    return _read(await drafts.newest(session, person, since, "offer", "offer to undo"))


async def close(session: AsyncSession, person: Person) -> None:
    """Delete the open offer, and the offers that `set_aside` has closed."""
    await drafts.delete_all(session, person, "offer", "offer to undo", "earlier offer to undo")


async def set_aside(session: AsyncSession, person: Person) -> None:
    """Close the open offer to undo what was saved, because the person has typed another line.

    Until now, a typed "no" or "undo" took back what was saved. From now on, only "undo" does:
    `set_aside_since` finds the closed offer.
    """
    for row in await session.exec(select(Draft).where(*drafts.of(person, "offer to undo"))):
        row.kind = "earlier offer to undo"
    await session.flush()


async def set_aside_since(session: AsyncSession, person: Person, since: datetime) -> Offer | None:
    """Return the newest offer that `set_aside` has closed.

    Return None if it was made before `since` (UTC), or if there is none.
    """
    return _read(await drafts.newest(session, person, since, "earlier offer to undo"))


async def close_undo(session: AsyncSession, person: Person, now: datetime) -> None:
    """Delete the offers to undo, after a change that a typed "undo" can't take back.

    If an offer were left, a typed "undo" would take back an earlier change. Also store that the
    person made a change at `now` (UTC). Otherwise a typed "bring it back" would put back what the
    person removed earlier.
    """
    await drafts.delete_all(session, person, "offer to undo", "earlier offer to undo")
    await drafts.keep_only(session, person, "changed for good", now)


async def of_insight(session: AsyncSession, person: Person, since: datetime) -> int | None:
    """Return the row id of the newest offer to undo, if that offer is about an insight.

    Otherwise, return None. Look also at offers that `set_aside` has closed, but not at offers from
    before `since` (UTC).

    An offer about an insight lasts only for the person's next request, because a later "undo" would
    change what many people have read. The caller deletes the offer after that request.
    """
    row = await drafts.newest(session, person, since, "offer to undo", "earlier offer to undo")
    return row.id if row and row.about.startswith(_OF_INSIGHTS) else None


async def delete_one(session: AsyncSession, person: Person, draft_id: int) -> None:
    """Delete the person's offer to undo with this row id, if it still exists."""
    mine = drafts.of(person, "offer to undo", "earlier offer to undo")
    await session.exec(delete(Draft).where(*mine, col(Draft.id) == draft_id))


def _read(row: Draft | None) -> Offer | None:
    if row is None:
        return None
    return Offer(row.account, row.words, row.about, row.made_at, is_undo=row.kind != "offer")
