"""Answer what Attune has sent today, whether it will ask again, and whether it reads email."""

from datetime import datetime, time

from handlers.cards import (
    Bullets,
    Button,
    Buttons,
    Reply,
    Text,
    card_saying,
    spans,
    typed,
)
from handlers.coaching.text.words import shortened
from handlers.features import access
from handlers.features.settings.kinds import pushed
from handlers.nudges import reflect
from handlers.registry import Registry, Turn
from handlers.rhythm_settings import at, day_of
from handlers.times import format_short
from storage import outbox
from storage.sales_calls import own_calls
from storage.tables import Outbox

NOTHING = "I have sent you nothing on my own today."
TODAY = "Today I sent you:"
ASKED_ONCE = (
    "I ask once after a call. If you don't answer, the agenda of the next working day names the "
    "call, and /reflect opens the form."
)
NO_MAIL = (
    "No, I don't read your email. I know what you type here, what colleagues noted about your "
    "accounts, and what comes from a calendar, transcripts or a CRM, if they are connected."
)
_RHYTHM = Button("Change or stop messages", "rhythm.show")


def register(registry: Registry) -> None:
    """Register the three answers, each with the intent of its question."""
    registry.intent("messages sent", sent)
    registry.intent("messages again", again)
    registry.intent("messages mail", mail)


async def sent(turn: Turn) -> Reply:
    """List the kinds of messages that were sent today, each with its time."""
    person = turn.person
    midnight = at(day_of(turn.now, person.zone), time(), person.zone)
    rows = await outbox.sent_to(turn.session, person, None, midnight)
    lines = [line for row in rows if (line := _line(turn, row.kind, row.settled_at or turn.now))]
    lead = TODAY if lines else NOTHING
    listed = (Bullets(tuple(lines)),) if lines else ()
    return access.private(turn, card_saying(lead, *listed, Buttons((_RHYTHM,))))


def _line(turn: Turn, kind: str, moment: datetime) -> Text | None:
    known = pushed(kind)
    when = format_short(moment, now=turn.now, zone=turn.person.zone)
    return spans(f"{when}: {known.label}") if known else None


async def again(turn: Turn) -> Reply:
    """Say that we ask once after a call, and when the next question comes."""
    person = turn.person
    rows = await outbox.open_for_person(turn.session, person.tenant, person.id)
    planned = {(row.call_id, person.id): row.due_at for row in rows if row.call_id and _asks(row)}
    calls = await own_calls.seated(turn.session, planned)
    lead = ASKED_ONCE
    if calls:
        first = min(calls, key=lambda one: planned[one])
        when = format_short(planned[first], now=turn.now, zone=person.zone)
        lead = f"{lead} My next question: {shortened(calls[first].account.name, 40)}, {when}."
    return access.private(turn, card_saying(typed(lead), Buttons((_RHYTHM,))))


def _asks(row: Outbox) -> bool:
    return row.kind == reflect.KIND.name and row.replaces is None


async def mail(turn: Turn) -> Reply:
    """Say that Attune reads no email."""
    return access.private(turn, card_saying(NO_MAIL))
