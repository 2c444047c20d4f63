"""Show a question that was typed for a colleague, before it is sent: “ask tomas who signs”."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from handlers.cards import Button, Buttons, Card, Note, Quote, Reply, card_saying, spans, typed
from handlers.coaching.names.given_names import first_name
from handlers.coaching.names.spelled import spelled_as_on_file
from handlers.coaching.text.words import shortened
from handlers.features import access, asker_calls, colleagues
from handlers.features.asker_calls import SEARCHED
from handlers.features.calls.calls import days_named
from handlers.features.customers import which_account
from handlers.features.team.asking_help import (
    ASKED_ALREADY,
    NAME,
    OFFERED,
    PREVIEW,
    ask_button,
    is_same,
    own_questions,
    reachable,
    send_question,
    which_call,
)
from handlers.registry import Registry, Turn
from handlers.rhythm_settings import day_of
from handlers.times import format_short
from handlers.typed.help_wanted import ask_behind, help_wanted, question_after_lead
from handlers.typed.not_notes import no_note
from handlers.typed.plain_spelling import written_out_words
from handlers.typed.team.colleague_question import (
    also_asked,
    question_for,
    question_for_anyone,
    without_also_asked,
)
from handlers.typed.words import listed, words_of
from handlers.views.team import help_cards
from storage.customers import contacts
from storage.sales_calls.own_calls import Seated
from storage.tables import Account, Person
from storage.team import help_requests

NO_CALL = "You have no call with {} planned. You can ask for help once a call is planned."
ONE_AT_A_TIME = "I ask one colleague at a time. “Ask somebody else” then asks {name}."
WHOM = "Whom shall I ask this? Nothing is sent yet."
JUST_HELD = timedelta(hours=12)  # a question may be about a call that began this recently
HELD = timedelta(days=30)  # or, if the line names the account, about a call this long ago


_ONE_DAY = listed(
    "today tomorrow monday tuesday wednesday thursday friday saturday sunday mon tue tues wed weds"
    " thu thur thurs fri sat sun"
)


def register(registry: Registry) -> None:
    """Register the buttons that show a typed question and send it."""
    registry.button(PREVIEW, show_preview)
    registry.button("help.send", send)


async def offer_for_account(turn: Turn) -> Reply | None:
    """Answer "ask for help with northwind": offer to ask about the next calls with that account.

    In "i need help with northwind: who signs?", the words after the colon are the question. The
    form for asking opens with this question filled in.

    Return None in a channel. Return None if the message does not ask for help, or if it does not
    name exactly one account.
    """
    if turn.place is not None or "help" not in words_of(turn.text):
        return None
    if not help_wanted(turn.text, await colleagues.names(turn)):
        return None
    lead, asks = ask_behind(turn.text)
    lead, question = question_after_lead(lead)
    account = await which_account.only_one_named(turn, lead)
    if account is None:
        return None
    if asks and (opened := await _asked_behind(turn, asks, account)):
        return opened
    ahead = await asker_calls.planned(turn, account, limit=OFFERED)
    if ahead:
        return which_call(turn, ahead, f"::{question}" if question else "")
    name = shortened(account.name, NAME)
    lead = NO_CALL.format(name)
    plan = Button("Plan a call", "call.add", account.name, about=name)
    return card_saying(typed(lead), Buttons((plan,)))


async def _asked_behind(turn: Turn, asks: str, account: Account) -> Reply | None:
    """Open the form with the colleague and the question that `asks` names.

    For "i need help with northwind, ask tomas can i give them 10%", `asks` is "ask tomas can i give
    them 10%". Return None if `asks` names no colleague, or if `preview_question` returns None.
    """
    found = no_note(asks, await colleagues.names(turn))
    named = found[1] if found and found[0] == "ask" else ""
    return await preview_question(replace(turn, text=asks), named, account) if named else None


async def preview_question(turn: Turn, helper: str, account: Account | None) -> Reply | None:
    """Show the question in "ask tomas whats our floor price", and the button that sends it.

    `helper` is the name of the colleague. If no account is given and the question may be about
    several calls, ask first which call it is about.

    Return None if the line has no question, if there is no call, or if no colleague has the name.
    """
    also = also_asked(turn.text, await colleagues.names(turn))
    question = question_for(without_also_asked(turn.text) if also else turn.text, helper)
    if not question:
        return None
    calls = await calls_meant(turn, account)
    whom = await helper_named(turn, helper)
    if not calls or whom is None:
        return None
    if len(calls) > 1:
        return which_call(turn, calls, f":{whom.id}:{question}")
    shown = await preview(turn, calls[0], whom, question, keep=turn.text)
    if not also:
        return shown
    *blocks, buttons = shown.blocks
    note = ONE_AT_A_TIME.format(name=shortened(first_name(also), 40))
    return replace(shown, blocks=(*blocks, Note(spans(typed(note))), buttons))


async def to_anyone(turn: Turn) -> Card | None:
    """Answer "ask someone if we support sso": offer to choose a colleague for the question.

    Return None for any other line, or if there is no call that the question may be about.
    """
    question = question_for_anyone(turn.text)
    account = await which_account.only_one_named(turn, turn.text) if question else None
    calls = await calls_meant(turn, account) if question else ()
    if not calls:
        return None
    spelled_out = await spelled(turn, account, question) if account else question
    buttons = tuple(
        replace(ask_button(one, spelled_out), label=f"Choose for {shortened(one.account.name, 40)}")
        for one in calls
    )
    return card_saying(WHOM, Quote(spelled_out, "You to a colleague"), Buttons(buttons))


async def helper_named(turn: Turn, name: str) -> Person | None:
    """Return the colleague with this full name, if the person can ask them."""
    found = await help_requests.colleagues(turn.session, turn.person)
    return next((one for one in found if one.name == name), None)


async def calls_meant(turn: Turn, account: Account | None) -> Sequence[Seated]:
    """Return the calls that a question may be about, earliest first.

    With an account, return the call on the typed day, or the next call. If none is planned, return
    the latest one. Without an account, return a call that was just held, and the next calls.
    """
    ahead = await asker_calls.planned(turn, account, limit=SEARCHED if account else OFFERED)
    if account and ahead:
        days = [days for word in written_out_words(turn.text) if (days := _day(turn, word))]
        zone = turn.person.zone
        then = [
            one
            for one in ahead
            if any(day[0] <= day_of(one.call.starts_at, zone) < day[1] for day in days)
        ]
        return (then or ahead)[:1]
    held = await asker_calls.latest(turn, account)
    lately = JUST_HELD if account is None else HELD
    is_recent = held is not None and turn.now - held.call.starts_at <= lately
    return [*([held] if held and is_recent else []), *ahead]


def _day(turn: Turn, word: str) -> tuple[date, date] | None:
    return days_named(turn, word) if word in _ONE_DAY else None


async def show_preview(turn: Turn) -> Reply:
    """Show the question in the button's value, and the button that sends it."""
    seated, helper, question = await _begun(turn)
    return await preview(turn, seated, helper, question)


