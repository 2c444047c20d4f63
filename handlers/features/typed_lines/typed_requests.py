"""Answer sentences that ask for something, such as "cancel my call with Northwind".

If the words ask for a call or make a promise, we plan the call or save the promise at once. We also
move a call at once, and ask before we cancel one. If something is unclear, we show a form or a
list.
"""

from dataclasses import replace
from functools import partial

from handlers.cards import Button, Buttons, Card, Reply, card_saying, typed
from handlers.coaching.text.words import shortened
from handlers.features.asked import facts, time_confirmed
from handlers.features.briefs import prep
from handlers.features.briefs.briefing import show_brief
from handlers.features.calls import (
    away_calls,
    call_corrected,
    call_form,
    call_words,
    calls,
    cancelling,
    change_said,
    last_call,
    last_named,
    moving,
    moving_missed,
    named_in_line,
    new_time_asked,
    not_held,
    planned_again,
    role_met,
    typed_call,
)
from handlers.features.calls.who_and_why import who_and_why
from handlers.features.customers import about_account, which_account
from handlers.features.marketing import insight_orders, named_competitor
from handlers.features.meetings import meeting_titles
from handlers.features.notes import note_beside, note_named
from handlers.features.promises import owed_asked, promise_line, promise_reports, promise_saved
from handlers.features.reflections import typed_answer, typed_line, typed_report
from handlers.features.settings import absence_dropped, rhythm_forms
from handlers.features.team import own_questions
from handlers.features.typed_lines import away_and_moved, just_kept, orders_in_parts
from handlers.features.typed_time import typed_time
from handlers.registry import Registry, Turn
from handlers.times import Understood, format_short
from handlers.times.vocabulary import COURTESY
from handlers.times.words import plain
from handlers.typed.calls.call_lines import without_is
from handlers.typed.calls.call_reports import without_ending, without_new_date
from handlers.typed.line_kinds import is_kept
from handlers.typed.plain_spelling import clock_written_out, written_out
from handlers.typed.privacy.deletions import note_to_delete
from handlers.typed.reasons import tells_more
from handlers.typed.settings.absence_dropped import drops_absence
from handlers.typed.words import bare_words_of
from handlers.views import shared_call

ENDS = " ?!.,;:"
_IT = (("it",), ("that",), ("this",), ("the", "call"), ("that", "call"), ("this", "call"))
_ARTICLES = (["a"], ["an"], ["the"], ["my"], ["some"])
_NOT_KNOWN_YET = ("tbd", "tba", "tbc", "to be decided", "to be confirmed", "to be announced")
_NEW_DATE_OPEN = "Once you know the new date, type it: “{} fri 3pm”."
_JUST_DONE = ("it", "that", "this")  # after "cancel"
_AS_IT_IS = ("it", "it as it is", "it as is", "it be")  # after "leave"


def register(registry: Registry) -> None:
    """Register the answers to the intents of `handlers.typed` about calls and promises."""
    registry.intent("quiet", rhythm_forms.open_quiet)
    registry.intent("list", calls.list_card)
    registry.intent("cancel", cancel)
    registry.intent("confirmed", confirmed)
    registry.intent("called off", called_off)
    registry.intent("leave", leave)
    registry.intent("move", move)
    registry.intent("planned", planned)
    registry.intent("prepared", prepared)
    registry.intent("brief", brief)
    registry.intent("owed", about_account.owed)
    registry.intent("owe", partial(about_account.owed, side="ours"))
    registry.intent("owed to us", partial(about_account.owed, side="theirs"))
    registry.intent("promised", promised)


async def cancel(turn: Turn, *, new_date_open: bool = False) -> Reply:
    """Drop the promise that the words name, or ask whether to cancel the call that fits them.

    "Cancel that note" is about a note.

    If there are no words, take the call that the last message was about. If several calls fit, ask
    which. If none fits, list calls as `call_words.listed` does.

    `new_date_open` means that the call will get a new date. If the next message has a time, the
    call moves to this time.
    """
    words = turn.text.strip(ENDS)
    whole = replace(turn, text=f"cancel {words}")
    if answer := await own_questions.answer(whole) or await _cancel_note(whole):
        return answer
    if answer := await promise_reports.drop(turn, words) or await _cancel_unnamed(turn, words):
        return answer
    found = await call_words.find_calls(turn, words, just_begun=True)
    note = call_words.unmatched_note(turn, found)
    if new_date_open and found.account:
        note = f"{note} {_NEW_DATE_OPEN.format(shortened(found.account.name, 40))}".lstrip()
    in_parts = replace(turn, text=f"cancel {words}")  # "cancel alder today, friday stays"
    if found.unread and (asked := await orders_in_parts.instead(in_parts)):
        return asked
    if len(found.calls) == 1 and not found.empty_day:
        if new_date_open:
            await new_time_asked.expect(turn, found.calls[0])
        return await _ask_to_cancel(turn, found, note)
    if found.calls:
        return await cancelling.which(turn, found.calls, note)
    return await call_words.listed(turn, words, found, "Nothing cancelled yet.")


