"""Row locks for transactions that read rows and then change them.

SQLite has only one writing transaction at a time, so it needs no row locks. There, a locked query
only reads the rows again.
"""

from typing import TypeVar

from sqlmodel.sql.expression import SelectOfScalar

Row = TypeVar("Row")


def for_update(wanted: SelectOfScalar[Row], *, locked: bool = True) -> SelectOfScalar[Row]:
    """Lock the rows that a query finds, unless `locked` is false.

    Other transactions may still insert rows that refer to them.
    """
    if not locked:
        return wanted
    # The session may still have the rows as they were before the lock.
    return wanted.with_for_update(key_share=True).execution_options(populate_existing=True)
