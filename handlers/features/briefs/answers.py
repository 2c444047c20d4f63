"""The form with the questions that a rep looks up before a call. It saves the answers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from handlers.cards import Card, Form, Note, Reply, card_saying, is_web_address, spans
from handlers.coaching import what_matters
from handlers.coaching.research import Chosen
from handlers.coaching.text.words import shortened
from handlers.features import access
from handlers.features.briefs.briefing import show_brief
from handlers.features.fields import whole_number
from handlers.inputs import ChecksInput, Option, TextInput
from handlers.knowledge import look_up_facts, look_ups
from handlers.knowledge.facts import Facts
from handlers.knowledge.gathering import gather
from handlers.registry import Refusal, Registry, Turn
from handlers.rhythm_settings import day_of
from handlers.times import format_day
from handlers.views.briefs import brief_room, questions
from storage.sales_calls import seat_texts
from storage.sales_calls.own_calls import Seated
from storage.tables import Finding, SkippedQuestion

# An input's name is this prefix and the question's id.
ANSWER = "answer-"
NEVER = "never"  # the input in which a rep ticks the questions that we don't ask again
GONE = "This question is no longer asked. Move what you found to another question, or clear it."


@dataclass(frozen=True)
class QuestionsCard:
    """The card that shows the questions.

    `view` is `brief` for the brief of one call, or `day` for the questions about all calls on a
    day. `calls` has the ids of the calls.
    """

    view: str
    calls: Sequence[int]


def register(registry: Registry) -> None:
    """Register the button below the questions, and the form."""
    registry.button("question.answer", open_answers)
    registry.form("question", answer)


async def open_answers(turn: Turn) -> Reply:
    """Open the form with the open questions. Raises Refusal if there are none."""
    facts, _ = await call_of(turn, turn.text)
    picks = look_ups.recorded(facts, turn.playbook, turn.now).picks
    if not picks:
        raise Refusal("Those questions are no longer open. Any answers are on file.")
    seen = f"Your colleagues see what you write about {shortened(facts.account.name)}."
    return Form(
        "question",
        "What did you find?",
        (
            Note(spans(f"Leave blank anything you didn't look up. {seen}")),
            *[_input(pick, facts) for pick in picks],
            ChecksInput(
                NEVER,
                "Don't ask again about this account",
                tuple(Option(pick.question.id, shortened(pick.ask, 75)) for pick in picks),
            ),
        ),
        subject=turn.text,
    )


def _input(pick: Chosen, facts: Facts) -> TextInput:
    question = pick.question
    before = next((row for row in facts.findings if row.question_id == question.id), None)
    return TextInput(
        f"{ANSWER}{question.id}",
        pick.ask,
        hint=f"Where: {question.where}",
        value=" ".join(filter(None, (before.text, before.source))) if before else "",
        multiline=True,
    )


async def answer(turn: Turn) -> Reply:
    """Save the answers, note which questions we don't ask again, and redraw the card.

    A web address at the end of an answer is saved as the answer's source. Raises Refusal if the
    form's call is not one of the person's planned calls, or if an answered question is no longer in
    the playbook.
    """
    facts, card = await call_of(turn, turn.text)
    saved = [row for row in _findings(turn, facts) if _is_new(row, facts)]
    turn.session.add_all(saved)
    never = turn.fields.get(NEVER, "").split(",")
    for question in filter(None, map(turn.playbook.question, never)):
        row = SkippedQuestion(
            tenant=turn.person.tenant, account_id=facts.account.id, question_id=question.id
        )
        await turn.session.merge(row)
    note = await saved_note(turn, facts, card, [row.text for row in saved]) if saved else None
    return await redraw(turn, facts, card, note)


def _findings(turn: Turn, facts: Facts) -> Iterator[Finding]:
    """Yield what the rep typed for each question.

    Raises Refusal if an answered question is no longer in the playbook.
    """
    for name, typed in turn.fields.items():
        if name.startswith(ANSWER) and typed.strip():
            question = turn.playbook.question(name.removeprefix(ANSWER))
            if question is None:
                raise Refusal(GONE, field=name)
            text, source = _with_source(typed)
            text = question.with_name(text, look_up_facts.names(facts))
            yield Finding(
                tenant=turn.person.tenant,
                account_id=facts.account.id,
                question_id=question.id,
                text=text,
                source=source,
                found_at=turn.now,
                found_by=turn.person.id,
            )


def _with_source(typed: str) -> tuple[str, str]:
    words, _, last = typed.strip().rpartition(" ")
    return (words.rstrip(), last) if words and is_web_address(last) else (typed.strip(), "")


def _is_new(found: Finding, facts: Facts) -> bool:
    """Return False if the last answer to the question is the same, and at most a day old."""
    last = next((row for row in facts.findings if row.question_id == found.question_id), None)
    if last is None or (last.text, last.source) != (found.text, found.source):
        return True
    return found.found_at - last.found_at > timedelta(days=1)  # the rep looked it up again


async def saved_note(turn: Turn, facts: Facts, card: QuestionsCard, saved: Sequence[str]) -> str:
    """Say where the rep will find what was just saved."""
    name, zone = shortened(facts.account.name), turn.person.zone
    if facts.call.starts_at < turn.now:
        return f"Saved. It is on file for your next call with {name}."
    await turn.session.flush()
    seated = Seated(facts.seat, facts.call, facts.account)
    now_known = await gather(turn.session, turn.person, seated)
    content = brief_room.content(now_known, turn.playbook, turn.now)
    in_brief = all(what_matters.is_told(text, content.points) for text in saved)
    where = "under “Everything on file”"
    if card.view == "brief":
        return f"Saved. It is {'in the brief below' if in_brief else where}."
    day = format_day(day_of(facts.call.starts_at, zone), day_of(turn.now, zone))
    if in_brief:
        return f"Saved. As things stand, it will be in the brief for {name}, {day}."
    return f"Saved. It is {where} for {name}, {day}, because the brief has no room for it."


async def call_of(turn: Turn, value: str) -> tuple[Facts, QuestionsCard]:
    """Parse a button's value. Return the facts about its call, and the card with the questions.

    The value is "view:call", or "view:call:calls" with the ids of all calls on the card. Raises
    Refusal if the call is not one of the person's planned calls.
    """
    view, call_id, on_card = (*value.split(":"), "", "")[:3]
    seated = await access.own_call(turn, call_id)
    calls = [id_ for each in on_card.split(",") if (id_ := whole_number(each))]
    return await gather(turn.session, turn.person, seated), QuestionsCard(
        view, calls or [seated.call.id]
    )


async def redraw(turn: Turn, facts: Facts, card: QuestionsCard, note: str | None) -> Card:
    """Show the card with the questions again, below a note if there is one.

    If no question for the day is left, show only the note, or say that nothing is left.
    """
    await turn.session.flush()
    if card.view == "brief":
        return await show_brief(turn, Seated(facts.seat, facts.call, facts.account), note)
    day = day_of(facts.call.starts_at, turn.person.zone)
    found = await look_ups.of_day(
        turn.session, turn.person, turn.playbook, day, turn.now, only=card.calls
    )
    await seat_texts.record(turn.session, look_ups.texts(found))
    if found:
        shown = questions.day_card(found, turn.now)
        return Card(shown.summary, (Note(spans(note)), *shown.blocks)) if note else shown
    lead = note or "Nothing more to look up."
    return card_saying(lead)
