"""Parse the account and the time of a call from typed words.

The words are stored as a draft while a question about them is open.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from handlers.coaching.text.words import shortened
from handlers.features import access
from handlers.features.calls.who_and_why import split_time, who_and_why
from handlers.features.customers import which_account
from handlers.features.typed_time import typed_time
from handlers.registry import Refusal, Turn
from handlers.rhythm_settings import date_order_of, day_of
from handlers.times import Unclear, Understood, format_absolute, grammar, question_about_past, split
from handlers.times.formatting import format_full_date
from handlers.times.vocabulary import COURTESY
from handlers.times.words import plain
from handlers.typed.intents import meant
from storage.conversation import drafts
from storage.tables import Account, Draft

# The time in a draft may be this far in the past, because the person may have typed "now".
GRACE = timedelta(minutes=5)


@dataclass(frozen=True)
class TypedCall:
    """The parts of a typed call: the account's name, the time, and how the time was read.

    `time` may also say who comes and what the call is about. `reading` is None if no time was
    typed. `plans_only` means that a line plans the call without asking for a brief:
    "mia thu 3pm".
    """

    account: str
    time: str
    reading: Understood | Unclear | None
    plans_only: bool = False


def read_call(turn: Turn) -> TypedCall:
    """Split a command into an account's name and a time. The time may come first.

    For accounts on file, use `read_after_account`.
    """
    intent, following = meant(turn.text)
    text = following if intent == "planned" and following else turn.text
    head, tail = split_time(text)
    entered = _split(turn, head) if tail and who_and_why(tail) else TypedCall("", "", None)
    if entered.reading and entered.account:
        return replace(entered, time=f"{entered.time} {tail}")
    entered = _split(turn, text)
    unread = isinstance(entered.reading, Unclear) and entered.reading.reason == "not_a_time"
    return (_time_before_name(turn, text) if unread or not entered.reading else None) or entered


def _split(turn: Turn, text: str) -> TypedCall:
    person = turn.person
    name, reading, time = split(text, now=turn.now, zone=person.zone, order=date_order_of(person))
    return TypedCall(name, time, reading)


def _time_before_name(turn: Turn, text: str) -> TypedCall | None:
    """Parse "tomorrow 9 Halden": a day and a time, followed only by a name."""
    words = text.split()
    for count in range(min(len(words) - 1, 8), 1, -1):
        time, name = " ".join(words[:count]), " ".join(words[count:])
        said = grammar.read(time, turn.person.zone)
        if said and said.has_day and said.clock:
            return TypedCall(name.removeprefix("with "), time, typed_time(turn, time))
    return None


def read_after_account(
    turn: Turn, begun: Sequence[tuple[Account, str]]
) -> tuple[Account, TypedCall]:
    """Choose the account on file that the text begins with, and parse the text after it as a time.

    `begun` has each account whose name begins the text, with the text after the name. The longest
    name comes first. We choose the longest name that is followed by nothing or by a time. With
    "Century" and "Century 21" on file, "Century 21 December 3pm" is a call with Century, because
    "December 3pm" is not a time.

    If other words follow every name, we choose the longest name, and `reading` has a question.
    """
    read = []
    for account, following in begun:
        first, _, after = following.partition(" ")
        # In "Northwind call today", only "today" is the time.
        words = after if first.lower() in ("call", "meeting") else following
        rest = "" if plain(words).strip(" ?!.") in COURTESY else words
        reading = read_when(turn, rest) if rest else None
        read.append((account, TypedCall(account.name, rest, reading)))
        if not (isinstance(reading, Unclear) and reading.reason == "not_a_time"):
            return read[-1]
    account, entered = read[0]
    return account, replace(entered, reading=unreadable(entered))


async def names_a_call(turn: Turn, text: str) -> bool:
    """Check whether the text has a time, or begins with an account's name or a part of the name."""
    entered = read_call(replace(turn, text=text))
    return bool(entered.reading or await which_account.by_name_or_part_at_start(turn, text))


def read_when(turn: Turn, typed: str) -> Understood | Unclear:
    """Parse the time at the start of the text. People and a subject may follow the time."""
    reading = typed_time(turn, typed)
    if not (isinstance(reading, Unclear) and reading.reason == "not_a_time"):
        return reading
    time, tail = split_time(typed)
    return typed_time(turn, time) if tail and who_and_why(tail) else reading


def with_subject(time: str, about: str) -> str:
    """Append the subject of a call to the typed time, unless a subject is there already."""
    said = who_and_why(split_time(time)[1])
    about = " ".join(about.split())
    return time if not about or (said and said.subject) else f"{time} re {about}"


