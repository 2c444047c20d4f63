"""SQL statements that change claimed rows.

They are cached, because building one takes longer than running it. The parameter `json_rows` has
the rows' ids, claims and changes. `now` is the current time (UTC).
"""

from collections.abc import Mapping
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

from storage.outbox.claims import RELEASED
from storage.sql.built_once import built_once
from storage.sql.json_rows import is_given, json_rows
from storage.tables import OPEN
from storage.tables.types import Moment

NOW = bindparam("now", type_=Moment())
_TABLE = SQLModel.metadata.tables["outbox"]
_ROW = _TABLE.c


@built_once
def handing_over(dialect: str) -> Update:
    """Record that rows are about to be sent in the message with the id `bundle`."""
    new = _rows(dialect, bundle=BigInteger(), wording=Text())
    changes = {"bundle": new.c.bundle, "wording": new.c.wording, "handed_at": NOW}
    return _changing(dialect, new, changes, _ROW.state == OPEN)


@built_once
def settling(dialect: str) -> Update:
    """Record what became of rows.

    If a row was dropped while its message was being sent, and the message went out, the row becomes
    sent.
    """
    new = _rows(dialect, **dict.fromkeys(("state", "reason", "message", "wording"), Text()))
    sent = new.c.state == "sent"
    changes: dict[str, ColumnElement[Any]] = {
        name: new.c[name] for name in ("state", "reason", "message", "wording")
    }
    changes |= {"settled_at": NOW, "claim": null(), "bundle": case((sent, _ROW.bundle))}
    return _changing(dialect, new, changes, sent | (_ROW.state == OPEN))


@built_once
def releasing(dialect: str) -> Update:
    """Release rows, so that a worker can claim them again from `until` on.

    If a row's message may have gone out, the row gets the claim `RELEASED`. Any other row gets no
    claim.
    """
    numbers = dict.fromkeys(("doubt", "tried", "failed"), Integer())
    new = _rows(dialect, until=BigInteger(), **numbers)
    doubt = new.c.doubt == 1
    changes = {
        "next_at": new.c.until,
        "attempts": _ROW.attempts + new.c.tried,
        "failures": _ROW.failures + new.c.failed,
        "claim": case((doubt, RELEASED)),
        "bundle": case((doubt, _ROW.bundle)),
        "wording": case((doubt, _ROW.wording)),
    }
    return _changing(dialect, new, changes, _ROW.state == OPEN)


@built_once
def clearing_claims(dialect: str) -> Update:
    """Clear the claim of each row, unless the row's message may have gone out."""
    new = _rows(dialect, doubt=Integer())
    never_handed_over = (new.c.doubt == 0) | _ROW.bundle.is_(None)
    changes = {"claim": null(), "bundle": null(), "next_at": _ROW.due_at}
    return _changing(dialect, new, changes, never_handed_over)


@built_once
def rescheduling(dialect: str) -> Update:
    """Give rows a new due time and local day, and release them."""
    new = _rows(dialect, due=BigInteger(), day=Date())
    due, day = new.c.due, new.c.day
    changes = {"claim": null(), "bundle": null(), "due_at": due, "next_at": due, "day": day}
    return _changing(dialect, new, changes, _ROW.state == OPEN)


def _rows(dialect: str, **columns: TypeEngine[Any]) -> FromClause:
    return json_rows(dialect, id=BigInteger(), claim=Text(), **columns)


def _changing(
    dialect: str,
    new: FromClause,
    changes: Mapping[str, ColumnElement[Any]],
    where: ColumnElement[bool],
) -> Update:
    """Change the outbox rows that `new` lists, except rows that have another claim by now.

    Return the ids of the changed rows.
    """
    ours = (
        _ROW.id == new.c.id,
        is_given(dialect, _ROW.id, "id"),
        _ROW.claim == new.c.claim,
    )
    return update(_TABLE).where(*ours, where).values(**changes).returning(_ROW.id)
