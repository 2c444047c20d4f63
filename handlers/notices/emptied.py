"""Rewrite a message whose content was deleted or hidden, or whose question was answered elsewhere.

The notices in this module send no new message. Each replaces a message that a person already has.
"""

from handlers.cards import Button, Buttons, Card, card_saying, typed
from handlers.coaching.text.words import shortened
from handlers.message import Composed
from handlers.notices.kind import Notice, NoticeKind
from handlers.times import format_absolute
from storage.customers import accounts
from storage.sales_calls import calls, reflections

# The names of the kinds of notice.
NAME = "emptied"
HIDES = "hidden"
FIGURE_TAKEN_BACK = "unshared"
REFLECTION_TAKEN_BACK = "reflection_back"
# What the rewritten messages say.
EMPTY = "This message is empty, because what it showed was deleted."
FIGURE_NOT_SHARED = "This message is empty, because a figure in it is no longer shared with you."
REFLECTION_NOT_SHARED = (
    "This message is empty, because a reflection in it was taken back. /team shows what is shared "
    "with you now."
)
IN_SHARED_CHANNEL = (
    "This message was emptied, because its text changed while this channel was shared with another "
    "company."
)
HIDDEN = "This message is empty, because figures about people are switched off here."


async def compose(notice: Notice) -> Composed:
    """Say that what the message showed was deleted, or that its question was answered.

    The notice has one outbox row. If the message asked how a call went, `about` of this row is the
    id of the call. For any other message, `about` is None.
    """
    (row,) = notice.rows
    return Composed(await _answered(notice, row.about) if row.about else empty())


async def _answered(notice: Notice, call_id: int) -> Card:
    """Say that the reader has reflected on a call.

    If the call or the reflection is gone, return `empty()`.
    """
    tenant, person = notice.to.tenant, notice.to
    call = await calls.by_id(notice.session, tenant, call_id)
    account = await accounts.by_id(notice.session, tenant, call.account_id) if call else None
    reflected = await reflections.of_call(notice.session, tenant, call_id, person.id)
    if call is None or account is None or reflected is None:
        return empty()
    zone = person.zone
    when = format_absolute(call.starts_at, now=notice.now, zone=zone, own=zone)
    about = f"{shortened(account.name, 40)}, {when}"
    lead = f"You have reflected on {about}."
    change = Button("Change it", "reflect.open", str(call_id), about=about)
    return card_saying(typed(lead), Buttons((change,)))


def empty() -> Card:
    """Return the card for a message whose content was deleted."""
    return card_saying(EMPTY)


def shared_channel() -> Card:
    """Return what replaces a message if its channel is now shared with another company."""
    return card_saying(IN_SHARED_CHANNEL)


async def compose_hidden(_notice: Notice) -> Composed:
    """Say that the message was emptied, because an admin has switched figures off."""
    return Composed(card_saying(HIDDEN))


async def compose_taken_back(_notice: Notice) -> Composed:
    """Say that the message was emptied, because somebody no longer shares a figure."""
    return Composed(card_saying(FIGURE_NOT_SHARED))


async def compose_reflection_back(_notice: Notice) -> Composed:
    """Say that the message was emptied, because somebody no longer shares a reflection."""
    return Composed(card_saying(REFLECTION_NOT_SHARED))


KIND = NoticeKind(
    NAME, "rewritten messages", compose, "person", alone=True, repeat=True, always_sent=True
)
HIDING = NoticeKind(
    HIDES, "hidden figures", compose_hidden, "person", alone=True, repeat=True, always_sent=True
)
TAKING_BACK = NoticeKind(
    FIGURE_TAKEN_BACK,
    "figures taken back",
    compose_taken_back,
    "person",
    alone=True,
    repeat=True,
    always_sent=True,
)
REFLECTIONS_BACK = NoticeKind(
    REFLECTION_TAKEN_BACK,
    "reflections taken back",
    compose_reflection_back,
    "person",
    alone=True,
    repeat=True,
    always_sent=True,
)
