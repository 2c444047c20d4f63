"""Row locks for transactions that read rows and then change them.

SQLite has only one writing transaction at a time, so it needs no row locks: on SQLite, a locked
query only reads the rows again.
"""

from typing import TypeVar

from sqlmodel.sql.expression import SelectOfScalar

Row = TypeVar("Row")


def for_update(wanted: SelectOfScalar[Row], *, locked: bool = True) -> SelectOfScalar[Row]:
    """The query, changed to lock the rows it finds; unchanged if not `locked`.

    Other transactions may still insert rows with foreign keys to these rows.
    """
    if not locked:
        return wanted
    # populate_existing: the session may hold the rows as they were before they were locked.
    return wanted.with_for_update(key_share=True).execution_options(populate_existing=True)
