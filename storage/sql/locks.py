"""Row locks for transactions that read rows and then change them.

SQLite has only one writing transaction at a time, so it needs no row locks. On SQLite,
`for_update` locks nothing. It only makes the query refresh the session's copies of the rows.
"""

from typing import TypeVar

from sqlmodel.sql.expression import SelectOfScalar

Row = TypeVar("Row")


def for_update(wanted: SelectOfScalar[Row], *, locked: bool = True) -> SelectOfScalar[Row]:
    """Lock the rows that a query finds, unless `locked` is false.

    Other transactions may still insert rows that refer to the locked rows.
    """
    if not locked:
        return wanted
    # The session may still have the rows as they were before the lock.
    return wanted.with_for_update(key_share=True).execution_options(populate_existing=True)
