"""The card of a saved reflection: who reads it, its promises, and the author's own figures."""

from collections.abc import Sequence

from handlers.cards import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Heading,
    Note,
    Paragraph,
    spans,
    typed,
)
from handlers.coaching.words import shortened
from handlers.features.marketing import insight_uses
from handlers.features.reflections import figures, passing_on, reflection_form
from handlers.registry import Turn
from handlers.rhythm_settings import day_of
from handlers.views import promise_cards
from storage import commitments, insights
from storage.calls import Seated
from storage.tables import Commitment, Reflection


async def card(turn: Turn, seated: Seated, written: Reflection, notes: Sequence[str] = ()) -> Card:
    """What was saved, and what follows from it; `notes` are shown below the promises."""
    account = seated.account
    promised = await commitments.of_call(
        turn.session, turn.person.tenant, seated.call.id, turn.person.id
    )
    to_marketing = await passing_on.who_reads(turn, seated.call.id)
    lead = f"Saved: {shortened(account.name)}."
    whose = _who_reads(written, to_marketing, promised=bool(promised))
    blocks: list[Block] = [Paragraph(spans(lead, " ", whose)), *_open_promises(turn, promised)]
    blocks += [Note(spans(note)) for note in notes]
    passed_on = await passing_on.passed_on_blocks(turn, seated.call.id)
    pages = await reflection_form.pages(turn, seated)
    blocks += [*passed_on, *_buttons(seated, written, pages, passed_on=bool(passed_on))]
    blocks += await _insights(turn, seated)
    echo = await figures.echo_blocks(turn, written)
    own = await figures.blocks(turn)
    if own:
        own = [Heading("Your latest calls"), *own]
    return Card(lead, (*blocks, *echo, *own))


def _open_promises(turn: Turn, promised: Sequence[Commitment]) -> list[Block]:
    today = day_of(turn.now, turn.person.zone)
    lines = [
        spans(
            "You promised: " if row.side == "ours" else "They promised: ",
            typed(row.text),
            f", {promise_cards.due(row.due_on, today)}",
        )
        for row in promised
        if row.state == "open"
    ]
    return [Bullets(tuple(lines))] if lines else []


async def _insights(turn: Turn, seated: Seated) -> list[Block]:
    """Ask how an insight landed that the brief of the call showed."""
    person, call_id = turn.person, seated.call.id
    found = await insights.shown_in_call(turn.session, person.tenant, person.id, call_id)
    return insight_uses.landed_blocks(found)


def _buttons(
    seated: Seated, written: Reflection, pages: reflection_form.Pages, *, passed_on: bool
) -> list[Block]:
    """The buttons to add to the reflection, to change it, to share it, and to pass a line on.

    The share button stays in place after it is pressed, so that a double click does not undo it.
    The one to take it back has a row of its own, so that no other button can move into its place.
    """
    call_id, whom = str(seated.call.id), shortened(seated.account.name, 40)
    more = Button("Add more", "reflect.open", f"{call_id}:more", about=whom)
    rest = Button("Change the rest", "reflect.open", f"{call_id}:rest", about=whom)
    buttons = [
        *([more] if pages.more else []),
        Button("Change it", "reflect.open", call_id, about=whom),
        *([rest] if pages.rest else []),
        Button("Share with my team", "reflect.share", call_id, about=whom),
    ]
    if written.shared:
        buttons.append(Button("Stop sharing it", "reflect.unshare", call_id, about=whom))
    if not passed_on:
        pass_on = Button("Pass a line to marketing", "reflect.pass", call_id, about=whom)
        return [Buttons((*buttons, pass_on))]
    change = Button("Change what marketing reads", "reflect.pass", call_id, about=whom)
    buttons.append(change)
    back = Button("Take it back from marketing", "reflect.take_back", call_id, about=whom)
    return [Buttons(tuple(buttons)), Buttons((back,))]


def _who_reads(written: Reflection, to_marketing: str, *, promised: bool) -> str:
    """Say who reads which part.

    Notes are private unless shared; the team reads promises. `to_marketing` is the sentence about
    who reads what was passed on to marketing, or "".
    """
    promises = "Promises: your team." if promised else ""
    if not promises and not to_marketing:
        return "Your team can read it." if written.shared else "Only you can read it."
    notes = f"Notes: {'your team' if written.shared else 'only you'}."
    return " ".join(part for part in (notes, promises, to_marketing) if part)
