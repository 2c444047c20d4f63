"""Show the draft of a reflection, and what the rep has done with each of its lines."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from handlers.cards import Card, Reply
from handlers.features.fields import whole_number
from handlers.features.reflections import own_reflection
from handlers.features.transcripts import (
    booked_step,
    call_labels,
    draft_kept,
    measuring,
    model_lines,
    reworded,
    shown,
    words_at_hand,
)
from handlers.model.draft_lines import is_key, key_of
from handlers.registry import Refusal, Turn, Unfinished
from handlers.rhythm_settings import day_of
from handlers.sources.ports import WordsGone
from handlers.transcripts.lines.draft_order import FIRST_LEFT_OUT, MAX_LEFT_OUT
from handlers.transcripts.records import DraftLine, Measured
from handlers.views.transcripts import draft_card, talk_deleted
from handlers.views.transcripts.draft_card import AS_SAID, REWORDED, SETTLED, DraftPages, page_of
from storage.sales_calls.own_calls import Seated
from storage.tables import MeasuredCall, Reflection

NO_LINES = (
    "I found no promise, next step, need, number, day or person in the transcript. You can reflect "
    "without a draft."
)
REPLACED = (
    "That line is from an earlier draft. To see the current one, press “Draft the reflection”."
)
# `settle_if_real` can't check whether a model really proposed a line. To limit what is stored, it
# stores the state of a model's line only if fewer than this many states are stored for the call.
MAX_SETTLED = 100
_LINES = frozenset(map(str, range(FIRST_LEFT_OUT + MAX_LEFT_OUT)))  # the numbers of lines

Then = Callable[[Turn, Measured | WordsGone], Awaitable[Reply]]


async def with_words(turn: Turn, row_id: str, then: Then) -> Unfinished:
    """Find the lines of the draft in the transcript again, and pass them to `then`."""
    row, seated = await row_and_call(turn, row_id)
    sides = row.labels.items()
    context = replace(
        await measuring.context_of(
            turn, seated, list(row.labels), [label for label, side in sides if side == "me"]
        ),
        colleagues=frozenset(label for label, side in sides if side == "colleague"),
    )

    async def then_with_step(later: Turn, found: Measured | WordsGone) -> Reply:
        if isinstance(found, WordsGone):
            return await then(later, found)
        return await then(later, await booked_step.with_booked(later, seated, found))

    work = await words_at_hand.to_measure(turn, row.key, context)
    return Unfinished(await model_lines.with_lines(turn, row, work), then_with_step)


async def row_and_call(
    turn: Turn, row_id: str, *, locked: bool = False
) -> tuple[MeasuredCall, Seated]:
    """Return the figures of the call that the draft is about, and the call."""
    row = await shown.own_row(turn, row_id, locked=locked, gone=talk_deleted.DRAFT_FORGOTTEN)
    return row, await own_reflection.started_call(turn, str(row.call_id))


async def again(turn: Turn, row_id: str, page: int, notes: Sequence[str] = ()) -> Unfinished:
    """Show a page of the draft again. If the transcript is gone, say how to bring it again."""

    async def then(later: Turn, found: Measured | WordsGone) -> Reply:
        row, seated = await row_and_call(later, row_id)
        if isinstance(found, WordsGone):
            return draft_card.nothing(call_labels.about(later, seated), seated, _bring_again(found))
        return await card_of(later, row, found, page, notes)

    return await with_words(turn, row_id, then)


async def card_of(
    turn: Turn,
    row: MeasuredCall,
    found: Measured,
    page: int,
    notes: Sequence[str] = (),
    *,
    kept: Sequence[int] = (),
) -> Card:
    """Return a page of the draft.

    If the rep has just kept several lines with one button, `kept` has the numbers of these lines.
    If the draft has no lines, say so instead. If the rep has no reflection yet, ask how the call
    went.
    """
    seated = await own_reflection.started_call(turn, str(row.call_id))
    about = call_labels.about(turn, seated)
    if not found.lines and not found.model_lines:
        return draft_card.nothing(about, seated, NO_LINES)
    if (reflection := await _reflection(turn, seated)) is None:
        return draft_card.how_it_went(
            call_labels.ref_of(row), about, seated, found.goal, turn.playbook
        )
    settled = {number: reworded.state_of(stored) for number, stored in row.drafted.items()}
    draft = DraftPages(
        call_labels.ref_of(row),
        about,
        found.lines,
        settled,
        left_out=found.left_out,
        taken_back=found.taken_back,
        put_together=_put_together(turn, seated, found),
        in_own_words=await _own_words(turn, row, seated),
        shared=reflection.shared,
        kept_together=kept,
        model_lines={key_of(line): line for line in found.model_lines},
        model=turn.model.name if turn.model else "",
    )
    today = day_of(turn.now, turn.person.zone)
    return draft_card.page(draft, seated, page, today, notes)


def _put_together(turn: Turn, seated: Seated, found: Measured) -> dict[str, str]:
    """Return each promise that was put together from several sentences, worded as one clause.

    The keys are the numbers of the lines.
    """
    numbered = (*enumerate(found.lines), *enumerate(found.left_out, FIRST_LEFT_OUT))
    return {str(at): draft_kept.promised(turn, seated, line) for at, line in numbered if line.what}


async def _own_words(turn: Turn, row: MeasuredCall, seated: Seated) -> dict[str, str]:
    """Return the words of each line that was kept in the rep's own words, by the line's number.

    Words that somebody has changed since are left out. The value is "" if all were changed.
    """
    reflection = await _reflection(turn, seated)
    return {
        number: await reworded.words(turn, seated, reflection, stored)
        for number, stored in row.drafted.items()
        if reflection is not None and reworded.state_of(stored) == REWORDED
    }


async def _reflection(turn: Turn, seated: Seated) -> Reflection | None:
    await turn.session.flush()
    return await own_reflection.of_call(turn, seated)


def needed(found: Measured | WordsGone) -> Measured:
    """Return `found`. Raises Refusal if the words of the transcript are gone."""
    if isinstance(found, WordsGone):
        raise Refusal(_bring_again(found))
    return found


def _bring_again(gone: WordsGone) -> str:
    return f"{words_at_hand.how_to_bring(gone)} for a draft."


def line_at(found: Measured, number: str) -> DraftLine:
    """Return the line with this number. Raises Refusal if the draft has no such line."""
    if is_key(number):
        of_model = next((line for line in found.model_lines if key_of(line) == number), None)
        if of_model is None:
            raise Refusal(REPLACED)
        return of_model
    at = whole_number(number)
    lines = found.lines if at < FIRST_LEFT_OUT else found.left_out
    place = at if at < FIRST_LEFT_OUT else at - FIRST_LEFT_OUT
    if str(at) != number or place >= len(lines):
        raise Refusal(REPLACED)
    return lines[place]


def page_with(number: str) -> int:
    """Return the page of the draft that has the line with this number."""
    return 0 if is_key(number) else page_of(whole_number(number))


def state_in(row: MeasuredCall, number: str) -> str:
    """Return what the rep has done with a line, or "" if the line is open."""
    return reworded.state_of(row.drafted.get(number, ""))


def settle(row: MeasuredCall, number: str, state: str) -> None:
    """Store what the rep has done with a line. "" makes the line open again."""
    others = {at: one for at, one in row.drafted.items() if at != number}
    # Assign a new dict, because the session does not notice a change within a dict.
    row.drafted = {**others, number: state} if state else others


def settle_if_real(row: MeasuredCall, number: str, state: str) -> None:
    """Store the state of a line if a draft can have a line with this number.

    We can't look for the line itself, because the transcript may be gone.
    """
    if number in _LINES or (is_key(number) and len(row.drafted) < MAX_SETTLED):
        settle(row, number, state)


async def undo_line(
    turn: Turn, row: MeasuredCall, seated: Seated, line: DraftLine, number: str
) -> list[str]:
    """Take back what was kept from a line. Return notes that say what stays on file."""
    notes: list[str] = []
    reflection = await own_reflection.needed(turn, seated)
    state = state_in(row, number)
    stored = row.drafted.get(number, "")
    if state in AS_SAID:
        notes = await draft_kept.take_back(turn, seated, reflection, line, stored)
    elif state == REWORDED:
        notes = await draft_kept.take_back_reworded(turn, seated, reflection, stored)
    if state in SETTLED:
        settle(row, number, "")
    return notes
