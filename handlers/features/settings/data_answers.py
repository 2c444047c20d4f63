"""Answer plain questions about data in a few sentences, with a button that shows what we keep."""

from handlers.cards import Button, Buttons, Card, Paragraph, spans, typed
from handlers.features.model import own
from handlers.features.model.allowed import place_of, switched_on
from handlers.features.settings import call_data, my_data
from handlers.features.settings.retention_form import days_of, days_said
from handlers.registry import Registry, Turn
from handlers.views.model_words import USES, model_at

CHAT_READ = (
    "Not in Attune: no admin sees this chat there. Outside of Attune, an admin of your workspace "
    "may be able to export the chat, and whoever runs Attune can read its database."
)
STOP_MEASURING = (
    "I measure a call only if you drop its transcript here, or allow me to read your transcripts. "
    "To stop me reading them, type /rhythm transcripts. To delete the figures that I have, type "
    "“delete my transcripts”."
)
NO_AI = (
    "No. I use no language model and send your words to nobody who does. My lines and questions "
    "come from a playbook, and rules choose them."
)
USES_AI = (
    "Yes, for what an admin has switched on: {uses}. For that I ask {model}, and each proposal "
    "names the model. Everything else comes from a playbook, and rules choose it."
)
TRANSCRIPTS_GO = (
    "The words of a transcript are gone after half an hour, except lines you keep. Its figures "
    "are kept for as long as your reflections ({days}), or until you say “delete my transcripts”. "
    "The file stays in this chat until you delete it here."
)
ON_LEAVING = (
    "Once your account is closed, you get nothing more from me. {when} Accounts, calls, promises "
    "and what you passed on stay, without your name."
)
ERASED_AFTER = "I erase what is yours after {days}."
NEVER_ERASED = "Nothing of yours is erased automatically here: ask whoever runs Attune to erase it."
LINE_BACK = "Press “Take it back from marketing” on my message about the line that you passed on."
KEPT = Button("What is kept about me", my_data.SHOW)
DELETE = Button("Delete a call…", call_data.CHOOSE)


def register(registry: Registry) -> None:
    """Register an answer for each question."""
    for intent, answer in (
        ("chat_read", CHAT_READ),
        ("stop_measuring", STOP_MEASURING),
        ("line_back", LINE_BACK),
    ):
        _register(registry, intent, answer)
    registry.intent("uses_ai", uses_ai)
    registry.intent("transcripts_go", transcripts_go)
    registry.intent("on_leaving", on_leaving)


def _register(registry: Registry, intent: str, answer: str) -> None:
    async def said(_turn: Turn) -> Card:
        return _card(answer)

    registry.intent(intent, said)


async def uses_ai(turn: Turn) -> Card:
    """Say whether a language model is asked here, for what, and where it is."""
    uses = await switched_on(turn) if turn.model else ()
    if turn.model is None or not uses:
        return _card(NO_AI)
    said = " and ".join(USES[one].name.lower() for one in uses)
    answer = USES_AI.format(uses=said, model=model_at(place_of(turn.model)))
    buttons = Buttons((Button("Language model", own.SHOW), KEPT))
    return Card(answer, (Paragraph(spans(typed(answer))), buttons))


async def transcripts_go(turn: Turn) -> Card:
    """Say when the words and the figures of a transcript are deleted."""
    return _card(TRANSCRIPTS_GO.format(days=days_said((await days_of(turn)).reflections)))


async def on_leaving(turn: Turn) -> Card:
    """Say what happens to the data of a person whose account is closed."""
    days = (await days_of(turn)).leavers
    when = ERASED_AFTER.format(days=days_said(days)) if days else NEVER_ERASED
    return _card(ON_LEAVING.format(when=when))


def _card(answer: str) -> Card:
    return Card(answer, (Paragraph(spans(answer)), Buttons((KEPT, DELETE))))
