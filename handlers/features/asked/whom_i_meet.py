"""Answer "who am i meeting tomorrow": the calls on a day or in a week, with people's names."""

from collections.abc import Sequence

from handlers.cards import Bullets, Button, Buttons, Card, card_saying, spans, typed
from handlers.coaching.text.words import shortened
from handlers.features.calls import calls as call_cards
from handlers.features.typed_time import typed_time
from handlers.registry import Turn
from handlers.times import Understood, format_short
from handlers.typed.asked.day_asked import AskedDay
from storage.customers import attendees
from storage.sales_calls.own_calls import Seated

SHOWN = 6  # calls
PEOPLE = 4  # we name at most this many people for each call
_NAMES = 200  # characters for the names of the people in one call
NOBODY = "nobody is named yet"


async def answer(turn: Turn, asked: AskedDay) -> Card | None:
    """List the calls on the day or in the week asked about, each with the people who come.

    If the question also names a time of day, list only the calls at that time. If no call is at
    that time, say so, and list all calls of the day.

    Return None if no call is planned on the day or in the week.
    """
    when = asked.when if asked.about == "on" else asked.about if asked.about == "today" else ""
    found = (await call_cards.planned_on(turn, when)) if when else None
    if not found:
        return None
    then = _at_time(turn, found, f"{when} at {asked.clock}") if asked.clock else []
    found = then or found
    shown = found[:SHOWN]
    lines = tuple(
        spans(typed(f"{_when(turn, one)} {shortened(one.account.name, 40)}: {who or NOBODY}"))
        for one, who in zip(shown, await names(turn, shown), strict=True)
    )
    count = "1 call" if len(found) == 1 else f"{len(found)} calls"
    lead = f"You have {count}:" if len(found) <= SHOWN else f"The first {SHOWN} of {count}:"
    if then:
        lead = "Your call then:" if len(found) == 1 else f"Your {len(found)} calls then:"
    elif asked.clock:
        lead = f"No call is planned then. {lead}"
    briefs = tuple(_brief(turn, one) for one in shown)
    return card_saying(lead, Bullets(lines), Buttons((*briefs, call_cards.ALL_CALLS)))


def _at_time(turn: Turn, found: Sequence[Seated], when: str) -> list[Seated]:
    reading = typed_time(turn, when)
    if not isinstance(reading, Understood):
        return []
    return [one for one in found if one.call.starts_at == reading.starts_at]


async def names(turn: Turn, calls: Sequence[Seated]) -> list[str]:
    """Return one text for each call: the names and roles of up to `PEOPLE` attendees.

    The text is "" if no attendee is on file.
    """
    coming = await attendees.of_calls(turn.session, [one.call.id for one in calls])
    people = [coming.get(one.call.id, ())[:PEOPLE] for one in calls]
    said = [
        [f"{one.name} ({one.role})" if one.role else one.name for one in each] for each in people
    ]
    return [shortened(", ".join(each), _NAMES) for each in said]


def _when(turn: Turn, one: Seated) -> str:
    when = format_short(one.call.starts_at, now=turn.now, zone=turn.person.zone)
    return f"{when[0].upper()}{when[1:]}"


def _brief(turn: Turn, one: Seated) -> Button:
    about = f"{shortened(one.account.name, 40)}, {_when(turn, one)}"
    return Button(
        f"Brief: {shortened(one.account.name, 30)}", "brief.open", str(one.call.id), about=about
    )
