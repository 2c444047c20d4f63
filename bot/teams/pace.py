"""Keep to Teams' rate limits for a bot, in one conversation and in one tenant."""

from collections import deque
from collections.abc import Sequence
from datetime import datetime, timedelta

# From Microsoft's documentation. Each entry is a number and a period. A bot may send at most this
# number of messages to one conversation in the period.
WINDOWS = (
    (7, timedelta(seconds=1)),
    (8, timedelta(seconds=2)),
    (60, timedelta(seconds=30)),
    (1_800, timedelta(hours=1)),
)
# Microsoft allows an app 50 requests a second in a tenant. Messages that Attune sends by itself use
# at most 40 of them, so that ten are left for answers.
TENANT_WINDOWS = ((40, timedelta(seconds=1)),)
Windows = Sequence[tuple[int, timedelta]]
MAX_CONVERSATIONS = 10_000


class Pace:
    """Remembers when we sent messages. One object is for conversations, and another for tenants.

    `windows` says how many messages are allowed in each period. The longest period comes last.
    """

    def __init__(self, windows: Windows = WINDOWS) -> None:
        self._windows = windows
        self._sent: dict[str, deque[datetime]] = {}

    def wait(self, conversation: str, now: datetime) -> timedelta:
        """Return how long after `now` the next message must wait. Zero means that it need not wait.

        `conversation` is the id of a conversation, or of a tenant.
        """
        sent = self._sent.get(conversation, deque())
        waits = [
            sent[-limit] + window - now for limit, window in self._windows if len(sent) >= limit
        ]
        return max([timedelta(), *waits])

    def note(self, conversation: str, now: datetime) -> None:
        """Record that we send or replace a message now."""
        if len(self._sent) >= MAX_CONVERSATIONS:
            self._forget(now)
        sent = self._sent.setdefault(conversation, deque(maxlen=self._windows[-1][0]))
        sent.append(now)

    def _forget(self, now: datetime) -> None:
        longest = self._windows[-1][1]
        self._sent = {name: sent for name, sent in self._sent.items() if now - sent[-1] < longest}
