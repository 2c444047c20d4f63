"""How a platform sends, and the ways in which that can fail."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from handlers.cards import Card


@dataclass(frozen=True)
class Recipient:
    """A person or a channel to send to.

    `address` is where their messages go: known from the first for a channel, else once it was used.
    """

    tenant: str
    external: str
    address: str | None = None
    channel: bool = False


@dataclass(frozen=True)
class Sent:
    """A message that went out: the platform's id of it, and where it went."""

    message: str
    address: str


class Messenger(Protocol):
    """Sends cards to people on one platform. Owns no retry: the outbox does."""

    async def send(self, to: Recipient, card: Card, row_id: int) -> Sent:
        """Send a card; `row_id` is put where `find` can read it back.

        Raises Later, Unreachable, Refused or InDoubt.
        """
        ...

    async def replace(self, to: Recipient, message: str, card: Card, row_id: int) -> Sent:
        """Put a card in the place of a message of ours; done twice, nothing is different.

        Raises Later, Unreachable, Refused or InDoubt.
        """
        ...

    async def find(self, to: Recipient, row_id: int, since: datetime) -> Sent | None:
        """The message that carries `row_id`, if it went out since then (UTC).

        Raises Later, Unreachable or CannotTell.
        """
        ...

    async def away_until(self, to: Recipient, now: datetime) -> datetime | None:
        """When the platform says the person is back (UTC), or None if they are not away.

        Raises Later or Unreachable.
        """
        ...


class Later(Exception):
    """Not now: try again after `wait`; `workspace` says that nobody there can be sent to now."""

    def __init__(self, reason: str, wait: timedelta, *, workspace: bool = False) -> None:
        super().__init__(reason)
        self.wait = wait
        self.workspace = workspace


class Unreachable(Exception):
    """This person cannot be sent to, now or later."""


class Refused(Exception):
    """The platform does not take this message, and sending it again would not change that."""


class InDoubt(Exception):
    """The connection broke after the message was handed over: it may have gone out."""


class CannotTell(Exception):
    """What went out on this platform cannot be read back."""
