"""Correct what was just kept: "undo", "delete that", "that was for alder", "make it 50 not 15"."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

from handlers.cards import Button, Buttons, Card, Note, Reply, card_saying, spans, typed
from handlers.coaching.buyer_words.their_words import label_of
from handlers.coaching.text.words import shortened
from handlers.features import asker_calls
from handlers.features.briefs import brief_skipped, goal_put_back
from handlers.features.calls import (
    away_undone,
    call_corrected,
    call_words,
    cancelling,
    changing,
    details_changed,
)
from handlers.features.calls.calls import ALL_CALLS
from handlers.features.customers import buying_role_said, contacts, which_account
from handlers.features.marketing import insights
from handlers.features.notes import note_kept, note_named, notes_removed, own_notes
from handlers.features.promises import (
    promise_corrected,
    promise_moved,
    promise_reworded,
    promise_saved,
    promises,
    several_settled,
)
from handlers.features.reflections import goal_answer, goal_outcome, kept_line, typed_step
from handlers.features.settings import absence_undo, absences, only_kinds, rhythm, typed_setting
from handlers.features.typed_lines import kept_reworded
from handlers.registry import Turn
from handlers.typed import kept_corrections
from handlers.typed.calls.prompt_answers import prompt_answer, says_undo, says_wrong, takes_back
from handlers.typed.day_corrections import left_as_it_was
from handlers.typed.words import bare_word
from storage.conversation import drafts, last_asked, offers
from storage.conversation.last_about import LATELY
from storage.conversation.offers import Offer
from storage.sales_calls import own_calls
from storage.tables import Account

ASKED_WITHIN = timedelta(hours=12)  # "no" may be about a call that began within this time
MAX_ASKED = 4
SHORT_NAME = 2  # we look for a contact's name only in a name of at most this many words
TAKEN_OUT = "Taken out of your reflection"
NOTHING_KEPT = (
    "I haven't kept anything just now. To delete an older note, name a word from it: “delete the "
    "pricing note”."
)
PAUSE_STAYS = "The pause stays as it is. To get messages again, type “undo”."
INSIGHT_STAYS = "The insight stays as it is."
_NOT_NOTES = ("promise", "call.")  # prefixes of actions that undo a change of promises or calls
_MOVED_PROMISES = (promise_moved.BACK, promise_corrected.BACK)
# Actions that undo something that belongs to no account: a setting, an absence, a pause, or a
# change of an insight.
_OF_NO_ACCOUNT: dict[str, Callable[[Turn], Awaitable[Reply]]] = {
    typed_setting.PUT_BACK: typed_setting.put_back,
    absence_undo.UNDO: absences.undo,
    away_undone.BACK: away_undone.back,
    rhythm.UNMUTE: rhythm.unmute,
    only_kinds.UNDO: only_kinds.undo,
    rhythm.UNSNOOZE: rhythm.unsnooze,
    insights.RETIRE: insights.retire,
    insights.PUBLISH: insights.publish,
}


async def answer(turn: Turn) -> Reply | None:
    """Take back, move or change what was just kept.

    If the last message offered to keep a line, the words are about this offer. If nothing was just
    kept, answer "delete that" and "wrong account" with a sentence that says so.

    Return None if the words don't ask for a correction. Also return None for a "no" in these cases:
    - A question about a call was posted after something was kept. "No" answers this question.
    - We asked whether the goal of a call was reached. "No" may be the answer.
    """
    if turn.place is not None:
        return None
    if of_call := await call_corrected.answer(turn):
        return of_call
    kept = await _last(turn)
    if kept is None or not kept.is_undo:
        return await _not_kept(turn, kept)
    back = takes_back(turn.text)
    if back and prompt_answer(turn.text) == "no" and await _no_is_an_answer(turn, kept):
        return None
    stays = kept.undo_button[0] in _MOVED_PROMISES and left_as_it_was(turn.text)
    if back or stays or kept_corrections.deletes_it(turn.text):
        left = _left_as_it_is(kept) if back and not says_undo(turn.text) else None
        return left or await _older_note(turn, kept) or await undone(turn)
    return (
        await moved(turn, turn.text)
        or await promise_corrected.redated(turn, kept)
        or await typed_setting.corrected(turn, kept)
        or await kept_reworded.repeated(turn, kept)
        or await kept_reworded.answer(turn, kept)
    )


async def _older_note(turn: Turn, kept: Offer) -> Card | None:
    """Answer "cancel that note" if a promise or a call was changed last, and not a note."""
    if not (
        kept_corrections.deletes_note(turn.text) and kept.undo_button[0].startswith(_NOT_NOTES)
    ):
        return None
    return await note_named.asked(turn) or note_named.none_found()


def _left_as_it_is(kept: Offer) -> Card | None:
    """Say that a pause or an insight stays, because a bare "no" may be about something else.

    Return None if something else was kept.
    """
    if kept.undo_button[0] == rhythm.UNSNOOZE:
        return card_saying(PAUSE_STAYS, Buttons((Button("Undo", *kept.undo_button),)))
    return insight_stays(kept) if kept.changed_insight else None


async def _cancel_other(turn: Turn) -> Reply | None:
    """Offer to cancel another call: "no keep alder, i meant northwind".

    The last message asked "Shall I cancel …?" about a call with Alder.

    - If there is no call with Northwind, say that.
    - If Northwind is not on file, and the line has the word "meant", say the same.
    - If Northwind is not on file, and the line does not have the word "meant", return None.
    - If the line names nothing instead of Alder, return None.
    """
    name = kept_corrections.account_instead(turn.text)
    account = await _account(turn, name) if name else None
    if account is None:
        says_so = name and not {"meant", "ment"}.isdisjoint(map(bare_word, turn.text.split()))
        return await _no_call_with(turn, name) if says_so else None
    found = await call_words.find_calls(turn, account.name, just_begun=True)
    if not found.calls:
        return await _no_call_with(turn, account.name)
    if len(found.calls) > 1:
        return await cancelling.which(turn, found.calls, "")
    return await cancelling.ask(turn, found.calls[0])


async def _no_call_with(turn: Turn, name: str) -> Card:
    await offers.close(turn.session, turn.person)
    lead = f"{cancelling.STAYS} I found no call with “{shortened(name, 40)}”."
    return card_saying(typed(lead), Buttons((ALL_CALLS,)))


async def undone(turn: Turn) -> Reply | None:
    """Do what *Undo* does for what was just kept. Return None if nothing was just kept.

    Raises Refusal if what was kept has been changed or deleted in the meantime.
    """
    kept = await _last(turn)
    if kept is None or not kept.is_undo:
        return None
    return await take_back(turn, kept)


async def dropped(turn: Turn) -> Reply | None:
    """Undo what was just kept, in reply to "never mind". An insight stays as it is."""
    kept = await _last(turn)
    return insight_stays(kept) if kept and kept.changed_insight else await undone(turn)


def insight_stays(kept: Offer) -> Card:
    """Say that an insight stays as it is, after it was published or retired. Show *Undo*."""
    return card_saying(INSIGHT_STAYS, Buttons((Button("Undo", *kept.undo_button),)))


async def undone_before(turn: Turn) -> Reply | None:
    """Undo what was kept last, if that was at most an hour ago (`LATELY`).

    Return None if nothing was kept. Also return None if an insight was published or retired: only
    the very next line can undo a change to an insight.
    """
    if turn.place is not None:
        return None
    since = turn.now - LATELY
    kept = await _before(turn) or await offers.latest(turn.session, turn.person, since)
    if kept is None or kept.changed_insight or not kept.is_undo:
        return None
    return await take_back(turn, kept)


async def take_back(turn: Turn, kept: Offer) -> Reply:
    """Do what the *Undo* button of `kept` does."""
    await offers.close(turn.session, turn.person)
    await offers.forget(turn.session, turn.person, kept)
    action, value = kept.undo_button
    ways = {
        kept_line.TAKE_OUT: kept_line.take_out,
        contacts.UNDO: contacts.undo,
        details_changed.UNDO: details_changed.undo,
        buying_role_said.BACK: buying_role_said.back,
        promise_saved.UNDO: promise_saved.take_back,
        promise_moved.BACK: promise_moved.move_back,
        promise_corrected.BACK: promise_corrected.move_back,
        promise_reworded.BACK: promise_reworded.put_back,
        typed_step.BACK: typed_step.put_back,
        promises.REOPEN: promises.reopen,
        several_settled.REOPEN_ALL: several_settled.reopen_all,
        brief_skipped.BACK: brief_skipped.bring_back,
        goal_answer.BACK: goal_answer.put_back,
        goal_put_back.BACK: goal_put_back.put_back,
        changing.MOVE_BACK: changing.move_back,
        changing.RESTORE: changing.restore,
        **_OF_NO_ACCOUNT,
    }
    undo = ways.get(action, notes_removed.remove)
    return await undo(replace(turn, text=value))


async def moved(turn: Turn, words: str) -> Reply | None:
    """Move what was just kept to another account, in reply to a line like "that was for alder".

    If we only offered to keep something, offer to keep it for the other account. What the rep
    reported about a call becomes a note about the other account. A customer's words are removed,
    but not moved, because they belong to a call with the first account.

    Return None if `words` name no account on file, or if nothing was just kept or offered.
    """
    name = kept_corrections.account_meant(words) or kept_corrections.account_of_subject(words)
    kept = await _last(turn) or await _before(turn)
    account = await _account(turn, name) if kept and name else None
    if kept is None or account is None or cancelling.is_offer(kept):
        return None
    if kept.is_undo:
        return await _moved_to(turn, kept, account)
    held = await asker_calls.latest(turn, account)
    return await own_notes.offer(turn, account, kept.words, held)


async def _moved_to(turn: Turn, kept: Offer, account: Account) -> Reply | None:
    """Move what was just kept to this account. Return None if it can't be moved."""
    action, value = kept.undo_button
    if promise_corrected.is_promise(kept):
        return await promise_corrected.to_account(turn, kept, account)
    if action in _OF_NO_ACCOUNT or action == promise_reworded.BACK:
        return None
    if action == note_kept.UNDO:
        return await note_kept.keep(turn, account, await notes_removed.delete_note(turn, value))
    line = await _of_report(turn, value) if action == kept_line.TAKE_OUT else ""
    if not line:
        return await take_back(turn, kept)
    await kept_line.take_out(replace(turn, text=value))
    card = await note_kept.keep(turn, account, line)
    moved_from = Note(spans(typed(f"{TAKEN_OUT}: “{shortened(line, notes_removed.SHOWN)}”")))
    return replace(card, blocks=(card.blocks[0], moved_from, *card.blocks[1:]))


