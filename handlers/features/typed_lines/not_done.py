"""Answer corrections and orders, which never become notes.

- A correction: "wrong call, the other one".
- An order beside a remark: "halden never shows, drop that friday call".
"""

from dataclasses import replace

from handlers.cards import Aside, Button, Buttons, Card, Note, Reply, card_saying, spans, typed
from handlers.coaching.text.words import shortened
from handlers.features.briefs import prep_answer
from handlers.features.calls import call_stays, call_words, last_call
from handlers.features.calls.call_words import MatchingCalls
from handlers.features.calls.calls import ALL_CALLS
from handlers.features.calls.typed_call import TypedCall, typed_before
from handlers.features.customers import about_account, account_in_talk, which_account
from handlers.features.notes import note_beside
from handlers.features.promises import moved_in_remark, promise_reports
from handlers.features.typed_lines import no_notes, typed_requests
from handlers.features.typed_time import typed_time
from handlers.registry import Turn
from handlers.times import Understood, format_short
from handlers.typed import instructions
from handlers.typed.calls.call_lines import ALSO_CALL
from handlers.typed.calls.orders_behind import order_behind
from handlers.typed.not_notes import says_late
from handlers.typed.plain_spelling import clock_written_out, written_out
from handlers.typed.promises.not_needed import not_needed
from handlers.typed.words import bare_word
from handlers.views import shown_start
from storage.conversation import drafts, offers
from storage.conversation.last_about import LATELY
from storage.sales_calls.own_calls import Seated
from storage.tables import Account

CANT_TELL = "That sounds like a correction or an order, but I can't tell what to change."
KEPT_NOTHING = "I kept nothing. To keep a note, begin with the account: “{}: …”."


async def answer(turn: Turn) -> Reply | None:
    """Do what a correction or an order says. If it is unclear, say that nothing was kept.

    Return None in a channel, or if the line is neither a correction nor an order.
    """
    if turn.place is not None:
        return None
    if stays := await call_stays.answer(turn):
        return stays
    if order := instructions.order_beside(turn.text):
        return await _ordered(turn, order)
    if not instructions.corrects(turn.text):
        return None
    return await _other_account(turn) or await _unclear(turn)


async def moved(turn: Turn) -> Reply | None:
    """Move the call in "jana is ill, move northwind to friday" and "northwind friday not today".

    Return None in these cases:
    - The line is in a channel, or is not such an order.
    - The line names no upcoming call, or no new time.
    - The line says "not today", but the account has no call today.
    """
    if turn.place is not None:
        return None
    (words, beside), then = instructions.move_beside(turn.text), ""
    if not words:
        before, then = instructions.not_then(turn.text)
        begun = await which_account.by_name_or_part_at_start(turn, before) if before else []
        to = clock_written_out(written_out(begun[0][1])) if len(begun) == 1 else ""
        if not to or not all(call_words.is_time_of_call(turn, one) for one in (to, then)):
            return None
        words = f"{begun[0][0].name} {then} to {to}"
    found = await typed_requests.find_move(turn, words)
    if not (found.account and found.calls and found.to):
        return None
    if then and not any(call_words.is_then(turn, one, then) for one in found.calls):
        return None
    return await _of_promise(turn, beside, found) or await _moved(
        turn, words, found.account, beside
    )


async def _moved(turn: Turn, words: str, account: Account, beside: str) -> Reply:
    """Move the call that `words` name. Pass the rest of the line (`beside`) to `keep_rest`."""
    rest = await note_beside.keep_rest(turn, account, beside)
    card = note_beside.with_rest(await typed_requests.move(replace(turn, text=words)), rest)
    if says_late(turn.text):
        return _also_late(card)
    return card


async def _of_promise(turn: Turn, remark: str, found: MatchingCalls) -> Reply | None:
    """Ask whether the order moves the call, or the promise that the remark names.

    Only a remark that something promised is missing or not ready can name a promise: "store list
    not here yet". Return None for any other remark, or if the new time is unclear.
    """
    seated = found.calls[0]
    reading = typed_time(turn, found.to, planned=seated.call.starts_at)
    if not remark or not isinstance(reading, Understood):
        return None
    return await moved_in_remark.ask(turn, remark, seated, reading)


