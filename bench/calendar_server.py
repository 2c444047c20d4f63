"""A stand-in for the servers of people's calendars: `python -m bench.calendar_server [NOW]`.

Every other calendar has an ETag. The rest have a new DTSTAMP in each answer, like the calendars of
Google and Outlook. `POST /change` changes one calendar in ten. The meetings lie around
NOW.
"""

import asyncio
import sys
from datetime import datetime

from aiohttp import web

from bench.calendar_file import EVENTS, NOW, export
from bench.serving import serve

MEETINGS = 200
CHANGED = 10  # one calendar in ten changes
BUSY = 24  # calls a day, in the calendar of a person who has nothing else to do


class CalendarServer:
    """A server with the same meetings for everybody, with different UIDs."""

    def __init__(self, now: datetime) -> None:
        self._file = export(MEETINGS, sales_calls=20, now=now).decode()
        self._busy = export(EVENTS, sales_calls=1, a_day=BUSY, now=now)
        self._requests = 0
        self._version = 0

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of the calendars, and the route that changes them."""
        return [
            web.get("/busy.ics", self._busy_calendar),
            web.get("/{number}.ics", self._calendar),
            web.post("/change", self._change),
        ]

    async def _busy_calendar(self, _: web.Request) -> web.Response:
        return web.Response(body=self._busy, content_type="text/calendar")

    async def _calendar(self, request: web.Request) -> web.Response:
        number = int(request.match_info["number"])
        version = self._version if number % CHANGED == 0 else 0
        tag = f'"{version}"'
        if number % 2 == 0 and request.headers.get("If-None-Match") == tag:
            return web.Response(status=304, headers={"ETag": tag})
        self._requests += 1
        body = self._file.replace("@google.com", f"-{number}@google.com")
        body = body.replace("DTSTAMP:20261124T08", f"DTSTAMP:20261124T{self._requests % 24:02}")
        body = body.replace("SUMMARY:Meeting 7", f"SUMMARY:Meeting 7, {version}")
        headers = {"ETag": tag} if number % 2 == 0 else None
        return web.Response(text=body, content_type="text/calendar", headers=headers)

    async def _change(self, _: web.Request) -> web.Response:
        self._version += 1
        return web.Response()


def main() -> None:
    app = web.Application()
    now = datetime.fromisoformat(sys.argv[1]) if len(sys.argv) > 1 else NOW
    app.add_routes(CalendarServer(now).routes())
    asyncio.run(serve(app))


if __name__ == "__main__":
    main()
