"""Share a reflection with colleagues, and show who reads which part of it."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.cards import (
    Aside,
    Block,
    Button,
    Buttons,
    Card,
    Note,
    Paragraph,
    Quote,
    Reply,
    ShowsOfCall,
    spans,
    typed,
)
from handlers.coaching.text.words import shortened
from handlers.composing import unsharing
from handlers.features import access, form_edits
from handlers.features.reflections import own_reflection, passing_on
from handlers.registry import Registry, Turn
from handlers.rhythm_settings import day_of
from handlers.times import format_day
from handlers.views import reflect_cards
from handlers.views.team import team_reflections
from storage.customers import commitments
from storage.sales_calls import reflection_comments
from storage.sales_calls.own_calls import Seated
from storage.tables import Reflection
from storage.team import teams

SHOW = "reflect.readers"
DELETE = "erase.ask_reflection"  # handled by handlers/features/privacy/call_data.py
ABOUT = 80  # the card quotes this much of a reflection, so that the rep knows which one it is
SHARE, SHARE_SEEN = "reflect.share", "reflect.share_seen"
WILL_READ = (
    "Everybody here who looks at this account, in your team or not, will read this in briefs, word "
    "for word:"
)
LATER = (
    "What you add later is shared too. To leave something out, take it out of the reflection first."
)
LEADS = "leads your team, can read it in /team, and can comment on it."
CHANGED = "The reflection has changed since. This is what your colleagues would read now."
PROMISES = "Your colleagues can read the promises."
NOTHING = "There is nothing in it to read yet."
WAS_SHARED = (
    "It was shared before, so a colleague may have read it. Briefs that were already sent still "
    "show it."
)


def register(registry: Registry) -> None:
    """Register the buttons to see who reads a reflection, to share it, and to stop sharing it."""
    registry.button(SHOW, show)
    registry.button(SHARE, ask_to_share)
    registry.button(SHARE_SEEN, share)
    registry.button("reflect.unshare", unshare)


async def show(turn: Turn) -> Reply:
    """Show who reads the reflection, below its card."""
    seated = await access.own_call(turn, turn.text)
    return Aside(await card(turn, seated, await own_reflection.needed(turn, seated)))


async def ask_to_share(turn: Turn) -> Reply:
    """Show word for word what colleagues will read.

    If the reflection is already shared, show who reads it instead.
    """
    seated = await access.own_call(turn, turn.text)
    written = await own_reflection.needed(turn, seated)
    if written.shared:
        return await card(turn, seated, written)
    return await _preview(turn, seated, written)


async def share(turn: Turn) -> Reply:
    """Share a reflection with colleagues. If it has changed since the preview, preview it again."""
    call_id, _, seen = turn.text.partition(":")
    turn = replace(turn, text=call_id)
    seated = await access.own_call(turn, call_id, locked=True)
    written = await own_reflection.needed(turn, seated)
    if seen != _fingerprint(written):
        return await _preview(turn, seated, written, CHANGED)
    return await _set_shared(turn, shared=True)


async def _preview(turn: Turn, seated: Seated, written: Reflection, note: str = "") -> Card:
    """Show everything that colleagues would read, and ask whether to share it.

    *Share this* comes last, so that a double click on *Share with my colleagues* does not share.
    """
    call_id, whom = str(seated.call.id), shortened(seated.account.name, 40)
    shared: list[Block] = [Quote(text, title) for title, text in _readable(written) if text.strip()]
    shared = shared or [Paragraph(spans(NOTHING))]
    buttons = (
        Button("Change it first", "reflect.open", call_id, about=whom),
        Button(
            "Share this", SHARE_SEEN, f"{call_id}:{_fingerprint(written)}", "primary", about=whom
        ),
    )
    lead = f"{shortened(seated.account.name)}. {WILL_READ}"
    manager = await teams.manager_of(turn.session, turn.person)
    told = f"{shortened(manager.name, 40)} {LEADS}" if manager else ""
    notes = [Note(spans(typed(each))) for each in (note, told, LATER) if each]
    shows = (ShowsOfCall(seated.call.id, "reflection"),)
    return Card(
        lead, (Paragraph(spans(typed(lead))), *shared, *notes, Buttons(buttons)), shows=shows
    )


def _readable(written: Reflection) -> tuple[tuple[str, str], ...]:
    """Return what colleagues can read of a reflection, each text after its title."""
    return (
        ("What they said", written.heard),
        ("What you did not see coming", written.surprise),
        ("Next step", written.next_step),
    )


def _fingerprint(written: Reflection) -> str:
    texts = "\0".join(text for _, text in _readable(written))
    return form_edits.fingerprint("shared", texts)


async def unshare(turn: Turn) -> Reply:
    """Let only the author read a reflection."""
    return await _set_shared(turn, shared=False)


async def _set_shared(turn: Turn, *, shared: bool) -> Reply:
    seated = await access.own_call(turn, turn.text, locked=True)
    written = await own_reflection.needed(turn, seated)
    notes = (WAS_SHARED,) if written.shared and not shared else ()
    if not shared:
        await unsharing.take_back(turn.session, turn.person, [written], turn.now)
    written.shared = shared
    await turn.session.flush()
    return await card(turn, seated, written, notes)


async def card(turn: Turn, seated: Seated, written: Reflection, notes: Sequence[str] = ()) -> Card:
    """Say which reflection this is and who reads which part, with buttons to change that."""
    promised = await commitments.of_call(
        turn.session, turn.person.tenant, seated.call.id, turn.person.id
    )
    whose = await sentence(turn, seated, written, promised=bool(promised))
    day = format_day(
        day_of(seated.call.starts_at, turn.person.zone), day_of(turn.now, turn.person.zone)
    )
    about = f"{shortened(seated.account.name)}, {day}"
    if line := shortened(written.heard or written.surprise, ABOUT):
        about += f": “{line.rstrip('.')}”"
    blocks: list[Block] = [Paragraph(spans(typed(about), f". {' '.join((whose, *notes))}"))]
    passed_on = await passing_on.passed_on_blocks(turn, seated.call.id)
    said = await reflection_comments.of_reflection(turn.session, written)
    blocks += team_reflections.comments(said, turn.now, turn.person.zone)
    blocks += [*passed_on, *_buttons(seated, written, passed_on=bool(passed_on))]
    call_id, whom = str(seated.call.id), shortened(seated.account.name, 40)
    blocks.append(Buttons((Button("Delete this reflection", DELETE, call_id, about=whom),)))
    # A press on "Stop sharing it" replaces this card with one that has no such button. The button
    # is in a row of its own, at the end. So the new card has no button in its place, and the second
    # click of a double click does nothing.
    if written.shared:
        blocks.append(Buttons((Button("Stop sharing it", "reflect.unshare", call_id, about=whom),)))
    shows = (ShowsOfCall(seated.call.id, "reflection"),)
    return Card(f"{shortened(seated.account.name)}: {whose}", tuple(blocks), shows=shows)


async def sentence(
    turn: Turn, seated: Seated, written: Reflection, *, promised: bool, added: bool = False
) -> str:
    """Say who reads the reflection and its promises.

    If a line from the call was passed on to marketing, also say who reads this line.

    `promised` is whether promises from the call are on file. `added` is whether the rep has just
    added a line.
    """
    to_marketing = await passing_on.who_reads(turn, seated.call.id, earlier=added)
    promises = PROMISES if promised and not written.shared else ""
    parts = (reflect_cards.readers(written), promises, to_marketing)
    return " ".join(part for part in parts if part)


def _buttons(seated: Seated, written: Reflection, *, passed_on: bool) -> list[Block]:
    call_id, whom = str(seated.call.id), shortened(seated.account.name, 40)
    share = Button("Share with my colleagues", SHARE, call_id, about=whom)
    label = "Change what marketing reads" if passed_on else "Pass a line to marketing"
    passing = Button(label, "reflect.pass", call_id, about=whom)
    first = (passing,) if written.shared else (share, passing)
    back = Button("Take it back from marketing", "reflect.take_back", call_id, about=whom)
    return [Buttons(first), *([Buttons((back,))] if passed_on else [])]
