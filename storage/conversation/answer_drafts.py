"""Query drafts of answers: typed text that waits for a button to send it.

A draft is one of these texts:

- what a rep writes to marketing
- what a marketer or a helping colleague writes to a rep
"""

from collections.abc import Collection
from datetime import datetime
from typing import Literal

from sqlmodel.ext.asyncio.session import AsyncSession

from storage.conversation import drafts
from storage.tables import Draft, Person

Answered = Literal["ask", "helprequest"]  # the table of the row that a text may answer


async def keep_reply(
    session: AsyncSession, person: Person, ask_id: int, words: str, now: datetime
) -> Draft:
    """Keep a text that the person may send to marketing about an ask.

    Earlier texts are kept too: each has a button of its own.
    """
    return await drafts.add(
        session, person, "reply to marketing", now, about=str(ask_id), words=words
    )


async def keep_answer(
    session: AsyncSession,
    person: Person,
    words: str,
    now: datetime,
    *,
    to: Answered,
    ids: Collection[int],
    written: str = "",
) -> Draft:
    """Keep a text that may answer an ask or a request for help.

    Delete earlier texts that this function kept for the person.

    The text may answer any of the rows with `ids` in the table `to`. From these ids,
    `storage.rights.erasure` learns which accounts the text may be about.

    `written` says what the text is:

    - "": an answer
    - "back": a question to the rep
    - "changed": a report of what changed because of the ask
    """
    about = f"{to}:{','.join(map(str, ids))}:{written}".rstrip(":")
    return await drafts.keep_only(session, person, "answer to a rep", now, about=about, words=words)


async def reply(session: AsyncSession, person: Person, draft_id: int) -> Draft | None:
    """Return the draft from `keep_reply`, if it is still there. Its `about` is the ask's row id."""
    return await drafts.own(session, person, draft_id, "reply to marketing")


async def waiting_reply(session: AsyncSession, person: Person, since: datetime) -> Draft | None:
    """Return the newest draft from `keep_reply` that was made at `since` (UTC) or later."""
    return await drafts.newest(session, person, since, "reply to marketing")


async def answer(session: AsyncSession, person: Person, draft_id: int) -> Draft | None:
    """Return the text that `keep_answer` kept, if it is still there."""
    return await drafts.own(session, person, draft_id, "answer to a rep")


async def just_kept(session: AsyncSession, person: Person, since: datetime) -> Draft | None:
    """Return the text that `keep_answer` kept at `since` (UTC) or later.

    Return None if there is none, or if the person has a newer draft of another kind.
    """
    last = await drafts.newest_of_any(session, person, since)
    return last if last is not None and last.kind == "answer to a rep" else None


def meant(draft: Draft) -> tuple[str, list[int], str]:
    """Return the arguments `to`, `ids` and `written` that `keep_answer` got for this draft."""
    table, ids, written = (*draft.about.split(":"), "", "")[:3]
    return table, [int(one) for one in ids.split(",") if one], written


def may_answer(draft: Draft, to: Answered, ids: Collection[int]) -> bool:
    """Check whether a draft may answer one of the rows with `ids` in the table `to`.

    The draft may be from `keep_reply` or from `keep_answer`.
    """
    if draft.kind == "reply to marketing":
        return to == "ask" and int(draft.about) in ids
    if draft.kind != "answer to a rep":
        return False
    table, of_ids, _ = meant(draft)
    return table == to and not set(ids).isdisjoint(of_ids)
