"""Delete a reflection, the figures of transcripts, or a person's own data about a call.

Attune asks before it deletes, and says what others have seen. Colleagues' data stays.
"""

from collections.abc import Collection, Mapping, Sequence

from handlers.cards import (
    Button,
    Buttons,
    Card,
    Note,
    Paragraph,
    Reply,
    Strong,
    card_saying,
    spans,
    typed,
)
from handlers.composing import unsharing, updates
from handlers.features import access
from handlers.features.fields import whole_number
from handlers.features.marketing.ask_withdrawn import withdraw_ask
from handlers.features.privacy import deletion_questions, my_data
from handlers.features.transcripts import shown, words_at_hand
from handlers.notices import help_asked
from handlers.registry import Refusal, Registry, Turn
from handlers.typed.privacy.deletions import Deleted
from storage.choices import SHOWN_CONTENT, ShownContent
from storage.conversation import offers, shown_messages
from storage.rights import of_call
from storage.rights.of_call import OwnOfCall
from storage.sales_calls import reflections
from storage.sources import fetched_transcripts, measured_calls, open_transcripts
from storage.tables import MeasuredCall
from storage.team import help_requests

ASK_FIGURES = "erase.ask_figures"
NOTHING = "I keep nothing of yours about that call."
LEFT = "Nothing was deleted."
IN_CHAT = (
    "I'm emptying my cards that showed what you deleted. Briefs and what you typed stay in this "
    "chat, and so does a card that the chat no longer lets me change. To remove those too, delete "
    "them in the chat, or ask an admin to."
)
FILE_IN_CHAT = IN_CHAT.replace("what you typed stay", "what you typed or dropped stay")
# When a reflection or figures are deleted, we empty the messages that show these kinds of content.
OF_REFLECTION: tuple[ShownContent, ...] = ("prompt", "draft", "reflection", "patterns")
OF_FIGURES: tuple[ShownContent, ...] = ("figures", "draft")
NO_REFLECTIONS = "You have no reflection on file, so nothing was deleted."
NO_CALL = "I keep nothing of yours about any call, so nothing was deleted."
NO_FIGURES = (
    "I have no figures from your transcripts, so nothing was deleted. A file that you dropped "
    "stays in this chat until you delete it here."
)
_WHICH: Mapping[Deleted, tuple[str, str]] = {
    "reflection": (deletion_questions.ASK_REFLECTION, "Which reflection do you want to delete?"),
    "figures": (ASK_FIGURES, "Which call's figures do you want to delete?"),
    "call": (deletion_questions.ASK_CALL, "Which call's data do you want to delete?"),
}
PAGE = 5  # how many calls to list at a time
MANY = 1_000  # how many calls' figures we delete at once


def register(registry: Registry) -> None:
    """Register the buttons, and the typed requests to delete something."""
    registry.button(deletion_questions.CHOOSE, choose)
    registry.button(deletion_questions.LEAVE, leave)
    registry.button(deletion_questions.ASK_REFLECTION, ask_reflection)
    registry.button(deletion_questions.REFLECTION, delete_reflection)
    registry.button(deletion_questions.ASK_CALL, ask_call)
    registry.button(deletion_questions.CALL, delete_call)
    registry.button(deletion_questions.FIGURES, delete_figures)
    registry.button(ASK_FIGURES, ask_figures)
    registry.intent("delete_reflection", last_reflection)
    registry.intent("delete_call", last_call)
    registry.intent("delete_transcripts", all_figures)


async def last_reflection(turn: Turn) -> Reply:
    """Ask whether to delete the latest reflection. If there is no reflection, say that."""
    for row, _ in await reflections.last_of(turn.session, turn.person.tenant, turn.person.id, 1):
        own = await of_call.find(turn.session, turn.person, row.call_id)
        if own is not None:
            return deletion_questions.ask_reflection(
                turn, own, Button("Another call", deletion_questions.CHOOSE)
            )
    return _none(NO_REFLECTIONS)


