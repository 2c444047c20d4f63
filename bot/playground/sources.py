"""The demo's calendars and its CRM, read from its script: the simplest possible sources.

They are read once, when the demo begins, so everything in them is new.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.playground import demo
from handlers.planning import USUAL_LENGTH
from handlers.sources.records import Attendee, CalendarEvent, CalendarRead, CrmAccount, CrmContact

SOURCE = "demo"


class DemoCrm:
    """The companies that the team sells to, with their contacts."""

    async def accounts(self) -> Sequence[CrmAccount]:
        """All accounts, in the script's order."""
        return [
            CrmAccount(
                name=script["name"],
                domains=(script["domain"],),
                industry=script["industry"],
                stage=script.get("stage"),
                contacts=tuple(CrmContact(**one) for one in script["contacts"]),
            )
            for script in demo.accounts()
        ]


class DemoCalendar:
    """The calendar of one of the demo's people."""

    source = SOURCE

    def __init__(self, persona: str, began: datetime) -> None:
        """`began` is the demo's first moment (UTC)."""
        self._persona = persona
        self._began = began

    async def read(self, since: datetime, until: datetime) -> CalendarRead:
        """The person's meetings that start in [since, until) (UTC)."""
        events = (
            event(script, self._began) for script in demo.calls() if script["who"] == self._persona
        )
        return CalendarRead(tuple(one for one in events if since <= one.starts_at < until))


def event(script: Mapping[str, Any], began: datetime) -> CalendarEvent:
    """The calendar event of a scripted call; `began` is the demo's first moment (UTC)."""
    starts_at = demo.moment(began, script)
    return CalendarEvent(
        uid=f"{script['who']}-{starts_at:%Y%m%dT%H%M}@{demo.DOMAIN}",
        starts_at=starts_at,
        ends_at=starts_at + USUAL_LENGTH,
        zone=demo.zone(),
        title=script.get("title", script["account"]),
        join_url=script.get("link", ""),
        attendees=tuple(Attendee(email=email) for email in script["coming"]),
    )
