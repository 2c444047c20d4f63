"""Match the rows that belong to a person or an account, as `holdings` says for each table."""

from typing import Literal

from sqlalchemy import ColumnElement, Table, false, or_, select
from sqlmodel import SQLModel

from storage.rights.holdings import HOLDINGS


def table(name: str) -> Table:
    """Return the table with this name."""
    return SQLModel.metadata.tables[name]


def children_first() -> list[str]:
    """Return the names of all tables. A table comes before the tables that it refers to."""
    return [each.name for each in reversed(SQLModel.metadata.sorted_tables)]


def of_person(name: str, tenant: str, person_id: int) -> ColumnElement[bool]:
    """Match a person's rows in a table."""
    return _belongs(name, "person", tenant, person_id)


def of_account(name: str, tenant: str, account_id: int) -> ColumnElement[bool]:
    """Match an account's rows in a table."""
    return _belongs(name, "account", tenant, account_id)


def _belongs(
    name: str, to: Literal["person", "account"], tenant: str, id_: int
) -> ColumnElement[bool]:
    """Match the rows of a table that belong to this owner, as `HOLDINGS` says for the table."""
    columns = table(name).c
    holding = HOLDINGS[name]
    among: list[ColumnElement[bool]] = []
    for link in holding.person if to == "person" else holding.account:
        if not link.table:
            among.append(columns[link.column] == id_)
            continue
        other = table(link.table)
        theirs = select(other.c[link.key]).where(_belongs(link.table, to, tenant, id_))
        among.append(columns[link.column].in_(theirs))
    return (columns["tenant"] == tenant) & or_(*among) if among else false()
