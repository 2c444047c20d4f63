"""Answer everyday words that are not commands: thanks, help, stop."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from handlers.cards import (
    Bullets,
    Button,
    Buttons,
    Card,
    Note,
    Paragraph,
    Reply,
    Strong,
    card_saying,
    spans,
)
from handlers.coaching.text.words import stems
from handlers.commands import help_card, is_not_understood, usage_card
from handlers.features import home
from handlers.features.marketing import insight_orders, reply_offer, subscriptions
from handlers.features.settings import rhythm
from handlers.features.settings.kind_named import NAMES_NO_KIND, kind_named, kinds_at, kinds_named
from handlers.features.typed_time import typed_time
from handlers.registry import Registry, Turn, Unfinished
from handlers.rhythm_settings import day_of
from handlers.times import Unclear, Understood
from handlers.typed.plain_spelling import written_out
from handlers.typed.settings.message_kinds import means_a_summary
from handlers.views import first_message
from handlers.views.crm import crm_words
from handlers.views.marketing import for_marketing
from storage.sources import crm_connections
from storage.tables import Person
from storage.workspace import policies

SETTINGS = (
    *("settings", "preferences", "options", "config", "my settings", "all my settings"),
    *("what are my settings", "whats my settings", "show my settings", "show me my settings"),
    *("show settings", "what are the settings", "where are my settings", "how am i set up"),
)
HELP = "You can ask for:"
THANKS = "Any time."
WEEK, NO_DAYS = timedelta(days=7), timedelta()
# The longest snooze, apart from "until I say so". People use *Away…* for a longer one.
MAX_SNOOZE = timedelta(days=7)
WHICH = "Which of these should I stop?"
STOP = (
    "Which messages should I stop? Choose one from the menu below. "
    "“Pause…” stops all of them for a while. “All settings” lists the rarer ones."
)
NO_SUMMARY = (
    "I send you no summary. To stop another message, choose it from the menu below. “Pause…” stops "
    "all of them for a while."
)
PAUSE_ALL = (
    "I can pause all messages: “Pause…” stops them for an hour, until tomorrow, until you say so, "
    "or on days that you choose. To stop only one kind, choose it from the menu below."
)


def register(registry: Registry) -> None:
    """Register each answer with the words that people type for it."""
    registry.phrases(
        "thanks",
        thanks,
        ("thanks", "thank you", "thank you very much", "many thanks", "thx", "ty", "cheers"),
        courtesy=True,
    )
    registry.phrases("please", partial(please, registry), ("please",), courtesy=True)
    registry.phrases(
        "help", partial(help_with, registry), ("help", "?", "??", "???", "commands", "menu")
    )
    registry.intent("abilities", partial(abilities, registry))
    registry.phrases("stop", stop, ("stop", "mute", "unsubscribe", "quiet", "pause", "snooze"))
    registry.intent("how to stop", how_to_stop)
    registry.phrases("settings", settings, SETTINGS)
    registry.phrases("home", home.home, ("home",))


FOR_ADMINS = (
    "For admins: “people and roles”, “teams”, “write to people”, “roll-out”, “defaults”, "
    "“playbooks”, “export playbook”, “crm”, “public sources”, “language model”, “health” and "
    "“retention”."
)


FOR_MARKETING = (
    "For marketing: “insights”, “which insights work best”, “questions from sales”, “themes”, "
    "“competitors”, “what are buyers saying about price”, and “tell sales:” with a line."
)
FOR_MANAGERS = (
    "For managers: “how is the team doing”, “who needs help”, “team promises” and “what's overdue "
    "in the team”."
)
ABILITIES = "Write to me as you would to a colleague. For example:"
EXAMPLES = {
    "brief me on northwind": "what to know before the call",
    "call with northwind thursday 3pm": "plans it. “move northwind to friday 10am” moves it",
    "i owe northwind the deck by friday": "saves a promise. “what do i owe” lists them",
    "northwind: they want 40 seats": "keeps a note that only you read",
    "what did jana say about pricing": "shows what is on file",
}
ALL_COMMANDS = "“help” lists the commands, and “settings” shows what I send and when."
NOTES = {"admin": FOR_ADMINS, "marketer": FOR_MARKETING, "manager": FOR_MANAGERS}


async def thanks(turn: Turn) -> Reply:
    """Answer thanks. Offer to send a line such as "thanks, which depots?" to marketing.

    We offer this only if marketing has just answered the person.
    """
    return await reply_offer.below(turn, card_saying(THANKS))


async def please(registry: Registry, turn: Turn) -> Reply | Unfinished:
    """Answer the words after "please". Show help if no words follow, or if we can't read them."""
    if turn.text and registry.fallback is not None:
        answer = await registry.fallback(turn)
        if not is_not_understood(answer):
            return answer
    return await help_with(registry, turn)


