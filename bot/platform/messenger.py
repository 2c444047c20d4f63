"""The interface for sending messages on a platform, and the ways in which sending can fail."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from handlers.cards import Card

# How long the outbox waits after a failure that may pass by itself, and after one that only an
# admin can end.
RETRY_SOON = timedelta(seconds=30)
NEEDS_AN_ADMIN = timedelta(minutes=10)


@dataclass(frozen=True)
class Recipient:
    """A person or a channel to send to.

    `tenant` is the workspace and `external` the platform's id of the person or channel. `address`
    is where the messages go; for a person it is None until it is known.
    """

    tenant: str
    external: str
    address: str | None = None
    channel: bool = False


@dataclass(frozen=True)
class SentMessage:
    """A message that was sent: the platform's id of it, and the address it went to."""

    message: str
    address: str


class Messenger(Protocol):
    """Sends cards on one platform. It never retries: the outbox does that."""

    async def send(self, to: Recipient, card: Card, bundle: int) -> SentMessage:
        """Send a card. `bundle` is our own id for the message, by which `find` finds it.

        Raises RetryLater, RecipientUnreachable, MessageRefused or NoClearAnswer.
        """
        ...

    async def replace(self, to: Recipient, message: str, card: Card, bundle: int) -> SentMessage:
        """Replace a message of ours with a card. A repeat has no further effect.

        Raises RetryLater, RecipientUnreachable, MessageRefused or NoClearAnswer.
        """
        ...

    async def find(self, to: Recipient, bundle: int, since: datetime) -> SentMessage | None:
        """The message sent with this `bundle` after `since` (UTC); None if there is none.

        Raises CannotReadBack, RetryLater, RecipientUnreachable or MessageRefused.
        """
        ...

    async def absent_until(self, to: Recipient, now: datetime) -> datetime | None:
        """When the person is back (UTC), according to the platform; None if it knows of no absence.

        Raises RetryLater, RecipientUnreachable or MessageRefused.
        """
        ...


class RetryLater(Exception):
    """The call failed, but a retry after `wait` may succeed.

    From `send` or `replace` it means that nothing was sent or replaced. From `find` or
    `absent_until` it says nothing about that: an earlier try may have sent the message.
    `workspace` means that no message to this workspace can be sent before the wait is over.
    """

    def __init__(self, reason: str, wait: timedelta, *, workspace: bool = False) -> None:
        super().__init__(reason)
        self.wait = wait
        self.workspace = workspace


class RecipientUnreachable(Exception):
    """This person or channel cannot be sent to, and a retry would not change that."""


class PersonLeft(RecipientUnreachable):
    """This person's account on the platform is closed."""


class MessageRefused(Exception):
    """The platform does not accept this message or request, and a retry would not change that.

    From `replace` it may also mean that the old message is gone or can no longer be changed.
    """


class NoClearAnswer(Exception):
    """The platform gave no clear answer, so the message may have been sent or replaced."""


class CannotReadBack(Exception):
    """We cannot find out whether a message was sent.

    Either the platform does not let us read messages back, or there are too many to read.
    """
