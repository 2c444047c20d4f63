"""Tell admins and the installer, on the Home tab, that Attune lacks permissions in the workspace.

Without this notice, they might never find out. Slack reports no error: it does not send the events
for which Attune has no permission.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

from handlers.cards import Card, Paragraph, link, spans


@dataclass(frozen=True)
class AdminNotice:
    """A notice at the top of the Home tab. `readers` are the ids of the users who see it."""

    readers: frozenset[str]
    missing: tuple[str, ...]  # scopes, at least one
    address: str  # where to install Attune again

    def above(self, card: Card, user: str) -> Card:
        """Put the notice above the card if the user is a reader."""
        if user not in self.readers:
            return card
        words = spans(
            "Parts of Attune do not work here yet, because Attune was installed before it needed "
            f"these permissions: {', '.join(self.missing)}. ",
            link("Install it again", self.address),
            " to grant them. Only admins and whoever installed Attune see this.",
        )
        return replace(card, blocks=(Paragraph(words), *card.blocks))


def notice(
    readers: Collection[str | None], missing: tuple[str, ...], address: str
) -> AdminNotice | None:
    """Return the notice, or None if no scope is missing.

    `readers` are the user ids of those who see the notice. Each None among them is left out.
    """
    named = frozenset(each for each in readers if each)
    return AdminNotice(named, missing, address) if missing else None
