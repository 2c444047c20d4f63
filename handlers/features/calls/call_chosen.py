"""Answer "the one today obviously" and "yes both" right after a question about several calls."""

from collections.abc import Iterable
from dataclasses import replace

from handlers.cards import Reply
from handlers.features import access, asker_calls
from handlers.features.calls import moving, named_call, planned_again
from handlers.registry import Registry, Turn, Unfinished
from handlers.request import Means
from handlers.typed.calls.call_choice import books_it, chosen_call, means_all, says_both
from handlers.views import shown_start
from storage.conversation import call_choice, drafts
from storage.sales_calls.own_calls import Seated

# "Yes book that" answers the questions whose buttons have these actions.
_BOOKED = (moving.MOVE_TO, planned_again.AGAIN)


async def answer(registry: Registry, turn: Turn) -> Reply | Unfinished | None:
    """Do what the button of the chosen call does.

    For "both" and "all", do what the button for all calls does.
    "Yes book that" answers "Shall I move your call?" and "Shall I plan it again?".

    Return None if
    - the line chooses no call, or was typed in a channel,
    - no question about calls was asked in the last ten minutes,
    - the words fit several calls in the question, or none of them,
    - the question has no button for all calls, and the line says "both" or "all",
    - or the question has more than two calls, and the line says "both".
    """
    if turn.place is None and books_it(turn.text):
        return await _booked(registry, turn)
    all_meant, chosen = means_all(turn.text), chosen_call(turn.text)
    if turn.place is not None or not (all_meant or chosen):
        return None
    asked = await call_choice.last(turn.session, turn.person, turn.now)
    press = registry.find(Means.BUTTON, asked.action) if asked else None
    if asked is None or press is None:
        return None
    several = asked.for_all.rpartition(":")[2].count(",") > 1
    value = asked.for_all if all_meant and not (several and says_both(turn.text)) else ""
    if chosen and not all_meant:
        values = {access.row_id(shown_start.read(one)[0]): one for one in asked.call_values}
        fitting = named_call.chosen(turn, await _offered(turn, values), chosen)
        value = f"{values[fitting.call.id]}:{asked.how}".strip(":") if fitting else ""
    if not value:
        return None
    await call_choice.forget(turn.session, turn.person)
    return await press(replace(turn, text=value))


async def _booked(registry: Registry, turn: Turn) -> Reply | Unfinished | None:
    """Answer "yes book that": move a call, or plan a cancelled call again, as we just offered.

    Return None if we asked something else last, or if something else came up after the question.
    """
    asked = await call_choice.last(turn.session, turn.person, turn.now)
    press = registry.find(Means.BUTTON, asked.action) if asked else None
    if asked is None or press is None or asked.action not in _BOOKED:
        return None
    since = turn.now - drafts.ANSWERED_WITHIN
    newest = await drafts.newest_of_any(turn.session, turn.person, since)
    if newest is None or newest.kind != "calls to choose from":
        return None
    await call_choice.forget(turn.session, turn.person)
    return await press(replace(turn, text=asked.for_all))


async def _offered(turn: Turn, call_ids: Iterable[int]) -> list[Seated]:
    ahead = await asker_calls.planned(turn, limit=asker_calls.SEARCHED)
    by_id = {one.call.id: one for one in ahead}
    return [by_id[call_id] for call_id in call_ids if call_id in by_id]
