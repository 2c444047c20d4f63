"""Answer a report about a promise: "sent pricing to northwind" marks the promise as done."""

from collections.abc import Sequence

from handlers.cards import Button, Buttons, Card, Note, Reply, card_saying, spans, typed
from handlers.coaching.promises.promise_fit import fitting
from handlers.coaching.text.words import shortened, singular
from handlers.features import access
from handlers.features.customers import account_in_talk, which_account
from handlers.features.notes import note_kept, note_offered
from handlers.features.promises import (
    done_asked,
    fitting_promises,
    just_listed,
    promise_moved,
    promise_reopened,
    promises,
    several_settled,
)
from handlers.features.promises.fitting_promises import Row
from handlers.features.promises.promised_again import MadeAgain
from handlers.registry import Turn
from handlers.rhythm_settings import date_order_of, day_of
from handlers.times.due import due_by
from handlers.typed.asked.question_behind import question_behind
from handlers.typed.plain_spelling import written_out_words
from handlers.typed.privacy.deletions import note_to_delete
from handlers.typed.promises.not_needed import CALL_WORDS
from handlers.typed.promises.other_days import day_and_rest
from handlers.typed.promises.promise_reports import (
    PromiseReport,
    Told,
    dropped,
    moved,
    moves_in,
    promise_report,
)
from handlers.views.promises import promise_cards
from storage.conversation import offers
from storage.customers import commitments
from storage.tables import Account, Commitment

SAID = "To keep what they said as well, type the speaker's name before it: “Jana: 38k is fine”."
KEPT_TOO = "Your line is kept as your own note."
NONE_OPEN = "No promise to {} is open, so I changed nothing."
DONE_IN_PART = "Not marked as done, because you wrote that a part is missing. Is it done?"
# If an unsure report such as "case study sent" has at most this many words about the promise, each
# of these words must be in the promise. Otherwise, we ask whether the promise is done.
_SHORT = 3
WHICH: dict[Told, str] = {
    "done": "Which promise is done?",
    "theirs": "Which promise did they keep?",
    "dropped": "Which promise do you want to drop?",
    "moved": "Which promise do you want to move?",
    "open": fitting_promises.STILL_OPEN,
}


async def answer(turn: Turn) -> Reply | None:
    """Mark a promise as done, drop it or move it, as a report about this promise says.

    - If several promises fit, or if the report may mean something else, only show the promises
      that fit.
    - If no promise fits, but the words can only be about a promise, show the open promises.
    - If the report says that a promise is not kept yet, `promise_reopened` answers.
    - If the words ask whether a promise is kept, `done_asked` answers.

    Return None for any other line. Also return None for "sent the pricing to tomas" if Tomas is a
    colleague, and for a line that ends with a question of the rep's: "got 5 min, what do i bring".
    """
    asks_too = turn.place is not None or question_behind(turn.text) is not None
    asks_too = asks_too or note_to_delete(turn.text) is not None  # "forget the note about the calc"
    report = None if asks_too else promise_report(turn.text)
    if report and report.told == "asked":
        return await done_asked.answer(turn, report.words)
    if report and report.told == "open":
        return await promise_reopened.answer(turn, report.words, report.rest)
    if report is None or (report.told == "done" and await fitting_promises.names_colleague(turn)):
        return None
    return await _answered(turn, report)


async def open_fitting(turn: Turn, words: Sequence[str]) -> list[Commitment]:
    """Return those of the person's open promises to customers that fit these words best."""
    person = turn.person
    rows = await commitments.of_owner(turn.session, person.tenant, person.id)
    ours = [row for row in rows if row[0].side == "ours"]
    names = await fitting_promises.stems_of_names(turn, ours)
    return [ours[at][0] for at in fitting(words, [row[0].text for row in ours], names)]


async def move(turn: Turn, words: str) -> Reply | None:
    """Answer "move pricing to friday". Return None if the words are not about a promise.

    `words` are the words after "move".
    """
    report = moved(words) if turn.place is None else None
    return await _answered(turn, report) if report and report.words else None


async def drop(turn: Turn, words: str) -> Reply | None:
    """Answer "cancel the promise about the quote".

    `words` are the words after "cancel". Return None if they are not about an open promise.
    """
    report = dropped(words) if turn.place is None else None
    return await _answered(turn, report) if report else None


