"""Find out whether a platform or the database is in trouble."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

import structlog

from bot.base.clock import Clock
from bot.base.metrics import Metrics
from bot.base.rarely import Rarely
from storage.database import upgrade
from storage.database.connection import Database, DatabaseError
from storage.database.faults import SENTENCES, Fault

log = structlog.get_logger()

DISK_FULL_FOR = timedelta(minutes=1)  # how long after a fault FULL the disk counts as full
CHECK_INTERVAL = 60.0  # seconds between test requests while a platform works
# Seconds. If a platform does not answer for this long, we report it. (A platform that has never
# worked is reported at once.) While a platform is in trouble, we test it at this interval.
SILENCE = 30.0


class Cause(StrEnum):
    """What is wrong with a platform."""

    CREDENTIALS = "token"
    UNREACHABLE = "unreachable"
    DISCONNECTED = "disconnected"


@dataclass(frozen=True)
class Trouble:
    """A cause, and a sentence that says what to do about it."""

    cause: Cause
    sentence: str

    @property
    def makes_unready(self) -> bool:
        """Check whether /readyz answers 503 because of this trouble.

        This is False if a platform is unreachable. Attune's other processes then can't reach the
        platform either, so it would not help to send requests to them instead.
        """
        return self.cause is not Cause.UNREACHABLE


class Watched(Protocol):
    """Something that can be in trouble, such as a platform."""

    async def trouble(self) -> Trouble | None:
        """Return what is wrong now, or None."""
        ...


class PlatformHealth:
    """Tracks whether a platform answers, from the results of our own requests.

    `name` is the platform, or the service that gives us tokens for it. `fix` says what to do if
    our credentials are rejected. `host` is the host that we have to reach. Times are in seconds on
    the event loop's clock.
    """

    def __init__(self, name: str, fix: str, host: str) -> None:
        self._name = name
        self._fix = fix
        self._host = host
        self._silent_since: float | None = None
        self._refused = ""
        self._asked_at: float | None = None  # set by `claim_check`
        self._known = False  # whether any request has had a result yet
        self._worked = False  # whether the platform has accepted our credentials since we started

    def note_answer(self) -> None:
        """Record that an answer accepted our credentials.

        The answer may report an error that is not about credentials.
        """
        self._silent_since, self._refused, self._known = None, "", True
        self._worked = True

    def note_refusal(self, code: str) -> None:
        """Record that our credentials were rejected. `code` is the platform's error code."""
        self._silent_since, self._refused, self._known = None, code, True

    def note_silence(self, now: float) -> None:
        """Record that there was no answer."""
        self._known = True
        if self._silent_since is None:
            self._silent_since = now

    def claim_check(self, now: float) -> bool:
        """Check whether a test request is due. If one is due, record it as sent.

        A test request is due every minute while the platform works, and every 30 seconds while it
        does not. By these requests, we notice a revoked token even while nobody uses Attune.
        """
        well = self._known and not self._refused and self._silent_since is None
        if well and self._asked_at is None:  # a request has succeeded, so no test is due yet
            self._asked_at = now
        if self._asked_at is not None and now - self._asked_at < (
            CHECK_INTERVAL if well else SILENCE
        ):
            return False
        self._asked_at = now
        return True

    def trouble(self, now: float) -> Trouble | None:
        """Return what is wrong now, or None."""
        if self._refused:
            sentence = f"{self._name} rejects Attune's credentials ({self._refused}). {self._fix}"
            return Trouble(Cause.CREDENTIALS, sentence)
        if self._silent_since is not None and (
            not self._worked or now - self._silent_since >= SILENCE
        ):
            sentence = (
                f"{self._name} does not answer. Check that this machine reaches {self._host}, "
                "through a proxy if you have one. Attune keeps trying."
            )
            return Trouble(Cause.UNREACHABLE, sentence)
        return None


class Troubles:
    """Checks every platform given to `watch`, and logs what changed since the last check.

    `current` maps the name of each platform in trouble to its trouble.
    """

    def __init__(self, metrics: Metrics) -> None:
        self._platforms: dict[str, Watched] = {}
        self._metrics = metrics
        self.current: dict[str, Trouble] = {}

    def watch(self, name: str, platform: Watched) -> None:
        """Start checking this platform."""
        self._platforms[name] = platform

    async def check(self) -> Mapping[str, Trouble]:
        """Check all platforms and return `current`."""
        for name, platform in self._platforms.items():
            found = await platform.trouble()
            # Read only now, because another check may have changed `current` during the await.
            known = self.current.pop(name, None)
            if found:
                self.current[name] = found
            causes = {each.value: found is not None and found.cause is each for each in Cause}
            self._metrics.trouble(name, causes)
            if found and found != known:
                log.error(found.sentence, platform=name, cause=found.cause)
            elif known and not found:
                log.info("the platform works again", platform=name, cause=known.cause)
        return self.current


class Faults:
    """Records database faults. While a fault lasts, it is logged only now and then."""

    def __init__(self, metrics: Metrics, clock: Clock) -> None:
        self._metrics = metrics
        self._clock = clock
        self._rarely = Rarely()
        self._last: tuple[datetime, Fault] | None = None
        self._broken = False

    def note(self, fault: Fault) -> None:
        """Record a fault."""
        now = self._clock.now()
        self._last = now, fault
        self._metrics.database_fault(fault)
        self._broken = True
        if self._rarely.allows(fault, now):
            log.error(SENTENCES[fault], fault=fault)

    async def check(self, database: Database) -> None:
        """After a fault, check whether the database works again, and log a line if it does."""
        if not self._broken:
            return
        with suppress(DatabaseError):
            self._broken = False  # if the write fails, `note` sets `_broken` again
            await upgrade.try_to_write(database)
            if not self._broken:
                log.info("the database works again")
                self._rarely = Rarely()  # so that we log the next fault at once
                return
        self._broken = True

    @property
    def full(self) -> bool:
        """Check whether the latest fault was a full disk, less than a minute ago."""
        if self._last is None:
            return False
        at, fault = self._last
        return fault is Fault.FULL and self._clock.now() - at < DISK_FULL_FOR
