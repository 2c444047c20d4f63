"""A call that nobody planned and that has taken place: put on file, to look back on it."""

from dataclasses import replace

from handlers.cards import Reply
from handlers.features import which_account
from handlers.features.calls import prep
from handlers.features.calls.prep_questions import draft_of
from handlers.features.reflections import reflect
from handlers.registry import Refusal, Registry, Turn
from handlers.times import Understood
from storage import calls


def register(registry: Registry) -> None:
    """The button under a time that has passed."""
    registry.button("reflect.past", look_back)


async def look_back(turn: Turn) -> Reply:
    """Put the call on file, unless it is there, and open the form of its reflection."""
    draft = await draft_of(turn, turn.text)
    account = await which_account.on_file(turn, draft.account)
    if account is None or draft.starts_at is None:
        raise Refusal("That question is no longer open. Type /prep again.")
    there = await calls.at(turn.session, turn.person.tenant, account.id, draft.starts_at)
    if there is None:
        zone = draft.zone or turn.person.zone
        over = Understood(draft.starts_at, draft.ends_at, zone, None)
        there = prep.call_with(turn, account, over)
        await calls.add(turn.session, there)
    await calls.take_seat(turn.session, there, turn.person.id)
    return await reflect.open_form(replace(turn, text=str(there.id)))
