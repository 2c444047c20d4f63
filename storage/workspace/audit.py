"""The audit log: who did what to whom. It never quotes anybody. All times are UTC."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal
from urllib.parse import quote, unquote

from sqlalchemy import delete, text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.choices import AuditAct, AuditResult, AuditTarget, CrmKind, Role, TeamChange
from storage.tables import AuditEntry, Person, Team

# Who acted, as `note` explains.
By = int | Literal["command"] | None


def note(
    session: AsyncSession,
    tenant: str,
    act: AuditAct,
    target: tuple[AuditTarget, str | int],
    now: datetime,
    *,
    actor: By = None,
    result: AuditResult = "done",
) -> None:
    """Add an entry.

    `target` is the kind and the id of what was changed. It never has a person's name (see
    `AuditEntry.target`). `actor` says who acted:

    - a row id: this person
    - "command": the operator, with a command
    - None: Attune, or the operator's settings
    """
    kind, id_ = target
    if actor == "command":
        actor, result = None, "by command"
    session.add(
        AuditEntry(
            tenant=tenant,
            at=now,
            actor=actor,
            act=act,
            target_kind=kind,
            target=str(id_),
            result=result,
        )
    )


def note_erasure(
    session: AsyncSession,
    tenant: str,
    target: tuple[AuditTarget, int],
    now: datetime,
    *,
    actor: By = None,
) -> str:
    """Add an entry about an erasure, and return its reference, which is random and names nobody."""
    kind, id_ = target
    reference = secrets.token_hex(4)
    note(session, tenant, "erased", (kind, f"{id_} {reference}"), now, actor=actor)
    return reference


async def erased_since(session: AsyncSession, tenant: str, since: datetime) -> bool:
    """Check whether a person, a contact or an account was erased at `since` or later."""
    wanted = select(AuditEntry.id).where(
        col(AuditEntry.tenant) == tenant,
        col(AuditEntry.at) >= since,
        col(AuditEntry.act) == "erased",
    )
    return (await session.exec(wanted.limit(1))).first() is not None


def note_role(
    session: AsyncSession, person: Person, before: Role, now: datetime, *, actor: int | None = None
) -> None:
    """Add an entry about a person's new role. `before` is the old role."""
    target = f"{person.id} {before} {person.role}"
    note(session, person.tenant, "role changed", ("person", target), now, actor=actor)


def note_team(
    session: AsyncSession,
    team: Team,
    what: TeamChange,
    now: datetime,
    *,
    actor: int | None = None,
    who: Person | None = None,
    **more: str | int | None,
) -> None:
    """Add an entry about a team.

    `who` is the person who joined or left the team, or who leads it now. If `what` is "leader" and
    `who` is None, nobody leads the team any more. The entry also has the team's name, and the
    values in `more` that are not empty:

    - `was`: the team's earlier name
    - `led`: the row id of the person who led the team before
    - `people`: how many people were in the team
    - `to`: the name of the team to which a person moved
    """
    plain = [team.id, what] if who is None else [team.id, what, who.id]
    target = " ".join((*map(str, plain), *_marked({"name": team.name, **more})))
    note(session, team.tenant, "team changed", ("team", target), now, actor=actor)


def _marked(more: Mapping[str, str | int | None]) -> list[str]:
    """Return the values that are not empty, with their keys: "name=Sales%20DACH"."""
    return [f"{key}={quote(str(value), safe='')}" for key, value in more.items() if value]


def parts_of(target: str) -> tuple[list[str], dict[str, str]]:
    """Split an entry's target into its plain parts, and the values of its key=value parts."""
    parts = target.split()
    pairs = (one.partition("=") for one in parts if "=" in one)
    return [one for one in parts if "=" not in one], {key: unquote(said) for key, _, said in pairs}


def note_regrouped(
    session: AsyncSession,
    team: Team,
    source: CrmKind | Literal["directory", "none"],
    now: datetime,
    *,
    actor: int | None = None,
    was: str | None = None,
) -> None:
    """Add an entry about the source of a team's people.

    If `source` is "none", admins choose the people. `was` is the name of the group from which the
    people came before this change.
    """
    marked = _marked({"name": team.name, "group": team.group_name, "was": was})
    target = " ".join((str(team.id), "regrouped", source, *marked))
    note(session, team.tenant, "team changed", ("team", target), now, actor=actor)


async def page(
    session: AsyncSession, tenant: str, limit: int, *, skip: int = 0
) -> Sequence[AuditEntry]:
    """Return up to `limit` entries of a tenant, newest first, after the first `skip`."""
    wanted = (
        select(AuditEntry)
        .where(col(AuditEntry.tenant) == tenant)
        .order_by(col(AuditEntry.at).desc(), col(AuditEntry.id).desc())
        .offset(skip)
        .limit(limit)
    )
    return (await session.exec(wanted)).all()


async def allow_deletion(session: AsyncSession) -> None:
    """Let this transaction delete entries. Without this, PostgreSQL refuses."""
    connection = await session.connection()
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SELECT set_config('attune.deletes_audit', 'on', true)"))


async def delete_all(session: AsyncSession, tenant: str) -> None:
    """Delete every entry of a tenant."""
    await allow_deletion(session)
    await session.exec(delete(AuditEntry).where(col(AuditEntry.tenant) == tenant))
