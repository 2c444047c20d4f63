"""Query drafts of answers: typed text that waits for a button to send it.

A rep's text may go to marketing, and a marketer's or a helper's text to a rep.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Literal

from sqlmodel.ext.asyncio.session import AsyncSession

from storage.conversation import drafts
from storage.tables import Draft, Person

Answered = Literal["ask", "helprequest"]  # the table with what a text may answer

REPLY = "reply to marketing:"  # `Draft.time` begins like this if the text may be sent to marketing
# `Draft.time` begins like this if the text may answer a rep. Then come the table and row ids.
ANSWER = "answer to a rep"


async def keep_reply(
    session: AsyncSession, person: Person, ask_id: int, words: str, now: datetime
) -> Draft:
    """Keep a text that the person may send to marketing about an ask. Delete any earlier text."""
    return await drafts.keep_one(session, person, words, now, (REPLY, str(ask_id)))


async def keep_answer(
    session: AsyncSession,
    person: Person,
    words: str,
    now: datetime,
    *,
    to: Answered,
    ids: Collection[int],
) -> Draft:
    """Keep a text that may answer one of these asks or requests for help. Delete any earlier text.

    The ids tell an erasure which accounts the text may be about.
    """
    listed = ",".join(map(str, ids))
    return await drafts.keep_one(session, person, words, now, (ANSWER, f":{to}:{listed}"))


def is_answer(draft: Draft) -> bool:
    """Check whether a draft was made by `keep_answer`."""
    return draft.time.startswith(ANSWER)


def reply_to(draft: Draft) -> str:
    """Return the row id of the ask that a draft made by `keep_reply` is about, or ""."""
    return draft.time.removeprefix(REPLY) if draft.time.startswith(REPLY) else ""


def may_answer(draft: Draft, to: Answered, ids: Collection[int]) -> bool:
    """Check whether a draft may answer one of these rows, as a reply or as an answer."""
    if ask_id := reply_to(draft):
        return to == "ask" and int(ask_id) in ids
    begins = f"{ANSWER}:{to}:"
    if not draft.time.startswith(begins):
        return False
    return any(int(one) in ids for one in draft.time.removeprefix(begins).split(",") if one)
