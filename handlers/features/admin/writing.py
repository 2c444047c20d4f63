"""Let an admin write a message to people. A preview comes first. The message is sent only once."""

import asyncio

from handlers.cards import (
    Button,
    Buttons,
    Card,
    Divider,
    Form,
    Heading,
    Note,
    Paragraph,
    Reply,
    Strong,
    spans,
    typed,
)
from handlers.features import access
from handlers.features.admin import audience, roll_out
from handlers.features.admin.audience import WHOM, Audience
from handlers.inputs import ChoiceInput, TextInput
from handlers.notices import admin_message as notice
from handlers.notices import tell
from handlers.registry import Refusal, Registry, Turn
from handlers.views.admin import admin_message
from handlers.views.admin.admin_message import TEAM
from storage.tables import Draft
from storage.team import teams
from storage.workspace import admin_messages, audit

OPEN, SEND, CHANGE, DROP = roll_out.WRITE, "write.send", "write.change", "write.drop"
TEXT = "line"  # the id of the input; `handlers.limits` says how long the text may be
PART = 500  # after planning the message for this many people, we let other tasks run
GONE = "That message is not on file any more. “write to people” starts a new one."
SENT = "That message has already been sent. “write to people” starts a new one."
HINT = "People get it word for word, with your name. You'll see it first."
WHEN = (
    "People who are in their quiet hours get it when those end. People who have stopped messages "
    "from admins don't get it."
)


def register(registry: Registry) -> None:
    """Register the form, and the buttons of its preview, for admins only."""
    registry.phrases(OPEN, open_form, ("write to people", "write to everybody"))
    registry.button(OPEN, open_form)
    registry.form(OPEN, preview)
    registry.button(SEND, send)
    registry.button(CHANGE, change)
    registry.button(DROP, drop)


async def open_form(turn: Turn) -> Reply:
    """Open an empty form."""
    access.admins_only(turn)
    return await _form(turn)


async def open_filled(turn: Turn, words: str, *, to_team: bool) -> Reply:
    """Open the form, filled with these words.

    `to_team` means that the message is for the admin's team. If the admin leads exactly one team,
    the form then opens with this team chosen.
    """
    access.admins_only(turn)
    led = await teams.led_by(turn.session, turn.person) if to_team else ()
    choice = f"{TEAM}:{led[0].id}" if len(led) == 1 else ""
    return await _form(turn, words, choice)


async def change(turn: Turn) -> Reply:
    """Open the form with a message that has not been sent yet."""
    message = await _unsent(turn)
    return await _form(turn, message.words, message.about)


async def _form(turn: Turn, text: str = "", choice: str = "") -> Form:
    options = await audience.options(turn)
    inputs = (
        ChoiceInput(WHOM, "To whom", options, choice, required=True),
        TextInput(TEXT, "Your message", HINT, text, multiline=True, required=True),
    )
    return Form(OPEN, "Write to people", inputs, submit="See it first")


async def preview(turn: Turn) -> Reply:
    """Show the message as people will get it, and who gets it. Nothing is sent yet."""
    access.admins_only(turn)
    text, choice = turn.fields.get(TEXT, "").strip(), turn.fields.get(WHOM, "")
    if not text:
        raise Refusal("Write a message.", field=TEXT)
    to = await audience.chosen(turn, choice)
    message = await admin_messages.save(turn.session, turn.person, text, choice, turn.now)
    lead, value = "Send this?", str(message.id)
    buttons = (
        Button("Send it", SEND, value, "primary"),
        Button("Change it", CHANGE, value),
        Button("Don't send it", DROP, value),
    )
    said = Paragraph(spans(Strong(lead), typed(f" To {to.words}{to.counted}.")))
    words = admin_message.blocks(turn.person.name, text, to.words)
    return Card(lead, (said, Divider(), *words, Divider(), Note(spans(WHEN)), Buttons(buttons)))


async def send(turn: Turn) -> Reply:
    """Send the message to the people who are in the chosen audience now.

    A second press on the button sends nothing.
    """
    message = await _unsent(turn)
    to = await audience.chosen(turn, message.about)
    message.starts_at = turn.now
    for start in range(0, len(to.people), PART):
        part = to.people[start : start + PART]
        await tell.tell(turn.session, part, notice.NAME, message.id, turn.now)
        await asyncio.sleep(0)
    _note(turn, to, message.about)
    lead = f"On its way to {to.words}{to.counted}."
    blocks = (Paragraph(spans(typed(lead))), Note(spans(WHEN)))
    return Card(lead, (*blocks, Buttons((Button(roll_out.LEAD, roll_out.SHOW),))))


def _note(turn: Turn, to: Audience, choice: str) -> None:
    """Record who gets the message. If the admin may learn the number of people, add it."""
    person = turn.person
    number = [str(len(to.people))] if to.counted else []
    everybody = " ".join([person.tenant, choice, *number])
    audit.note(
        turn.session,
        person.tenant,
        "message sent",
        ("team", f"{to.team} {number[0]}") if to.team is not None else ("tenant", everybody),
        turn.now,
        actor=person.id,
    )


async def drop(turn: Turn) -> Reply:
    """Delete a message that has not been sent yet."""
    await turn.session.delete(await _unsent(turn))
    lead = "Not sent."
    more = Button("Write to people", OPEN)
    return Card(lead, (Heading(lead), Buttons((more, Button(roll_out.LEAD, roll_out.SHOW)))))


async def _unsent(turn: Turn) -> Draft:
    """Return the message whose id is on the button, and lock its row.

    In the row, `about` is the chosen audience, and `starts_at` is when the message was sent. Raises
    Refusal if the message was deleted or has been sent.
    """
    access.admins_only(turn)
    found = await admin_messages.own(turn.session, turn.person, access.row_id(turn.text))
    if found is None:
        raise Refusal(GONE)
    if found.starts_at is not None:
        raise Refusal(SENT)
    return found
