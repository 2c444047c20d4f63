"""/insight subscribe and /insight unsubscribe: choose which insights a channel gets."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from handlers import limits
from handlers.cards import (
    Block,
    Button,
    Buttons,
    Card,
    Form,
    Note,
    Paragraph,
    Reply,
    card_saying,
    spans,
)
from handlers.features import access, form_edits
from handlers.features.access import may_publish
from handlers.features.fields import one_of
from handlers.features.settings.rhythm import zone_named
from handlers.features.settings.time_inputs import clock
from handlers.inputs import ChoiceInput, Option, TextInput
from handlers.knowledge import competitors, tags
from handlers.notices import channel_news, rerouting, tell, updating, voice_digest
from handlers.notices import insights as posts
from handlers.registry import Refusal, Registry, Turn
from handlers.request import Means, Place
from handlers.typed.marketing.subscription_said import subscribed_words
from handlers.views.marketing.subscription_words import HOW, has_voice, what, when
from storage import outbox
from storage.marketing import insights
from storage.tables import Channel, Subscription
from storage.workspace import channels

NOT_SHARED = (
    "This channel is shared with another company, so Attune posts nothing here. Use one "
    "of your own company's channels."
)
IN_THE_CHANNEL = "Type /insight subscribe in the channel that should get the insights."
STOPS_IN_THE_CHANNEL = "Type /insight unsubscribe in the channel that gets the insights."
DIGEST_IN = "The digest goes to {}. To stop it, type /insight unsubscribe in that channel."
NAMED = 5  # channels in a sentence
# If a subscription changes again within this time, we update the last post about it.
SAME_POST = timedelta(minutes=10)
HINT = "industry=logistics, competitor=* · also persona, stage, account, everything, voice"
DIGEST = "This is for insights. With the tag “voice”, what reps pass on or reply is posted at once."


def register(registry: Registry) -> None:
    """Register the buttons and the form. `insights` registers the command."""
    registry.button("channel.change", change)
    registry.button("channel.stop", stop)
    registry.form("channel", save)


def posts_here(means: Means, name: str, text: str) -> bool:
    """Check whether a request sets up posts in a channel.

    If so, we first ask Slack whether the channel is shared or closed to us (see `Place`).
    """
    if means is Means.COMMAND:
        return name == "insight" and text.lower().split(maxsplit=1)[:1] == ["subscribe"]
    return (means, name) in ((Means.BUTTON, "channel.change"), (Means.FORM, "channel"))


async def where_digests_stop(turn: Turn) -> str:
    """Say which channels get marketing's digest, and how to stop it there.

    Return "" if there are none, and for people who are not in marketing.
    """
    if not may_publish(turn.person):
        return ""
    found = await channels.subscribed_to(turn.session, turn.person.tenant, [voice_digest.ANY_VOICE])
    names = ", ".join(one.name for one in found[:NAMED])
    return DIGEST_IN.format(names) if found else ""


async def subscribe(turn: Turn, typed: str) -> Reply:
    """Add tags to the channel. Without tags, show the subscription, or the form for a new one."""
    place = _open_place(turn)
    channel = await _channel_at(turn, place)
    before = await channels.subscriptions(turn.session, channel) if channel else ()
    if channel is None or not before:
        channel = channel or _new_channel(turn, place)
        if not typed:
            return await _filled_form(turn, channel, "")
        return await _set_tags(turn, channel, await _parse_tags(turn, typed))
    more = await _parse_tags(turn, typed) if typed else []
    if {one.tag for one in more} <= {(one.tag, one.value) for one in before}:
        if channel.unreachable is not None:  # somebody may have invited Attune again
            await channel_news.reopen(turn.session, channel, turn.now)
        return await _card(turn, channel)
    both = {one.tag: one for one in (*_as_typed_tags(before), *more)}
    if len(both) > tags.TAG_LIMIT:
        raise Refusal(
            f"A channel can have {tags.TAG_LIMIT} tags. With these it would have {len(both)}."
        )
    return await _set_tags(turn, channel, [*both.values()])


async def subscribe_in_words(turn: Turn) -> Reply | None:
    """Open the form for “subscribe this channel to everything about routely”, filled in.

    Outside a channel, and for any other line, return None.
    """
    words = subscribed_words(turn.text) if turn.place is not None else None
    if words is None:
        return None
    place = _open_place(turn)
    channel = await _channel_at(turn, place) or _new_channel(turn, place)
    rivals = await competitors.known(turn.session, turn.person.tenant, turn.playbook.competitors)
    tag = words if words in ("everything", "voice") else ""
    tag = f"competitor={words}" if words in {one.casefold() for one in rivals} else tag
    return await _filled_form(turn, channel, await _tags_as_text(turn, channel) or tag)


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
    removed = {one.tag for one in await _parse_tags(turn, typed)}
    before = await channels.subscriptions(turn.session, channel)
    left = [one for one in before if (one.tag, one.value) not in removed]
    if len(left) == len(before):
        raise Refusal(f"{channel.name} does not get that. It gets {what(before)}.")
    return await (_set_tags(turn, channel, _as_typed_tags(left)) if left else _stop(turn, channel))


async def change(turn: Turn) -> Reply:
    """Open the form, filled with the channel's tags.

    If the channel has none, fill in those from *Subscribe again*.
    """
    channel = await _channel_of_button(turn)
    _open_place(turn)
    await _may_change(turn, channel)
    _, _, before = turn.text.partition(":")
    return await _filled_form(turn, channel, await _tags_as_text(turn, channel) or before)


async def stop(turn: Turn) -> Reply:
    """End the channel's subscription."""
    return await _stop(turn, await _channel_of_button(turn, locked=True))


