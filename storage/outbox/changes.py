"""SQL statements that change claimed rows. The parameter `given` has each row's id and its claim.

Each is built once per database engine, because building it takes longer than running it. The
parameter `now` is a moment (UTC).
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    FromClause,
    Integer,
    Text,
    Update,
    bindparam,
    case,
    null,
    update,
)
from sqlalchemy.types import TypeEngine
from sqlmodel import SQLModel

from storage.given import given
from storage.outbox.claims import UNHELD
from storage.tables import OPEN
from storage.types import Moment

NOW = bindparam("now", type_=Moment())
_TABLE = SQLModel.metadata.tables["outbox"]
_ROW = _TABLE.c


@cache
def handing_over(dialect: str) -> Update:
    """Record that rows are about to be sent in the message with the id `bundle`."""
    given_ = _given(dialect, bundle=BigInteger(), wording=Text())
    changes = {"bundle": given_.c.bundle, "wording": given_.c.wording, "handed_at": NOW}
    return _changing(given_, changes, _ROW.state == OPEN)


@cache
def settling(dialect: str) -> Update:
    """Record what became of rows. One that was sent becomes sent even if it was dropped since."""
    given_ = _given(dialect, **dict.fromkeys(("state", "reason", "message", "wording"), Text()))
    sent = given_.c.state == "sent"
    changes: dict[str, ColumnElement[Any]] = {
        name: given_.c[name] for name in ("state", "reason", "message", "wording")
    }
    changes |= {"settled_at": NOW, "claim": null(), "bundle": case((sent, _ROW.bundle))}
    return _changing(given_, changes, sent | (_ROW.state == OPEN))


@cache
def releasing(dialect: str) -> Update:
    """Release rows until a time, either free or in doubt."""
    numbers = dict.fromkeys(("doubt", "tried", "failed"), Integer())
    given_ = _given(dialect, until=BigInteger(), **numbers)
    doubt = given_.c.doubt == 1
    changes = {
        "next_at": given_.c.until,
        "attempts": _ROW.attempts + given_.c.tried,
        "failures": _ROW.failures + given_.c.failed,
        "claim": case((doubt, UNHELD)),
        "bundle": case((doubt, _ROW.bundle)),
        "wording": case((doubt, _ROW.wording)),
    }
    return _changing(given_, changes, _ROW.state == OPEN)


@cache
def letting_go(dialect: str) -> Update:
    """Remove claims, except from rows whose message may have gone out."""
    given_ = _given(dialect, doubt=Integer())
    never_handed_over = (given_.c.doubt == 0) | _ROW.bundle.is_(None)
    changes = {"claim": null(), "bundle": null(), "next_at": _ROW.due_at}
    return _changing(given_, changes, never_handed_over)


@cache
def shifting(dialect: str) -> Update:
    """Reschedule rows to a later time and its day."""
    given_ = _given(dialect, due=BigInteger(), day=Date())
    due, day = given_.c.due, given_.c.day
    changes = {"claim": null(), "bundle": null(), "due_at": due, "next_at": due, "day": day}
    return _changing(given_, changes, _ROW.state == OPEN)


def _given(dialect: str, **columns: TypeEngine[Any]) -> FromClause:
    return given(dialect, id=BigInteger(), mine=Text(), **columns)


def _changing(
    given_: FromClause, changes: Mapping[str, ColumnElement[Any]], where: ColumnElement[bool]
) -> Update:
    """Update the given rows that their given claim still holds; returns their ids."""
    ours = (_ROW.id == given_.c.id, _ROW.claim == given_.c.mine)
    return update(_TABLE).where(*ours, where).values(**changes).returning(_ROW.id)
