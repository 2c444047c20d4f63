"""Take a typed answer to "Did you reach your goal?": "northwind goal: partly", "yes reached"."""

from dataclasses import replace
from datetime import datetime, timedelta

from handlers.cards import Card, Reply, card_saying, typed
from handlers.coaching.text.words import shortened
from handlers.features import asker_calls
from handlers.features.customers import account_at_time
from handlers.features.notes import note_kept
from handlers.features.reflections import goal_answer, own_reflection, typed_report
from handlers.registry import Turn
from handlers.typed.calls.goal_outcomes import GoalOutcome, goal_outcome
from handlers.typed.privacy.confidential import is_confidential
from handlers.views import reflect_cards
from storage.conversation import last_asked, offers
from storage.conversation.last_about import LATELY
from storage.sales_calls.own_calls import Seated
from storage.tables import Account

SHORTLY = timedelta(hours=12)  # a line without an account is never about an earlier call
LOOKED_AT = 8  # we look at this many calls


async def answer(turn: Turn) -> Reply | None:
    """Save whether the goal of a call was reached. If an answer is on file, offer to change it.

    If the line names an account, it is about the latest call there; otherwise about the call that
    we asked about last. Return None for any other line, in a channel, and if we asked about none.
    """
    said = goal_outcome(turn.text) if turn.place is None else None
    if said is None:
        return None
    if not said.about:
        seated = await _asked_last(turn)
        return await _save(turn, seated, said) if seated else None
    account = await account_at_time.named_alone(turn, said.about)
    if account is None:
        return None
    seated = await asker_calls.latest(turn, account)
    return await _save(turn, seated, said) if seated else _none_held(account)


async def _save(turn: Turn, seated: Seated, said: GoalOutcome) -> Reply:
    """Save the answer, and the words after it.

    In a new reflection, the words are what was heard. If there is one already, they are the rep's
    own note: colleagues may read the reflection, and the words may be no part of what was heard.
    """
    if not seated.seat.goal:
        return reflect_cards.prompt(seated, turn.playbook, asker_calls.when(turn, seated))
    own = await own_reflection.of_call(turn, seated)
    if said.rest and own is None and not is_confidential(said.rest):
        fields = {"heard": said.rest, "goal_reached": said.answer}
        return await typed_report.save(turn, seated, fields)
    had_answer = own is not None and own.goal_reached != ""
    reply = await goal_answer.take(turn, seated, said.answer)
    if not said.rest:
        return reply
    both = await _with_note(turn, seated, reply, said.rest)
    if not had_answer:  # a typed "undo" does not say which of the two it means
        await offers.close(turn.session, turn.person)
    return both


async def _with_note(turn: Turn, seated: Seated, reply: Reply, words: str) -> Reply:
    """Keep the words as the rep's own note, and say so below the reply."""
    lead = note_kept.noted(seated.account)
    noted = await note_kept.keep_below(turn, seated.account, words, lead)
    if not isinstance(reply, Card):
        return Card(lead, tuple(noted))
    return replace(reply, blocks=(*reply.blocks, *noted))


async def _asked_last(turn: Turn) -> Seated | None:
    """Return the call about whose goal we asked last, if we have no answer yet.

    We ask with a message after the call, and with the reply to a line that leaves the goal open. If
    no question is open, return the call whose answer was saved last, if that was lately.
    """
    recent = await asker_calls.planned(turn, since=turn.now - SHORTLY, until=turn.now)
    posted = await last_asked.prompts(turn.session, turn.person, [one.call.id for one in recent])
    still_open: list[tuple[datetime, Seated]] = []
    answered: list[tuple[datetime, Seated]] = []
    for one in (each for each in recent[-LOOKED_AT:] if each.seat.goal):
        own = await own_reflection.of_call(turn, one)
        if own and own.goal_reached and turn.now - own.written_at <= LATELY:
            answered.append((own.written_at, one))
        elif own and not own.goal_reached:
            still_open.append((own.written_at, one))
        elif own is None and one.call.id in posted:
            still_open.append((posted[one.call.id], one))
    found = sorted(still_open or answered, key=lambda each: each[0])
    return found[-1][1] if found else None


def _none_held(account: Account) -> Reply:
    name = shortened(account.name, 40)
    lead = (
        f"You have had no call with {name} yet, so I changed nothing. To set the goal of the next "
        f"one, say what you want to have agreed by its end."
    )
    return card_saying(typed(lead))