async def _cancel_note(turn: Turn) -> Reply | None:
    """Answer "cancel that note", which is about no call and no promise. Otherwise return None."""
    if note_to_delete(turn.text) is None:
        return None
    return await just_kept.answer(turn) or await note_named.asked(turn) or note_named.none_found()


async def _ask_to_cancel(turn: Turn, found: call_words.MatchingCalls, note: str) -> Reply:
    """Ask whether to cancel the call. Keep further words, such as a reason, as a note."""
    seated, beside = found.calls[0], found.unread
    names_other = await which_account.named_by(turn, beside) - {seated.account.id}
    if not beside or turn.place is not None or names_other:
        return await cancelling.ask(turn, seated, note)
    rest = await note_beside.keep_rest(turn, seated.account, beside)
    return note_beside.with_rest(await cancelling.ask(turn, seated), rest)


async def _cancel_unnamed(turn: Turn, words: str) -> Reply | None:
    """Answer "cancel tomorrow", "cancel it" and "cancel", which name no account.

    Right after an absence was set, "cancel that" ends the absence.
    """
    if turn.place is None and (asked := await away_calls.of_day(turn, words)):
        return asked
    of_last = words.lower() in _JUST_DONE or drops_absence(f"cancel {words}")
    if of_last and (ended := await absence_dropped.just_set(turn)):
        return ended
    if words.lower() in cancelling.IT:
        return await cancelling.confirmed(turn) or await last_call.ask_to_cancel_last(turn)
    return None if words else await last_call.ask_to_cancel(turn)


async def called_off(turn: Turn) -> Reply:
    """Answer "cancelled" with a question about the call that the last message was about.

    If we don't know which call that was, answer like "cancel" without words.
    """
    return await last_call.ask_to_cancel(turn) or await cancel(replace(turn, text=""))


async def confirmed(turn: Turn) -> Reply:
    """Cancel the call that we have just asked about. If we have not asked, answer like `cancel`."""
    return await cancelling.confirmed(turn) or await cancel(turn)


async def leave(turn: Turn) -> Reply:
    """Show the call that fits the words, with a button to leave the call.

    If the words do not fit exactly one call, or no colleague is in that call, list calls as
    `call_words.listed` does.
    """
    words = turn.text.strip(ENDS)
    if words.lower() in _AS_IT_IS and (kept := await typed_answer.declined(turn)):
        return kept
    if moved := await call_corrected.answer(replace(turn, text=f"leave {words}")):
        return moved  # "leave it at 10:40"
    found = await call_words.find_calls(turn, words)
    if found.account and len(found.calls) == 1:
        seated = found.calls[0]
        call, account = seated.call, seated.account
        shared = shared_call.told_if_changed(
            await shared_call.others(turn.session, turn.person, call)
        )
        if shared:
            when = format_short(call.starts_at, now=turn.now, zone=turn.person.zone)
            lead = f"{shortened(account.name)}, {when}. {shared}"
            button = shared_call.leave_it(call, account.name)
            return card_saying(typed(lead), Buttons((button,)))
    return await call_words.listed(turn, words, found, "Nothing changed yet.")


