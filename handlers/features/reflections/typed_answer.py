"""Answer words that answer the question after a call: "no show", "it went well", "later"."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from handlers.cards import Button, Buttons, Card, Paragraph, Reply, spans, typed
from handlers.coaching.words import shortened
from handlers.features.reflections import one_tap
from handlers.nudges.plan import REFLECT_WITHIN
from handlers.registry import Turn
from handlers.times import format_absolute
from handlers.typed.prompt_answers import PromptAnswer, prompt_answer
from handlers.views import reflect_cards
from storage import own_calls
from storage.choices import MISSED
from storage.own_calls import Seated

OFFERED = 4
SHORTLY = timedelta(hours=12)  # "yes", "no" and "later" answer a question about a call since then
_TAPS: Mapping[PromptAnswer, str] = {
    "missed": MISSED,
    "good": "yes",
    "mixed": "partly",
    "bad": "no",
    "yes": "yes",
    "no": "no",
}
LATER = "All right, nothing is saved. The question keeps its buttons, and /reflect opens the form."


async def answer(turn: Turn) -> Reply | None:
    """Do what the tap does that the words mean. If several questions are open, ask which.

    Return None for any other words, outside the person's own chat, and if no question is open.
    """
    said = prompt_answer(turn.text) if turn.place is None else None
    if said is None:
        return None
    within = SHORTLY if said in ("yes", "no", "later") else REFLECT_WITHIN
    person = turn.person
    asked = await own_calls.waiting(
        turn.session, person.tenant, person.id, since=turn.now - within, now=turn.now, most=OFFERED
    )
    if not asked:
        return None
    if said == "later":
        return Card(LATER, (Paragraph(spans(LATER)),))
    if len(asked) > 1:
        return _which(turn, asked, said)
    if said in ("yes", "no") and not asked[0].seat.goal:
        return reflect_cards.prompt(asked[0], turn.playbook, _when(turn, asked[0]))
    return await one_tap.tap(replace(turn, text=f"{asked[0].call.id}:{_TAPS[said]}"))


def _which(turn: Turn, asked: Sequence[Seated], said: PromptAnswer) -> Card:
    lead = f"“{turn.text.strip()}”: for which call?"
    buttons = tuple(
        Button(
            f"{shortened(one.account.name, 20)}, {_when(turn, one)}",
            "reflect.tap",
            f"{one.call.id}:{_TAPS[said]}",
        )
        for one in asked
    )
    return Card(lead, (Paragraph(spans(typed(lead))), Buttons(buttons)))


def _when(turn: Turn, seated: Seated) -> str:
    zone = turn.person.zone
    return format_absolute(seated.call.starts_at, now=turn.now, zone=zone, own=zone)
