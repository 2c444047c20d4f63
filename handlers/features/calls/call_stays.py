"""Say that a call stays as it is: "the alder call is still on", "no wait alder is still today"."""

from dataclasses import replace

from handlers.cards import Button, Buttons, Card, Reply, card_saying, typed
from handlers.coaching.text.words import shortened
from handlers.features import asker_calls
from handlers.features.calls import call_words, cancelling, changing, named_call
from handlers.features.calls.calls import ALL_CALLS
from handlers.features.customers import account_in_talk, which_account
from handlers.features.settings import absences
from handlers.registry import Turn
from handlers.times import format_short
from handlers.typed.calls.call_lines import KINDS
from handlers.typed.instructions import call_that_stays, still_then
from handlers.typed.settings.absence_asked import days_in
from handlers.typed.words import bare_word
from storage.conversation import call_choice, drafts, offers
from storage.sales_calls.own_calls import Seated

_CHANGES = (changing.RESTORE, changing.MOVE_BACK)  # the actions that undo a change of a call


async def answer(turn: Turn) -> Reply | None:
    """Say that the call stays as it is, and close our question about moving or cancelling it.

    Return None in a channel, and for a line that does not say that a call stays as it is.
    """
    if turn.place is not None:
        return None
    name = call_that_stays(turn.text)
    return await _then(turn) if name is None else await _stays(turn, name)


async def _then(turn: Turn) -> Reply | None:
    """Answer "alder is still today". If there is no such call, say so.

    If there is no such call, but a call was just changed, also offer to undo the change.

    Return None in these cases:

    - The line names no account, or several accounts.
    - The line names no time.
    - The account has no upcoming call at all, and there is no change to undo.
    """
    named, when = still_then(turn.text)
    begun = await which_account.by_name_or_part_at_start(turn, named) if named else []
    if len(begun) != 1 or not KINDS.issuperset(map(bare_word, begun[0][1].split())):
        return None
    account = begun[0][0]
    when = f"at {when}" if when[0].isdecimal() else when
    if not call_words.is_time_of_call(turn, when):
        return None
    last = await offers.latest(turn.session, turn.person, turn.now - drafts.ANSWERED_WITHIN)
    found = await named_call.find(turn, account, when)
    if found.time and found.fitting:
        await _close_question(turn)
        return _card(turn, found.fitting[0], "")
    lead = f"I have no call with {shortened(account.name, 40)} {shortened(when, 40)}."
    if last and last.is_undo and last.undo_button[0] in _CHANGES:
        undo = Button("Undo the last change", *last.undo_button)
        return card_saying(typed(lead), Buttons((undo, ALL_CALLS)))
    return card_saying(typed(lead), Buttons((ALL_CALLS,))) if found.calls else None


async def _close_question(turn: Turn) -> None:
    """Close our question whether to cancel or move a call. "Yes" then no longer answers it."""
    since = turn.now - drafts.ANSWERED_WITHIN
    last = await offers.latest(turn.session, turn.person, since)
    if last and cancelling.is_offer(last):
        await offers.close(turn.session, turn.person)
    await call_choice.forget(turn.session, turn.person)


async def _stays(turn: Turn, name: str) -> Reply:
    """Say that a call stays as it is. If the line begins with "im better", end the absence, too."""
    before = turn.text.partition(",")[0]
    away = turn.person.away_until is not None and turn.person.away_until > turn.now
    lead = ""
    if days_in(before) == "" and away:
        await absences.back_in(replace(turn, text=""))
        lead = "You are not away any more. "
    account = await account_in_talk.meant(turn, name or turn.text)
    ahead = await asker_calls.planned(turn, account, limit=1)
    if not ahead or (account is None and name):
        lead = f"{lead}I found no planned call for that."
        return card_saying(lead, Buttons((ALL_CALLS,)))
    await _close_question(turn)
    return _card(turn, ahead[0], lead)


def _card(turn: Turn, seated: Seated, lead: str) -> Card:
    about = shortened(seated.account.name, 40)
    when = format_short(seated.call.starts_at, now=turn.now, zone=turn.person.zone)
    lead = f"{lead}Your call with {about}, {when}, stays as it is."
    show = Button("Brief", "brief.open", str(seated.call.id), about=about)
    return card_saying(typed(lead), Buttons((show, ALL_CALLS)))
