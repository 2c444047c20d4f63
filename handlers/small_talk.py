"""Words that people say to a colleague: hello, thanks, help, stop. No list of commands has them."""

from functools import partial

from handlers import home, rhythm
from handlers.cards import Card, Note, Paragraph, Reply, Strong, spans
from handlers.commands import help_card, usage_card
from handlers.conversation import Registry, Turn

HELP = "You can ask for:"
HELLO = (
    "I brief you before each call with a customer, and keep track of what both sides promised. "
    "When is your next call?"
)
THANKS = "Any time."
STOP = (
    "Which messages shall I stop? Each kind has its own button below. "
    "Snooze and Away… hold all of them for a while."
)


def register(registry: Registry) -> None:
    """Each with the words it is said in."""
    registry.words(
        "hello",
        hello,
        ("hello", "hi", "hey", "hallo", "hiya", "good morning", "good afternoon", "good evening"),
        courtesy=True,
    )
    registry.words(
        "thanks",
        thanks,
        ("thanks", "thank you", "thank you very much", "many thanks", "thx", "ty", "cheers"),
        courtesy=True,
    )
    registry.words("please", partial(help_with, registry), ("please",), courtesy=True)
    registry.words(
        "help", partial(help_with, registry), ("help", "?", "??", "???", "commands", "menu")
    )
    registry.words(
        "stop", stop, ("stop", "mute", "unsubscribe", "quiet", "pause", "snooze", "unmute")
    )
    registry.words("settings", settings, ("settings", "preferences", "options", "config"))
    registry.words("home", home.home, ("home",))


async def hello(_turn: Turn) -> Reply:
    """What Attune is, in a sentence, and how to begin."""
    example = Paragraph(spans("Tell me like this: ", Strong("prep Northwind tomorrow 3pm")))
    return Card(HELLO, (Paragraph(spans(HELLO)), example, Note(spans("help shows the rest."))))


async def thanks(_turn: Turn) -> Reply:
    """A kind word."""
    return Card(THANKS, (Paragraph(spans(THANKS)),))


async def help_with(registry: Registry, turn: Turn) -> Reply:
    """What can be asked for; with a command's name, how it is used."""
    name, _ = registry.understood(turn.text)
    command = registry.commands.get(name)
    return usage_card(command) if command else help_card(HELP, registry.commands)


async def stop(turn: Turn) -> Reply:
    """Every kind of message, each with the button that stops it."""
    return await rhythm.card(turn, Paragraph(spans(STOP)))


async def settings(turn: Turn) -> Reply:
    """The rhythm, where everything is set."""
    return await rhythm.card(turn)
