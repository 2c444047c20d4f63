"""Answer "am i free thurs 3pm" with yes or no, and name the calls at this time.

For "what am i doing at 2", answer without "yes" or "no". For "is tomas free thurs 3pm", say that we
don't know.
"""

from handlers.cards import Button, Buttons, Card, Note, card_saying, spans, typed
from handlers.coaching.text.words import shortened
from handlers.features import asker_calls, colleagues
from handlers.features.calls import calls as call_cards
from handlers.features.calls.call_notes import MAX_CALL_LENGTH
from handlers.features.customers import which_account
from handlers.features.typed_time import typed_time
from handlers.nudges.plan import is_away
from handlers.planning import USUAL_LENGTH
from handlers.registry import Turn
from handlers.times import Understood, format_short, grammar
from handlers.typed.asked.free_asked import cover_asked, free_asked, whose_time_asked
from handlers.typed.customers.people_said import cased
from storage.sales_calls.own_calls import Seated
from storage.spelling import comparable

SHOWN = 4  # calls
WHO_IS_FREE = (
    "I don't know who is free: I can't see your colleagues' calendars. “Ask for help” asks one of "
    "them to take the call."
)


async def answer(turn: Turn) -> Card | None:
    """Say whether the person has a call at the time in a question, and list the day's other calls.

    Return None if the line does not ask about the person's own time, or if it names no time of day.
    """
    asked = free_asked(turn.text)
    said = grammar.read(asked.when, turn.person.zone) if asked else None
    reading = typed_time(turn, asked.when) if asked and said and said.clock else None
    if asked is None or not isinstance(reading, Understood):
        return None
    then = await _planned_then(turn, reading)
    away = is_away(reading.starts_at, turn.person.away_from, turn.person.away_until)
    is_yes = (not then and not away) == (asked.asks == "free")
    yes_or_no = "" if asked.asks == "what" else "Yes, " if is_yes else "No, "
    when = format_short(reading.starts_at, now=turn.now, zone=turn.person.zone)
    if then:
        lead = f"{yes_or_no}you have a call: {' and '.join(_lines(turn, then))}."
    elif away:
        lead = f"{yes_or_no}you are away {when}."
    else:
        lead = f"{yes_or_no}you have no call {when}."
    day = await call_cards.planned_on(turn, asked.when) or ()
    lead = f"{lead[:1].upper()}{lead[1:]}"
    other = [one for one in day if one not in then][:SHOWN]
    notes = [Note(spans(typed(f"Also that day: {', '.join(_lines(turn, other))}.")))]
    briefs = tuple(_brief(one) for one in then)
    buttons = Buttons((*briefs, call_cards.ALL_CALLS))
    return card_saying(typed(lead), *(notes if other else ()), buttons)


async def of_somebody(turn: Turn) -> Card | None:
    """Answer "is tomas free thurs 3pm" about a colleague, a contact or an account.

    Return None if

    - the line does not ask whether somebody is free,
    - the name is not on file, or
    - the line was typed in a channel.
    """
    name = whose_time_asked(turn.text) if turn.place is None else ""
    whose = await _name_on_file(turn, name) if name else ""
    if not whose:
        return None
    lead = f"I don't know: I can't see {shortened(whose, 40)}'s calendar. Best ask directly."
    return card_saying(typed(lead), Buttons((call_cards.ALL_CALLS,)))


async def to_cover(turn: Turn) -> Card | None:
    """Answer "whos free to cover brightwater thu": we don't know, but a colleague can be asked.

    Return None for any other line, in a channel, or if no call with the account is planned.
    """
    if turn.place is not None or not cover_asked(turn.text):
        return None
    account = await which_account.only_one_named(turn, turn.text)
    ahead = await asker_calls.planned(turn, account, limit=SHOWN)
    if not ahead:
        return None
    buttons = [
        Button(f"Ask for help: {line}", "help.open", str(one.call.id))
        for one, line in zip(ahead, _lines(turn, ahead), strict=True)
    ]
    return card_saying(WHO_IS_FREE, Buttons(tuple(buttons)))


async def _name_on_file(turn: Turn, name: str) -> str:
    known = await colleagues.names(turn)
    colleague = next((one for one in known if {*name.split()} <= {*comparable(one).split()}), "")
    if colleague:
        return colleague
    account = await which_account.mentioned(turn, name)
    return cased(name) if account else ""


async def _planned_then(turn: Turn, reading: Understood) -> list[Seated]:
    """Return the calls that overlap with the named time."""
    around = await asker_calls.planned(
        turn,
        since=reading.starts_at - MAX_CALL_LENGTH,
        until=reading.ends_at or reading.starts_at + USUAL_LENGTH,
    )
    return [one for one in around if one.call.ends_at > reading.starts_at][:SHOWN]


def _lines(turn: Turn, calls: list[Seated]) -> list[str]:
    now, zone = turn.now, turn.person.zone
    return [
        f"{shortened(one.account.name, 40)}, {format_short(one.call.starts_at, now=now, zone=zone)}"
        for one in calls
    ]


def _brief(one: Seated) -> Button:
    name = shortened(one.account.name, 30)
    return Button(f"Brief: {name}", "brief.open", str(one.call.id), about=name)
