"""Save one line about a call: from the form after a tap, or typed as a message."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from handlers.cards import Block, Buttons, Card, Reply
from handlers.coaching.buyer_words.speaker_labels import is_labelled, without_labels
from handlers.coaching.buyer_words.their_words import SENTENCE_END
from handlers.coaching.buyer_words.whose_words import divided, own_parts_apart
from handlers.coaching.text.words import shortened, stems
from handlers.features import asker_calls
from handlers.features.fields import one_of
from handlers.features.notes import note_kept
from handlers.features.reflections import (
    call_people,
    kept_line,
    line_promises,
    no_show,
    own_reflection,
    reflection_card,
    reflection_form,
    typed_step,
)
from handlers.features.reflections.kept_line import SavedWithLine
from handlers.features.reflections.line_promises import PromisesInLine
from handlers.registry import Refusal, Registry, Turn
from handlers.typed.privacy.confidential import is_confidential
from handlers.views import reflect_cards
from storage.choices import GOAL_REACHED, MISSED, GoalReached
from storage.conversation import offers
from storage.sales_calls.own_calls import Seated
from storage.tables import Contact, Reflection

SOMEBODY = "other"  # the id of the answer “Somebody else” to the question of who said the line
OPINION = "is your own note: only you read it."
PRIVATE = (
    "You wrote that this is private, so I kept it as your own note, not with what they said. "
    "Only you read it."
)


def register(registry: Registry) -> None:
    """Register the form for the line."""
    registry.form(reflect_cards.LINE, save)


class _Line(NamedTuple):
    """A line that a rep sent about a call.

    - `text` is the line as the rep typed it.
    - `origin` is `reflect_cards.REPORT` for a report of the call that the rep typed as a message,
      `TYPED` for any other typed message, and "" for the form after a tap.
    - `speaker` is the row id of the contact who said it, `SOMEBODY`, or "" if nobody was chosen.
    - `answer` is how the call went. None if neither the form nor the report says so.
    """

    text: str
    origin: str
    speaker: str
    answer: GoalReached | None

    @property
    def is_report(self) -> bool:
        return self.origin == reflect_cards.REPORT

    @property
    def is_typed(self) -> bool:
        """Whether the rep typed the line as a message."""
        return self.origin in reflect_cards.UNASKED


async def save(turn: Turn) -> Reply:
    """Save a line as words from the call, below the words that are on file.

    The form's subject is the call's id, the origin of the line, and perhaps the speaker's id (see
    `_Line`).

    - If the rep typed the line as a message, the reply says which call the line is kept with, and
      has a button that takes the line out again.
    - If a line says that it is private, we keep it as the rep's own note. If part of a line is the
      rep's own opinion, we keep that part as a note.
    - If nobody came to the call, we save nothing.
    - If we don't know how the call went, and the line isn't a report, we save nothing yet. The
      reply is the whole form, filled with the line.

    Raises Refusal if there is no line, or if the line is too long to add to the words on file.
    """
    call_id, origin, picked = (*turn.text.split(":"), "", "")[:3]
    seated = await own_reflection.started_call(turn, call_id, locked=True)
    speaker = turn.fields.get("heard_from", "") or picked
    answer = one_of(turn.fields.get("goal_reached", ""), GOAL_REACHED)
    line = _Line(turn.fields.get("heard", "").strip(), origin, speaker, answer)
    if line.is_typed:  # the offer to keep the line is settled
        await offers.close(turn.session, turn.person)
    if not line.text:
        raise Refusal("Write down what they said, then save it.", field="heard")
    if seated.call.status == MISSED:
        return await no_show.not_kept(turn, seated)
    reflection = await own_reflection.of_call(turn, seated)
    if is_confidential(line.text):
        return await _as_own_note(turn, seated, reflection, line.text)
    if reflection is None and answer is None and not line.is_report:
        form = await reflection_form.opened(turn, seated)
        return reflection_form.filled(form, turn.fields)
    return await _save(turn, seated, reflection, line)


async def _save(turn: Turn, seated: Seated, before: Reflection | None, line: _Line) -> Card:
    notes = _notes(turn, seated, before, line)
    had_answer = bool(before and before.goal_reached)
    reflection = before
    if reflection is None or (line.answer and not had_answer):
        reflection = await own_reflection.begin(turn, seated, line.answer or "", before)
    words, opinion = await _add_words(turn, seated, reflection, line)
    notes += words.promises.notes
    card = await reflection_card.card(turn, seated, reflection, notes, words.new)
    if line.is_report and seated.seat.goal and not reflection.goal_reached:
        card = reflect_cards.still_asked(card, seated, turn.playbook)
    new_answer = reflection.goal_reached if line.is_report and not had_answer else ""
    added = await _undo_or_offer(turn, seated, reflection, words, line, answer=new_answer)
    if opinion:
        added += await _as_opinion(turn, seated, opinion, kept_both=bool(added) and line.is_typed)
    first, *rest = card.blocks
    return replace(card, blocks=(first, *added, *rest))


class _AddedWords(NamedTuple):
    """What was added to a reflection from a line, and the promises and the next step in the line.

    - `line` is the line as it was added, or "" if all of it is the rep's opinion.
    - `new` has the lines that `_just_added` returns. It is empty if “Somebody else” said the line.
    - `is_new` is False if the line was on file before.
    """

    line: str = ""
    new: Sequence[str] = ()
    is_new: bool = False
    promises: PromisesInLine = PromisesInLine()
    step: str = ""


async def _add_words(
    turn: Turn, seated: Seated, reflection: Reflection, line: _Line
) -> tuple[_AddedWords, str]:
    """Add to the reflection what the customer said in a line, without the rep's own remarks.

    Return what was added, and the rep's remarks or "". Remarks that are now on file as promises are
    left out.
    """
    before = reflection.heard
    came = await call_people.attendees_even_erased(turn, seated)
    there = await call_people.known_there(turn, seated, came)
    text, own = divided(line.text, there.people)
    if line.is_typed:
        spoken = line.speaker.isdecimal()
        text, mine = own_parts_apart(text, there.people, spoken=spoken)
        own = " ".join(filter(None, (own, mine)))
    if not text:
        return _AddedWords(), own
    step = _step(turn, reflection, line)
    promises = await _promises(turn, seated, line, text, own)
    own = _without_promises(own, promises)
    words = _without_said(text, line.speaker, came)
    words = await call_people.with_speaker(turn, seated, came, words, line.speaker)
    _add(reflection, words, line.speaker, came, there)
    new = [] if line.speaker == SOMEBODY else _just_added(reflection, words)
    reflection.written_at = turn.now
    await turn.session.flush()
    return _AddedWords(words, new, reflection.heard != before, promises, step), own


def _without_promises(own: str, promises: PromisesInLine) -> str:
    """Leave out each sentence that contains a promise that was just saved."""
    kept = [{*stems(one.text)} for one in promises.kept]
    parts = SENTENCE_END.split(own)
    return " ".join(one for one in parts if not any(each <= {*stems(one)} for each in kept))


async def _undo_or_offer(
    turn: Turn,
    seated: Seated,
    reflection: Reflection,
    words: _AddedWords,
    line: _Line,
    *,
    answer: str,
) -> list[Block]:
    """If the line was typed as a message, show it with *Undo*. Otherwise, offer its promises.

    `answer` says how the call went, or is "" if the line did not say so. Return [] if nothing was
    added.
    """
    if not words.is_new:
        return []
    if not line.is_typed:
        return [Buttons(tuple(words.promises.offered))] if words.promises.offered else []
    new_lines = reflection.heard.splitlines()[-len(words.line.splitlines()) :]
    saved = SavedWithLine(words.promises, words.step, answer)
    return await kept_line.blocks(turn, seated, new_lines, words.line, saved)


def _step(turn: Turn, reflection: Reflection, line: _Line) -> str:
    """If a report names a next step and none is on file, save the step and return it."""
    step = typed_step.in_report(turn, line.text) if line.is_report else ""
    if not step or reflection.next_step:
        return ""
    reflection.next_step = step
    return step


async def _promises(
    turn: Turn, seated: Seated, line: _Line, theirs: str, own: str
) -> PromisesInLine:
    """Save the promises in a report. If the line isn't a report, offer to save its promises.

    `theirs` is what the customer said in the line, and `own` has the rep's own parts.

    In a line that isn't a report, "we" means the customer if a speaker was chosen. In a typed
    line, “Somebody else” does not count as chosen, because we may have preselected it.
    """
    if line.is_report:
        return await line_promises.save_from_report(turn, seated, line.text)
    chosen = line.speaker != "" and (line.speaker != SOMEBODY or line.origin != reflect_cards.TYPED)
    said = await line_promises.offer_from_line(turn, seated, theirs, said_by_them=chosen)
    ours = await line_promises.offer_from_line(turn, seated, own, said_by_them=False)
    return PromisesInLine(offered=[*said.offered, *ours.offered])


async def _as_opinion(
    turn: Turn, seated: Seated, opinion: str, *, kept_both: bool
) -> Sequence[Block]:
    """Keep the rep's opinion in a line as a note.

    `kept_both` says whether the customer's words in this line were also kept.
    """
    lead = f"“{shortened(opinion, kept_line.SHOWN)}” {OPINION}"
    blocks = await note_kept.keep_below(turn, seated.account, opinion, lead)
    if kept_both:  # a typed "undo" does not say which of the two it means
        await offers.make_older(turn.session, turn.person)
    return blocks


def _notes(turn: Turn, seated: Seated, before: Reflection | None, line: _Line) -> list[str]:
    """Return a sentence about `line.answer` (how the call went), or [].

    - If a different answer is on file, the sentence says that the answer on file stays.
    - If no answer is on file, and the line is a report, the sentence says which answer we took
      from the report.
    """
    if line.answer is None:
        return []
    if not (before and before.goal_reached):
        return _answered(turn, seated, line.answer) if line.is_report else []
    if line.answer == before.goal_reached:
        return []
    kept = reflect_cards.label_of(before.goal_reached, seated.seat.goal, turn.playbook)
    return [f"“{kept}” was on file and stays. To change it, press “Change it”."]


def _answered(turn: Turn, seated: Seated, answer: GoalReached) -> list[str]:
    asked = reflect_cards.question(seated.seat.goal, turn.playbook).label
    label = reflect_cards.label_of(answer, seated.seat.goal, turn.playbook)
    return [f"{asked} From your words: {label}. “Change it” changes that."]


async def keep(turn: Turn, call_id: str, line: str, picked: str) -> Reply:
    """Keep a typed line as words that somebody said in a call. `picked` says who said them.

    If the rep has not said how the call went, ask that first.
    """
    seated = await own_reflection.started_call(turn, call_id, locked=True)
    if seated.call.status != MISSED and await own_reflection.of_call(turn, seated) is None:
        when = asker_calls.when(turn, seated)
        return reflect_cards.ask_first(seated, turn.playbook, line, when, picked)
    fields = {"heard": line, "heard_from": picked}
    return await save(replace(turn, text=f"{call_id}:{reflect_cards.TYPED}", fields=fields))


def _without_said(line: str, chosen: str, came: Sequence[Contact]) -> str:
    """Leave out "Jana said" at the start of a line if Jana is the chosen speaker."""
    name = next((one.name for one in came if str(one.id) == chosen), "")
    return without_labels(line, name) if name and not is_labelled(line, name) else line


def _add(
    reflection: Reflection,
    line: str,
    chosen: str,
    came: Sequence[Contact],
    there: call_people.KnownThere,
) -> None:
    """Add the line to the reflection, with its speaker if we can tell who that is."""
    said_by = call_people.speaker_id(chosen, came, line, there)
    coming = [one for one in came if one.erased_at is None]
    said_by = said_by or call_people.labelled_id(line, chosen, coming)
    names = {one.id: one.name for one in coming}
    own_reflection.add_line(reflection, line, said_by, names, chosen=bool(chosen))


def _just_added(reflection: Reflection, line: str) -> list[str]:
    """Return the lines that were just added, in two forms.

    First come the lines as typed. After them come the lines in their form on file, where they may
    begin with a speaker's name.
    """
    lines = line.splitlines()
    return [*lines, *reflection.heard.splitlines()[-len(lines) :]]


async def _as_own_note(
    turn: Turn, seated: Seated, reflection: Reflection | None, line: str
) -> Card:
    """Keep a line as the rep's own note, because it says that it is private.

    If the rep has reflected on the call, the reply shows the reflection below the note.
    """
    noted = await note_kept.keep_below(turn, seated.account, line, PRIVATE)
    rest = (await kept_line.card(turn, seated, reflection)).blocks if reflection else ()
    return Card(PRIVATE, (*noted, *rest))
