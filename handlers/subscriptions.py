"""/insight subscribe: a channel says which insights it wants, from the channel itself."""

from collections.abc import Mapping, Sequence

from handlers import access, tags
from handlers.access import publishes
from handlers.cards import (
    Button,
    Buttons,
    Card,
    ChoiceInput,
    Form,
    Note,
    Option,
    Paragraph,
    Reply,
    TextInput,
    spans,
)
from handlers.conversation import Place, Refusal, Registry, Turn
from handlers.notices import insights as posts
from handlers.notices import tell
from handlers.rhythm import clock, zone_named
from handlers.subscription_cards import HOW, what, when
from storage import channels, insights, outbox
from storage.tables import Channel, Subscription

IN_THE_CHANNEL = "Type that in the channel that is to get them: /insight subscribe."
HINT = "industry=logistics, competitor=* · also persona, stage, account, everything, voice"


def register(registry: Registry) -> None:
    """The buttons and the form; the command is `/insight subscribe`."""
    registry.button("channel.change", change)
    registry.button("channel.stop", stop)
    registry.form("channel", save)


async def subscribe(turn: Turn, typed: str) -> Reply:
    """With tags, from now on these; without, what the channel has, or the form."""
    place = _place(turn)
    channel = await channels.find(turn.session, turn.person.tenant, place.external)
    if typed:
        return await _want(turn, channel or _new(turn, place), typed)
    if channel is not None and await channels.tags(turn.session, channel):
        channel.unreachable = None  # somebody invited us, and says so
        await tell.subscribed(turn.session, channel, turn.now)
        return await _card(turn, channel)
    return _form(channel or _new(turn, place), "")


async def unsubscribe(turn: Turn) -> Reply:
    """Nothing more for this channel."""
    place = _place(turn)
    channel = await channels.find(turn.session, turn.person.tenant, place.external)
    if channel is None or not await channels.tags(turn.session, channel):
        raise Refusal(f"{place.name} gets nothing from Attune.")
    return await _stop(turn, channel)


async def change(turn: Turn) -> Reply:
    """The form, with what the channel has."""
    channel = await _known(turn)
    wanted = await channels.tags(turn.session, channel)
    known = await insights.values_in_use(turn.session, turn.person.tenant)
    typed = tags.written([_as_typed(one, known) for one in wanted])
    return _form(channel, typed)


async def stop(turn: Turn) -> Reply:
    """Nothing more for this channel."""
    return await _stop(turn, await _known(turn))


async def save(turn: Turn) -> Reply:
    """Take in the form."""
    place = _place(turn)
    found = await channels.find(turn.session, turn.person.tenant, place.external)
    channel = found or _new(turn, place)
    channel.zone = zone_named(turn.fields.get("zone", ""), "zone")
    opens_at = clock(turn.fields.get("opens_at", ""), "opens_at")
    closes_at = clock(turn.fields.get("closes_at", ""), "closes_at")
    if closes_at <= opens_at:
        raise Refusal("That is before it starts.", field="closes_at")
    channel.opens_at, channel.closes_at = opens_at, closes_at
    how = turn.fields.get("how", "each")
    channel.digest = how if how in HOW else ""
    return await _want(turn, channel, turn.fields.get("tags", ""), field="tags")


async def _want(turn: Turn, channel: Channel, typed: str, *, field: str = "") -> Card:
    known = await insights.values_in_use(turn.session, turn.person.tenant)
    try:
        wanted = tags.read(typed, known)
    except tags.Unclear as unclear:
        raise Refusal(str(unclear), field=field) from unclear
    if not wanted:
        raise Refusal("Which tags? For example industry=logistics.", field=field)
    if not publishes(turn.person) and any(one.name == tags.VOICE for one in wanted):
        raise Refusal(
            "The voice of the customer holds what buyers said: marketing decides where it goes.",
            field=field,
        )
    channel.subscribed_by, channel.unreachable = turn.person.id, None
    turn.session.add(channel)
    await turn.session.flush()
    await channels.want(turn.session, channel, [_row(channel, one) for one in wanted])
    await posts.reroute(turn.session, channel, turn.now)
    await tell.subscribed(turn.session, channel, turn.now)
    return await _card(turn, channel)


async def _stop(turn: Turn, channel: Channel) -> Card:
    await channels.want(turn.session, channel, [])
    await outbox.drop_all(turn.session, channel, reason="unsubscribed", now=turn.now)
    lead = f"{channel.name} gets nothing more from Attune."
    again = Button("Subscribe again", "channel.change", str(channel.id))
    return Card(lead, (Paragraph(spans(lead)), Buttons((again,))))


async def _card(turn: Turn, channel: Channel) -> Card:
    wanted = await channels.tags(turn.session, channel)
    lead = f"{channel.name} gets {what(wanted)}."
    return Card(
        lead,
        (
            Paragraph(spans(lead)),
            Note(spans(f"{when(channel)[:1].upper()}{when(channel)[1:]}. Never the same twice.")),
            Buttons(
                (
                    Button("Change", "channel.change", str(channel.id)),
                    Button("Stop", "channel.stop", str(channel.id)),
                )
            ),
        ),
    )


def _form(channel: Channel, typed: str) -> Form:
    options = tuple(Option(name or "each", how[:1].upper() + how[1:]) for name, how in HOW.items())
    return Form(
        "channel",
        "Insights for a channel",
        (
            Paragraph(spans(f"{channel.name} gets what carries any of these tags.")),
            TextInput("tags", "Tags", HINT, typed, required=True, most=2_000),
            ChoiceInput("how", "How", options, channel.digest or "each", required=True),
            TextInput("opens_at", "From", value=f"{channel.opens_at:%H:%M}", required=True, most=5),
            TextInput(
                "closes_at", "Until", value=f"{channel.closes_at:%H:%M}", required=True, most=5
            ),
            TextInput("zone", "Time zone", value=channel.zone, required=True, most=60),
        ),
        subject=str(channel.id or ""),
    )


def _as_typed(one: Subscription, known: Mapping[str, Sequence[str]]) -> tags.Wanted:
    """A tag as it can be read again: in quotes, if it would be taken for a slip."""
    plain = tags.Wanted(one.tag, one.shown)
    try:
        tags.read(tags.written([plain]), known)
    except tags.Unclear:
        return tags.Wanted(one.tag, one.shown, quoted=True)
    return plain


def _new(turn: Turn, place: Place) -> Channel:
    return Channel(
        tenant=turn.person.tenant,
        external=place.external,
        name=place.name,
        zone=turn.person.zone,
        subscribed_by=turn.person.id,
    )


def _row(channel: Channel, one: tags.Wanted) -> Subscription:
    name, value = one.tag
    return Subscription(
        channel_id=channel.id, tag=name, value=value, tenant=channel.tenant, shown=one.shown
    )


def _place(turn: Turn) -> Place:
    if turn.place is None:
        raise Refusal(IN_THE_CHANNEL)
    return turn.place


async def _known(turn: Turn) -> Channel:
    """The channel with this row id, if the person is in it now. Raises Refusal."""
    found = await channels.by_id(turn.session, turn.person.tenant, access.number(turn.text))
    if found is None or turn.place is None or turn.place.external != found.external:
        raise Refusal(IN_THE_CHANNEL)
    return found
