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
from handlers.typed.calls.goal_outcomes import GoalOutcome, goal_alone, goal_outcome
from handlers.typed.privacy.confidential import is_confidential
from handlers.views import reflect_cards
from storage.choices import DraftKind
from storage.conversation import drafts, last_asked, offers
from storage.conversation.last_about import LATELY
from storage.sales_calls.own_calls import Seated
from storage.tables import Account, Reflection

# If a line names no account, we look for its call among the person's recent calls. A call is recent
# if it began at most `SHORTLY` ago and is one of the person's last `LOOKED_AT` calls.
SHORTLY = timedelta(hours=12)
LOOKED_AT = 8
# Drafts of these kinds ask nothing. A draft of any other kind asks something, and a typed "yes" or
# "no" after it is the answer.
ASK_NOTHING: tuple[DraftKind, ...] = ("offer to undo", "earlier offer to undo", "undo", "goal")


async def answer(turn: Turn) -> Reply | None:
    """Save whether the goal of a call was reached. If an answer is on file, offer to change it.

    - If the line names an account, the call is the latest call with the account.
    - If the line names no account, the call is the one whose goal we asked about last.
    - For a line that is only "yes", "no" or "partly", see `_bare`.

    Return None for a line in a channel or about something else. Also return None if no account has
    the name, or if we have not asked about a goal.
    """
    if turn.place is not None:
        return None
    said = goal_outcome(turn.text)
    if said is None:
        return await _bare(turn)
    if not said.about:
        seated = await _asked_last(turn)
        return await _save(turn, seated, said) if seated else None
    account = await account_at_time.named_alone(turn, said.about)
    if account is None:
        return None
    seated = await asker_calls.latest(turn, account)
    return await _save(turn, seated, said) if seated else _none_held(account)


async def _bare(turn: Turn) -> Reply | None:
    """Take a bare "yes", "partly" or "no" as the answer for the call that `left_open` returns.

    Return None if there is no such call. If we have asked something else since the rep reported on
    this call, return None for "yes" and "no", because they answer the later question. "Partly" can
    only be about a goal.
    """
    said = goal_alone(turn.text)
    found = await left_open(turn) if said else None
    if said is None or found is None:
        return None
    seated, at = found
    newest = await drafts.newest_of_any(turn.session, turn.person, at)
    if said != "partly" and newest is not None and newest.kind not in ASK_NOTHING:
        return None
    return await goal_answer.set_answer(replace(turn, text=f"{seated.call.id}:{said}:"))


async def left_open(turn: Turn) -> tuple[Seated, datetime] | None:
    """Return the call of the latest report that left the goal open, and the time of this report.

    A report is a typed reflection. If it does not say whether the goal was reached, our reply asks:
    “Did you reach your goal? Type yes, partly or no.” A report leaves the goal open until this
    question has an answer. The time is in UTC. Return None in these cases:

    - There is no such report in the last hour (`LATELY`).
    - After the report, we posted a question about a recent call.
    """
    found = [
        (one, own.written_at)
        for one, own in await _with_goals(turn)
        if own and own.heard and not own.goal_reached and turn.now - own.written_at <= LATELY
    ]
    if not found:
        return None
    seated, reported_at = max(found, key=lambda each: each[1])
    since = turn.now - SHORTLY
    recent = [one.call.id for one in await asker_calls.planned(turn, since=since, until=turn.now)]
    posted = await last_asked.prompts(turn.session, turn.person, recent)
    return None if any(at > reported_at for at in posted.values()) else (seated, reported_at)


async def _save(turn: Turn, seated: Seated, said: GoalOutcome) -> Reply:
    """Save the answer, and the words that follow it in the line.

    If the call has no reflection yet, make one, and store the words in `Reflection.heard`. If the
    call has a reflection, keep the words as the rep's own note. Confidential words always become a
    note, because colleagues may read the reflection. If the call had no goal, save nothing and ask
    how the call went.
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
    if not had_answer:  # both were saved: offer no undo, as "undo" could mean either
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
    """Return the call whose goal we asked about last.

    We ask with a message after the call, and with the reply to a typed reflection that does not say
    whether the goal was reached. Calls with an answer are left out. If all calls have answers,
    return the call with the latest answer, if it was saved within the last hour (`LATELY`).
    """
    found = await _with_goals(turn)
    call_ids = [one.call.id for one, _ in found]
    posted = await last_asked.prompts(turn.session, turn.person, call_ids)
    still_open: list[tuple[datetime, Seated]] = []
    answered: list[tuple[datetime, Seated]] = []
    for one, own in found:
        if own and own.goal_reached and turn.now - own.written_at <= LATELY:
            answered.append((own.written_at, one))
        elif own and not own.goal_reached:
            still_open.append((own.written_at, one))
        elif own is None and one.call.id in posted:
            still_open.append((posted[one.call.id], one))
    in_order = sorted(still_open or answered, key=lambda each: each[0])
    return in_order[-1][1] if in_order else None


async def _with_goals(turn: Turn) -> list[tuple[Seated, Reflection | None]]:
    """Return the recent calls that had a goal, each with the person's reflection or None.

    `SHORTLY` and `LOOKED_AT` define which calls are recent.
    """
    recent = await asker_calls.planned(turn, since=turn.now - SHORTLY, until=turn.now)
    with_goals = [one for one in recent[-LOOKED_AT:] if one.seat.goal]
    return [(one, await own_reflection.of_call(turn, one)) for one in with_goals]


def _none_held(account: Account) -> Reply:
    name = shortened(account.name, 40)
    lead = (
        f"You have had no call with {name} yet, so I changed nothing. To set the goal of the next "
        f"one, say what you want to have agreed by its end."
    )
    return card_saying(typed(lead))
