"""The address of a conversation on Teams, which `Person.address` stores as compact JSON."""

import json
from dataclasses import dataclass

from bot.platform.payload import maybe


@dataclass(frozen=True)
class Address:
    """A conversation's id, the URL of the service that reaches it, and our own id in it."""

    conversation: str
    service: str
    bot: str = ""

    def pack(self) -> str:
        """The address as JSON; equal addresses have equal JSON."""
        parts = {"conversation": self.conversation, "service": self.service, "bot": self.bot}
        return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True)
class PostedMessage:
    """A message that we sent: the conversation it is in, and its id."""

    at: Address
    message: str


def unpack(packed: str) -> Address | None:
    """The address that was packed; None if the text is not one."""
    try:
        parts = json.loads(packed)
    except ValueError:
        return None
    conversation, service = maybe(parts, "conversation"), maybe(parts, "service")
    return Address(conversation, service, maybe(parts, "bot")) if conversation and service else None
