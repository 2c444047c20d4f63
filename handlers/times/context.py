"""The context of a typed text: the time now, the zones, and how the person writes dates."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from handlers.times import formatting, wall_clock
from handlers.times.date_orders import DateOrder
from handlers.times.reading import Reading


@dataclass(frozen=True)
class Context:
    """What we must know to find the moment that a typed text (a `Reading`) means.

    now: the current time in UTC, to the minute
    tz: the typed offset from UTC, the typed zone, or the person's own zone
    zone: the zone in which we show moments (IANA); if an offset was typed, this is `own`
    own: the person's own zone (IANA)
    order: how the person writes dates
    """

    now: datetime
    zone: str
    tz: tzinfo
    own: str
    order: DateOrder

    @property
    def is_foreign(self) -> bool:
        """Whether the person typed a zone (not an offset) that is not their own."""
        return self.zone != self.own

    @property
    def today(self) -> date:
        """Today's date in `tz`."""
        return self.now.astimezone(self.tz).date()

    @property
    def own_today(self) -> date:
        """Today's date in the person's own zone."""
        return self.now.astimezone(ZoneInfo(self.own)).date()

    def is_ahead(self, day: date, minutes: int) -> bool:
        """Check whether a time on a day is now or in the future.

        `minutes` is the time in `tz`, counted in minutes from midnight.
        """
        shown = wall_clock.wall_time(day, minutes, self.tz)
        return max(wall_clock.moments(shown) or wall_clock.around_gap(shown)) >= self.now

    def say(self, moment: datetime, until: datetime | None = None) -> str:
        """Format a moment, or the span from `moment` to `until`.

        Add the zone if it is not the person's own. If today's date in `tz` differs from the date in
        the person's own zone, "tomorrow" would be ambiguous, so we write the date instead.
        """
        if self.own_today != self.today:
            return formatting.format_absolute(
                moment, until, now=self.now, zone=self.zone, own=self.own
            )
        form = formatting.format_moment if self.is_foreign else formatting.format_short
        return form(moment, until, now=self.now, zone=self.zone)


def context_of(reading: Reading, now: datetime, own: str, order: DateOrder) -> Context:
    """Return the context for a reading. `own` is the person's IANA zone.

    Raises ValueError if `now` is naive.
    """
    if now.tzinfo is None:
        raise ValueError("now must be aware of its zone")
    minute = now.astimezone(UTC).replace(second=0, microsecond=0)
    if reading.offset is not None:
        return Context(minute, own, timezone(reading.offset), own, order)
    zone = reading.zone.iana if reading.zone else own
    return Context(minute, zone, ZoneInfo(zone), own, order)


def within_two_years(moment: datetime, context: Context) -> bool:
    """Check whether a moment is at most two years ahead. A later moment is probably a typo."""
    return moment - context.now <= timedelta(days=2 * 366)
