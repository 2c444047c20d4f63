"""Answer sentences that ask for something, such as "cancel my call with Northwind".

If the words ask for a call, we plan the call at once. If they ask to cancel or move a call, or to
save a promise, we show a form or a button.
"""

from dataclasses import replace
from datetime import date
from functools import partial

from handlers.cards import Button, Buttons, Card, Note, Paragraph, Reply, Strong, spans, typed
from handlers.coaching.words import shortened
from handlers.features import (
    about_account,
    promise_form,
    promise_reports,
    which_account,
)
from handlers.features.asked import facts
from handlers.features.calls import call_form, call_words, calls, cancelling, prep, typed_call
from handlers.features.calls.briefing import show_brief
from handlers.features.calls.who_and_why import who_and_why
from handlers.features.reflections import typed_line
from handlers.features.settings import (
    data_named,
    my_data,
    rhythm,
    rhythm_forms,
)
from handlers.registry import Feature, Registry, Turn
from handlers.rhythm_settings import DAY, day_of, order_of, rhythm_of, working_days
from handlers.times import format_short
from handlers.times.absences import absence
from handlers.times.due import due
from handlers.times.vocabulary import COURTESY
from handlers.times.words import plain
from handlers.typed.line_kinds import is_kept
from handlers.views import first_message, shared_call, team_words

ABOUT = (
    "I am Attune, a bot. I brief you before each call with a customer, and keep track of what both "
    "sides promised."
)
PRIVACY = (
    "No manager or colleague sees your figures unless you share one. Your goals, your guesses, and "
    "your notes in a reflection are yours alone until you share them. Nobody else ever reads what "
    "you keep as your own note. Promises, people and what you find out about an account appear in "
    "your colleagues' briefs. If you connect a calendar, colleagues learn only one thing from it: "
    "when you have a call with the same account. A line for marketing goes to marketing, without "
    "names unless you say so."
)
PRIVACY_ASK = "Other companies that use the same Attune see nothing of yours."
WHY = (
    "I write before and after your calls, about promises that are due, and when a colleague does "
    "something that concerns you. "
    "To stop a kind of message, choose it in the menu below."
)
UNDO = (
    "Press Undo on the message that says what was changed. "
    "You can also change a call back in /calls, and reopen a promise in /promises."
)
SHORT = {"ok": "All right.", "bye": "Until next time."}
ENDS = " ?!.,;:"


def register(registry: Registry) -> None:
    """Register answers for intents of `handlers.typed` that no command answers."""
    registry.intent("about", about)
    registry.intent("privacy", privacy)
    registry.intent("kept", my_data.show)
    registry.intent("why", why)
    registry.intent("away", away)
    registry.intent("quiet", rhythm_forms.open_quiet)
    registry.intent("list", calls.list_card)
    registry.intent("undo", undo)
    registry.intent("cancel", cancel)
    registry.intent("confirmed", confirmed)
    registry.intent("leave", leave)
    registry.intent("move", move)
    registry.intent("planned", planned)
    registry.intent("owed", about_account.owed)
    registry.intent("promised", promised)
    registry.words("ok", _saying("ok"), ("ok", "okay"), courtesy=True)
    registry.intent("bye", _saying("bye"))


def _saying(intent: str) -> Feature:
    async def said(_turn: Turn) -> Reply:
        return Card(SHORT[intent], (Paragraph(spans(SHORT[intent])),))

    return said


async def about(_turn: Turn) -> Reply:
    """Say what Attune is, and how to begin."""
    example = Paragraph(spans("For example: ", Strong("prep Northwind tomorrow 3pm")))
    return Card(
        ABOUT,
        (Paragraph(spans(ABOUT)), example, Note(spans("Type help to see what else I can do."))),
    )


async def privacy(turn: Turn) -> Reply:
    """Say who can read what. If one kind of data is named, answer only for that kind."""
    if answer := await data_named.who_sees(turn):
        return answer
    whom = first_message.contact(turn.operator.support, turn.operator.privacy_url)
    asked = Note((*spans(f"{PRIVACY_ASK} "), *whom) if whom else spans(PRIVACY_ASK))
    more = Buttons((data_named.MORE, data_named.DELETE, Button("My team", team_words.MINE)))
    return Card(PRIVACY, (Paragraph(spans(PRIVACY)), asked, more))


async def why(turn: Turn) -> Reply:
    """Say why Attune sends messages, with the menu that can stop them."""
    return rhythm.stop_card(turn, WHY)


async def undo(_turn: Turn) -> Reply:
    """Say what can be undone, and where."""
    return Card(UNDO, (Paragraph(spans(UNDO)), Buttons((Button("See my calls", "call.list"),))))