async def save(turn: Turn) -> Reply:
    """Save the form: the channel's tags, how often it gets insights, and its hours.

    Raises Refusal if an answer can't be read, if Attune can't post in the channel, or if only
    marketing may change what the channel gets.
    """
    turn, seen = form_edits.split_fingerprints(turn)
    place = _open_place(turn, field="tags")
    found = await _channel_at(turn, place)
    channel = found or _new_channel(turn, place)
    tags_now = await _tags_as_text(turn, channel)
    by, did = found.subscribed_by if found else None, "changed" if tags_now else "stopped"
    turn = await form_edits.merged(turn, seen, _form(channel, tags_now), by=by, did=did)
    channel.zone = zone_named(turn.fields.get("zone", ""), "zone")
    opens_at = clock(turn.fields.get("opens_at", ""), "opens_at")
    closes_at = clock(turn.fields.get("closes_at", ""), "closes_at")
    if closes_at <= opens_at:
        raise Refusal("The end must be after the start.", field="closes_at")
    channel.opens_at, channel.closes_at = opens_at, closes_at
    channel.digest = one_of(turn.fields.get("how", ""), HOW) or ""
    wanted = await _parse_tags(turn, turn.fields.get("tags", ""), field="tags")
    return await _set_tags(turn, channel, wanted, field="tags")


async def _set_tags(
    turn: Turn, channel: Channel, wanted: Sequence[tags.TypedTag], *, field: str = ""
) -> Card:
    """Subscribe the channel to just these tags, and post in the channel what it now gets."""
    await _may_change(turn, channel, field=field)
    channel.subscribed_by, channel.unreachable = turn.person.id, None
    turn.session.add(channel)
    await turn.session.flush()
    await channels.set_subscriptions(
        turn.session, channel, [_subscription(channel, one) for one in wanted]
    )
    await posts.replan_channel(turn.session, channel, turn.now)
    if any(one.name == tags.VOICE for one in wanted):
        await voice_digest.plan(turn.session, channel.tenant, turn.now)
    else:
        await rerouting.reroute(turn.session, channel, turn.now)
    await _announce(turn, channel)
    return await _card(turn, channel)


async def _announce(turn: Turn, channel: Channel) -> None:
    """Post in the channel what it now gets, or update a recent post about that."""
    session, since = turn.session, turn.now - SAME_POST
    both = (tell.SUBSCRIBED, tell.STOPPED)
    out = await outbox.sent_about(session, channel.tenant, both, [channel.id], since)
    if out and out[-1].kind == tell.SUBSCRIBED:
        since = out[-1].settled_at or since
        kinds = (tell.SUBSCRIBED,)
        await updating.plan(session, channel.tenant, kinds, [channel.id], turn.now, since=since)
    else:
        await tell.subscribed(session, channel, turn.now)


async def _parse_tags(turn: Turn, typed: str, *, field: str = "") -> list[tags.TypedTag]:
    """Parse typed tags. Raises Refusal if that fails, or if only marketing may choose a tag."""
    try:
        wanted = tags.read(typed, await _values_in_use(turn))
    except tags.UnreadableTags as unclear:
        raise Refusal(str(unclear), field=field) from unclear
    if not wanted:
        raise Refusal("Which tags? For example industry=logistics.", field=field)
    if not may_publish(turn.person) and any(one.name == tags.VOICE for one in wanted):
        raise Refusal(
            "The voice of the customer is what buyers said, and marketing decides where it goes.",
            field=field,
        )
    return wanted


