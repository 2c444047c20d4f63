"""Answer /prep after its account and time have been read: show a brief, or ask what is unclear."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from handlers import limits, planning
from handlers.cards import Button, Buttons, Note, Reply, card_saying, spans
from handlers.coaching.call_kinds import kind_said, only_kind
from handlers.coaching.text.words import shortened
from handlers.features import access, asker_calls
from handlers.features.briefs import planned_call
from handlers.features.briefs.briefing import show_brief
from handlers.features.briefs.prep_questions import (
    ask_account,
    ask_new_account,
    ask_second,
    ask_time,
    question,
    which_call,
)
from handlers.features.calls import call_notes, colleagues, planned_again
from handlers.features.calls.typed_call import TypedCall, save_draft
from handlers.features.calls.who_and_why import split_time, who_and_why
from handlers.features.customers import which_account
from handlers.features.marketing import named_competitor
from handlers.features.meetings import meeting_titles
from handlers.features.settings import calendar
from handlers.registry import Turn
from handlers.rhythm_settings import DAY, at, day_of
from handlers.times import Unclear, Understood, format_short
from handlers.typed.customers.people_said import cased
from storage import mail
from storage.customers import attendees, contacts, domains
from storage.sales_calls import calls
from storage.sales_calls.own_calls import Seated
from storage.spelling import comparable
from storage.tables import Account, Call, Contact


async def answer(turn: Turn, entered: TypedCall) -> Reply:
    """Answer a typed account and time. A contact's email address can stand for the account.

    If the time is unclear, ask for the time. If the account is missing or not on file, ask about
    the account.

    A name that is not on file may also be in the title of a meeting, or be a competitor's. If no
    time was typed, answer about the meeting or the competitor.
    """
    if isinstance(entered.reading, Unclear):
        account = await which_account.on_file(turn, entered.account)
        there = account and await _on_day(turn, account, entered)
        return there or await ask_time(turn, entered, entered.reading)
    name = which_account.name_in(entered.account)
    only_marks = len(name) < 4 and name.isascii() and not any(map(str.isalnum, name))
    if only_marks or name.startswith("/") or which_account.is_mention(name):
        return await ask_account(turn, replace(entered, account=""))
    account = await which_account.on_file(turn, entered.account)
    address = mail.normalised(entered.account) if account is None else None
    if address:
        account = await domains.account_at(
            turn.session, turn.person.tenant, mail.domain_of(address)
        )
        entered = _with_attendee(entered, address, account)
    if account is None:
        known = await _known_otherwise(turn, entered.account) if entered.reading is None else None
        return known or await (ask_account if address else ask_new_account)(turn, entered)
    return await answer_for_account(turn, account, replace(entered, account=account.name))


async def _known_otherwise(turn: Turn, name: str) -> Reply | None:
    """Answer about a meeting with the name in its title, or about a competitor with the name."""
    return await meeting_titles.named(turn, name) or await named_competitor.answer(turn, name)


def _with_attendee(entered: TypedCall, address: str, account: Account | None) -> TypedCall:
    """Replace the typed address with the account's name. If `account` is None, use "".

    If a time was typed without people or a subject, add "with" and the address to the time.
    """
    who = f" with {address}" if entered.time and not split_time(entered.time)[1] else ""
    name = account.name if account else ""
    return replace(entered, account=name, time=f"{entered.time}{who}")


async def answer_for_account(turn: Turn, account: Account, entered: TypedCall) -> Reply:
    """Show the brief of a call with this account, or plan a new call at the typed time.

    - If the person has a call at the typed time, show its brief.
    - If no time was typed, show the brief of the next call.
    - If only a day was typed, show the brief of the call on that day.
    - If the person has a call with this account at another time of the same day, ask whether to
      move that call or to plan a second one.
    - If colleagues have a call that the person can join, ask whether to join it.
    - If the time is unclear, or if several calls fit, ask which time or call is meant.
    """
    if isinstance(entered.reading, Unclear):
        return await _on_day(turn, account, entered) or await ask_time(
            turn, entered, entered.reading
        )
    if entered.reading is None:
        return await next_call_with(turn, account)
    # If two people plan a call with this account at once, the second sees what the first planned.
    account = await access.account(turn, account.id, locked=True)
    there = await calls.starting_at(
        turn.session, turn.person, account.id, entered.reading.starts_at
    )
    if there is not None and there.seat is not None:
        own = Seated(there.seat, there.call, account)
        return await brief_with(turn, own, entered, entered.reading.note)
    same_day = await _calls_that_day(
        turn, account, day_of(entered.reading.starts_at, turn.person.zone)
    )
    if same_day:
        return await ask_second(
            turn, replace(entered, account=account.name), entered.reading, same_day
        )
    theirs = await colleagues.calls_to_join(turn, _new_call(turn, account, entered.reading))
    if theirs:
        return await colleagues.ask_to_join(turn, account, entered, theirs)
    return await plan_call(turn, account, entered, entered.reading)


async def plan_call(turn: Turn, account: Account, entered: TypedCall, reading: Understood) -> Reply:
    """Plan a new call. Say that the call is planned, and show its brief.

    If the person only wants to plan the call (`plans_only`), and the call is on a later day than
    today, show a button for the brief instead of the brief.
    """
    call = _new_call(turn, account, reading)
    seat = await planning.plan(turn.session, turn.person, call, turn.now)
    overlap = await call_notes.overlap_note(turn, call)
    when = format_short(call.starts_at, now=turn.now, zone=turn.person.zone)
    planned = f"Planned: {shortened(account.name)}, {when}."
    notes = (reading.note, overlap, call_notes.quiet_hours_note(turn, call))
    note = " ".join(note for note in notes if note)
    own = Seated(seat, call, account)
    today = day_of(turn.now, turn.person.zone)
    if entered.plans_only and day_of(call.starts_at, turn.person.zone) > today:
        await save_people_and_subject(turn, own, entered)
        return await planned_again.with_offer(turn, own, await planned_call.card(turn, own, note))
    brief = await brief_with(turn, own, entered, f"{planned} {note}".rstrip())
    return await planned_again.with_offer(turn, own, brief)


def _new_call(turn: Turn, account: Account, reading: Understood) -> Call:
    return planning.new_call(account, reading.starts_at, reading.ends_at, reading.zone, turn.now)


async def brief_with(turn: Turn, seated: Seated, entered: TypedCall, note: str | None) -> Reply:
    """Save what was typed after the time, and show the brief of the person's own call."""
    await save_people_and_subject(turn, seated, entered)
    return await show_brief(turn, seated, note)


