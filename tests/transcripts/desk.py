"""Lena and Tomas, who bring transcripts and press buttons; everything but the platform is real."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from pydantic import TypeAdapter
from sqlmodel import SQLModel, func, select

from bot.base.clock import FixedClock
from bot.transcripts.formats.reading import read
from bot.transcripts.formats.refused import FileRefused
from bot.transcripts.head import head_of
from bot.transcripts.memory import WordsInMemory
from bot.transcripts.refusals import SENTENCES
from handlers import features, planning
from handlers.cards import (
    Aside,
    Button,
    Buttons,
    Card,
    CardWithUpdates,
    Form,
    Picture,
    QuickForm,
    Quote,
    Reply,
    Text,
)
from handlers.conversation import Conversation
from handlers.inputs import TextInput
from handlers.model.transcripts import ProposedLine
from handlers.playbook.word_lists import Pitch
from handlers.request import Means, Request, Sender, SharedFile
from handlers.services import Services
from handlers.sources.ports import TranscriptRefused
from handlers.transcripts.figures.figures import measure
from handlers.transcripts.records import (
    Measured,
    TalkContext,
    Transcript,
    TranscriptHead,
    Utterance,
)
from storage.customers import accounts, attendees
from storage.database.connection import Database
from storage.tables import Call
from storage.workspace import people
from tests.shipped import SHIPPED_PLAYBOOK
from tests.transcripts.samples import numbered

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)  # 13:00 in Berlin
NINE = NOON - timedelta(hours=3)
TENANT = "slack:T1"
WORD = _TRANSCRIPT = TypeAdapter(Transcript)
SHOW = "Just show me"
MARK = "platypus"  # a word of the call, which must be nowhere else


def zoom(
    lena: str = "Lena Brandt",
    jana: str = "Jana Novak",
    *others: str,
    minutes: int = 12,
    word: str = MARK,
) -> bytes:
    """A call, one turn each ten seconds, in which Lena asks and the others answer."""
    names = (lena, jana, *others)
    said = (
        f"What does that {word} cost you in a usual week then?",
        f"We need about forty hours, and the {word} is what stops us most.",
        f"And the trucks wait for the {word} every single morning.",
    )
    cues = [
        (n * 10, n * 10 + 4 + n % 4, f"{names[n % len(names)]}: {said[n % len(names) % 3]}")
        for n in range(minutes * 6)
    ]
    return numbered(cues)


def zoom_name(at: datetime) -> str:
    """The name of Zoom's file of a recording that began at a time."""
    return f"GMT{at:%Y%m%d-%H%M%S}_Recording.transcript.vtt"


MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
AT_NINE = zoom_name(NINE + 3 * MINUTE)
TOMAS = "Tomas Keller"


class DirectReader:
    """Reads and measures as `bot.transcripts.reader` does, but in this process."""

    def __init__(self, clock: FixedClock) -> None:
        self.clock = clock
        self.memory = WordsInMemory(clock)
        self.files = asyncio.Semaphore(2)

    def room(self) -> asyncio.Semaphore:
        return self.files

    async def read(self, name: str, body: bytes) -> TranscriptHead:
        try:
            call = read(name, body, self.clock.now())
        except FileRefused as refused:
            raise TranscriptRefused(SENTENCES[refused.reason]) from None
        key = self.memory.keep(_TRANSCRIPT.dump_json(call))
        return replace(head_of(call, sha256(body).hexdigest()), key=key)

    async def measure(self, key: str, context: TalkContext, pitch: Pitch) -> Measured:
        return measure(_TRANSCRIPT.validate_json(self.memory.words(key)), context, pitch)

    async def utterances(self, key: str) -> tuple[Utterance, ...]:
        return _TRANSCRIPT.validate_json(self.memory.words(key)).utterances

    def holds(self, key: str) -> bool:
        return self.memory.holds(key)

    def keep_proposed(self, key: str, lines: Sequence[ProposedLine]) -> None:
        self.memory.keep_proposed(key, lines)

    def proposed(self, key: str) -> tuple[ProposedLine, ...] | None:
        return self.memory.proposed(key)

    def forget(self, key: str) -> None:
        self.memory.forget(key)


