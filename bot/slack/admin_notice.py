"""Tells the admins of a workspace that Attune lacks permissions there, on their Home tab.

Slack does not send events whose scope is missing, and says nothing about that. So somebody has to
be told that the app needs to be installed again, until it is.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

from handlers.cards import Card, Paragraph, link, spans


@dataclass(frozen=True)
class AdminNotice:
    """What is shown to `readers`, the ids of users, above their Home tab."""

    readers: frozenset[str]
    missing: tuple[str, ...]  # the scopes, at least one
    address: str  # where to install Attune again

    def above(self, card: Card, user: str) -> Card:
        """The card, below the notice if this user is one of its readers."""
        if user not in self.readers:
            return card
        words = spans(
            "Some of Attune does not work in this workspace yet, because it was installed before "
            f"Attune needed these permissions: {', '.join(self.missing)}. ",
            link("Install it again", self.address),
            " to grant them. Only you and other admins see this.",
        )
        return replace(card, blocks=(Paragraph(words), *card.blocks))


def notice(
    readers: Collection[str | None], missing: tuple[str, ...], address: str
) -> AdminNotice | None:
    """The notice for these readers; None if nothing is missing."""
    named = frozenset(each for each in readers if each)
    return AdminNotice(named, missing, address) if missing else None
