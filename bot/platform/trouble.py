"""What is wrong now with a platform or the database: in the log, on /readyz and in /metrics."""

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
from storage import upgrade
from storage.database import Database, DatabaseError
from storage.faults import SENTENCES, Fault

log = structlog.get_logger()

LASTING = timedelta(minutes=1)  # for which a write that failed counts against us
QUIET = 60.0  # seconds after which a platform that works is asked whether it still does
SILENCE = 30.0  # seconds without an answer, or without a connection, before it is called trouble


class Cause(StrEnum):
    """Why a platform does not work."""

    TOKEN = "token"  # noqa: S105 - the reason, not a secret
    UNREACHABLE = "unreachable"
    DEAF = "deaf"


@dataclass(frozen=True)
class Trouble:
    """A cause, and a sentence that says what to do about it."""

    cause: Cause
    sentence: str

    @property
    def takes_us_out(self) -> bool:
        """Whether this process is of no use until somebody acts.

        Where the platform itself cannot be reached, another process would fare no better.
        """
        return self.cause is not Cause.UNREACHABLE


class Watched(Protocol):
    """What can be in trouble."""

    async def trouble(self) -> Trouble | None:
        """What is wrong now; None if all is well."""
        ...


class PlatformHealth:
    """Whether a platform answers us, as our own requests find out.

    `name` is the platform's; `fix` says what to do about a token that it refuses; `host` is what
    has to be reached. Times are the event loop's, in seconds.
    """

    def __init__(self, name: str, fix: str, host: str) -> None:
        self._name = name
        self._fix = fix
        self._host = host
        self._silent_since: float | None = None
        self._refused = ""
        self._asked_at: float | None = None  # by `is_to_be_asked`
        self._known = False  # whether we know anything yet
        self._worked = False  # since our start

    def answered(self) -> None:
        """It answered, whatever it said, and took our token."""
        self._silent_since, self._refused, self._known = None, "", True
        self._worked = True

    def refused(self, code: str) -> None:
        """It does not take our token any more; `code` is its word for why."""
        self._silent_since, self._refused, self._known = None, code, True

    def silent(self, now: float) -> None:
        """There was no answer."""
        self._known = True
        if self._silent_since is None:
            self._silent_since = now

    def is_to_be_asked(self, now: float) -> bool:
        """Whether to find out how things stand: nobody may have anything to send for hours.

        That is so at first, every half a minute while something is wrong, and else every minute:
        a token can be revoked while nobody uses Attune.
        """
        well = self._known and not self._refused and self._silent_since is None
        if well and self._asked_at is None:  # our start has asked
            self._asked_at = now
        if self._asked_at is not None and now - self._asked_at < (QUIET if well else SILENCE):
            return False
        self._asked_at = now
        return True

    def trouble(self, now: float) -> Trouble | None:
        """What is wrong now; None if all is well."""
        if self._refused:
            said = f"{self._name} refuses Attune's token ({self._refused}). {self._fix}"
            return Trouble(Cause.TOKEN, said)
        if self._silent_since is not None and (
            not self._worked or now - self._silent_since >= SILENCE
        ):
            said = (
                f"{self._name} does not answer. Check that this machine reaches {self._host}, "
                "through a proxy if you have one. Attune keeps trying."
            )
            return Trouble(Cause.UNREACHABLE, said)
        return None


class Troubles:
    """Looks at every platform, and tells what changed since the last look."""

    def __init__(self, metrics: Metrics) -> None:
        self._platforms: dict[str, Watched] = {}
        self._metrics = metrics
        self.now: dict[str, Trouble] = {}  # by platform

    def watch(self, name: str, platform: Watched) -> None:
        """Look at this platform too."""
        self._platforms[name] = platform

    async def look(self) -> Mapping[str, Trouble]:
        """What is wrong with which platform."""
        for name, platform in self._platforms.items():
            known, found = self.now.pop(name, None), await platform.trouble()
            if found:
                self.now[name] = found
            causes = {each.value: found is not None and found.cause is each for each in Cause}
            self._metrics.trouble(name, causes)
            if found and found != known:
                log.error(found.sentence, platform=name, cause=found.cause)
            elif known and not found:
                log.info("the platform works again", platform=name, cause=known.cause)
        return self.now


class Faults:
    """What was wrong with the database lately: said in the log once, and while it lasts rarely."""

    def __init__(self, metrics: Metrics, clock: Clock) -> None:
        self._metrics = metrics
        self._clock = clock
        self._rarely = Rarely()
        self._last: tuple[datetime, Fault] | None = None
        self._broken = False

    def note(self, fault: Fault) -> None:
        """The database let us down."""
        now = self._clock.now()
        self._last = now, fault
        self._metrics.database_fault(fault)
        self._broken = True
        if self._rarely.allows(fault, now):
            log.error(SENTENCES[fault], fault=fault)

    async def look(self, database: Database) -> None:
        """After a fault, find out whether the database works again, and say so in the log."""
        if not self._broken:
            return
        with suppress(DatabaseError):
            self._broken = False  # unless another fault comes
            await upgrade.try_to_write(database)
            if not self._broken:
                log.info("the database works again")
                self._rarely = Rarely()  # the next fault is news
                return
        self._broken = True

    @property
    def full(self) -> bool:
        """Whether a write failed within the last minute for want of room."""
        if self._last is None:
            return False
        at, fault = self._last
        return fault is Fault.FULL and self._clock.now() - at < LASTING
