"""Save a line of a transcript as what the customer said, as a promise, or as the next step."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Literal

from handlers.coaching.buyer_words.their_words import is_all_theirs
from handlers.coaching.promises.who_does import as_listed, as_ours, of_theirs, to_whom
from handlers.coaching.text.words import shortened
from handlers.features.promises import unread_day
from handlers.features.reflections import (
    call_people,
    next_call_day,
    own_reflection,
    passing_on,
    promises_of_call,
)
from handlers.features.reflections.promises_of_call import Added
from handlers.features.transcripts import moved_days, reworded
from handlers.limits import of_input, too_long
from handlers.registry import Refusal, Turn
from handlers.rhythm_settings import date_order_of, day_of
from handlers.times.formatting import format_full_date
from handlers.transcripts.promises import antecedents
from handlers.transcripts.promises.day_said_later import without_day_sentence
from handlers.transcripts.promises.listed import is_clean, still_says_who
from handlers.transcripts.promises.promise_clauses import from_promise
from handlers.transcripts.records import DraftLine
from handlers.transcripts.speech import speech
from handlers.transcripts.speech.days import day_in, with_date, without_due_day
from handlers.transcripts.speech.hours import hour_in, without_hour
from handlers.transcripts.whose import is_name, names_somebody, resembles
from handlers.views.promises.promise_lines import Jotted, jotted, shown, without_as_promised
from handlers.views.transcripts.draft_card import KEPT, KEPT_PROMISE, KEPT_STEP, ON_FILE
from storage.choices import PromiseSide
from storage.customers import commitments
from storage.sales_calls.own_calls import Seated
from storage.spelling import comparable
from storage.tables import Contact, Reflection

_WEEK = timedelta(days=7)
_Part = Literal["step", "promise", "heard"]
# We add at most this many characters to a promise that is unclear on its own.
_CONTEXT = 80
_BEFORE = 120  # a promise quotes at most this many characters of the sentence before it
CHANGED_SINCE = (
    "I left it in: you have changed it since, or it was on file before. Press “Finish the "
    "reflection” to see it."
)
PROMISE_STAYS = "It was on file before, so it stays. You can drop it in /promises."
DAY_AS_BEFORE = "The promise was on file before, so it stays. I've undone the change to its day."


async def keep(
    turn: Turn, seated: Seated, reflection: Reflection, line: DraftLine
) -> tuple[list[str], str]:
    """Keep a line whose words the rep has not edited.

    Return notes for the rep (see `promises_of_call.save`), and the state to store for the line. The
    state says what `keep` has added, and which days it has changed, so that `take_back` undoes only
    these changes.
    """
    notes: list[str] = []
    new: set[_Part] = set()
    days: tuple[str, ...] = ()
    if line.is_next and add_step(turn, reflection, _step(turn, seated, line)):
        new.add("step")
    if line.kind == "promise":
        promise = await _to_keep(turn, seated, line)
        added = await promises_of_call.add(turn, seated, side_of(line), [promise])
        notes, days = added.notes, moved_days.stored(added.again)
        notes = [*unread_day.note(promise), *notes]
        new |= {"promise"} if added.new else set()
    elif line.kind != "step":
        coming = await call_people.attendees(turn, seated)
        said_by = speaker(line.speaker, coming)
        words, before = labelled(line.words, line.speaker, said_by), reflection.heard
        await _add_heard(turn, reflection, words, said_by.id if said_by else None, coming)
        new |= {"heard"} if reflection.heard != before else set()
    return notes, moved_days.APART.join((_state(line, new), *days))


def _parts(line: DraftLine) -> set[_Part]:
    """Return what can be kept of a line: a step, a promise, or words that were heard."""
    parts: set[_Part] = {"step"} if line.is_next else set()
    if line.kind == "promise":
        parts.add("promise")
    elif line.kind != "step":
        parts.add("heard")
    return parts


def _state(line: DraftLine, new: set[_Part]) -> str:
    """Return the state to store for a line. `new` has the parts that were not on file before."""
    if not new:
        return ON_FILE
    if new == _parts(line):
        return KEPT
    return KEPT_STEP if "step" in new else KEPT_PROMISE


def _added_parts(line: DraftLine, state: str) -> set[_Part]:
    """Return the parts that `keep` added, from the state that it returned."""
    found: dict[str, set[_Part]] = {KEPT_STEP: {"step"}, KEPT_PROMISE: {"promise"}, ON_FILE: set()}
    return found.get(state, _parts(line))


async def on_file(
    turn: Turn, seated: Seated, reflection: Reflection, lines: Sequence[DraftLine]
) -> list[str]:
    """Return the places, counted from 0, of the lines in `lines` that are already on file.

    A line is on file if the words that `keep` would store for it are on file.
    """
    saved = await commitments.of_call(
        turn.session, turn.person.tenant, seated.call.id, turn.person.id
    )
    promised = {(row.side, row.text_key, row.due_on) for row in saved if row.state != "dropped"}
    heard, steps = reflection.heard.splitlines(), reflection.next_step.splitlines()
    coming = await call_people.attendees(turn, seated)

    to_keep = {
        at: await _to_keep(turn, seated, line)
        for at, line in enumerate(lines)
        if line.kind == "promise"
    }

    def is_there(at: int, line: DraftLine) -> bool:
        if line.is_next and _step(turn, seated, line) not in steps:
            return False
        if line.kind == "promise":
            promise = to_keep[at]
            return (side_of(line), comparable(promise.text), promise.due_on) in promised
        said_by = speaker(line.speaker, coming)
        return line.kind == "step" or labelled(line.words, line.speaker, said_by) in heard

    return [str(at) for at, line in enumerate(lines) if is_there(at, line)]


async def keep_words(turn: Turn, seated: Seated, reflection: Reflection, words: str) -> bool:
    """Keep what the customer said, in the rep's words. Return whether the words are new."""
    coming, before = await call_people.attendees(turn, seated), reflection.heard
    await _add_heard(turn, reflection, words, call_people.labelled_id(words, "", coming), coming)
    return reflection.heard != before


