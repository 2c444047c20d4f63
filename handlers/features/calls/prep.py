"""/prep: plans or finds a call, and answers with its brief."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from handlers import limits, planning
from handlers.cards import Aside, Button, Buttons, Card, Note, Paragraph, Reply, spans
from handlers.coaching.words import shortened
from handlers.commands import Command
from handlers.features import access, which_account
from handlers.features.calls import call_notes, colleagues
from handlers.features.calls.briefing import show_brief
from handlers.features.calls.prep_questions import (
    TypedCall,
    ask_account,
    ask_new_account,
    ask_second,
    ask_time,
    asked_before,
    draft_of,
    form,
    keep,
    own_draft,
    question,
    read_when,
    time_in_full,
    unread,
    which_call,
)
from handlers.features.calls.who_and_why import parted, who_and_why
from handlers.features.typed_time import as_in_form, typed_time
from handlers.plain_words import meant
from handlers.registry import Refusal, Registry, Shortcut, Turn
from handlers.rhythm_settings import DAY, at, day_of, order_of
from handlers.times import Unclear, Understood, format_moment, grammar, split
from handlers.times.vocabulary import CHANGES, COURTESY, PLANS
from handlers.times.words import plain
from handlers.views import shared_call
from storage import accounts, calls
from storage.calls import CallAndSeat, Seated
from storage.tables import Account, Call

TIME_TAKEN = "You have a call with this account at that time already."
NOT_PLANNED = "That call is not planned any more. /prep plans a new one."


def register(registry: Registry) -> None:
    """The command, its menu entry, and what its questions are answered with."""
    registry.command(
        Command(
            "prep",
            "[account] [when]",
            "plan or find a call, and get its brief",
            ("/prep Northwind tomorrow 3pm", "/prep Northwind"),
        ),
        prep,
    )
    registry.shortcut(Shortcut("prep", "Prepare a call"), blank)
    registry.button("brief.open", open_brief)
    registry.button("prep.form", correct)
    registry.button("prep.add", add_account)
    registry.button("prep.pick", pick_account)
    registry.button("prep.suggested", suggested)
    registry.button("prep.second", second)
    registry.button("prep.instead", instead)
    registry.button("prep.join", join)
    registry.form("prep", submit)


async def prep(turn: Turn) -> Reply:
    """The brief of the call meant; a question if that is not clear."""
    if not turn.text.strip():
        return await _next_call(turn)
    begun = await which_account.beginning(turn, turn.text)
    if begun:
        return await _with_account(turn, *_known(turn, begun))
    requested = await _requested(turn)
    if requested:
        return requested
    return await _go_on(turn, _taken_apart(turn))


def _taken_apart(turn: Turn) -> TypedCall:
    """An account that is new, or named in part, and the time: behind its name, or before it."""
    intent, behind = meant(turn.text)
    text = behind if intent == "planned" and behind else turn.text
    head, tail = parted(text)
    asked = _split(turn, head) if tail and who_and_why(tail) else TypedCall("", "", None)
    if asked.reading and asked.account:
        return replace(asked, time=f"{asked.time} {tail}")
    asked = _split(turn, text)
    unread = isinstance(asked.reading, Unclear) and asked.reading.reason == "not_a_time"
    return (_time_first(turn, text) if unread or not asked.reading else None) or asked


def _split(turn: Turn, text: str) -> TypedCall:
    person = turn.person
    name, reading, time = split(text, now=turn.now, zone=person.zone, order=order_of(person))
    return TypedCall(name, time, reading)


def _time_first(turn: Turn, text: str) -> TypedCall | None:
    """ "tomorrow 9 Halden": a day and a time begin the text, and a name is all that is behind."""
    words = text.split()
    for count in range(min(len(words) - 1, 8), 1, -1):
        time, name = " ".join(words[:count]), " ".join(words[count:])
        said = grammar.read(time, turn.person.zone)
        if said and said.has_day and said.clock:
            return TypedCall(name.removeprefix("with "), time, typed_time(turn, time))
    return None


async def names_a_call(turn: Turn, text: str) -> bool:
    """Whether the text names an account, on file or with a time behind it."""
    asked = _taken_apart(replace(turn, text=text))
    return bool(asked.reading or await which_account.begins(turn, text))


def _known(turn: Turn, begun: Sequence[tuple[Account, str]]) -> tuple[Account, TypedCall]:
    """The account on file that begins the text; all that follows has to be a time.

    The longest name wins, but for one that leaves no time: with "Century" and "Century 21" on file,
    "Century 21 December 3pm" is a call with the first.
    """
    read = []
    for account, behind in begun:
        rest = "" if plain(behind).strip(" ?!.") in COURTESY else behind
        reading = read_when(turn, rest) if rest else None
        read.append((account, TypedCall(account.name, rest, reading)))
        if not (isinstance(reading, Unclear) and reading.reason == "not_a_time"):
            return read[-1]
    account, asked = read[0]
    return account, replace(asked, reading=unread(asked))


async def _requested(turn: Turn) -> Reply | None:
    """ "cancel Northwind tomorrow 3pm" shows that call; "call Northwind tomorrow 3pm" plans it."""
    request, _, behind = turn.text.strip().partition(" ")
    if request not in CHANGES | PLANS or not behind:
        return None
    begun = await which_account.beginning(turn, behind.lower().removeprefix("my call with "))
    if not begun:
        return None
    account, asked = _known(turn, begun)
    if request in PLANS:
        return await _with_account(turn, account, asked)
    if isinstance(asked.reading, Understood):
        there = await calls.starting_at(
            turn.session, turn.person, account.id, asked.reading.starts_at
        )
        if there is not None:
            return await _found(turn, there, account, asked, None)
    return await _next_with(turn, account)


async def blank(turn: Turn) -> Reply:
    """The form to plan a call with."""
    return form(turn.text, "", "")


async def correct(turn: Turn) -> Reply:
    """The same form, with what was typed before."""
    draft = await draft_of(turn, turn.text)
    return form(draft.account, time_in_full(turn, draft), str(draft.id))


async def submit(turn: Turn) -> Reply:
    """Plan from the form; both fields are needed, and said to be where one is missing."""
    name = which_account.name_in(turn.fields.get("account", ""))
    time = turn.fields.get("when", "").strip()
    if not name or which_account.is_mention(name):
        raise Refusal("Which account is the call with?", field="account")
    if not time:
        raise Refusal("When is it? For example: tomorrow 15:00.", field="when")
    reading = read_when(turn, time)
    happened = isinstance(reading, Unclear) and reading.past_moment
    if happened and await which_account.on_file(turn, name):
        return await _go_on(turn, TypedCall(name, time, reading))
    return await _go_on(turn, TypedCall(name, time, as_in_form(reading)))


async def open_brief(turn: Turn) -> Reply:
    """The brief of a call in a list, which stays."""
    return Aside(await show_brief(turn, await access.own_call(turn, turn.text)))


async def add_account(turn: Turn) -> Reply:
    """Yes, this is a new account."""
    draft = await draft_of(turn, turn.text)
    if not draft.account or limits.too_long(draft.account, limits.of_input("account")):
        return form(draft.account, draft.time, str(draft.id))
    account = await accounts.add(turn.session, turn.person.tenant, draft.account, turn.now)
    return await _with_account(turn, account, asked_before(turn, draft))


async def pick_account(turn: Turn) -> Reply:
    """It was this one of the near matches."""
    draft_id, _, account_id = turn.text.partition(":")
    account = await access.account(turn, access.number(account_id))
    return await _with_account(
        turn,
        account,
        asked_before(turn, await draft_of(turn, draft_id)),
    )


async def suggested(turn: Turn) -> Reply:
    """Yes, the time that was suggested."""
    return await _go_on(turn, asked_before(turn, await draft_of(turn, turn.text)))


async def second(turn: Turn) -> Reply:
    """One's own call all the same, beside another with the account on that day or near it."""
    draft = await draft_of(turn, turn.text)
    account = await which_account.on_file(turn, draft.account)
    asked = asked_before(turn, draft)
    if account is None or not isinstance(asked.reading, Understood):
        return await _go_on(turn, asked)
    account = await access.account(turn, account.id, locked=True)
    there = await calls.starting_at(turn.session, turn.person, account.id, asked.reading.starts_at)
    if there is not None and there.seat is not None:  # pressed twice
        return await _found(turn, there, account, asked, asked.reading.note)
    return await _plan(turn, account, asked, asked.reading)


