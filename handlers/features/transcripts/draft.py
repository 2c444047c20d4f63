"""Draft a reflection from a transcript. The rep keeps, edits or drops each line.

The words of the transcript are only in memory, for half an hour. The draft stores no words, only
what the rep did with each line, by the line's number or key. If the rep keeps a line, its words are
stored in the reflection, or as a promise.
"""

from handlers.cards import Aside, Reply
from handlers.features import access
from handlers.features.fields import one_of, whole_number
from handlers.features.reflections import own_reflection
from handlers.features.transcripts import draft_kept, shown
from handlers.features.transcripts.draft_edit import edit, save
from handlers.features.transcripts.draft_page import (
    again,
    card_of,
    line_at,
    needed,
    page_with,
    row_and_call,
    settle,
    state_in,
    undo_line,
    with_words,
)
from handlers.model.draft_lines import key_of
from handlers.registry import Refusal, Registry, Turn, Unfinished
from handlers.sources.ports import WordsGone
from handlers.transcripts.lines.draft_order import FIRST_LEFT_OUT
from handlers.transcripts.records import Measured
from handlers.views.transcripts import draft_card, talk_card
from handlers.views.transcripts.draft_card import ON_FILE, SETTLED
from storage.choices import GOAL_REACHED
from storage.sales_calls.own_calls import Seated
from storage.tables import MeasuredCall


def register(registry: Registry) -> None:
    """Register the buttons of the draft, and the form that edits a line."""
    registry.button(talk_card.DRAFT, access.with_figures(open_draft))
    registry.button(draft_card.TAP, access.with_figures(tap))
    registry.button(draft_card.KEEP, access.with_figures(keep))
    registry.button(draft_card.TAKE_BACK, access.with_figures(take_back))
    registry.button(draft_card.EDIT, access.with_figures(edit))
    registry.form(draft_card.EDIT, access.with_figures(save))


async def open_draft(turn: Turn) -> Unfinished:
    """Show the draft below the figures, or show another page of the draft.

    The button's value is a reference to the figures, as in `handlers.transcripts.refs`:
    "7-1f0c22ab-12". It may also have the page, counted from 0: "7-1f0c22ab-12:1".

    If the rep has not reflected on the call, we begin with the first question of a reflection.
    """
    row_id, paged, page = turn.text.partition(":")

    async def then(later: Turn, found: Measured | WordsGone) -> Reply:
        row, seated = await row_and_call(later, row_id, locked=True)
        measured = needed(found)
        await _remember_kept(later, row, seated, measured)
        card = await card_of(later, row, measured, whole_number(page))
        return card if paged else Aside(card)

    return await with_words(turn, row_id, then)


async def _remember_kept(turn: Turn, row: MeasuredCall, seated: Seated, found: Measured) -> None:
    """Mark lines as kept if they are on file already, for example from an earlier draft."""
    reflection = await own_reflection.of_call(turn, seated)
    if reflection is None:
        return
    there = await draft_kept.on_file(turn, seated, reflection, found.lines)
    later = await draft_kept.on_file(turn, seated, reflection, found.left_out)
    # `on_file` counts from 0. The numbers of the lines in `left_out` begin at `FIRST_LEFT_OUT`.
    there += [str(FIRST_LEFT_OUT + int(at)) for at in later]
    of_model = await draft_kept.on_file(turn, seated, reflection, found.model_lines)
    for number in (*there, *(key_of(found.model_lines[int(at)]) for at in of_model)):
        if not state_in(row, number):
            settle(row, number, ON_FILE)


async def tap(turn: Turn) -> Unfinished:
    """Take the answer to the first question of the reflection, and show the draft.

    If there is a reflection already, the answer changes nothing.
    """
    row_id, _, said = turn.text.partition(":")
    _, seated = await row_and_call(turn, row_id)
    answer = one_of(said, GOAL_REACHED)
    if answer is None:
        raise Refusal("Choose one of these, please.")
    if await own_reflection.of_call(turn, seated) is None:
        reflection = await own_reflection.begin(turn, seated, answer, None)
        reflection.talk = (await shown.own_row(turn, row_id)).guess
    return await again(turn, row_id, 0)


async def keep(turn: Turn) -> Unfinished:
    """Keep a line in the words that the draft shows. A second press changes nothing."""
    row_id, _, number = turn.text.partition(":")

    async def then(later: Turn, found: Measured | WordsGone) -> Reply:
        row, seated = await row_and_call(later, row_id, locked=True)
        measured = needed(found)
        line = line_at(measured, number)
        reflection = await own_reflection.of_call(later, seated)
        notes: list[str] = []
        if reflection is not None and state_in(row, number) not in SETTLED:
            notes, state = await draft_kept.keep(later, seated, reflection, line)
            settle(row, number, state)
        return await card_of(later, row, measured, page_with(number), notes)

    return await with_words(turn, row_id, then)


async def take_back(turn: Turn) -> Unfinished:
    """Undo *Keep* for a line. Whatever was on file before *Keep* stays on file."""
    row_id, _, number = turn.text.partition(":")

    async def then(later: Turn, found: Measured | WordsGone) -> Reply:
        row, seated = await row_and_call(later, row_id, locked=True)
        measured = needed(found)
        line = line_at(measured, number)
        reflection = await own_reflection.of_call(later, seated)
        notes: list[str] = []
        if reflection is not None:
            notes = await undo_line(later, row, seated, line, number)
        return await card_of(later, row, measured, page_with(number), notes)

    return await with_words(turn, row_id, then)
