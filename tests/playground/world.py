"""A small Attune in the playground, with a few features of its own and a list of due messages."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.base.clock import FixedClock, OffsetClock
from bot.platform.messenger import Recipient
from bot.playground import demo
from bot.playground.app import Playground
from bot.playground.event_bus import EventBus
from bot.playground.messenger import PlaygroundMessenger
from handlers.cards import (
    Aside,
    Button,
    Buttons,
    Card,
    Form,
    Heading,
    Note,
    Paragraph,
    Problems,
    QuickForm,
    Quote,
    Reply,
    card_saying,
    spans,
)
from handlers.commands import Command
from handlers.conversation import Conversation
from handlers.inputs import ChecksInput, ChoiceInput, DateInput, Option, TextInput
from handlers.playbook.loader import Playbook, load
from handlers.registry import Refusal, Registry, Shortcut, Turn, Unfinished
from storage import plan_changes
from storage.database.connection import Database
from storage.rights.erasure.people import erase_person
from storage.sealing import Sealer, new_key
from storage.tables import PlaygroundPost
from storage.workspace import people
from tests import sqlite

REAL_NOW = datetime(2026, 11, 19, 10, 0, tzinfo=UTC)  # a Thursday
MONDAY = datetime(2026, 11, 23, 7, 20, tzinfo=UTC)  # 08:20 in the demo's zone
YES_NO = (Option("yes", "Yes"), Option("partly", "Partly"), Option("no", "No"))


@dataclass(frozen=True)
class Due:
    """A message to push to a person or a channel at a time."""

    at: datetime
    who: str
    card: Card


@dataclass
class World:
    """The playground of one test. `effects` counts what features did."""

    folder: Path
    playbook: Playbook = field(default_factory=cache(load))
    due: list[Due] = field(default_factory=list)
    effects: list[str] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    delivered: int = 0
    ends: datetime | None = None
    seed_fails: bool = False

    def __post_init__(self) -> None:
        self.database = Database(
            f"sqlite:///{self.folder / 'playground.sqlite3'}", Sealer([new_key()])
        )
        self.clock = OffsetClock(FixedClock(REAL_NOW))
        self.bus = EventBus()
        self.messenger = PlaygroundMessenger(self.database, self.clock, self.bus)
        self.playground = Playground(
            self.database,
            Conversation(self.registry(), self.database, self.playbook),
            self.clock,
            self.deliver,
            self.next_event,
            bus=self.bus,
            describe=self.describe,
            is_over=self.is_over,
        )

    async def start(self) -> TestServer:
        """Make the tables, serve the playground on a free port of this machine, and open it."""
        await sqlite.migrated(self.folder / "playground.sqlite3")
        server = await self.listen()
        await self.playground.open(self.seed)
        return server

    async def listen(self) -> TestServer:
        """Serve the playground before it is open."""
        app = web.Application()
        app.add_routes(self.playground.routes())
        app.on_shutdown.append(self.playground.close)
        server = TestServer(app, host="127.0.0.1")
        await server.start_server()
        return server

    async def seed(self, session: AsyncSession, now: datetime) -> None:
        """The data at the first start."""
        if self.seed_fails:
            raise ValueError("seed")
        self.effects.append(f"seed {now:%A %H:%M}")
        await people.ensure(session, demo.TENANT, "lena", "Lena Brandt", "Europe/Berlin")

    async def deliver(self, now: datetime) -> None:
        """Send what is due by now, each once."""
        for due in self.due[self.delivered :]:
            if due.at > now:
                break
            self.delivered += 1
            await self.push(due.who, due.card, self.delivered)

    async def push(self, who: str, card: Card, bundle: int) -> None:
        """Send a card to a person or a channel, as the delivery loop does."""
        to = Recipient(demo.TENANT, who, channel=who.startswith("#"))
        await self.messenger.send(to, card, bundle)

    async def next_event(self, now: datetime) -> datetime | None:
        """When the next thing is due."""
        return next((max(due.at, now) for due in self.due[self.delivered :]), None)

    async def describe(self, moment: datetime) -> str:
        """What is due then."""
        return next((due.card.summary for due in self.due if due.at == moment), "")

    async def is_over(self, now: datetime, coming: datetime | None) -> bool:
        """Whether nothing more comes."""
        return self.ends is not None and max(coming or self.ends, now) >= self.ends

    async def posts(self) -> list[PlaygroundPost]:
        """Every post on file."""
        async with self.database.read() as session:
            by_id = select(PlaygroundPost).order_by(col(PlaygroundPost.id))
            return list((await session.exec(by_id)).all())

    def registry(self) -> Registry:
        """The features of this world."""
        registry = Registry()
        registry.command(Command("prep", "[account] [when]", "Prepare a call"), self.prep)
        registry.command(Command("promises", "", "What is promised, by whom"), self.promises)
        registry.command(Command("reflect", "[account]", "Reflect on a call"), self.reflect)
        registry.command(Command("break", "[words]", "Fails"), self.fail)
        registry.button("goal", self.ask_goal)
        registry.command(Command("nudges", "", "What is sent"), self.nudges)
        registry.button("more", self.more)
        registry.button("stop", self.stop)
        registry.button("erase", self.erase)
        registry.command(Command("questions", "", "What nobody knows"), self.questions)
        registry.button("pass", self.pass_over)
        registry.button("know", self.ask_what)
        registry.form("know", self.pass_over)
        registry.form("goal", self.set_goal)
        registry.form("reflect", self.set_goal)
        registry.form("line", self.save_line)
        registry.form("kind", self.set_kind)
        registry.file(self.read_file, pasted=lambda text: text.count("\n") > 2)
        registry.shortcut(Shortcut("plan", "Plan a call"), self.reflect)
        registry.shortcut(Shortcut("quote", "Keep as a quote", on_message=True), self.quote)
        keep = Shortcut("promise", "Save as a promise", on_message=True, words=("owe", "we'll"))
        registry.shortcut(keep, self.quote)
        registry.screen("home", self.home)
        return registry

    async def prep(self, turn: Turn) -> Reply:
        self.effects.append(f"prep {turn.text}")
        return brief(turn.text or "Northwind")

    async def read_file(self, turn: Turn) -> Unfinished:
        assert turn.file is not None
        return Unfinished(turn.file.fetch, self.show_file)

    async def show_file(self, turn: Turn, content: bytes) -> Reply:
        assert turn.file is not None
        said = f"Read {turn.file.name or 'what was pasted'}: {len(content)} bytes."
        self.effects.append(said)
        heard = Quote(content[:80].decode(), "Ann", kept=False)
        return card_saying(said, heard)

    async def promises(self, _turn: Turn) -> Reply:
        return Card("Nothing is promised.", (Paragraph(spans("Nothing is promised.")),))

    async def reflect(self, turn: Turn) -> Reply:
        return reflection(turn.text)

    async def fail(self, turn: Turn) -> Reply:
        raise ValueError(turn.text)

    async def ask_goal(self, turn: Turn) -> Reply:
        return Form(
            "goal",
            "One goal for this call",
            (
                TextInput(
                    "goal",
                    "What do you want to know when it ends?",
                    hint="Something you can answer yes or no to.",
                    required=True,
                ),
            ),
            subject=turn.text,
        )

    async def set_goal(self, turn: Turn) -> Reply:
        self.fields = dict(turn.fields)
        goal = turn.fields.get("goal", "") or turn.fields.get("heard", "")
        if "demo" in goal:
            raise Refusal("That is what you show. What will you ask?", field="goal")
        if "both" in goal:
            return Problems({"goal": "Only one.", "": "Two things are wrong."})
        self.effects.append(f"goal {goal}")
        return brief(turn.text or "Northwind", goal)

    async def save_line(self, turn: Turn) -> Reply:
        line = turn.fields["line"]
        if "pitch" in line:
            raise Refusal("That is yours. What did they say?", field="line")
        self.effects.append(f"line {line}")
        return Card("Saved.", (Paragraph(spans(f"Saved: {line}")),))

    async def set_kind(self, turn: Turn) -> Reply:
        self.effects.append(f"kind {turn.fields['kind']}")
        return after_call(turn.fields["kind"])

    async def more(self, turn: Turn) -> Reply:
        self.effects.append("more")
        return Aside(Card("The opening.", (Paragraph(spans(f"Ask {turn.person.name}: why now?")),)))

    async def nudges(self, _turn: Turn) -> Reply:
        left = [
            each for each in ("agendas", "briefs", "lines") if f"stop {each}" not in self.effects
        ]
        return Card("What is sent.", (Buttons(tuple(_stop(each) for each in left)),))

    async def stop(self, turn: Turn) -> Reply:
        self.effects.append(f"stop {turn.text}")
        return await self.nudges(turn)

    async def erase(self, turn: Turn) -> Reply:
        await erase_person(turn.session, turn.person, turn.now)
        await plan_changes.discard(turn.session)
        return Card("Done.", (Paragraph(spans("Done.")),))

    async def questions(self, _turn: Turn) -> Reply:
        gone = [int(each.split()[1]) for each in self.effects if each.startswith("pass ")]
        asked = [n + 16 * sum(each % 16 == n for each in gone) for n in range(16)]
        blocks = [part for n in asked for part in _question(n)]
        passed = [Note(spans(f"{n} is settled.")) for n in gone]
        return Card("Sixteen questions.", (*passed, *blocks))

    async def ask_what(self, turn: Turn) -> Reply:
        return Form("know", "What do you know?", (TextInput("what", "In a line"),), turn.text)

    async def pass_over(self, turn: Turn) -> Reply:
        self.effects.append(f"pass {turn.text}")
        return await self.questions(turn)

    async def quote(self, turn: Turn) -> Reply:
        return Aside(Card("Kept.", (Quote(turn.text, turn.person.name),)))

    async def home(self, turn: Turn) -> Reply:
        goal = Button("Set a goal", "goal", "Home")
        set_so_far = [each for each in self.effects if each.startswith("goal ")]
        return Card(
            "Your week.",
            (
                Heading(f"{turn.person.name}’s week"),
                *(Paragraph(spans(f"Day {n}")) for n in range(40)),
                *(Paragraph(spans(each)) for each in set_so_far),
                Buttons((goal, Button("More", "more"))),
            ),
        )


def _stop(kind: str) -> Button:
    return Button(f"Stop {kind}", "stop", kind)


def _question(number: int) -> tuple[Paragraph, Buttons]:
    asked = Paragraph(spans(f"Question {number}?"))
    value = str(number)
    return asked, Buttons(
        (Button(f"Tell {value}", "know", value), Button(f"Skip {value}", "pass", value))
    )


def brief(account: str, goal: str = "none yet") -> Card:
    """A small brief."""
    return Card(
        f"{account}: they have not told you why now.",
        (
            Heading(account),
            Quote("We tried that in spring.", "Dana Okafor, 3 November"),
            Paragraph(spans("Goal: ", goal)),
            Buttons(
                (Button("Set a goal", "goal", account, "primary"), Button("More", "more", account))
            ),
            Note(spans("From your reflection of 3 November.")),
        ),
    )


def after_call(kind: str = "") -> Card:
    """A message with two forms in it."""
    kinds = tuple(Option(each, each.capitalize()) for each in ("discovery", "demo", "renewal"))
    line = TextInput("line", "What did they say?", hint="One line, in their words.", required=True)
    return Card(
        "Northwind: how did it go?",
        (
            Heading("Northwind"),
            Paragraph(spans(f"A {kind or 'first'} call.")),
            QuickForm(
                "kind", "9", (ChoiceInput("kind", "Kind of call", kinds, kind),), at_once=True
            ),
            QuickForm("line", "9", (line,)),
            Buttons((Button("More", "more", "9"),)),
        ),
    )


def listening() -> Card:
    """A small nudge."""
    return Card(
        "Ask why now first, then count to three.",
        (
            Paragraph(spans("They have not yet told you why now. Ask that first.")),
            Note(spans("Ten minutes before Northwind. /rhythm says how to stop these.")),
        ),
    )


def reflection(heard: str = "") -> Form:
    """A form with every kind of input; `heard` is what was typed of it before."""
    return Form(
        "reflect",
        "Northwind, today 15:00",
        (
            ChoiceInput("reached", "Goal reached?", YES_NO, required=True),
            TextInput(
                "heard",
                "What they said",
                hint="Their words, not yours.",
                value=heard,
                multiline=True,
            ),
            ChoiceInput("built", "What did it build?", (Option("a", "The relationship"),)),
            ChoiceInput("zone", "Zone", tuple(Option(f"z{n}", f"Zone {n}") for n in range(9))),
            ChecksInput("kept", "Which promises were kept?", YES_NO[:2], hint="Ours only."),
            DateInput("due", "Next step by"),
        ),
        subject="9",
    )


@asynccontextmanager
async def serve(folder: Path) -> AsyncIterator[tuple[World, TestServer]]:
    """A world being served, from its database in this folder."""
    world = World(folder)
    try:
        server = await world.start()
        try:
            yield world, server
        finally:
            await server.close()
    finally:
        await world.database.close()
