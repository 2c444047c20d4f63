"""A call that took place without having been planned: put on file, for a reflection on it."""

from dataclasses import replace

from handlers import planning
from handlers.cards import Reply
from handlers.features import access, which_account
from handlers.features.calls.typed_call import open_draft
from handlers.features.reflections import reflect
from handlers.registry import Refusal, Registry, Turn
from storage import calls


def register(registry: Registry) -> None:
    """Register the button below a question about a time that has passed."""
    registry.button("reflect.past", reflect_on_past_call)


async def reflect_on_past_call(turn: Turn) -> Reply:
    """Save the call, unless it is on file already, and open the form for its reflection.

    Raises Refusal if the draft of what was typed is gone, or has no account on file or no time.
    """
    draft = await open_draft(turn, turn.text)
    account = await which_account.on_file(turn, draft.account)
    if account is None or draft.starts_at is None:
        raise Refusal("That question is no longer open. Type /prep again.")
    account = await access.account(turn, account.id, locked=True)
    there = await calls.starting_at(turn.session, turn.person, account.id, draft.starts_at)
    if there is None:
        zone = draft.zone or turn.person.zone
        call = planning.new_call(account, draft.starts_at, draft.ends_at, zone, turn.now)
        await planning.record(turn.session, turn.person, call)
    else:
        call, _ = there
        await planning.take_seat(turn.session, turn.person, call)
    return await reflect.open_form(replace(turn, text=str(call.id)))
