"""A channel's subscription in words. Pure."""

from collections.abc import Sequence

from handlers.coaching.text.words import joined
from handlers.knowledge.tags import EVERYTHING, VOICE
from storage.choices import Digest
from storage.tables import Channel, Subscription
from storage.workspace.channels import ANY

HOW: dict[Digest, str] = {
    "": "each as it comes",
    "daily": "a digest every working day",
    "weekly": "a weekly digest",
}


def what(wanted: Sequence[Subscription]) -> str:
    """Return what a channel gets: "insights with industry Logistics or any competitor", or ""."""
    parts = []
    tags = [one for one in wanted if one.tag not in (EVERYTHING, VOICE)]
    if any(one.tag == EVERYTHING for one in wanted):
        parts.append("every insight")
    elif tags:
        parts.append(f"insights with {joined([_tag(one) for one in tags], 'or')}")
    if has_voice(wanted):
        parts.append("the voice of the customer")
    return ", and ".join(parts)


def when(channel: Channel) -> str:
    """Return how and when a channel gets posts: "a weekly digest, Mondays 09:00"."""
    hours = f"{channel.opens_at:%H:%M} to {channel.closes_at:%H:%M}"
    how = HOW.get(channel.digest, HOW[""])
    if channel.digest:
        return (
            f"{how}, {'Mondays' if channel.digest == 'weekly' else 'at'} {channel.opens_at:%H:%M}"
        )
    return f"{how}, Monday to Friday, {hours} ({channel.zone})"


def has_voice(wanted: Sequence[Subscription]) -> bool:
    """Return whether a channel gets what buyers said. Only marketing may subscribe to that."""
    return any(one.tag == VOICE for one in wanted)


def how_to_change(wanted: Sequence[Subscription]) -> str:
    """Say how to change what a channel gets."""
    if not wanted:
        return "Subscribe again with /insight subscribe in this channel."
    if has_voice(wanted):
        return "Marketing can change or stop this with /insight subscribe in this channel."
    return "Change or stop this with /insight subscribe in this channel."


def _tag(one: Subscription) -> str:
    return f"any {one.tag}" if one.value == ANY else f"{one.tag} {one.shown}"