async def beside(turn: Turn, does: str, remark: str) -> Reply | None:
    """Move or drop the promise in "pricing gets done tomorrow not today, move it".

    `does` is "move" or "cancel", and `remark` is what the person typed before the order. If several
    open promises fit the remark, ask which promise is meant. Return None in these cases:

    - No open promise fits the remark.
    - The promise is to be moved, but the remark does not end with a day.
    - The remark is about a call.
    """
    words, when = written_out_words(remark), ""
    if not CALL_WORDS.isdisjoint(words):
        return None
    if does == "move":
        words, when = day_and_rest(words)
    person = turn.person
    rows = await commitments.of_owner(turn.session, person.tenant, person.id)
    found = await fitting_promises.fitting_rows(turn, rows, words) if words else []
    report = PromiseReport("moved" if does == "move" else "dropped", tuple(words), when)
    if len(found) == 1:
        return await settle(turn, found[0], report)
    return fitting_promises.shown(turn, found, WHICH[report.told]) if found else None


async def move_in(turn: Turn, account: Account, line: str) -> tuple[list[MadeAgain], str]:
    """Move the account's open promises that get a new day in a report of a call.

    Don't move a promise if the words fit several promises, or if the new day is not clear or has
    passed. Return the moved promises, and the line without the parts that moved them.
    """
    person, today = turn.person, day_of(turn.now, turn.person.zone)
    done: list[MadeAgain] = []
    for part, report in moves_in(line):
        rows = await commitments.open_with(turn.session, person.tenant, person.id, account.id)
        names = await fitting_promises.stems_of_names(turn, [(row, account) for row in rows])
        fits = fitting(report.words, [row.text for row in rows], names)
        found = due_by(report.when, today=today, zone=person.zone, order=date_order_of(person))
        day = found.day if found else None
        if len(fits) != 1 or day is None or day < today:
            continue
        promise = await access.own_promise(turn, str(rows[fits[0]].id), locked=True)
        done.append(MadeAgain(promise, promise.due_on))
        promise.due_on = day
        line = line.replace(part, "")
    await turn.session.flush()
    return done, line


async def _answered(turn: Turn, report: PromiseReport) -> Reply | None:
    """Settle or move the promise that a report is about, or ask which one it is (see `answer`)."""
    named, there = await _open_there(turn, report)
    if not there:
        return await _none_open(turn) if report.promised else None
    found = await _fitting(turn, there, report)
    if len(found) == 1 and not await fitting_promises.is_made_by(turn, found[0], report.by):
        return None
    if found:
        return await answered_with(turn, found, report)
    if not (report.words or report.only_listed):
        return await _which(turn, there, report)
    if not report.sure or not (named or _is_of_promise(report)):
        return None
    return fitting_promises.shown(turn, there, _none_fits(there, named))


async def fitting_report(turn: Turn, report: PromiseReport) -> list[Row]:
    """Return the open promises that fit the words of a report best."""
    _, there = await _open_there(turn, report)
    return await _fitting(turn, there, report)


async def answered_with(turn: Turn, found: Sequence[Row], report: PromiseReport) -> Reply:
    """Settle or move the promise in `found`, or ask which one the report is about."""
    if len(found) == 1 and not report.doubtful:
        return await _settled_or_asked(turn, found[0], report)
    return await _which(turn, found, report)


async def _open_there(turn: Turn, report: PromiseReport) -> tuple[set[int], list[Row]]:
    """Return the ids of the accounts that the line names, and the open promises it can be about."""
    person = turn.person
    rows = await commitments.of_owner(turn.session, person.tenant, person.id)
    named = await which_account.named_by(turn, turn.text)
    return named, [
        row for row in rows if is_of_side(row[0], report) and (not named or row[1].id in named)
    ]


async def _fitting(turn: Turn, there: Sequence[Row], report: PromiseReport) -> list[Row]:
    found = await fitting_promises.fitting_rows(turn, there, report.words)
    if report.told == "dropped" and not found:
        found = _due_then(turn, there, report.words)
    if report.told == "dropped" and not report.words:
        found = await just_listed.among(turn, there)
    if report.is_given and not found:
        found = await _of_those_named(turn, there, report.words)
    return found


async def _of_those_named(turn: Turn, there: Sequence[Row], words: Sequence[str]) -> list[Row]:
    """Return the customer's promises that "give alder till fri" can be about.

    If the words are a pronoun ("give em till fri"), return the promises of the account just talked
    about. Return [] if the words have more than names.
    """
    names = await fitting_promises.stems_of_names(turn, there)
    if not all(singular(word) in names for word in words):
        return []
    now = None if words else await account_in_talk.current(turn)
    return [row for row in there if words or (now is not None and row[1].id == now.id)]


