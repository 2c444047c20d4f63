"""The text of a message from an admin, in its preview and as people get it. Pure."""

from handlers.cards import Block, Note, Paragraph, spans, typed
from handlers.coaching.text.words import shortened

# Who gets the message. "team:7" is the team with this id.
EVERYBODY, NOT_BEGUN, TEAM = "all", "new", "team"
WORDS = {
    EVERYBODY: "everybody who is on file here",
    NOT_BEGUN: "people who have no call here yet",
}


def whom(chosen: str, team: str | None) -> str | None:
    """Say who gets a message. `team` is the team's name. Return None for an unknown choice."""
    if chosen.startswith(f"{TEAM}:"):
        return f"the team {shortened(team, 60)}" if team else None
    return WORDS.get(chosen)


def lead(name: str, text: str) -> str:
    """Return the line that a notification shows, for example on a locked phone."""
    return f"{shortened(name, 60)} writes: {shortened(text, 100)}"


def blocks(name: str, text: str, to: str) -> list[Block]:
    """Show who the message is from, its text, and who gets it."""
    return [
        Paragraph(spans(typed(f"{shortened(name, 60)} writes to you:"))),
        Paragraph(spans(typed(text))),
        Note(spans(typed(f"{shortened(name, 60)} is an admin here. The message goes to {to}."))),
    ]
