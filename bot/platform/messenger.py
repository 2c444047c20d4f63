"""The interface for sending messages on a platform."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from handlers.cards import Card

RETRY_SOON = timedelta(seconds=30)  # the outbox's wait after a failure that may pass by itself
NEEDS_AN_ADMIN = timedelta(minutes=10)  # the outbox's wait after a failure that an admin must fix


@dataclass(frozen=True)
class Recipient:
    """A person or channel that we send to.

    `tenant` is the workspace. `external` is the platform's id of the person or channel. `address`
    is where messages go, or None if unknown.
    """

    tenant: str
    external: str
    address: str | None = None
    channel: bool = False


@dataclass(frozen=True)
class SentMessage:
    """The platform's id of a message that we sent, and the address to which it went."""

    message: str
    address: str


class Messenger(Protocol):
    """Sends cards on one platform, without retries: the outbox retries."""

    async def send(self, to: Recipient, card: Card, bundle: int) -> SentMessage:
        """Send a card. `bundle` is our own id for the message, by which `find` finds it again.

        Raises RetryLater, RecipientUnreachable, MessageRefused or NoClearAnswer.
        """
        ...

    async def replace(self, to: Recipient, message: str, card: Card, bundle: int) -> SentMessage:
        """Replace a message of ours with a card. Replacing it a second time does no harm.

        Raises RetryLater, RecipientUnreachable, MessageRefused or NoClearAnswer.
        """
        ...

    async def find(self, to: Recipient, bundle: int, since: datetime) -> SentMessage | None:
        """Find the message with this `bundle` that was sent after `since` (UTC), or return None.

        Raises CannotReadBack, RetryLater, RecipientUnreachable or MessageRefused.
        """
        ...

    async def absent_until(self, to: Recipient, now: datetime) -> datetime | None:
        """Return when the person is back (UTC), or None if no absence is known.

        Raises RetryLater, RecipientUnreachable or MessageRefused.
        """
        ...


class RetryLater(Exception):
    """The request to the platform failed, but a retry after `wait` may succeed.

    If `send` or `replace` raises this, nothing was sent or replaced. `workspace` means that
    nothing can be sent to anybody in the workspace until the wait is over.
    """

    def __init__(self, reason: str, wait: timedelta, *, workspace: bool = False) -> None:
        super().__init__(reason)
        self.wait = wait
        self.workspace = workspace


class RecipientUnreachable(Exception):
    """We cannot send to this person or channel, and a retry would not help."""


class PersonLeft(RecipientUnreachable):
    """The person's account on the platform is closed."""


class MessageRefused(Exception):
    """The platform does not accept this message, and a retry would not help.

    `replace` also raises this if the old message is gone, or is too old to change.
    """


class NoClearAnswer(Exception):
    """The platform gave no clear answer, so the message may have been sent or replaced."""


class CannotReadBack(Exception):
    """The platform does not let us read messages back, or there are too many messages to read."""
