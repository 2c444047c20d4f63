"""Rate limits of the fake Slack."""

import math
from collections import defaultdict, deque
from datetime import datetime, timedelta
from typing import Any

MINUTE = timedelta(minutes=1)
A_MINUTE = {  # requests
    "chat.postEphemeral": 100,
    "chat.update": 50,
    "conversations.history": 50,
    "conversations.info": 50,
    "conversations.join": 50,
    "conversations.open": 50,
    "dnd.teamInfo": 20,
    "files.completeUploadExternal": 100,
    "files.getUploadURLExternal": 100,
    "files.info": 100,
    "usergroups.list": 20,
    "usergroups.users.list": 20,
    "users.info": 100,
    "views.open": 100,
    "views.publish": 100,
    "views.update": 100,
}
SOLD = {"conversations.history": 1}  # the same, for an app sold outside of Slack's directory


class Pace:
    """Counts requests: a message a second in each channel, and a number of lookups a minute."""

    def __init__(self) -> None:
        self._asked: defaultdict[str, deque[datetime]] = defaultdict(deque)

    def wait(
        self, method: str, arguments: dict[str, Any], now: datetime, *, sold: bool = False
    ) -> int:
        """How many seconds to wait; if 0, the request is counted."""
        if method == "chat.postMessage":
            return self._take(arguments["channel"], 1, timedelta(seconds=1), now)
        limits = A_MINUTE | SOLD if sold else A_MINUTE
        if method in limits:
            return self._take(method, limits[method], MINUTE, now)
        return 0

    def _take(self, name: str, limit: int, within: timedelta, now: datetime) -> int:
        asked = self._asked[name]
        while asked and asked[0] + within <= now:
            asked.popleft()
        if len(asked) >= limit:
            return math.ceil((asked[0] + within - now).total_seconds())
        asked.append(now)
        return 0
