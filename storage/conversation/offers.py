"""Query the offer that a typed "yes", "no" or "undo" answers. A person has one at a time.

Attune offers to save a line, to cancel a call, or to undo what it has just saved or changed.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.choices import DraftKind
from storage.conversation import drafts
from storage.tables import Draft, Person

# Prefixes of the actions of *Undo* buttons: for changes of calls, and for changes of insights.
_OF_CALLS, _OF_INSIGHTS = "call.", "insight."
_CURRENT: tuple[DraftKind, ...] = ("offer to undo", "earlier offer to undo")
_OLDER = 5  # at most this many older offers to undo are stored


@dataclass(frozen=True)
class Offer:
    """An offer to save a line about an account, to cancel a call, or to undo what was just saved.

    What `about` has depends on the offer:

    - to save a line: what the form needs (the line's subject, and who said it)
    - to cancel a call: which call
    - to undo: the action and the value of the *Undo* button

    `made_at` is in UTC. `is_older` means that a typed "undo" does not take back this change
    (`make_older`).
    """

    account: str
    words: str
    about: str
    made_at: datetime
    is_undo: bool = False
    is_older: bool = False

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
    """Store a new offer. Words such as "undo the note" still find earlier offers to undo."""
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
    """Close the open offer, and the offers that `set_aside` has closed.

    Words such as "undo the note" still find an offer to undo (`recent`).
    """
    wanted = select(Draft.id).where(*drafts.of(person, *_CURRENT, "offer")).limit(1)
    if (await session.exec(wanted)).first() is None:
        return
    await make_older(session, person)
    await drafts.delete_all(session, person, "offer")


async def make_older(session: AsyncSession, person: Person) -> None:
    """Let only words that name a change undo it, because a typed "undo" means another change.

    The offers stay that `recent` returns, at most `_OLDER` of them.
    """
    for row in await session.exec(select(Draft).where(*drafts.of(person, *_CURRENT))):
        row.kind = "older offer to undo"
    await session.flush()
    mine = drafts.of(person, "older offer to undo")
    newest = (
        await session.exec(select(Draft.id).where(*mine).order_by(col(Draft.id).desc()))
    ).all()
    if extra := newest[_OLDER:]:
        await session.exec(delete(Draft).where(*mine, col(Draft.id).in_(extra)))


async def recent(session: AsyncSession, person: Person, since: datetime) -> list[Offer]:
    """Return the offers to undo that were made at `since` (UTC) or later, newest first."""
    wanted = (
        select(Draft)
        .where(*drafts.of(person, *_CURRENT, "older offer to undo"), col(Draft.made_at) >= since)
        .order_by(col(Draft.id).desc())
    )
    return [found for row in await session.exec(wanted) if (found := _read(row))]


async def forget(session: AsyncSession, person: Person, made: Offer) -> None:
    """Delete an older offer to undo, because the change is undone."""
    mine = drafts.of(person, "older offer to undo")
    await session.exec(delete(Draft).where(*mine, col(Draft.about) == made.about))


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
    """Close the offers to undo, after a change that a typed "undo" can't take back.

    If an offer stayed open, a typed "undo" would take back an earlier change. Words that name this
    change still find it (`recent`). Also store that the person made a change at `now` (UTC).
    Otherwise a typed "bring it back" would put back what the person removed earlier.
    """
    await make_older(session, person)
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
    is_undo, is_older = row.kind != "offer", row.kind == "older offer to undo"
    return Offer(row.account, row.words, row.about, row.made_at, is_undo, is_older)
