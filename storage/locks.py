"""Rows that a transaction decides on: nobody else changes them until it ends.

On SQLite a writing transaction is alone anyway; there this only reads the rows afresh.
"""

from typing import TypeVar

from sqlmodel.sql.expression import SelectOfScalar

Row = TypeVar("Row")


def to_change(wanted: SelectOfScalar[Row], *, locked: bool = True) -> SelectOfScalar[Row]:
    """A query that locks the rows it finds; as it was where they are only to be read.

    Others may still refer to these rows: their foreign keys need not wait.
    """
    if not locked:
        return wanted
    # As they are once they are locked, not as the session may have seen them before.
    return wanted.with_for_update(key_share=True).execution_options(populate_existing=True)
