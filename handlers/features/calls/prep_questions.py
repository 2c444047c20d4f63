"""What /prep asks back, and what it keeps while a question is open.

A question that follows a press comes beneath the card: in its place, the second half of a double
click would answer it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from handlers.cards import Aside, Button, Buttons, Card, Form, Note, Paragraph, TextInput, spans
from handlers.coaching.words import shortened
from handlers.features import access, which_account
from handlers.features.calls.who_and_why import parted, who_and_why
from handlers.features.typed_time import typed_time
from handlers.registry import Refusal, Turn
from handlers.rhythm_settings import day_of
from handlers.times import (
    Unclear,
    Understood,
    format_absolute,
    format_day,
    format_moment,
    format_short,
    passed,
)
from storage.calls import Seated
from storage.tables import Account, Call, Draft

REMEMBERED = timedelta(days=30)  # how long one can say what was said in a call
GRACE = timedelta(minutes=5)  # for a call that is planned "now"


@dataclass(frozen=True)
class TypedCall:
    """What a person typed, taken apart: the account's name, and when."""

    account: str
    time: str
    reading: Understood | Unclear | None


async def ask_time(turn: Turn, asked: TypedCall, unclear: Unclear) -> Aside:
    """The question about a time, with each moment that it names one press away."""
    draft = await keep(turn, asked)
    offers = []
    for offer in unclear.offers:
        kept = await keep(turn, TypedCall(asked.account, "", offer))
        label = format_moment(offer.starts_at, offer.ends_at, now=turn.now, zone=turn.person.zone)
        offers.append(Button(label, "prep.suggested", str(kept.id), "primary"))
    if unclear.past_moment and await which_account.on_file(turn, asked.account):
        offers += await _happened(turn, asked, unclear.past_moment)
    return question(unclear.question, draft, first=tuple(offers))


async def _happened(turn: Turn, asked: TypedCall, past_moment: Understood) -> list[Button]:
    """A call that has taken place unplanned: there is a reflection in it all the same."""
    if turn.now - past_moment.starts_at > REMEMBERED:
        return []
    kept = await keep(turn, TypedCall(asked.account, "", past_moment))
    return [Button("It happened: reflect on it", "reflect.past", str(kept.id))]


def read_when(turn: Turn, typed: str) -> Understood | Unclear:
    """The time that begins the text; behind it may stand who comes and what it is about."""
    reading = typed_time(turn, typed)
    if not (isinstance(reading, Unclear) and reading.reason == "not_a_time"):
        return reading
    time, tail = parted(typed)
    return typed_time(turn, time) if tail and who_and_why(tail) else reading


def unread(asked: TypedCall) -> Unclear:
    """The question where what follows an account's name is no time."""
    typed, name = shortened(asked.time), shortened(asked.account)
    question = f"I can't read “{typed}” as a time. When is the call with {name}?"
    return Unclear("not_a_time", f"{question} For example: tomorrow 15:00.")


async def ask_account(turn: Turn, asked: TypedCall) -> Aside:
    """A time, and no account."""
    return question("Which account is the call with?", await keep(turn, asked))


async def ask_new_account(turn: Turn, asked: TypedCall) -> Aside:
    """An account that is not on file: one of the near ones, or a new one?"""
    draft = await keep(turn, asked)
    near = await which_account.near(turn, asked.account)
    lead = which_account.missing(asked.account, near)
    if isinstance(asked.reading, Understood):
        reading = asked.reading
        when = format_moment(
            reading.starts_at, reading.ends_at, now=turn.now, zone=turn.person.zone
        )
        lead = f"For {when}: {lead[:1].lower()}{lead[1:]}"
    picks = [await _pick(turn, asked, draft, account) for account in near]
    name = which_account.name_in(asked.account)  # as it would be kept
    add = Button(f"Add “{shortened(name, 40)}”", "prep.add", str(draft.id))
    note = asked.reading.note if isinstance(asked.reading, Understood) else None
    return question(lead, draft, first=(*picks, add), note=note)


async def _pick(turn: Turn, asked: TypedCall, draft: Draft, account: Account) -> Button:
    """The account as a button, with the words behind its name as the time of the call.

    The form where they are no time: they may say when the call is all the same.
    """
    (label,) = which_account.labels([account])
    behind = which_account.behind(asked.account, account)
    if not behind or (asked.reading is None and _is_a_name(asked.account, behind, account)):
        return Button(label, "prep.pick", f"{draft.id}:{account.id}", "primary")
    time = f"{behind} {asked.time}".rstrip()
    reading = read_when(turn, time)
    opened = await keep(turn, TypedCall(account.name, time, reading))
    if isinstance(reading, Unclear) and reading.reason == "not_a_time":
        return Button(label, "prep.form", str(opened.id), "primary")
    return Button(label, "prep.pick", f"{opened.id}:{account.id}", "primary")


def _is_a_name(typed: str, behind: str, account: Account) -> bool:
    """Whether the words behind are a name's too: "Globex Corporation" for Globex."""
    as_names = all(word[:1].isupper() for word in behind.split())
    return as_names or (behind == typed and which_account.is_covered(typed, account))


