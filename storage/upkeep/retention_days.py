"""How many days to keep each kind of data of a tenant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from sqlalchemy import ColumnElement, Select
from sqlmodel import col


@dataclass(frozen=True)
class RetentionDays:
    """How many days we keep each kind of data. 0 means forever."""

    outbox: int = 90  # rows that were sent or dropped
    # Ids of requests, to recognise repeats. If a platform repeats a request, it does so within
    # minutes.
    requests: int = 2
    drafts: int = 30  # typed text that Attune had to ask about
    feed_drafts: int = 90  # insights drafted from feeds, but never published
    # `reflections` applies to:
    # - data about a call, counted from the call: reflections, guesses, goals, questions to
    #   colleagues, figures from transcripts, and the call's title and link
    # - a rep's own notes, counted from the day on which they were written
    reflections: int = 730
    # `promises` applies to:
    # - promises, counted from the day on which the promise was kept or dropped
    # - what we sent to the CRM, counted from the day on which we wrote it there or stopped trying
    promises: int = 730
    # Answers to research questions: those that people found, and those that we proposed from public
    # sources.
    findings: int = 730
    asks: int = 730  # closed asks, counted from the day of closing
    insight_uses: int = 730
    leavers: int = 30  # data of people who left the company, counted from the day when they left

    def with_choices(self, retain: Mapping[str, int]) -> "RetentionDays":
        """Return these days, with the changes that a tenant's admin made (`Policy.retain`)."""
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
        # Without `+ ""`, SQLite would find these tenants in an index, and read all their rows. With
        # it, SQLite uses the index on the time, and reads only the few old rows.
        among: ColumnElement[bool] = (col(tenant) + "").in_(self.tenants)
        return ~among if self.others else among
