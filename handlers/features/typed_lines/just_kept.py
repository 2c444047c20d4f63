"""Correct what was just kept: "undo", "delete that", "that was for alder", "make it 50 not 15"."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

from handlers.cards import Button, Buttons, Card, Note, Reply, card_saying, spans, typed
from handlers.coaching.buyer_words.their_words import label_of
from handlers.coaching.text.words import shortened
from handlers.features import asker_calls
from handlers.features.briefs import brief_skipped, goal_put_back
from handlers.features.calls import call_corrected, call_words, cancelling, changing
from handlers.features.calls.calls import ALL_CALLS
from handlers.features.customers import buying_role_said, contacts, which_account
from handlers.features.marketing import insights
from handlers.features.notes import note_kept, notes_removed, own_notes
from handlers.features.promises import (
    promise_corrected,
    promise_reports,
    promise_reworded,
    promise_saved,
    promises,
)
from handlers.features.reflections import goal_answer, goal_outcome, kept_line, typed_step
from handlers.features.settings import absences, only_kinds, rhythm, typed_setting
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
SHORT_NAME = 2  # at most this many words may be a contact's name
TAKEN_OUT = "Taken out of your reflection"
NOTHING_KEPT = (
    "I haven't kept anything just now. To delete an older note, name a word from it: “delete the "
    "pricing note”."
)
PAUSE_STAYS = "The pause stays as it is. To get messages again, type “undo”."
INSIGHT_STAYS = "The insight stays as it is."
_MOVED_PROMISES = (promise_reports.BACK, promise_corrected.BACK)
# These undo what belongs to no account: a setting, an absence, a snooze, or a published insight.
_OF_NO_ACCOUNT: dict[str, Callable[[Turn], Awaitable[Reply]]] = {
    typed_setting.PUT_BACK: typed_setting.put_back,
    absences.UNDO: absences.undo,
    rhythm.UNMUTE: rhythm.unmute,
    only_kinds.UNDO: only_kinds.undo,
    rhythm.UNSNOOZE: rhythm.unsnooze,
    insights.RETIRE: insights.retire,
    insights.PUBLISH: insights.publish,
}


async def answer(turn: Turn) -> Reply | None:
    """Take back, move or change what was just kept. Return None if the words don't ask for that.

    If the last message offered to keep a line, the words are about this offer. If nothing was just
    kept, "delete that" and "wrong account" get one sentence that says so.
    If a question about a call was posted after something was kept, "no" answers that question. "No"
    may also say that the goal of a call was not reached. Return None in both cases.
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
        return left or await undone(turn)
    return (
        await moved(turn, turn.text)
        or await promise_corrected.redated(turn, kept)
        or await typed_setting.corrected(turn, kept)
        or await kept_reworded.answer(turn, kept)
    )


def _left_as_it_is(kept: Offer) -> Card | None:
    """Say that a pause or an insight stays, because a bare "no" may be about something else."""
    if kept.undo_button[0] == rhythm.UNSNOOZE:
        return card_saying(PAUSE_STAYS, Buttons((Button("Undo", *kept.undo_button),)))
    return insight_stays(kept) if kept.changed_insight else None


async def _cancel_other(turn: Turn) -> Reply | None:
    """Offer to cancel another call: "no keep alder, i meant northwind".

    The last message asked "Shall I cancel …?" about a call with Alder. Return None if the words
    name no account on file. But if they say "meant" and an unknown name, say that we found no call
    with that name.
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

    Raises Refusal if what was kept has changed since, or is gone.
    """
    kept = await _last(turn)
    if kept is None or not kept.is_undo:
        return None
    return await take_back(turn, kept)


async def dropped(turn: Turn) -> Reply | None:
    """Answer "never mind": undo what was just kept, except that an insight stays as it is."""
    kept = await _last(turn)
    return insight_stays(kept) if kept and kept.changed_insight else await undone(turn)


def insight_stays(kept: Offer) -> Card:
    """Say that an insight stays as it is, after it was published or retired. Show *Undo*."""
    return card_saying(INSIGHT_STAYS, Buttons((Button("Undo", *kept.undo_button),)))


async def undone_before(turn: Turn) -> Reply | None:
    """Undo what was kept a few lines ago. If several things were, undo the newest.

    Return None if nothing was. Also return None if an insight was published or retired, because
    only the very next line may undo that.
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
    action, value = kept.undo_button
    ways = {
        kept_line.TAKE_OUT: kept_line.take_out,
        contacts.UNDO: contacts.undo,
        buying_role_said.BACK: buying_role_said.back,
        promise_saved.UNDO: promise_saved.take_back,
        promise_reports.BACK: promise_reports.move_back,
        promise_corrected.BACK: promise_corrected.move_back,
        promise_reworded.BACK: promise_reworded.put_back,
        typed_step.BACK: typed_step.put_back,
        promises.REOPEN: promises.reopen,
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
    """Move what was just kept, or offered, to the account in a line like "that was for alder".

    What the rep reported about a call becomes a note there. A customer's words are removed and not
    moved: they were kept with a call, and the other account has different calls. Return None if
    `words` say nothing like that, or if nothing was just kept or offered.
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
    """Move what was just kept to this account, as `moved` says."""
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
    """Return what the rep reported about a call. Return "" if the line is somebody's words."""
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
    if before := await moved(turn, text) or await _redated(turn):
        return before
    if not (_corrects(text) or await _account(turn, kept_corrections.account_meant(text))):
        return None
    return card_saying(NOTHING_KEPT)


async def _redated(turn: Turn) -> Reply | None:
    """Give the promise that was saved a few lines ago another day, if the words say so."""
    kept = await _before(turn)
    return await promise_corrected.redated(turn, kept) if kept else None


def _corrects(text: str) -> bool:
    """Check whether a line corrects something, and can't be about an older note or a promise."""
    deletes = kept_corrections.deletes_it(text) and not kept_corrections.may_name_more(text)
    new, old = kept_corrections.new_words(text)
    return deletes or says_wrong(text) or kept_corrections.asks_to_change(text) or bool(new and old)


async def _last(turn: Turn) -> Offer | None:
    """Return what was just kept, or the open offer to keep a line or to cancel a call, or None.

    Return None after a call was moved: `call_corrected` handles that.
    """
    if turn.place is not None:
        return None
    last = await offers.latest(turn.session, turn.person, turn.now - drafts.ANSWERED_WITHIN)
    return None if last and last.changed_call is not None else last


async def _before(turn: Turn) -> Offer | None:
    """Return what was kept a few lines ago."""
    return await offers.set_aside_since(turn.session, turn.person, turn.now - LATELY)


async def _no_is_an_answer(turn: Turn, kept: Offer) -> bool:
    """Check whether "no" answers a question, so that it does not take back what was kept.

    The question was posted after something was kept, or came with it. After an answer to the
    question about a goal, "no" changes this answer, or is about the next call that we asked about.
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