async def last_call(turn: Turn) -> Reply:
    """Find the latest call with the person's data, and ask whether to delete that data."""
    found = await of_call.latest(turn.session, turn.person, turn.now)
    if found:
        return deletion_questions.ask_call(
            turn, found[0], Button("Another call", deletion_questions.CHOOSE)
        )
    return _none(NO_CALL)


def _none(said: str) -> Card:
    return card_saying(said, Buttons((my_data.WHAT_IS_KEPT,)))


async def choose(turn: Turn) -> Reply:
    """List a page of the calls with data, newest first. The button's value is the page, from 0."""
    page = whole_number(turn.text)
    found = await of_call.latest(
        turn.session, turn.person, turn.now, limit=PAGE + 1, skip=page * PAGE
    )
    if not found and not page:
        raise Refusal("I keep nothing of yours about any call.")
    newer = [Button("Newer calls", deletion_questions.CHOOSE, str(page - 1))] if page else []
    older = (
        [Button("Older calls", deletion_questions.CHOOSE, str(page + 1))]
        if len(found) > PAGE
        else []
    )
    return which(turn, found[:PAGE], "call", *newer, *older)


def which(turn: Turn, found: Sequence[OwnOfCall], what: Deleted, *others: Button) -> Card:
    """Ask which call's data to delete. `others` are buttons that show more calls."""
    action, lead = _WHICH[what]
    buttons = [
        Button(deletion_questions.name_of_call(turn, own, 24), action, str(own.call.id))
        for own in found
    ]
    leave_it = Button("None of them", deletion_questions.LEAVE)
    return Card(lead, (Paragraph(spans(Strong(lead))), Buttons((*buttons, *others, leave_it))))


def has(own: OwnOfCall, what: Deleted) -> bool:
    """Check whether we keep data of this kind about a call."""
    if what == "reflection":
        return own.reflection is not None
    return what != "figures" or own.figures is not None


def ask(turn: Turn, own: OwnOfCall, what: Deleted) -> Card:
    """Ask whether to delete data of this kind. Call this only if `has` returns True for it."""
    another = Button("Another call", deletion_questions.CHOOSE)
    if what == "reflection":
        return deletion_questions.ask_reflection(turn, own, another)
    return (deletion_questions.ask_figures if what == "figures" else deletion_questions.ask_call)(
        turn, own, another
    )


async def ask_figures(turn: Turn) -> Reply:
    """Ask whether to delete the figures of a call."""
    return deletion_questions.ask_figures(turn, await _own_of_call(turn))


async def ask_reflection(turn: Turn) -> Reply:
    """Ask whether to delete a reflection."""
    return deletion_questions.ask_reflection(turn, await _own_of_call(turn))


async def ask_call(turn: Turn) -> Reply:
    """Ask whether to delete all of the person's own data about a call."""
    return deletion_questions.ask_call(turn, await _own_of_call(turn))


async def delete_reflection(turn: Turn) -> Reply:
    """Delete a reflection. Take it back from marketing and from colleagues."""
    own = await _own_of_call(turn)
    if own.reflection is None:
        raise Refusal(deletion_questions.NO_REFLECTION)
    about = deletion_questions.name_of_call(turn, own)
    if own.ask is not None:
        await withdraw_ask(turn, own.ask)
    await unsharing.take_back(turn.session, turn.person, [own.reflection], turn.now)
    await unsharing.empty_comments(turn.session, own.reflection, turn.now)
    await of_call.delete_reflection(turn.session, turn.person, own)
    await offers.close_undo(turn.session, turn.person, turn.now)
    await _empty(turn, own.call.id, OF_REFLECTION)
    stays = " ".join(deletion_questions.what_stays(own))
    return _card(f"Deleted: your reflection on {about}.", f"{stays} {_in_chat(own)}".strip())


