"""/rhythm: show and change a person's nudges and focus."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from handlers.cards import (
    Aside,
    Block,
    Button,
    Buttons,
    Card,
    Heading,
    Note,
    Paragraph,
    Reply,
    Strong,
    card_saying,
    spans,
)
from handlers.commands import Command
from handlers.features import asker_calls
from handlers.features.briefs import listening_line
from handlers.features.model import own_switch
from handlers.features.privacy import my_data
from handlers.features.reflections import figures
from handlers.features.settings import (
    calendar,
    company_settings,
    in_quiet_hours,
    sent_messages,
    transcripts_allowed,
)
from handlers.features.settings.kinds import Pushed, pushed, stoppable
from handlers.features.settings.time_inputs import working_days_said
from handlers.knowledge import opened
from handlers.nudges import listen, schedule
from handlers.nudges.plan import OVER_DAY_LIMIT, is_away
from handlers.registry import Refusal, Registry, Turn
from handlers.rhythm_settings import DAY, Rhythm, at, day_of, own_muted, rhythm_of, save_rhythm
from handlers.times import format_short
from handlers.times.zones import of_place
from handlers.views.team import team_words
from storage.conversation import offers
from storage.tables import Person
from storage.workspace import people

BY_BUTTONS = (
    "To stop a message or change when it comes, use the menu here. “Pause…” stops all messages."
)
UNMUTE, UNSNOOZE = "rhythm.unmute", "rhythm.unsnooze"
WAKE = Button("Start again now", "rhythm.wake")
UNTIL_TOMORROW = Button("Snooze until tomorrow", "rhythm.snooze", "tomorrow")
HOUR = timedelta(hours=1)
OPEN_END = timedelta(days=20 * 365)  # this snooze lasts until the person ends it


def register(registry: Registry) -> None:
    """Register the command, its buttons and the menu. `rhythm_forms` registers its forms."""
    registry.command(
        Command(
            "rhythm",
            "[calendar | transcripts]",
            "your nudges, your focus, your own patterns",
            ("I'm on vacation until Monday", "stop"),
        ),
        show,
    )
    registry.button("rhythm.show", show)
    registry.form(sent_messages.CHOOSE, choose)
    registry.button("rhythm.pause", pause)
    registry.button("rhythm.more", show_more)
    registry.button("rhythm.mute", mute)
    registry.button(UNMUTE, unmute)
    registry.button("rhythm.snooze", snooze)
    registry.button(UNSNOOZE, unsnooze)
    registry.button("rhythm.unfocus", unfocus)


async def show(turn: Turn) -> Reply:
    """Show the person's rhythm. If words that we don't know follow /rhythm, add a note.

    /rhythm calendar shows the calendars, /rhythm transcripts the transcripts, and /rhythm model the
    language model.
    """
    if turn.text.strip().lower() in ("calendar", "calendars", "my calendar"):
        return await calendar.show(turn)
    if turn.text.strip().lower() in ("transcripts", "transcript", "my transcripts"):
        return await transcripts_allowed.show(turn)
    if turn.text.strip().lower() in ("model", "language model"):
        return await own_switch.show(turn)
    return await card(turn, *([Note(spans(BY_BUTTONS))] if turn.text.strip() else []))


def stop_card(turn: Turn, lead: str, *more: Button) -> Card:
    """Show a sentence, the menu to stop a kind of daily message, and *Pause…* for all messages.

    `more` are buttons between *Pause…* and *All settings*.
    """
    person = turn.person
    buttons = (
        Button("Pause…", "rhythm.pause"),
        *more,
        Button("All settings", "rhythm.show", beside=True),
        *([WAKE] if pauses(person, turn.now) else []),
    )
    menu = sent_messages.daily_menu(person, rhythm_of(person))
    return card_saying(lead, *pauses(person, turn.now), menu, Buttons(buttons))


async def card(turn: Turn, *notes: Block) -> Card:
    """Return the person's rhythm card, with `notes` above it."""
    person, rhythm = turn.person, rhythm_of(turn.person)
    lead = "Your rhythm"
    blocks: list[Block] = [*notes, Heading(lead), *pauses(person, turn.now), *await _missed(turn)]
    blocks += sent_messages.lines(person, rhythm)
    blocks += await listening_line.pause_note(turn)
    leads = await opened.leads(turn.session, person)
    blocks += [Note(spans(one)) for one in limits(rhythm, person.zone, leads=leads)]
    blocks += company_settings.lines(person)
    blocks += await _left_out(turn)
    paused = pauses(person, turn.now)
    buttons = (
        Button("Pause…", "rhythm.pause"),
        Button("More…", "rhythm.more", beside=True),
        Button("My data", my_data.SHOW, beside=True),
        WAKE if paused else Button("Change times", "rhythm.settings"),
    )
    return Card(lead, (*blocks, Buttons(buttons)))


