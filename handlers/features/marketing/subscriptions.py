"""/insight subscribe and /insight unsubscribe: choose which insights a channel gets."""

from collections.abc import Sequence
from datetime import timedelta

from handlers import limits
from handlers.cards import (
    Block,
    Button,
    Buttons,
    Card,
    Note,
    Paragraph,
    Reply,
    card_saying,
    spans,
)
from handlers.features import access, form_edits
from handlers.features.access import may_publish
from handlers.features.fields import one_of
from handlers.features.marketing import subscription_form, subscription_tags
from handlers.features.settings.rhythm import zone_named
from handlers.features.settings.time_inputs import clock
from handlers.knowledge import competitors, tags
from handlers.notices import channel_news, rerouting, tell, updating, voice_digest
from handlers.notices import insights as posts
from handlers.registry import Refusal, Registry, Turn
from handlers.request import Means, Place
from handlers.typed.marketing.subscription_said import subscribed_words
from handlers.views.marketing.subscription_words import HOW, command, has_voice, what, when
from storage import outbox
from storage.tables import Channel
from storage.workspace import channels

NOT_SHARED = (
    "This channel is shared with another company, so Attune posts nothing here. Use one "
    "of your own company's channels."
)
IN_THE_CHANNEL = "Type {} in the channel that should get the insights."
STOPS_IN_THE_CHANNEL = "Type /insight unsubscribe in the channel that gets the insights."
DIGEST_IN = "The digest goes to {}. To stop it, type /insight unsubscribe in that channel."
NAMED = 5  # at most this many channels in a sentence
# If a subscription changes again within this time, we update the last post about it.
SAME_POST = timedelta(minutes=10)


def register(registry: Registry) -> None:
    """Register the buttons and the form. `handlers.features.marketing.insights` has the command."""
    registry.button("channel.change", change)
    registry.button("channel.stop", stop)
    registry.form("channel", save)


def sets_up_posts(means: Means, name: str, text: str) -> bool:
    """Check whether a request sets up posts in a channel.

    Before such a request is answered, the platform is asked whether the channel is shared, and
    whether we can post there (see `Place`).
    """
    if means is Means.COMMAND:
        return name == "insight" and text.lower().split(maxsplit=1)[:1] == ["subscribe"]
    return (means, name) in ((Means.BUTTON, "channel.change"), (Means.FORM, "channel"))


async def where_digests_stop(turn: Turn) -> str:
    """Say which channels get marketing's digest, and how to stop the digest in a channel.

    Return "" if no channel gets the digest, or if this person is neither a marketer nor an admin.
    """
    if not may_publish(turn.person):
        return ""
    found = await channels.subscribed_to(turn.session, turn.person.tenant, [voice_digest.ANY_VOICE])
    names = ", ".join(one.name for one in found[:NAMED])
    return DIGEST_IN.format(names) if found else ""


async def subscribe(turn: Turn, typed: str) -> Reply:
    """Add tags to the channel. Without tags, show the subscription, or the form for a new one."""
    place = _place_to_post(turn)
    channel = await _channel_at(turn, place)
    before = await channels.subscriptions(turn.session, channel) if channel else ()
    if channel is None or not before:
        channel = channel or _new_channel(turn, place)
        if not typed:
            return await subscription_form.filled(turn, channel, "")
        return await _set_tags(turn, channel, await subscription_tags.parsed(turn, typed))
    more = await subscription_tags.parsed(turn, typed) if typed else []
    if {one.tag for one in more} <= {(one.tag, one.value) for one in before}:
        if channel.unreachable is not None:  # Attune may be able to post again
            await channel_news.reopen(turn.session, channel, turn.now)
        return await _card(turn, channel)
    both = {one.tag: one for one in (*subscription_tags.as_typed(before), *more)}
    if len(both) > tags.TAG_LIMIT:
        raise Refusal(
            f"A channel can have {tags.TAG_LIMIT} tags. With these it would have {len(both)}."
        )
    return await _set_tags(turn, channel, [*both.values()])


