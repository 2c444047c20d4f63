"""Answer plain questions about data in a few sentences, with a button that shows what we keep."""

from collections.abc import Iterator, Mapping

from handlers.cards import Button, Buttons, Card, Note, card_saying, spans, typed
from handlers.features.admin.retention_form import days_of, days_said
from handlers.features.model import own_switch
from handlers.features.model.allowed import place_of, switched_on
from handlers.features.privacy import deletion_questions, my_data
from handlers.registry import Registry, Turn
from handlers.views.model_words import USES, model_at
from handlers.views.team.team_words import listed
from storage.rights import counting

CHAT_READ = (
    "Not in Attune. Outside Attune, an admin of your workspace may be able to export the chat, and "
    "whoever runs Attune can read its database."
)
STOP_MEASURING = (
    "I measure a call only if you drop its transcript here, or allow me to read your transcripts. "
    "To stop me reading them, type /rhythm transcripts. To delete the figures that I have, type "
    "“delete my transcripts”."
)
NO_AI = (
    "No. I use no language model, and I don't send your words to anyone who uses one. My lines and "
    "questions come from a playbook, and rules choose them."
)
USES_AI = (
    "Yes, for what an admin has switched on: {uses}. For that I ask {model}, and each proposal "
    "names the model. Everything else comes from a playbook, and rules choose it."
)
TRANSCRIPTS_GO = (
    "The words of a transcript are gone after half an hour, except the lines you keep. The figures "
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
COPY = (
    "“Export” puts what I keep about you into one file, and sends it to your direct messages with "
    "me. A README in it says what each part is. Admins see in the log that you exported it."
)
ERASING = (
    "If you confirm, “Erase me…” deletes your reflections, notes, guesses, goals, figures, "
    "messages and settings. Accounts, calls, findings, promises, and what you passed on or "
    "published stay for colleagues, without your name. Other texts that name you stay too. "
    "“Delete a call…” deletes only what belongs to one call."
)
ON_FILE = "On file about you: {}."
KEPT_FOR = (
    "Reflections, notes, goals, guesses and figures: {}. Whoever runs Attune can read its database."
)
# by table: what to call one row, and several rows
_COUNTED = {
    "seat": ("call", "calls"),
    "commitment": ("promise", "promises"),
    "reflection": ("reflection", "reflections"),
    "ownnote": ("own note", "own notes"),
}
WHAT_IS_KEPT = my_data.WHAT_IS_KEPT
DELETE = Button("Delete a call…", deletion_questions.CHOOSE)
EXPORT = Button("Export", my_data.EXPORT)


def register(registry: Registry) -> None:
    """Register an answer for each question."""
    for intent, answer in (
        ("chat_read", CHAT_READ),
        ("stop_measuring", STOP_MEASURING),
        ("line_back", LINE_BACK),
    ):
        _register(registry, intent, answer)
    registry.intent("kept", kept)
    registry.intent("copy", copy)
    registry.intent("erase", erasing)
    registry.intent("uses_ai", uses_ai)
    registry.intent("transcripts_go", transcripts_go)
    registry.intent("on_leaving", on_leaving)


def _register(registry: Registry, intent: str, answer: str) -> None:
    async def said(_turn: Turn) -> Card:
        return _card(answer)

    registry.intent(intent, said)


async def kept(turn: Turn) -> Card:
    """Say briefly what is on file about the person, and for how long."""
    counts = await counting.of_person(turn.session, turn.person)
    answer = ON_FILE.format(listed([*_on_file(counts)], len(counts)))
    buttons = Buttons((WHAT_IS_KEPT, EXPORT, _erase(turn)))
    long = KEPT_FOR.format(my_data.kept_days((await days_of(turn)).reflections))
    return card_saying(answer, Note(spans(long)), buttons)


def _on_file(counts: Mapping[str, int]) -> Iterator[str]:
    """Yield "2 calls" and the like, then the number of other kinds of data on file."""
    named = [name for name in _COUNTED if name in counts]
    for name in named:
        number = counts[name]
        yield f"{number} {_COUNTED[name][number != 1]}"
    yield "your profile"
    others = len(counts) - len(named) - 1  # without the profile
    if others > 0:
        yield f"{others} more {'kind' if others == 1 else 'kinds'} of data"


async def copy(_turn: Turn) -> Card:
    """Say how the person gets a copy of their data."""
    return card_saying(COPY, Buttons((EXPORT, WHAT_IS_KEPT)))


async def erasing(turn: Turn) -> Card:
    """Say what an erasure deletes, and what stays."""
    return card_saying(ERASING, Buttons((_erase(turn), DELETE, WHAT_IS_KEPT)))


def _erase(turn: Turn) -> Button:
    return Button("Erase me…", my_data.ASK, str(turn.person.id), "danger")


async def uses_ai(turn: Turn) -> Card:
    """Say whether a language model is used here, for what, and where it runs."""
    uses = await switched_on(turn) if turn.model else ()
    if turn.model is None or not uses:
        return _card(NO_AI)
    said = " and ".join(USES[one].name.lower() for one in uses)
    answer = USES_AI.format(uses=said, model=model_at(place_of(turn.model)))
    buttons = Buttons((Button("Language model", own_switch.SHOW), WHAT_IS_KEPT))
    return card_saying(typed(answer), buttons)


async def transcripts_go(turn: Turn) -> Card:
    """Say when the words and the figures of a transcript are deleted."""
    return _card(TRANSCRIPTS_GO.format(days=days_said((await days_of(turn)).reflections)))


async def on_leaving(turn: Turn) -> Card:
    """Say what happens to the data of a person whose account is closed."""
    days = (await days_of(turn)).leavers
    when = ERASED_AFTER.format(days=days_said(days)) if days else NEVER_ERASED
    return _card(ON_LEAVING.format(when=when))


def _card(answer: str) -> Card:
    return card_saying(answer, Buttons((WHAT_IS_KEPT, DELETE)))
