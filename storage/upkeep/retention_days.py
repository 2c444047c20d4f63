"""How many days to keep each kind of data, and for which tenants."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from sqlalchemy import ColumnElement, Select
from sqlmodel import col


@dataclass(frozen=True)
class RetentionDays:
    """How many days we keep each kind of data. 0 means forever."""

    outbox: int = 90  # rows that were sent or dropped
    requests: int = 2  # ids of requests; a platform repeats a request within minutes
    drafts: int = 30  # typed text that Attune had to ask about
    feed_drafts: int = 90  # drafts of insights, from feeds, that nobody published
    # Reflections, guesses, goals, questions to colleagues and figures from transcripts, and titles
    # and links of calls, counted from the call. A rep's own notes, counted from the day on which
    # they were written.
    reflections: int = 730
    # Promises, counted from the day on which they were kept or dropped. What was sent to the CRM,
    # counted from the day on which it was written there or given up.
    promises: int = 730
    findings: int = 730  # also answers that were proposed from public sources
    asks: int = 730  # closed asks, counted from the day of closing
    insight_uses: int = 730
    leavers: int = 30  # data of people who left the company, counted from the day when they left

    def with_choices(self, retain: Mapping[str, int]) -> "RetentionDays":
        """Return these days, except where an admin chose others for a tenant (`Policy.retain`)."""
        names = {each.name for each in fields(self)}
        return replace(self, **{name: days for name, days in retain.items() if name in names})


@dataclass(frozen=True)
class Scope:
    """Some tenants, and how long we keep their data."""

    days: RetentionDays
    tenants: Sequence[str] | Select[tuple[str]]
    others: bool = False  # if true, the scope is all tenants except `tenants`

    def has(self, tenant: Any) -> ColumnElement[bool]:  # noqa: ANN401 - a table's own column
        """Match rows with a tenant of this scope."""
        # `+ ""` stops SQLite from using an index to read all rows of these tenants. Instead, it
        # finds the few old rows through the index on the time.
        among: ColumnElement[bool] = (col(tenant) + "").in_(self.tenants)
        return ~among if self.others else among