async def instead(turn: Turn) -> Reply:
    """Move the day's call with this account to the time that was typed."""
    draft_id, _, call_id = turn.text.partition(":")
    seated = await access.own_call(turn, call_id, locked=True)
    asked = asked_before(turn, await draft_of(turn, draft_id))
    if not isinstance(asked.reading, Understood):
        return await _go_on(turn, asked)
    note = await move(turn, seated.call, asked.reading)
    seated = await access.own_call(turn, call_id)
    await _take_in(turn, seated, asked)
    return await moved(turn, seated, note)


async def join(turn: Turn) -> Reply:
    """Take a seat in a colleague's call, with whom and what one typed behind the time."""
    number, _, kept = turn.text.partition(":")
    seated = await take_seat(turn, number)
    draft = await own_draft(turn, kept)
    if draft:
        await _take_in(turn, seated, TypedCall(draft.account, draft.time, None))
    return await show_brief(turn, seated, await call_notes.also_then(turn, seated.call))


async def take_seat(turn: Turn, number: str) -> Seated:
    """Take a seat in the call with this id. Raises Refusal if it is not planned any more."""
    call = await calls.by_id(turn.session, turn.person.tenant, access.number(number), locked=True)
    if call is None:
        raise Refusal(NOT_PLANNED)
    try:
        seat = await planning.take_seat(turn.session, turn.person, call)
    except planning.NotPlanned as error:
        raise Refusal(NOT_PLANNED) from error
    return Seated(seat, call, await access.account(turn, call.account_id))


