"""Answer "keep my brightwater call private", "dont show tomas my calls" and "keep this call".

`answer` shows a button that opens calls or keeps them private. `keep` keeps one call private.
"""

from dataclasses import replace

from handlers.cards import Button, Buttons, Card, Note, Reply, card_saying, spans, typed
from handlers.coaching.text.words import shortened
from handlers.features.calls import named_call
from handlers.features.calls.named_call import FittingCalls
from handlers.features.customers import account_question, which_account
from handlers.features.team import seen_by_manager
from handlers.registry import Turn
from handlers.times import format_short
from handlers.typed.privacy.kept_calls import (
    keeps_account,
    keeps_calls,
    names_more,
    opens_call,
)
from handlers.views.team import team_words
from storage.sales_calls.own_calls import Seated
from storage.tables import Account
from storage.team import teams

NO_CALL = "You have no such call coming up."
WHERE = "“Keep this call to myself” is under “Everything on file”."


async def answer(turn: Turn) -> Reply | None:
    """Show the button that opens calls to the manager or keeps them private.

    If the message names an account, the button is for the call with this account. A day or time in
    the message says which call is meant. If several calls fit, ask which. If the message names no
    account, the button is for all calls.

    Return None in these cases:

    - The message was sent in a channel.
    - The message does not ask to open calls or to keep them private.
    - The message asks to keep an account's call private, but does not name one account on file.
    """
    opens, alone = opens_call(turn.text), keeps_account(turn.text)
    if turn.place is not None or not (opens or alone or keeps_calls(turn.text)):
        return None
    account = await which_account.only_one_named(turn, turn.text)
    if account is None:
        return None if alone else await seen_by_manager.card(turn)
    return await _switch_for(turn, account, opens=opens)


async def _switch_for(turn: Turn, account: Account, *, opens: bool) -> Card:
    named = await named_call.find(turn, account, turn.text)
    if not named.calls:
        lead = f"You have no call with {shortened(account.name)} planned."
        return card_saying(typed(lead))
    if opens:
        return await _opening(turn, named, account)
    if named.only is None:
        return await _which(turn, named, account)
    return await _of_call(turn, named.only)


async def _opening(turn: Turn, named: FittingCalls, account: Account) -> Card:
    """Show the button that opens the call to the manager. If several calls fit, ask which."""
    manager = await teams.manager_of(turn.session, turn.person)
    if manager is None:
        return await seen_by_manager.card(turn)
    if named.only is None:
        how = f"{team_words.OPEN}:{manager.id}"
        return await named_call.which(turn, named, account, team_words.OF_CALL, how)
    call, name = named.only.call, shortened(account.name)
    when = format_short(call.starts_at, now=turn.now, zone=turn.person.zone)
    lead = f"Your call with {name}, {when}:"
    show = team_words.call_switch(call.id, manager, is_open=False, about=name)
    return card_saying(typed(lead), Buttons((show,)))


async def keep(turn: Turn) -> Reply:
    """Keep private the upcoming call that is meant in the message. If several calls fit, ask which.

    If the message does not name one account on file, ask for the account in two cases:

    - The message has an unknown word that may be a name.
    - The message names no time, and the person has several upcoming calls.
    """
    account = await which_account.only_one_named(turn, turn.text)
    named = await named_call.find(turn, account, turn.text)
    if not named.calls:
        return card_saying(NO_CALL)
    if account is None and (names_more(turn.text, named.time) or not (named.time or named.only)):
        return card_saying(account_question.AGAIN)
    if named.only is None:
        return await _which(turn, named, account)
    value = f"{named.only.call.id}:{team_words.CLOSE}"
    return await seen_by_manager.switch_call(replace(turn, text=value))


async def _which(turn: Turn, named: FittingCalls, account: Account | None) -> Card:
    return await named_call.which(turn, named, account, team_words.OF_CALL, team_words.CLOSE)


async def _of_call(turn: Turn, seated: Seated) -> Card:
    """Show the button that keeps a call private.

    If the person has no manager, show a button to *Everything on file* instead.
    """
    call, name = seated.call, shortened(seated.account.name)
    when = format_short(call.starts_at, now=turn.now, zone=turn.person.zone)
    lead = f"Your call with {name}, {when}:"
    manager = await teams.manager_of(turn.session, turn.person)
    if manager is None:
        more = Button("Everything on file", "brief.everything", str(call.id), about=name)
        return card_saying(typed(lead), Note(spans(WHERE)), Buttons((more,)))
    keep = team_words.call_switch(call.id, manager, is_open=True, about=name)
    return card_saying(typed(lead), Buttons((keep,)))