async def _of_report(turn: Turn, value: str) -> str:
    """Return what the rep reported about a call, or "" if the line quotes somebody ("jana: …")."""
    kept = await kept_line.kept(turn, value)
    return kept.line if kept and not label_of(kept.line) else ""


async def _account(turn: Turn, name: str) -> Account | None:
    """Return the account with this name, or with a contact of this name, or None."""
    found = await which_account.on_file(turn, name)
    if found is None and len(name.split()) <= SHORT_NAME:
        return await which_account.mentioned(turn, name)
    return found


async def _not_kept(turn: Turn, offered: Offer | None) -> Reply | None:
    """Answer a correction when nothing was just kept.

    `offered` is the open offer to keep a line or to cancel a call, or None if there is none.
    """
    text = turn.text
    if offered and cancelling.is_offer(offered):
        return await _cancel_other(turn)
    if offered:
        if kept_corrections.deletes_it(text) or says_wrong(text):
            await offers.close(turn.session, turn.person)
            return card_saying(own_notes.NOT_KEPT)
        return await moved(turn, text) or await kept_reworded.answer(turn, offered)
    if before := await moved(turn, text) or await _changed_before(turn):
        return before
    if not (_corrects(text) or await _account(turn, kept_corrections.account_meant(text))):
        return None
    return card_saying(NOTHING_KEPT)