async def preview(
    turn: Turn, seated: Seated, helper: Person, question: str, *, keep: str = ""
) -> Card:
    """Show a question before it is sent. `keep` is the typed line, to be kept as a note, or ""."""
    question = await spelled(turn, seated.account, question)
    asked = await help_requests.of_call(turn.session, seated.call, turn.person.id)
    waiting = [one for one in asked if one.helper.id == helper.id and one.state == "waiting"]
    if any(is_same(one, question) for one in waiting):
        return own_questions(ASKED_ALREADY.format(helper.name), waiting)
    when = format_short(seated.call.starts_at, now=turn.now, zone=turn.person.zone)
    keep = f"{seated.account.id}:{keep}" if keep else ""
    return help_cards.preview(helper, seated, question, waiting, when=when, keep=keep)


async def spelled(turn: Turn, account: Account, question: str) -> str:
    """Spell the names of the account and its contacts as they are on file."""
    known = await contacts.by_accounts(turn.session, [account.id])
    people = [one.name for one in known.get(account.id, ())]
    return spelled_as_on_file(question, account.name, people)


async def _begun(turn: Turn) -> tuple[Seated, Person, str]:
    """Return the call, the helper and the question in a button's value: "12:34:who signs?"."""
    call_id, _, begun = turn.text.partition(":")
    helper_id, _, question = begun.partition(":")
    seated = await access.own_call(turn, call_id, locked=True)
    return seated, await reachable(turn, helper_id), question


async def send(turn: Turn) -> Reply:
    """Send the question that the preview showed."""
    seated, helper, question = await _begun(turn)
    return await send_question(turn, seated, helper, question, shows_goal=False)