def add_step(turn: Turn, reflection: Reflection, words: str) -> bool:
    """Add a next step unless it is noted already. Return whether the step is new.

    Raises Refusal if there is no room for the step.
    """
    steps = reflection.next_step.splitlines()
    if words in steps:
        return False
    together = "\n".join([*steps, words])
    if problem := too_long(together, of_input("next_step")):
        raise Refusal(problem, field="next_step")
    reflection.next_step, reflection.written_at = together, turn.now
    return True


async def take_back(
    turn: Turn, seated: Seated, reflection: Reflection, line: DraftLine, stored: str
) -> list[str]:
    """Take back what `keep` has added. `stored` is the state that `keep` returned.

    Two things stay: what was on file before `keep` ran, and what was changed after `keep` ran. If
    anything stays, a note says so. A promise that was on file before `keep` ran gets its earlier
    day back.
    """
    new, moved = _added_parts(line, reworded.state_of(stored)), moved_days.of_state(stored)
    readable = await passing_on.lines_for_marketing(turn, seated, reflection)
    gone = [new == _parts(line) or bool(moved), await moved_days.give_back(turn, moved)]
    if "step" in new:
        gone.append(own_reflection.remove(reflection, "next_step", _step(turn, seated, line)))
    if "promise" in new:
        promise = await _to_keep(turn, seated, line)
        gone.append(await promises_of_call.take_back(turn, seated, side_of(line), promise))
    if "heard" in new:
        coming = await call_people.attendees(turn, seated)
        gone.append(
            own_reflection.remove(
                reflection,
                "heard",
                labelled(line.words, line.speaker, speaker(line.speaker, coming)),
            )
        )
    await _after_removal(turn, seated, reflection, readable)
    if line.kind == "promise" and not new and not moved:
        return [PROMISE_STAYS]
    return _notes_after(moved=bool(moved), gone=all(gone))


def _notes_after(*, moved: bool, gone: bool) -> list[str]:
    """Say what stays on file after a line was taken back.

    `gone` means that no part of the line is left. `moved` means that a promise got its earlier day
    back.
    """
    if not gone:
        return [CHANGED_SINCE]
    return [DAY_AS_BEFORE] if moved else []


