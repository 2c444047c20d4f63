"""Edit a line of the draft of a reflection, and keep the line in the rep's own words."""

from handlers.cards import Form, Reply
from handlers.features.fields import one_of
from handlers.features.reflections import call_people, own_reflection
from handlers.features.transcripts import call_labels, draft_kept, reworded, who_said_it
from handlers.features.transcripts.draft_page import (
    again,
    card_of,
    line_at,
    needed,
    page_with,
    row_and_call,
    settle,
    settle_if_real,
    state_in,
    undo_line,
    with_words,
)
from handlers.features.transcripts.moved_days import APART
from handlers.features.transcripts.reworded import HEARD, NEXT_STEP
from handlers.registry import Refusal, Turn, Unfinished
from handlers.sources.ports import WordsGone
from handlers.transcripts.records import DraftLine, Measured
from handlers.views.transcripts import draft_card, draft_together
from handlers.views.transcripts.draft_card import DROPPED, ON_FILE, SETTLED
from storage.choices import PROMISE_SIDES
from storage.sales_calls.own_calls import Seated
from storage.tables import MeasuredCall

STILL_UNCLEAR = (
    "On its own, this may not be clear later. Say what is promised or who is meant, then keep it."
)


async def edit(turn: Turn) -> Unfinished:
    """Open the form that edits a line, whether the line was kept or not."""
    row_id, _, number = turn.text.partition(":")

    async def then(later: Turn, found: Measured | WordsGone) -> Reply:
        row, seated = await row_and_call(later, row_id)
        measured = needed(found)
        line = line_at(measured, number)
        reflection = await own_reflection.of_call(later, seated)
        if reflection is None:
            return await card_of(later, row, measured, page_with(number))
        kept = await reworded.words(later, seated, reflection, row.drafted.get(number, ""))
        return await _form(later, row, seated, line, number, kept=kept)

    return await with_words(turn, row_id, then)


async def _form(
    turn: Turn, row: MeasuredCall, seated: Seated, line: DraftLine, number: str, *, kept: str
) -> Form:
    """Return the form that edits a line.

    The form shows the words in `kept` or, if `kept` is "", the words of the draft. The speaker's
    name stands before the words only if no other field of the form shows it.
    """
    goes_to: str = HEARD if line.kind != "step" else NEXT_STEP
    if line.kind == "promise":
        goes_to = draft_kept.side_of(line)
    words = kept or await draft_kept.words_of(turn, seated, line)
    subject = f"{call_labels.ref_of(row)}:{number}:{goes_to}"
    if line.kind == "step":
        return draft_card.edit(subject, line, words, None)
    if line.before and not draft_kept.says_what(line) and not kept:
        subject = f"{subject}:{draft_together.fingerprint_of(words.strip())}"
    known = await who_said_it.speakers(turn, row, seated, both_sides=line.kind == "promise")
    name, words = who_said_it.split(words, known) if goes_to == HEARD else ("", words)
    field = who_said_it.field(known, name or line.speaker)
    if goes_to == HEARD and not kept and not (field and field.value):
        coming = await call_people.attendees(turn, seated)
        said_by = draft_kept.speaker(line.speaker, coming)
        words = draft_kept.labelled(line.words, line.speaker, said_by)
    return draft_card.edit(subject, line, words, field)


async def save(turn: Turn) -> Unfinished:
    """Keep a line in the rep's words. If the rep has emptied the field, drop the line.

    Raises Refusal if the words are too long, or if the rep has not changed a promise that is
    unclear on its own.

    If the rep kept the line before, first take back what was kept. This is possible only while the
    words of the call are in memory. A line that was not kept before can be saved without them.
    """
    row_id, number, goes_to, unclear = (*turn.text.split(":"), "", "", "", "")[:4]
    row, seated = await row_and_call(turn, row_id, locked=True)
    await own_reflection.needed(turn, seated)
    drops = not _words(turn, goes_to)
    if unclear and draft_together.fingerprint_of(_words(turn, goes_to)) == unclear:
        raise Refusal(STILL_UNCLEAR, field=_field(goes_to))
    if state_in(row, number) not in SETTLED:
        if drops:
            settle_if_real(row, number, DROPPED)
        notes = [] if drops else await _reword(turn, row, seated, number, goes_to)
        return await again(turn, row_id, page_with(number), notes)

    async def then(later: Turn, found: Measured | WordsGone) -> Reply:
        row, seated = await row_and_call(later, row_id, locked=True)
        measured = needed(found)
        stays = await undo_line(later, row, seated, line_at(measured, number), number)
        if drops and not stays:  # if a part of the line stays on file, the line is not dropped
            settle(row, number, DROPPED)
        notes = [] if drops else await _reword(later, row, seated, number, goes_to)
        return await card_of(later, row, measured, page_with(number), [*stays, *notes])

    return await with_words(turn, row_id, then)


async def _reword(
    turn: Turn, row: MeasuredCall, seated: Seated, number: str, goes_to: str
) -> list[str]:
    """Keep the rep's words where `goes_to` says: as what was heard, a next step or a promise.

    Return the notes to show to the rep, such as a note about a promise's day.
    """
    reflection = await own_reflection.needed(turn, seated)
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
    settle_if_real(row, number, kept.stored if added else on_file)
    return notes


def _field(goes_to: str) -> str:
    """Return the id of the input in the form that edits a line."""
    if one_of(goes_to, PROMISE_SIDES):
        return "promised"
    return NEXT_STEP if goes_to == NEXT_STEP else HEARD


def _words(turn: Turn, goes_to: str) -> str:
    return turn.fields.get(_field(goes_to), "").strip()
