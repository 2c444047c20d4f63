"""A few small features, so that these tests are about Slack only.

Each feature that saves something adds one row, so tests can count effects.
"""

from handlers.cards import (
    Aside,
    Button,
    Buttons,
    Card,
    Form,
    Heading,
    Paragraph,
    Problems,
    Reply,
    spans,
)
from handlers.commands import Command
from handlers.inputs import ChecksInput, ChoiceInput, DateInput, Option, TextInput
from handlers.registry import FirstWords, Refusal, Registry, Shortcut, Turn, Unfinished
from storage.tables import Draft

GOAL = Form(
    "goal",
    "A goal",
    (
        TextInput("goal", "Your goal", required=True, multiline=True),
        ChoiceInput(
            "how", "How sure?", (Option("very", "Very"), Option("hardly", "Hardly")), "very"
        ),
        ChecksInput("who", "Who comes?", (Option("d", "Dana"), Option("k", "Kim"))),
        DateInput("day", "Which day?"),
    ),
    subject="7",
)


def registry() -> Registry:
    """All of them."""
    made = Registry()
    made.command(Command("plan", "[account]", "plans a call"), plan)
    made.command(Command("goal", "[words]", "sets a goal"), ask_goal)
    made.command(Command("no", "", "refuses"), refuse)
    made.command(Command("boom", "[words]", "fails"), fail)
    made.button("done", done)
    made.button("why", why)
    made.button("goal", ask_goal)
    made.form("goal", take_goal)
    made.screen("home", home)
    made.first_words = FirstWords(welcome, unchanged, welcome)
    made.shortcut(Shortcut("capture", "Save as a promise", on_message=True), plan)
    made.file(read_file, pasted=lambda text: text.count("\n") > 2)
    made.shortcut(Shortcut("start", "Set a goal"), ask_goal)
    return made


async def welcome(turn: Turn) -> Card | None:
    """Greets a person once."""
    if turn.person.welcomed_at is not None:
        return None
    turn.person.welcomed_at = turn.now
    return Card("Welcome.", (Paragraph(spans("Welcome.")),))


async def unchanged(_turn: Turn, reply: Reply) -> Reply:
    """Says nothing below an answer."""
    return reply


async def plan(turn: Turn) -> Reply:
    """Save the words and show them, with buttons."""
    await _keep(turn, turn.text)
    return _planned(turn.text)


async def done(turn: Turn) -> Reply:
    await _keep(turn, f"done {turn.text}")
    return Card("Done.", (Paragraph(spans("Done: ", turn.text)),))


async def why(turn: Turn) -> Reply:
    return Aside(Card("Why.", (Paragraph(spans("Because you asked.")),)))


async def ask_goal(turn: Turn) -> Reply:
    return GOAL


async def take_goal(turn: Turn) -> Reply:
    goal = turn.fields["goal"]
    if "demo" in goal:
        return Problems({"goal": "That is a pitch. What will you learn?"})
    if "cancelled" in goal:
        raise Refusal("That call was cancelled.")
    if "boom" in goal:
        raise RuntimeError(goal)
    if "more" in goal:
        return Form("goal", "And then?", (TextInput("goal", "One more goal"),), subject="8")
    await _keep(turn, goal)
    rest = "|".join(turn.fields.get(name, "-") for name in ("how", "who", "day"))
    return Card("Kept.", (Paragraph(spans(f"Kept for {turn.text}: ", goal, " ", rest)),))


async def refuse(turn: Turn) -> Reply:
    raise Refusal("Not today.")


async def fail(turn: Turn) -> Reply:
    raise RuntimeError(f"about {turn.text}")


async def read_file(turn: Turn) -> Unfinished:
    """Fetch a file, and save its name and size with what was written beside it."""
    assert turn.file is not None
    return Unfinished(turn.file.fetch, _show_file)


async def _show_file(turn: Turn, content: bytes) -> Reply:
    assert turn.file is not None
    said = f"{turn.file.name or 'pasted'}, {len(content)} bytes"
    await _keep(turn, f"{said} {turn.text}".strip())
    return Card("Read.", (Paragraph(spans(f"Read: {said}")),))


async def home(turn: Turn) -> Reply:
    return Card(
        "Home",
        (
            Heading("Upcoming calls"),
            Paragraph(spans(f"{turn.person.name}, {turn.person.zone}")),
            Buttons((Button("Finish", "done", "5"), Button("Goal", "goal"))),
        ),
    )


def _planned(words: str) -> Card:
    return Card(
        "Planned.",
        (
            Paragraph(spans("Planned: ", words)),
            Buttons((Button("Done", "done", "3"), Button("Why?", "why"), Button("Goal", "goal"))),
        ),
    )


async def _keep(turn: Turn, words: str) -> None:
    turn.session.add(
        Draft(
            tenant=turn.person.tenant,
            person_id=turn.person.id,
            account=words,
            made_at=turn.now,
        )
    )