async def away(turn: Turn) -> Reply:
    """Open the form for an absence, filled with the typed days."""
    person, today = turn.person, day_of(turn.now, turn.person.zone)

    def read(words: str, since: date) -> date | None:
        found = due(words, today=since, zone=person.zone, order=order_of(person))
        return found.day if found and found.day and found.day >= since else None

    found = absence(turn.text.strip(ENDS), today, read)
    back = found.back
    if back is None and found.last:
        (back,) = working_days(found.last + DAY, 1, rhythm_of(person)) or (found.last + DAY,)
    return rhythm_forms.away_form(found.first, back, found.unread)


async def cancel(turn: Turn) -> Reply:
    """Drop the promise in the words, or ask whether to cancel the call that fits.

    If several calls fit, ask which. If none fits, list calls as `call_words.listed` does.
    """
    words = turn.text.strip(ENDS)
    if promise := await promise_reports.drop(turn, words):
        return promise
    if words.lower() in cancelling.IT and (done := await cancelling.confirmed(turn)):
        return done
    found = await call_words.find_calls(turn, words)
    note = call_words.unmatched_note(turn, found)
    if len(found.calls) == 1 and not found.empty_day:
        return await cancelling.ask(turn, found.calls[0], note)
    if found.calls:
        return cancelling.which(turn, found.calls, note)
    return await call_words.listed(turn, words, found)


async def confirmed(turn: Turn) -> Reply:
    """Cancel the call that the last question was about. Without one, answer like "cancel"."""
    return await cancelling.confirmed(turn) or await cancel(turn)


async def leave(turn: Turn) -> Reply:
    """Show the call that fits the words, with a button to leave the call.

    If that is not exactly one call with a colleague in it, list calls as `call_words.listed` does.
    """
    words = turn.text.strip(ENDS)
    found = await call_words.find_calls(turn, words)
    if found.account and len(found.calls) == 1:
        seated = found.calls[0]
        call, account = seated.call, seated.account
        shared = shared_call.before(await shared_call.others(turn.session, turn.person, call))
        if shared:
            when = format_short(call.starts_at, now=turn.now, zone=turn.person.zone)
            lead = f"{shortened(account.name)}, {when}. {shared}"
            button = shared_call.leave_it(call, account.name)
            return Card(lead, (Paragraph(spans(typed(lead))), Buttons((button,))))
    return await call_words.listed(turn, words, found)


async def move(turn: Turn) -> Reply:
    """Move the promise in the words, or open the form to change the call that fits the words.

    The form is filled with the typed time. If the call or the time is not clear, list calls as
    `call_words.listed` does.
    """
    if promise := await promise_reports.move(turn, turn.text.strip(ENDS)):
        return promise
    words, to, behind = call_words.split_move(
        turn.text.strip(ENDS), partial(call_words.is_new_time, turn)
    )
    found = await call_words.find_calls(turn, words, to, moves=True)
    found = replace(found, unread=f"{found.unread} {behind}".strip(call_words.MARKS))
    if len(found.calls) == 1 and found.to:
        who = who_and_why(found.unread)
        if who and who.people:
            found = replace(found, unread=f"re {who.subject}" if who.subject else "")
        more = call_form.TypedChange(
            found.to, who.people if who else {}, call_words.unmatched_note(turn, found)
        )
        return await call_form.change_form(turn, found.calls[0], more)
    return await call_words.listed(turn, words, found)


async def planned(turn: Turn) -> Reply:
    """Show the brief of a call with an account on file. If a time follows, plan the call.

    If the words report that a call was moved or cancelled, show how to change the call. If the name
    is that of a person on file, say who that is. If the name is unknown, ask whether it is a new
    account, or offer to keep the words. Without words, answer like /prep without words.
    """
    words = _without_please(turn.text.strip(ENDS))
    if not words:
        return await prep.prep(replace(turn, text=""))
    if report := await changed(turn, words):
        return report
    if await typed_call.names_a_call(turn, words):
        return await prep.prep(replace(turn, text=words))
    if known := await facts.person(turn, words) or await _of_named_call(turn, words):
        return known
    offered = None
    if is_kept(turn.text):
        offered = await typed_line.offer(turn, words) or await about_account.offer(turn, turn.text)
    if offered:
        return offered
    lead = f"I don't know an account called “{shortened(words, 60)}”. Is it a new one?"
    plan = Button("Plan a call", "call.add", words if len(words) <= which_account.MAX_NAME else "")
    return Card(lead, (Paragraph(spans(lead)), Buttons((plan,))))


def _without_please(words: str) -> str:
    before, _, last = words.rpartition(" ")
    return before.rstrip(ENDS) if plain(last) in COURTESY else words


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
    """Answer a report: "call with Northwind got cancelled", "Northwind was moved to Friday 9".

    Return None for any other words, and for unknown accounts.
    """
    about, happened, behind = call_words.split_report(words)
    if not happened or not await which_account.by_name_or_part_at_start(turn, about):
        return None
    feature = cancel if happened == "cancelled" else move
    return await feature(replace(turn, text=f"{about} {behind}"))


async def promised(turn: Turn) -> Reply:
    """Open the form for a promise, filled with the typed account and words."""
    words = turn.text.strip(ENDS)
    return await promise_form.said_by_us(turn, words)