async def take_back_reworded(
    turn: Turn, seated: Seated, reflection: Reflection, stored: str
) -> list[str]:
    """Take back what the rep kept in their own words. `stored` is the state of the line.

    If the words were changed after the rep kept them, they stay, and a note says so. If a promise
    was on file before the rep kept the words, it gets its earlier day back.
    """
    moved = moved_days.of_state(stored)
    readable = await passing_on.lines_for_marketing(turn, seated, reflection)
    gone = [await moved_days.give_back(turn, moved)]
    gone.append(await reworded.take_back(turn, seated, reflection, stored))
    await _after_removal(turn, seated, reflection, readable)
    return _notes_after(moved=bool(moved), gone=all(gone))


async def _after_removal(
    turn: Turn, seated: Seated, reflection: Reflection, readable: Collection[str]
) -> None:
    """Update the reflection, and what marketing reads of it, after a line was taken out."""
    reflection.heard_from = reflection.heard_from if reflection.heard else None
    reflection.written_at = turn.now
    await turn.session.flush()
    await passing_on.follow(turn, seated, reflection, readable)


async def keep_promise(turn: Turn, seated: Seated, side: PromiseSide, words: str) -> Added:
    """Keep a promise in the rep's words, with its day. Return what was added.

    Days count from the day of the call, because that is when the promise was made.
    """
    on = day_of(seated.call.starts_at, turn.person.zone)
    read = _promises_in(turn, words, on)
    if not any(line.due_on or line.note for line in read):
        read = [_with_day_within(line, on) for line in read]
    notes = [line.note for line in read if line.note]
    if side == "ours":
        read = [replace(line, text=as_ours(line.text)) for line in read]
    read = [unread_day.read(line, on) for line in read]
    read = [await next_call_day.dated(turn, seated, line) for line in read]
    notes += [note for line in read for note in unread_day.note(line)]
    added = await promises_of_call.add(turn, seated, side, read)
    return replace(added, notes=[*notes, *added.notes])


def _with_day_within(promise: Jotted, today: date) -> Jotted:
    """Return a promise with the day that its words name: "tonight I'll send the list"."""
    due = None if promise.due_on or promise.note else day_in(promise.text.lower(), today, due=True)
    return Jotted(without_due_day(promise.text, due, today), due) if due else promise


def side_of(line: DraftLine) -> PromiseSide:
    return "theirs" if line.side == "theirs" else "ours"


async def words_of(turn: Turn, seated: Seated, line: DraftLine) -> str:
    """Return the words that the form for editing a line shows at first.

    The words of a promise end with its day, in a form that `keep_promise` understands. The words of
    a next step are those that `keep` would write.
    """
    if line.kind == "step":
        return _step(turn, seated, line)
    if line.kind == "promise":
        promise = _promise(turn, seated, line)
        called_on = day_of(seated.call.starts_at, turn.person.zone)
        return shown(promise.text, promise.due_on, called_on)
    return line.words


def promised(turn: Turn, seated: Seated, line: DraftLine) -> str:
    """Return the words of a promise, without its day."""
    return _promise(turn, seated, line).text


async def _add_heard(
    turn: Turn,
    reflection: Reflection,
    words: str,
    said_by: int | None,
    coming: Sequence[Contact],
) -> None:
    own_reflection.add_line(reflection, words, said_by, {one.id: one.name for one in coming})
    reflection.written_at = turn.now
    await turn.session.flush()


def _promise(turn: Turn, seated: Seated, line: DraftLine) -> Jotted:
    """Return the promise in a line. Its text says neither who made the promise nor the due day.

    We replace a word such as "that" or "her" with what the word stands for. If we are unsure, we
    keep the word. Brackets at the end may then name what an earlier sentence is about: "send that
    over (the old balances)". We add these brackets only if the promise and the earlier sentence
    come from the same side, ours or the customer's.

    If the text would not be clear (see `listed.still_says_who` and `is_clean`), we quote the
    speaker.
    """
    on = day_of(seated.call.starts_at, turn.person.zone)
    clause = from_promise(line.what or line.words, on, any_day=line.is_next)
    clause = clause if line.what else without_day_sentence(clause)
    if line.is_next and not line.what and clause != line.words:
        # In "Friday at four, and I'll send an invite", Friday is not the day of the promise. So we
        # look for a day only in the clause with the promise.
        line = replace(line, due=day_in(speech.plain_speech(clause), on, due=True))
    words = without_as_promised(speech.written(clause).rstrip(".").rstrip())
    hour = hour_in(words) if line.due else ""
    read = _promises_in(turn, without_hour(words) if hour else words, on)
    text, due = (read[0].text, read[0].due_on) if len(read) == 1 else (words, None)
    if due is None and line.due:
        text = without_due_day(without_hour(text) if hour else text, line.due, on)
    text, before = as_listed(as_ours(text)), line.before
    if clear := antecedents.filled_in(text, before) if before else "":
        text, before = clear, ""
    thing = antecedents.thing_meant(line.words, before) if line.before_is_own else ""
    what = f" ({shortened(thing, _CONTEXT)})" if thing else ""
    if still_says_who(text) or not (line.before or is_clean(text)):
        return Jotted(f"“{clause.strip()}”{what}", line.due or due)
    text = f"{text}{what}{f' ({hour})' if hour else ''}"
    ours = side_of(line) == "ours"
    text = to_whom(text if ours else of_theirs(text), ours=ours)
    return Jotted(text, line.due or due)


