"""Conditions on the tenant of a row."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, false, or_
from sqlalchemy.orm import Mapped
from sqlmodel import col, select

from storage.tables import Workspace


def is_of(tenant: Mapped[str], names: Collection[str]) -> ColumnElement[bool]:
    """Match rows of these tenants (`slack:T1`) or platforms (`slack`)."""
    return or_(
        false(),
        *(tenant == each if ":" in each else tenant.startswith(f"{each}:") for each in names),
    )


def is_served(tenant: Mapped[str], names: Collection[str]) -> ColumnElement[bool]:
    """Match rows of the tenants that we do background work for.

    `names` has tenants or platforms. Tenants that are marked as gone do not match.
    """
    gone = select(Workspace.tenant).where(col(Workspace.gone_at).is_not(None))
    return and_(is_of(tenant, names), tenant.not_in(gone))
