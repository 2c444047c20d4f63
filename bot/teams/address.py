"""The address of a conversation on Teams."""

import json
from dataclasses import dataclass

from bot.platform.payload import maybe


@dataclass(frozen=True)
class Address:
    """Where to send messages to a conversation.

    `conversation` is the conversation's id. `service` is the URL that takes its messages. `bot` is
    our bot's id in the conversation, or "" if it is unknown.
    """

    conversation: str
    service: str
    bot: str = ""

    def pack(self) -> str:
        """Convert the address to compact JSON. Equal addresses have equal JSON."""
        parts = {"conversation": self.conversation, "service": self.service, "bot": self.bot}
        return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True)
class PostedMessage:
    """A message that we sent: its conversation and its id."""

    at: Address
    message: str


def unpack(packed: str) -> Address | None:
    """Parse an address from `pack`. Return None for any other text."""
    try:
        parts = json.loads(packed)
    except ValueError:
        return None
    conversation, service = maybe(parts, "conversation"), maybe(parts, "service")
    return Address(conversation, service, maybe(parts, "bot")) if conversation and service else None
