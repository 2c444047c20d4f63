"""Answer "keep my brightwater call private" and "dont show tomas my calls".

The answer shows the switch that keeps calls from the manager.
"""

from handlers.cards import Button, Buttons, Card, Note, Paragraph, Reply, spans, typed
from handlers.coaching.words import shortened
from handlers.features import which_account
from handlers.features.team import mine
from handlers.registry import Turn
from handlers.times import format_short
from handlers.typed.kept_calls import keeps_calls
from handlers.views import team_words
from storage import own_calls, teams
from storage.own_calls import Seated

WHERE = "“Keep this call to myself” is on Everything on file."


async def answer(turn: Turn) -> Reply | None:
    """Show the switch for the next call with the named account, or for all calls.

    Return None for any other words.
    """
    if turn.place is not None or not keeps_calls(turn.text):
        return None
    person = turn.person
    account = await which_account.only_one_named(turn, turn.text)
    if account is None:
        return await mine.card(turn)
    ahead = await own_calls.planned_for(
        turn.session, person.tenant, person.id, since=turn.now, account_id=account.id, limit=1
    )
    if not ahead:
        lead = f"You have no call with {shortened(account.name)} planned."
        return Card(lead, (Paragraph(spans(typed(lead))),))
    return await _of_call(turn, ahead[0])


async def _of_call(turn: Turn, seated: Seated) -> Card:
    call, name = seated.call, shortened(seated.account.name)
    when = format_short(call.starts_at, now=turn.now, zone=turn.person.zone)
    lead = f"Your call with {name}, {when}:"
    manager = await teams.manager_of(turn.session, turn.person)
    if manager is None:
        more = Button("Everything on file", "brief.everything", str(call.id), about=name)
        return Card(lead, (Paragraph(spans(typed(lead))), Note(spans(WHERE)), Buttons((more,))))
    keep = team_words.call_switch(call.id, manager, is_open=True, about=name)
    return Card(lead, (Paragraph(spans(typed(lead))), Buttons((keep,))))