async def subscribe_in_words(turn: Turn) -> Reply | None:
    """Open the form for a line such as “subscribe this channel to everything about routely”.

    The form has the channel's tags. If the channel has no tags, the form has what the line names.

    Return None if the line does not ask to subscribe, or if it was not typed in a channel.
    """
    words = subscribed_words(turn.text) if turn.place is not None else None
    if words is None:
        return None
    place = _place_to_post(turn)
    channel = await _channel_at(turn, place) or _new_channel(turn, place)
    rivals = await competitors.known(turn.session, turn.person.tenant, turn.playbook.competitors)
    tag = words if words in ("everything", "voice") else ""
    tag = f"competitor={words}" if words in {one.casefold() for one in rivals} else tag
    on_file = await subscription_tags.as_text(turn, channel)
    return await subscription_form.filled(turn, channel, on_file or tag)


async def unsubscribe(turn: Turn, typed: str) -> Reply:
    """Remove tags from the channel. Without tags, end the subscription."""
    if turn.place is None:
        raise Refusal(STOPS_IN_THE_CHANNEL)
    place = turn.place
    channel = await _channel_at(turn, place)
    if channel is None or not await channels.subscriptions(turn.session, channel):
        raise Refusal(f"{place.name} gets nothing from Attune.")
    return await (_remove_tags(turn, channel, typed) if typed else _stop(turn, channel))


async def _remove_tags(turn: Turn, channel: Channel, typed: str) -> Reply:
    """Remove the typed tags. If none is left, end the subscription."""
    removed = {one.tag for one in await subscription_tags.parsed(turn, typed)}
    before = await channels.subscriptions(turn.session, channel)
    left = [one for one in before if (one.tag, one.value) not in removed]
    if len(left) == len(before):
        raise Refusal(f"{channel.name} does not get that. It gets {what(before)}.")
    return await (
        _set_tags(turn, channel, subscription_tags.as_typed(left)) if left else _stop(turn, channel)
    )


async def change(turn: Turn) -> Reply:
    """Open the form, filled with the channel's tags.

    If the channel has no tags, fill in the tags from the value of the *Subscribe again* button.
    """
    channel = await _channel_of_button(turn)
    _place_to_post(turn)
    await _check_may_change(turn, channel)
    _, _, before = turn.text.partition(":")
    on_file = await subscription_tags.as_text(turn, channel)
    return await subscription_form.filled(turn, channel, on_file or before)


async def stop(turn: Turn) -> Reply:
    """End the channel's subscription."""
    return await _stop(turn, await _channel_of_button(turn, locked=True))


async def save(turn: Turn) -> Reply:
    """Save the form: the channel's tags, how often it gets insights, and its hours.

    Raises Refusal if an answer can't be read, if Attune can't post in the channel, or if this
    person may not change what the channel gets.
    """
    turn, seen = form_edits.split_fingerprints(turn)
    place = _place_to_post(turn, field="tags")
    found = await _channel_at(turn, place)
    channel = found or _new_channel(turn, place)
    tags_now = await subscription_tags.as_text(turn, channel)
    by, did = found.subscribed_by if found else None, "changed" if tags_now else "stopped"
    turn = await form_edits.merged(
        turn, seen, subscription_form.form(channel, tags_now), by=by, did=did
    )
    channel.zone = zone_named(turn.fields.get("zone", ""), "zone")
    opens_at = clock(turn.fields.get("opens_at", ""), "opens_at")
    closes_at = clock(turn.fields.get("closes_at", ""), "closes_at")
    if closes_at <= opens_at:
        raise Refusal("The end must be after the start.", field="closes_at")
    channel.opens_at, channel.closes_at = opens_at, closes_at
    channel.digest = one_of(turn.fields.get("how", ""), HOW) or ""
    wanted = await subscription_tags.parsed(turn, turn.fields.get("tags", ""), field="tags")
    return await _set_tags(turn, channel, wanted, field="tags")


async def _set_tags(
    turn: Turn, channel: Channel, wanted: Sequence[tags.TypedTag], *, field: str = ""
) -> Card:
    """Subscribe the channel to just these tags, and post in the channel what it now gets."""
    await _check_may_change(turn, channel, field=field)
    channel.subscribed_by, channel.unreachable = turn.person.id, None
    turn.session.add(channel)
    await turn.session.flush()
    await channels.set_subscriptions(
        turn.session, channel, [subscription_tags.to_store(channel, one) for one in wanted]
    )
    await posts.replan_channel(turn.session, channel, turn.now)
    if any(one.name == tags.VOICE for one in wanted):
        await voice_digest.plan(turn.session, channel.tenant, turn.now)
    else:
        await rerouting.reroute(turn.session, channel, turn.now)
    await _announce(turn, channel)
    return await _card(turn, channel)


