"""Where somebody's messages go; stored in `Person.address` as compact JSON."""

import json
from dataclasses import dataclass

from bot.platform.payload import maybe


@dataclass(frozen=True)
class Address:
    """A conversation's id, the URL of the service to reach it by, and our own id in it."""

    conversation: str
    service: str
    bot: str = ""

    def pack(self) -> str:
        """As JSON text, which is the same for equal addresses."""
        parts = {"conversation": self.conversation, "service": self.service, "bot": self.bot}
        return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True)
class Posted:
    """A message of ours: the conversation it is in, and its id."""

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
