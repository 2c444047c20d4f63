"""Answer questions about an account: when the last call was, when the next is, who owes what."""

from dataclasses import replace
from datetime import timedelta

from handlers.cards import Bullets, Card, Note, spans, typed
from handlers.coaching.text.words import joined, shortened
from handlers.features import asker_calls
from handlers.features.asked.on_account import OnAccount
from handlers.features.asked.subject import Subject
from handlers.features.calls import call_words
from handlers.features.calls import colleagues as near_calls
from handlers.features.promises import fitting_promises, promise_list
from handlers.times import format_absolute, format_short
from handlers.typed.promises.whose_promises import side_asked
from handlers.typed.words import listed
from handlers.views import shared_call
from handlers.views.briefs import buying_roles
from storage.choices import MISSED
from storage.customers import attendees
from storage.sales_calls import own_calls
from storage.sales_calls.own_calls import Seated
from storage.workspace import people

_THING = listed("thing things one ones stuff bit")
NAMED = 4  # a sentence names at most this many people, or at most this many upcoming calls
ON_TEAMS = "It is a Teams meeting."
NO_PLACE = "Where it takes place is not on file. Please look at the invitation."
MISSED_WITHIN = timedelta(days=90)
CALLS_TO_SEE = (
    "You see a colleague's call with an account if it is within two days of your own call there, "
    "and calls that your team has opened to you."
)


async def last_call(on: OnAccount, _subject: Subject) -> Card:
    """Answer "when did we last talk to northwind"."""
    missed = await missed_since(on)
    if on.held is None:
        return on.card(
            f"You haven't had a call with {on.name} yet.", *missed, *await _next_call(on)
        )
    zone = on.turn.person.zone
    when = format_absolute(on.held.call.starts_at, now=on.turn.now, zone=zone, own=zone)
    lead = f"Your last call with {on.name}: {when}{await _with_whom(on, on.held)}."
    return on.card(lead, *missed, *await _next_call(on))


async def missed_since(on: OnAccount) -> tuple[Note, ...]:
    """If nobody from the account came to the latest call, say so. Otherwise return ()."""
    person, now = on.turn.person, on.turn.now
    last = await own_calls.latest_started(
        on.turn.session, person.tenant, person.id, on.account.id, since=now - MISSED_WITHIN, now=now
    )
    if last is None or last.call.status != MISSED:
        return ()
    when = format_absolute(last.call.starts_at, now=now, zone=person.zone, own=person.zone)
    return (Note(spans(f"On {when}, nobody from their side came.")),)


async def place(on: OnAccount, subject: Subject) -> Card:
    """Answer "is the northwind one on teams or phone".

    If the next call is not on Teams, say that we don't know where it takes place.
    """
    card = await next_call(on, subject)
    if on.ahead is None:
        return card
    where = ON_TEAMS if on.ahead.call.meeting else NO_PLACE
    return replace(card, blocks=(card.blocks[0], Note(spans(where)), *card.blocks[1:]))


async def next_call(on: OnAccount, _subject: Subject) -> Card:
    """Answer "when is my call with brightwater"."""
    if on.ahead is None:
        return on.card(f"You have no call with {on.name} planned.")
    when = format_short(on.ahead.call.starts_at, now=on.turn.now, zone=on.turn.person.zone)
    lead = f"Your next call with {on.name}: {when}{await _with_whom(on, on.ahead)}."
    goal = on.ahead.seat.goal
    aim = (Note(spans("Your goal: ", typed(shortened(goal)))),) if goal else ()
    return on.card(lead, *aim, *await _later_calls(on, on.ahead))


async def _later_calls(on: OnAccount, first: Seated) -> tuple[Note, ...]:
    """Give the times of the calls with the account that come after `first`."""
    turn, person = on.turn, on.turn.person
    ahead = await asker_calls.planned(on.turn, on.account, limit=NAMED)
    times = [
        format_short(one.call.starts_at, now=turn.now, zone=person.zone)
        for one in ahead
        if one.call.id != first.call.id
    ]
    return (Note(spans(f"After that: {', '.join(times)}.")),) if times else ()


