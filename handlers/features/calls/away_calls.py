"""Cancel all calls on a day or during an absence: "sick tomorrow", "cancel all wed"."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time

from handlers import planning
from handlers.cards import Bullets, Button, Buttons, Card, Note, Reply, card_saying, spans, typed
from handlers.coaching.text.words import shortened
from handlers.features import access, asker_calls
from handlers.features.calls import away_undone, calls
from handlers.features.fields import needed_day
from handlers.features.settings.rhythm_forms import away_between, set_away
from handlers.nudges.plan import is_away
from handlers.registry import Registry, Turn
from handlers.rhythm_settings import at, day_of
from handlers.times import format_day
from handlers.times.absences import ISO_DAY, AwayPart, HoursAway, code_of, part_in
from handlers.typed.plain_spelling import written_out_words
from handlers.typed.words import listed
from handlers.views import shared_call, shown_start
from storage.choices import CANCELLED, PLANNED
from storage.conversation import call_choice
from storage.conversation.call_choice import CallChoice
from storage.sales_calls.own_calls import Seated

MAX_CALLS = 8  # one tap cancels at most this many calls
_ALL_OF_THEM = 3  # from this many calls on, we write "all 3 calls"; two are "both calls"
AWAY, CANCEL = "away.set", "calls.cancel_all"
NO_CALLS = "You have no calls while you are away."
STAY_PLANNED = "Your calls stay planned while you are away, and I send nothing about them."
WHICH_DAY = "To cancel all calls on a day, name the day: “cancel all calls tomorrow”."
WAKE = Button("Start again now", "rhythm.wake")
_ALL = listed("everything all")
_BESIDE = listed("my the calls meetings call of on for please")


def register(registry: Registry) -> None:
    """Register the buttons that cancel several calls, or set an absence."""
    registry.button(AWAY, away)
    registry.button(CANCEL, cancel_all)


def all_of(words: str) -> str | None:
    """Return "wed" for "everything wed", and "tomorrow" for "all my calls tomorrow".

    Return "" if the words name no day. Return None if they don't ask for all calls.
    """
    said = written_out_words(words)
    if not said or said[0] not in _ALL:
        return None
    return " ".join(word for word in said if word not in _ALL | _BESIDE)


async def of_day(turn: Turn, words: str) -> Card | None:
    """Ask whether to cancel all calls on a day, for words such as "everything wed".

    Don't ask in these cases:

    - The words name no day, or a past day: list all upcoming calls.
    - The day has no calls: say so.
    - The day has more than `MAX_CALLS`: list the calls of that day.

    Return None if the words don't ask for all calls.
    """
    when = all_of(words)
    if when is None:
        return None
    found = await _calls_on(turn, when)
    if not found:
        return await calls.on_days(turn, when) or await calls.list_card(turn, note=WHICH_DAY)
    if len(found) > MAX_CALLS:
        return await calls.list_card(turn, only=found)
    button = Button(_cancels(found), CANCEL, _ids(found))
    values = [shown_start.value(one.call) for one in found]
    asked = CallChoice(CANCEL, values, for_all=_ids(found))
    await call_choice.remember(turn.session, turn.person, asked, turn.now)
    return await _asked(turn, "Shall I cancel", found, (button,))


async def of_absence(
    turn: Turn, first: date, back: date, also: str = "", part: AwayPart = ""
) -> Card | None:
    """Ask whether to cancel the calls during an absence. Either answer sets the absence.

    - `first` is the first day away, and `back` is the day of return.
    - `part` is as in `rhythm_forms.away_between`.
    - `also` may have words such as "everything wed", which ask to cancel the calls on one more day.

    If an absence is on file, and the new absence begins earlier or ends later than it does, leave
    out the calls during the absence on file.

    Return None if there are no calls to ask about, or more than `MAX_CALLS`.
    """
    person = turn.person
    since, until = away_between(person, first, back, part)
    during = await asker_calls.planned(turn, since=max(turn.now, since), until=until)
    if person.away_until and (since < (person.away_from or turn.now) or until > person.away_until):
        # When the absence on file was set, we asked about its calls.
        had = person.away_from, person.away_until
        during = [one for one in during if not is_away(one.call.starts_at, *had)]
    more = await _calls_on(turn, all_of(also) or "")
    found = [*during, *(one for one in more if one.call.id not in {a.call.id for a in during})]
    if not found or len(found) > MAX_CALLS:
        return None
    days = f"{first.isoformat()}{code_of(part)}:{back.isoformat()}"
    buttons = (
        Button(f"Away, and {_cancels(found).lower()}", AWAY, f"{days}:{_ids(found)}"),
        Button(f"Away, and keep {'it' if len(found) == 1 else 'them'}", AWAY, f"{days}:"),
        Button("Other days…", "rhythm.away"),
    )
    asked = CallChoice(AWAY, for_all=f"{days}:{_ids(found)}")
    await call_choice.remember(turn.session, turn.person, asked, turn.now)
    return await _asked(turn, "While you are away, shall I cancel", found, buttons)


def kept_all(value: str) -> str:
    """Return the value of the button *Away, and keep them*.

    `value` is the value of the button that sets the same absence and cancels the calls.
    """
    first, back, _ = value.split(":", 2)
    return f"{first}:{back}:"


async def while_away(turn: Turn, since: datetime, until: datetime) -> Card:
    """Say what happens to the calls during an absence, and offer to cancel them."""
    found = await asker_calls.planned(turn, since=max(turn.now, since), until=until)
    if not found:
        return card_saying(NO_CALLS, Buttons((calls.ALL_CALLS,)))
    if len(found) > MAX_CALLS:
        return await calls.list_card(turn, only=found)
    asked = CallChoice(CANCEL, [shown_start.value(one.call) for one in found], for_all=_ids(found))
    await call_choice.remember(turn.session, turn.person, asked, turn.now)
    cancel = Button(_cancels(found), CANCEL, _ids(found))
    return await _asked(turn, f"{STAY_PLANNED} Shall I cancel", found, (cancel, calls.ALL_CALLS))


async def _calls_on(turn: Turn, when: str) -> Sequence[Seated]:
    """Return the upcoming calls on the day that `when` names, or () if it names no day."""
    days = calls.days_named(turn, when) if when else None
    if days is None:
        return ()
    person = turn.person
    return await asker_calls.planned(
        turn,
        since=max(turn.now, at(days[0], time(), person.zone)),
        until=at(days[1], time(), person.zone),
    )


async def _asked(
    turn: Turn, lead: str, found: Sequence[Seated], buttons: tuple[Button, ...]
) -> Card:
    """Ask the question in `lead` about the calls. Say which colleagues would be told."""
    lead = f"{lead} {'this call' if len(found) == 1 else f'these {len(found)} calls'}?"
    told = [
        shared_call.told_if_changed(await shared_call.others(turn.session, turn.person, one.call))
        for one in found
    ]
    notes = tuple(Note(spans(typed(one))) for one in dict.fromkeys(filter(None, told)))
    lines = Bullets(tuple(spans(typed(away_undone.line(turn, one))) for one in found))
    return card_saying(lead, lines, *notes, Buttons(buttons))


def _cancels(found: Sequence[Seated]) -> str:
    if len(found) < _ALL_OF_THEM:
        return "Cancel the call" if len(found) == 1 else "Cancel both calls"
    return f"Cancel all {len(found)} calls"


def _ids(found: Sequence[Seated]) -> str:
    return ",".join(shown_start.value(one.call) for one in found)


async def cancel_all(turn: Turn) -> Reply:
    """Cancel the calls in the button's value, except those moved after the button was shown."""
    return await _cancel_each(turn, turn.text, "")


