"""The channels of the fake Slack, and what Slack lets a bot do in them."""

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass
class Channel:
    """A channel, and whether we are in it. `denied` is why apps may not post there."""

    name: str
    private: bool = False
    member: bool = False
    archived: bool = False
    denied: str = ""
    shared: bool = False  # with another company
    pending: bool = False  # another company is invited

    @property
    def told(self) -> str:
        """The name as Slack sends it to apps."""
        return "privategroup" if self.private else self.name

    @property
    def _needed_to_look(self) -> str:
        if self.name.startswith("mpdm-"):
            return "mpim:read"
        return "groups:read" if self.private else "channels:read"

    def closed(self) -> str:
        """The reason for which we cannot post; empty if we can."""
        if self.archived:
            return "is_archived"
        return self._hidden() or self.denied

    def unreadable(self, granted: list[str]) -> str:
        """The reason for which we cannot read its history with these scopes; empty if we can."""
        scope = "groups:history" if self.private else "channels:history"
        return self._hidden() if scope in granted else "missing_scope"

    def told_to(self, granted: list[str]) -> Json:
        """What `conversations.info` answers with these scopes."""
        if self._needed_to_look not in granted:
            return {"error": "missing_scope", "needed": self._needed_to_look}
        if self.private and not self.member:
            return {"error": "channel_not_found"}
        return {
            "channel": {
                "name": self.name,
                "is_private": self.private,
                "is_archived": self.archived,
                "is_member": self.member,
                "is_ext_shared": self.shared,
                "is_pending_ext_shared": self.pending,
            }
        }

    def join(self) -> Json:
        """Become a member, as `conversations.join` answers."""
        if self.private:
            return {"error": "method_not_supported_for_channel_type"}
        if self.archived:
            return {"error": "is_archived"}
        self.member = True
        return {"channel": {"name": self.name}}

    def _hidden(self) -> str:
        if self.member:
            return ""
        return "channel_not_found" if self.private else "not_in_channel"
