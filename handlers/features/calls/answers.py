"""Answers, skips and sets aside research questions on the card that shows them."""

from dataclasses import dataclass

from handlers.cards import Card, Form, Note, Paragraph, Reply, Strong, TextInput, spans
from handlers.coaching.words import shortened
from handlers.features import access
from handlers.features.calls.briefing import show_brief
from handlers.knowledge.facts import Facts, gather
from handlers.playbook.schema import Question
from handlers.registry import Refusal, Registry, Turn
from handlers.rhythm_settings import day_of
from handlers.views import questions
from storage.calls import Seated
from storage.tables import Finding, SetAside


@dataclass(frozen=True)
class _Card:
    """The card that shows a question.

    view: `brief` for a brief, `day` for the questions about a day's calls.
    before: the questions that were on the card when its button was pressed.
    """

    view: str
    before: questions.CardQuestions


def register(registry: Registry) -> None:
    """Register the buttons below a question, and the form for its answer."""
    registry.button("question.answer", open_answer)
    registry.button("question.skip", skip)
    registry.button("question.never", never)
    registry.button("question.back", back)
    registry.form("question", answer)


async def open_answer(turn: Turn) -> Reply:
    """The form for an answer, filled with the text of the previous finding, if there is one."""
    facts, question, _ = await _question_of(turn)
    before = next((row for row in facts.findings if row.question_id == question.id), None)
    return Form(
        "question",
        "What did you find?",
        (
            Paragraph(spans(Strong(question.ask))),
            Note(spans(f"Where to look: {question.where}")),
            Note(
                spans(f"Your team sees the answer in briefs for {shortened(facts.account.name)}.")
            ),
            TextInput(
                "answer",
                "In a line or two",
                value=before.text if before else "",
                multiline=True,
                required=True,
            ),
            TextInput(
                "source",
                "Source",
                hint="A link, or who told you. You can leave this empty.",
            ),
        ),
        subject=turn.text,
    )


async def answer(turn: Turn) -> Reply:
    """Save a dated finding, unless it repeats the last one, and show the card again.

    Raises Refusal if the answer is empty, if the call is gone or not this person's, or if the
    question is no longer in the playbook.
    """
    facts, question, card = await _question_of(turn)
    text = turn.fields.get("answer", "")
    if not text.strip():
        raise Refusal("What did you find? A few words are enough.", field="answer")
    finding = Finding(
        tenant=turn.person.tenant,
        account_id=facts.account.id,
        question_id=question.id,
        text=text,
        source=turn.fields.get("source", "").strip(),
        found_at=turn.now,
        found_by=turn.person.id,
    )
    last = next((row for row in facts.findings if row.question_id == question.id), None)
    if last is None or (last.text, last.source) != (finding.text, finding.source):
        turn.session.add(finding)
    return await _redraw(turn, facts, card)


async def skip(turn: Turn) -> Reply:
    """Skip a question for this call."""
    facts, question, card = await _question_of(turn)
    return await _put_aside(turn, facts, question, card, facts.call.id)


async def never(turn: Turn) -> Reply:
    """Set a question aside for this account for good, because its answer does not matter there."""
    facts, question, card = await _question_of(turn)
    return await _put_aside(turn, facts, question, card, 0)


async def back(turn: Turn) -> Reply:
    """Bring back a question that was skipped or set aside."""
    facts, question, card = await _question_of(turn)
    for row in facts.set_aside:
        if row.question_id == question.id and row.call_id in (0, facts.call.id):
            await turn.session.delete(row)
    return await _redraw(turn, facts, card)


async def _put_aside(
    turn: Turn, facts: Facts, question: Question, card: _Card, call_id: int
) -> Reply:
    await turn.session.merge(
        SetAside(
            tenant=turn.person.tenant,
            account_id=facts.account.id,
            question_id=question.id,
            call_id=call_id,
        )
    )
    return await _redraw(turn, facts, card)


async def _question_of(turn: Turn) -> tuple[Facts, Question, _Card]:
    """The call, the question and the card of a button or form. Raises Refusal."""
    view, call_id, question_id, packed = (*turn.text.split(":"), "", "", "")[:4]
    seated = await access.own_call(turn, call_id)
    question = turn.playbook.question(question_id)
    if question is None:
        raise Refusal("That question is no longer in the playbook. /prep shows the current ones.")
    card = _Card(view, questions.unpacked(packed))
    return await gather(turn.session, turn.person, seated), question, card


async def _redraw(turn: Turn, facts: Facts, on: _Card) -> Reply:
    await turn.session.flush()
    seated = Seated(facts.seat, facts.call, facts.account)
    if on.view == "brief":
        return await show_brief(turn, seated, before=on.before)
    day = day_of(facts.call.starts_at, turn.person.zone)
    card = await questions.day_card(
        turn.session, turn.person, turn.playbook, day, turn.now, before=on.before
    )
    lead = "Those were all the open questions. Thank you."
    return card or Card(lead, (Paragraph(spans(lead)),))
