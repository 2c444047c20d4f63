"""The cards after a call, about whether it took place and how it went."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Literal

from handlers.cards import (
    Block,
    Button,
    Buttons,
    Card,
    Note,
    Paragraph,
    QuickForm,
    ShowsOfCall,
    card_saying,
    spans,
    typed,
)
from handlers.coaching.text.words import shortened
from handlers.inputs import ChoiceInput, Option, TextInput
from handlers.playbook.loader import Playbook
from handlers.playbook.schema import ReflectionField
from handlers.typed.calls.goal_outcomes import goal_within
from storage.choices import MISSED, GoalReached
from storage.sales_calls.own_calls import Seated
from storage.spelling import comparable
from storage.tables import Contact, Reflection

LINE = "reflect.line"  # the form within the message
TYPED = "typed"  # marks a form with words that the rep typed without being asked
REPORT = "report"  # marks a form with words that are the rep's report of the call
UNASKED = (TYPED, REPORT)
ONLY_YOU, COLLEAGUES = "Only you can read it.", "Your colleagues can read it."
GOAL_SHOWN = 140  # characters
WORDS_SHOWN = 40  # characters of a typed answer
NOT_SAVED = "Nothing is saved yet. “help” says what else I can do."
TRANSCRIPT = (
    "Was the call transcribed? Drop the file here, and I'll show you how much you talked. Only you "
    "see that. I keep only the figures and the lines you choose."
)


def question(goal: str, playbook: Playbook) -> ReflectionField:
    """Return the question after a call: was the goal reached? Without a goal: how did it go?"""
    return playbook.reflection["goal_reached" if goal else "went"]


def prompt(
    seated: Seated, playbook: Playbook, when: str, on_file: str = "", *, transcript: bool = False
) -> Card:
    """Return the question after a call, with a button for each answer.

    `when` says when the call began. `on_file` is the rep's saved answer, or "" if there is none.
    With `transcript`, say that the rep can drop a transcript.
    """
    seat, call, account = seated
    asked = question(seat.goal, playbook)
    lead = f"{shortened(account.name)}: {asked.label[:1].lower()}{asked.label[1:]}"
    goal = shortened(seat.goal, GOAL_SHOWN)
    about = f"{shortened(account.name, 40)}, {when}"
    replaces = f":{on_file}" if on_file else ""
    taps = tuple(
        Button(choice.label, "reflect.tap", f"{call.id}:{choice.id}{replaces}", about=about)
        for choice in asked.choices
    )
    words = spans(f"{lead} ", typed(goal)) if goal else spans(lead)
    mention = (Note(spans(TRANSCRIPT)),) if transcript else ()
    blocks = (Paragraph(words), Buttons(taps), *mention)
    shows = (ShowsOfCall(call.id, "prompt"),)
    return Card(f"{lead} {goal}".strip(), blocks, shows=shows)


def moved(seated: Seated, was_at: datetime, before: str, now_at: str) -> Card:
    """Return the card that replaces the question if the call was moved after we asked.

    `was_at` is the old start (UTC), `before` is the old start in words, and `now_at` is the new
    start in words. If the new start is later, the rep can say that the call took place at the old
    start.
    """
    account = shortened(seated.account.name)
    lead = f"{account} has moved from {before} to {now_at}. I'll ask you after that."
    if seated.call.starts_at < was_at:
        return card_saying(lead)
    about = f"{shortened(seated.account.name, 40)}, {before}"
    value = f"{seated.call.id}:{was_at.isoformat()}"
    met = Button("We did meet", "reflect.met", value, about=about)
    return card_saying(lead, Buttons((met,)))


def answer_in(words: str, seated: Seated) -> GoalReached | Literal[""]:
    """Return what a line says about the rep's goal for the call.

    "Yes, they want a pilot" and "went great, goal reached" both say that the goal was reached.
    Return "" if the line says nothing about the goal, or if the rep had set no goal.
    """
    if not seated.seat.goal:
        return ""
    says_yes = comparable(words).startswith(("yes,", "yes "))
    return goal_within(words) or ("yes" if says_yes else "")


def label_of(answer: str, goal: str, playbook: Playbook) -> str:
    """Return the label of an answer to the question that `question` returns."""
    choices = question(goal, playbook).choices
    return next(choice.label for choice in choices if choice.id == answer)


def readers(written: Reflection | None) -> str:
    """Say who can read a reflection's notes. `written` is None if there is no reflection."""
    return COLLEAGUES if written is not None and written.shared else ONLY_YOU


def tapped(
    seated: Seated, written: Reflection, playbook: Playbook, coming: Sequence[Contact]
) -> Card:
    """Return the saved answer, with a form for a line that was said in the call.

    If several contacts are in `coming`, the form asks who said the line.
    """
    seat, call, account = seated
    asked = question(seat.goal, playbook)
    label = label_of(written.goal_reached, seat.goal, playbook)
    lead = f"Saved: {shortened(account.name)}. {asked.label} {label}."
    about = shortened(account.name, 40)
    blocks: tuple[Block, ...] = (
        Paragraph(spans(lead)),
        line_form(str(call.id), playbook, coming, readers(written)),
        Buttons(
            (
                Button("Add more", "reflect.open", f"{call.id}:more", about=about),
                Button("Change", "reflect.change", str(call.id), about=about),
            )
        ),
    )
    return Card(lead, blocks, shows=(ShowsOfCall(call.id, "reflection"),))


