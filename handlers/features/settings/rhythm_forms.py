"""The forms of /rhythm for times, absence and focus."""

from collections.abc import Mapping
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from handlers.cards import Form, Note, Paragraph, Reply, spans
from handlers.coaching.text.words import shortened
from handlers.features import asker_calls, form_edits
from handlers.features.fields import needed_day
from handlers.features.settings import absence_joined, absence_undo
from handlers.features.settings.rhythm import card, change, locked_rhythm, show_more, zone_named
from handlers.features.settings.time_inputs import (
    TEAM_AT,
    changed,
    inputs,
    starting_tomorrow,
    team_input,
)
from handlers.inputs import ChoiceInput, DateInput, Input, Option, TextInput
from handlers.knowledge.opened import may_lead
from handlers.playbook.schema import Focus
from handlers.registry import Refusal, Registry, Turn
from handlers.rhythm_settings import at, date_order_of, day_of, rhythm_of
from handlers.times import format_short, time_of_day
from handlers.times.absences import AwayPart, HoursAway
from storage.conversation import offers
from storage.tables import Person

CALLS_WITH_A_FOCUS = 3  # Rackham advises trying a new behaviour at least three times

DATE_ORDERS = (
    Option("day first", "Day first: 4/12 is 4 December"),
    Option("month first", "Month first: 4/12 is 12 April"),
)


def register(registry: Registry) -> None:
    """Register the buttons that open the forms, and the forms."""
    registry.button("rhythm.settings", open_settings)
    registry.form("rhythm.settings", save_settings)
    registry.button("rhythm.away", open_away)
    registry.form("rhythm.away", save_away)
    registry.button("rhythm.focus", open_focus)
    registry.form("rhythm.focus", save_focus)


async def open_settings(turn: Turn) -> Reply:
    """Open the form with the person's times.

    If the person typed "working hours 9:00-17:00", the form has 9:00 as the start of the day. The
    end is ignored, because there is no setting for it.
    """
    hours = _two_times(turn.text)
    typed = {"work_from": hours[0]} if hours else {}
    return form_edits.with_fingerprints(_settings_form(turn, typed), on_file=_settings_form(turn))


async def open_quiet(turn: Turn) -> Reply:
    """Open the form with the person's times.

    If quiet hours were typed, the form has them instead of those on file.
    """
    hours = _two_times(turn.text)
    typed = {"quiet_from": hours[0], "quiet_to": hours[1]} if hours else {}
    return form_edits.with_fingerprints(_settings_form(turn, typed), on_file=_settings_form(turn))


def _two_times(text: str) -> tuple[time, time] | None:
    """Parse "from 7:30 pm to 8". Return None if there are not two times."""
    words = f" {text.lower().strip(' ?!.,;:')} "
    for lead in ("are", "to", "at", "from", "between"):
        words = words.removeprefix(f" {lead}") if words.startswith(f" {lead} ") else words
    for joint in (" to ", " until ", " till ", " and ", "-", "–"):
        first, found, last = words.partition(joint)
        begins, ends = time_of_day(first.strip()), time_of_day(last.strip())
        if found and begins and ends:
            return begins, ends
    return None


def _settings_form(turn: Turn, typed: Mapping[str, time] = MappingProxyType({})) -> Form:
    rhythm = rhythm_of(turn.person)
    zone = TextInput(
        "zone",
        "Your time zone",
        hint="For example: Europe/Berlin. Leave empty to use the one in your profile.",
        value=rhythm.zone or "",
    )
    blocks = (zone, _dates(turn), *inputs(rhythm, typed), *_team_at(turn.person))
    return Form("rhythm.settings", "Your times", blocks)


def _team_at(person: Person) -> list[Input]:
    if not may_lead(person):
        return []
    return [team_input(rhythm_of(person))]


def _dates(turn: Turn) -> ChoiceInput:
    return ChoiceInput(
        "date_order", "How you write dates", DATE_ORDERS, value=date_order_of(turn.person)
    )


async def save_settings(turn: Turn) -> Reply:
    """Save the times, and move the planned nudges. Raises Refusal if a field is wrong."""
    turn, seen = form_edits.split_fingerprints(turn)
    before = await locked_rhythm(turn)
    turn = await form_edits.merged(turn, seen, _settings_form(turn))
    typed_zone = turn.fields.get("zone", "").strip()
    changes: dict[str, Any] = {
        "zone": zone_named(typed_zone, "zone") if typed_zone else None,
        "date_order": _date_order(turn),
    }
    # A form has no field for the team's time if it was opened before the person could lead a team.
    team = may_lead(turn.person) and TEAM_AT in turn.fields
    after = changed(before, turn.fields, changes, team=team)
    await change(turn, after)
    here = turn.now.astimezone(ZoneInfo(turn.person.zone)).time()
    said = starting_tomorrow(before, after, here, team=team)
    return await card(turn, *(Paragraph(spans(one)) for one in said))


def _date_order(turn: Turn) -> str | None:
    """Return the date order that the person chose. Return None if the person chose none.

    Until the person chooses an order, the form shows the order that follows from their locale and
    zone. If the person leaves this order selected, they have not chosen.
    """
    chosen, person = turn.fields.get("date_order", ""), turn.person
    if rhythm_of(person).date_order is None and chosen == date_order_of(person):
        return None
    return chosen if chosen in (option.id for option in DATE_ORDERS) else None


async def open_away(turn: Turn) -> Reply:
    """Open the form for an absence."""
    return away_form(day_of(turn.now, turn.person.zone), None)


