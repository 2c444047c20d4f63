"""Stop asking a server that fails again and again."""

from datetime import timedelta
from typing import Final

FAILURES: Final = 5  # we pause after this many failures in a row
PAUSE: Final = timedelta(minutes=5)
LONGEST: Final = timedelta(hours=6)


class Breaker:
    """Counts how many times in a row one server has failed.

    After five failures, we ask nothing for five minutes. Then we send one request. If it fails too,
    the next pause is twice as long, but at most six hours. `now` is in seconds of a clock that only
    goes forward.
    """

    def __init__(self) -> None:
        self._failures = 0
        self._until = 0.0
        self._is_trying_again = False  # whether the one request after a pause is on its way

    def admits(self, now: float) -> bool:
        """Return whether to send a request now.

        If the result is true, the caller must call `ended` after the request.
        """
        if now < self._until or self._is_trying_again:
            return False
        self._is_trying_again = self._failures >= FAILURES
        return True

    def pause_left(self, now: float) -> timedelta:
        """Return how much longer the pause lasts."""
        return timedelta(seconds=max(self._until - now, 0.0))

    def worked(self) -> None:
        """Record that the server has answered, even with an answer that we could not use."""
        self._failures, self._until, self._is_trying_again = 0, 0.0, False

    def failed(self, now: float, wait: timedelta | None = None) -> None:
        """Record that the server failed.

        `wait` is how long the server asked us to wait, or None if it did not say.
        """
        self._failures += 1
        self._is_trying_again = False
        pause = timedelta()
        if self._failures >= FAILURES:
            pause = min(PAUSE * 2 ** min(self._failures - FAILURES, 10), LONGEST)
        pause = max(pause, min(wait or timedelta(), LONGEST))
        self._until = max(self._until, now + pause.total_seconds())

    def ended(self) -> None:
        """Record that an admitted request has ended, or that it will not be sent."""
        self._is_trying_again = False
