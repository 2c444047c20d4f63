"""Let people remove their own findings about an account."""

from handlers.cards import (
    Aside,
    Block,
    Button,
    Buttons,
    Card,
    Note,
    Paragraph,
    Reply,
    card_saying,
    spans,
    typed,
)
from handlers.coaching.text.words import shortened
from handlers.features import access
from handlers.registry import Refusal, Registry, Turn
from handlers.views.briefs.everything import REMOVE_FINDING
from storage.customers import research
from storage.database.connection import empty_log_after_commit
from storage.sales_calls.own_calls import Seated
from storage.tables import Finding

SHOWN = 5  # how many findings a card offers to remove
GONE = "That is no longer on file."
NOTHING = "You have no findings about this account."
READERS = "Your colleagues can read this. What you remove can't be brought back."


def register(registry: Registry) -> None:
    """Register the buttons that list and remove findings."""
    registry.button(REMOVE_FINDING, choose)
    registry.button("finding.ask", ask)
    registry.button("finding.delete", remove)


async def choose(turn: Turn) -> Reply:
    """Show the person's latest findings about the account of a call, newest first."""
    return Aside(await _findings_card(turn, await access.own_call(turn, turn.text)))


async def ask(turn: Turn) -> Reply:
    """Ask the person whether to remove the finding."""
    seated, found = await _finding(turn)
    lead = f"Remove this finding about {shortened(seated.account.name)}?"
    value = f"{seated.call.id}:{found.id}"
    buttons = (
        Button("Remove it", "finding.delete", value, "danger", about=shortened(found.text)),
        Button("Keep it", REMOVE_FINDING, str(seated.call.id), about=shortened(found.text)),
    )
    quote = Paragraph(spans(typed(f"“{shortened(found.text)}”")))
    return card_saying(typed(lead), quote, Note(spans(READERS)), Buttons(buttons))


async def remove(turn: Turn) -> Reply:
    """Remove a finding. Briefs then show the next older finding for the same question."""
    seated, found = await _finding(turn)
    await turn.session.delete(found)
    await turn.session.flush()
    empty_log_after_commit(turn.session)
    return await _findings_card(turn, seated, "Removed.")


async def _finding(turn: Turn) -> tuple[Seated, Finding]:
    call_id, _, row_id = turn.text.partition(":")
    seated = await access.own_call(turn, call_id)
    found = await research.own(turn.session, turn.person, seated.account.id)
    chosen = next((one for one in found if str(one.id) == row_id), None)
    if chosen is None:
        raise Refusal(GONE)
    return seated, chosen


async def _findings_card(turn: Turn, seated: Seated, note: str = "") -> Card:
    """Return the card that lists the person's latest findings, each with a button to remove it."""
    found = await research.own(turn.session, turn.person, seated.account.id)
    lead = f"What you found out about {shortened(seated.account.name)}" if found else NOTHING
    blocks: list[Block] = [Paragraph(spans(typed(lead)))]
    if note:
        blocks.append(Note(spans(note)))
    for one in found[:SHOWN]:
        text = shortened(one.text)
        value = f"{seated.call.id}:{one.id}"
        blocks.append(Paragraph(spans(typed(text))))
        blocks.append(Buttons((Button("Remove…", "finding.ask", value, about=text),)))
    return Card(lead, tuple(blocks))
