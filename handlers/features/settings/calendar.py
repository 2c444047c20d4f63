"""/rhythm calendar: connects and disconnects a person's calendars, and says how they are."""

from handlers.cards import (
    Aside,
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Form,
    Heading,
    Note,
    Paragraph,
    Reply,
    Strong,
    TextInput,
    link,
    spans,
    typed,
)
from handlers.coaching.words import shortened
from handlers.features import access
from handlers.knowledge import found_meetings
from handlers.knowledge.found_meetings import InCalendar
from handlers.knowledge.web_addresses import NotFetched
from handlers.notices import calendar_trouble
from handlers.notices.calendar_connected import FOUND
from handlers.registry import Refusal, Registry, Turn
from handlers.rhythm_settings import rhythm_of, save_rhythm
from handlers.sources.calendar_addresses import calendar_address, has_secret, label
from handlers.times import format_short
from handlers.views import calendar_words
from storage import calendars, people
from storage.choices import CalendarKind, CalendarTrouble
from storage.database.connection import sealer_of
from storage.sealing import NoKey
from storage.tables import CalendarConnection

SHOW = "calendar.show"
PASTE, CONNECT, SIGN_IN = "calendar.paste", "calendar.connect", "calendar.sign_in"
LEAVE, DISCONNECT, PRIVATE = "calendar.leave", "calendar.disconnect", "calendar.private"
PASSING: tuple[CalendarTrouble, ...] = ("no answer", "asked to wait")
PROVIDERS: dict[CalendarKind, str] = {"google": "Google", "microsoft": "Microsoft"}
SAID = (
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
    """Register the words that lead here, the buttons and the form."""
    registry.words("calendar", show, SAID)
    registry.button(SHOW, show)
    registry.button(PASTE, open_form)
    registry.form(CONNECT, connect)
    registry.button(SIGN_IN, sign_in)
    registry.button(LEAVE, ask_to_disconnect)
    registry.button(DISCONNECT, disconnect)
    registry.button(PRIVATE, change_private)
    registry.precaution(has_secret, pasted)


async def show(turn: Turn) -> Reply:
    """The person's calendars, and how to connect one."""
    return await card(turn)


async def card(turn: Turn, *first: str) -> Card:
    """The card of `show`, after the sentences in `first`."""
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
    else:
        blocks.append(Paragraph(spans(calendar_words.WHAT)))
    blocks += _ways(turn, len(owned))
    blocks.append(Note(spans(calendar_words.PRIVACY)))
    return Card(first[0] if first else lead, tuple(blocks))


def _connected(turn: Turn, calendar: CalendarConnection, found: InCalendar) -> list[Block]:
    leave = Button("Disconnect", LEAVE, str(calendar.id), beside=True, about=calendar.label)
    if problem := calendar_trouble.sentence(calendar):  # it names the calendar
        return [Paragraph(spans(typed(problem))), Buttons((leave,))]
    name = Strong(shortened(calendar.label), typed=True)
    return [Paragraph(spans(name, f": {_state(turn, calendar, found)}")), Buttons((leave,))]


def _state(turn: Turn, calendar: CalendarConnection, found: InCalendar) -> str:
    """When it was read, and what is in it."""
    if calendar.read_at is None:
        return "being read for the first time."
    read = f"read {format_short(calendar.read_at, now=turn.now, zone=turn.person.zone)}."
    if found.only_busy:
        return f"{read} {calendar_words.only_busy(calendar)}"
    return f"{read} {calendar_words.calls_ahead(found.calls)}."


def _private(turn: Turn) -> Button:
    if rhythm_of(turn.person).private_meetings:
        return Button("Leave private meetings out", PRIVATE, "out")
    return Button("Look at private meetings too", PRIVATE, "in")


def _ways(turn: Turn, connected: int) -> list[Block]:
    """The ways to connect one more, or why there is none."""
    if not sealer_of(turn.session):
        return [Paragraph(spans(calendar_words.NO_KEY))]
    if connected >= calendars.LIMIT:
        return [Note(spans(calendar_words.LIMIT_REACHED))]
    kinds = [kind for kind in PROVIDERS if turn.sign_ins and kind in turn.sign_ins.kinds]
    names = [PROVIDERS[kind] for kind in kinds]
    buttons = [Button("Paste an address", PASTE, "", "default" if connected else "primary")]
    buttons += [Button(PROVIDERS[kind], SIGN_IN, kind, beside=True) for kind in kinds]
    if connected:
        return [Buttons(tuple(buttons))]
    how = Bullets(tuple(spans(line) for line in calendar_words.HOW))
    return [
        Buttons(tuple(buttons)),
        Heading("Where the address is", minor=True),
        how,
        Note(spans(calendar_words.not_there(names))),
    ]


async def open_form(turn: Turn) -> Reply:
    """The form for a calendar's address."""
    _require_key(turn)
    return Form(
        CONNECT,
        "Connect a calendar",
        (
            TextInput(
                "address",
                "Your calendar's address",
                hint="It starts with https:// or webcal:// and is stored encrypted.",
                required=True,
            ),
        ),
        submit="Connect",
    )


async def connect(turn: Turn) -> Reply:
    """Connect the calendar at an address, which is read at once.

    It replaces a calendar with the same label that can no longer be read. If that one's server is
    only away, both stay, because they may be two calendars on one server. Raises Refusal with what
    to copy instead if this is no calendar's address, or if there are too many.
    """
    _require_key(turn)
    try:
        address = calendar_address(turn.fields.get("address", ""))
    except NotFetched as no:
        raise Refusal(no.reason, field="address") from None
    await people.lock(turn.session, turn.person)
    owned = await calendars.of_person(turn.session, turn.person, locked=True)
    known = [one for one in owned if one.kind == "ics"]
    name = label(address)
    same = next((one for one in known if _secret(turn, one) == address), None)
    broken = next((one for one in known if one.label == name and _is_broken(one)), None)
    if calendar := same or broken:
        calendars.renew(turn.session, calendar, turn.now, secret=address)
    elif len(owned) >= calendars.LIMIT:
        raise Refusal(calendar_words.LIMIT_REACHED, field="address")
    else:
        await calendars.connect(
            turn.session, turn.person, turn.now, kind="ics", secret=address, label=name
        )
    return await card(turn, f"Reading {shortened(name)} now. I'll tell you what I find.")


def _is_broken(calendar: CalendarConnection) -> bool:
    """Whether a calendar cannot be read, and its server is not only away for a while."""
    passes = calendar.trouble in PASSING and calendar.read_at is not None
    return calendar.trouble is not None and not passes


def _secret(turn: Turn, calendar: CalendarConnection) -> str | None:
    """The calendar's address; None if its key is missing, which the next read tells its owner."""
    try:
        return calendars.secret(turn.session, calendar)
    except NoKey:
        return None


async def sign_in(turn: Turn) -> Reply:
    """A link that connects a calendar by signing in. Raises Refusal if that is not set up."""
    _require_key(turn)
    kind = next((one for one in PROVIDERS if one == turn.text), None)
    if kind is None or turn.sign_ins is None or kind not in turn.sign_ins.kinds:
        raise Refusal("Signing in is not set up here any more. Paste your calendar's address.")
    if len(await calendars.of_person(turn.session, turn.person)) >= calendars.LIMIT:
        raise Refusal(calendar_words.LIMIT_REACHED)
    url = await turn.sign_ins.link_for(turn.session, turn.person, kind, turn.now)
    lead = f"Sign in with {PROVIDERS[kind]}"
    once = "The link is for you alone. It works once, for ten minutes."
    return Aside(Card(lead, (Paragraph(spans(link(lead, url))), Note(spans(once)))))


async def ask_to_disconnect(turn: Turn) -> Reply:
    """Ask whether to disconnect a calendar."""
    calendar = await _own(turn)
    name = shortened(calendar.label)
    lead = f"Disconnect {name}?"
    rest = "Attune stops reading it. Calls that are planned stay. You can cancel them in /calls."
    yes = Button("Disconnect it", DISCONNECT, str(calendar.id), "danger", about=calendar.label)
    return Aside(Card(lead, (Paragraph(spans(Strong(lead), f" {rest}")), Buttons((yes,)))))


async def disconnect(turn: Turn) -> Reply:
    """Disconnect a calendar, and delete what was seen in it."""
    calendar = await _own(turn, locked=True)
    lead = f"Disconnected: {shortened(calendar.label)}."
    await calendars.disconnect(turn.session, calendar)
    again = Buttons((Button("Calendar", SHOW, beside=True),))
    return Card(lead, (Paragraph(spans(typed(lead))), again))


async def change_private(turn: Turn) -> Reply:
    """Look at meetings that are marked as private too, or leave them out again."""
    await people.lock(turn.session, turn.person)
    private = turn.text == "in"
    save_rhythm(turn.person, rhythm_of(turn.person).changed({"private_meetings": private}))
    await calendars.look_again(turn.session, turn.person, turn.now)
    if private:
        return await card(
            turn, "Private meetings can become calls now. Your team can see those that do."
        )
    return await card(turn, "Private meetings are left out now.")


async def pasted(turn: Turn) -> Reply:
    """Warn somebody who wrote a calendar's secret address in chat, and offer the form."""
    warning = Paragraph(spans(calendar_words.PASTED))
    if sealer_of(turn.session):
        form = Buttons((Button("Paste an address", PASTE, "", "primary"),))
        more: tuple[Block, ...] = (Paragraph(spans(calendar_words.USE_FORM)), form)
    else:
        more = (Paragraph(spans(calendar_words.NO_KEY)),)
    return Aside(Card(calendar_words.PASTED, (warning, *more)))


async def _own(turn: Turn, *, locked: bool = False) -> CalendarConnection:
    """One of the person's calendars. Raises Refusal if it was disconnected."""
    owned = await calendars.of_person(turn.session, turn.person, locked=locked)
    found = next((one for one in owned if one.id == access.row_id(turn.text)), None)
    if found is None:
        raise Refusal("That calendar is disconnected already.")
    return found


def _require_key(turn: Turn) -> None:
    if not sealer_of(turn.session):
        raise Refusal(calendar_words.NO_KEY)
