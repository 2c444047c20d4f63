"""Query the offer that a typed "yes", "no" or "undo" answers. A person has one at a time.

Attune offers to save a line, or to cancel a call. After it has saved or changed something, it
offers to undo that.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.conversation import drafts
from storage.tables import Draft, Person

# The actions of buttons that undo a change of a call, or of an insight, begin like this.
_OF_CALLS, _OF_INSIGHTS = "call.", "insight."


@dataclass(frozen=True)
class Offer:
    """An offer to save a line about an account, to cancel a call, or to undo what was just saved.

    `about` has what the form for saving the line needs (the line's subject, and who said it), or
    says which call to cancel. In an offer to undo, it has the *Undo* button's action and value.
    `made_at` is in UTC.
    """

    account: str
    words: str
    about: str
    made_at: datetime
    is_undo: bool = False

    @property
    def undo_button(self) -> tuple[str, str]:
        """The action and the value of the *Undo* button, in an offer to undo."""
        action, _, value = self.about.partition(" ")
        return action, value

    @property
    def changed_call(self) -> int | None:
        """The id of the call that was just moved or cancelled, or None.

        The value of an *Undo* button for a call begins with the id of the call.
        """
        action, value = self.undo_button
        if not self.is_undo or not action.startswith(_OF_CALLS):
            return None
        return int(value.partition(":")[0])

    @property
    def changed_insight(self) -> bool:
        """Whether this offers to undo that an insight was just published or retired."""
        return self.is_undo and self.about.startswith(_OF_INSIGHTS)


def to_undo(action: str, value: str, now: datetime) -> Offer:
    """Return the offer to undo what was saved at `now` (UTC).

    `action` and `value` are those of its *Undo* button.
    """
    return Offer("", "", f"{action} {value}", now, is_undo=True)


async def save(session: AsyncSession, person: Person, made: Offer) -> None:
    """Store the latest offer. The text of an earlier offer is deleted."""
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
    """Return the open offer if it was made at `since` (UTC) or later, or None."""
    return _read(await drafts.newest(session, person, since, "offer", "offer to undo"))


async def close(session: AsyncSession, person: Person) -> None:
    """Delete the open offer with its text, if there is one, and those that `set_aside` left."""
    await drafts.delete_all(session, person, "offer", "offer to undo", "earlier offer to undo")


async def set_aside(session: AsyncSession, person: Person) -> None:
    """Close the open offer to undo what was saved, because another line has followed.

    A "no" is about something else from now on. An "undo" still finds this offer, with
    `set_aside_since`.
    """
    for row in await session.exec(select(Draft).where(*drafts.of(person, "offer to undo"))):
        row.kind = "earlier offer to undo"
    await session.flush()


async def set_aside_since(session: AsyncSession, person: Person, since: datetime) -> Offer | None:
    """Return the newest offer that `set_aside` left, if it was made at `since` (UTC) or later."""
    return _read(await drafts.newest(session, person, since, "earlier offer to undo"))


async def close_undo(session: AsyncSession, person: Person, now: datetime) -> None:
    """Delete the offer to undo what was saved, after something that typed words can't take back.

    Otherwise, a typed "undo" would take back what the person did before that, and "bring it back"
    would put back what the person removed before that. `now` is in UTC.
    """
    await drafts.delete_all(session, person, "offer to undo", "earlier offer to undo")
    await drafts.keep_only(session, person, "changed for good", now)


async def of_insight(session: AsyncSession, person: Person, since: datetime) -> int | None:
    """Return the row id of the person's newest offer to undo if it is about an insight, or None.

    Many people read an insight, so such an offer ends with whatever the person does next. Only
    offers made at `since` (UTC) or later count, including those that `set_aside` left.
    """
    row = await drafts.newest(session, person, since, "offer to undo", "earlier offer to undo")
    return row.id if row and row.about.startswith(_OF_INSIGHTS) else None


async def delete_one(session: AsyncSession, person: Person, draft_id: int) -> None:
    """Delete the person's offer to undo with this row id, if it is still there."""
    mine = drafts.of(person, "offer to undo", "earlier offer to undo")
    await session.exec(delete(Draft).where(*mine, col(Draft.id) == draft_id))


def _read(row: Draft | None) -> Offer | None:
    if row is None:
        return None
    return Offer(row.account, row.words, row.about, row.made_at, is_undo=row.kind != "offer")
