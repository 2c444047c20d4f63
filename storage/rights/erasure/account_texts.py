"""Find and change what was written about an account."""

import json
from collections.abc import AsyncIterator, Callable, Collection
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import (
    Table,
    and_,
    case,
    select,
    update,
)
from sqlalchemy.orm import aliased
from sqlmodel import col
from sqlmodel import select as select_rows
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.marketing import insight_matches
from storage.rights import holdings, owned_rows
from storage.rights.erasure.guests import rename_in_event
from storage.rights.erasure.names import FORMER_CONTACT, Forgetting, names_at, rename_all, stand_in
from storage.spelling import comparable
from storage.sql import search
from storage.tables import (
    Account,
    Commitment,
    Insight,
)

# More columns for `_text_columns`, by table. Their texts are read from the CRM or written to it.
_OF_CRM = {"crmdeal": {"name"}, "crmwrite": {"seen", "found", "required"}}


class NameChange(NamedTuple):
    """A text before and after a name is erased. `what` is the kind of text, in words for people."""

    what: str
    old: str
    new: str


async def changes_by_name(
    session: AsyncSession,
    account: Account,
    name: str,
    forgetting: Forgetting,
    email: str | None = None,
) -> list[NameChange]:
    """Return how texts about an account change if a name and an address are erased from them.

    Nothing is stored.
    """
    others = await names_at(session, account.tenant, account.id)
    forget = forgetting(name, email, FORMER_CONTACT, others)
    return [
        NameChange(holdings.HOLDINGS[table.name].what, _as_text(old[column]), _as_text(new[column]))
        async for table, _, new, old in _changed_rows(session, account.tenant, account.id, forget)
        for column in new
    ]


def _as_text(value: Any) -> str:  # noqa: ANN401 - a text, or JSON
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


async def words_about(
    session: AsyncSession, name: str, tenant: str, account_id: int
) -> dict[int, object]:
    """Return what people wrote about an account in the table `name`, by row id."""
    table = owned_rows.table(name)
    wanted = select(table.c.id, *_text_columns(table)).where(
        owned_rows.of_account(name, tenant, account_id)
    )
    return {row[0]: tuple(row[1:]) for row in await (await session.connection()).execute(wanted)}


async def forget_in_account(
    session: AsyncSession, tenant: str, account_id: int, forget: Callable[[str], str]
) -> int:
    """Change the texts about an account, and return how many were changed."""
    connection = await session.connection()
    places = 0
    async for table, keys, new, _ in _changed_rows(session, tenant, account_id, forget):
        places += len(new)
        if table.name == "commitment" and "text" in new:
            new["text_key"] = await free_key(session, keys[0][1], new["text"])
        if table.name == "proposedanswer":
            new["state"] = case((table.c.state == "proposed", "expired"), else_=table.c.state)
        which = and_(*(key == value for key, value in keys))
        await connection.execute(update(table).where(which).values(**new))
    return places


async def free_key(session: AsyncSession, promise_id: int, text: str) -> str:
    """Return the `text_key` of a promise whose text becomes `text`.

    If the same side has made another promise with this key in the same call, we add `promise_id` to
    the key, so that it is unique.
    """
    promise, key = aliased(Commitment), comparable(text)
    same = (
        select_rows(Commitment.id)
        .join(promise, col(promise.call_id) == col(Commitment.call_id))
        .where(
            col(promise.id) == promise_id,
            col(Commitment.id) != promise_id,
            col(Commitment.side) == col(promise.side),
            col(Commitment.text_key) == key,
        )
    )
    return f"{key} ({promise_id})" if (await session.exec(same)).first() else key


async def index_again(session: AsyncSession, tenant: str, account_id: int) -> None:
    """Update the search index for an account's insights, after their texts were changed."""
    theirs = owned_rows.of_account("insight", tenant, account_id)
    found = select_rows(Insight).where(theirs).execution_options(populate_existing=True)
    for each in (await session.exec(found)).all():
        await insight_matches.index(session, each)
    await search.forget_deleted(session)


async def _changed_rows(
    session: AsyncSession, tenant: str, account_id: int, forget: Callable[[str], str]
) -> AsyncIterator[tuple[Table, list[tuple[Any, Any]], dict[str, Any], dict[str, Any]]]:
    """Of the rows about an account, yield each row in which `forget` changes a text.

    A row is yielded as (table, key, new texts, old texts). The texts are dicts by column name: the
    new texts have only the columns that change, and the old texts have all columns with texts.
    """
    connection = await session.connection()
    for each, holding in holdings.HOLDINGS.items():
        table = owned_rows.table(each)
        texts = _text_columns(table)
        if not holding.account or each in ("account", "contact", "accountdomain") or not texts:
            continue
        theirs = owned_rows.of_account(each, tenant, account_id)
        keys = [*table.primary_key.columns]
        for row in (await connection.execute(select(*keys, *texts).where(theirs))).all():
            found = row._mapping
            labels = found[table.c.labels] if "labels" in table.c else ()
            apart = _apart_from(labels or (), forget)
            ways: dict[str, Callable[[str], str]] = {
                "labels": apart,
                "figures": apart,
                "event": partial(rename_in_event, forget),
            }
            new = {
                text.name: changed
                for text in texts
                if (had := found[text])
                and (changed := rename_all(had, ways.get(text.name, forget))) != had
            }
            if new:
                old = {text.name: found[text] for text in texts}
                yield table, [(key, found[key]) for key in keys], new, old


def _apart_from(labels: Collection[str], forget: Callable[[str], str]) -> Callable[[str], str]:
    """Return the function that changes the texts of a transcript whose speakers are `labels`.

    This is `forget`, unless one of the speakers is already called "A former contact". In that case,
    the function writes another name, such as "Another former contact". So the two speakers stay
    distinct.
    """
    if FORMER_CONTACT not in labels:
        return forget
    name = stand_in(labels)

    def apart(text: str) -> str:
        changed = forget(text)
        return changed if changed == text else changed.replace(FORMER_CONTACT, name)

    return apart


def _text_columns(table: Table) -> list[Any]:
    """Return the columns of a table that may contain what people wrote or said."""
    names = {"text", "title", "goal", "heard", "surprise", "next_step", "for_marketing", "line"}
    names |= {"quote", "source", "headline", "body", "guests", "subject", "event", "persona"}
    names |= {"declined", "labels", "figures", "question", "answer", "claim"}
    names |= _OF_CRM.get(table.name, frozenset())
    if table.name in ("seat", "call"):  # here, `line` is an id and `source` a kind
        names -= {"line", "source"}
    return [each for each in table.c if each.name in names]
