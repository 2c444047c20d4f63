"""Ask a rep to guess who talked more. Compare the guess and the rep's notes with the figures."""

from collections.abc import Iterator

from handlers.cards import Block, Button, Buttons, Card, Note, Paragraph, Strong, spans, typed
from handlers.playbook.loader import Playbook
from handlers.transcripts.figures.guessed import share_in_words
from handlers.transcripts.records import TalkFigures
from handlers.views.transcripts.talk_card import NOT_THIS_CALL, PRIVACY
from handlers.views.transcripts.talk_words import at_place, place, third
from storage.choices import FirstPrescribed, NextStepBy, Talk, TalkSide

GUESS, SHOW = "talk.guess", "talk.show"
_THIRDS: dict[FirstPrescribed, str] = {
    "first_third": "first",
    "middle": "middle",
    "last_third": "last",
}
_IDEAS: dict[NextStepBy, str] = {
    "ours": "your idea",
    "theirs": "their idea",
    "together": "both sides' idea",
}
_WHO: dict[TalkSide, str] = {"me": "You", "colleague": "A colleague", "theirs": "They"}


def question(about: str, playbook: Playbook, row: str) -> Card:
    """Ask who talked more, before any figure is shown.

    `about` names the call. `row` is the id of the call's stored figures. The value of each button
    has this id.
    """
    worded = playbook.reflection["talk"]
    lead = "Before you see the figures: who talked more?"
    measured = f"I've measured your call with {about}."
    taps = [
        Button(choice.label, GUESS, f"{row}:{choice.id}", about=about) for choice in worded.choices
    ]
    blocks: tuple[Block, ...] = (
        Paragraph(spans(typed(f"{measured} "), Strong(lead))),
        Buttons(tuple(taps)),
        Buttons(
            (
                Button("Just show me", SHOW, row, about=about),
                Button("Not this call", NOT_THIS_CALL, row, about=about),
            )
        ),
        Note(spans(f"A guess will do. {PRIVACY}")),
    )
    return Card(f"{measured} {lead}", blocks)


def guess_and_truth(guess: Talk, figures: TalkFigures, playbook: Playbook) -> str:
    """Return "You guessed: about even. You talked 68% of the time."

    Return "" if we could not measure how much the rep talked.
    """
    said = share_in_words(figures)
    label = _label("talk", guess, playbook)
    return f"You guessed: {label[:1].lower()}{label[1:]}. {said}" if said else ""


def notes_and_truth(
    first_prescribed: FirstPrescribed | None, next_step_by: NextStepBy | None, figures: TalkFigures
) -> Iterator[str]:
    """Compare what the rep noted about the first pitch and the next step with what was heard."""
    if first_prescribed and (sentence := _pitch(first_prescribed, figures)):
        yield sentence
    step = figures.next_step
    if next_step_by and step and step.side in _WHO:
        said = f"{_WHO[step.side]} named the day {at_place(step.spot)}."
        yield f"You noted the next step as {_IDEAS[next_step_by]}. {said}"


def _pitch(noted: FirstPrescribed, figures: TalkFigures) -> str:
    # `questions` is None if nobody on our side says a sentence, or if the call is not in English.
    # Then we can't recognise a pitch either.
    if figures.questions is None:
        return ""
    heard, noted_third = figures.first_proposal, _THIRDS.get(noted)
    yours = f"your first pitch in the {noted_third} third" if noted_third else "no pitch"
    if heard is None:
        said = f"You noted {yours}. No proposal from your side was recognised."
        return said if noted_third else ""
    where = (
        f"{place(heard)}, in the {third(heard.part)} third"
        if heard.at is not None
        else place(heard)
    )
    return f"You noted {yours}. The first proposal that was recognised: {where}."


def _label(question_id: str, choice_id: str, playbook: Playbook) -> str:
    choices = playbook.reflection[question_id].choices
    return next((choice.label for choice in choices if choice.id == choice_id), choice_id)
