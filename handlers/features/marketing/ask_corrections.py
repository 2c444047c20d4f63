"""Let marketers give back an ask that they took on, and change or take back their answer."""

from dataclasses import replace
from datetime import timedelta

from handlers.cards import Card, Form, Paragraph, spans, typed
from handlers.coaching.text.words import shortened
from handlers.features.marketing import ask_sending, asks
from handlers.inputs import TextInput
from handlers.knowledge import ask_facts
from handlers.notices import answered, reopened, updating
from handlers.registry import Refusal, Registry, Turn
from handlers.views.marketing import ask_cards
from storage import outbox
from storage.choices import NoteKind
from storage.database.connection import empty_log_after_commit
from storage.marketing import ask_notes
from storage.tables import Ask, AskNote
from storage.tables.types import EPOCH
from storage.workspace import people

ANSWER_STAYS_OPEN = timedelta(days=3)  # how long an answer can be changed or taken back
NOT_YOURS = "You are not on this, so there is nothing to give back."
TOO_LATE = "An answer can be changed for three days. To add to it, press “Report the result”."
NO_ANSWER = "There is no answer to change any more."


def register(registry: Registry) -> None:
    """Register the buttons that give an ask back, and change or take back an answer."""
    registry.button(ask_cards.GIVE_BACK, give_back)
    registry.button(ask_cards.TAKE_ANSWER_BACK, take_answer_back)
    registry.button(ask_cards.CHANGE_ANSWER, open_form)
    registry.form(ask_cards.CHANGE_ANSWER, save_form)


async def give_back(turn: Turn) -> Card:
    """Give the ask back, so that a colleague can take it on.

    If the rep who wrote the ask was told that it had been taken on, tell the rep that it was given
    back.
    """
    ask = await asks.answerable(turn, locked=True)
    if ask.state != "taken_up" or ask.taken_by != turn.person.id:
        raise Refusal(NOT_YOURS)
    ask.taken_by = None
    told = await _remove(turn, ask, await _own_note(turn, ask, "taken_up"))
    if told:
        await reopened.tell(turn.session, ask, turn.now, answer=False)
    return await _card(turn, ask)


async def take_answer_back(turn: Turn) -> Card:
    """Remove the marketer's answer. If the rep had received it, tell the rep that it is gone."""
    ask = await asks.answerable(turn, locked=True)
    told = await _remove(turn, ask, await _own_answer(turn, ask))
    empty_log_after_commit(turn.session)
    if told:
        await reopened.tell(turn.session, ask, turn.now, answer=True)
    return await _card(turn, ask)


async def open_form(turn: Turn) -> Form:
    """Open the form that changes the marketer's answer."""
    ask = await asks.answerable(turn)
    note = await _own_answer(turn, ask)
    return Form(
        ask_cards.CHANGE_ANSWER,
        "Change the answer",
        (
            Paragraph(spans(typed(shortened(ask.line, 300)))),
            TextInput("words", "Your answer", value=note.text, multiline=True, required=True),
        ),
        subject=str(ask.id),
        submit="Send",
    )


async def save_form(turn: Turn) -> Card:
    """Change the marketer's answer, and bring the rep the new one."""
    words = turn.fields.get("words", "").strip()
    if not words:
        raise Refusal("Please write a few words.", field="words")
    return await change(turn, words)


async def change(turn: Turn, words: str) -> Card:
    """Change the marketer's answer to `words`, and bring the rep the new answer.

    The turn's text is the ask's row id.
    """
    ask = await asks.answerable(turn, locked=True)
    note = await _own_answer(turn, ask)
    if words != note.text:
        note.text = await asks.note_text(turn, ask, words, "answered")
        await turn.session.flush()
        empty_log_after_commit(turn.session)
        await answered.tell_changed(turn.session, ask, note, turn.now)
        await ask_sending.update_messages(turn, ask)
    return await asks.card_after(turn, ask, words, note.text)


async def _own_note(turn: Turn, ask: Ask, kind: NoteKind) -> AskNote | None:
    talk = await ask_notes.of_ask(turn.session, ask)
    own = [one for one in talk if one.kind == kind and one.author_id == turn.person.id]
    return own[-1] if own else None


async def _own_answer(turn: Turn, ask: Ask) -> AskNote:
    """Return the marketer's answer, if nothing was written about the ask after it.

    Raises Refusal if the ask has no such answer, or if the answer is a colleague's or older than
    `ANSWER_STAYS_OPEN`.
    """
    last = next(iter((await ask_notes.of_ask(turn.session, ask))[::-1]), None)
    if ask.state != "answered" or last is None or last.kind != "answered":
        raise Refusal(NO_ANSWER)
    if last.author_id != turn.person.id:
        who = await people.by_id(turn.session, ask.tenant, last.author_id)
        raise Refusal(f"Only {who.name if who else 'its author'} can change this answer.")
    if last.at < turn.now - ANSWER_STAYS_OPEN:
        raise Refusal(TOO_LATE)
    return last


async def _remove(turn: Turn, ask: Ask, note: AskNote | None) -> bool:
    """Remove a note and open its ask again. Return whether the rep had been told about the note."""
    told = False
    if note is not None:
        kinds, about = (answered.NAME,), [note.id]
        told = bool(await outbox.sent_about(turn.session, ask.tenant, kinds, about, EPOCH))
        await updating.plan(turn.session, ask.tenant, kinds, about, turn.now)
        await turn.session.delete(note)
        await turn.session.flush()
    seen = await ask_facts.gather(turn.session, ask, turn.now, turn.person.zone)
    ask.closed_at = None
    ask.state = "taken_up" if ask.taken_by else "waiting"
    if ask.state == "waiting" and ask_cards.open_question(replace(seen, ask=ask)):
        ask.state = "asked_back"
    firsts = [one.note.at for one in seen.talk if one.note.kind not in ask_cards.BACK_AND_FORTH]
    ask.first_answer_at = min(firsts, default=None)
    if ask.state == "waiting":
        await ask_sending.start_clock(turn, ask)
    await turn.session.flush()
    await ask_sending.update_messages(turn, ask)
    return told


async def _card(turn: Turn, ask: Ask) -> Card:
    return ask_cards.for_marketing(
        await ask_facts.gather(turn.session, ask, turn.now, turn.person.zone)
    )
