"""Share a reflection with the team, and show who reads which part of it."""

from collections.abc import Sequence

from handlers.cards import (
    Aside,
    Block,
    Button,
    Buttons,
    Card,
    Note,
    Paragraph,
    Reply,
    ShowsOfCall,
    spans,
    typed,
)
from handlers.coaching.words import shortened
from handlers.features import access
from handlers.features.reflections import passing_on
from handlers.features.reflections import written as reflected
from handlers.registry import Registry, Turn
from handlers.rhythm_settings import day_of
from handlers.times import format_day
from handlers.views import reflect_cards
from storage import commitments
from storage.calls import Seated
from storage.tables import Reflection

SHOW = "reflect.readers"
DELETE = "erase.ask_reflection"  # handled by handlers/features/settings/call_data.py
ABOUT = 80  # we show at most this many characters of a note to identify the reflection
WAS_SHARED = (
    "It was shared before, so a colleague may have read it. Briefs that were already sent still "
    "show it."
)


def register(registry: Registry) -> None:
    """Register the buttons that show who reads a reflection, share it, and stop sharing it."""
    registry.button(SHOW, show)
    registry.button("reflect.share", share)
    registry.button("reflect.unshare", unshare)


async def show(turn: Turn) -> Reply:
    """Show who reads the reflection, below the reflection's card."""
    seated = await access.own_call(turn, turn.text)
    return Aside(await card(turn, seated, await reflected.needed(turn, seated)))


async def share(turn: Turn) -> Reply:
    """Let the team read a reflection."""
    return await _set_shared(turn, shared=True)


async def unshare(turn: Turn) -> Reply:
    """Let only the author read a reflection."""
    return await _set_shared(turn, shared=False)


async def _set_shared(turn: Turn, *, shared: bool) -> Reply:
    seated = await access.own_call(turn, turn.text, locked=True)
    written = await reflected.needed(turn, seated)
    notes = (WAS_SHARED,) if written.shared and not shared else ()
    written.shared = shared
    await turn.session.flush()
    return await card(turn, seated, written, notes)


async def card(turn: Turn, seated: Seated, written: Reflection, notes: Sequence[str] = ()) -> Card:
    """Say which reflection this is and who reads which part, with buttons to change that.

    The sentences in `notes` come below.
    """
    promised = await commitments.of_call(
        turn.session, turn.person.tenant, seated.call.id, turn.person.id
    )
    whose = await sentence(turn, seated, written, promised=bool(promised))
    day = format_day(
        day_of(seated.call.starts_at, turn.person.zone), day_of(turn.now, turn.person.zone)
    )
    about = f"{shortened(seated.account.name)}, {day}"
    if line := shortened(written.heard or written.surprise, ABOUT):
        about += f": “{line}”"
    blocks: list[Block] = [
        Paragraph(spans(typed(about), f". {whose}")),
        *(Note(spans(note)) for note in notes),
    ]
    passed_on = await passing_on.passed_on_blocks(turn, seated.call.id)
    blocks += [*passed_on, *_buttons(seated, written, passed_on=bool(passed_on))]
    call_id, whom = str(seated.call.id), shortened(seated.account.name, 40)
    blocks.append(Buttons((Button("Delete this reflection", DELETE, call_id, about=whom),)))
    shows = ShowsOfCall(seated.call.id, "reflection")
    return Card(f"{shortened(seated.account.name)}: {whose}", tuple(blocks), shows=shows)


async def sentence(turn: Turn, seated: Seated, written: Reflection, *, promised: bool) -> str:
    """Say who reads which part.

    Notes are private until the rep shares them. The team reads promises.
    """
    to_marketing = await passing_on.who_reads(turn, seated.call.id)
    promises = "Promises: your team." if promised else ""
    if not promises and not to_marketing:
        return reflect_cards.readers(written)
    notes = f"Notes: {'your team' if written.shared else 'only you'}."
    return " ".join(part for part in (notes, promises, to_marketing) if part)


def _buttons(seated: Seated, written: Reflection, *, passed_on: bool) -> list[Block]:
    """Return the buttons that share the reflection, and that pass a line on or take it back.

    The share button stays in place after it is pressed, so that a double click does not undo the
    sharing. The button that takes the line back has its own row, so that no other button can move
    into its place.
    """
    call_id, whom = str(seated.call.id), shortened(seated.account.name, 40)
    buttons = [Button("Share with my team", "reflect.share", call_id, about=whom)]
    if written.shared:
        buttons.append(Button("Stop sharing it", "reflect.unshare", call_id, about=whom))
    label = "Change what marketing reads" if passed_on else "Pass a line to marketing"
    buttons.append(Button(label, "reflect.pass", call_id, about=whom))
    if not passed_on:
        return [Buttons(tuple(buttons))]
    back = Button("Take it back from marketing", "reflect.take_back", call_id, about=whom)
    return [Buttons(tuple(buttons)), Buttons((back,))]
