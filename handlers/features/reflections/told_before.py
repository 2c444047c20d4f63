"""Answer "i told you how brightwater went": show what is on file, or ask how it went."""

from dataclasses import replace
from datetime import timedelta

from handlers.cards import Button, Buttons, Card, Paragraph, Reply, card_saying, spans, typed
from handlers.coaching.text.words import shortened
from handlers.features import asker_calls
from handlers.features.customers import account_in_talk, which_account
from handlers.features.reflections import no_show, own_reflection
from handlers.registry import Turn
from handlers.typed.calls.reports import says_told_before
from handlers.views import reflect_cards
from storage.choices import MISSED
from storage.sales_calls import own_calls, own_notes
from storage.sales_calls.own_calls import Seated
from storage.tables import Reflection

WITHIN = timedelta(days=30)  # if the call is longer ago, the rep does not mean it
SHOWN = 200  # characters of what is on file


async def answer(turn: Turn) -> Reply | None:
    """Say what the rep has noted about the last call with an account, or ask how it went.

    Return None in these cases:

    - The line does not say that the rep told us about a call.
    - The line was typed in a channel.
    - The rep had no call with the account in the last 30 days (`WITHIN`).
    """
    is_told = turn.place is None and says_told_before(turn.text)
    held = await last_call(turn) if is_told else None
    if held is None:
        return None
    if held.call.status == MISSED:
        return await no_show.card(turn, held)
    if reflection := await own_reflection.of_call(turn, held):
        return _on_file(turn, held, _said(turn, held, reflection))
    notes = await own_notes.of_account(turn.session, turn.person, held.account.id, 1)
    if notes and notes[0].noted_at >= held.call.starts_at:
        return _on_file(turn, held, f"“{shortened(notes[0].text, SHOWN)}”, as your own note")
    return _asked(turn, held)


async def last_call(turn: Turn) -> Seated | None:
    """Return the person's last call in the last 30 days with the account that the line names.

    If the line names no account, use the account that came up last. Return None if no call fits.
    """
    person = turn.person
    account = await which_account.only_one_named(turn, turn.text)
    account = account or await account_in_talk.current(turn)
    if account is None:
        return None
    since, ids = turn.now - WITHIN, (person.tenant, person.id, account.id)
    return await own_calls.latest_started(turn.session, *ids, since=since, now=turn.now)


def _said(turn: Turn, held: Seated, reflection: Reflection) -> str:
    """Return what the rep heard in the call, in quotation marks.

    If the rep noted nothing, return the answer to the question how the call went.
    """
    if words := " ".join(reflection.heard.split()):
        return f"“{shortened(words, SHOWN)}”"
    if not reflection.goal_reached:
        return "no words yet"
    asked = reflect_cards.question(held.seat.goal, turn.playbook)
    label = reflect_cards.label_of(reflection.goal_reached, held.seat.goal, turn.playbook)
    return f"“{asked.label} {label}”"


def _on_file(turn: Turn, held: Seated, said: str) -> Card:
    name = shortened(held.account.name, 40)
    lead = f"On file for your call with {name}, {asker_calls.when(turn, held)}: {said}."
    label = "Change my answers" if held.seat.reflected_at else "Reflect"
    button = Button(label, "reflect.open", str(held.call.id), about=name, beside=True)
    return card_saying(typed(lead), Buttons((button,)))


def _asked(turn: Turn, held: Seated) -> Card:
    name = shortened(held.account.name, 40)
    lead = (
        f"I have nothing on file yet about your call with {name}, {asker_calls.when(turn, held)}."
    )
    prompt = reflect_cards.prompt(held, turn.playbook, asker_calls.when(turn, held))
    blocks = (Paragraph(spans(typed(lead))), *prompt.blocks)
    return replace(prompt, summary=lead, blocks=blocks)
