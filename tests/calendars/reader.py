"""Reads a calendar of a stand-in as the poller does."""

from collections.abc import Callable
from datetime import timedelta
from typing import Generic, TypeVar

import pytest

from bot.base.clock import Clock
from bot.calendars.http import ProviderClient
from bot.calendars.mailbox import Mailbox
from bot.calendars.rest import RestCalendar
from bot.calendars.tokens import CalendarTokens
from handlers.sources.ports import SourceFailed
from handlers.sources.records import CalendarEvent, CalendarRead
from tests.calendars.provider import ProviderStandIn

HORIZON = timedelta(days=14)
Provider = TypeVar("Provider", bound=ProviderStandIn)


class Reader(Generic[Provider]):
    """Reads one calendar again and again, each time with what the last read returned."""

    def __init__(
        self,
        provider: Provider,
        http: ProviderClient,
        calendar: Callable[[Mailbox, str, Clock], RestCalendar],
    ) -> None:
        self.provider = provider
        self.tokens = CalendarTokens(provider.provider, http, provider.clock)
        self.refresh = provider.consent()
        self.cursor = ""
        self.horizon = HORIZON
        self._calendar = calendar

    async def read(self) -> CalendarRead | None:
        """Read from now to the horizon."""
        mailbox = Mailbox(self.tokens, self.refresh)
        now = self.provider.clock.now()
        calendar = self._calendar(mailbox, self.cursor, self.provider.clock)
        try:
            found = await calendar.read(now, now + self.horizon)
        finally:
            self.refresh = calendar.new_secret or self.refresh
        if found is not None:
            self.cursor = found.cursor
        return found

    async def events(self) -> list[CalendarEvent]:
        """What a read returns, by start; it must not be None."""
        found = await self.read()
        assert found is not None
        return sorted(found.events, key=lambda one: (one.starts_at, one.uid))

    async def settled(self) -> None:
        """Read until nothing is new."""
        while await self.read():
            pass

    async def trouble(self) -> SourceFailed:
        """How a read fails."""
        with pytest.raises(SourceFailed) as failed:
            await self.read()
        return failed.value
