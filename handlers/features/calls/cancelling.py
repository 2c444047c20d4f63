"""Ask before a call is cancelled, and take "yes", "cancel it" or a chosen call as the answer."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.cards import Button, Buttons, Card, Reply, card_saying, typed
from handlers.coaching.text.words import shortened
from handlers.features import access
from handlers.features.calls import changing, named_call
from handlers.features.calls.calls import ALL_CALLS
from handlers.features.customers import which_account
from handlers.registry import Registry, Turn
from handlers.times import format_short
from handlers.typed.calls.dropped_call import DroppedCall, dropped_call
from handlers.views import shared_call, shown_start
from storage.choices import PLANNED
from storage.conversation import drafts, offers
from storage.conversation.offers import Offer
from storage.sales_calls.own_calls import Seated

# After "cancel", these mean the call that we have just asked about.
IT = ("it", "that", "this", "the call", "this call", "that call", "my call")
PICK = "call.pick_cancel"
STAYS = "The call stays as it is."
_ALL_PROMISES = Button("All promises", "promises.all", beside=True)
_ABOUT = "cancel:"  # in `Offer.about`, this comes before the button's value


def register(registry: Registry) -> None:
    """Register the buttons that cancel a call, and that choose one of several."""
    registry.button("call.cancel", cancel)
    registry.button(PICK, picked)


async def cancel(turn: Turn) -> Reply:
    """Cancel a call. If somebody has moved the call since it was shown, ask again."""
    try:
        return await changing.cancel(turn)
    except access.CallMoved as moved:
        return await _ask(turn, moved.seated, f"{moved.said} Shall I cancel it?")


async def picked(turn: Turn) -> Reply:
    """Cancel the call that was chosen. If colleagues are in it, ask first."""
    call_id, _ = shown_start.read(turn.text)
    seated = await access.own_call(turn, call_id, status=(PLANNED,))
    if await shared_call.others(turn.session, turn.person, seated.call):
        return await ask(turn, seated)
    return await cancel(turn)


async def ask(turn: Turn, seated: Seated, note: str = "") -> Card:
    """Ask whether to cancel a call. Say which colleagues would be told.

    `note` is a sentence to add to the question, or "".
    """
    name = shortened(seated.account.name)
    when = format_short(seated.call.starts_at, now=turn.now, zone=turn.person.zone)
    return await _ask(turn, seated, f"Shall I cancel your call with {name}, {when}?", note)


async def _ask(turn: Turn, seated: Seated, asked: str, note: str = "") -> Card:
    call, name = seated.call, shortened(seated.account.name)
    told = shared_call.told_if_changed(await shared_call.others(turn.session, turn.person, call))
    lead = " ".join(filter(None, (asked, told, note)))
    value = shown_start.value(call)
    await offers.save(
        turn.session, turn.person, Offer(seated.account.name, "", f"{_ABOUT}{value}", turn.now)
    )
    yes = Button("Cancel the call", "call.cancel", value, about=name)
    leave = (shared_call.leave_it(call, name),) if told else ()
    return card_saying(typed(lead), Buttons((yes, *leave)))


async def which(turn: Turn, calls: Sequence[Seated], note: str) -> Card:
    """Ask which of these calls to cancel."""
    lead = f"{note} Which call do you want to cancel?".lstrip()
    return await named_call.choice(turn, lead, calls, PICK, as_shown=True)


async def of_time(turn: Turn) -> Card | None:
    """Answer "two with northwind on thursday, drop the 3pm": ask whether to cancel that call.

    If several calls fit, ask which one to cancel.

    If words come before "drop", they must name one account, and the call must be with it:

    - If none of the account's calls fits, ask which of the account's calls to cancel.
    - If the account has no upcoming calls, say that there is nothing to drop.

    If no words come before "drop", the call may be with any account. If no call fits:

    - For "drop the 3pm call", say that there is nothing to drop.
    - For "drop the 3pm", return None.

    Return None in a channel, and for any other words.
    """
    said = dropped_call(turn.text) if turn.place is None else None
    if said is None:
        return None
    account = await which_account.only_one_named(turn, said.before) if said.before else None
    if said.before and account is None:
        return None
    day = said.day or named_call.time_in(turn, said.before.split())
    named = await named_call.find(turn, account, f"{day} {said.clock}".strip())
    if named.only:
        return await ask(turn, named.only)
    if named.fitting:
        return await which(turn, named.fitting, "")
    if account and named.calls:
        return await which(turn, named.calls, f"I found no such call at {said.clock or said.day}.")
    return _nothing_found(said) if account or said.names_call else None


async def nothing_to_drop(turn: Turn) -> Card | None:
    """Answer "drop the wed one": say that there is nothing to drop.

    The caller makes sure that nothing fits. Return None for any other words, for a line that has
    words before "drop", and in a channel.
    """
    said = dropped_call(turn.text) if turn.place is None else None
    return _nothing_found(said) if said and not said.before else None


def _nothing_found(said: DroppedCall) -> Card:
    then = f"{said.clock} {said.day}".strip()
    lead = f"I found nothing to drop for “{then}”."
    return card_saying(typed(lead), Buttons((ALL_CALLS, _ALL_PROMISES)))


def is_offer(offered: Offer) -> bool:
    """Check whether an open offer is a question whether to cancel a call."""
    return offered.about.startswith(_ABOUT)


async def confirmed(turn: Turn) -> Reply | None:
    """Cancel the call that we asked about in the last ten minutes.

    Return None in a channel, or if no question about cancelling a call is open.
    """
    offered = await offers.latest(turn.session, turn.person, turn.now - drafts.ANSWERED_WITHIN)
    if turn.place is not None or offered is None or not is_offer(offered):
        return None
    return await answered(turn, offered, yes=True)


async def ask_again(turn: Turn) -> Card | None:
    """Ask again whether to cancel the call that we asked about in the last ten minutes.

    Return None in a channel, or if no question about cancelling a call is open.
    """
    offered = await offers.latest(turn.session, turn.person, turn.now - drafts.ANSWERED_WITHIN)
    if turn.place is not None or offered is None or not is_offer(offered):
        return None
    call_id, _ = shown_start.read(offered.about.removeprefix(_ABOUT))
    return await ask(turn, await access.own_call(turn, call_id))


async def answered(turn: Turn, offered: Offer, *, yes: bool) -> Reply:
    """Cancel the call that an open question is about, or leave the call as it is."""
    await offers.close(turn.session, turn.person)
    if not yes:
        return card_saying(STAYS)
    return await cancel(replace(turn, text=offered.about.removeprefix(_ABOUT)))
