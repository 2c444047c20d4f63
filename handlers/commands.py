"""Find commands in what people type, and explain how to use them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from handlers.cards import Block, Card, Note, Paragraph, Strong, spans
from handlers.typed.intents import meant
from storage.spelling import comparable

US = "attune"  # the bot's name in lower case
MARKS = "*_~`"  # bold, italics, strikethrough and code, as people type them
ENDS = ":,;.!?…–—-"
JOINTS = ":,-–—"  # may stand between a command and the words after it
ASKS_FOR_HELP = frozenset({"help", "?", "-h", "--help", "usage"})
BEFORE = 4  # look for a command in this many words at most: "Hi @Attune, please prep …"

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


def understood(
    text: str, commands: Collection[str], words: Mapping[str, str], courtesies: Collection[str]
) -> tuple[str, str]:
    """Return the command or feature that a message asks for, and the rest of the message.

    Return ("", text) if the message asks for neither. `words` maps other words and phrases to the
    names of features. `courtesies` are the `words`, such as "please", that may come before a
    command or before other words. The bot's name may also come first.
    """
    left, found = text.strip(), ("", text.strip())
    polite = True  # only courtesies so far, so a request may still follow
    for _ in range(BEFORE):
        first, rest = _first(left)
        word, colon, glued = first.partition(":")
        if colon and glued and _bare(word) in commands:  # "prep:Northwind tomorrow"
            return _bare(word), f"{glued} {rest}".strip()
        word = _bare(first)
        if word in commands:
            return word, _without_us(_without_joint(rest))
        if polite and (asked := _in_plain_words(left, word, rest, words)):
            found = asked
            # Words after thanks are not a request: "thanks, help is on its way".
            polite = word in courtesies and asked[0] == words.get(word) != "thanks"
        if not rest or not (word in courtesies or _is_us(first)):
            break
        left = rest
    return found


def _in_plain_words(
    text: str, word: str, rest: str, words: Mapping[str, str]
) -> tuple[str, str] | None:
    if name := words.get(_bare(text)):
        return name, rest
    intent, after = meant(text)
    if intent:
        return intent, after
    return (words[word], rest) if word in words else None


def _without_us(rest: str) -> str:
    """Remove the bot's own name after a command: "prep @Attune Northwind"."""
    first, after = [*rest.split(maxsplit=1), "", ""][:2]
    return after if _bare(first) == f"@{US}" else rest


def _first(text: str) -> tuple[str, str]:
    """Return the first word, and the rest.

    If formatting opens in the first word ("*prep Northwind*"), remove the mark that closes it.
    """
    first, rest = [*text.split(maxsplit=1), "", ""][:2]
    opened = first[: len(first) - len(first.lstrip(MARKS))]
    if opened and not first.endswith(opened[::-1]):
        rest = rest.replace(opened[::-1], "", 1)
    return first, rest.strip()


def _without_joint(rest: str) -> str:
    """Remove a dash or colon after a command: "prep – Northwind"."""
    joint, after = [*rest.split(maxsplit=1), "", ""][:2]
    return after if len(joint) == 1 and joint in JOINTS else rest


def _bare(words: str) -> str:
    """Normalise words for the lookup: "*Prep*:" becomes "prep"."""
    bare = comparable(words.strip(MARKS + ENDS)).strip(MARKS + ENDS).removeprefix("/")
    return bare or words


def _is_us(first: str) -> bool:
    """Return whether a word is the bot's name, or any mention."""
    return _bare(first) == US or first.startswith(("@", "<@", "<at>"))


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
