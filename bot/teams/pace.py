"""Keep to Teams' rate limits for a bot in one conversation."""

from collections import deque
from datetime import datetime, timedelta

# How many messages Microsoft's documentation allows in each period.
WINDOWS = (
    (7, timedelta(seconds=1)),
    (8, timedelta(seconds=2)),
    (60, timedelta(seconds=30)),
    (1_800, timedelta(hours=1)),
)
LONGEST_WINDOW = WINDOWS[-1][1]
MAX_CONVERSATIONS = 10_000


class Pace:
    """Remembers when we sent something to each conversation in the last hour."""

    def __init__(self) -> None:
        self._sent: dict[str, deque[datetime]] = {}

    def wait(self, conversation: str, now: datetime) -> timedelta:
        """Return how long the next message must wait after `now`, or zero."""
        sent = self._sent.get(conversation, deque())
        waits = [sent[-limit] + window - now for limit, window in WINDOWS if len(sent) >= limit]
        return max([timedelta(), *waits])

    def note(self, conversation: str, now: datetime) -> None:
        """Record that we send something now. Replacing a message counts too."""
        if len(self._sent) >= MAX_CONVERSATIONS:
            self._forget(now)
        sent = self._sent.setdefault(conversation, deque(maxlen=WINDOWS[-1][0]))
        sent.append(now)

    def _forget(self, now: datetime) -> None:
        self._sent = {
            name: sent for name, sent in self._sent.items() if now - sent[-1] < LONGEST_WINDOW
        }