async def save_people_and_subject(turn: Turn, seated: Seated, entered: TypedCall) -> None:
    """Save the people and the subject that were typed after the time, if any were typed.

    Add the subject to the person's goal, unless the subject is only a kind of call. If the call has
    neither a kind nor a title, the subject also decides the kind.
    """
    said = who_and_why(split_time(entered.time)[1])
    if said:
        seat, call, _ = seated
        coming = (await attendees.of_calls(turn.session, [call.id])).get(call.id, ())
        on_file = (await contacts.by_accounts(turn.session, [call.account_id])).get(call.account_id)
        whole = _whole_names(said.people, on_file or ())
        named = {whole.get(name, cased(name)): role for name, role in said.people.items()}
        people = {one.name: "" for one in coming} | named
        people = dict(list(people.items())[: limits.PEOPLE])
        emails = {whole.get(name, cased(name)): email for name, email in said.emails.items()}
        await attendees.replace(turn.session, call, people, emails)
        kinds = turn.playbook.kinds
        kind = only_kind(said.subject, kinds)
        if not (call.kind or call.title):
            names = (seated.account.name, *people)
            call.kind = kind or kind_said(said.subject, names=names, kinds=kinds)
        if not kind and said.subject not in seat.goal:
            seat.goal = f"{seat.goal}\n{said.subject}".strip()
        await turn.session.flush()


def _whole_names(typed: Iterable[str], on_file: Sequence[Contact]) -> dict[str, str]:
    """Map typed names to the full names of contacts: "jana" to "Jana Lund".

    Leave out a typed name if it fits several contacts, or if it is already a full name.
    """
    whole: dict[str, str] = {}
    for name in typed:
        key = comparable(name)
        fits = [one.name for one in on_file if key in which_account.forms_of(one.name)]
        if len(fits) == 1 and all(comparable(one.name) != key for one in on_file):
            whole[name] = fits[0]
    return whole


async def next_call(turn: Turn) -> Reply:
    """Show the brief of the person's next call, or say how to plan one."""
    ahead = await asker_calls.planned(turn, limit=1)
    if ahead:
        return await show_brief(turn, ahead[0])
    lead = "You have no calls planned."
    hint = Note(spans("Type /prep with an account and a time: /prep Northwind tomorrow 15:00"))
    plan = Button("Plan a call", "call.add", "", "primary")
    connect = await calendar.offer(turn)
    return card_saying(lead, hint, Buttons((plan, *connect)))


async def next_call_with(turn: Turn, account: Account) -> Reply:
    """Show the brief of the person's next call with an account, or ask when the call is."""
    ahead = await asker_calls.planned(turn, account, limit=1)
    if ahead:
        return await show_brief(turn, ahead[0])
    lead = f"You have no call with {shortened(account.name)} planned. To plan one, say when it is."
    return question(lead, await save_draft(turn, TypedCall(account.name, "", None)))


async def _on_day(turn: Turn, account: Account, entered: TypedCall) -> Reply | None:
    """Show the brief of the call on the typed day. If several calls fit, ask which one.

    Return None if no day was typed, or if no call is on that day.
    """
    day = entered.reading.day if isinstance(entered.reading, Unclear) else None
    found = await _calls_that_day(turn, account, day) if day else []
    if len(found) > 1:
        return which_call(turn, found)
    return await brief_with(turn, found[0], entered, None) if found else None


async def _calls_that_day(turn: Turn, account: Account, day: date) -> list[Seated]:
    zone = turn.person.zone
    return await asker_calls.planned(
        turn,
        account,
        since=max(turn.now, at(day, datetime.min.time(), zone)),
        until=at(day + DAY, datetime.min.time(), zone),
    )