async def behind(turn: Turn) -> Reply | None:
    """Move or cancel the call in "halden on fri move to thu 2pm" and "halden fri cancel pls".

    The words before the order must be an account's name, alone or with the time of the call. A new
    time must follow "move to". Return None in a channel, or if the line does not have this form.
    """
    order = order_behind(turn.text) if turn.place is None else None
    begun = await which_account.by_name_or_part_at_start(turn, order.which) if order else []
    if order is None or len(begun) != 1:
        return None
    account, which = begun[0][0], call_words.without_lead_words(begun[0][1])
    which = " ".join(word for word in which.split() if bare_word(word) not in ALSO_CALL)
    if which and not call_words.is_time_of_call(turn, which):
        return None
    if order.does == "cancel":
        return await typed_requests.cancel(replace(turn, text=f"{account.name} {which}".strip()))
    to = clock_written_out(written_out(order.to))
    if not call_words.is_time_of_call(turn, to):
        return None
    words = f"{account.name} {which} to {to}"
    return await typed_requests.move(replace(turn, text=words))


def _also_late(card: Reply) -> Reply:
    """Say on the card that Attune can't tell the customer that the rep is late."""
    if not isinstance(card, Card):
        return card
    return replace(card, blocks=(*card.blocks, Note(spans(no_notes.LATE))))


async def _ordered(turn: Turn, order: instructions.OrderBeside) -> Reply:
    """Cancel or move the call in an order, or the promise in the remark before the order.

    If it is unclear which call is meant, say that nothing was kept.
    """
    words, account = order.which, None
    if order.does and not words:
        promise = await promise_reports.beside(turn, order.does, order.remark)
        if promise:
            return promise
    begun = await which_account.by_name_or_part_at_start(turn, words) if words else []
    if begun:
        account = begun[0][0] if len(begun) == 1 else None
    else:
        account = await account_in_talk.meant(turn, turn.text)
        words = f"{account.name if account else ''} {words}".strip()
    unwanted = not_needed(turn.text)
    # "We don't need the sheet any more" is not about a call.
    if not words or not order.does or (unwanted and unwanted.words):
        return await _unclear(turn)
    rest = await note_beside.keep_rest(turn, account, order.rest) if account else note_beside.Rest()
    does = typed_requests.cancel if order.does == "cancel" else typed_requests.move
    return note_beside.with_rest(await does(replace(turn, text=words)), rest)


async def _other_account(turn: Turn) -> Reply | None:
    """For "no not alder and finch, its alder & sons", offer to plan the call with Alder & Sons.

    The call is the one that Attune's last question or last message was about. Return None if there
    is no such call, or if the line does not name another account.
    """
    name = instructions.account_instead(turn.text)
    if not name or len(name) > which_account.MAX_NAME:
        return None
    shortly = turn.now - drafts.ANSWERED_WITHIN
    draft = await drafts.call_asked_about(turn.session, turn.person, shortly)
    seated = await last_call.of_last_message(turn)
    if draft and draft.starts_at and (not seated or seated.call.planned_at < draft.made_at):
        return await prep_answer.answer(turn, replace(typed_before(turn, draft), account=name))
    if seated is None:
        return None
    call = seated.call
    reading = Understood(call.starts_at, call.ends_at, call.zone, None)
    about, when = _named(turn, seated)
    asked = await prep_answer.answer(turn, TypedCall(name, when, reading))
    shown = asked.card if isinstance(asked, Aside) else asked
    if not isinstance(shown, Card):
        return asked
    cancel = Button(f"Cancel {about}", "call.cancel", shown_start.value(call), about=about)
    said = Note(spans(typed(f"Your call with {about}, {when}, is still planned.")))
    card = replace(shown, blocks=(*shown.blocks, said, Buttons((cancel,))))
    return Aside(card) if isinstance(asked, Aside) else card


async def _unclear(turn: Turn) -> Card:
    """Say that nothing was kept. Offer to undo the last change and to show the account."""
    account = await account_in_talk.meant(turn, turn.text)
    since = turn.now - LATELY
    kept = await offers.set_aside_since(turn.session, turn.person, since)
    buttons: list[Button] = []
    if kept:
        buttons.append(Button("Undo the last change", *kept.undo_button, beside=True))
    if account:
        buttons += await about_account.account_buttons(turn, account)
    name = shortened(account.name, 40) if account else "Northwind"
    kept_nothing = Note(spans(typed(KEPT_NOTHING.format(name))))
    shown = Buttons((*buttons, ALL_CALLS))
    return card_saying(CANT_TELL, kept_nothing, shown)


def _named(turn: Turn, seated: Seated) -> tuple[str, str]:
    when = format_short(seated.call.starts_at, now=turn.now, zone=turn.person.zone)
    return shortened(seated.account.name, 40), when
