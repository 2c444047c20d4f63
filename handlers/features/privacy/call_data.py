"""Delete a reflection, the figures of transcripts, or a person's own data about a call.

Attune asks before it deletes, and says what others have seen. Colleagues' data stays.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from handlers.cards import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Note,
    Paragraph,
    Reply,
    Strong,
    spans,
    typed,
)
from handlers.coaching.text.words import shortened
from handlers.composing import unsharing, updates
from handlers.features import access
from handlers.features.fields import whole_number
from handlers.features.marketing.asks import withdraw_ask
from handlers.features.privacy import my_data
from handlers.features.reflections import promise_sides
from handlers.features.transcripts import begun, shown, words_at_hand
from handlers.notices import help_asked
from handlers.registry import Refusal, Registry, Turn
from handlers.rhythm_settings import day_of
from handlers.times import format_short
from handlers.typed.privacy.deletions import Deleted
from handlers.views.promises.promise_lines import shown as shown_promise
from handlers.views.transcripts import talk_card
from storage.choices import PROMISE_SIDES, SHOWN_CONTENT, ShownContent
from storage.conversation import shown_messages
from storage.rights import of_call
from storage.rights.of_call import OwnOfCall
from storage.sales_calls import reflections
from storage.sources import fetched_transcripts, open_transcripts, transcripts
from storage.tables import MeasuredCall
from storage.team import help_requests

CHOOSE, LEAVE = "erase.choose", "erase.leave"
ASK_REFLECTION, REFLECTION = "erase.ask_reflection", "erase.reflection"
ASK_CALL, CALL = talk_card.ALL_OF_CALL, "erase.call"
ASK_FIGURES = "erase.ask_figures"
FIGURES = "erase.figures"
NOTHING = "I keep nothing of yours about that call."
NO_REFLECTION = "You have no reflection on that call."
LEFT = "Nothing was deleted."
NO_UNDO = "This can't be undone."
IN_CHAT = (
    "I'm emptying my cards that showed what you deleted. Briefs and what you typed stay in this "
    "chat, and so does a card that the chat no longer lets me change. To remove those too, delete "
    "them in the chat, or ask an admin to."
)
FILE_IN_CHAT = IN_CHAT.replace("what you typed stay", "what you typed or dropped stay")
# If a reflection (or figures) is deleted, we empty the messages that show one of these.
OF_REFLECTION: tuple[ShownContent, ...] = ("prompt", "draft", "reflection", "patterns")
OF_FIGURES: tuple[ShownContent, ...] = ("figures", "draft")
FIGURES_ONLY = (
    "Your reflections and promises stay, with the lines you kept. I keep no other words of a "
    "transcript."
)
NO_REFLECTIONS = "You have no reflection on file, so nothing was deleted."
NO_CALL = "I keep nothing of yours about any call, so nothing was deleted."
NO_FIGURES = (
    "I have no figures from your transcripts, so nothing was deleted. A file that you dropped "
    "stays in this chat until you delete it here."
)
_WHICH: Mapping[Deleted, tuple[str, str]] = {
    "reflection": (ASK_REFLECTION, "Which reflection do you want to delete?"),
    "figures": (ASK_FIGURES, "Which call's figures do you want to delete?"),
    "call": (ASK_CALL, "Which call's data do you want to delete?"),
}
PAGE = 5  # how many calls to list at a time
NAMED = 10  # how many promises we name at most
MANY = 1_000  # how many calls' figures we delete at once


def register(registry: Registry) -> None:
    """Register the words and the buttons."""
    registry.button(CHOOSE, choose)
    registry.button(LEAVE, leave)
    registry.button(ASK_REFLECTION, ask_reflection)
    registry.button(REFLECTION, delete_reflection)
    registry.button(ASK_CALL, ask_call)
    registry.button(CALL, delete_call)
    registry.button(FIGURES, delete_figures)
    registry.button(ASK_FIGURES, ask_figures)
    registry.intent("delete_reflection", last_reflection)
    registry.intent("delete_call", last_call)
    registry.intent("delete_transcripts", all_figures)


async def last_reflection(turn: Turn) -> Reply:
    """Ask whether to delete the latest reflection. Say so if there is none."""
    for row, _ in await reflections.last_of(turn.session, turn.person.tenant, turn.person.id, 1):
        own = await of_call.find(turn.session, turn.person, row.call_id)
        if own is not None:
            return _ask_reflection(turn, own, Button("Another call", CHOOSE))
    return _none(NO_REFLECTIONS)


async def last_call(turn: Turn) -> Reply:
    """Find the latest call with the person's data, and ask whether to delete that data."""
    found = await of_call.latest(turn.session, turn.person, turn.now)
    if found:
        return _ask_call(turn, found[0], Button("Another call", CHOOSE))
    return _none(NO_CALL)


def _none(said: str) -> Card:
    return Card(said, (Paragraph(spans(said)), Buttons((my_data.WHAT_IS_KEPT,))))


