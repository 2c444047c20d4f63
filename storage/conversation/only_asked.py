"""Remember that our last answer to a person changed nothing: it only asked or refused something."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from storage.choices import DraftKind
from storage.conversation import drafts, undos
from storage.tables import Draft, Person

_QUESTIONS: tuple[DraftKind, ...] = (
    "offer",
    "call",
    "calls to choose from",
    "asks to choose from",
    "absence asked for",
)


async def keep(session: AsyncSession, person: Person, now: datetime, *, asks: bool) -> None:
    """Remember at `now` (UTC) that our last answer to the person changed nothing.

    `asks` says whether the answer asked the person something.
    """
    about = "asks" if asks else ""
    await drafts.keep_only(session, person, "nothing changed", now, about=about)


async def latest(session: AsyncSession, person: Person, since: datetime) -> Draft | None:
    """Return the draft that `keep` stored.

    Return None if there is no draft from `since` (UTC) or later, or if a newer answer changed
    something.
    """
    last = await drafts.newest(session, person, since, "nothing changed", *undos.CHANGES)
    return last if last and last.kind == "nothing changed" else None


async def forget(session: AsyncSession, person: Person) -> None:
    """Forget what `keep` stored, because our newest answer was of another kind."""
    await drafts.delete_all(session, person, "nothing changed")


async def drop_question(session: AsyncSession, person: Person) -> None:
    """Delete the drafts of open questions, so that nothing typed later counts as an answer."""
    await drafts.delete_all(session, person, *_QUESTIONS)
