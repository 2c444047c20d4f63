"""Find, change and delete the drafts about an account: text that people typed but have not saved.

A draft has no account id. So we assume that a draft is about an account in these cases:

- Its text contains the account's name.
- It may be an answer to an ask about the account. An ask is a line passed on to marketing.
- It may be an answer to a request for help about the account.

A draft that names no account on file may be about any account, because the name can be misspelt.
"""

from collections.abc import Callable, Collection
from difflib import SequenceMatcher
from typing import get_args

from sqlalchemy import select
from sqlmodel import col
from sqlmodel import select as select_rows
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.conversation import answer_drafts
from storage.conversation.answer_drafts import Answered
from storage.rights import owned_rows
from storage.spelling import comparable, has_name
from storage.tables import Account, Draft

# A misspelt name is at least this similar to the right name, on difflib's scale from 0 to 1. The
# similarity of "nortwind" and "northwind" is 0.94.
ALMOST = 0.8
SEARCHED = 400  # characters of a text in which we look for a misspelt name
_MARKS = ".,:;!?()"


async def forget_in_drafts(
    session: AsyncSession,
    tenant: str,
    account_id: int,
    names: Collection[str | None],
    forget: Callable[[str], str],
) -> int:
    """Call `forget` on the texts of drafts, and return how many drafts changed.

    `forget` takes the name of an erased person out of a text. We call it for these drafts:

    - drafts about the account
    - drafts that name no account on file
    - drafts that contain one of `names`: the person's full name or mail address
    """
    account = (await session.exec(select_rows(Account).where(col(Account.id) == account_id))).one()
    known = [comparable(each) for each in (account.name, *names) if each]
    answers = await _ids_of_answers(session, tenant, account_id)
    others = await _other_names(session, account)
    changed = 0
    for each in await _drafts(session, tenant):
        if each.id in answers or _contains(each, known) or _is_about_none(each, others):
            old = each.account, each.time, each.about, each.words
            new = tuple(map(forget, old))
            each.account, each.time, each.about, each.words = new
            changed += new != old
    await session.flush()
    return changed


async def delete_drafts(session: AsyncSession, account: Account) -> None:
    """Delete the drafts about the account.

    Also delete a draft that names no account on file, if some of its words are spelt almost like
    the account's name.
    """
    name = comparable(account.name)
    answers = await _ids_of_answers(session, account.tenant, account.id)
    others = await _other_names(session, account)
    for each in await _drafts(session, account.tenant):
        misspelt = _is_about_none(each, others) and _almost_contains(each, name)
        if each.id in answers or misspelt or _contains(each, [name]):
            await session.delete(each)
    await session.flush()


async def _other_names(session: AsyncSession, account: Account) -> list[str]:
    wanted = select_rows(Account.name).where(
        col(Account.tenant) == account.tenant, col(Account.id) != account.id
    )
    return [comparable(name) for name in (await session.exec(wanted)).all()]


def _is_about_none(draft: Draft, others: Collection[str]) -> bool:
    """Return whether a draft has typed text, and contains none of the names in `others`."""
    return bool(draft.account or draft.words) and not _contains(draft, others)


def _almost_contains(draft: Draft, name: str) -> bool:
    """Return whether words in the first `SEARCHED` characters are spelt almost like the name."""
    count = len(name.split())
    for text in (draft.account, draft.words):
        words = [word.strip(_MARKS) for word in comparable(text[:SEARCHED]).split()]
        for at in range(max(len(words) - count, 0) + 1):
            said = " ".join(words[at : at + count])
            if SequenceMatcher(None, said, name, autojunk=False).ratio() >= ALMOST:
                return True
    return False


def _contains(draft: Draft, names: Collection[str]) -> bool:
    """Return whether the draft contains one of these names, normalised by `comparable`."""
    said = comparable(f"{draft.account} {draft.time} {draft.about} {draft.words}")
    return any(has_name(said, name) for name in names)


async def _drafts(session: AsyncSession, tenant: str) -> Collection[Draft]:
    return (await session.exec(select_rows(Draft).where(col(Draft.tenant) == tenant))).all()


async def _ids_of_answers(session: AsyncSession, tenant: str, account_id: int) -> set[int]:
    """Return the ids of drafts that may answer an ask or a request for help about an account."""
    connection = await session.connection()
    found: set[int] = set()
    for table in get_args(Answered):
        theirs = owned_rows.of_account(table, tenant, account_id)
        wanted = select(owned_rows.table(table).c.id).where(theirs)
        ids = set((await connection.execute(wanted)).scalars())
        drafts = await _drafts(session, tenant)
        found |= {one.id for one in drafts if answer_drafts.may_answer(one, table, ids)}
    return found
