"""Answer typed words and buttons about the person's own absence: set it, end it, show it."""

from dataclasses import replace
from datetime import date, datetime, time

from handlers.cards import Aside, Button, Buttons, Card, Reply, card_saying
from handlers.features import access
from handlers.features.calls import away_calls
from handlers.features.settings import (
    absence_days,
    absence_joined,
    absence_undo,
    rhythm,
    rhythm_forms,
    several_absences,
)
from handlers.features.settings.absence_days import OTHER_DAYS, days_named, next_working_day
from handlers.features.settings.absence_undo import UNDO
from handlers.registry import Refusal, Registry, Turn
from handlers.rhythm_settings import DAY, at, day_of, rhythm_of
from handlers.times import format_day, format_short
from handlers.times.absences import Absence, AwayPart, code_of, part_of_day
from handlers.times.zones import of_place
from handlers.typed.plain_spelling import written_out
from handlers.typed.settings.absence_said import place_and_days
from storage.conversation import just_said, offers

ENDS = " ?!.,;:"
NOT_AWAY = "You are not away."
NO_TIME = "I can't read that time. Try “no messages after 4 today”."
NOT_SPLIT = (
    "I can't leave out a day in the middle of an absence. You can end the absence that day, or "
    "choose other days."
)
ONLY_ONE = (
    "I keep only one absence, and you already have one on other days. I can be quiet from now "
    "until tomorrow."
)


def register(registry: Registry) -> None:
    """Register the answers to typed words, and the buttons.

    `typed_lines/away_and_moved.py` registers the intent "away".
    """
    registry.intent("in", back_in)
    registry.intent("absences", show)
    registry.intent("quiet from", quiet_from)
    registry.button(UNDO, undo)
    registry.button(rhythm.WAKE.action, wake)
    registry.button(absence_days.ONE, one_of_several)


async def away(turn: Turn, *, corrects: bool = False) -> Reply:
    """Set the absence on the typed days, or ask first.

    - If several absences were typed, and they can't be joined into one, ask which one to set.
    - In a channel, open the form.
    - If the days are not clear, ask for them.
    - Otherwise, `set_or_ask` decides. `corrects` means that the words correct the absence on file.
    """
    if several := several_absences.ask(turn):
        await _note_asked(turn, several_absences.first_day(turn), "")
        return several
    said, _, also = turn.text.strip(ENDS).partition("cancel ")
    found, part = _days_and_part(turn, said.strip(ENDS).removesuffix(" and"))
    back = found.back
    if back is None and found.last:
        back = next_working_day(turn, found.last + DAY)
    if turn.place is not None:
        return rhythm_forms.away_form(found.first, back, found.unread)
    if back is None or found.unread:
        return absence_days.ask(turn, found.unread)
    return await set_or_ask(turn, found, back, part, also=also, corrects=corrects)


async def set_or_ask(
    turn: Turn,
    found: Absence,
    back: date,
    part: AwayPart,
    *,
    also: str = "",
    corrects: bool = False,
) -> Reply:
    """Set an absence, or ask first.

    We ask first in two cases: calls are planned during the absence, or the absence on file would be
    lost.

    If the new absence overlaps the absence on file, the two become one. With `corrects`, the new
    absence replaces the one on file, and we ask only about the calls. `also` is what the person
    typed after "cancel". If it is "everything wed", we ask about Wednesday's calls as well.
    """
    await _note_asked(turn, found.first, part)
    first = found.first
    since, until = rhythm_forms.away_between(turn.person, first, back, part)
    both = None if corrects else absence_joined.with_on_file(turn, since, until)
    if both:
        days = absence_joined.as_days(turn, *both)
        if days is None or both == on_file(turn):
            return await change(turn, *both)
        first, back, part = days
    if asked := await away_calls.of_absence(turn, first, back, also, part):
        return asked
    if not corrects and rhythm_forms.lost_by(turn, since, until):
        return several_absences.instead(turn, found, part)
    return await set_absence(turn, first, back, part)


def _days_and_part(turn: Turn, said: str) -> tuple[Absence, AwayPart]:
    """Return the typed days, and the part of the first day: "am" for "wed morning".

    The part is "" if the person is away for all of the first day. Words that we can't read are in
    `Absence.unread`.
    """
    if joined := several_absences.joined(replace(turn, text=said)):
        return joined
    days, part = part_of_day(written_out(said))
    found = days_named(turn, days)
    if part and found.last != found.first:
        found = replace(found, unread=found.unread or said)
    return found, part


