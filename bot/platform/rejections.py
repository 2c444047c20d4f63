"""Count and log rejected requests."""

from collections.abc import Callable, Collection, Mapping

import structlog

from bot.base.clock import Clock
from bot.base.rarely import Rarely

log = structlog.get_logger()


class Rejections:
    """Counts rejected requests, and logs each reason at most once in ten minutes (`Rarely`).

    Some reasons may come from a mistake in the operator's set-up. For each of these, `advice` has a
    sentence, which is logged in place of the reason. Reasons in `quiet` are never logged. `count`
    is called for every rejected request.
    """

    def __init__(
        self,
        platform: str,
        advice: Mapping[str, str],
        clock: Clock,
        count: Callable[[str], None] = lambda _: None,
        *,
        quiet: Collection[str] = (),
    ) -> None:
        self._platform = platform
        self._advice = advice
        self._clock = clock
        self._count = count
        self._quiet = quiet
        self._rarely = Rarely()

    def note(self, reason: str) -> None:
        """Record a rejected request. `reason` must be one of a small number of texts."""
        self._count(reason)
        if reason in self._quiet or not self._rarely.allows(reason, self._clock.now()):
            return
        if reason in self._advice:
            log.error(self._advice[reason], platform=self._platform)
        else:
            log.warning("a request was rejected", platform=self._platform, reason=reason)