async def _may_change(turn: Turn, channel: Channel, *, field: str = "") -> None:
    """Raise Refusal unless this person may change what the channel gets.

    If it gets the voice of the customer, only marketing may.
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
    """End the subscription, drop what was still to be sent, and say so in the channel."""
    await _may_change(turn, channel)
    before = await _tags_as_text(turn, channel)
    await channels.set_subscriptions(turn.session, channel, [])
    await rerouting.reroute(turn.session, channel, turn.now)
    await outbox.drop_open(turn.session, channel, reason="unsubscribed", now=turn.now)
    if before:
        # the post names the person who ended the subscription
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


async def _tags_as_text(turn: Turn, channel: Channel) -> str:
    """Return the channel's tags as somebody would type them, or "" for a new channel."""
    if not channel.id:
        return ""
    known = await _values_in_use(turn)
    wanted = await channels.subscriptions(turn.session, channel)
    return tags.written([_that_parses_again(one, known) for one in wanted])


async def _filled_form(turn: Turn, channel: Channel, typed: str) -> Form:
    on_file = _form(channel, await _tags_as_text(turn, channel))
    return form_edits.with_fingerprints(_form(channel, typed), on_file=on_file)


def _form(channel: Channel, typed: str) -> Form:
    options = tuple(Option(name or "each", how[:1].upper() + how[1:]) for name, how in HOW.items())
    return Form(
        "channel",
        "Insights for a channel",
        (
            Paragraph(spans(f"{channel.name} gets every insight with at least one of these tags.")),
            TextInput("tags", "Tags", HINT, typed, required=True),
            ChoiceInput(
                "how", "How often", options, channel.digest or "each", hint=DIGEST, required=True
            ),
            TextInput("opens_at", "From", value=f"{channel.opens_at:%H:%M}", required=True),
            TextInput("closes_at", "Until", value=f"{channel.closes_at:%H:%M}", required=True),
            TextInput("zone", "Time zone", value=channel.zone, required=True),
        ),
        subject=str(channel.id or ""),
    )


def _that_parses_again(one: Subscription, known: Mapping[str, Sequence[str]]) -> tags.TypedTag:
    """Return a tag that `tags.read` can parse again. A value that looks like a typo is quoted."""
    plain = tags.TypedTag(one.tag, one.shown)
    try:
        tags.read(tags.written([plain]), known)
    except tags.UnreadableTags:
        return tags.TypedTag(one.tag, one.shown, quoted=True)
    return plain


async def _values_in_use(turn: Turn) -> dict[str, Sequence[str]]:
    out_at = None if may_publish(turn.person) else turn.now
    return await insights.values_in_use(turn.session, turn.person.tenant, out_at=out_at)


def _new_channel(turn: Turn, place: Place) -> Channel:
    return Channel(
        tenant=turn.person.tenant,
        external=place.external,
        name=place.name,
        zone=turn.person.zone,
        subscribed_by=turn.person.id,
    )


def _as_typed_tags(found: Sequence[Subscription]) -> list[tags.TypedTag]:
    return [tags.TypedTag(one.tag, one.shown, quoted=True) for one in found]


def _subscription(channel: Channel, one: tags.TypedTag) -> Subscription:
    name, value = one.tag
    return Subscription(
        channel_id=channel.id, tag=name, value=value, tenant=channel.tenant, shown=one.shown
    )


def _open_place(turn: Turn, field: str = "") -> Place:
    """Return the channel that the request comes from. Raises Refusal if we can't post there."""
    place = _place(turn)
    if place.shared:
        raise Refusal(NOT_SHARED, field=field)
    if place.closed:
        raise Refusal(place.closed, field=field)
    return place


def _place(turn: Turn) -> Place:
    if turn.place is None:
        raise Refusal(IN_THE_CHANNEL)
    return turn.place


async def _channel_at(turn: Turn, place: Place) -> Channel | None:
    tenant = turn.person.tenant
    return await channels.find(turn.session, tenant, place.external, locked=True)


async def _channel_of_button(turn: Turn, *, locked: bool = False) -> Channel:
    """Return the channel whose id is on the button. Raises Refusal if it was pressed elsewhere."""
    channel_id = access.row_id(turn.text.partition(":")[0])
    found = await channels.by_id(turn.session, turn.person.tenant, channel_id, locked=locked)
    if found is None or turn.place is None or turn.place.external != found.external:
        raise Refusal(IN_THE_CHANNEL)
    return found