def with_people(time: str, coming: str) -> str:
    """Add the people in `coming` after the typed time. Raises Refusal if they are not names."""
    names = [name.strip() for name in coming.replace("\n", ",").split(",") if name.strip()]
    if not names:
        return time
    with_whom = f"with {' and '.join(names)}"
    if who_and_why(with_whom) is None:
        raise Refusal("Write names, separated by commas.", field="coming")
    lead, tail = split_time(time)
    return " ".join(filter(None, (lead, with_whom, tail)))


def unreadable(entered: TypedCall) -> Unclear:
    """Return the question to ask if the words after an account's name are not a time."""
    typed, name = shortened(entered.time), shortened(entered.account)
    question = f"I can't read “{typed}” as a time. When is the call with {name}?"
    return Unclear("not_a_time", f"{question} For example: tomorrow 15:00.")


async def save_draft(turn: Turn, entered: TypedCall) -> Draft:
    """Store a typed call, with the time that we understood, while a question is open."""
    moment = entered.reading if isinstance(entered.reading, Understood) else None
    draft = Draft(
        tenant=turn.person.tenant,
        person_id=turn.person.id,
        kind="call",
        account=entered.account,
        time=entered.time,
        starts_at=moment.starts_at if moment else None,
        ends_at=moment.ends_at if moment else None,
        zone=moment.zone if moment else None,
        made_at=turn.now,
    )
    turn.session.add(draft)
    await turn.session.flush()
    return draft


async def keep_goal(turn: Turn, account: str, goal: str) -> Draft:
    """Store the goal of a person who gives up their seat in a call, in case they join it again."""
    return await drafts.add(
        turn.session, turn.person, "goal", turn.now, account=account, words=goal
    )


async def kept_goal(turn: Turn, text: str) -> Draft | None:
    """Return the person's draft with this id that `keep_goal` stored, or None."""
    return await drafts.own(turn.session, turn.person, access.row_id(text), "goal")


async def open_draft(turn: Turn, text: str) -> Draft:
    """Return the person's draft with this id. Raises Refusal if it is gone."""
    draft = await own_draft(turn, text)
    if draft is None:
        raise Refusal("That question is no longer open. Type /prep again.")
    return draft


async def own_draft(turn: Turn, text: str) -> Draft | None:
    """Return the person's draft with this id, or None."""
    return await drafts.own(turn.session, turn.person, access.row_id(text), "call")


def typed_before(turn: Turn, draft: Draft) -> TypedCall:
    """Return the call in a draft. "Tomorrow" means the day after the draft was made.

    If the time is more than `GRACE` ago, `reading` has a question about the time.
    """
    if draft.starts_at is None:
        time = _with_date(turn, draft)
        return TypedCall(draft.account, time, read_when(turn, time) if time else None)
    zone = draft.zone or turn.person.zone
    if draft.starts_at < turn.now.replace(second=0, microsecond=0) - GRACE:
        past_moment = question_about_past(draft.starts_at, now=turn.now, zone=turn.person.zone)
        return TypedCall(draft.account, draft.time, past_moment)
    moment = Understood(draft.starts_at, draft.ends_at, zone, None)
    return TypedCall(draft.account, draft.time, moment)


def absolute_time(turn: Turn, draft: Draft) -> str:
    """Return the draft's time with its date, followed by the words typed after the time.

    If we did not understand the time, return the time as typed. But in a draft from an earlier day,
    replace a day such as "tomorrow" with its date.
    """
    if draft.starts_at is None:
        return _with_date(turn, draft)
    own, zone = turn.person.zone, draft.zone or turn.person.zone
    said = format_absolute(draft.starts_at, draft.ends_at, now=turn.now, zone=zone, own=own)
    return f"{said} {split_time(draft.time)[1]}".rstrip()


def _with_date(turn: Turn, draft: Draft) -> str:
    """Return a draft's time as typed. In a draft from an earlier day, "tomorrow" becomes a date."""
    own, today = turn.person.zone, day_of(turn.now, turn.person.zone)
    if not draft.time or day_of(draft.made_at, own) == today:
        return draft.time
    reading = read_when(replace(turn, now=draft.made_at), draft.time)
    said = ""
    if isinstance(reading, Unclear) and reading.day:
        said = format_full_date(reading.day, today)
    elif isinstance(reading, Unclear) and reading.past_moment:
        past, until = reading.past_moment.starts_at, reading.past_moment.ends_at
        zone = reading.past_moment.zone
        said = format_absolute(past, until, now=turn.now, zone=zone, own=own)
    return f"{said} {split_time(draft.time)[1]}".rstrip() if said else draft.time
