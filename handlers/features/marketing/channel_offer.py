"""Offer to post insights, or what buyers say, in a channel: *Get this in a channel*."""

from dataclasses import replace
from typing import Literal

from handlers.cards import Aside, Button, Buttons, Card, Note, Paragraph, Reply, Strong, spans
from handlers.cards import typed as typed_text
from handlers.features.access import may_publish
from handlers.features.marketing.subscriptions import NAMED
from handlers.knowledge.tags import EVERYTHING, VOICE
from handlers.registry import Refusal, Registry, Turn
from handlers.views.marketing.for_marketing import CHANNEL
from handlers.views.marketing.subscription_words import command
from storage.workspace import channels
from storage.workspace.channels import ANY

Tag = Literal["everything", "voice"]
HOW = "channel.how"
WHAT: dict[str, str] = {EVERYTHING: "every insight that is published", VOICE: CHANNEL}
ONLY_MARKETING = "Marketing decides where the voice of the customer goes."


def register(registry: Registry) -> None:
    """Register the button."""
    registry.button(HOW, how)


def with_offer(reply: Reply | None, tag: Tag) -> Reply | None:
    """Add the button to an answer. If the answer is not a card, return it unchanged.

    `tag` names what the channel would get.
    """
    row = Buttons((Button("Get this in a channel", HOW, tag),))
    if isinstance(reply, Card):
        return replace(reply, blocks=(*reply.blocks, row))
    if isinstance(reply, Aside):
        return Aside(replace(reply.card, blocks=(*reply.card.blocks, row)))
    return reply


async def how(turn: Turn) -> Reply:
    """Say what to type in the channel, and name the channels that get these posts already.

    We know which channel the person means only when they type in it. Only marketers and admins may
    get posts about what buyers say. Raises Refusal if anybody else asks for such posts.
    """
    tag = turn.text if turn.text in WHAT else EVERYTHING
    if tag == VOICE and not may_publish(turn.person):
        raise Refusal(ONLY_MARKETING)
    typed = command(turn.person.tenant, tag)
    lead = f"Type {typed} in the channel. It then gets {WHAT[tag]}."
    said = Paragraph(spans("Type ", Strong(typed), f" in the channel. It then gets {WHAT[tag]}."))
    found = await channels.subscribed_to(turn.session, turn.person.tenant, [(tag, ANY)])
    names = ", ".join(one.name for one in found[:NAMED])
    already = (Note(spans(typed_text(f"It already goes to {names}."))),) if names else ()
    return Aside(Card(lead, (said, *already)))