async def _empty(
    turn: Turn, call_id: int, shows: Collection[ShownContent], besides: Collection[str] = ()
) -> None:
    """Empty the messages that show these parts of a call's data.

    The message with the pressed button and those in `besides` get other content instead.
    """
    found = await shown_messages.take(turn.session, turn.person, call_id, shows)
    others = [message for message in found if message not in (turn.message, *besides)]
    await updates.empty(turn.session, turn.person, others, turn.now)


def _in_chat(own: OwnOfCall) -> str:
    return FILE_IN_CHAT if own.figures else IN_CHAT


async def delete_call(turn: Turn) -> Reply:
    """Delete all of the person's own data about a call, and take back what others could read."""
    own = await _own_of_call(turn)
    about = deletion_questions.name_of_call(turn, own)
    if own.ask is not None:
        await withdraw_ask(turn, own.ask)
    above = shown.shown_in([own.figures] if own.figures else [], turn)
    await _empty(turn, own.call.id, SHOWN_CONTENT, above.messages)
    written = [own.reflection] if own.reflection else []
    await unsharing.take_back(turn.session, turn.person, written, turn.now)
    if own.reflection is not None:
        await unsharing.empty_comments(turn.session, own.reflection, turn.now)
    await updates.remove_goal_from_agenda(turn.session, turn.person, own.call, turn.now)
    asked = await help_requests.ids_by(turn.session, turn.person, own.call.id)
    for key in await of_call.delete_all(turn.session, turn.person, own):
        words_at_hand.drop_words(turn, key)
    if own.figures is not None:
        await fetched_transcripts.fetch_no_more(turn.session, turn.person, own.call.id, turn.now)
    # The colleagues who were asked for help no longer see the question and the goal.
    await help_asked.update(turn.session, own.call.tenant, asked, turn.now, words_go=True)
    await offers.close_undo(turn.session, turn.person, turn.now)
    card = _card(f"Deleted: everything of yours from the call with {about}.", _in_chat(own))
    return shown.deleted(card, above)


async def all_figures(turn: Turn) -> Reply:
    """Ask whether to delete the figures of all transcripts."""
    count = len(await _measured(turn))
    if not count:
        return _none(NO_FIGURES)
    whose = "your one transcript" if count == 1 else f"all your transcripts ({count} calls)"
    lead = f"Delete the figures of {whose}?"
    buttons = (
        Button("Delete them", deletion_questions.FIGURES, style="danger"),
        Button("Delete one call's data", deletion_questions.CHOOSE),
        Button("Keep them", deletion_questions.LEAVE),
    )
    return deletion_questions.question(
        lead, deletion_questions.FIGURES_ONLY, deletion_questions.NO_UNDO, buttons=buttons
    )


async def delete_figures(turn: Turn) -> Reply:
    """Delete the figures of all transcripts, and the speakers' names that we remember from them."""
    rows = await _measured(turn)
    above = shown.shown_in(rows, turn)
    for row in rows:
        await _empty(turn, row.call_id, OF_FIGURES, above.messages)
        words_at_hand.drop_words(turn, row.key)
        if opened := await open_transcripts.of_file(turn.session, turn.person, row.digest):
            await turn.session.delete(opened)
        await measured_calls.forget(turn.session, turn.person, row)
        await fetched_transcripts.fetch_no_more(turn.session, turn.person, row.call_id, turn.now)
    await offers.close_undo(turn.session, turn.person, turn.now)
    card = _card("Deleted: the figures of your transcripts.", FILE_IN_CHAT)
    return shown.deleted(card, above)


async def leave(_turn: Turn) -> Reply:
    """Say that nothing was deleted."""
    return _card(LEFT)


async def _measured(turn: Turn) -> list[MeasuredCall]:
    return list(await measured_calls.latest(turn.session, turn.person, MANY))


async def _own_of_call(turn: Turn) -> OwnOfCall:
    own = await of_call.find(turn.session, turn.person, access.row_id(turn.text))
    if own is None:
        raise Refusal(NOTHING)
    return own


def _card(lead: str, more: str = "") -> Card:
    notes = (Note(spans(more)),) if more else ()
    return card_saying(typed(lead), *notes)