async def move(turn: Turn, call: Call, reading: Understood) -> str | None:
    """Move a call for everybody who has a seat in it, and return what to say about it.

    That is how the time was read, and which other calls it is near now. Raises Refusal if the
    person has a call with the account at that time already.
    """
    try:
        starts_anew = await planning.move(
            turn.session,
            turn.person,
            call,
            turn.now,
            starts_at=reading.starts_at,
            ends_at=reading.ends_at,
            zone=reading.zone,
        )
    except planning.TimeTaken as error:
        raise Refusal(TIME_TAKEN, field="when") from error
    also_then = await call_notes.also_then(turn, call)
    if not starts_anew:
        return " ".join(filter(None, (reading.note, also_then))) or None
    told = shared_call.after(await shared_call.others(turn.session, turn.person, call))
    near = await colleagues.near(turn, call)
    notes = (told, reading.note, also_then, *near, call_notes.about_time(turn, call))
    return " ".join(note for note in notes if note) or None


async def restore(turn: Turn, call: Call) -> None:
    """Restore a call if it is cancelled. Raises Refusal if the person has another one then."""
    try:
        await planning.restore(turn.session, turn.person, call, turn.now)
    except planning.TimeTaken as error:
        raise Refusal(TIME_TAKEN) from error


async def moved(turn: Turn, seated: Seated, note: str | None) -> Reply:
    """A moved call's brief, with the way back where colleagues are told of the move."""
    card = await show_brief(turn, seated, note)
    names = await shared_call.others(turn.session, turn.person, seated.call)
    return shared_call.moved(seated.call, card, turn.now) if names else card


async def _go_on(turn: Turn, asked: TypedCall) -> Reply:
    if isinstance(asked.reading, Unclear):
        return await ask_time(turn, asked, asked.reading)
    name = which_account.name_in(asked.account)
    only_marks = len(name) < 4 and name.isascii() and not any(map(str.isalnum, name))
    if only_marks or name.startswith("/") or which_account.is_mention(name):
        return await ask_account(turn, replace(asked, account=""))
    account = await which_account.on_file(turn, asked.account)
    if account is None:
        return await ask_new_account(turn, asked)
    return await _with_account(turn, account, asked)


async def _with_account(turn: Turn, account: Account, asked: TypedCall) -> Reply:
    if isinstance(asked.reading, Unclear):
        return await _on_day(turn, account, asked) or await ask_time(turn, asked, asked.reading)
    if asked.reading is None:
        return await _next_with(turn, account)
    # Two who plan with this account at once: the second one sees what the first one planned.
    account = await access.account(turn, account.id, locked=True)
    there = await calls.starting_at(turn.session, turn.person, account.id, asked.reading.starts_at)
    if there is not None:
        return await _found(turn, there, account, asked, asked.reading.note)
    same_day = await _that_day(turn, account, day_of(asked.reading.starts_at, turn.person.zone))
    if same_day:
        return await ask_second(turn, replace(asked, account=account.name), asked.reading, same_day)
    theirs = await colleagues.to_join(turn, _new_call(turn, account, asked.reading))
    if theirs:
        return await colleagues.ask(turn, account, asked, theirs)
    return await _plan(turn, account, asked, asked.reading)