async def _announce(turn: Turn, channel: Channel) -> None:
    """Post in the channel what it now gets.

    If the last such post is not older than `SAME_POST`, update that post instead.
    """
    session, since = turn.session, turn.now - SAME_POST
    both = (tell.SUBSCRIBED, tell.STOPPED)
    out = await outbox.sent_about(session, channel.tenant, both, [channel.id], since)
    if out and out[-1].kind == tell.SUBSCRIBED:
        since = out[-1].settled_at or since
        kinds = (tell.SUBSCRIBED,)
        await updating.plan(session, channel.tenant, kinds, [channel.id], turn.now, since=since)
    else:
        await tell.subscribed(session, channel, turn.now)


async def _check_may_change(turn: Turn, channel: Channel, *, field: str = "") -> None:
    """Raise Refusal unless this person may change what the channel gets.

    The voice of the customer is what reps pass on to marketing. If the channel gets it, only
    marketers and admins may change or stop what the channel gets.
    """
    if may_publish(turn.person) or not channel.id:
        return
    if has_voice(await channels.subscriptions(turn.session, channel)):
        raise Refusal(
            f"{channel.name} gets the voice of the customer, so only marketing can change or "
            "stop what comes here.",
            field=field,
        )


async def _stop(turn: Turn, channel: Channel) -> Card:
    """End the subscription, drop the channel's unsent posts, and tell the channel."""
    await _check_may_change(turn, channel)
    before = await subscription_tags.as_text(turn, channel)
    await channels.set_subscriptions(turn.session, channel, [])
    await rerouting.reroute(turn.session, channel, turn.now)
    await outbox.drop_open(turn.session, channel, reason="unsubscribed", now=turn.now)
    if before:
        # the post names this person as the one who ended the subscription
        channel.subscribed_by = turn.person.id
        await tell.subscribed(turn.session, channel, turn.now, tell.STOPPED)
    lead = f"{channel.name} no longer gets anything from Attune."
    value = f"{channel.id}:{before}"
    value = value if len(value) <= limits.VALUE else str(channel.id)
    again = Button("Subscribe again", "channel.change", value)
    return card_saying(lead, Buttons((again,)))


async def _card(turn: Turn, channel: Channel) -> Card:
    wanted = await channels.subscriptions(turn.session, channel)
    lead = f"{channel.name} gets {what(wanted)}."
    blocks: list[Block] = [
        Paragraph(spans(lead)),
        Note(spans(f"{when(channel, wanted)} Nothing is sent twice.")),
    ]
    if may_publish(turn.person) or not has_voice(wanted):
        change = Button("Change", "channel.change", str(channel.id))
        blocks.append(Buttons((change, Button("Stop", "channel.stop", str(channel.id)))))
    return Card(lead, tuple(blocks))


def _new_channel(turn: Turn, place: Place) -> Channel:
    return Channel(
        tenant=turn.person.tenant,
        external=place.external,
        name=place.name,
        zone=turn.person.zone,
        subscribed_by=turn.person.id,
    )


def _place_to_post(turn: Turn, field: str = "") -> Place:
    """Return the channel that the request comes from. Raises Refusal if we can't post there."""
    place = _place(turn)
    if place.shared:
        raise Refusal(NOT_SHARED, field=field)
    if place.closed:
        raise Refusal(place.closed, field=field)
    return place


def _in_the_channel(turn: Turn) -> str:
    return IN_THE_CHANNEL.format(command(turn.person.tenant))


def _place(turn: Turn) -> Place:
    if turn.place is None:
        raise Refusal(_in_the_channel(turn))
    return turn.place


async def _channel_at(turn: Turn, place: Place) -> Channel | None:
    tenant = turn.person.tenant
    return await channels.find(turn.session, tenant, place.external, locked=True)


async def _channel_of_button(turn: Turn, *, locked: bool = False) -> Channel:
    """Return the channel whose id is on the button.

    Raises Refusal if the button was pressed outside this channel.
    """
    channel_id = access.row_id(turn.text.partition(":")[0])
    found = await channels.by_id(turn.session, turn.person.tenant, channel_id, locked=locked)
    if found is None or turn.place is None or turn.place.external != found.external:
        raise Refusal(_in_the_channel(turn))
    return found
