"""The tags of a channel's subscription: as somebody types them, and as they are stored."""

from collections.abc import Mapping, Sequence

from handlers.features.access import may_publish
from handlers.knowledge import tags
from handlers.registry import Refusal, Turn
from storage.marketing import insights
from storage.tables import Channel, Subscription
from storage.workspace import channels


async def parsed(turn: Turn, typed: str, *, field: str = "") -> list[tags.TypedTag]:
    """Parse typed tags.

    If `field` is given, a refusal names this field of the form. Raises Refusal in these cases:

    - Nothing was typed.
    - A tag can't be parsed.
    - One tag is `tags.VOICE`, and the person is neither a marketer nor an admin.
    """
    try:
        wanted = tags.read(typed, await _values_in_use(turn))
    except tags.UnreadableTags as unclear:
        raise Refusal(str(unclear), field=field) from unclear
    if not wanted:
        raise Refusal("Which tags? For example industry=logistics.", field=field)
    if not may_publish(turn.person) and any(one.name == tags.VOICE for one in wanted):
        raise Refusal(
            "Only marketing and admins can choose which channels get the voice of the customer.",
            field=field,
        )
    return wanted


async def as_text(turn: Turn, channel: Channel) -> str:
    """Return the channel's tags as somebody would type them, or "" for a new channel."""
    if not channel.id:
        return ""
    known = await _values_in_use(turn)
    wanted = await channels.subscriptions(turn.session, channel)
    return tags.written([_that_parses_again(one, known) for one in wanted])


def as_typed(found: Sequence[Subscription]) -> list[tags.TypedTag]:
    """Return stored tags as if their values had been typed in quotation marks."""
    return [tags.TypedTag(one.tag, one.shown, quoted=True) for one in found]


def to_store(channel: Channel, one: tags.TypedTag) -> Subscription:
    """Return a new row for a tag of the channel. The caller adds the row to a session."""
    name, value = one.tag
    return Subscription(
        channel_id=channel.id, tag=name, value=value, tenant=channel.tenant, shown=one.shown
    )


def _that_parses_again(one: Subscription, known: Mapping[str, Sequence[str]]) -> tags.TypedTag:
    """Return a stored tag in a form that `tags.read` can parse.

    The value is in quotation marks if it would look like a typo without them.
    """
    plain = tags.TypedTag(one.tag, one.shown)
    try:
        tags.read(tags.written([plain]), known)
    except tags.UnreadableTags:
        return tags.TypedTag(one.tag, one.shown, quoted=True)
    return plain


async def _values_in_use(turn: Turn) -> dict[str, Sequence[str]]:
    out_at = None if may_publish(turn.person) else turn.now
    return await insights.values_in_use(turn.session, turn.person.tenant, out_at=out_at)
