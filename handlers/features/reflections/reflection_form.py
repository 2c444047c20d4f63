"""The form behind "Add more" and /reflect, with the questions for the call."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from handlers.cards import Form, Note, Paragraph, spans, typed
from handlers.coaching import reflection_questions
from handlers.coaching.buyer_words.speaker_labels import names_speaker
from handlers.coaching.goals import goals
from handlers.coaching.reflection_questions import ABOUT_SELF, GUESS, AboutSelf, CallOnFile
from handlers.coaching.text.words import shortened
from handlers.features import form_edits
from handlers.features.fields import whole_number
from handlers.features.reflections import (
    call_people,
    own_reflection,
    passing_on,
    promise_sides,
    promises_of_call,
)
from handlers.inputs import ChoiceInput, Input, Option, TextInput, refilled
from handlers.knowledge import situations
from handlers.playbook.loader import Playbook
from handlers.playbook.schema import Focus
from handlers.registry import Turn
from handlers.rhythm_settings import day_of
from handlers.times import format_short
from handlers.transcripts.lines import as_answers
from handlers.transcripts.stored import from_stored
from handlers.views import reflect_cards
from handlers.views.promises.promise_lines import shown
from storage.choices import PromiseSide
from storage.customers import commitments
from storage.marketing import asks
from storage.sales_calls import call_seats, reflections
from storage.sales_calls.own_calls import Seated
from storage.sources import measured_calls
from storage.tables import Ask, Commitment, Contact, Guess, Reflection
from storage.workspace import policies

TEXTS = ("heard", "surprise", "next_step")
FIELDS = ("goal_reached", *TEXTS, "heard_from", promises_of_call.FIELD, *ABOUT_SELF)
RECENT = 30  # in how many recent reflections we count a rep's answers about themselves
MARKETING_READS = "Marketing reads this too, and will see what you change"
MARKETING_WORKS = "Marketing is working on this, and keeps it as you passed it on"
COLLEAGUES_READ = "You shared these notes. Your colleagues will see what you change."
# The form's subject lists the names of its questions. This word comes after the names if the form
# says that marketing reads what the buyer said.
SAYS_MARKETING_READS = "told"

Choose = Callable[[CallOnFile], tuple[str, ...]]
PAGES: Mapping[str, Choose] = {
    "": reflection_questions.questions,
    "more": reflection_questions.unanswered,
    "rest": reflection_questions.answered_beyond,
}


@dataclass(frozen=True)
class Pages:
    """Which other forms a call has besides the first.

    - `more`: whether some questions have no answer yet. *Add more* asks them.
    - `rest`: whether some answers did not fit into the first form. *Change the rest* shows them.
    """

    more: bool
    rest: bool


@dataclass(frozen=True)
class _CallFacts:
    """What the form needs to know about a call."""

    seated: Seated
    written: Reflection | None
    guesses: Sequence[Guess]
    promised: Sequence[Commitment]  # the open promises of the call
    coming: Sequence[Contact]  # the attendees of the call
    focus: Focus | None
    marketing_hint: str  # `MARKETING_READS`, `MARKETING_WORKS`, or "" if marketing got no quote

    @property
    def answered(self) -> frozenset[str]:
        known = [name for name in FIELDS if self.written and getattr(self.written, name, None)]
        known += [f"{GUESS}{guess.id}" for guess in self.guesses if guess.outcome]
        known += [promises_of_call.FIELD] if self.promised else []
        return frozenset(known)


async def opened(turn: Turn, seated: Seated, page: str = "") -> Form:
    """Open the form of a call, with fingerprints of what is on file.

    If somebody changes a value while the form is open, the fingerprints show that when the form is
    submitted.

    `page` chooses the questions. For "", the form has as many questions as fit, answered questions
    first. For "more", it has the questions without an answer. For "rest", it has the answered
    questions that did not fit into the form for "". If no question is left for "more" or "rest", we
    open the form for "".
    """
    facts = await _gathered(turn, seated)
    on_file = await _on_file(turn, facts)
    names = PAGES.get(page, reflection_questions.questions)(on_file)
    names = names or reflection_questions.questions(on_file)
    return form_edits.with_fingerprints(_form(turn, facts, names))


async def with_questions(turn: Turn, seated: Seated, names: Sequence[str]) -> Form:
    """Return the form with these questions. Leave out questions about guesses that were removed."""
    return _form(turn, await _gathered(turn, seated), names)


def filled(form: Form, fields: Mapping[str, str]) -> Form:
    """Return the form filled with what was typed before."""
    blocks = tuple(
        refilled(block, fields) if isinstance(block, Input) else block for block in form.blocks
    )
    return replace(form, blocks=blocks)


def asks_all(form: Form, fields: Mapping[str, str]) -> bool:
    """Check whether the form has an input for each of the `TEXTS` that `fields` contains."""
    asked = {one.id for one in form.inputs}
    return all(name in asked for name in fields if name in TEXTS)


def with_typed(form: Form, typed_before: Mapping[str, str]) -> Form:
    """Return the form with words that were typed elsewhere. They come below the words on file."""
    on_file = {one.id: one.value for one in form.inputs if isinstance(one, TextInput) and one.value}
    together = {
        name: f"{on_file[name]}\n{words}" if name in on_file else words
        for name, words in typed_before.items()
        if words not in on_file.get(name, "").splitlines()
    }
    return filled(form, together)


async def pages(turn: Turn, seated: Seated) -> Pages:
    """Say which other forms of a call have questions."""
    on_file = await _on_file(turn, await _gathered(turn, seated))
    more = bool(reflection_questions.unanswered(on_file))
    return Pages(more, rest=bool(reflection_questions.answered_beyond(on_file)))


def known(name: str) -> bool:
    """Check whether a form can have a question with this name."""
    return name in FIELDS or (name.startswith(GUESS) and whole_number(name[len(GUESS) :]) > 0)


async def _gathered(turn: Turn, seated: Seated) -> _CallFacts:
    call_id, tenant, mine = seated.call.id, turn.person.tenant, turn.person.id
    reflection = await own_reflection.of_call(turn, seated)
    guesses = (await call_seats.guesses(turn.session, [(call_id, mine)])).get((call_id, mine), ())
    promised = await commitments.of_call(turn.session, tenant, call_id, mine)
    ask = await asks.of_call(turn.session, tenant, call_id, mine) if reflection else None
    focus_id = (reflection and reflection.focus_id) or turn.person.focus_id
    return _CallFacts(
        seated,
        reflection,
        guesses,
        [row for row in promised if row.state == "open"],
        await call_people.attendees(turn, seated),
        turn.playbook.focus(focus_id) if focus_id else None,
        marketing_hint=_marketing_hint(ask),
    )


def _marketing_hint(ask: Ask | None) -> str:
    if ask is None or not ask.quote:
        return ""
    return MARKETING_WORKS if ask.state in passing_on.BEING_WORKED_ON else MARKETING_READS


async def _on_file(turn: Turn, facts: _CallFacts) -> CallOnFile:
    """Return the facts by which `reflection_questions` chooses the questions of the form."""
    recent = await reflections.last_of(
        turn.session, turn.person.tenant, turn.person.id, limit=RECENT
    )
    others = [row for row, _ in recent if row.call_id != facts.seated.call.id]
    counted: dict[AboutSelf, int] = {
        name: sum(getattr(row, name) is not None for row in others) for name in ABOUT_SELF
    }
    return CallOnFile(
        answered=facts.answered,
        guesses=[f"{GUESS}{guess.id}" for guess in facts.guesses],
        several_came=len(facts.coming) > 1 and not _says_who(facts),
        focus_area=facts.focus.area if facts.focus else None,
        self_answers=counted,
        meant_to_pitch=_meant_to_pitch(turn.playbook, facts),
        turn=facts.seated.call.id,
        measured=await _measured(turn, facts.seated.call.id),
    )


def _says_who(facts: _CallFacts) -> bool:
    """Check whether each line of `heard` begins with the name of somebody who came."""
    lines = facts.written.heard.splitlines() if facts.written else []
    named = [
        sum(names_speaker(line, one.name) for one in facts.coming) for line in lines if line.strip()
    ]
    return bool(named) and all(count == 1 for count in named)


async def _measured(turn: Turn, call_id: int) -> frozenset[AboutSelf]:
    """Return the questions that need not be asked, because the transcript's figures answer them.

    Return no questions if the rep has not seen the figures, or if figures are switched off.
    """
    row = await measured_calls.of_call(turn.session, turn.person, call_id)
    if row is None or row.shown_at is None:
        return frozenset()
    if await policies.figures_are_off(turn.session, turn.person.tenant):
        return frozenset()
    figures = from_stored(row.figures)
    found: dict[AboutSelf, object] = {
        "talk": as_answers.talk(figures),
        "first_prescribed": as_answers.first_prescribed(figures),
    }
    return frozenset(name for name, answer in found.items() if answer is not None)


def _meant_to_pitch(playbook: Playbook, facts: _CallFacts) -> bool:
    kind = situations.kind_of(facts.seated, facts.coming, playbook)
    return kind in ("demo", "pricing") or goals.is_pitch(facts.seated.seat.goal, playbook.pitch)


def _form(turn: Turn, facts: _CallFacts, names: Sequence[str]) -> Form:
    seat, call, account = facts.seated
    when = format_short(call.starts_at, now=turn.now, zone=turn.person.zone)
    goal = [Note(spans("Your goal: ", typed(seat.goal)))] if seat.goal else []
    untold = turn.transcripts is not None and turn.person.told_of_transcripts is None
    mention = [Note(spans(reflect_cards.TRANSCRIPT))] if untold else []
    is_shared = facts.written is not None and facts.written.shared
    shared = [Note(spans(COLLEAGUES_READ))] if is_shared else []
    inputs = _Inputs(turn.playbook, facts, day_of(turn.now, turn.person.zone))
    asked = [(name, made) for name in names if (made := inputs.of(name))]
    reads = facts.marketing_hint == MARKETING_READS and "heard" in names
    told = [SAYS_MARKETING_READS] if reads else []
    return Form(
        "reflect",
        "Reflect on a call",
        (
            Paragraph(spans(f"{shortened(account.name)}, {when}")),
            *shared,
            *(goal if "goal_reached" in names else []),
            *(made for _, made in asked),
            *mention,
        ),
        subject=f"{call.id}:{','.join((*(name for name, _ in asked), *told))}",
    )


class _Inputs:
    """The inputs of the form, filled with what is on file about the call."""

    def __init__(self, playbook: Playbook, facts: _CallFacts, today: date) -> None:
        self._playbook = playbook
        self._facts = facts
        self._today = today

    def of(self, name: str) -> Input | None:
        """Return the input of a question, or None for a guess that was removed."""
        if name.startswith(GUESS):
            return self._guess(name)
        own: dict[str, Callable[[], Input]] = {
            "goal_reached": self._goal_reached,
            "heard": self._heard,
            "heard_from": self._heard_from,
            promises_of_call.FIELD: self._promised,
            "kept_focus": self._kept_focus,
        }
        if name in own:
            return own[name]()
        return self._text(name) if name in TEXTS else self._choice(name)

    def _on_file(self, name: str) -> str | int | None:
        value: str | int | None = getattr(self._facts.written, name, None)
        return value

    def _text(self, name: str) -> TextInput:
        worded = self._playbook.reflection[name]
        value = str(self._on_file(name) or "")
        return TextInput(name, worded.label, worded.hint or "", value, multiline=True)

    def _choice(self, name: str, worded_as: str = "") -> ChoiceInput:
        worded = self._playbook.reflection[worded_as or name]
        options = tuple(Option(choice.id, choice.label) for choice in worded.choices)
        chosen = str(self._on_file(name) or "")
        return ChoiceInput(name, worded.label, options, chosen, worded.hint or "")

    def _goal_reached(self) -> ChoiceInput:
        asked = reflect_cards.question(self._facts.seated.seat.goal, self._playbook)
        return replace(self._choice("goal_reached", asked.id), required=True)

    def _kept_focus(self) -> ChoiceInput:
        asked, focus = self._choice("kept_focus"), self._facts.focus
        return replace(asked, hint=focus.plan) if focus else asked

    def _guess(self, name: str) -> ChoiceInput | None:
        guess = next((one for one in self._facts.guesses if name == f"{GUESS}{one.id}"), None)
        if guess is None:
            return None
        asked = self._choice("guess_outcome")
        label = f"You guessed: {shortened(guess.text)}"
        return replace(asked, id=name, label=label, value=guess.outcome or "", hint=asked.label)

    def _heard(self) -> TextInput:
        asked = self._text("heard")
        hint = self._facts.marketing_hint
        return replace(asked, hint=hint) if hint else asked

    def _heard_from(self) -> ChoiceInput:
        chosen = str(self._on_file("heard_from") or "")
        return reflect_cards.speaker(self._facts.coming, self._playbook, chosen)

    def _promised(self) -> TextInput:
        lines: dict[PromiseSide, list[str]] = {"ours": [], "theirs": []}
        for row in self._facts.promised:
            lines[row.side].append(shown(row.text, row.due_on, self._today))
        asked = self._text(promises_of_call.FIELD)
        return replace(asked, value=promise_sides.together(lines["ours"], lines["theirs"]))
