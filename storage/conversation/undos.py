"""Query what an *Undo* button needs: which thing was changed, and what it said before the change.

What the button needs is stored in a draft, and the button carries only the draft's row id. The
button must not carry the text, because an erasure could not change a text in a button.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.choices import DraftKind
from storage.conversation import drafts
from storage.tables import Draft, Person

CHANGES: tuple[DraftKind, ...] = (
    "undo",
    "offer to undo",
    "earlier offer to undo",
    "call planned",
    "changed for good",
)


@dataclass(frozen=True)
class Undo:
    """What an *Undo* button with this action needs.

    - `account`: the name of the account that `words` are about. An erasure uses the name to find
      the words.
    - `ids`: row ids that say what was changed. Some actions add other values.
    - `words`: the text from before the change. Some actions add the text from after the change.
    """

    action: str
    account: str
    ids: str
    words: str


def mark(words: str) -> str:
    """Return a short hash of a text.

    An undo can keep the hash of the text as it was after the change. If the text has another hash
    when the undo is pressed, somebody has changed the text since.
    """
    return sha256(words.encode()).hexdigest()[:16]


async def keep(session: AsyncSession, person: Person, undo: Undo, now: datetime) -> int:
    """Keep what the button needs, and return the draft's row id. `now` is in UTC."""
    about = f"{undo.action} {undo.ids}"
    made = await drafts.add(
        session, person, "undo", now, about=about, words=undo.words, account=undo.account
    )
    return made.id


async def find(session: AsyncSession, person: Person, action: str, draft_id: int) -> Undo | None:
    """Return what `keep` stored in a draft, or None if the draft is gone or has another action."""
    return _read(await drafts.own(session, person, draft_id, "undo"), action)


async def latest(
    session: AsyncSession, person: Person, action: str, since: datetime
) -> Undo | None:
    """Return the undo that `keep` stored last for this action, or None.

    An undo from before `since` (UTC) does not count.
    """
    wanted = (
        select(Draft)
        .where(
            *drafts.of(person, "undo"),
            col(Draft.about).startswith(f"{action} "),
            col(Draft.made_at) >= since,
        )
        .order_by(col(Draft.id).desc())
        .limit(1)
    )
    return _read((await session.exec(wanted)).first(), action)


async def newest_change(session: AsyncSession, person: Person, since: datetime) -> Draft | None:
    """Return the draft that remembers the person's last change, or None.

    A change from before `since` (UTC) does not count. If the kind of the draft is "changed for
    good" or "call planned", a typed "undo" can't take the change back.
    """
    return await drafts.newest(session, person, since, *CHANGES)


async def id_of_latest(
    session: AsyncSession, person: Person, action: str, begins: str, ends: str
) -> int | None:
    """Return the row id of the newest undo for this action, or None.

    The `ids` of the undo must begin with `begins` and end with `ends`.
    """
    wanted = (
        select(Draft.id)
        .where(
            *drafts.of(person, "undo"),
            col(Draft.about).startswith(f"{action} {begins}", autoescape=True),
            col(Draft.about).endswith(ends, autoescape=True),
        )
        .order_by(col(Draft.id).desc())
        .limit(1)
    )
    return (await session.exec(wanted)).first()


async def take(session: AsyncSession, person: Person, action: str, draft_id: int) -> Undo | None:
    """Return what `keep` stored in this draft, and delete the draft.

    Return None if the draft is gone or has another action.
    """
    draft = await drafts.own(session, person, draft_id, "undo")
    kept = _read(draft, action)
    if kept and draft:
        await session.delete(draft)
        await session.flush()
    return kept


async def forget_account(session: AsyncSession, person: Person, account: str) -> None:
    """Delete what was kept for the person's *Undo* buttons about the account with this name."""
    about = col(Draft.account) == account
    await session.exec(delete(Draft).where(*drafts.of(person, "undo"), about))


def _read(draft: Draft | None, action: str) -> Undo | None:
    """Read a draft, or return None if it belongs to a button with another action."""
    if draft is None or not draft.about.startswith(f"{action} "):
        return None
    return Undo(action, draft.account, draft.about.removeprefix(f"{action} "), draft.words)
