"""Which tenants background work is done for."""

from sqlalchemy import ColumnElement, and_
from sqlalchemy.orm import Mapped
from sqlmodel import col, select

from storage.tables import Workspace


def served(tenant: Mapped[str], platform: str) -> ColumnElement[bool]:
    """Whether a row's tenant is one of the platform's, and Attune is not gone from there."""
    gone = select(Workspace.tenant).where(col(Workspace.gone_at).is_not(None))
    return and_(tenant.startswith(f"{platform}:"), tenant.not_in(gone))