async def _changed_before(turn: Turn) -> Reply | None:
    """Change the day of a promise, or the words of a line, that were saved a few lines ago.

    Return None if the line names no other day, and does not repeat the words of the saved line.
    """
    kept = await _before(turn)
    if kept is None:
        return None
    return await promise_corrected.redated(turn, kept) or (
        await kept_reworded.repeated(turn, kept) if kept.is_undo else None
    )


def _corrects(text: str) -> bool:
    """Check whether a line corrects what was just kept.

    Return False if the line may be about an older note or a promise instead.
    """
    deletes = kept_corrections.deletes_it(text) and not kept_corrections.may_name_more(text)
    new, old = kept_corrections.new_words(text)
    return deletes or says_wrong(text) or kept_corrections.asks_to_change(text) or bool(new and old)


async def _last(turn: Turn) -> Offer | None:
    """Return the open offer: to undo what was just kept, to keep a line, or to cancel a call.

    Return None if there is no open offer. Also return None if a call was just moved or cancelled,
    because `call_corrected` answers corrections of that.
    """
    if turn.place is not None:
        return None
    last = await offers.latest(turn.session, turn.person, turn.now - drafts.ANSWERED_WITHIN)
    return None if last and last.changed_call is not None else last


async def _before(turn: Turn) -> Offer | None:
    """Return what was kept a few lines ago."""
    return await offers.set_aside_since(turn.session, turn.person, turn.now - LATELY)


async def _no_is_an_answer(turn: Turn, kept: Offer) -> bool:
    """Check whether "no" may answer a question, so that it does not take back what was kept.

    Return True in these cases:

    - The rep has just said whether the goal of a call was reached. "No" may correct this, or may be
      about the goal of another call.
    - We have posted a question about a call since something was kept.
    - We have asked whether the goal of a call was reached, and have no answer yet.
    """
    if kept.undo_button[0] == goal_answer.BACK:
        return True
    return await _asked_since(turn, kept) or await goal_outcome.left_open(turn) is not None


async def _asked_since(turn: Turn, kept: Offer) -> bool:
    """Check whether a question about a call was posted after something was kept."""
    person, since = turn.person, turn.now - ASKED_WITHIN
    asked = await own_calls.without_reflection(
        turn.session, person.tenant, person.id, since=since, now=turn.now, limit=MAX_ASKED
    )
    posted = await last_asked.prompts(turn.session, person, [one.call.id for one in asked])
    return any(at > kept.made_at for at in posted.values())