async def away(turn: Turn) -> Reply:
    """Set the absence and cancel the calls that are in the button's value.

    Raises Refusal unless the day of return is after today and after the first day away.
    """
    first, back, ids = [*turn.text.split(":", 2), "", ""][:3]
    day, part = first[:ISO_DAY], part_in(first[ISO_DAY:])
    days = replace(turn, fields={"from": day, "back": back})
    since, until = needed_day(days, "from"), needed_day(days, "back")
    lost = await set_away(turn, since, until, part)
    lead = " ".join(filter(None, (absence_in_words(turn, since, until, part), lost)))
    return await _cancel_each(turn, ids, lead, WAKE)


def absence_in_words(turn: Turn, first: date, back: date, part: AwayPart = "") -> str:
    """Say when the person is away. The parameters are as in `of_absence`."""
    today = day_of(turn.now, turn.person.zone)
    begins = f" from {format_day(first, today)}" if first > today else ""
    if part == "am":
        return f"Away {format_day(first, today)} until 12:00. Nothing is sent while you are away."
    if isinstance(part, HoursAway):
        hours = f"from {part.since:%H:%M} until {part.until:%H:%M}"
        return f"Away {format_day(first, today)} {hours}. Nothing is sent while you are away."
    if part:
        begins = f" {format_day(first, today)} from {part:%H:%M}"
    return f"Away{begins}, back {format_day(back, today)}. Nothing is sent while you are away."


async def _cancel_each(turn: Turn, ids: str, lead: str, *more: Button) -> Card:
    """Cancel the calls in `ids`, and say so after `lead`. The card also has the buttons in `more`.

    If somebody has moved a call after the person saw it, don't cancel the call, but ask.
    """
    named, moved, cancelled, buttons = [], [], [], [*more]
    for value in filter(None, ids.split(",")[:MAX_CALLS]):
        try:
            seated = await access.own_call(turn, value, status=(PLANNED, CANCELLED), locked=True)
        except access.CallMoved as since:
            moved.append(f"{since.said} Shall I cancel it?")
            buttons.append(_cancel_moved(since.seated))
            continue
        await planning.cancel(turn.session, turn.person, seated.call, turn.now)
        named.append(away_undone.line(turn, seated))
        cancelled.append(seated.call.id)
        about = shortened(seated.account.name, 20)
        buttons.append(Button(f"Restore {about}", "call.restore", str(seated.call.id)))
    await away_undone.offer(turn, cancelled, is_away=bool(lead))
    said = f"Cancelled: {'; '.join(named)}." if named else ""
    lead = " ".join(filter(None, (lead, said, *moved)))
    return card_saying(typed(lead), Buttons(tuple(buttons)))


def _cancel_moved(seated: Seated) -> Button:
    about = shortened(seated.account.name, 20)
    return Button(f"Cancel {about}", "call.cancel", shown_start.value(seated.call), beside=True)
