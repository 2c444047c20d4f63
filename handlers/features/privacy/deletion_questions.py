"""Ask whether to delete what we keep about a call, and say who may have read it."""

from collections.abc import Iterator
from datetime import date

from handlers.cards import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Paragraph,
    Strong,
    spans,
    typed,
)
from handlers.coaching.text.words import joined, shortened
from handlers.features.reflections import promise_sides
from handlers.features.transcripts import call_labels
from handlers.registry import Refusal, Turn
from handlers.rhythm_settings import day_of
from handlers.times import format_short
from handlers.views.promises.promise_lines import shown as shown_promise
from handlers.views.transcripts import talk_card
from storage.choices import PROMISE_SIDES
from storage.rights.of_call import OwnOfCall

CHOOSE, LEAVE = "erase.choose", "erase.leave"
ASK_REFLECTION, REFLECTION = "erase.ask_reflection", "erase.reflection"
ASK_CALL, CALL = talk_card.ALL_OF_CALL, "erase.call"
FIGURES = "erase.figures"
NO_REFLECTION = "You have no reflection on that call."
NO_UNDO = "This can't be undone."
FIGURES_ONLY = (
    "Your reflections and promises stay, with the lines you kept. I keep no other words of a "
    "transcript."
)
NAMED = 10  # how many promises we name at most


def name_of_call(turn: Turn, own: OwnOfCall, longest: int = 60) -> str:
    when = format_short(own.call.starts_at, now=turn.now, zone=turn.person.zone)
    return f"{shortened(own.account.name, longest)}, {when}"


def ask_reflection(turn: Turn, own: OwnOfCall, *another: Button) -> Card:
    if own.reflection is None:
        raise Refusal(NO_REFLECTION)
    call_id, about = str(own.call.id), name_of_call(turn, own)
    buttons = [
        Button("Delete it", REFLECTION, call_id, "danger", about=about),
        Button("Delete all of this call", ASK_CALL, call_id, about=about),
        Button("Keep it", LEAVE, about=about),
    ]
    return question(
        f"Delete your reflection on {about}?",
        *_who_may_have_read(own),
        *what_stays(own),
        NO_UNDO,
        buttons=(*buttons, *another),
    )


def ask_figures(turn: Turn, own: OwnOfCall, *another: Button) -> Card:
    if own.figures is None:
        raise Refusal("No figures of that call are kept.")
    call_id, about = str(own.call.id), name_of_call(turn, own)
    buttons = (
        Button(
            "Delete them", talk_card.FORGET, call_labels.ref_of(own.figures), "danger", about=about
        ),
        Button("Delete all of this call", ASK_CALL, call_id, about=about),
        Button("Keep them", LEAVE, about=about),
    )
    lead = f"Delete the figures of the transcript of {about}?"
    return question(lead, FIGURES_ONLY, NO_UNDO, buttons=(*buttons, *another))


def ask_call(turn: Turn, own: OwnOfCall, *another: Button) -> Card:
    call_id, about = str(own.call.id), name_of_call(turn, own)
    buttons = [Button("Delete all of it", CALL, call_id, "danger", about=about)]
    if own.reflection is not None:
        only = Button("Only the reflection", ASK_REFLECTION, call_id, about=about)
        buttons.append(only)
    return question(
        f"Delete everything of yours from the call with {about}?",
        *_who_may_have_read(own),
        f"This deletes {joined([*_what_goes(own)])}. The call itself stays, and so does "
        "what colleagues wrote about it.",
        *_named(own, day_of(turn.now, turn.person.zone)),
        NO_UNDO,
        buttons=(*buttons, Button("Keep it", LEAVE, about=about), *another),
    )


def _named(own: OwnOfCall, today: date) -> Iterator[str | Bullets]:
    """Say which promises will be deleted, and that colleagues see them until the deletion."""
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


def _who_may_have_read(own: OwnOfCall) -> Iterator[str]:
    if own.reflection and own.reflection.shared:
        yield "You shared the reflection, so a colleague may have read it."
    if own.ask is not None and own.ask.state != "withdrawn":
        yield "Marketing may have read what you passed on; I'll take it back."


def what_stays(own: OwnOfCall) -> Iterator[str]:
    if own.promises:
        stay = (
            "stays, and your colleagues see it"
            if len(own.promises) == 1
            else "stay, and your colleagues see them"
        )
        yield f"{_capital(_promises(own))} {stay}."
    if own.figures is not None:
        yield "The figures of the transcript stay."


def _what_goes(own: OwnOfCall) -> Iterator[str]:
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


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def question(lead: str, *more: str | Bullets, buttons: tuple[Button, ...]) -> Card:
    blocks: list[Block] = [Paragraph(spans(Strong(lead)))]
    blocks += [Paragraph(spans(each)) if isinstance(each, str) else each for each in more if each]
    return Card(lead, (*blocks, Buttons(buttons)))