async def choose(turn: Turn) -> Reply:
    """Show the chosen kind of message. Raises Refusal if none was chosen."""
    known = pushed(turn.fields.get(sent_messages.KIND, ""))
    if known is None or known.name not in sent_messages.SENT:
        raise Refusal("Choose a message.", field=sent_messages.KIND)
    more = await listening_line.pause_with_button(turn) if known.name == listen.KIND.name else []
    return sent_messages.kind_card(known, rhythm_of(turn.person), *more)


async def pause(turn: Turn) -> Reply:
    """Show the ways to pause all messages."""
    person, lead = turn.person, "Pause all messages"
    buttons = [
        Button("Snooze for an hour", "rhythm.snooze", "hour"),
        UNTIL_TOMORROW,
        Button("Snooze until I say so", "rhythm.snooze", "open"),
        Button("Away…", "rhythm.away"),
    ]
    paused = pauses(person, turn.now)
    buttons += [WAKE] if paused else [Button("Back", "rhythm.show")]
    return Card(lead, (Heading(lead), *paused, Buttons(tuple(buttons))))


async def show_more(turn: Turn) -> Reply:
    """Show the person's focus, and buttons for figures, calendars, transcripts, model and team."""
    ways = (
        Button("My patterns", figures.SHOW, beside=True),
        Button("Calendar", calendar.SHOW, beside=True),
        *transcripts_allowed.offer(turn),
        *own_switch.offer(turn),
        Button("My team", team_words.MINE, beside=True),
    )
    return Card("Your focus", (*_focus(turn), Buttons(ways)))


def limits(rhythm: Rhythm, zone: str, *, leads: bool) -> tuple[str, ...]:
    """Say when and how often messages may come. The parameters are as in `sentences`."""
    return sentences(rhythm, zone, leads=leads)[:2]


def sentences(rhythm: Rhythm, zone: str, *, leads: bool) -> tuple[str, ...]:
    """Describe the settings in three texts of one or more sentences.

    The last text says when messages about calls come. It is "" if all messages about calls are off.

    `zone` is the person's IANA time zone. `leads` is whether the person leads a team.
    """
    quiet = f"Quiet from {rhythm.quiet_from:%H:%M} to {rhythm.quiet_to:%H:%M}."
    if rhythm.quiet_from == rhythm.quiet_to:
        quiet = "No quiet hours."
    late = "".join(f" {one}" for one in in_quiet_hours.sentences(rhythm, leads=leads))
    return (
        f"{working_days_said(rhythm)} Time zone: {zone}.",
        f"{quiet}{late} Up to {rhythm.most_a_day} nudges a day, plus answers to what you ask. "
        "News, such as a message from an admin, does not count.",
        sent_messages.about_calls(rhythm),
    )


async def _left_out(turn: Turn) -> list[Block]:
    """Name the kinds of messages that are not sent today because of the limit."""
    kinds = await schedule.dropped_today(turn.session, turn.person, OVER_DAY_LIMIT, turn.now)
    labels = [known.label for name in dict.fromkeys(kinds) if (known := pushed(name))]
    if not labels:
        return []
    return [Note(spans(f"Left out today because of the daily limit: {', '.join(labels)}."))]


def pauses(person: Person, now: datetime) -> list[Block]:
    """Say until when the person is away or has snoozed all messages."""
    lines = []
    if person.away_until and person.away_until > now:
        back = format_short(person.away_until, now=now, zone=person.zone)
        if person.away_from and person.away_from > now:
            first = format_short(person.away_from, now=now, zone=person.zone)
            lines.append(f"Away from {first} until {back}. Nothing is sent during that time.")
        else:
            lines.append(f"Away until {back}. Nothing is sent until then.")
    if person.snoozed_until and person.snoozed_until > now:
        lines.append(f"Snoozed until {_end_of_snooze(person.snoozed_until, now, person.zone)}.")
        if _is_covered(person, now):
            lines[-1] += " You are away for longer, so this changes nothing."
    return [Paragraph(spans(Strong(line))) for line in lines]


def _end_of_snooze(snoozed_until: datetime, now: datetime, zone: str) -> str:
    if snoozed_until - now > OPEN_END / 2:
        return "you say “start”"
    return format_short(snoozed_until, now=now, zone=zone)


def _is_covered(person: Person, now: datetime) -> bool:
    away_from, away_until, snoozed = person.away_from, person.away_until, person.snoozed_until
    begun = away_from is None or away_from <= now
    return bool(begun and away_until and snoozed and away_until >= snoozed)


async def _missed(turn: Turn) -> list[Block]:
    """Warn of calls during the person's absence, because Attune sends no messages about them."""
    person = turn.person
    if not person.away_until or person.away_until <= turn.now:
        return []
    since = max(person.away_from or turn.now, turn.now)
    number = len(await asker_calls.planned(turn, since=since, until=person.away_until))
    if not number:
        return []
    warning = f"You have {number} calls then. Nothing will be sent about them. /calls lists them."
    if number == 1:
        warning = "You have a call then. Nothing will be sent about it. /calls shows it."
    return [Paragraph(spans(warning))]


