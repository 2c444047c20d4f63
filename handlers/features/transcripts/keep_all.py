"""Keep all lines on a page of a draft, and take them back.

A draft has lines from a call's transcript. The rep can keep these lines in their reflection.
"""

from collections.abc import Sequence

from handlers.cards import Reply
from handlers.features import access
from handlers.features.reflections import own_reflection
from handlers.features.transcripts import draft_kept, draft_page
from handlers.registry import Refusal, Registry, Turn, Unfinished
from handlers.sources.ports import WordsGone
from handlers.transcripts.records import DraftLine, Measured
from handlers.views.transcripts import draft_together
from handlers.views.transcripts.draft_card import AS_SAID


def register(registry: Registry) -> None:
    """Register *Keep all* and its *Undo*."""
    registry.button(draft_together.KEEP_ALL, access.with_figures(keep_all))
    registry.button(draft_together.UNDO, access.with_figures(undo))


async def keep_all(turn: Turn) -> Unfinished:
    """Keep the lines that the button names, in the words that the draft shows.

    A promise may be unclear without the sentence before it. The two buttons that call this function
    treat such a promise differently:

    - *Keep all* does not keep the promise, so that the rep can edit it first.
    - *Keep it as a quote* names a single line. It keeps the promise with the sentence before it.

    The button's value has the row id of the call's figures, the numbers of the lines, and a
    fingerprint of their words: "7:0+1+4:c0ffee". Lines that the rep has already kept or dropped do
    not change.
    """
    row_id, places, seen = (*turn.text.split(":"), "", "")[:3]

    async def then(later: Turn, found: Measured | WordsGone) -> Reply:
        row, seated = await draft_page.row_and_call(later, row_id, locked=True)
        measured = draft_page.needed(found)
        lines = _lines(measured, places, seen)
        reflection = await own_reflection.of_call(later, seated)
        notes: list[str] = []
        kept: list[int] = []
        for number, line in lines:
            unclear = line.before and len(lines) > 1
            if reflection is None or unclear or draft_page.state_in(row, number):
                continue
            more, state = await draft_kept.keep(later, seated, reflection, line)
            draft_page.settle(row, number, state)
            notes += [one for one in more if one not in notes]
            kept.append(int(number))
        page = draft_page.page_with(lines[0][0])
        return await draft_page.card_of(later, row, measured, page, notes, kept=kept)

    return await draft_page.with_words(turn, row_id, then)


async def undo(turn: Turn) -> Unfinished:
    """Take back the lines that one press of *Keep all* kept.

    If the rep has edited a line after the press, the line stays.
    """
    row_id, places, seen = (*turn.text.split(":"), "", "")[:3]

    async def then(later: Turn, found: Measured | WordsGone) -> Reply:
        row, seated = await draft_page.row_and_call(later, row_id, locked=True)
        measured = draft_page.needed(found)
        lines = _lines(measured, places, seen)
        notes: list[str] = []
        for number, line in reversed(lines):
            if draft_page.state_in(row, number) in AS_SAID:
                more = await draft_page.undo_line(later, row, seated, line, number)
                notes += [one for one in more if one not in notes]
        return await draft_page.card_of(
            later, row, measured, draft_page.page_with(lines[0][0]), notes
        )

    return await draft_page.with_words(turn, row_id, then)


def _lines(measured: Measured, places: str, seen: str) -> Sequence[tuple[str, DraftLine]]:
    """Return the lines with their numbers.

    `seen` is the fingerprint of the lines when the button was shown. Raises Refusal if the lines
    have changed since then.
    """
    lines = [(at, draft_page.line_at(measured, at)) for at in places.split(draft_together.APART)]
    if draft_together.fingerprint([line for _, line in lines]) != seen:
        raise Refusal(draft_page.REPLACED)
    return lines
