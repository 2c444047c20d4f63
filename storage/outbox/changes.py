"""Note whether a transaction adds or changes messages to send.

When such a transaction is committed, the delivery loop looks for due messages. Most
transactions change no messages, and do not wake the loop.
"""

from sqlalchemy import event
from sqlmodel import Session
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.plan_changes import WritingSession
from storage.tables import Outbox

_INFO = "outbox changed"


def note(session: AsyncSession) -> None:
    """Note a change that the session's objects do not show, such as an INSERT statement."""
    session.info[_INFO] = True


def were_made(session: AsyncSession) -> bool:
    """Return whether this transaction has added or changed a row of the outbox."""
    return bool(session.info.get(_INFO)) or _has_rows(session.sync_session)


@event.listens_for(WritingSession, "before_flush")
def _before_flush(session: Session, *_: object) -> None:
    if _has_rows(session):
        session.info[_INFO] = True


def _has_rows(session: Session) -> bool:
    return any(isinstance(row, Outbox) for row in (*session.new, *session.dirty))
