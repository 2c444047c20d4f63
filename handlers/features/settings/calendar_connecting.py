"""Connect a person's calendars, by a secret address or by signing in with the provider."""

from handlers.cards import (
    Aside,
    Block,
    Button,
    Buttons,
    Card,
    Form,
    Heading,
    Note,
    Paragraph,
    Reply,
    link,
    spans,
)
from handlers.coaching.text.words import shortened
from handlers.features.settings import calendar
from handlers.features.settings.calendar import PASTE, PROVIDERS, SIGN_IN, WHERE
from handlers.inputs import TextInput
from handlers.knowledge.web_addresses import NotFetched
from handlers.registry import Refusal, Registry, Turn
from handlers.sources.calendars.calendar_addresses import calendar_address, has_secret, label
from handlers.sources.calendars.calendar_limit import (
    TooManyCalendars,
    is_broken,
    make_room,
    replaced_by_next,
)
from handlers.views.meetings import calendar_words
from storage.database.connection import sealer_of
from storage.meetings import calendars
from storage.sealing import NoKey
from storage.tables import CalendarConnection
from storage.workspace import people

CONNECT = "calendar.connect"


def register(registry: Registry) -> None:
    """Register the buttons, the form, and the warning about a pasted address."""
    registry.button(PASTE, open_form)
    registry.form(CONNECT, connect)
    registry.button(SIGN_IN, sign_in)
    registry.button(WHERE, where)
    registry.before_others(has_secret, pasted)


async def open_form(turn: Turn) -> Reply:
    """Open the form for the address of a calendar."""
    _refuse_without_key(turn)
    owned = await calendars.of_person(turn.session, turn.person)
    return Form(
        CONNECT,
        "Connect a calendar",
        (
            *calendar.replaces(owned),
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
    """Connect the calendar at an address, and read it at once.

    - If one of the person's calendars has this address, we read that calendar again.
    - If a broken calendar (see `is_broken`) is on the same host, it gets this address. A calendar
      that is not broken keeps its address, because the new address may be for a second calendar.
    - If the address is for a new calendar and there is no room, we replace a broken calendar.

    Raises Refusal if there is no room and no calendar is broken, if the text cannot be the address
    of a calendar, or if we have no encryption key.
    """
    _refuse_without_key(turn)
    try:
        address = calendar_address(turn.fields.get("address", ""))
    except NotFetched as no:
        raise Refusal(no.reason, field="address") from None
    await people.lock(turn.session, turn.person)
    owned = await calendars.of_person(turn.session, turn.person, locked=True)
    known = [one for one in owned if one.kind == "ics"]
    name = label(address)
    same = next((one for one in known if _secret(turn, one) == address), None)
    broken = next((one for one in known if one.label == name and is_broken(one)), None)
    reading = f"Reading {shortened(name)} now. I'll tell you what I find."
    if renewed := same or broken:
        calendars.replace_secret(turn.session, renewed, turn.now, secret=address)
        return await calendar.card(turn, reading)
    try:
        replaced = await make_room(turn.session, turn.person, owned, turn.now)
    except TooManyCalendars:
        raise Refusal(calendar_words.LIMIT_REACHED, field="address") from None
    await calendars.connect(
        turn.session, turn.person, turn.now, kind="ics", secret=address, label=name
    )
    more = [calendar_words.was_replaced(replaced)] if replaced else []
    return await calendar.card(turn, reading, *more)


def _secret(turn: Turn, connected: CalendarConnection) -> str | None:
    """Return the calendar's address, or None if the key that encrypted it is missing.

    We do not report the missing key here, because the next reading of the calendar tells the owner.
    """
    try:
        return calendars.secret(turn.session, connected)
    except NoKey:
        return None


async def sign_in(turn: Turn) -> Reply:
    """Send a link to connect a calendar by signing in.

    Raises Refusal if signing in is not set up, if there is no room for another calendar and no
    calendar is broken, or if we have no encryption key.
    """
    _refuse_without_key(turn)
    kind = next((one for one in PROVIDERS if one == turn.text), None)
    if kind is None or turn.sign_ins is None or kind not in turn.sign_ins.kinds:
        raise Refusal("Signing in is not set up here any more. Paste your calendar's address.")
    owned = await calendars.of_person(turn.session, turn.person)
    try:
        replaced_by_next(owned)
    except TooManyCalendars:
        raise Refusal(calendar_words.LIMIT_REACHED) from None
    url = await turn.sign_ins.link_for(turn.session, turn.person, kind, turn.now)
    lead = f"Sign in with {PROVIDERS[kind]}"
    once = "The link is for you alone. It works once, within ten minutes."
    signing_in = (Paragraph(spans(link(lead, url))), Note(spans(once)))
    return Aside(Card(lead, (*signing_in, *calendar.replaces(owned))))


async def where(turn: Turn) -> Reply:
    """Tell somebody who has connected a calendar where to find the address of another one."""
    lead = Heading(calendar.WHERE_IT_IS)
    paste = Buttons((Button("Paste an address", PASTE, "", "primary"),))
    return Aside(Card(lead.text, (lead, *calendar.where_it_is(turn), paste)))


async def pasted(turn: Turn) -> Reply:
    """Warn somebody who wrote a calendar's secret address in chat, and offer the form."""
    warning = Paragraph(spans(calendar_words.PASTED))
    if sealer_of(turn.session):
        form = Buttons((Button("Paste an address", PASTE, "", "primary"),))
        more: tuple[Block, ...] = (Paragraph(spans(calendar_words.USE_FORM)), form)
    else:
        more = (Paragraph(spans(calendar_words.NO_KEY)),)
    return Aside(Card(calendar_words.PASTED, (warning, *more)))


def _refuse_without_key(turn: Turn) -> None:
    if not sealer_of(turn.session):
        raise Refusal(calendar_words.NO_KEY)
