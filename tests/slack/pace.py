"""Rate limits of the fake Slack."""

import math
from collections import defaultdict, deque
from datetime import datetime, timedelta
from typing import Any

MINUTE = timedelta(minutes=1)
A_MINUTE = {  # requests
    "conversations.info": 50,
    "conversations.open": 50,
    "dnd.teamInfo": 20,
    "usergroups.list": 20,
    "usergroups.users.list": 20,
    "users.info": 100,
}


class Pace:
    """Counts requests: a message a second in each channel, and a number of lookups a minute."""

    def __init__(self) -> None:
        self._asked: defaultdict[str, deque[datetime]] = defaultdict(deque)

    def wait(self, method: str, arguments: dict[str, Any], now: datetime) -> int:
        """How many seconds to wait; if 0, the request is counted."""
        if method == "chat.postMessage":
            return self._take(arguments["channel"], 1, timedelta(seconds=1), now)
        if method in A_MINUTE:
            return self._take(method, A_MINUTE[method], MINUTE, now)
        return 0

    def _take(self, name: str, limit: int, within: timedelta, now: datetime) -> int:
        asked = self._asked[name]
        while asked and asked[0] + within <= now:
            asked.popleft()
        if len(asked) >= limit:
            return math.ceil((asked[0] + within - now).total_seconds())
        asked.append(now)
        return 0