async def choose(turn: Turn) -> Reply:
    """List a page of the calls with data, newest first. The button's value is the page, from 0."""
    page = whole_number(turn.text)
    found = await of_call.latest(
        turn.session, turn.person, turn.now, limit=PAGE + 1, skip=page * PAGE
    )
    if not found and not page:
        raise Refusal("I keep nothing of yours about any call.")
    newer = [Button("Newer calls", CHOOSE, str(page - 1))] if page else []
    older = [Button("Older calls", CHOOSE, str(page + 1))] if len(found) > PAGE else []
    return which(turn, found[:PAGE], "call", *newer, *older)


def which(turn: Turn, found: Sequence[OwnOfCall], what: Deleted, *others: Button) -> Card:
    """Ask which call's data to delete. `others` are buttons that show more calls."""
    action, lead = _WHICH[what]
    buttons = [Button(_about(turn, own, 24), action, str(own.call.id)) for own in found]
    leave_it = Button("None of them", LEAVE)
    return Card(lead, (Paragraph(spans(Strong(lead))), Buttons((*buttons, *others, leave_it))))


def has(own: OwnOfCall, what: Deleted) -> bool:
    """Check whether we keep data of this kind about a call."""
    if what == "reflection":
        return own.reflection is not None
    return what != "figures" or own.figures is not None


def ask(turn: Turn, own: OwnOfCall, what: Deleted) -> Card:
    """Ask whether to delete data of this kind. The caller has checked `has`."""
    another = Button("Another call", CHOOSE)
    if what == "reflection":
        return _ask_reflection(turn, own, another)
    return (_ask_figures if what == "figures" else _ask_call)(turn, own, another)


async def ask_figures(turn: Turn) -> Reply:
    """Ask whether to delete the figures of a call."""
    return _ask_figures(turn, await _own(turn))


async def ask_reflection(turn: Turn) -> Reply:
    """Ask whether to delete a reflection."""
    return _ask_reflection(turn, await _own(turn))


async def ask_call(turn: Turn) -> Reply:
    """Ask whether to delete all of the person's own data about a call."""
    return _ask_call(turn, await _own(turn))


async def delete_reflection(turn: Turn) -> Reply:
    """Delete a reflection. Take it back from marketing and from colleagues."""
    own = await _own(turn)
    if own.reflection is None:
        raise Refusal(NO_REFLECTION)
    about = _about(turn, own)
    if own.ask is not None:
        await withdraw_ask(turn, own.ask)
    await unsharing.take_back(turn.session, turn.person, [own.reflection], turn.now)
    await unsharing.empty_comments(turn.session, own.reflection, turn.now)
    await of_call.delete_reflection(turn.session, own)
    await _empty(turn, own.call.id, OF_REFLECTION)
    stays = " ".join(_stays(own))
    return _said(f"Deleted: your reflection on {about}.", f"{stays} {_in_chat(own)}".strip())


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
    own = await _own(turn)
    about = _about(turn, own)
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
    # The colleagues who were asked no longer see the question and the goal.
    await help_asked.update(turn.session, own.call.tenant, asked, turn.now, words_go=True)
    card = _said(f"Deleted: everything of yours from the call with {about}.", _in_chat(own))
    return shown.deleted(card, above)


async def all_figures(turn: Turn) -> Reply:
    """Ask whether to delete the figures of all transcripts."""
    count = len(await _measured(turn))
    if not count:
        return _none(NO_FIGURES)
    whose = "your one transcript" if count == 1 else f"all your transcripts ({count} calls)"
    lead = f"Delete the figures of {whose}?"
    buttons = (
        Button("Delete them", FIGURES, style="danger"),
        Button("Delete one call's data", CHOOSE),
        Button("Keep them", LEAVE),
    )
    return _card(lead, FIGURES_ONLY, NO_UNDO, buttons=buttons)


async def delete_figures(turn: Turn) -> Reply:
    """Delete the figures of all transcripts, and the speakers' names stored for the person."""
    rows = await _measured(turn)
    above = shown.shown_in(rows, turn)
    for row in rows:
        await _empty(turn, row.call_id, OF_FIGURES, above.messages)
        words_at_hand.drop_words(turn, row.key)
        if opened := await open_transcripts.of_file(turn.session, turn.person, row.digest):
            await turn.session.delete(opened)
        await transcripts.forget(turn.session, turn.person, row)
        await fetched_transcripts.fetch_no_more(turn.session, turn.person, row.call_id, turn.now)
    card = _said("Deleted: the figures of your transcripts.", FILE_IN_CHAT)
    return shown.deleted(card, above)


async def leave(_turn: Turn) -> Reply:
    """Say that nothing was deleted."""
    return _said(LEFT)


async def _measured(turn: Turn) -> list[MeasuredCall]:
    return list(await transcripts.latest(turn.session, turn.person, MANY))


async def _own(turn: Turn) -> OwnOfCall:
    own = await of_call.find(turn.session, turn.person, access.row_id(turn.text))
    if own is None:
        raise Refusal(NOTHING)
    return own