async def _settled_or_asked(turn: Turn, row: Row, report: PromiseReport) -> Reply:
    """Settle or move a promise. If "case study sent" fits it only loosely, ask if it is done.

    Also ask before dropping a promise if "budget is gone, drop the price" fits it only loosely.
    """
    is_aside = report.told == "dropped" and report.rest != ""
    if is_aside and await fitting_promises.fits_loosely(turn, row, report.words):
        return fitting_promises.shown(turn, [row], WHICH["dropped"])
    is_short = report.told == "done" and not report.sure and len(report.words) <= _SHORT
    if is_short and await fitting_promises.fits_loosely(turn, row, report.words):
        return fitting_promises.shown(turn, [row], fitting_promises.IS_DONE)
    return await settle(turn, row, report)


async def _none_open(turn: Turn) -> Reply | None:
    """Answer "i promised kestrel a date, done" if no promise to the account is open."""
    account = await which_account.only_one_named(turn, turn.text)
    if account is None:
        return None
    lead = NONE_OPEN.format(shortened(account.name, 40))
    note = note_offered.note_button(turn, account)
    return card_saying(typed(lead), *((Buttons(note),) if note else ()))


async def _which(turn: Turn, rows: Sequence[Row], report: PromiseReport) -> Card:
    """Ask which promises a report is about. Several can be chosen as done."""
    if report.told in ("done", "theirs"):
        if report.doubtful:
            return fitting_promises.shown(turn, rows, DONE_IN_PART)
        return await several_settled.asked(turn, rows, WHICH[report.told])
    return fitting_promises.shown(turn, rows, WHICH[report.told])


def is_of_side(promise: Commitment, report: PromiseReport) -> bool:
    """Check whether a report fits the side that made this promise.

    "They sent it" can only be about a customer's promise, and "sent pricing" only about ours. Any
    other report can be about either.
    """
    if report.told == "theirs" or report.theirs:
        return promise.side == "theirs"
    by_verb = report.told == "done" and report.sure
    return promise.side == "ours" or not by_verb


def _is_of_promise(report: PromiseReport) -> bool:
    """Check whether a report must be about a promise, even if it names no account."""
    return report.told != "done"


def _due_then(turn: Turn, rows: Sequence[Row], words: Sequence[str]) -> list[Row]:
    """Return the promises that are due on the day in "drop the wed one"."""
    if words[-1:] != ("one",) or not words[:-1]:
        return []
    person, today = turn.person, day_of(turn.now, turn.person.zone)
    day = due_by(" ".join(words[:-1]), today=today, zone=person.zone, order=date_order_of(person))
    return [row for row in rows if day and day.day and row[0].due_on == day.day]


async def settle(turn: Turn, row: Row, report: PromiseReport, *, keeps_line: bool = False) -> Reply:
    """Mark the promise as done, drop it or move it, as the report says.

    With `keeps_line`, also keep the line as the rep's own note. A line that moves the promise is
    never kept.
    """
    promise = await access.own_promise(turn, str(row[0].id), locked=True)
    if report.told == "moved":
        return await promise_moved.move_to(turn, promise, row[1], report.when, rest=report.rest)
    promise.state = "dropped" if report.told == "dropped" else "done"
    promise.settled_at = turn.now
    await turn.session.flush()
    kept = keeps_line or report.rest != "" or _has_names(turn.text, report)
    if kept:
        await note_kept.keep(turn, row[1], turn.text.strip())
    what = f"{promise.text} ({promise_cards.to_or_by(promise, row[1])})"
    lead = f"{'Dropped' if promise.state == 'dropped' else 'Done'}: {shortened(what, 200)}."
    value = f"{promise_cards.BESIDE}:{promise.id}"
    await offers.save(turn.session, turn.person, offers.to_undo(promises.REOPEN, value, turn.now))
    undo = Button("Undo", promises.REOPEN, value, beside=True, about=shortened(what))
    told = SAID if report.said else KEPT_TOO if kept else ""
    said = (Note(spans(told)),) if told else ()
    return card_saying(typed(lead), *said, Buttons((undo,)))


def _has_names(text: str, report: PromiseReport) -> bool:
    """Check whether a line lists what a customer sent: "got the names, irina sokol and tom berg".

    We keep such a line as a note, because the promise does not have the names.
    """
    first, _, rest = text.partition(": " if ": " in text else ",")
    before = promise_report(first) if report.told == "theirs" and len(rest.split()) > 1 else None
    return before is not None and before.told == "theirs"


def _none_fits(there: Sequence[Row], named: set[int]) -> str:
    if len({account.id for _, account in there}) == 1 and named:
        return (
            f"No open promise with {shortened(there[0][1].name)} has these words. These are open:"
        )
    return "No open promise has these words. These are open:"
