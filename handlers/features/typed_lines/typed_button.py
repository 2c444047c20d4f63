"""If somebody types the label of a button, do what the button does: "don't look up Northwind"."""

from dataclasses import replace

from handlers.cards import Button, Buttons, Reply, card_saying, typed
from handlers.coaching.text.words import shortened
from handlers.features import asker_calls
from handlers.features.briefs import briefing
from handlers.features.calls import named_call
from handlers.features.customers import account_question, which_account
from handlers.features.reflections import typed_answer
from handlers.features.research import switches
from handlers.features.team import kept_calls
from handlers.registry import Refusal, Registry, Turn
from handlers.typed.button_labels import EVERYTHING, KEEP_CALL, label_in
from storage.sources import public_sources
from storage.tables import Account, Call

ELSEWHERE = "I do that only in your direct messages with me, where nobody else sees it."
WHERE = "That is a button: press it on the message that has it."
OFF = "Public sources are off here, so nothing is looked up."


def register(registry: Registry) -> None:
    """Register the answer to a typed button label."""
    registry.intent("label", pressed)


async def pressed(turn: Turn) -> Reply:
    """Do what the button with the typed label does. If we can't, say where the button is."""
    if turn.place is not None:
        raise Refusal(ELSEWHERE)
    label = label_in(turn.text)
    if label == "keep it" and (kept := await typed_answer.keep_offered(turn)):
        return kept
    return await kept_calls.keep(turn) if label == KEEP_CALL else await _of_account(turn, label)


async def _of_account(turn: Turn, label: str) -> Reply:
    """Do what the label says for the account that the line names."""
    if label not in ("dont look up", "look up again", EVERYTHING):
        return card_saying(typed(WHERE), Buttons((Button("See my calls", "call.list"),)))
    account = await which_account.only_one_named(turn, turn.text)
    if account is None:
        return card_saying(typed(account_question.AGAIN))
    if label == EVERYTHING:
        return await _everything(turn, account)
    call = await _call_with(turn, account)
    if call is None:
        name = shortened(account.name)
        return card_saying(typed(f"You have no call with {name}, so there is nothing to look up."))
    if not await public_sources.is_on(turn.session, turn.person.tenant):
        return card_saying(typed(OFF))
    feature = switches.account_off if label == "dont look up" else switches.account_on
    return await feature(replace(turn, text=f"brief:{call.id}"))


async def _everything(turn: Turn, account: Account) -> Reply:
    """Show everything on file about the upcoming call at the typed time.

    If several calls begin at that time, ask which one. If no call begins then, or if no time was
    typed, show the next call. If no call is planned, show the latest call.
    """
    named = await named_call.find(turn, account, turn.text)
    if named.time and len(named.fitting) > 1:
        return await named_call.which(turn, named, account, "brief.everything")
    at_time = named.only.call if named.time and named.only else None
    call = at_time or await _call_with(turn, account)
    if call is None:
        name = shortened(account.name)
        return card_saying(
            typed(f"You have no call with {name}. Plan one to see everything on file about it.")
        )
    return await briefing.open_everything(replace(turn, text=str(call.id)))


async def _call_with(turn: Turn, account: Account) -> Call | None:
    """Return the person's next call with an account. If none is planned, return the latest call.

    Return None if there was no call.
    """
    ahead = await asker_calls.planned(turn, account, limit=1)
    if ahead:
        return ahead[0].call
    held = await asker_calls.latest(turn, account)
    return held.call if held else None