@dataclass
class Desk:
    """One database; whoever acts is named."""

    database: Database
    clock: FixedClock = field(default_factory=lambda: FixedClock(NOON))
    requests: int = 0
    message: str = ""  # the platform's id of the message whose buttons are pressed
    guesses: bool = False  # whether the question before the figures is left standing

    def __post_init__(self) -> None:
        self.reader = DirectReader(self.clock)
        self.talk = Conversation(
            features.registry(),
            self.database,
            SHIPPED_PLAYBOOK,
            services=Services(transcripts=self.reader),
        )
        self.card = Card("", ())
        self.form = Form("", "", ())
        self.alts = ""
        self.reply: Reply | None = None

    async def plans(
        self,
        account: str = "Northwind",
        starts_at: datetime = NINE,
        *coming: str,
        who: tuple[str, ...] = ("Lena Brandt",),
        minutes: int = 30,
    ) -> Call:
        """Put a call on file."""
        async with self.database.write() as session:
            with_whom = await accounts.add(session, TENANT, account, starts_at)
            ends_at = starts_at + timedelta(minutes=minutes)
            call = planning.new_call(with_whom, starts_at, ends_at, "Europe/Berlin", starts_at)
            for name in who:
                person = await people.ensure(session, TENANT, name, name, "Europe/Berlin")
                await planning.record(session, person, call)
            await attendees.replace(session, call, dict.fromkeys(coming, ""))
        return call

    async def drops(
        self, body: bytes, name: str = "call.vtt", who: str = "Lena Brandt", beside: str = ""
    ) -> str:
        """Drop a file, with words `beside` it. Returns the text of the answer."""

        async def fetch() -> bytes:
            return body

        return await self.asks(Means.FILE, "", beside, who=who, file=SharedFile(name, fetch))

    async def presses(self, label: str, who: str = "Lena Brandt") -> str:
        """Press a button of the last card that has any. Returns the text of the answer."""
        button = next(one for one in _buttons(self.card) if one.label == label)
        return await self.asks(Means.BUTTON, button.action, button.value, who=who)

    async def fills(self, who: str = "Lena Brandt", /, **fields: str) -> str:
        """Fill in the form of the last card."""
        form = next(one for one in self.card.blocks if isinstance(one, QuickForm))
        return await self.asks(Means.FORM, form.name, form.subject, fields, who=who)

    def button(self, label: str, words: str) -> tuple[str, str]:
        """The action and value of the button below the quote that begins with these words."""
        blocks = self.card.blocks
        at = next(
            n
            for n, block in enumerate(blocks)
            if isinstance(block, Quote) and block.words.startswith(words)
        )
        row = blocks[at + 1]
        assert isinstance(row, Buttons)
        button = next(one for one in row.buttons if one.label == label)
        return button.action, button.value

    def value(self, label: str) -> str:
        """What the button of the last card with this label carries."""
        return next(one.value for one in _buttons(self.card) if one.label == label)

    async def does(self, label: str, words: str) -> str:
        """Press the button below the quote that begins with these words."""
        return await self.asks(Means.BUTTON, *self.button(label, words))

    async def saves(self, **fields: str) -> str:
        """Save the last form, with these fields."""
        return await self.asks(Means.FORM, self.form.name, self.form.subject, fields)

    async def asks(
        self,
        means: Means,
        name: str,
        text: str = "",
        fields: Mapping[str, str] | None = None,
        *,
        who: str = "Lena Brandt",
        file: SharedFile | None = None,
    ) -> str:
        self.requests += 1
        sender = Sender(TENANT, who, who, "Europe/Berlin")
        request = Request(
            f"r{self.requests}",
            sender,
            means,
            name,
            text,
            fields or {},
            file=file,
            message=self.message,
            greets=False,
        )
        reply = await self.talk.answer(request, self.clock.now())
        self.reply = reply
        if isinstance(reply, Form):
            self.form = reply
        if isinstance(reply, Card | Aside | CardWithUpdates):
            card = reply if isinstance(reply, Card) else reply.card
            self.alts = " ".join(pic.alt for pic in card.blocks if isinstance(pic, Picture))
            if any(isinstance(block, Buttons | QuickForm) for block in card.blocks):
                self.card = card
                if not self.guesses and SHOW in self.labels:
                    return await self.presses(SHOW, who)
        return said(reply)

    @property
    def inputs(self) -> list[TextInput]:
        """The text inputs of the last card's form."""
        forms = [one for one in self.card.blocks if isinstance(one, QuickForm)]
        return [one for form in forms for one in form.inputs if isinstance(one, TextInput)]

    @property
    def labels(self) -> list[str]:
        """The buttons of the last card."""
        return [one.label for one in _buttons(self.card)]


def _buttons(card: Card) -> Iterator[Button]:
    for block in card.blocks:
        if isinstance(block, Buttons):
            yield from block.buttons


def said(reply: Reply | None) -> str:
    """All text of a reply, without the labels of its buttons."""
    match reply:
        case Aside(card) | CardWithUpdates(card):
            return said(card)
        case Card(_, blocks) | Form(blocks=blocks):
            return "\n".join(filter(None, map(_text, blocks)))
        case _:
            return str(reply)


async def count(desk: Desk, table: type[SQLModel]) -> int:
    """How many rows a table has."""
    async with desk.database.read() as session:
        return (await session.exec(select(func.count()).select_from(table))).one()


def _text(block: object) -> str:
    spans: Text | None = getattr(block, "text", None)
    if isinstance(spans, tuple):
        return "".join(span.text for span in spans)
    items: tuple[Text, ...] = getattr(block, "items", ())
    if items:
        return "\n".join("".join(span.text for span in item) for item in items)
    return f"{getattr(block, 'words', '')} {getattr(block, 'source', '')}".strip()
