"""Show admins how far the roll-out of Attune has got. The page has only counts, and no names."""

from collections import Counter

from handlers.cards import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Heading,
    Note,
    Paragraph,
    Reply,
    spans,
)
from handlers.features import access
from handlers.features.admin import defaults
from handlers.features.settings.kinds import pushed
from handlers.registry import Registry, Turn
from handlers.views.admin import roll_out_words
from storage.workspace import roll_out

SHOW, WRITE = "rollout.show", "write.open"  # writing.py handles the button for WRITE
LEAD = "Roll-out"
COUNTS = "Counts only. A group of fewer than five people is not counted, so that nobody stands out."
BEGINS = "People are on file once they have written to me, or I have been installed for them."
BUTTONS = (
    Button("Write to people", WRITE),
    Button(defaults.LEAD, defaults.SHOW),
    Button("People and roles", "roles.show"),
)


def register(registry: Registry) -> None:
    """Register the page, for admins only."""
    registry.phrases(SHOW, show, ("roll-out", "rollout", "roll out", "show roll-out"))
    registry.button(SHOW, show)


async def show(turn: Turn) -> Reply:
    """Show how many people have a call on file, and how many have stopped each kind of message."""
    access.admins_only(turn)
    found = await roll_out.count(turn.session, turn.person.tenant)
    stopped: Counter[str] = Counter()
    for name, number in found.stopped.items():
        if kind := pushed(name):
            stopped[kind.label] += number
    lines = roll_out_words.stopped(stopped, found.known)
    blocks: tuple[Block, ...] = (
        Heading(LEAD),
        Paragraph(spans(roll_out_words.known(found.known))),
        Paragraph(spans(roll_out_words.begun(found.begun, found.known))),
        Heading("What people have stopped"),
        Bullets(tuple(spans(line) for line in lines)),
        Note(spans(f"{COUNTS} {BEGINS}")),
        Buttons(BUTTONS),
    )
    return Card(LEAD, blocks)
