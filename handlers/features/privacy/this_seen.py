"""Answer "does Tomas see this" or "is this private" about what was just kept, or about the chat."""

from handlers.cards import Buttons, Card, Note, card_saying, spans, typed
from handlers.coaching.text.words import shortened
from handlers.coaching.what_matters.quoting import in_marks
from handlers.features.access import row_id
from handlers.features.calls import cancelling
from handlers.features.customers import contacts
from handlers.features.notes import note_kept
from handlers.features.privacy import my_data
from handlers.features.privacy.what_is_shared import OUTSIDE, START_IF_PRIVATE
from handlers.features.promises import promise_saved
from handlers.features.reflections import kept_line, typed_step
from handlers.registry import Turn
from handlers.typed.privacy.data_questions import Asks
from handlers.views.team import team_words
from storage.conversation import drafts, offers
from storage.conversation.offers import Offer
from storage.customers import commitments
from storage.sales_calls import own_notes, reflections
from storage.team import teams

QUOTED = 40  # characters of what was kept
OF_CHAT = (
    "Nobody else sees this chat in Attune. Your colleagues see your promises, what you find out "
    "about an account and its people, and what you share."
)
OF_NOTE = "Your own note {} is yours alone: no colleague, manager or admin reads it in Attune."
OF_WORDS = "What you just kept is in your reflection, which is yours alone until you share it."
NOT_KEPT = "I have not kept that line. {}"
# How an answer begins if colleagues see what was kept. `START_IF_PRIVATE` is for private things.
START_IF_SEEN: dict[Asks, str] = {"who": "Your colleagues.", "seen": "Yes.", "private": "No."}
OF_SHARED = (
    "What you just kept is in a reflection that you have shared: everybody here who looks at the "
    "account can read it."
)
OF_CONTACT = "Everybody here who looks at an account sees its people."
OF_PROMISE = "Your colleagues see promises, with your name: {}."
IN_CHANNEL: dict[Asks, str] = {
    "who": "Everybody in this channel.",
    "seen": "Yes.",
    "private": "No.",
}
OF_CHANNEL = (
    "Everybody in this channel can read what is written here. If something is for you alone, write "
    "to me directly."
)


async def card(turn: Turn, asks: Asks) -> Card:
    """Say who sees what was just kept. If nothing was just kept, say who sees this chat.

    In a channel, say who sees the channel.
    """
    if turn.place is not None:
        lead = f"{IN_CHANNEL[asks]} {OF_CHANNEL}"
        return card_saying(lead)
    lead = await _lead(turn, asks)
    manager = await teams.manager_of(turn.session, turn.person)
    sees = [team_words.what_sees(manager)] if manager else []
    buttons = Buttons((my_data.WHAT_IS_KEPT, *sees))
    return card_saying(typed(lead), Note(spans(OUTSIDE)), buttons)


async def _lead(turn: Turn, asks: Asks) -> str:
    """Say who sees what was just kept. If nothing was just kept, say who sees the chat."""
    since = turn.now - drafts.ANSWERED_WITHIN
    offered = await offers.latest(turn.session, turn.person, since)
    if offered and cancelling.is_offer(offered):
        offered = None
    rows = await commitments.of_owner(turn.session, turn.person.tenant, turn.person.id)
    promise = max((one for one, _ in rows), key=lambda one: one.made_at, default=None)
    if promise and promise.made_at > max(since, offered.made_at if offered else since):
        return f"{START_IF_SEEN[asks]} {OF_PROMISE.format(_quoted(promise.text))}"
    if offered is None:
        return f"{START_IF_PRIVATE[asks]} {OF_CHAT}"
    if not offered.is_undo:
        return f"{START_IF_PRIVATE[asks]} {NOT_KEPT.format(OF_CHAT)}"
    return await _of_kept(turn, asks, offered)


async def _of_kept(turn: Turn, asks: Asks, kept: Offer) -> str:
    """Say who sees what was kept. If we can't find what was kept, say who sees the chat."""
    action, value = kept.undo_button
    person = turn.person
    if action == contacts.UNDO:
        return f"{START_IF_SEEN[asks]} {OF_CONTACT}"
    if action == promise_saved.UNDO:
        promise = await commitments.by_id(turn.session, person.tenant, row_id(value))
        if promise is not None:
            return f"{START_IF_SEEN[asks]} {OF_PROMISE.format(_quoted(promise.text))}"
    if action in (kept_line.TAKE_OUT, typed_step.BACK):
        call_id = row_id(value.partition(":")[0])
        of_call = await reflections.of_call(turn.session, person.tenant, call_id, person.id)
        if of_call and of_call.shared:
            return f"{START_IF_SEEN[asks]} {OF_SHARED}"
        return f"{START_IF_PRIVATE[asks]} {OF_WORDS}"
    is_note = action == note_kept.UNDO
    note = await own_notes.by_id(turn.session, person, row_id(value)) if is_note else None
    if note is None:
        return f"{START_IF_PRIVATE[asks]} {OF_CHAT}"
    return f"{START_IF_PRIVATE[asks]} {OF_NOTE.format(_quoted(note.text))}"


def _quoted(words: str) -> str:
    return in_marks(shortened(" ".join(words.split()), QUOTED))
