"""The interfaces of sources. A class in `bot/` that implements one of these is a source.

How it connects, waits and retries is up to it. If it raises an exception, that read ends and
changes nothing.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from handlers.sources.records import CalendarEvent, CrmAccount, Transcript


class Calendar(Protocol):
    """One person's calendar."""

    @property
    def source(self) -> str:
        """The kind of calendar, as `Call.source` has it: "ics"."""
        ...

    async def changes(self, since: datetime, until: datetime) -> Sequence[CalendarEvent]:
        """The events that are new or changed since the last read, and start between two moments.

        They start at or after `since` and before `until` (both UTC).

        Events that are gone from the calendar come as "declined". An event that did not change is
        left out: a rep may have moved its call by hand, and that stands until the event changes.
        """
        ...


class Crm(Protocol):
    """A company's CRM."""

    async def accounts(self) -> Sequence[CrmAccount]:
        """The accounts that are new or changed since the last read."""
        ...


class Transcripts(Protocol):
    """Where transcripts of one person's calls are kept."""

    async def since(self, moment: datetime) -> Sequence[Transcript]:
        """The transcripts that were added since then (UTC)."""
        ...
