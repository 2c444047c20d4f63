"""/rhythm calendar: show a person's calendars, and disconnect them."""

from collections.abc import Sequence

from handlers.cards import (
    Aside,
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    CardWithUpdates,
    Heading,
    Note,
    Paragraph,
    Reply,
    Strong,
    card_saying,
    spans,
    typed,
)
from handlers.coaching.text.words import shortened
from handlers.composing import updates
from handlers.composing.as_now import as_now
from handlers.features import access
from handlers.knowledge import found_meetings
from handlers.knowledge.found_meetings import InCalendar
from handlers.notices import calendar_trouble
from handlers.notices.calendar_connected import CANCEL_TOO, FOUND
from handlers.registry import Refusal, Registry, Turn
from handlers.rhythm_settings import rhythm_of, save_rhythm
from handlers.sources.calendars import disconnecting
from handlers.sources.calendars.calendar_limit import TooManyCalendars, replaced_by_next
from handlers.sources.calendars.call_left import give_up
from handlers.times import format_short
from handlers.views.meetings import calendar_words, own_address
from storage.choices import CalendarKind
from storage.database.connection import sealer_of
from storage.meetings import calendars, call_meetings
from storage.rights import demo
from storage.tables import CalendarConnection
from storage.workspace import people

SHOW = "calendar.show"
PASTE, SIGN_IN, WHERE = "calendar.paste", "calendar.sign_in", "calendar.where"
ASK_TO_DISCONNECT, DISCONNECT = "calendar.leave", "calendar.disconnect"
PRIVATE = calendar_words.LOOK_AT_PRIVATE.action
PROVIDERS: dict[CalendarKind, str] = {"google": "Google", "microsoft": "Microsoft"}
WHERE_IT_IS = "Where to find the address"
PHRASES = (
    "calendar",
    "calendars",
    "my calendar",
    "my calendars",
    "connect calendar",
    "connect my calendar",
    "connect a calendar",
    "disconnect my calendar",
    "google calendar",
    "outlook calendar",
    "sync my calendar",
)


def register(registry: Registry) -> None:
    """Register the buttons, and the phrases that people type to see their calendars."""
    registry.phrases("calendar", show, PHRASES)
    registry.button(SHOW, show)
    registry.button(ASK_TO_DISCONNECT, ask_to_disconnect)
    registry.button(DISCONNECT, disconnect)
    registry.button(CANCEL_TOO, disconnect_and_cancel)
    registry.button(PRIVATE, change_private)


async def show(turn: Turn) -> Reply:
    """Show the person's calendars, and how to connect one."""
    return await card(turn)


async def offer(turn: Turn) -> tuple[Button, ...]:
    """Return the button that connects a first calendar.

    Return () if the person has a calendar, or if Attune is not set up to connect one.
    """
    can = sealer_of(turn.session) and not await calendars.of_person(turn.session, turn.person)
    return (calendar_words.CONNECT_CALENDAR,) if can else ()


async def card(turn: Turn, *first: str) -> Card:
    """Return the card that shows the calendars, with the sentences in `first` under its heading."""
    owned = await calendars.of_person(turn.session, turn.person)
    lead = "Your calendars" if len(owned) > 1 else "Your calendar"
    blocks: list[Block] = [Heading(lead), *(Paragraph(spans(Strong(one))) for one in first)]
    if not owned and not sealer_of(turn.session):
        return Card(lead, (*blocks, Paragraph(spans(calendar_words.NO_KEY))))
    if owned:
        found = await found_meetings.by_calendar(turn.session, turn.person, turn.now)
        for one in owned:
            blocks += _connected(turn, one, found.get(one.id, InCalendar()))
        blocks.append(Buttons((Button("What was found", FOUND, beside=True), _private(turn))))
        blocks += own_address.question(turn.person)
    else:
        blocks.append(Paragraph(spans(calendar_words.WHAT)))
    blocks += _ways(turn, owned)
    said = calendar_words.CONNECTED if owned else calendar_words.PRIVACY
    blocks.append(Note(spans(said)))
    return Card(first[0] if first else lead, tuple(blocks))


def _connected(turn: Turn, calendar: CalendarConnection, found: InCalendar) -> list[Block]:
    leave = Button(
        "Disconnect", ASK_TO_DISCONNECT, str(calendar.id), beside=True, about=calendar.label
    )
    if problem := calendar_trouble.sentence(calendar):  # the sentence names the calendar
        return [Paragraph(spans(typed(problem))), Buttons((leave,))]
    name = Strong(shortened(calendar.label), typed=True)
    return [Paragraph(spans(name, f": {_state(turn, calendar, found)}")), Buttons((leave,))]


