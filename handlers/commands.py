"""The commands that people type, and how we explain them."""

from collections.abc import Mapping
from dataclasses import dataclass

from handlers.cards import Block, Card, Note, Paragraph, Strong, spans
from storage.spelling import comparable

ASKS_FOR_HELP = frozenset({"help", "?", "-h", "--help", "usage"})

NO_COMMAND = "I didn't get that. You can ask for:"
DROP = "Or drop the transcript of a call here – shows how much you talked and asked, to you alone"


@dataclass(frozen=True)
class Command:
    """A command that people type by `name`.

    `usage` shows what may follow the name, or is "". `summary` says what the command does.
    `examples` are whole messages, as people type them.
    """

    name: str
    usage: str
    summary: str
    examples: tuple[str, ...] = ()


def wants_usage(text: str) -> bool:
    """Return whether the words after a command ask how to use it."""
    return comparable(text) in ASKS_FOR_HELP


def help_card(lead: str, commands: Mapping[str, Command], *, transcripts: bool) -> Card:
    """Return the list of commands, after the sentence `lead`.

    `transcripts` means that people can drop the transcript of a call.
    """
    lines = [
        Paragraph(spans(_typed(command), " – ", command.summary)) for command in commands.values()
    ]
    more = "“help prep” shows how to use prep. You can also type “stop” or “settings”."
    drop = (Paragraph(spans(DROP)),) if transcripts else ()
    return Card(lead, (Paragraph(spans(lead)), *lines, *drop, Note(spans(more))))


def not_understood(commands: Mapping[str, Command]) -> Card:
    """Return the answer to an unknown request: the commands in one line, and help."""
    typed = ", ".join(_typed(command) for command in commands.values())
    more = "“help” says what each does. “help prep” shows how to use prep."
    return Card(
        NO_COMMAND, (Paragraph(spans(NO_COMMAND)), Paragraph(spans(typed)), Note(spans(more)))
    )


def usage_card(command: Command) -> Card:
    """Return the card that explains how to use one command."""
    typed = _typed(command)
    blocks: list[Block] = [Paragraph(spans(Strong(typed), " – ", command.summary))]
    for number, example in enumerate(command.examples):
        blocks.append(Note(spans("Or: " if number else "For example: ", example)))
    return Card(f"{typed} – {command.summary}", tuple(blocks))


def _typed(command: Command) -> str:
    return f"/{command.name} {command.usage}".rstrip()
