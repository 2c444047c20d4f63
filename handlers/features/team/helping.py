"""Let a helper answer a rep's question about an upcoming call, and look at the call's account."""

from handlers.cards import Aside, Form, Paragraph, Quote, Reply, spans
from handlers.coaching.text.words import shortened
from handlers.features.team import rights
from handlers.inputs import TextInput
from handlers.knowledge.gathering import gather
from handlers.notices import help_answered, help_asked
from handlers.registry import Refusal, Registry, Turn
from handlers.views.briefs import everything
from handlers.views.team import help_cards
from storage.sales_calls.own_calls import Seated
from storage.tables import Seat, Team
from storage.team import teams
from storage.team.help_requests import HelpWithCall


def register(registry: Registry) -> None:
    """Register the form for an answer, and the buttons of the message that shows the question."""
    registry.form(help_cards.ANSWER, answer)
    registry.button("help.again", open_form)
    registry.button("help.look", look)


async def answer(turn: Turn) -> Reply:
    """Save a new answer, and tell the rep. An answer after the call is welcome, too."""
    asked = await _answerable(turn, locked=True)
    request, words = asked.request, turn.fields.get("answer", "").strip()
    if not words:
        raise Refusal("Please write a few words.", field="answer")
    if words != request.answer:
        request.answer, request.answered_at = words, turn.now
        await turn.session.flush()
        await help_answered.tell(turn.session, asked, turn.now)
        await help_asked.update(turn.session, request.tenant, [request.id], turn.now)
    return help_cards.for_helper(asked, turn.now, team=await _led_team(turn, asked))


async def _led_team(turn: Turn, asked: HelpWithCall) -> Team | None:
    """Return the team of the rep who asked, if the helper leads it."""
    team = await teams.of_person(turn.session, asked.asker)
    return team if team is not None and team.manager_id == turn.person.id else None


async def open_form(turn: Turn) -> Reply:
    """Open the form to write an answer, or to change it."""
    asked = await _answerable(turn)
    return Form(
        help_cards.ANSWER,
        "Change your answer" if asked.state == "answered" else "Your answer",
        (
            Paragraph(spans(shortened(asked.account.name))),
            Quote(asked.request.question, asked.asker.name),
            TextInput(
                "answer", "Your answer", value=asked.request.answer, multiline=True, required=True
            ),
        ),
        subject=str(asked.request.id),
        submit="Answer",
    )


async def look(turn: Turn) -> Reply:
    """Show what every colleague may read about the account of the call."""
    asked = await rights.asked_of(turn, turn.text)
    call = asked.call
    # We don't save this seat. The helper is not in the call, and must not see the rep's seat.
    seat = Seat(
        call_id=call.id,
        person_id=turn.person.id,
        tenant=call.tenant,
        account_id=call.account_id,
        starts_at=call.starts_at,
    )
    facts = await gather(turn.session, turn.person, Seated(seat, call, asked.account))
    return Aside(everything.for_colleague(facts, turn.playbook, turn.now))


async def _answerable(turn: Turn, *, locked: bool = False) -> HelpWithCall:
    asked = await rights.asked_of(turn, turn.text, locked=locked)
    if asked.state in ("cancelled", "left"):
        raise Refusal(help_cards.for_helper(asked, turn.now).summary, field="answer")
    return asked