def _state(turn: Turn, calendar: CalendarConnection, found: InCalendar) -> str:
    if calendar.read_at is None:
        return "being read for the first time."
    read = f"read {format_short(calendar.read_at, now=turn.now, zone=turn.person.zone)}."
    if calendar.kind == "file":
        dropped = format_short(calendar.connected_at, now=turn.now, zone=turn.person.zone)
        read = f"the file from {dropped}; drop a newer one when your calendar changes."
    if found.only_busy:
        return f"{read} {calendar_words.only_busy(calendar)}"
    more = f" {calendar_words.NO_GUESTS}" if found.names_no_guests else ""
    return f"{read} {calendar_words.calls_ahead(found.calls)}.{more}"


def _private(turn: Turn) -> Button:
    if rhythm_of(turn.person).private_meetings:
        return Button("Leave private meetings out", PRIVATE, "out")
    return calendar_words.LOOK_AT_PRIVATE


def _ways(turn: Turn, owned: Sequence[CalendarConnection]) -> list[Block]:
    """Show the ways to connect another calendar, or say why there are none."""
    if not sealer_of(turn.session):
        return [Paragraph(spans(calendar_words.NO_KEY))]
    drop = [Note(spans(calendar_words.DROP))] if turn.takes_calendar_files else []
    try:
        replaced_by_next(owned)
    except TooManyCalendars:
        return [Note(spans(calendar_words.LIMIT_REACHED)), *drop]
    buttons = [Button("Paste an address", PASTE, "", "default" if owned else "primary")]
    buttons += [
        Button(f"Sign in with {PROVIDERS[kind]}", SIGN_IN, kind, beside=True)
        for kind in _kinds_to_sign_in(turn)
    ]
    if not owned:
        where_to_look = Heading(WHERE_IT_IS, minor=True), *where_it_is(turn)
        return [Buttons(tuple(buttons)), *drop, *where_to_look]
    buttons.append(Button(WHERE_IT_IS, WHERE, beside=True))
    return [*replaces(owned), Buttons(tuple(buttons)), *drop]


def replaces(owned: Sequence[CalendarConnection]) -> tuple[Note, ...]:
    """Say which calendar a new calendar would replace. Return () if it would replace none."""
    try:
        replaced = replaced_by_next(owned)
    except TooManyCalendars:
        return ()
    return (Note(spans(typed(calendar_words.replaces(replaced)))),) if replaced else ()


def where_it_is(turn: Turn) -> tuple[Bullets, Note]:
    """Say where to find a calendar's address, and what to do if it is not there."""
    how = Bullets(tuple(spans(line) for line in calendar_words.HOW))
    names = [PROVIDERS[kind] for kind in _kinds_to_sign_in(turn)]
    return how, Note(spans(calendar_words.not_there(names, takes_files=turn.takes_calendar_files)))


def _kinds_to_sign_in(turn: Turn) -> list[CalendarKind]:
    return [kind for kind in PROVIDERS if turn.sign_ins and kind in turn.sign_ins.kinds]


async def ask_to_disconnect(turn: Turn) -> Reply:
    """Ask whether to disconnect a calendar.

    Offer to cancel the calls that are planned only because of the calendar.
    """
    calendar = await _own_calendar(turn)
    planned = await call_meetings.calls_of_calendar(turn.session, turn.person, calendar, turn.now)
    if calendars.is_of_demo(calendar):
        return _ask_about_demo(calendar)
    number = len(planned)
    coming = await _coming(turn, calendar)
    name, value = shortened(calendar.label), f"{calendar.id}:{turn.message}"
    lead = f"Disconnect {name}?"
    buttons = [Button("Disconnect it", DISCONNECT, value, about=calendar.label)]
    if number:
        label = calendar_words.cancel_too(number, coming)
        buttons.append(Button(label, CANCEL_TOO, value, "danger", about=calendar.label))
    buttons.append(Button("Keep it connected", SHOW, about=calendar.label))
    rest = spans(Strong(lead, typed=True), f" {calendar_words.leaving(number, coming)}")
    return Aside(Card(lead, (Paragraph(rest), Buttons(tuple(buttons)))))