def away_form(first: date, back: date | None, unread: str = "") -> Form:
    """Return the form for an absence. `unread` has the words that we could not parse."""
    return Form(
        "rhythm.away",
        "Away",
        (
            Note(spans("Nothing is sent while you are away, and nothing piles up.")),
            *((Note(spans(f"I can't read the days in “{shortened(unread)}”.")),) if unread else ()),
            DateInput("from", "First day away", value=first, required=True),
            DateInput("back", "Back on", value=back, required=True),
        ),
    )


async def save_away(turn: Turn) -> Reply:
    """Save the absence. It ends when work starts on the day of return, in the person's zone.

    If the new absence overlaps the absence on file, the two are joined. But in these cases, the new
    absence replaces the absence on file:

    - The new absence lies within the absence on file.
    - The absence on file ends after the new one, at a time other than the start of work. For
      example, an absence on file for "wed morning" ends at noon.

    Raises Refusal if the day of return is not after today, or not after the first day away.
    """
    first, back = needed_day(turn, "from"), needed_day(turn, "back")
    both = absence_joined.with_on_file(turn, *away_between(turn.person, first, back))
    days = absence_joined.as_days(turn, *both) if both and back > first else None
    if days and both != (turn.person.away_from, turn.person.away_until):
        lost = await set_away(turn, *days)
    else:
        lost = await set_away(turn, first, back)
    return await card(turn, *([Note(spans(lost))] if lost else []))


async def set_away(turn: Turn, first: date, back: date, part: AwayPart = "") -> str:
    """Set a new absence. Return a sentence that says what becomes of the old one, or "".

    A typed "undo" in the next message takes the new absence back. `part` is as in `away_between`.
    Raises Refusal as `save_away` does, and if the absence is over already.
    """
    today = day_of(turn.now, turn.person.zone)
    if back <= max(first, today):
        raise Refusal(
            "The day you are back must be after today and after the first day away.", field="back"
        )
    since, until = away_between(turn.person, first, back, part)
    if until <= turn.now:
        raise Refusal("That time is over.")
    lost = lost_by(turn, since, until) or absence_joined.included(turn, since, until)
    had_until = turn.person.away_until
    is_away = had_until is not None and had_until > turn.now
    had = (turn.person.away_from, had_until) if is_away else (None, None)
    turn.person.away_from, turn.person.away_until = max(since, turn.now), until
    undo = offers.to_undo(absence_undo.UNDO, absence_undo.value(turn.person, *had), turn.now)
    await offers.save(turn.session, turn.person, undo)
    return lost


def lost_by(turn: Turn, since: datetime, until: datetime) -> str:
    """Say that the absence on file is lost if a new one is set, because we keep only one.

    Return "" if no absence is on file, or if the absence on file overlaps the new one.
    """
    person = turn.person
    had_since, had_until = person.away_from or turn.now, person.away_until
    if had_until is None or had_until <= turn.now or not (until <= had_since or had_until <= since):
        return ""
    first, last = (
        format_short(one, now=turn.now, zone=person.zone) for one in (had_since, had_until)
    )
    return f"I keep only one absence, so the one from {first} until {last} is gone."


def away_between(
    person: Person, first: date, back: date, part: AwayPart = ""
) -> tuple[datetime, datetime]:
    """Return when an absence begins and ends (UTC).

    The absence begins at midnight of the day `first`, and ends when work starts on the day `back`.
    `part` changes this:

    - "am": the absence ends at noon of the first day.
    - A time: the absence begins at this time of the first day.
    - `HoursAway`: the absence has only these hours of the first day.
    """
    if isinstance(part, HoursAway):
        return at(first, part.since, person.zone), at(first, part.until, person.zone)
    noon = at(first, time(12), person.zone)
    if part == "am":
        return at(first, time(), person.zone), noon
    begins = at(first, part or time(), person.zone)
    return begins, at(back, rhythm_of(person).work_from, person.zone)


async def open_focus(turn: Turn) -> Reply:
    """Open the form to choose a focus: an if-then habit to work on in the next calls.

    Raises Refusal if the person has had too few calls with the current focus.
    """
    left = await calls_left(turn)
    if left:
        calls = "one more call" if left == 1 else f"{left} more calls"
        raise Refusal(f"Keep this focus for {calls}. Then you can change it.")
    options = tuple(Option(focus.id, f"{focus.plan}.") for focus in turn.playbook.focuses)
    return Form(
        "rhythm.focus",
        "Your focus",
        (
            Note(spans("One plan, kept for at least three calls. Your listening lines repeat it.")),
            ChoiceInput(
                "focus", "If this happens, I do that", options, turn.person.focus_id or "", "", True
            ),
        ),
    )


async def save_focus(turn: Turn) -> Reply:
    """Save the focus.

    Raises Refusal if no focus is chosen, or if the person has had too few calls with the old focus.
    """
    chosen = turn.playbook.focus(turn.fields.get("focus", ""))
    if chosen is None:
        raise Refusal("Choose one of these.", field="focus")
    await set_focus(turn, chosen)
    return await show_more(turn)


async def set_focus(turn: Turn, chosen: Focus) -> None:
    """Set the focus. Raises Refusal if the person has had too few calls with the old focus."""
    await locked_rhythm(turn)
    if chosen.id != turn.person.focus_id:
        if await calls_left(turn):
            raise Refusal(
                "Keep your focus for three calls. “More…” in /rhythm shows it.", field="focus"
            )
        turn.person.focus_id, turn.person.focus_since = chosen.id, turn.now


async def calls_left(turn: Turn) -> int:
    """Return how many more calls the person must have before choosing another focus.

    Return 0 if the person has no focus.
    """
    person = turn.person
    if not person.focus_id or not person.focus_since or not turn.playbook.focus(person.focus_id):
        return 0
    held = await asker_calls.planned(
        turn, since=person.focus_since, until=turn.now, limit=CALLS_WITH_A_FOCUS
    )
    return CALLS_WITH_A_FOCUS - len(held)