def _focus(turn: Turn) -> list[Block]:
    focus = turn.playbook.focus(turn.person.focus_id) if turn.person.focus_id else None
    if focus is None:
        return [
            Heading("Your focus"),
            Paragraph(spans("None yet. A focus is one if-then plan for at least three calls.")),
            Buttons((Button("Choose a focus", "rhythm.focus", "", "primary"),)),
        ]
    return [
        Heading("Your focus"),
        Paragraph(spans(f"{focus.plan}.")),
        Buttons((Button("Change focus", "rhythm.focus"), Button("Clear focus", "rhythm.unfocus"))),
    ]


async def mute(turn: Turn) -> Reply:
    """Stop the kind of message on the button."""
    known, listed = _kind_of_button(turn)
    rhythm = await locked_rhythm(turn)
    await change(turn, rhythm.changed({"muted": rhythm.muted | {known.name}}))
    if listed:
        return await card(turn)
    lead = f"Stopped: {known.label}. Undo it here, or later in /rhythm."
    value = f"message:{known.name}"
    await offers.save(turn.session, turn.person, offers.to_undo(UNMUTE, value, turn.now))
    undo = Button("Undo", UNMUTE, value)
    return Aside(card_saying(lead, Buttons((undo,))))


async def unmute(turn: Turn) -> Reply:
    """Start sending the button's kind of message again."""
    known, listed = _kind_of_button(turn)
    rhythm = await locked_rhythm(turn)
    await change(turn, rhythm.changed({"muted": rhythm.muted - {known.name}}))
    if listed:
        return await card(turn)
    lead = f"On again: {known.label}."
    paused = pauses(turn.person, turn.now)
    more = (*paused, Buttons((WAKE,))) if paused else ()
    return card_saying(lead, *more)


def _kind_of_button(turn: Turn) -> tuple[Pushed, bool]:
    """Return a button's kind of message, and whether the button is on a `sent_messages.kind_card`.

    Raises Refusal if the kind can't be stopped, or no longer exists.
    """
    view, _, name = turn.text.partition(":")
    known = pushed(name)
    if known and not stoppable(known):
        raise Refusal("That kind of message can't be stopped.")
    if known is None:
        raise Refusal("That kind of message no longer exists. /rhythm shows all kinds.")
    return known, view == "list"


async def snooze(turn: Turn) -> Reply:
    """Snooze for an hour, until the next morning, or until the person ends the snooze."""
    await offers.close_undo(turn.session, turn.person, turn.now)
    lengths = {"hour": HOUR, "open": OPEN_END}
    length = lengths.get(turn.text)
    turn.person.snoozed_until = turn.now + length if length else next_morning(turn)
    return await card(turn)


def next_morning(turn: Turn) -> datetime:
    """Return when the person's working hours begin tomorrow (UTC)."""
    return morning_of(turn, day_of(turn.now, turn.person.zone) + DAY)


def morning_of(turn: Turn, day: date) -> datetime:
    """Return when the person's working hours begin on a day (UTC)."""
    return at(day, rhythm_of(turn.person).work_from, turn.person.zone)


async def snooze_until(turn: Turn, until: datetime) -> Card:
    """Snooze until a moment (UTC) that the person typed."""
    turn.person.snoozed_until = until
    lead = f"Nothing is sent until {_end_of_snooze(until, turn.now, turn.person.zone)}."
    await offers.save(turn.session, turn.person, offers.to_undo(UNSNOOZE, "", turn.now))
    undo = Button("Undo", UNSNOOZE)
    return card_saying(lead, Buttons((undo,)))


async def unsnooze(turn: Turn) -> Reply:
    """End the snooze. If the person is away, show the rhythm card, which says until when."""
    turn.person.snoozed_until = None
    if is_away(turn.now, turn.person.away_from, turn.person.away_until):
        return await card(turn)
    lead = "Messages are on again."
    off = [known.label for name in sorted(own_muted(turn.person)) if (known := pushed(name))]
    still_off = (Note(spans(f"You stopped these, and they stay off: {', '.join(off)}.")),)
    return card_saying(lead, *(still_off if off else ()))


async def unfocus(turn: Turn) -> Reply:
    """Clear the person's focus, and show the card with the focus."""
    turn.person.focus_id = turn.person.focus_since = None
    return await show_more(turn)


async def locked_rhythm(turn: Turn) -> Rhythm:
    """Return the person's rhythm, locked until the transaction ends."""
    await people.lock(turn.session, turn.person)
    return rhythm_of(turn.person)


async def change(turn: Turn, rhythm: Rhythm) -> None:
    """Save a changed rhythm. `handlers.conversation` then plans the person's nudges again."""
    await offers.close_undo(turn.session, turn.person, turn.now)
    save_rhythm(turn.person, rhythm)


def zone_named(text: str, field: str) -> str:
    """Return the IANA time zone that the text of a form's field names.

    Raises Refusal for the `field` if the text does not name a time zone.
    """
    try:
        return of_place(text) or ZoneInfo(text.strip()).key
    except (ZoneInfoNotFoundError, OSError, ValueError) as error:
        raise Refusal("Type a city or a zone: Berlin, or Europe/Berlin.", field=field) from error
