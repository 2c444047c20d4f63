"""Count the rows of a tenant that contain a text, such as the name of an erased person."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import JSON, ColumnElement, Table, Text, literal, select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.rights import holdings, owned_rows
from storage.rights.erasure.guests import words_of_event
from storage.tables import Account

# We do not search these columns. Nobody reads them as text, or they repeat another column.
_NOT_READ = {"name_key", "text_key", "cursor", "source_id", "series", "fingerprint", "likeness"}


async def texts_with(
    session: AsyncSession, tenant: str, is_in: Callable[[str], bool]
) -> Counter[tuple[str, str]]:
    """Count the rows with a text for which `is_in` returns true. This reads all rows of the tenant.

    The keys of the result are pairs: the name of the table, and the name of the account to which
    the row belongs. The account's name is "" if the row belongs to no account.
    """
    connection = await session.connection()
    wanted = select(col(Account.id), col(Account.name)).where(col(Account.tenant) == tenant)
    names = dict((await connection.execute(wanted)).all())
    found: Counter[tuple[str, str]] = Counter()
    for each, holding in holdings.HOLDINGS.items():
        table = owned_rows.table(each)
        texts = [one for one in _texts(table) if one.name not in holding.secret]
        if each in holdings.NO_TENANT or not texts:
            continue
        query = select(_account(table), *texts).where(table.c.tenant == tenant)
        async with connection.stream(query) as rows:
            async for account_id, *values in rows:
                if any(map(is_in, _strings(_read(texts, values)))):
                    found[each, names.get(account_id, "")] += 1
    return found


def _texts(table: Table) -> list[Any]:
    columns = (one for one in table.c if isinstance(one.type, (Text, JSON)))
    return [one for one in columns if one.name not in _NOT_READ]


def _read(columns: Sequence[Any], values: Sequence[Any]) -> list[Any]:
    """Return the values. For a calendar event, return its texts instead of the stored JSON."""
    return [
        words_of_event(value) if column.name == "event" else value
        for column, value in zip(columns, values, strict=True)
    ]


def _account(table: Table) -> ColumnElement[Any]:
    """Return an SQL expression for the id of the account to which a row of the table belongs.

    It is NULL if a row refers to neither an account nor a call.
    """
    if table.name == "account":
        return table.c.id
    if "account_id" in table.c:
        return table.c.account_id
    if "call_id" in table.c:
        call = owned_rows.table("call")
        return select(call.c.account_id).where(call.c.id == table.c.call_id).scalar_subquery()
    return literal(None)


def _strings(value: Any) -> Iterator[str]:  # noqa: ANN401 - JSON
    """Yield the texts in a JSON value, and the keys of its objects."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield key
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