async def _to_keep(turn: Turn, seated: Seated, line: DraftLine) -> Jotted:
    """Return the promise that we keep for a line that the rep has not edited.

    If we don't know what a word such as "that" stands for, the promise is a quote, and brackets
    after the quote contain the previous sentence. If the speaker is not the rep and has a name, the
    brackets also contain the name.
    """
    promise = await next_call_day.dated(turn, seated, _promise(turn, seated, line), line.words)
    if not line.before or says_what(line):
        return promise
    said_by = speaker(line.speaker, await call_people.attendees(turn, seated))
    name = said_by.name if said_by else line.speaker if names_somebody(line.speaker) else ""
    who = f"{name}, after" if name and line.side != "me" else "after"
    clause = from_promise(line.words, day_of(seated.call.starts_at, turn.person.zone))
    return replace(promise, text=f"“{clause}” ({who} “{shortened(line.before, _BEFORE)}”)")


def says_what(line: DraftLine) -> bool:
    """Check whether we know what "that" or "her" stands for in a promise."""
    named = line.before_is_own and antecedents.thing_meant(line.words, line.before)
    return bool(named or antecedents.filled_in(line.words, line.before))


def _step(turn: Turn, seated: Seated, line: DraftLine) -> str:
    """Return the words of the next step, with these additions:

    - `line.around`, which says what is planned and who comes: "workshop with Jana".
    - If a call is planned on the day of the step, the day and the time of that call.
    - If no call is planned on that day, the date of the step. We add the date only where a weekday
      alone may mislead: if the rep keeps the step on a later day than the day on which it was
      agreed, or if the step is a week or more ahead.
    """
    words, zone = line.words.strip(), turn.person.zone
    if line.around:
        words = f"{words.rstrip('.')} ({line.around})"
    on, today = day_of(seated.call.starts_at, zone), day_of(turn.now, zone)
    if line.booked:
        words = f"{words.rstrip('.')} ({line.booked})"
    elif line.due and (on != today or line.due - today >= _WEEK):
        words = with_date(words, line.due, on, format_full_date(line.due, today))
    words = words.replace(f"{line.around}) (", f"{line.around}, ") if line.around else words
    return words if line.side == "theirs" else as_ours(words)


def _promises_in(turn: Turn, words: str, today: date) -> list[Jotted]:
    return jotted(words, today=today, zone=turn.person.zone, order=date_order_of(turn.person))


def labelled(words: str, label: str, said_by: Contact | None) -> str:
    """Return the words with their speaker, as in a note about a call: "Jana Novak: we stopped".

    If a part of the words would look like the rep's own words, we put the words in quotation marks.
    If we don't know the speaker's name, we return only the words, in quotation marks.
    """
    if said_by:
        noted = f"{said_by.name}: {words}"
        quoted = f"{said_by.name}: “{words}”"
        alone = is_all_theirs(noted, said_by.name) or not is_all_theirs(quoted, said_by.name)
        return noted if alone else quoted
    return f"{label}: {words}" if names_somebody(label) else f"“{words}”"


def speaker(label: str, coming: Sequence[Contact]) -> Contact | None:
    """Return the contact who speaks under this name.

    Return None if the name fits no contact, or more than one.
    """
    same = [contact for contact in coming if is_name(label, contact.name)]
    like = same or [contact for contact in coming if resembles(label, contact.name)]
    return like[0] if len(like) == 1 else None