def _about(turn: Turn, own: OwnOfCall, longest: int = 60) -> str:
    when = format_short(own.call.starts_at, now=turn.now, zone=turn.person.zone)
    return f"{shortened(own.account.name, longest)}, {when}"


def _ask_reflection(turn: Turn, own: OwnOfCall, *another: Button) -> Card:
    if own.reflection is None:
        raise Refusal(NO_REFLECTION)
    call_id, about = str(own.call.id), _about(turn, own)
    buttons = [
        Button("Delete it", REFLECTION, call_id, "danger", about=about),
        Button("Delete all of this call", ASK_CALL, call_id, about=about),
        Button("Keep it", LEAVE, about=about),
    ]
    return _card(
        f"Delete your reflection on {about}?",
        *_seen(own),
        *_stays(own),
        NO_UNDO,
        buttons=(*buttons, *another),
    )


def _ask_figures(turn: Turn, own: OwnOfCall, *another: Button) -> Card:
    if own.figures is None:
        raise Refusal("No figures of that call are kept.")
    call_id, about = str(own.call.id), _about(turn, own)
    buttons = (
        Button("Delete them", talk_card.FORGET, begun.ref_of(own.figures), "danger", about=about),
        Button("Delete all of this call", ASK_CALL, call_id, about=about),
        Button("Keep them", LEAVE, about=about),
    )
    lead = f"Delete the figures of the transcript of {about}?"
    return _card(lead, FIGURES_ONLY, NO_UNDO, buttons=(*buttons, *another))


def _ask_call(turn: Turn, own: OwnOfCall, *another: Button) -> Card:
    call_id, about = str(own.call.id), _about(turn, own)
    buttons = [Button("Delete all of it", CALL, call_id, "danger", about=about)]
    if own.reflection is not None:
        only = Button("Only the reflection", ASK_REFLECTION, call_id, about=about)
        buttons.append(only)
    return _card(
        f"Delete everything of yours from the call with {about}?",
        *_seen(own),
        f"This deletes {_listed(list(_goes(own)))}. The call itself stays, and so does "
        "what colleagues wrote about it.",
        *_named(own, day_of(turn.now, turn.person.zone)),
        NO_UNDO,
        buttons=(*buttons, Button("Keep it", LEAVE, about=about), *another),
    )


def _named(own: OwnOfCall, today: date) -> Iterator[str | Bullets]:
    """Name the promises that will be deleted. Colleagues see them until then."""
    if not own.promises:
        return
    which = "this promise" if len(own.promises) == 1 else "these promises"
    yield f"Until you delete it all, your colleagues can see {which}:"
    lines = promise_sides.together(
        *(
            [shown_promise(row.text, row.due_on, today) for row in own.promises if row.side == side]
            for side in PROMISE_SIDES
        )
    ).splitlines()
    more = [f"And {len(lines) - NAMED} more."] if len(lines) > NAMED else []
    yield Bullets(tuple(spans(typed(line)) for line in (*lines[:NAMED], *more)))


def _seen(own: OwnOfCall) -> Iterator[str]:
    if own.reflection and own.reflection.shared:
        yield "You shared the reflection, so a colleague may have read it."
    if own.ask is not None and own.ask.state != "withdrawn":
        yield "Marketing may have read what you passed on; I'll take it back."


def _stays(own: OwnOfCall) -> Iterator[str]:
    if own.promises:
        stay = (
            "stays, and your colleagues see it"
            if len(own.promises) == 1
            else "stay, and your colleagues see them"
        )
        yield f"{_capital(_promises(own))} {stay}."
    if own.figures is not None:
        yield "The figures of the transcript stay."


def _goes(own: OwnOfCall) -> Iterator[str]:
    if own.figures is not None:
        yield "the figures of the transcript"
    if own.reflection is not None:
        yield "your reflection"
    if own.promises:
        yield _promises(own)
    if own.guesses:
        yield "your guesses"
    if own.seat is not None and own.seat.goal:
        yield "your goal"
    if own.ask is not None:
        yield "what you passed on to marketing"
    if own.questions:
        yield "what you asked colleagues, with the answers"
    if own.was_sent:
        yield "the list of what you sent to the CRM (the CRM keeps what you sent)"


def _promises(own: OwnOfCall) -> str:
    count = len(own.promises)
    return "the promise you noted" if count == 1 else f"the {count} promises you noted"


def _listed(parts: list[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _card(lead: str, *more: str | Bullets, buttons: tuple[Button, ...]) -> Card:
    blocks: list[Block] = [Paragraph(spans(Strong(lead)))]
    blocks += [Paragraph(spans(each)) if isinstance(each, str) else each for each in more if each]
    return Card(lead, (*blocks, Buttons(buttons)))


def _said(lead: str, more: str = "") -> Card:
    notes = (Note(spans(more)),) if more else ()
    return Card(lead, (Paragraph(spans(typed(lead))), *notes))