async def move(turn: Turn) -> Reply:
    """Move the promise that the words name, or the call that fits them.

    "It" is the call that the last message was about. If we don't know which call that was, ask
    about the next call.

    If the new time is not known yet ("new date tbd"), ask for it.

    If a sentence follows the time, move the call and keep the sentence as a note. If the words say
    something else that we can't use, or if the time is unclear, open the form that changes the
    call, filled with the typed time. If the call is not clear, or no time is typed, list calls as
    `call_words.listed` does.
    """
    words = turn.text.strip(ENDS)
    if moved := (
        await away_and_moved.answer(replace(turn, text=f"move {words}"))
        or await promise_reports.move(turn, words)
        or await insight_orders.scheduled(turn)
        or await just_kept.moved(turn, words)  # "move that to alder"
    ):
        return moved
    found = await find_move(turn, words)
    if again := await planned_again.ask(turn, found):
        return again
    found = last_call.of_today(turn, found)
    found = await last_call.to_move(turn, found)
    if missed := await moving_missed.answer(turn, found):
        return missed
    if len(found.calls) == 1 and found.to:
        if moved := await _moved_at_once(turn, found):
            return moved
        who = who_and_why(found.unread)
        if who and who.people:
            found = replace(found, unread=f"re {who.subject}" if who.subject else "")
        more = call_form.TypedChange(
            found.to, who.people if who else {}, call_words.unmatched_note(turn, found)
        )
        return await call_form.change_form(turn, found.calls[0], more)
    asked = await last_call.ask_next(turn, found)
    if found.unknown and not asked:
        asked = await meeting_titles.named_first(turn, found.unknown)
    return asked or await call_words.listed(turn, words, found, "Nothing moved yet.")


async def _moved_at_once(turn: Turn, found: call_words.MatchingCalls) -> Reply | None:
    """Move the call if the words are a new time. A reason and a further sentence may follow it.

    If the new time is not known yet, unclear or far away, ask about it. Return None if the words
    say anything else, or if they have no time.
    """
    seated = found.calls[0]
    if found.to.lower() in _NOT_KNOWN_YET:
        return await new_time_asked.ask(turn, seated)
    if found.empty_day or call_words.unmatched_note(turn, found):
        return None
    reading = typed_time(turn, found.to, planned=seated.call.starts_at)
    if not isinstance(reading, Understood):
        is_all = not (found.unread or found.beside) and turn.place is None
        is_time = is_all and reading.reason != "not_a_time"
        return (
            await new_time_asked.ask_unclear(turn, seated, reading, found.to) if is_time else None
        )
    if asked := moving.ask_if_far(turn, seated, reading, found.to):
        return asked
    # Keep the note before the move, so that a typed "undo" in the next message is about the move.
    rest = await note_beside.keep_rest(turn, seated.account, found.beside)
    return note_beside.with_rest(await moving.at_once(turn, seated, reading), rest)


async def find_move(turn: Turn, words: str) -> call_words.MatchingCalls:
    """Find the call and the new time in the words after "move"."""
    is_time = partial(call_words.is_time_of_call, turn)
    written = clock_written_out(written_out(without_ending(words)))
    words, to, following = call_words.split_move(written, is_time)
    is_apart = _is_apart(written, following)
    found = await call_words.find_calls(turn, words, to, moves=True, just_begun=True)
    unread = f"{found.unread} {following}".strip(call_words.MARKS)
    who = who_and_why(unread)
    if is_apart and following and tells_more(unread) and not (who and who.people):
        return replace(found, unread="", beside=unread)
    return replace(found, unread=unread)


def _is_apart(written: str, following: str) -> bool:
    """Check whether `following` comes right after a punctuation mark or a word of courtesy."""
    before = written.removesuffix(following).split() if written.endswith(following) else []
    return bool(before) and (before[-1][-1] in ",;." or before[-1].lower() in COURTESY)


async def prepared(turn: Turn) -> Reply:
    """Answer "prep me for it" like `planned`, but always show the brief of a call that we plan."""
    return await planned(turn, plans_only=False)


async def planned(turn: Turn, *, plans_only: bool = True) -> Reply:
    """Answer "meet northwind fri 3pm" as `brief` does.

    If the line turns out to be a note ("meet Jana said no"), offer to keep the note. `plans_only`
    means that we show the brief of a new call only if the call is today.
    """
    if of_insight := await insight_orders.scheduled(turn):
        return of_insight
    words = _without_is(_without_please(turn.text.strip(ENDS)))
    words = await last_named.words_with_account(turn, await _without_it(turn, words))
    of_kind = await named_in_line.planned(replace(turn, text=words))
    of_kind = of_kind or await role_met.answer(replace(turn, text=f"meet {words}"))
    if found := of_kind or await _named_call(turn, words, plans_only=plans_only):
        return found
    # "Book a room" is a wish, and not worth keeping as a note.
    if plans_only and is_kept(turn.text) and bare_words_of(words)[:1] not in _ARTICLES:
        kept = (
            await typed_report.answer(turn, turn.text)
            or await typed_line.offer(turn, words)
            or await about_account.offer(turn, turn.text)
        )
        if kept:
            return kept
    return (
        await named_competitor.answer(turn, words)
        or await meeting_titles.named_first(turn, words)
        or _unknown_account(words, "Not planned: " if plans_only else "")
    )


