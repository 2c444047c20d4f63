"""Draft a reflection from a transcript. The rep keeps, edits or drops each line.

The words of the transcript are only in memory, for half an hour. For the draft, we store only the
numbers of the lines that the rep kept or dropped. The lines that the rep keeps are stored in the
reflection.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from handlers.cards import Aside, Card, Form, Reply
from handlers.features import access
from handlers.features.fields import one_of, whole_number
from handlers.features.reflections import written
from handlers.features.transcripts import (
    begun,
    booked_step,
    draft_kept,
    drawn,
    measuring,
    reworded,
    shown,
    who_said_it,
    words_at_hand,
)
from handlers.features.transcripts.moved_days import APART
from handlers.features.transcripts.reworded import HEARD, NEXT_STEP
from handlers.model.draft_lines import is_key, key_of
from handlers.registry import Refusal, Registry, Turn, Unfinished
from handlers.rhythm_settings import day_of
from handlers.sources.ports import WordsGone
from handlers.transcripts.draft_order import FIRST_LEFT_OUT, LEFT_OUT
from handlers.transcripts.records import DraftLine, Measured
from handlers.views import draft_card, draft_together, talk_card
from handlers.views.draft_card import (
    AS_SAID,
    DROPPED,
    ON_FILE,
    REWORDED,
    SETTLED,
    DraftPages,
    page_of,
)
from storage.choices import GOAL_REACHED, PROMISE_SIDES
from storage.own_calls import Seated
from storage.tables import MeasuredCall, Reflection

NO_LINES = (
    "no sentence in it seems to mention a need, a number, a day, a person, a promise or a next "
    "step. You can reflect without a draft."
)
REPLACED = (
    "That line is from an earlier draft. To see the current one, press “Draft the reflection”."
)

STILL_UNCLEAR = (
    "Alone, this may not be clear later. Say what is promised or who is meant, then keep it."
)

# If we have the states of this many lines of a call, we store no more states of lines that a model
# pointed at.
MOST_SETTLED = 100

_LINES = frozenset(map(str, range(FIRST_LEFT_OUT + LEFT_OUT)))  # the numbers of lines

Then = Callable[[Turn, Measured | WordsGone], Awaitable[Reply]]


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

    The button's value is the id of the row with the figures ("7"). It may also have the page,
    counted from 0 ("7:1"). If the rep has not reflected on the call, we first ask the first
    question of a reflection.
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
    """Mark lines as kept if they are already on file, for example if the file came again."""
    reflection = await written.own(turn, seated)
    if reflection is None:
        return
    there = await draft_kept.on_file(turn, seated, reflection, found.lines)
    later = await draft_kept.on_file(turn, seated, reflection, found.left_out)
    there += [str(FIRST_LEFT_OUT + int(at)) for at in later]
    of_model = await draft_kept.on_file(turn, seated, reflection, found.drawn)
    for number in (*there, *(key_of(found.drawn[int(at)]) for at in of_model)):
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
    if await written.own(turn, seated) is None:
        reflection = await written.begun(turn, seated, answer, None)
        reflection.talk = (await shown.own_row(turn, row_id)).guess
    return await _again(turn, row_id, 0)


async def keep(turn: Turn) -> Unfinished:
    """Keep a line as it was said. A second press changes nothing."""
    row_id, _, number = turn.text.partition(":")

    async def then(later: Turn, found: Measured | WordsGone) -> Reply:
        row, seated = await row_and_call(later, row_id, locked=True)
        measured = needed(found)
        line = line_at(measured, number)
        reflection = await written.own(later, seated)
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
        reflection = await written.own(later, seated)
        notes: list[str] = []
        if reflection is not None:
            notes = await undo(later, row, seated, line, number)
        return await card_of(later, row, measured, page_with(number), notes)

    return await with_words(turn, row_id, then)


async def undo(
    turn: Turn, row: MeasuredCall, seated: Seated, line: DraftLine, number: str
) -> list[str]:
    notes: list[str] = []
    reflection = await written.needed(turn, seated)
    state = state_in(row, number)
    stored = row.drafted.get(number, "")
    if state in AS_SAID:
        notes = await draft_kept.take_back(turn, seated, reflection, line, stored)
    elif state == REWORDED:
        notes = await draft_kept.take_back_reworded(turn, seated, reflection, stored)
    if state in SETTLED:
        settle(row, number, "")
    return notes


async def edit(turn: Turn) -> Unfinished:
    """Open the form that edits a line, whether the line was kept or not."""
    row_id, _, number = turn.text.partition(":")

    async def then(later: Turn, found: Measured | WordsGone) -> Reply:
        row, seated = await row_and_call(later, row_id)
        measured = needed(found)
        line = line_at(measured, number)
        reflection = await written.own(later, seated)
        if reflection is None:
            return await card_of(later, row, measured, page_with(number))
        kept = await reworded.words(later, seated, reflection, row.drafted.get(number, ""))
        return await _form(later, row, seated, line, number, kept=kept)

    return await with_words(turn, row_id, then)


async def _form(
    turn: Turn, row: MeasuredCall, seated: Seated, line: DraftLine, number: str, *, kept: str
) -> Form:
    """Return the form that edits a line.

    The form shows the words in `kept`. If `kept` is "", the form shows the line as it was said.
    """
    goes_to: str = HEARD if line.kind != "step" else NEXT_STEP
    if line.kind == "promise":
        goes_to = draft_kept.side_of(line)
    words = kept or await draft_kept.words_of(turn, seated, line)
    subject = f"{begun.ref_of(row)}:{number}:{goes_to}"
    if line.kind == "step":
        return draft_card.edit(subject, line, words, None)
    if line.before and not draft_kept.says_what(line) and not kept:
        subject = f"{subject}:{draft_together.fingerprint_of(words.strip())}"
    known = await who_said_it.speakers(turn, row, seated, both_sides=line.kind == "promise")
    name, words = who_said_it.split(words, known) if goes_to == HEARD else ("", words)
    field = who_said_it.field(known, name or line.speaker)
    if goes_to == HEARD and not kept and not (field and field.value):
        coming = await written.coming(turn, seated)
        said_by = draft_kept.speaker(line.speaker, coming)
        words = draft_kept.labelled(line.words, line.speaker, said_by)
    return draft_card.edit(subject, line, words, field)


async def save(turn: Turn) -> Unfinished:
    """Keep a line in the rep's words, or drop it if there are none.

    Raises Refusal if the words are too long, or if a promise that is unclear alone is unchanged.

    If the rep kept the line before, we first take back what was kept. If the rep did not keep it
    before, we keep it now, even if the words of the call are no longer in memory.
    """
    row_id, number, goes_to, unclear = (*turn.text.split(":"), "", "", "", "")[:4]
    row, seated = await row_and_call(turn, row_id, locked=True)
    await written.needed(turn, seated)
    drops = not _words(turn, goes_to)
    if unclear and draft_together.fingerprint_of(_words(turn, goes_to)) == unclear:
        raise Refusal(STILL_UNCLEAR, field=_field(goes_to))
    if state_in(row, number) not in SETTLED:
        if drops:
            _settle_if_real(row, number, DROPPED)
        notes = [] if drops else await _reword(turn, row, seated, number, goes_to)
        return await _again(turn, row_id, page_with(number), notes)

    async def then(later: Turn, found: Measured | WordsGone) -> Reply:
        row, seated = await row_and_call(later, row_id, locked=True)
        measured = needed(found)
        before = await undo(later, row, seated, line_at(measured, number), number)
        if drops and not before:  # if a part of the line stays on file, the line is not dropped
            settle(row, number, DROPPED)
        notes = [] if drops else await _reword(later, row, seated, number, goes_to)
        return await card_of(later, row, measured, page_with(number), [*before, *notes])

    return await with_words(turn, row_id, then)


async def _reword(
    turn: Turn, row: MeasuredCall, seated: Seated, number: str, goes_to: str
) -> list[str]:
    reflection = await written.needed(turn, seated)
    side = one_of(goes_to, PROMISE_SIDES)
    known = await who_said_it.speakers(turn, row, seated, both_sides=bool(side))
    speaker = who_said_it.chosen(turn, known)
    if side and speaker:
        side = speaker.side
    field, words = _field(goes_to), _words(turn, goes_to)
    notes: list[str] = []
    if field == HEARD:
        words = who_said_it.labelled(words, speaker)
    kept, on_file = reworded.of_words(field, words), ON_FILE
    if side:
        promised = await draft_kept.keep_promise(turn, seated, side, words)
        notes, kept = promised.notes, reworded.of_promises(side, promised)
        added = bool(promised.new)
        on_file = APART.join((ON_FILE, *kept.days))
    elif field == NEXT_STEP:
        added = draft_kept.add_step(turn, reflection, words)
    else:
        added = await draft_kept.keep_words(turn, seated, reflection, words)
    _settle_if_real(row, number, kept.stored if added else on_file)
    return notes


def _field(goes_to: str) -> str:
    """Return the id of the input in the form that edits a line."""
    if one_of(goes_to, PROMISE_SIDES):
        return "promised"
    return NEXT_STEP if goes_to == NEXT_STEP else HEARD


def _words(turn: Turn, goes_to: str) -> str:
    return turn.fields.get(_field(goes_to), "").strip()


def state_in(row: MeasuredCall, number: str) -> str:
    return reworded.state_of(row.drafted.get(number, ""))


def _settle_if_real(row: MeasuredCall, number: str, state: str) -> None:
    """Store the state of a line if drafts have its number. The words may not be in memory now."""
    if number in _LINES or (is_key(number) and len(row.drafted) < MOST_SETTLED):
        settle(row, number, state)


def settle(row: MeasuredCall, number: str, state: str) -> None:
    others = {at: one for at, one in row.drafted.items() if at != number}
    # Assign a new dict, because the session does not notice a change within a dict.
    row.drafted = {**others, number: state} if state else others


async def _again(turn: Turn, row_id: str, page: int, notes: Sequence[str] = ()) -> Unfinished:
    async def then(later: Turn, found: Measured | WordsGone) -> Reply:
        row, seated = await row_and_call(later, row_id)
        if isinstance(found, WordsGone):
            return draft_card.nothing(begun.about(later, seated), seated, _bring_again(found))
        return await card_of(later, row, found, page, notes)

    return await with_words(turn, row_id, then)


async def with_words(turn: Turn, row_id: str, then: Then) -> Unfinished:
    """Find the lines in the words of the transcript again, then call `then`."""
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
    return Unfinished(await drawn.with_lines(turn, row, work), then_with_step)


async def row_and_call(
    turn: Turn, row_id: str, *, locked: bool = False
) -> tuple[MeasuredCall, Seated]:
    row = await shown.own_row(turn, row_id, locked=locked, gone=talk_card.DRAFT_FORGOTTEN)
    return row, await written.started_call(turn, str(row.call_id))


async def card_of(
    turn: Turn,
    row: MeasuredCall,
    found: Measured,
    page: int,
    notes: Sequence[str] = (),
    *,
    kept: Sequence[int] = (),
) -> Card:
    """Return a page of the draft. `kept` are the lines that one press has just kept together."""
    seated = await written.started_call(turn, str(row.call_id))
    about = begun.about(turn, seated)
    if not found.lines and not found.drawn:
        return draft_card.nothing(about, seated, NO_LINES)
    if (reflection := await _reflection(turn, seated)) is None:
        return draft_card.how_it_went(begun.ref_of(row), about, seated, found.goal, turn.playbook)
    settled = {number: reworded.state_of(stored) for number, stored in row.drafted.items()}
    draft = DraftPages(
        begun.ref_of(row),
        about,
        found.lines,
        settled,
        left_out=found.left_out,
        taken_back=found.taken_back,
        put_together=_put_together(turn, seated, found),
        in_own_words=await _own_words(turn, row, seated),
        shared=reflection.shared,
        kept_together=kept,
        drawn={key_of(line): line for line in found.drawn},
        model=turn.model.name if turn.model else "",
    )
    today = day_of(turn.now, turn.person.zone)
    return draft_card.page(draft, seated, page, today, notes)


def _put_together(turn: Turn, seated: Seated, found: Measured) -> dict[str, str]:
    """Return the promises that were put together from several sentences, each as one clause."""
    numbered = (*enumerate(found.lines), *enumerate(found.left_out, FIRST_LEFT_OUT))
    return {str(at): draft_kept.promised(turn, seated, line) for at, line in numbered if line.what}


async def _own_words(turn: Turn, row: MeasuredCall, seated: Seated) -> dict[str, str]:
    """Return the words of each line that was kept in the rep's own words, by the line's number.

    If the words were changed since, return "" for the line.
    """
    reflection = await _reflection(turn, seated)
    return {
        number: await reworded.words(turn, seated, reflection, stored)
        for number, stored in row.drafted.items()
        if reflection is not None and reworded.state_of(stored) == REWORDED
    }


async def _reflection(turn: Turn, seated: Seated) -> Reflection | None:
    await turn.session.flush()
    return await written.own(turn, seated)


def needed(found: Measured | WordsGone) -> Measured:
    if isinstance(found, WordsGone):
        raise Refusal(_bring_again(found))
    return found


def _bring_again(gone: WordsGone) -> str:
    return f"{words_at_hand.how_to_bring(gone)} for a draft."


def line_at(found: Measured, number: str) -> DraftLine:
    if is_key(number):
        of_model = next((line for line in found.drawn if key_of(line) == number), None)
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
    return 0 if is_key(number) else page_of(whole_number(number))