async def help_with(registry: Registry, turn: Turn) -> Reply:
    """List the commands, or show how to use the command that was named."""
    name, _ = registry.understood(turn.text)
    command = registry.commands.get(name)
    if command:
        return usage_card(command)
    off = await policies.figures_are_off(turn.session, turn.person.tenant)
    connection = await crm_connections.of_tenant(turn.session, turn.person.tenant)
    card = help_card(
        HELP,
        registry.commands,
        transcripts=turn.transcripts is not None and not off,
        crm=crm_words.NAMES[connection.kind] if connection else "",
    )
    if turn.person.role == "marketer":
        card = for_marketing.help_card(HELP, registry.commands)
    if note := NOTES.get(turn.person.role):
        lead, *commands = card.blocks
        card = replace(card, blocks=(lead, Paragraph(spans(note)), *commands))
    contact = first_message.contact(turn.operator.support, "")
    return replace(card, blocks=(*card.blocks, Note(contact))) if contact else card


async def abilities(registry: Registry, turn: Turn) -> Reply:
    """Answer "what can you do" with examples of what reps type. Show marketers their help."""
    if turn.person.role == "marketer":
        return await help_with(registry, turn)
    lines = tuple(spans(Strong(line), f" – {does}") for line, does in EXAMPLES.items())
    note = NOTES.get(turn.person.role)
    own = (Paragraph(spans(note)),) if note else ()
    rest = (Paragraph(spans(ABILITIES)), Bullets(lines), Note(spans(ALL_COMMANDS)))
    return Card(ABILITIES, (*own, *rest))


async def stop(turn: Turn) -> Reply | Unfinished:
    """Stop the named kind of message, or snooze all messages, or explain how to stop them."""
    known = kind_named(turn.text, turn.person)
    if known:
        return await rhythm.mute(replace(turn, text=f"message:{known.name}"))
    if retired := await insight_orders.stopped(turn):
        return retired
    until = _until(turn)
    if until:
        return await rhythm.snooze_until(turn, until)
    if which := _which_kind(turn.text, turn.person):
        return which
    said = frozenset(stems(turn.text))
    lead = PAUSE_ALL if said and said <= NAMES_NO_KIND else STOP
    if means_a_summary(turn.text):
        lead = await subscriptions.where_digests_stop(turn) or NO_SUMMARY
    return rhythm.stop_card(turn, lead)


async def how_to_stop(turn: Turn) -> Reply:
    """Answer "how do i stop reflection prompts" with buttons that stop them."""
    if which := _which_kind(turn.text, turn.person):
        return which
    said = frozenset(stems(turn.text))
    return rhythm.stop_card(turn, PAUSE_ALL if said and said <= NAMES_NO_KIND else STOP)


def _which_kind(text: str, person: Person) -> Card | None:
    """Ask which kind of message to stop, if the words may mean several kinds.

    If the words may mean only one kind, ask whether to stop it. If they mean none, return None.
    """
    meant = kinds_named(text, person)[0] or kinds_at(text, person)
    if not meant:
        return None
    buttons = tuple(
        Button(f"Stop {known.label}", "rhythm.mute", f"message:{known.name}") for known in meant
    )
    lead = WHICH if len(meant) > 1 else f"Should I stop {meant[0].label} altogether?"
    return card_saying(lead, Buttons(buttons))


def _until(turn: Turn) -> datetime | None:
    """Parse when a snooze ends (UTC): "for an hour", "until 3pm", "until I say so".

    Return None if the words name no time, if the time is past, or if the time is more than
    `MAX_SNOOZE` away.
    """
    said = _when_only(written_out(turn.text.strip(" ?!.,")).lower())
    for joint in ("for ", "until ", "before ", "the rest of "):
        said = said.removeprefix(joint)
    if not said:
        return None
    if said in ("tomorrow", "today", "the day", "the rest of the day", "rest of the day"):
        return rhythm.next_morning(turn)
    if said in ("i say so", "further notice"):
        return turn.now + rhythm.OPEN_END
    for words in (said, f"in {said}", f"at {said}", f"tomorrow at {said}"):
        reading = typed_time(turn, words)
        if (
            isinstance(reading, Understood)
            and turn.now < reading.starts_at <= turn.now + MAX_SNOOZE
        ):
            return reading.starts_at
        if isinstance(reading, Unclear) and reading.day:
            # On a Monday, "until monday" means until Monday of next week.
            is_today = reading.day == day_of(turn.now, turn.person.zone)
            morning = rhythm.morning_of(turn, reading.day + (WEEK if is_today else NO_DAYS))
            if turn.now < morning <= turn.now + MAX_SNOOZE:
                return morning
    return None


def _when_only(said: str) -> str:
    """Shorten "everything until thursday" to "until thursday". Return other words unchanged."""
    words = said.split()
    while words and frozenset(stems(words[0])) <= NAMES_NO_KIND:
        words = words[1:]
    return " ".join(words) if words[:1] and words[0] in ("for", "until", "before") else said


async def settings(turn: Turn) -> Reply:
    """Show the person's rhythm card."""
    return await rhythm.card(turn)