def _ask_about_demo(calendar: CalendarConnection) -> Aside:
    lead, value = "Remove the demo?", str(calendar.id)
    buttons = (
        Button(calendar_words.REMOVE_DEMO, CANCEL_TOO, value, "danger"),
        Button("Keep it", SHOW, about=calendar.label),
    )
    rest = spans(Strong(lead), f" {calendar_words.WITHOUT_DEMO}")
    return Aside(Card(lead, (Paragraph(rest), Buttons(buttons))))


async def disconnect(turn: Turn) -> Reply:
    """Disconnect a calendar, and delete the meetings seen in it."""
    calendar = await _own_calendar(turn, locked=True)
    return await _disconnect(turn, calendar, calendar_words.stay(await _coming(turn, calendar)))


async def disconnect_and_cancel(turn: Turn) -> Reply:
    """Disconnect a calendar, and cancel the upcoming calls that are planned only because of it.

    If the person connects the calendar again, we plan the calls again. If the calendar is the
    demo's, we delete the demo.
    """
    calendar = await _own_calendar(turn, locked=True)
    if calendars.is_of_demo(calendar):
        return await _remove_demo(turn, calendar)
    planned = await call_meetings.calls_of_calendar(turn.session, turn.person, calendar, turn.now)
    others = await _coming(turn, calendar) - len(planned)
    for call in planned:
        await give_up(turn.session, turn.person, call, turn.now)
    if planned:
        await updates.plan_agenda(turn.session, turn.person, turn.now)
    return await _disconnect(turn, calendar, calendar_words.cancelled_too(len(planned), others))


async def _remove_demo(turn: Turn, calendar: CalendarConnection) -> Reply:
    """Delete the playground's demo, and update the message in which the button was pressed.

    A call stays if its meeting is also in the person's own calendar.
    """
    await disconnecting.disconnect(turn.session, turn.person, calendar, turn.now)
    await demo.remove(turn.session, turn.person.tenant, turn.now)
    await updates.plan_agenda(turn.session, turn.person, turn.now)
    answer = card_saying(calendar_words.DEMO_REMOVED)
    above = await as_now(turn.session, turn.person, turn.playbook, turn.message, turn.now)
    return CardWithUpdates(answer, turn.message, above) if above and turn.message else answer


async def _coming(turn: Turn, calendar: CalendarConnection) -> int:
    """Count a calendar's upcoming calls, including those that are also in another calendar."""
    found = await found_meetings.by_calendar(turn.session, turn.person, turn.now)
    return found.get(calendar.id, InCalendar()).calls


async def _disconnect(turn: Turn, calendar: CalendarConnection, more: str = "") -> Reply:
    lead = f"Disconnected: {shortened(calendar.label)}."
    await disconnecting.disconnect(turn.session, turn.person, calendar, turn.now)
    again = Buttons((Button("Calendar", SHOW, beside=True),))
    answer = Card(lead, (Paragraph(spans(typed(f"{lead} {more}".strip()))), again))
    message = turn.text.partition(":")[2]
    return CardWithUpdates(answer, message, await card(turn)) if message else answer


async def change_private(turn: Turn) -> Reply:
    """Include private meetings, or leave them out again.

    Before we include private meetings, we say who will see them, and ask for confirmation.
    """
    if turn.text == "in":
        return _ask_about_private()
    await people.lock(turn.session, turn.person)
    private = turn.text == "yes"
    save_rhythm(turn.person, rhythm_of(turn.person).changed({"private_meetings": private}))
    await calendars.decide_calls_again(turn.session, turn.person, turn.now)
    if private:
        return await card(
            turn, "Private meetings can now become calls. Your colleagues can see these calls."
        )
    return await card(turn, "Private meetings are now left out.")


def _ask_about_private() -> Card:
    lead = "Include meetings that are marked as private?"
    rest = (
        "Private meetings with customers become calls, and your colleagues can see those calls. "
        "Only you see your other private meetings."
    )
    yes = Button("Include them", PRIVATE, "yes", "primary")
    return card_saying(lead, Note(spans(rest)), Buttons((yes,)))


async def _own_calendar(turn: Turn, *, locked: bool = False) -> CalendarConnection:
    owned = await calendars.of_person(turn.session, turn.person, locked=locked)
    calendar_id = access.row_id(turn.text.partition(":")[0])
    found = next((one for one in owned if one.id == calendar_id), None)
    if found is None:
        raise Refusal("That calendar is already disconnected.")
    return found
