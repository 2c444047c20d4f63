"""What a marketer is told in the first days, and in answer to “help” and “hello”. Pure."""

from collections.abc import Mapping

from handlers.cards import Block, Button, Buttons, Card, Note, Paragraph, Strong, card_saying, spans
from handlers.commands import Command
from handlers.rhythm_settings import Rhythm

WHAT = (
    "I bring you what buyers say and what reps ask, and show reps your insights for the calls that "
    "they fit."
)
PASSED_ON = (
    "When a rep asks or passes something on, I write to you or to your channel, and once more if "
    "nobody has answered within a working day."
)
VOICE = "/insight subscribe voice"
CHANNEL = "what reps pass on, with a digest on Mondays"
ASKS = Button("Asks", "asks.open")
INSIGHTS = Button("Insights", "insight.desk")
OWN_CALLS = "For calls of your own: /prep, /calls, /reflect and /promises."
MORE = "Type “stop” or “settings” to change what I send. “help insight” explains /insight."


def sends(rhythm: Rhythm) -> str:
    """Say what a marketer with these settings gets without asking."""
    quiet = f"From {rhythm.quiet_from:%H:%M} to {rhythm.quiet_to:%H:%M} I am quiet."
    return quiet if "ask" in rhythm.muted else f"{PASSED_ON} {quiet}"


def ways() -> list[Block]:
    """Say how to begin."""
    return [
        Paragraph(spans("To publish an insight, type ", Strong("/insight"), ".")),
        Paragraph(spans("Type ", Strong(VOICE), f" in a channel: it then gets {CHANNEL}.")),
        Buttons((ASKS, INSIGHTS)),
    ]


def hello(greeting: str, waiting: str, more: str) -> Card:
    """Answer a hello with what is waiting for marketing."""
    lead = f"{greeting} {waiting}"
    return card_saying(lead, Buttons((ASKS, INSIGHTS)), Note(spans(more)))


def help_card(lead: str, commands: Mapping[str, Command]) -> Card:
    """List what a marketer can do."""
    lines = (
        "“Asks” – what reps ask and pass on: answer, ask a follow-up, or take it",
        "“Insights” – your drafts, what is published, and how often it was used",
        "/insight – publish an insight. /insight pricing – search for one",
        f"{VOICE} – in a channel: {CHANNEL}",
        f"/rhythm – {commands['rhythm'].summary}",
        OWN_CALLS,
    )
    listed = (Paragraph(spans(line)) for line in lines)
    return card_saying(lead, *listed, Buttons((ASKS, INSIGHTS)), Note(spans(MORE)))
