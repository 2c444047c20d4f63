"""Note whether a transaction changes what is on file.

Rows that only remember where a chat stands (`_OF_THE_CHAT`) do not count. We don't notice writes
that use the session's connection directly.
"""

from typing import Any

from sqlalchemy import event
from sqlmodel import Session
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.plan_changes import WritingSession
from storage.tables import Draft, HandledRequest, ShownMessage

_OF_THE_CHAT = (Draft, HandledRequest, ShownMessage)
_TABLES = {table.__tablename__ for table in _OF_THE_CHAT}
_INFO = "changes on file"


async def forget(session: AsyncSession) -> None:
    """Forget the changes made so far, so that `were_made` looks only at later ones."""
    await session.flush()
    session.info.pop(_INFO, None)


async def were_made(session: AsyncSession) -> bool:
    """Check whether something on file was changed since `forget`, or since the session began."""
    await session.flush()
    return bool(session.info.get(_INFO))


@event.listens_for(WritingSession, "before_flush")
def _before_flush(session: Session, *_: object) -> None:
    changed = (row for row in session.dirty if session.is_modified(row))
    if any(not isinstance(row, _OF_THE_CHAT) for row in (*session.new, *session.deleted, *changed)):
        session.info[_INFO] = True


@event.listens_for(WritingSession, "do_orm_execute")
def _before_statement(state: Any) -> None:  # noqa: ANN401 - SQLAlchemy's ORMExecuteState
    if not state.is_select and _table_of(state.statement) not in _TABLES:
        state.session.info[_INFO] = True


def _table_of(statement: Any) -> str:  # noqa: ANN401 - an INSERT, UPDATE, DELETE or text
    return getattr(getattr(statement, "table", None), "name", "")
