"""Send nudges and posts on Teams, to people's chats with Attune and to channels."""

from collections.abc import Callable
from datetime import datetime

import structlog

from bot.base.clock import Clock
from bot.platform.messenger import (
    NEEDS_AN_ADMIN,
    RETRY_SOON,
    CannotReadBack,
    MessageRefused,
    NoClearAnswer,
    PersonLeft,
    Recipient,
    RecipientUnreachable,
    RetryLater,
    SentMessage,
)
from bot.teams.address import Address, PostedMessage, unpack
from bot.teams.api import TeamsApi, TeamsCallError
from bot.teams.pace import TENANT_WINDOWS, Pace
from bot.teams.pictures import data_urls
from bot.teams.renderer import card as rendered
from handlers.cards import Card

log = structlog.get_logger()

# Error codes of Teams for a recipient whom we can't reach. Other recipients are not affected.
UNREACHABLE = {
    "BotDisabledByAdmin",
    "BotNotInConversationRoster",
    "ConversationBlockedByUser",
    "ConversationNotFound",
    "ForbiddenOperationException",
    "MessageWritesBlocked",
    "UserNotFound",
}
NOT_FOUND = 404
NOT_RETRIED = (400, 413, 500)  # Microsoft says not to retry after these statuses


class TeamsMessenger:
    """Sends messages to all tenants that Attune serves on Teams.

    `service` takes the name of a tenant ("teams:…"), and returns the service URL for posts to the
    channels of this tenant.
    """

    def __init__(self, api: TeamsApi, clock: Clock, service: Callable[[str], str]) -> None:
        self._api = api
        self._clock = clock
        self._tenants = Pace(TENANT_WINDOWS)
        self._service = service

    async def send(self, to: Recipient, card: Card, bundle: int) -> SentMessage:
        address = self._address_within_limits(to)
        # If the card is sent again, it has the same nonce, so its buttons are the same too.
        content = rendered(card, nonce=f"row-{bundle}", pictures=await data_urls(card))
        try:
            message = await self._api.send(address, card.summary, content)
        except TeamsCallError as error:
            if error.doubt:
                raise NoClearAnswer(error.code) from error
            because = _explained(error)
            if isinstance(because, RecipientUnreachable) and await self._has_left(to, address):
                because = PersonLeft(error.code)
            raise because from error
        return SentMessage(message, to.external if to.channel else address.pack())

    async def replace(self, to: Recipient, message: str, card: Card, bundle: int) -> SentMessage:
        address = self._address_within_limits(to)
        content = rendered(card, nonce=f"row-{bundle}", pictures=await data_urls(card))
        try:
            await self._api.replace(PostedMessage(address, message), card.summary, content)
        except TeamsCallError as error:
            if error.doubt:
                raise NoClearAnswer(error.code) from error
            if error.status == NOT_FOUND and error.code not in UNREACHABLE:
                raise MessageRefused(error.code) from error
            raise _explained(error) from error
        return SentMessage(message, to.external if to.channel else address.pack())

    async def find(self, to: Recipient, bundle: int, since: datetime) -> SentMessage | None:  # noqa: ARG002
        """Raise CannotReadBack, because a bot on Teams cannot read its own messages."""
        raise CannotReadBack

    async def absent_until(self, to: Recipient, now: datetime) -> datetime | None:  # noqa: ARG002
        """Return None, because bots on Teams don't see absences."""
        return None

    async def _has_left(self, to: Recipient, address: Address) -> bool:
        """Check whether a person whom we cannot reach has left Teams.

        If the person has left, Teams answers with status 404. If the person only blocked or removed
        us, Teams finds the person or answers with another status.
        """
        if to.channel:
            return False
        try:
            await self._api.member(address, to.external)
        except TeamsCallError as error:
            return error.status == NOT_FOUND
        return False

    def _address_within_limits(self, to: Recipient) -> Address:
        """Return the recipient's address, if Teams' rate limits allow a message now.

        - Raises RetryLater if the limits don't allow it.
        - Raises RecipientUnreachable if we do not have the address.
        """
        address = self._address(to)
        wait = self._api.pace.wait(address.conversation, self._clock.now())
        if wait:
            raise RetryLater("Teams' limit for one conversation", wait)
        wait = self._tenants.wait(to.tenant, self._clock.now())
        if wait:
            raise RetryLater("Teams' limit for one tenant", wait, workspace=True)
        self._tenants.note(to.tenant, self._clock.now())
        return address

    def _address(self, to: Recipient) -> Address:
        """Return the recipient's address. Raises RecipientUnreachable if we do not have it."""
        if to.channel:
            return Address(to.external, self._service(to.tenant))
        address = unpack(to.address or "")
        if address is None:
            raise RecipientUnreachable("they have not written to Attune on Teams yet")
        return address


def _explained(error: TeamsCallError) -> RetryLater | RecipientUnreachable | MessageRefused:
    """Return the exception that tells delivery what to do about an error of Teams."""
    if error.wait is not None:
        return RetryLater(error.code, error.wait, workspace=True)
    if error.code in UNREACHABLE:
        return RecipientUnreachable(error.code)
    if error.status in NOT_RETRIED:
        return MessageRefused(error.code)
    if error.status in (401, 403):
        log.error("Teams does not let us send", because=error.code)
        return RetryLater(error.code, NEEDS_AN_ADMIN, workspace=error.status == 401)
    log.warning("Teams refused a message", because=error.code)
    return RetryLater(error.code, RETRY_SOON)
