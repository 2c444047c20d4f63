"""The database connection that keeps tenants apart (see `storage.database.wall`).

Only PostgreSQL needs this module and the driver that it imports.
"""

from typing import Any

import asyncpg


class TenantConnection(asyncpg.Connection):  # type: ignore[misc] # asyncpg has no types
    """A connection of asyncpg whose next transaction has `attune.tenant` set to `next_tenant`."""

    __slots__ = ("next_tenant",)

    next_tenant: str | None

    async def execute(self, query: str, *args: object, **more: Any) -> str:  # noqa: ANN401
        """Run a statement. If it is BEGIN, also set `attune.tenant` for this transaction only."""
        tenant = getattr(self, "next_tenant", None)
        if tenant is not None and query.startswith("BEGIN"):
            self.next_tenant = None
            query = f"{query} SET LOCAL attune.tenant = {_quoted(tenant)};"
        done: str = await super().execute(query, *args, **more)
        return done


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
