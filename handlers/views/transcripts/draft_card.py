"""The draft of a reflection: lines of a transcript that the rep can keep, edit or drop.

We show the words of a call only in two places: in quotes, which we never store, and in the form in
which the rep edits a line.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from handlers.cards import (
    Block,
    Button,
    Buttons,
    Card,
    Form,
    Note,
    Paragraph,
    Quote,
    ShowsOfCall,
    spans,
    typed,
)
from handlers.coaching.text.words import shortened
from handlers.inputs import ChoiceInput, TextInput
from handlers.playbook.loader import Playbook
from handlers.times.formatting import format_day, format_full_date
from handlers.transcripts.lines.draft_order import FIRST, FIRST_LEFT_OUT, MAX_LEFT_OUT, REST
from handlers.transcripts.records import DraftLine, DraftLineKind, GoalHeard
from handlers.views import reflect_cards
from handlers.views.model_words import suggested_by
from handlers.views.promises import promise_cards
from handlers.views.transcripts import draft_together
from handlers.views.transcripts.talk_card import DRAFT
from handlers.views.transcripts.talk_words import place
from storage.choices import MISSED
from storage.sales_calls.own_calls import Seated

TAP, KEEP, EDIT = "talk.tap", "talk.keep", "talk.edit"
TAKE_BACK = "talk.take_back"
KEPT, DROPPED = "kept", "dropped"
REWORDED = "kept in your words"
# The states of a line that was at least partly on file before the rep pressed *Keep*:
# - `ON_FILE`: all of the line was on file.
# - `KEPT_STEP`: the next step was added. The rest was on file.
# - `KEPT_PROMISE`: the promise was added. The rest was on file.
ON_FILE, KEPT_STEP, KEPT_PROMISE = "already on file", "kept as the next step", "kept as a promise"
# The states of a line that the rep kept without an edit.
AS_SAID = frozenset({KEPT, ON_FILE, KEPT_STEP, KEPT_PROMISE})
SETTLED = AS_SAID | {REWORDED}
ANSWERED_ONCE = (
    "Choose an answer to see the lines. I'll save it as the first answer in your reflection."
)
NOTHING_BY_ITSELF = "Nothing is kept unless you keep it."
PROMISES_GO = (
    "Your colleagues see a promise once you press “Keep”. If one of yours is overdue, your "
    "manager's morning message names it. Only you see the rest until you share it."
)
ALL_GOES = "You have shared this reflection, so your colleagues can read what you keep."
COLLEAGUES_SEE = "Your colleagues see it."
CHANGED = "You have since changed what you kept. This is what was said."
_KINDS: Mapping[DraftLineKind, str] = {
    "need": "a need",
    "decider": "who decides",
    "budget": "the budget",
    "number": "a number",
    "date": "a day",
    "name": "a person",
    "promise": "a promise",
    "step": "the next step",
    "rival": "a competitor",
}
_WORDS_SHOWN = 6  # we show at most this many words of the goal
_CONTEXT = 120  # we show at most this many characters of the sentence before a line
EMPTY_DROPS = "Leave this empty to drop the line."
SAID_AFTER = "Said after"
TAKEN_BACK = "a promise, taken back later in the call, so there is nothing to keep."
MAX_PAGES = 4  # the best lines, the others, and two pages of lines that were left out
UNCLEAR = "On its own, this may not be clear later, so edit it first."


def how_it_went(
    row: str, about: str, seated: Seated, goal: GoalHeard | None, playbook: Playbook
) -> Card:
    """Ask the first question of a reflection, and say which words of the goal we heard.

    `about` and `row` are as in `DraftPages`.
    """
    asked = reflect_cards.question(seated.seat.goal, playbook)
    lead = f"{about}: {asked.label[:1].lower()}{asked.label[1:]}"
    planned = shortened(seated.seat.goal, reflect_cards.GOAL_SHOWN)
    words = f"{lead} Goal: {planned}{'' if planned[-1] in '.!?…' else '.'}" if planned else lead
    heard = f" {_heard(goal)}" if goal and planned else ""
    taps = [
        Button(choice.label, TAP, f"{row}:{choice.id}", about=about)
        for choice in asked.choices
        if choice.id != MISSED
    ]
    blocks: tuple[Block, ...] = (
        Paragraph(spans(typed(words), typed(heard))),
        Buttons(tuple(taps)),
        Note(spans(ANSWERED_ONCE)),
    )
    return Card(words, blocks, shows=(ShowsOfCall(seated.call.id, "draft"),))


def _heard(goal: GoalHeard) -> str:
    found = ", ".join(goal.found[:_WORDS_SHOWN])
    return f"You talked about: {found}." if found else "None of its words came up."


@dataclass(frozen=True)
class DraftPages:
    """The lines of a draft.

    Each line has a number or, in `model_lines`, a key. In `lines`, the number is the place of the
    line, counted from 0. In `left_out`, the numbers begin at `FIRST_LEFT_OUT`. `settled` says, by
    number or key, what the rep has done with a line: `DROPPED` or one of `SETTLED`.
    """

    row: str  # a reference to the call's figures, for the values of buttons
    about: str  # such as "Northwind, today 10:00"
    lines: Sequence[DraftLine]
    settled: Mapping[str, str]
    left_out: Sequence[DraftLine] = ()  # lines for which the first two pages have no room
    taken_back: Sequence[DraftLine] = ()  # promises that somebody took back in the call
    # The rep's own words that were kept in place of a line, by the line's number or key. Words that
    # somebody has changed since are left out. If all words were changed, the value is "".
    in_own_words: Mapping[str, str] = field(default_factory=dict)
    # One clause for each promise that comes from several sentences, by the line's number.
    put_together: Mapping[str, str] = field(default_factory=dict)
    shared: bool = False  # colleagues can read the reflection
    kept_together: Sequence[int] = ()  # the numbers of the lines that one button has just kept
    # The lines that the language model `model` picked out, by key. Page 0 shows these lines.
    model_lines: Mapping[str, DraftLine] = field(default_factory=dict)
    model: str = ""


def page(
    draft: DraftPages, seated: Seated, number: int, today: date, notes: Sequence[str] = ()
) -> Card:
    """Return a page of the draft. `number` says which page, counted from 0.

    Page 0 has the best lines. If there are more lines, page 1 has the rest. Further pages have the
    lines that were left out.
    """
    number = _existing(draft, number)
    lead = f"Draft of your reflection on {draft.about}"
    shown_here = _lines_of(draft, number)
    every = {str(at): line for at, line in shown_here.items()}
    every |= draft.model_lines if number == 0 else {}
    promises = any(line.kind == "promise" for line in every.values())
    goes = ALL_GOES if draft.shared else PROMISES_GO if promises else ""
    said = f"{NOTHING_BY_ITSELF} {goes}".rstrip()
    blocks: list[Block] = [Paragraph(spans(typed(lead), f". {said}"))]
    for key, line in every.items():
        blocks += _line(draft, key, line, today)
    blocks += _together(draft, shown_here)
    below = _below(draft, seated, number)
    blocks.append(Buttons(below))
    blocks += _left_out(draft, seated, number)
    blocks += _taken_back(draft, number)
    blocks += [Note(spans(typed(note))) for note in notes]
    if kept := {at: line for at, line in shown_here.items() if at in draft.kept_together}:
        blocks.append(Buttons((draft_together.undo(draft.row, kept, draft.about),)))
    again = Button("Show the lines again", DRAFT, f"{draft.row}:{number}", about=draft.about)
    without = Card(lead, (*blocks[:1], Buttons((again, below[0]))))
    shows = (ShowsOfCall(seated.call.id, "draft"),)
    total = len(draft.lines) + len(draft.model_lines)
    counted = "one line" if total == 1 else f"{total} lines"
    return Card(f"{lead}: {counted}.", tuple(blocks), kept=without, shows=shows)


def _line(draft: DraftPages, key: str, line: DraftLine, today: date) -> list[Block]:
    state, own = draft.settled.get(key, ""), draft.in_own_words.get(key, "")
    changed = f" {CHANGED}" if state == REWORDED and not own else ""
    # The rep's own words contain the day already.
    shown = replace(line, due=None) if own else line
    by = f" ({suggested_by(draft.model)})" if key in draft.model_lines else ""
    clause = "" if own else draft.put_together.get(key, "")
    source = f"{_source(shown, state, today, by, clause)}{changed}"
    buttons = _buttons(f"{draft.row}:{key}", state, place(line.spot), alone=not line.before)
    return [Quote(own or line.words, source, kept=False), Buttons(buttons)]


def _together(draft: DraftPages, shown: Mapping[int, DraftLine]) -> list[Block]:
    """Return the button that keeps all lines.

    When the button has been pressed, a sentence with the number of kept lines takes its place. So
    the second click of a double click does not press another button.
    """
    left = draft_together.open_lines(shown, draft.settled).values()
    unclear = sum(bool(line.before) for line in left)
    if kept := len(draft.kept_together):
        said = f"Kept {kept} lines." if kept > 1 else "Kept one line."
        return [Note(spans(f"{said} {_to_edit(unclear)}".rstrip()))]
    buttons = draft_together.keep_all(draft.row, shown, draft.settled, draft.about)
    if not buttons or len(left) == unclear:
        return [Buttons(buttons)] if buttons else []
    return [Buttons(buttons), *([Note(spans(_to_edit(unclear)))] if unclear else [])]


def _to_edit(count: int) -> str:
    """Say how many lines the rep must edit before they can be kept."""
    if not count:
        return ""
    return (
        f"{count} lines are left to edit first." if count > 1 else "One line is left to edit first."
    )


def _source(line: DraftLine, state: str, today: date, by: str = "", clause: str = "") -> str:
    """Return "Jana Novak, 12:40: a need" or "You, 0:40: the next step. Kept in your words.".

    If we put the promise together from several sentences, `clause` is the promise as one clause.
    """
    who = _who(line)
    what = _KINDS[line.kind]
    if line.kind == "promise":
        day = f", {_due(line.due, today, in_full=bool(clause))}" if line.due else ""
        what += f": {clause}{day}" if clause else day
        what += ", on a condition" if line.conditional else ""
        what += ", and the next step" if line.is_next else ""
        what += f", asked for by {shortened(line.asked_by, 40)}" if line.asked_by else ""
    if line.booked:
        what += f", in your calendar on {line.booked}"
    done = f". {state.capitalize()}." if state else ""
    if line.kind == "promise" and state in SETTLED:
        done += f" {COLLEAGUES_SEE}"
    before = shortened(line.before, _CONTEXT)
    after = f". {SAID_AFTER} “{before}”" if before else ""
    end = "" if done or before.endswith((".", "!", "?", "…")) else "."
    why = f"{end} {UNCLEAR}" if before and state not in SETTLED else ""
    return f"{who}, {place(line.spot)}: {what}{by}{after}{done}{why}"


def _who(line: DraftLine) -> str:
    return "You" if line.side == "me" else shortened(line.speaker, 40)


def _due(day: date, today: date, *, in_full: bool = False) -> str:
    """Return the day of a promise. A promise that is only in a draft is never "overdue"."""
    if in_full:
        return f"{'due' if day < today else 'by'} {format_full_date(day, today)}"
    return f"due {format_day(day, today)}" if day < today else promise_cards.due(day, today)


def _buttons(value: str, state: str, where: str, *, alone: bool) -> tuple[Button, ...]:
    """Return the buttons of a line.

    Once a line is kept, *Edit* takes the place of *Keep*, so that a double click on *Keep* does not
    take the line back. `alone` says whether the line is clear without the sentence before it. If it
    isn't, there is no *Keep*: the rep must edit the line first.
    """
    edit_it = Button("Edit", EDIT, value, about=where)
    if state in SETTLED:
        return (edit_it, Button("Take it back", TAKE_BACK, value, about=where))
    keep_it = Button("Keep", KEEP, value, about=where)
    if state == DROPPED:
        return (keep_it if alone else edit_it,)
    return (keep_it, edit_it) if alone else (edit_it,)


def _existing(draft: DraftPages, number: int) -> int:
    """Return `number` if this page has lines, or else the nearest page before it with lines."""
    if number > 1 and draft.left_out:
        return min(number, page_of(FIRST_LEFT_OUT + len(draft.left_out) - 1))
    return min(number, int(len(draft.lines) > FIRST))


def _lines_of(draft: DraftPages, number: int) -> Mapping[int, DraftLine]:
    """Return the lines of a page by their numbers."""
    if number < 2:
        first, after = (FIRST, len(draft.lines)) if number else (0, FIRST)
        return dict(enumerate(draft.lines[first:after], first))
    first = (number - 2) * REST
    return dict(enumerate(draft.left_out[first : first + REST], FIRST_LEFT_OUT + first))


def _below(draft: DraftPages, seated: Seated, number: int) -> tuple[Button, ...]:
    whom, row, count = shortened(seated.account.name, 40), draft.row, len(draft.lines)
    best = min(count, FIRST)
    finish = Button("Finish the reflection", "reflect.open", str(seated.call.id), about=whom)
    if number:
        return (finish, Button(f"Back to the first {best}", DRAFT, f"{row}:0", about=whom))
    if count == best:
        return (finish,)
    return (finish, Button(f"More lines ({count - best})", DRAFT, f"{row}:1", about=whom))


def _left_out(draft: DraftPages, seated: Seated, number: int) -> list[Block]:
    """Return the button that shows the next page of lines that were left out.

    Return [] if there is no such page.
    """
    count, shown = len(draft.left_out), max(0, number - 1) * REST
    if shown >= count:
        return []
    whom, page_after = shortened(seated.account.name, 40), max(2, number + 1)
    label = "Show the other lines" if shown else "Show what was left out"
    button = Button(label, DRAFT, f"{draft.row}:{page_after}", about=whom)
    many = f"At least {count}" if count == MAX_LEFT_OUT else str(count)
    said = f"{many} weaker {'line was' if count == 1 else 'lines were'} left out."
    return [*([] if shown else [Note(spans(said))]), Buttons((button,))]


def _taken_back(draft: DraftPages, number: int) -> list[Block]:
    """On the last page with lines, show the promises that somebody took back in the call."""
    if number != _existing(draft, MAX_PAGES):
        return []
    return [
        Quote(line.words, f"{_who(line)}, {place(line.spot)}: {TAKEN_BACK}", kept=False)
        for line in draft.taken_back
    ]


def page_of(at: int) -> int:
    """Return the page, counted from 0, that shows the line with the number `at`."""
    if at < FIRST_LEFT_OUT:
        return int(at >= FIRST)
    return 2 + (at - FIRST_LEFT_OUT) // REST


def nothing(about: str, seated: Seated, sentence: str) -> Card:
    """Return a card without lines. A button opens the reflection.

    `sentence` says why there are no lines.
    """
    whom = shortened(seated.account.name, 40)
    button = Button("Finish the reflection", "reflect.open", str(seated.call.id), about=whom)
    words = spans(typed(f"{about}: "), sentence)
    return Card(f"{about}: {sentence}", (Paragraph(words), Buttons((button,))))


def edit(subject: str, line: DraftLine, words: str, speaker: ChoiceInput | None) -> Form:
    """Return the form in which the rep edits a line and keeps or drops it.

    `words` are the words that the form begins with. `speaker` is the field that says who said them.
    If `speaker` is None, the form has no such field.
    """
    if line.kind == "step":
        asked = TextInput("next_step", "What happens next?", EMPTY_DROPS, words, multiline=True)
    elif line.kind != "promise":
        asked = TextInput("heard", "What they said", EMPTY_DROPS, words, multiline=True)
    else:
        whose = "What they promised" if line.side == "theirs" else "What your side promised"
        hint = f"Include the day (“by Friday”). Days count from the day of the call. {EMPTY_DROPS}"
        asked = TextInput("promised", whose, hint, words)
    where = f"{shortened(line.speaker, 40)}, {place(line.spot)}"
    if line.before:
        where += f": “{line.words}” {SAID_AFTER} “{line.before}”"
    inputs = (asked, speaker) if speaker else (asked,)
    return Form(EDIT, "Edit a line", (Paragraph(spans(typed(where))), *inputs), subject, "Keep it")