async def _plan(turn: Turn, account: Account, asked: TypedCall, reading: Understood) -> Reply:
    call = _new_call(turn, account, reading)
    seat = await planning.plan(turn.session, turn.person, call, turn.now)
    also_then = await call_notes.also_then(turn, call)
    notes = (reading.note, also_then, call_notes.about_time(turn, call))
    note = " ".join(note for note in notes if note)
    return await _briefed(turn, Seated(seat, call, account), asked, note or None)


def _new_call(turn: Turn, account: Account, reading: Understood) -> Call:
    return planning.new_call(account, reading.starts_at, reading.ends_at, reading.zone, turn.now)


async def _briefed(turn: Turn, seated: Seated, asked: TypedCall, note: str | None) -> Reply:
    """The brief, with who comes and what it is about where that was typed behind the time."""
    await _take_in(turn, seated, asked)
    return await show_brief(turn, seated, note)


async def _take_in(turn: Turn, seated: Seated, asked: TypedCall) -> None:
    """Keep who comes and what it is about, as typed behind the time."""
    said = who_and_why(parted(asked.time)[1])
    if said:
        seat, call, account = seated
        coming = (await accounts.attendees(turn.session, [call.id])).get(call.id, ())
        people = {one.name: "" for one in coming} | said.people
        people = dict(list(people.items())[: limits.PEOPLE])
        await accounts.set_attendees(turn.session, call.tenant, account.id, call.id, people)
        if said.subject and said.subject not in seat.goal:
            seat.goal = f"{seat.goal}\n{said.subject}".strip()
        await turn.session.flush()


async def _found(
    turn: Turn,
    there: CallAndSeat,
    account: Account,
    asked: TypedCall,
    note: str | None,
) -> Reply:
    """The brief of one's own call at that time; or else whether to join a colleague's."""
    call, seat = there
    if seat is not None:
        return await _briefed(turn, Seated(seat, call, account), asked, note)
    when = format_moment(call.starts_at, now=turn.now, zone=turn.person.zone)
    lead = f"A colleague has a call with {shortened(account.name)} {when} already."
    draft = await keep(turn, replace(asked, account=account.name))
    join_it = Button("Join it", "prep.join", f"{call.id}:{draft.id}", "primary")
    plan = Button("Plan mine", "prep.second", str(draft.id))
    return Aside(Card(lead, (Paragraph(spans(lead)), Buttons((join_it, plan)))))


async def _next_call(turn: Turn) -> Reply:
    ahead = await calls.planned_for(
        turn.session, turn.person.tenant, turn.person.id, since=turn.now, limit=1
    )
    if ahead:
        return await show_brief(turn, ahead[0])
    lead = "No call is planned."
    hint = Note(spans("Type /prep with an account and a time: /prep Northwind tomorrow 15:00"))
    plan = Buttons((Button("Plan a call", "call.add", "", "primary"),))
    return Card(lead, (Paragraph(spans(lead)), hint, plan))


async def _next_with(turn: Turn, account: Account) -> Reply:
    ahead = await calls.planned_for(
        turn.session,
        turn.person.tenant,
        turn.person.id,
        since=turn.now,
        account_id=account.id,
        limit=1,
    )
    if ahead:
        return await show_brief(turn, ahead[0])
    lead = f"No call with {shortened(account.name)} is planned. When is it?"
    return question(lead, await keep(turn, TypedCall(account.name, "", None)))


async def _on_day(turn: Turn, account: Account, asked: TypedCall) -> Reply | None:
    """The brief of the day's call with this account; which one, where there are several."""
    day = asked.reading.day if isinstance(asked.reading, Unclear) else None
    found = await _that_day(turn, account, day) if day else []
    if len(found) > 1:
        return which_call(turn, found)
    return await _briefed(turn, found[0], asked, None) if found else None


async def _that_day(turn: Turn, account: Account, day: date) -> list[Seated]:
    zone = turn.person.zone
    return await calls.planned_for(
        turn.session,
        turn.person.tenant,
        turn.person.id,
        since=max(turn.now, at(day, datetime.min.time(), zone)),
        until=at(day + DAY, datetime.min.time(), zone),
        account_id=account.id,
    )
