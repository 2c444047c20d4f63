"""The commands that people type, and how we explain them."""

from collections.abc import Mapping
from dataclasses import dataclass

from handlers.cards import Block, Card, Note, Paragraph, Strong, card_saying, spans, typed
from storage.spelling import comparable

USAGE_WORDS = frozenset({"help", "?", "-h", "--help", "usage"})

NOT_UNDERSTOOD = "I didn't get that."
HOW_TO_KEEP_NOTE = (
    "To keep a note, begin with the account: “{}: …”. “help” says what else I can do."
)
NO_NOTES_IN_CHANNEL = (
    "In a channel I take commands such as /prep, but no notes. Write those to me directly."
)
EXAMPLE_ACCOUNT = "Northwind"
DROP_TRANSCRIPT = "Or drop the transcript of a call here, for figures that only you see"


@dataclass(frozen=True)
class Command:
    """A command that people type.

    `usage` shows what may follow the name, or is "". `summary` says what the command does.
    `examples` are whole messages, as people type them.
    """

    name: str
    usage: str
    summary: str
    examples: tuple[str, ...] = ()


def wants_usage(text: str) -> bool:
    """Return whether the text after a command asks how to use it."""
    return comparable(text) in USAGE_WORDS


def help_card(
    lead: str, commands: Mapping[str, Command], *, transcripts: bool, crm: str = ""
) -> Card:
    """Return a card with the sentence `lead`, and then the list of commands.

    `transcripts` means that people can drop the transcript of a call. `crm` is the name of the
    connected CRM, or "".
    """
    lines = [
        Paragraph(spans(_as_typed(command), " – ", command.summary))
        for command in commands.values()
    ]
    send = f", “send to {crm}”" if crm else ""
    more = (
        f"Type a note (“Jana: 40 seats by May”), a question (“Northwind stage?”){send}"
        ", “stop” or “settings”. “help prep” explains prep."
    )
    drop = (Paragraph(spans(DROP_TRANSCRIPT)),) if transcripts else ()
    return card_saying(lead, *lines, *drop, Note(spans(more)))


def not_understood(account: str = EXAMPLE_ACCOUNT, *more: Block) -> Card:
    """Return the answer to an unknown request.

    The answer shows `account` in an example of a note, and then the blocks `more`.
    """
    return Card(
        NOT_UNDERSTOOD,
        (Paragraph(spans(f"{NOT_UNDERSTOOD} ", typed(HOW_TO_KEEP_NOTE.format(account)))), *more),
    )


def not_understood_in_channel() -> Card:
    """Return the answer to an unknown request in a channel, where people can't keep notes."""
    return Card(NOT_UNDERSTOOD, (Paragraph(spans(f"{NOT_UNDERSTOOD} ", NO_NOTES_IN_CHANNEL)),))


def is_not_understood(reply: object) -> bool:
    """Check whether a reply says that a request is unknown."""
    return isinstance(reply, Card) and reply.summary == NOT_UNDERSTOOD


def usage_card(command: Command) -> Card:
    """Return the card that explains how to use one command."""
    how = _as_typed(command)
    blocks: list[Block] = [Paragraph(spans(Strong(how), " – ", command.summary))]
    for number, example in enumerate(command.examples):
        blocks.append(Note(spans("Or: " if number else "For example: ", example)))
    return Card(f"{how} – {command.summary}", tuple(blocks))


def _as_typed(command: Command) -> str:
    return f"/{command.name} {command.usage}".rstrip()