async def coming(on: OnAccount, subject: Subject) -> Card:
    """Answer "who's coming from northwind at 10" with the people in that call.

    If the question has no time, take the next call.
    """
    seated = on.ahead
    if subject.time:
        found = await call_words.find_calls(on.turn, f"{on.account.name} {subject.time}")
        seated = next(iter(found.calls), None) if not found.empty_day else None
    if seated is None:
        then = f" for {subject.time}" if subject.time else ""
        return on.card(f"You have no call with {on.name} planned{then}.", *await _next_call(on))
    call_id = seated.call.id
    people = (await attendees.of_calls(on.turn.session, [call_id])).get(call_id, ())
    when = format_short(seated.call.starts_at, now=on.turn.now, zone=on.turn.person.zone)
    lead = f"{on.name}, {when}: nobody from their side is named yet."
    with_us = await shared_call.others(on.turn.session, on.turn.person, seated.call)
    named_ours = joined(with_us) if with_us else "nobody"
    ours = Note(spans(typed(f"Your colleagues in this call: {named_ours}.")))
    if not people:
        return on.card(lead, ours)
    named = (buying_roles.person(one, on.turn.playbook) for one in people)
    lines = [
        f"{shortened(one.name)}{said or ', role not on file'}"
        for one, said in zip(people, named, strict=True)
    ]
    return on.card(
        f"Coming from {on.name}, {when}:",
        Bullets(tuple(spans(typed(line)) for line in lines)),
        ours,
    )


async def colleagues(on: OnAccount, _subject: Subject) -> Card:
    """Answer "does anyone else talk to halden".

    Name the colleagues' calls, shared reflections and promises that the rep may see.
    """
    near = await _near(on)
    opened = await near_calls.opened_notes(on.turn, on.account)
    said = [*dict.fromkeys((*opened, *near))]
    person, promised = on.turn.person, {on.facts.whose(one) for one in on.facts.promises}
    ids = {one.author_id for one in on.facts.heard if one.author_id != person.id}
    shared = (await people.names_of(on.turn.session, person.tenant, ids)).values() if ids else ()
    if shared:
        said.append(f"{joined(sorted(shared))} shared what they heard there.")
    if others := sorted(filter(None, promised)):
        are = "keeps" if len(others) == 1 else "keep"
        said.append(f"{joined(others)} {are} track of promises there.")
    if said:
        return on.card(" ".join(said))
    return on.card(f"Nobody whose calls you may see talks to {on.name}.", Note(spans(CALLS_TO_SEE)))


async def _near(on: OnAccount) -> list[str]:
    """Name colleagues' calls within two days of the rep's last or next call with the account."""
    own = [one.call for one in (on.held, on.ahead) if one]
    return await near_calls.asked_notes(on.turn, own)


async def of_colleague(on: OnAccount, subject: Subject) -> Card:
    """Answer "why is tomas meeting northwind".

    Name the colleagues' calls with the account within two days of the rep's own last or next call.
    Leave out calls that the rep may not see. If no calls are left, answer as `colleagues` does.
    """
    near = await _near(on)
    if not near:
        return await colleagues(on, subject)
    return on.card(f"{' '.join(near)} Best ask your colleague what it is about.")


async def owed(on: OnAccount, subject: Subject) -> Card:
    """Answer "what do we owe northwind", "what do they owe us" and "whats the pricing i owe them".

    - If the question has a topic, show the account's open promises that fit the topic.
    - If it has no topic, or if no promise fits the topic, show all promises with the account.
    - If it names no account, take the account last talked about. If nothing is open with that
      account, show the promises with all accounts.

    Look only at the side that the question is about: "we owe" or "they owe".
    """
    side = side_asked(on.turn.text)
    still_open = [
        one
        for one in on.facts.promises
        if one.state == "open" and one.owner_id == on.turn.person.id and side in (None, one.side)
    ]
    if on.guessed and not still_open:
        note = f"No such promise is open with {on.name}. This is the list for all accounts."
        return await promise_list.list_card(on.turn, None, note, side=side)
    topic = [word for word in subject.topic if word not in _THING]
    rows = [(one, on.account) for one in still_open]
    if found := await fitting_promises.fitting_rows(on.turn, rows, topic) if topic else []:
        return fitting_promises.shown(on.turn, found, f"Open with {on.name}:")
    note = f"No open promise has the words “{shortened(' '.join(topic), 60)}”." if topic else ""
    return await promise_list.list_card(on.turn, on.account, note, side=side)


async def _next_call(on: OnAccount) -> tuple[Note, ...]:
    if on.ahead is None:
        return ()
    when = format_short(on.ahead.call.starts_at, now=on.turn.now, zone=on.turn.person.zone)
    return (Note(spans(f"Your next call: {when}.")),)


async def _with_whom(on: OnAccount, seated: Seated) -> str:
    call_id = seated.call.id
    coming = (await attendees.of_calls(on.turn.session, [call_id])).get(call_id, ())
    names = ", ".join(shortened(one.name, 40) for one in coming[:NAMED])
    return f", with {names}" if names else ""