def still_asked(card: Card, seated: Seated, playbook: Playbook) -> Card:
    """Ask, on the card of a saved report, whether the goal was reached. Each answer has a button.

    The rep can also answer the question by typing "yes", "partly" or "no".
    """
    asked, goal = question(seated.seat.goal, playbook), shortened(seated.seat.goal, GOAL_SHOWN)
    about = shortened(seated.account.name, 40)
    taps = tuple(
        Button(one.label, "reflect.tap", f"{seated.call.id}:{one.id}", about=about)
        for one in asked.choices
        if one.id != MISSED
    )
    first, *rest = card.blocks
    asks = Paragraph(spans(f"{asked.label} ", typed(goal)))
    return replace(card, blocks=(first, asks, Buttons(taps), *rest))


def taken_as(
    card: Card, seated: Seated, answer: GoalReached, words: str, playbook: Playbook
) -> Card:
    """Say on the card of a saved answer that we understood the typed words as `answer`.

    Add a button for each other answer, except “they didn't come”.
    """
    asked, call_id = question(seated.seat.goal, playbook), seated.call.id
    about = shortened(seated.account.name, 40)
    others = tuple(
        Button(one.label, "reflect.tap", f"{call_id}:{one.id}:{answer}", about=about)
        for one in asked.choices
        if one.id not in (answer, MISSED)
    )
    label = label_of(answer, seated.seat.goal, playbook)
    lead = f"I took “{shortened(words.strip(), WORDS_SHOWN)}” as “{label}”. Was it another answer?"
    first, *rest = card.blocks
    return replace(card, blocks=(first, Note(spans(typed(lead))), Buttons(others), *rest))


def ask_first(seated: Seated, playbook: Playbook, words: str, when: str, said_by: str) -> Card:
    """Ask how the call at `when` went, before we keep words that were said in the call.

    `said_by` says who said the words. It is the id of an option that `speaker` offers.
    """
    lead = f"Shall I keep this for {shortened(seated.account.name, 40)}?"
    asked = question(seated.seat.goal, playbook)
    taps = tuple(Option(one.id, one.label) for one in asked.choices if one.id != MISSED)
    went = ChoiceInput("goal_reached", asked.label, taps, answer_in(words, seated))
    worded = playbook.reflection["heard"]
    hint = f"From your call on {when}. {ONLY_YOU}"
    line = TextInput("heard", worded.label, hint, words, multiline="\n" in words)
    form = QuickForm(LINE, f"{seated.call.id}:{TYPED}:{said_by}", (line, went), submit="Keep it")
    return card_saying(lead, form, Note(spans(NOT_SAVED)))


def line_form(
    call_id: str, playbook: Playbook, coming: Sequence[Contact], who_reads: str
) -> QuickForm:
    """Return the form within the message: one line and, if several contacts came, who said it."""
    worded = playbook.reflection["heard"]
    hint = " ".join(filter(None, (worded.hint and f"{worded.hint}.", who_reads)))
    line = TextInput("heard", worded.label, hint)
    said_by = (speaker(coming, playbook),) if len(coming) > 1 else ()
    return QuickForm(LINE, call_id, (line, *said_by))


def speaker(coming: Sequence[Contact], playbook: Playbook, chosen: str = "") -> ChoiceInput:
    """Ask who said the words: one of the people who came, or somebody else."""
    worded = playbook.reflection["heard_from"]
    names = tuple(Option(str(contact.id), contact.name) for contact in coming)
    others = tuple(Option(choice.id, choice.label) for choice in worded.choices)
    return ChoiceInput(
        "heard_from", worded.label, (*names, *others), chosen, hint=worded.hint or ""
    )


def missed(seated: Seated, when: str, *, noted_by: str = "", then: str = "") -> Card:
    """Show a call to which nobody from the account came.

    The card has a button that undoes the no-show, and a button that plans another call.
    `noted_by` is the colleague who noted the no-show, or "" if the reader noted it. `then` is a
    sentence about what happens next, or "".
    """
    call, account = seated.call, seated.account
    name = shortened(account.name)
    lead = f"{name}, {when}: they didn't come. "
    if noted_by:
        lead = f"{name}, {when}: {noted_by} noted that nobody came. "
    lead += then or "I won't ask about it again."
    about = shortened(account.name, 40)
    undo = "They did come" if noted_by else "Undo"
    buttons = (
        Button("Plan another try", "reflect.again", str(account.id), about=about),
        Button(undo, "reflect.came", str(call.id), about=about),
    )
    return card_saying(typed(lead), Buttons(buttons))
