"""Set one specific goal and up to three guesses for a call."""

from handlers.cards import Form, Note, Paragraph, Reply, spans
from handlers.coaching.text.words import shortened
from handlers.features import access, form_edits
from handlers.features.briefs.briefing import show_brief
from handlers.inputs import TextInput
from handlers.registry import Registry, Turn
from storage.sales_calls import call_seats
from storage.sales_calls.own_calls import Seated
from storage.tables import Guess

GUESSES = 3


def register(registry: Registry) -> None:
    """Register the form, and the button that opens it."""
    registry.button("goal.open", open_form)
    registry.form("goal", save)


async def open_form(turn: Turn) -> Reply:
    """Open the form, filled with the current goal and guesses."""
    return form_edits.with_fingerprints(await _form(turn, await access.own_call(turn, turn.text)))


async def _form(turn: Turn, seated: Seated) -> Form:
    seat, call, account = seated
    guesses = await call_seats.guesses(turn.session, [(call.id, turn.person.id)])
    texts = {guess.position: guess.text for guess in guesses.get((call.id, turn.person.id), ())}
    return Form(
        "goal",
        "Goal and guesses",
        (
            Paragraph(spans(shortened(account.name))),
            TextInput(
                "goal",
                "What will you know or have agreed by the end?",
                hint="One thing. After the call, you say whether you reached it: yes, partly or no",
                value=seat.goal,
                multiline=True,
            ),
            Note(
                spans(
                    "Only you read your goal and your guesses. After the call, you can say "
                    "whether each guess was right."
                )
            ),
            *(
                TextInput(f"guess{n}", f"Guess {n}", value=texts.get(n, ""), multiline=True)
                for n in range(1, GUESSES + 1)
            ),
        ),
        subject=str(call.id),
    )


async def save(turn: Turn) -> Reply:
    """Save the goal and the guesses, and show them in the brief."""
    turn, seen = form_edits.split_fingerprints(turn)
    seated = await access.own_call(turn, turn.text, locked=True)
    turn = await form_edits.merged(turn, seen, await _form(turn, seated))
    seat, call = seated.seat, seated.call
    seat.goal = turn.fields.get("goal", "").strip()
    guesses = await call_seats.guesses(turn.session, [(call.id, turn.person.id)])
    by_position = {guess.position: guess for guess in guesses.get((call.id, turn.person.id), ())}
    for position in range(1, GUESSES + 1):
        text = turn.fields.get(f"guess{position}", "").strip()
        guess = by_position.get(position)
        if guess is None and text:
            turn.session.add(
                Guess(
                    tenant=turn.person.tenant,
                    call_id=call.id,
                    person_id=turn.person.id,
                    position=position,
                    text=text,
                )
            )
        elif guess is not None and text:
            guess.text = text
        elif guess is not None:
            await turn.session.delete(guess)
    return await show_brief(turn, seated)
