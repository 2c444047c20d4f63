"""Where somebody's messages go: kept in `Person.address` as compact JSON."""

import json
from dataclasses import dataclass

from bot.platform.payload import maybe


@dataclass(frozen=True)
class Address:
    """A conversation, the service that it is reached through, and our own id in it."""

    conversation: str
    service: str
    bot: str = ""

    def pack(self) -> str:
        """As text, the same for equal addresses."""
        parts = {"conversation": self.conversation, "service": self.service, "bot": self.bot}
        return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True)
class Posted:
    """A message of ours, where it stands."""

    at: Address
    message: str


def unpack(packed: str) -> Address | None:
    """The address that was packed; None if this is none."""
    try:
        parts = json.loads(packed)
    except ValueError:
        return None
    conversation, service = maybe(parts, "conversation"), maybe(parts, "service")
    return Address(conversation, service, maybe(parts, "bot")) if conversation and service else None
