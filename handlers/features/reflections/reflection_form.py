"""The form of a reflection: worded by the playbook, filled with what was written before."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.cards import ChoiceInput, Form, Note, Option, Paragraph, TextInput, spans
from handlers.coaching.words import shortened
from handlers.features.marketing import insight_uses
from handlers.features.reflections.promises_of_call import SIDES
from handlers.playbook.loader import Playbook
from handlers.registry import Turn
from handlers.times import format_moment
from handlers.views.promise_lines import shown
from storage import calls, commitments, insights, reflections
from storage.calls import Seated
from storage.tables import Commitment, Guess, Reflection

OUTCOME = "guess_outcome"
WITHOUT_A_GOAL = "Did you get what you wanted from it?"
SAVED_BEFORE = "You have already reflected on this call. Change anything you like."


async def form(turn: Turn, seated: Seated) -> Form:
    """The form for a call, with the questions that this call needs."""
    seat, call, account = seated
    tenant, mine = turn.person.tenant, turn.person.id
    written = await reflections.of_call(turn.session, tenant, call.id, mine)
    guesses = (await calls.guesses(turn.session, [(call.id, mine)])).get((call.id, mine), ())
    promised = await commitments.of_call(turn.session, tenant, call.id, mine)
    when = format_moment(call.starts_at, now=turn.now, zone=turn.person.zone)
    shown_insights = await insights.shown_in_call(turn.session, tenant, mine, call.id)
    before = [Note(spans(SAVED_BEFORE))] if written else []
    goal = [Note(spans("Your goal was: ", seat.goal))] if seat.goal else []
    inputs = _Inputs(turn.playbook, written)
    return Form(
        "reflect",
        "Reflect on a call",
        (
            Paragraph(spans(f"{shortened(account.name)}, {when}")),
            *before,
            *goal,
            inputs.goal_reached(planned=bool(seat.goal)),
            inputs.text("heard"),
            *(inputs.guess(guess) for guess in guesses),
            inputs.text("surprise"),
            inputs.choice("talk"),
            inputs.choice("first_prescribed"),
            inputs.text("next_step"),
            inputs.choice("next_step_by"),
            *(inputs.promises(side, promised) for side in SIDES),
            inputs.choice("built"),
            *insight_uses.questions(shown_insights),
            inputs.text("for_marketing"),
            inputs.choice("attribution"),
            inputs.choice("shared"),
        ),
        subject=str(call.id),
    )


class _Inputs:
    """The inputs of the form."""

    def __init__(self, playbook: Playbook, written: Reflection | None) -> None:
        self._worded = playbook.reflection
        self._written = written

    def text(self, name: str) -> TextInput:
        worded = self._worded[name]
        value = getattr(self._written, name) if self._written else ""
        return TextInput(name, worded.label, worded.hint or "", value, multiline=True)

    def choice(self, name: str, *, required: bool = False) -> ChoiceInput:
        worded = self._worded[name]
        options = tuple(Option(choice.id, choice.label) for choice in worded.choices)
        return ChoiceInput(
            name, worded.label, options, self._chosen(name), worded.hint or "", required
        )

    def goal_reached(self, *, planned: bool) -> ChoiceInput:
        asked = self.choice("goal_reached", required=True)
        return asked if planned else replace(asked, label=WITHOUT_A_GOAL)

    def guess(self, guess: Guess) -> ChoiceInput:
        worded = self._worded[OUTCOME]
        options = tuple(Option(choice.id, choice.label) for choice in worded.choices)
        label = f"You guessed: {shortened(guess.text)}"
        return ChoiceInput(f"guess-{guess.id}", label, options, guess.outcome or "", worded.label)

    def promises(self, side: str, promised: Sequence[Commitment]) -> TextInput:
        worded = self._worded[f"{side}_promised"]
        lines = [shown(p.text, p.due_on) for p in promised if p.side == side and p.state == "open"]
        return TextInput(
            f"{side}_promised", worded.label, worded.hint or "", "\n".join(lines), multiline=True
        )

    def _chosen(self, name: str) -> str:
        if name == "shared":
            return "team" if self._written and self._written.shared else "private"
        chosen = getattr(self._written, name) if self._written else None
        return chosen or ("anonymous" if name == "attribution" else "")