async def one_of_several(turn: Turn) -> Reply:
    """Set the absence on the button, or ask about the calls in it. If it is over, say so.

    Raises Refusal if the days on the button can't be read.
    """
    first, back, part = several_absences.chosen(turn.text)
    if asked := await away_calls.of_absence(turn, first, back, part=part):
        return asked
    return await set_absence(turn, first, back, part)


async def in_place(turn: Turn) -> Reply | None:
    """Set an absence for "in munich thu + fri", or ask first, as `set_or_ask` does.

    Return None in a channel. Also return None if we don't know the place, or can't read the days.
    """
    place, days = place_and_days(written_out(turn.text)) if turn.place is None else ("", "")
    if not place or of_place(place) is None:
        return None
    days, part = part_of_day(days)
    found = days_named(turn, days)
    if found.unread or (part and found.last != found.first):
        return None
    back = found.back or next_working_day(turn, (found.last or found.first) + DAY)
    return await set_or_ask(turn, found, back, part)


async def _note_asked(turn: Turn, first: date, part: AwayPart) -> None:
    """Remember the absence that was typed, so that "actually thursday not wed" can correct it."""
    if turn.place is None:
        days = f"{first.isoformat()}{code_of(part)}"
        await just_said.keep_absence(turn.session, turn.person, days, turn.now)


async def back_in(turn: Turn) -> Reply:
    """Take the typed days out of the absence. If no day was typed, end the absence."""
    since, until = on_file(turn)
    if since is None:
        return await _not_away(turn)
    if not turn.text:
        return await change(turn, None, None)
    found = days_named(turn, part_of_day(turn.text)[0])
    if found.unread or not day_of(since, turn.person.zone) <= found.first < _day_back(turn, until):
        return await show(turn)
    left = _left(turn, since, until, found)
    if len(left) > 1:
        label = f"Back {format_day(found.first, day_of(turn.now, turn.person.zone))}"
        return access.private(
            turn,
            _card(
                NOT_SPLIT,
                Button(label, UNDO, absence_undo.value(turn.person, *left[0])),
                OTHER_DAYS,
            ),
        )
    return await change(turn, *(left[0] if left else (None, None)))


async def wake(turn: Turn) -> Reply:
    """End the absence and the snooze."""
    if on_file(turn)[0] is None:
        return await rhythm.unsnooze(turn)
    turn.person.snoozed_until = None
    return await change(turn, None, None)


async def _not_away(turn: Turn) -> Reply:
    if not turn.text and turn.person.snoozed_until:
        return await rhythm.unsnooze(turn)
    return not_away(turn)


def not_away(turn: Turn) -> Card | Aside:
    """Say that the person is not away, and offer to set an absence."""
    return access.private(turn, _card(f"{NOT_AWAY} Messages come as usual.", OTHER_DAYS))


def ask_end(turn: Turn, since: datetime, until: datetime) -> Card | Aside:
    """Ask whether the absence on file, which begins at `since`, shall end at `until`."""
    ends = _short(turn, until)
    lead = f"You are away from {_short(turn, since)}. Shall that end {ends}?"
    value = absence_undo.value(turn.person, since, until)
    return access.private(turn, _card(lead, Button(f"Back {ends}", UNDO, value), OTHER_DAYS))


def _left(
    turn: Turn, since: datetime, until: datetime, back_in: Absence
) -> list[tuple[datetime, datetime]]:
    """Return the parts of an absence before and after the days in `back_in`.

    `back_in` has the days on which the person is back. Leave out a part without a working day.
    """
    zone, first, last = turn.person.zone, back_in.first, back_in.last or back_in.first
    left = []
    if next_working_day(turn, day_of(since, zone)) < first:
        left.append((since, at(first, rhythm_of(turn.person).work_from, zone)))
    if next_working_day(turn, last + DAY) < _day_back(turn, until):
        left.append((at(last + DAY, time(), zone), until))
    return left


