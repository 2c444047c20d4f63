"""Take "no dont" as "no" to a question whether to move calls, cancel calls or plan a call."""

from dataclasses import replace
from datetime import datetime

from handlers.cards import Card, Reply, card_saying
from handlers.features.calls import away_calls, cancelling, moving
from handlers.nudges.plan import REFLECT_WITHIN
from handlers.registry import Turn
from handlers.typed.calls.prompt_answers import cancel_answer, prompt_answer
from storage.conversation import call_choice, drafts, last_asked
from storage.conversation.call_choice import CallChoice
from storage.sales_calls import own_calls
from storage.tables import Draft

LOOKED_AT = 4  # we look at the latest calls without a reflection, at most this many
ALL_STAY = "The calls stay as they are."
NOTHING_CHANGED = "All right, I changed nothing."


async def answer(turn: Turn) -> Reply | None:
    """Take "no dont" and "leave it" as "no" to our open question about calls.

    If the question was whether to cancel the calls of an absence, "no" sets the absence and keeps
    the calls. "Later" closes the question.

    Return None for any other words, and if no such question is open. Also return None if our
    question how a call went is newer, because the words may answer that one.
    """
    said = prompt_answer(turn.text)
    says_no = cancel_answer(turn.text) == "no" or said == "no"
    question = await _open_question(turn) if says_no or said == "later" else None
    if question is None or await _asked_since(turn, question.made_at):
        return None
    return await _away(turn) if says_no and _is_about_absence(question) else await close(turn)


async def _asked_since(turn: Turn, asked_at: datetime) -> bool:
    person = turn.person
    since = turn.now - REFLECT_WITHIN
    held = await own_calls.without_reflection(
        turn.session, person.tenant, person.id, since=since, now=turn.now, limit=LOOKED_AT
    )
    posted = await last_asked.prompts(turn.session, person, [one.call.id for one in held])
    return any(at > asked_at for at in posted.values())


async def _open_question(turn: Turn) -> Draft | None:
    """Return the question about calls that we asked in the last ten minutes.

    Return None in a channel, or if something else came up after the question.
    """
    since = turn.now - drafts.ANSWERED_WITHIN
    newest = await drafts.newest_of_any(turn.session, turn.person, since)
    is_open = turn.place is None and newest is not None and newest.kind == "calls to choose from"
    return newest if is_open else None


def _is_about_absence(question: Draft) -> bool:
    return question.about.startswith(f"{away_calls.AWAY} ")


async def _away(turn: Turn) -> Reply | None:
    """Set the absence that we have just asked about, and keep the calls planned."""
    asked = await call_choice.last(turn.session, turn.person, turn.now)
    if asked is None:
        return None
    await call_choice.forget(turn.session, turn.person)
    return await away_calls.away(replace(turn, text=away_calls.kept_all(asked.for_all)))


async def close(turn: Turn) -> Card | None:
    """Close our open question about calls, and say that the calls stay as they are.

    Return None if no question about calls is open.
    """
    asked = await call_choice.last(turn.session, turn.person, turn.now)
    if asked is None or await _open_question(turn) is None:
        return None
    await call_choice.forget(turn.session, turn.person)
    return card_saying(_stays(asked))


def _stays(asked: CallChoice) -> str:
    if asked.action == moving.MOVE_TO and asked.for_all:
        return cancelling.STAYS
    if asked.action in (moving.MOVE_TO, cancelling.PICK, away_calls.CANCEL):
        return ALL_STAY if len(asked.call_values) > 1 else cancelling.STAYS
    return NOTHING_CHANGED