async def _without_it(turn: Turn, words: str) -> str:
    """If the words are only "it", "that call" or the like, return an account's name instead.

    The account is the one just talked about. Return "" if no account was just talked about.

    Return all other words unchanged. In a channel, return any words unchanged.
    """
    if turn.place is not None or tuple(bare_words_of(words)) not in _IT:
        return words
    account = await last_named.just_talked_about(turn)
    return account.name if account else ""


async def brief(turn: Turn) -> Reply:
    """Show the brief of the call that the words name.

    - If the words name an account and a time, and no call with the account is planned at that time,
      plan a call at that time, and show its brief.
    - If the words report that a call was moved or cancelled, answer like `changed`.
    - If the words name a person on file, say who that is.
    - If the name is unknown, ask whether it is a new account.
    - Without words, answer like /prep without words.
    """
    words = await last_named.words_with_account(turn, _without_please(turn.text.strip(ENDS)))
    return (
        await _named_call(turn, words)
        or await named_competitor.answer(turn, words)
        or await meeting_titles.named_first(turn, words)
        or _unknown_account(words)
    )


async def _named_call(turn: Turn, words: str, *, plans_only: bool = False) -> Reply | None:
    """Answer words that name a call, an account or a person. Return None for any other words."""
    if not words:
        return await prep.prep(replace(turn, text=""))
    confirmed_time = await time_confirmed.answer(replace(turn, text=words))
    if report := confirmed_time or await changed(turn, words):
        return report
    if found := await named_in_line.with_contact(turn, words, plans_only=plans_only):
        return found
    if await typed_call.names_a_call(turn, words):
        return await prep.prep(replace(turn, text=words), plans_only=plans_only)
    return await facts.person(turn, words) or await _of_named_call(turn, words)


def _unknown_account(words: str, undone: str = "") -> Card:
    lead = f"{undone}I don't know an account called “{shortened(words, 60)}”. Is it a new one?"
    plan = Button("Plan a call", "call.add", words if len(words) <= which_account.MAX_NAME else "")
    return card_saying(lead, Buttons((plan,)))


def _without_please(words: str) -> str:
    before, _, last = words.rpartition(" ")
    return before.rstrip(ENDS) if plain(last) in COURTESY else words


def _without_is(words: str) -> str:
    """Return "castell mon 9 with ines" for "castell is mon 9 w ines"."""
    said = words.split()
    bare = without_is(said)
    return words if bare == said else written_out(" ".join(bare))


async def _of_named_call(turn: Turn, words: str) -> Reply | None:
    """Show the brief for "tomorrow's Northwind call". If several calls fit, list them.

    Return None if no upcoming call fits all of the words.
    """
    found = await call_words.find_calls(turn, words)
    if found.account is None or found.unread or found.empty_day or not found.calls:
        return None
    if len(found.calls) == 1:
        return await show_brief(turn, found.calls[0])
    return await call_words.listed(turn, words, found)


async def changed(turn: Turn, words: str) -> Reply | None:
    """Answer a report: "call with Northwind got cancelled", "Northwind never happened".

    If the reported name is not on file, look for it in the meetings in the person's calendar. Ask
    about the meetings that have this name. If none has the name, or if the words are not a report,
    return None.
    """
    typed_words, words = words, without_new_date(words)
    if answered := await not_held.answer(turn, words):
        return answered
    said = await change_said.read(turn, words)
    if said is None:
        return None
    of_call = replace(turn, text=said.words)
    match said.change:
        case "cancel":
            return await cancel(of_call, new_date_open=words != typed_words)
        case "move":
            return await move(of_call)
        case "plan":
            return await prep.plan_only(of_call)
        case "unknown":
            return await meeting_titles.named(turn, said.words)


async def promised(turn: Turn) -> Reply:
    """Save the typed promise, or ask if its account or its day is not clear.

    If the line asks what was promised, list the promises instead: "i promised jana what".
    """
    asked = await owed_asked.answer(replace(turn, text=f"i promised {turn.text}"))
    words = turn.text.strip(ENDS)
    both = asked or await promise_line.answer(turn, f"i promised {words}")
    return both or await promise_saved.said_by_us(turn, words)