async def show(turn: Turn) -> Reply:
    """Say when the person is away."""
    paused = rhythm.pauses(turn.person, turn.now)
    buttons = Buttons((*([rhythm.WAKE] if paused else []), Button("Away…", "rhythm.away")))
    if not paused:
        return access.private(turn, card_saying(NOT_AWAY, buttons))
    return access.private(turn, Card("Your absence", (*paused, buttons)))


async def quiet_from(turn: Turn) -> Reply:
    """Send nothing from the typed time until tomorrow morning: "nothing after 4 today"."""
    person, tomorrow = turn.person, rhythm.next_morning(turn)
    try:
        clock = time.fromisoformat(turn.text)
    except ValueError:
        raise Refusal(NO_TIME) from None
    since = at(day_of(turn.now, person.zone), clock, person.zone)
    if since <= turn.now:
        return access.private(turn, await rhythm.snooze_until(turn, tomorrow))
    if rhythm_forms.lost_by(turn, since, tomorrow):
        return access.private(turn, _card(ONLY_ONE, rhythm.UNTIL_TOMORROW, OTHER_DAYS))
    lead = f"Nothing is sent from {clock:%H:%M} today until {_short(turn, tomorrow)}."
    if both := absence_joined.with_on_file(turn, since, tomorrow):
        return await change(turn, *both)
    return await change(turn, since, tomorrow, lead)


async def undo(turn: Turn) -> Reply:
    """Set the absence on the button. If the button has no absence, end the absence on file.

    Raises Refusal if the absence on file has changed since the button was shown.
    """
    turn.person.away_from, turn.person.away_until = absence_undo.before(turn.person, turn.text)
    return await show(turn)


async def take_back(turn: Turn, value: str) -> Card | Aside:
    """Do what `undo` does for a button with this value, and offer *Undo*."""
    since, until = absence_undo.before(turn.person, value)
    if until is None or until <= turn.now:
        return await change(turn, None, None)
    return await change(turn, since or turn.now, until)


async def set_absence(turn: Turn, day: date, back: date, part: AwayPart) -> Card | Aside:
    """Set the absence. If it is over already, say so."""
    since, until = rhythm_forms.away_between(turn.person, day, back, part)
    if until <= turn.now:
        return _card("That time is over.", OTHER_DAYS)
    return await change(
        turn, max(since, turn.now), until, away_calls.absence_in_words(turn, day, back, part)
    )


async def change(
    turn: Turn, since: datetime | None, until: datetime | None, lead: str = ""
) -> Card | Aside:
    """Set the absence, or end it if `since` and `until` (UTC) are None. Offer *Undo*.

    If the new absence replaces or includes the one on file, say so.
    """
    had_since, had_until = on_file(turn)
    zone = turn.person.zone
    lost = ""
    if since and until and had_since and day_of(since, zone) != day_of(had_since, zone):
        lost = rhythm_forms.lost_by(turn, since, until)
    if since and until:
        lost = lost or absence_joined.included(turn, since, until)
    turn.person.away_from, turn.person.away_until = since, until
    had = absence_undo.value(turn.person, had_since, had_until if had_since else None)
    await offers.save(turn.session, turn.person, offers.to_undo(UNDO, had, turn.now))
    undone = Button("Undo", UNDO, had)
    if not lead and since and until:
        lead = f"You are now away from {_short(turn, since)} until {_short(turn, until)}."
    lead = lead or f"{NOT_AWAY} Messages come as usual."
    return access.private(turn, _card(" ".join(filter(None, (lead, lost))), undone))


def on_file(turn: Turn) -> tuple[datetime | None, datetime]:
    """Return when the absence on file begins and ends (UTC).

    If no absence is on file, return None for its beginning, and the current time for its end.
    """
    person = turn.person
    if person.away_until is None or person.away_until <= turn.now:
        return None, turn.now
    return person.away_from or turn.now, person.away_until


def _day_back(turn: Turn, until: datetime) -> date:
    """Return the first whole day back.

    If the absence ends when the person's working hours start, or earlier in that day, return the
    day on which the absence ends. Otherwise, return the next day.
    """
    zone = turn.person.zone
    day = day_of(until, zone)
    return day + DAY if until > at(day, rhythm_of(turn.person).work_from, zone) else day


def _short(turn: Turn, moment: datetime) -> str:
    return format_short(moment, now=turn.now, zone=turn.person.zone)


def _card(lead: str, *buttons: Button) -> Card:
    return card_saying(lead, Buttons(buttons))
