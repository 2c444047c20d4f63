"""Statements that change claimed rows: `given` names each with the claim that holds it.

Each is made once for a database engine: making one takes longer than the database takes for it.
The parameter `now` is a moment (UTC).
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
    """Rows are about to go out in a message, known by `bundle`."""
    given_ = _given(dialect, bundle=BigInteger(), wording=Text())
    changes = {"bundle": given_.c.bundle, "wording": given_.c.wording, "handed_at": NOW}
    return _changing(given_, changes, _ROW.state == OPEN)


@cache
def settling(dialect: str) -> Update:
    """What became of rows; one that went out counts as sent whatever was done meanwhile."""
    given_ = _given(dialect, **dict.fromkeys(("state", "reason", "message", "wording"), Text()))
    sent = given_.c.state == "sent"
    changes: dict[str, ColumnElement[Any]] = {
        name: given_.c[name] for name in ("state", "reason", "message", "wording")
    }
    changes |= {"settled_at": NOW, "claim": null(), "bundle": case((sent, _ROW.bundle))}
    return _changing(given_, changes, sent | (_ROW.state == OPEN))


@cache
def releasing(dialect: str) -> Update:
    """Rows are given back until a time, as free ones or in doubt."""
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
    """Claims are taken off, but for rows whose message may be out."""
    given_ = _given(dialect, doubt=Integer())
    never_handed_over = (given_.c.doubt == 0) | _ROW.bundle.is_(None)
    changes = {"claim": null(), "bundle": null(), "next_at": _ROW.due_at}
    return _changing(given_, changes, never_handed_over)


@cache
def shifting(dialect: str) -> Update:
    """Rows are put at a later time and its day."""
    given_ = _given(dialect, due=BigInteger(), day=Date())
    due, day = given_.c.due, given_.c.day
    changes = {"claim": null(), "bundle": null(), "due_at": due, "next_at": due, "day": day}
    return _changing(given_, changes, _ROW.state == OPEN)


def _given(dialect: str, **columns: TypeEngine[Any]) -> FromClause:
    return given(dialect, id=BigInteger(), mine=Text(), **columns)


def _changing(
    given_: FromClause, changes: Mapping[str, ColumnElement[Any]], where: ColumnElement[bool]
) -> Update:
    """Rows that are given are changed where the claim that is given still holds them."""
    ours = (_ROW.id == given_.c.id, _ROW.claim == given_.c.mine)
    return update(_TABLE).where(*ours, where).values(**changes).returning(_ROW.id)