async def ask_second(
    turn: Turn, asked: TypedCall, reading: Understood, there: Sequence[Seated]
) -> Aside:
    """There are calls with this account that day: one more, or one of them moved?"""
    draft, zone = await keep(turn, asked), turn.person.zone
    moved = format_short(reading.starts_at, reading.ends_at, now=turn.now, zone=zone)
    if len(there) > 1:
        return _ask_another(turn, asked, reading, there, draft)
    call = there[0].call
    when = format_moment(call.starts_at, now=turn.now, zone=zone)
    lead = f"You have {shortened(asked.account)} {when} already. "
    lead += f"Move it to {moved}, or is this a second call?"
    notes = (Note(spans(reading.note)),) if reading.note else ()
    buttons = (
        Button("Move it", "prep.instead", f"{draft.id}:{call.id}", "primary"),
        Button("A second call", "prep.second", str(draft.id)),
        Button("Open its brief", "brief.open", str(call.id)),
    )
    return Aside(Card(lead, (Paragraph(spans(lead)), *notes, Buttons(buttons))))


def _ask_another(
    turn: Turn, asked: TypedCall, reading: Understood, there: Sequence[Seated], draft: Draft
) -> Aside:
    moved = format_short(reading.starts_at, reading.ends_at, now=turn.now, zone=turn.person.zone)
    day = format_day(
        day_of(reading.starts_at, turn.person.zone), day_of(turn.now, turn.person.zone)
    )
    clocks = [_clock(turn, one.call) for one in there]
    lead = f"You have {shortened(asked.account)} {day} at {' and '.join(clocks)} already. "
    lead += f"Move one to {moved}, or is this another call?"
    notes = (Note(spans(reading.note)),) if reading.note else ()
    moves = [
        Button(f"Move {clock}", "prep.instead", f"{draft.id}:{one.call.id}")
        for clock, one in zip(clocks, there, strict=True)
    ]
    another = Button("Another call", "prep.second", str(draft.id), "primary")
    return Aside(Card(lead, (Paragraph(spans(lead)), *notes, Buttons((*moves, another)))))


def which_call(turn: Turn, there: Sequence[Seated]) -> Card:
    """Several calls with one account on the day that was said."""
    call, account = there[0].call, there[0].account
    zone = turn.person.zone
    day = format_day(day_of(call.starts_at, zone), day_of(turn.now, zone))
    lead = f"You have {len(there)} calls with {shortened(account.name)} {day}. Which brief?"
    briefs = [Button(_clock(turn, one.call), "brief.open", str(one.call.id)) for one in there]
    plan = Button("Plan another", "call.add", account.name)
    return Card(lead, (Paragraph(spans(lead)), Buttons((*briefs, plan))))


def _clock(turn: Turn, call: Call) -> str:
    return f"{call.starts_at.astimezone(ZoneInfo(turn.person.zone)):%H:%M}"


def question(
    lead: str, draft: Draft, first: tuple[Button, ...] = (), note: str | None = None
) -> Aside:
    """A question, its answers as buttons, and the form to put it differently."""
    label = "Change it" if draft.account and draft.time else "Fill it in"
    change = Button(label, "prep.form", str(draft.id))
    notes = (Note(spans(note)),) if note else ()
    return Aside(Card(lead, (Paragraph(spans(lead)), *notes, Buttons((*first, change)))))


def form(account: str, when: str, subject: str) -> Form:
    """The form to plan a call with, filled with what was typed."""
    return Form(
        "prep",
        "Plan a call",
        (
            TextInput("account", "Account", value=account, required=True),
            TextInput(
                "when",
                "When",
                hint="As you would say it: tomorrow 15:00, Thursday 3pm, 24 Nov 10:00-11:00",
                value=when,
                required=True,
            ),
        ),
        subject=subject,
        submit="Plan it",
    )


async def keep(turn: Turn, asked: TypedCall) -> Draft:
    """Keep what was typed, and the moment it named, while a question about it is open."""
    moment = asked.reading if isinstance(asked.reading, Understood) else None
    draft = Draft(
        tenant=turn.person.tenant,
        person_id=turn.person.id,
        account=asked.account,
        time=asked.time,
        starts_at=moment.starts_at if moment else None,
        ends_at=moment.ends_at if moment else None,
        zone=moment.zone if moment else None,
        made_at=turn.now,
    )
    turn.session.add(draft)
    await turn.session.flush()
    return draft


async def draft_of(turn: Turn, text: str) -> Draft:
    """What this person typed before a question. Raises Refusal."""
    draft = await own_draft(turn, text)
    if draft is None:
        raise Refusal("That question is no longer open. Type /prep again.")
    return draft


async def own_draft(turn: Turn, text: str) -> Draft | None:
    """What this person typed before, unless it has been deleted since."""
    draft = await turn.session.get(Draft, access.number(text))
    own = (turn.person.tenant, turn.person.id)
    return draft if draft and (draft.tenant, draft.person_id) == own else None


def asked_before(turn: Turn, draft: Draft) -> TypedCall:
    """What was typed then, and the moment that was named then, unless that has passed."""
    if draft.starts_at is None:
        reading = read_when(turn, draft.time) if draft.time else None
        return TypedCall(draft.account, draft.time, reading)
    zone = draft.zone or turn.person.zone
    if draft.starts_at < turn.now.replace(second=0, microsecond=0) - GRACE:
        past_moment = passed(draft.starts_at, now=turn.now, zone=turn.person.zone)
        return TypedCall(draft.account, draft.time, past_moment)
    moment = Understood(draft.starts_at, draft.ends_at, zone, None)
    return TypedCall(draft.account, draft.time, moment)


def time_in_full(turn: Turn, draft: Draft) -> str:
    """The moment that was named, in words that still mean it tomorrow; else what was typed."""
    if draft.starts_at is None:
        return draft.time
    own, zone = turn.person.zone, draft.zone or turn.person.zone
    said = format_absolute(draft.starts_at, draft.ends_at, now=turn.now, zone=zone, own=own)
    return f"{said} {parted(draft.time)[1]}".rstrip()
