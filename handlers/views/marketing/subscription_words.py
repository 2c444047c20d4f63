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


def command(tenant: str, tag: str = "") -> str:
    """Return what to type in a channel: "/insight subscribe", or on Teams with a mention.

    In a channel of Teams, Attune receives only the messages that mention it.
    """
    name = "@Attune insight" if tenant.startswith("teams") else "/insight"
    return f"{name} subscribe {tag}".rstrip()


def what(wanted: Sequence[Subscription]) -> str:
    """Return what a channel gets: "insights with industry Logistics or any competitor".

    Return "" if the channel has no subscription.
    """
    parts = []
    tags = [one for one in wanted if one.tag not in (EVERYTHING, VOICE)]
    if any(one.tag == EVERYTHING for one in wanted):
        parts.append("every insight")
    elif tags:
        parts.append(f"insights with {joined([_tag(one) for one in tags], 'or')}")
    if has_voice(wanted):
        parts.append("the voice of the customer")
    return ", and ".join(parts)


def when(channel: Channel, wanted: Sequence[Subscription]) -> str:
    """Say how and when a channel gets posts: "A weekly digest, Mondays 09:00."

    `channel.digest` is about insights only. If a rep passes something on during the channel's
    hours, it is posted at once. Otherwise, it is posted when the hours next begin. On Mondays, it
    is posted again in a digest.
    """
    opens = f"{channel.opens_at:%H:%M}"
    hours = f"Monday to Friday, {opens} to {channel.closes_at:%H:%M} ({channel.zone})"
    digest = f"{HOW[channel.digest]}, {'Mondays' if channel.digest == 'weekly' else 'at'} {opens}"
    if not has_voice(wanted):
        said = digest if channel.digest else f"{HOW['']}, {hours}"
        return f"{said[:1].upper()}{said[1:]}."
    voice = f"What reps pass on comes at once, {hours}, and a digest of it on Mondays."
    if all(one.tag == VOICE for one in wanted):
        return voice
    return f"Insights: {digest if channel.digest else HOW['']}. {voice}"


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
