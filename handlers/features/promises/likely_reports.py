"""Settle or move a promise after a line that is most likely a report on it: "pia got her ref"."""

from dataclasses import replace

from handlers.cards import Reply
from handlers.coaching.promises.promise_fit import words_beside
from handlers.features.customers import which_account
from handlers.features.notes import note_kept
from handlers.features.promises import fitting_promises
from handlers.features.promises.fitting_promises import SHOWN, Row
from handlers.features.promises.promise_reports import DONE_IN_PART, WHICH, is_of_side, settle
from handlers.features.reflections import typed_report
from handlers.registry import Turn
from handlers.typed.promises.likely_reports import likely_report
from handlers.typed.promises.promise_reports import PromiseReport
from storage.customers import commitments

MAX_BESIDE = 2  # how many words a line may have that the promise lacks


async def answer(turn: Turn) -> Reply | None:
    """Settle or move the promise that a line most likely reports on: "pia got her ref".

    The line may report that a promise is done, dropped, or moved to another day.

    If the promise lacks one or two words of the line, the line may be about something else. Then
    don't settle the promise: keep the line as a note, and ask whether the promise is done.

    If the line moves a promise, and two to `SHOWN` promises fit, ask which one is meant.

    Return None:

    - if the line is not such a report, or if no promise fits
    - if the line moves a promise, and more than `SHOWN` promises fit
    - if the line settles a promise, and more than one promise fits
    - in a channel
    - if the line names a colleague: it is then not about a promise to or by a customer
    - if the line ends with a question of the rep's
    - if the line moves a promise, but has a word that the promise lacks
    - if the line moves a promise and may be the rep's report on a past call: `typed_report` answers
      such a line
    """
    if turn.place is not None or likely_report(turn.text, lambda _word: False) is None:
        return None
    person = turn.person
    rows = await commitments.of_owner(turn.session, person.tenant, person.id)
    known = await fitting_promises.stems_of_names(turn, rows)
    found = likely_report(turn.text, known.__contains__)
    if found is None or await _is_for_others(turn, found[0]):
        return None
    report, says_more = found
    named = await which_account.named_by(turn, turn.text)
    there = [row for row in rows if not named or row[1].id in named]
    there = [row for row in there if is_of_side(row[0], report)]
    fits = await fitting_promises.fitting_rows(turn, there, report.words)
    beside = words_beside(report.words, fits[0][0].text, known) if fits else frozenset[str]()
    is_move = report.told == "moved"
    if not fits or len(fits) > (SHOWN if is_move else 1):
        return None
    if len(beside) > (0 if is_move else MAX_BESIDE):
        return None
    if len(fits) > 1:
        return fitting_promises.shown(turn, fits, WHICH[report.told])
    return await _of_fitting(turn, fits[0], report, says_more=says_more, is_loose=bool(beside))


async def _of_fitting(
    turn: Turn, row: Row, report: PromiseReport, *, says_more: bool, is_loose: bool
) -> Reply | None:
    """Settle or move the promise, or ask. `is_loose`: the promise lacks words of the line."""
    if not await fitting_promises.is_made_by(turn, row, report.by):
        return None
    if is_loose and not report.doubtful:
        return await _noted_and_asked(turn, row)
    return await _settled(turn, row, report, keeps_line=says_more)


async def _settled(turn: Turn, row: Row, report: PromiseReport, *, keeps_line: bool) -> Reply:
    """Settle or move the promise. If only a part of it is done, ask instead."""
    if report.doubtful:
        return fitting_promises.shown(turn, [row], DONE_IN_PART)
    return await settle(turn, row, report, keeps_line=keeps_line)


async def _noted_and_asked(turn: Turn, row: Row) -> Reply:
    """Keep the line as a note, and ask whether the promise is done."""
    kept = await note_kept.keep(turn, row[1], turn.text.strip())
    asked = fitting_promises.shown(turn, [row], fitting_promises.IS_DONE)
    return replace(kept, blocks=(*kept.blocks, *asked.blocks))


async def _is_for_others(turn: Turn, report: PromiseReport) -> bool:
    if await fitting_promises.names_colleague(turn):
        return True
    return report.told == "moved" and await typed_report.reported_call(turn, turn.text) is not None
