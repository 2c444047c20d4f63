"""A rep's week through the real features, for an example of every card and form they make."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.base.clock import FixedClock
from bot.delivery.loop import Delivery
from bot.platform.messenger import Recipient, SentMessage
from handlers import features
from handlers.cards import Aside, Block, Button, Buttons, Card, Form, Reply
from handlers.conversation import Conversation
from handlers.nudges import KINDS
from handlers.nudges.schedule import replan_changed
from handlers.request import Means, Place, Request, Sender, SharedFile
from handlers.services import Services
from handlers.sources.calendars import reading
from handlers.sources.calendars.known import MeetingRules
from handlers.sources.ports import TranscriptReader
from handlers.sources.records import Attendee, CalendarEvent
from storage import plan_changes
from storage.database.connection import Database
from storage.database.upgrade import bring_up_to_date
from storage.tables import CalendarConnection
from storage.team import teams
from storage.workspace import people
from tests.shipped import SHIPPED_PLAYBOOK
from tests.transcripts.desk import DirectReader, zoom_name
from tests.transcripts.spoken import spoken

MONDAY = datetime(2026, 11, 23, 7, 25, tzinfo=UTC)
REFLECTION = {
    "goal_reached": "partly",
    "heard": "The drivers had switched it off by week two.",
    "surprise": "It was the drivers, not IT",
    "talk": "more_me",
    "first_prescribed": "middle",
    "next_step": "Send the ROI deck",
    "next_step_by": "ours",
    "promised": "Pricing for 40 seats by Wednesday\nThey: Names of two dispatchers by Wednesday",
    "built": "relationship",
    "guess-1": "wrong",
}


Ask = Callable[..., Awaitable[None]]
Until = Callable[[datetime], Awaitable[None]]
Look = Callable[[str, Card], Awaitable[None]]


@dataclass(frozen=True)
class Stage:
    """Where the week takes place: a platform's database and clock, a rep and a marketer.

    `transcripts` reads the files that the rep drops.
    """

    database: Database
    clock: FixedClock
    rep: Sender
    marketer: Sender
    transcripts: TranscriptReader

    @property
    def platform(self) -> str:
        """The platform's name."""
        return self.rep.tenant.partition(":")[0]


async def _look_at_nothing(_reader: str, _card: Card) -> None:
    """Ignore each card."""


@dataclass
class Week:
    """Every card and form that came up, by what was asked for."""

    cards: dict[str, Card] = field(default_factory=dict)
    forms: dict[str, Form] = field(default_factory=dict)
    fresh: list[tuple[str, Card]] = field(default_factory=list)  # with whom each is before

    def keep(self, name: str, reader: str, reply: Reply | None) -> None:
        """Note what was answered or sent to whom (the platform's id of a person or channel)."""
        match reply:
            case Card() as card:
                self.cards[name] = card
                self.fresh.append((reader, card))
            case Aside(card):
                self.cards[name] = card
                self.fresh.append((reader, card))
            case Form() as form:
                self.forms[name] = form
            case _:
                raise AssertionError(f"{name}: {reply}")

    # A messenger for the delivery loop

    async def send(self, to: Recipient, card: Card, bundle: int) -> SentMessage:
        self.keep(f"nudge {bundle}", to.external, card)
        return SentMessage(str(bundle), "D1")

    async def replace(self, to: Recipient, message: str, card: Card, _row_id: int) -> SentMessage:
        """The card as it is now, in the place of one that is out."""
        self.keep(f"nudge {message} again", to.external, card)
        return SentMessage(message, "D1")

    async def find(self, _to: Recipient, _row_id: int, _since: datetime) -> SentMessage | None:
        return None

    async def absent_until(self, _to: Recipient, _now: datetime) -> datetime | None:
        return None


@cache
def week() -> Week:
    """The week, run once for all tests."""
    with TemporaryDirectory() as folder:
        return asyncio.run(_live(Path(folder)))


async def _live(folder: Path) -> Week:
    database = Database(f"sqlite:///{folder}/week.sqlite3")
    await bring_up_to_date(database)
    rep = Sender("slack:T1", "ULENA", "Lena Brandt", "Europe/Berlin")
    marketer = Sender("slack:T1", "UPRIYA", "Priya Nair", "Europe/Berlin")
    try:
        clock = FixedClock(MONDAY)
        return await live(Stage(database, clock, rep, marketer, DirectReader(clock)))
    finally:
        await database.close()


async def live(stage: Stage, look: Look = _look_at_nothing) -> Week:
    """Run the week. `look` is called with each card as soon as it has arrived, and its reader."""
    met, clock, playbook = Week(), stage.clock, SHIPPED_PLAYBOOK
    conversation = Conversation(
        features.registry(),
        stage.database,
        playbook,
        admins=[stage.marketer.external],
        services=Services(transcripts=stage.transcripts),
    )
    delivery = Delivery(stage.database, {stage.platform: met}, playbook, clock)
    number = iter(range(1_000_000))

    async def look_at_all() -> None:
        while met.fresh:
            await look(*met.fresh.pop(0))

    def asking(sender: Sender, place: Place | None = None) -> Ask:
        async def ask(
            means: Means, name: str, text: str = "", body: bytes = b"", **fields: str
        ) -> None:
            file = SharedFile(name, partial(_the_same, body)) if means is Means.FILE else None
            asked, id_ = (name if file is None else ""), f"week-{next(number)}"
            request = Request(id_, sender, means, asked, text, fields, place, file=file)
            reply = await conversation.answer(request, clock.now())
            met.keep(f"{means} {name} {text}".strip(), sender.external, reply)
            await look_at_all()

        return ask

    async def until(moment: datetime) -> None:
        while (due := await delivery.next_due()) is not None and due <= moment:
            clock.moment = max(due, clock.moment)
            await delivery.run()
            await look_at_all()
        clock.moment = moment

    marketing = Place("C1", "#marketing")
    rep = asking(stage.rep)
    await _market(asking(stage.marketer, marketing), until)
    await _lead(stage)
    await _ask_everything(rep, until, met, await _id_of(stage, stage.marketer))
    await _read_shared(asking(stage.marketer), rep, until)
    await _answer(asking(stage.marketer, marketing), rep, until)
    await _help(asking(stage.marketer), rep, until)
    await _find(stage, rep, until)
    await _transcribe(rep, met, until)
    return met


async def _the_same(body: bytes) -> bytes:
    return body


async def _market(market: Ask, until: Until) -> None:
    await market(Means.COMMAND, "insight", "subscribe")
    await market(Means.COMMAND, "insight", "subscribe everything, voice")
    await market(Means.BUTTON, "channel.change", "1")
    for number in range(1, 6):
        fields = {"headline": f"Drivers decide, part {number}", "line": "Ask the drivers."}
        await market(Means.FORM, "insight", "", **fields, link="https://example.com")
        await market(Means.BUTTON, "insight.publish", f"{number}:1:now")
    later = {"headline": "For later", "line": "Wait for it.", "goes_out": "Friday 11:00"}
    await market(Means.FORM, "insight", "", **later)
    await market(Means.BUTTON, "insight.publish", "6:1")
    await until(MONDAY + timedelta(minutes=45))


async def _find(stage: Stage, ask: Ask, until: Until) -> None:
    """The rep's calendar has meetings in doubt, which an agenda asks about, and a call."""
    now = stage.clock.now()
    start = now + timedelta(days=1)
    guests = {"Intro Acme": "ann@acme.example", "Intro": "max@gmail.com", "Northwind weekly": ""}
    events = [
        CalendarEvent(
            uid=title,
            starts_at=start + timedelta(hours=place),
            ends_at=start + timedelta(hours=place + 1),
            zone="Europe/Berlin",
            title=title,
            attendees=(Attendee(email=email),) if email else (),
            original_start=start if title == "Northwind weekly" else None,
        )
        for place, (title, email) in enumerate(guests.items())
    ]
    rules = MeetingRules(frozenset(), SHIPPED_PLAYBOOK.meetings)
    async with stage.database.write() as session:
        found = await people.find(session, stage.rep.tenant, stage.rep.external)
        assert found is not None
        calendar = CalendarConnection(
            tenant=found.tenant,
            person_id=found.id,
            kind="ics",
            label="calendar.example",
            secret="",
            connected_at=now,
            next_at=now + timedelta(days=30),
        )
        session.add(calendar)
        await session.flush()
        span = reading.span_at(now)
        await reading.take_in(session, found, calendar, events, span=span, now=now, rules=rules)
    await until(start)
    await ask(Means.BUTTON, "meeting.yes", "1")
    await ask(Means.BUTTON, "meeting.account", "1")
    await ask(Means.BUTTON, "meeting.undo", "1")
    await ask(Means.BUTTON, "meeting.no", "1")
    await ask(Means.COMMAND, "prep", "Northwind")
    await ask(Means.COMMAND, "rhythm", "calendar")


async def _help(helper: Ask, rep: Ask, until: Until) -> None:
    """The marketer answers the rep's question about a call, which is over by then."""
    await helper(Means.BUTTON, "help.look", "1")
    await helper(Means.FORM, "help.answer", "1", answer="Ask about week two.")
    await helper(Means.BUTTON, "help.again", "1")
    await until(MONDAY + timedelta(days=7, hours=2, minutes=5))
    await rep(Means.BUTTON, "help.open", "2")


async def _lead(stage: Stage) -> None:
    """The marketer leads a team with the rep in it."""
    now = stage.clock.now()
    async with stage.database.write() as session:
        rep, lead = [await each.add_or_update(session) for each in (stage.rep, stage.marketer)]
        team = await teams.create(session, rep.tenant, "DACH", now)
        assert team is not None
        team.manager_id = lead.id
        await teams.put_in(session, rep, team, now)
        plan_changes.note_person(session, lead.id)
        await replan_changed(session, now)


async def _read_shared(lead: Ask, rep: Ask, until: Until) -> None:
    """The marketer reads what the rep has shared, thanks and comments."""
    await lead(Means.COMMAND, "team")
    for action in ("team.promises", "team.themes", "team.reflections", "team.page"):
        await lead(Means.BUTTON, action, "1")
    await lead(Means.BUTTON, "team.read", "1")
    await lead(Means.BUTTON, "team.thank", "1")
    await lead(Means.FORM, "team.comment", "1", comment="Ask the dispatchers first.")
    await rep(Means.COMMAND, "team")
    await until(MONDAY + timedelta(days=4, minutes=30))


async def _answer(market: Ask, ask: Ask, until: Until) -> None:
    await ask(Means.BUTTON, "insight.show", "1")
    await ask(Means.BUTTON, "insight.not", "1:0")
    await ask(Means.BUTTON, "ask.insight", "1:0")
    await ask(Means.FORM, "ask.insight", "1", question="Which depots were these?")
    await until(MONDAY + timedelta(days=4, hours=1))
    for action in ("ask.show", "ask.answer", "ask.back"):
        await market(Means.BUTTON, action, "1")
    await market(Means.FORM, "ask.back", "1", words="Whose drivers?")
    await until(MONDAY + timedelta(days=4, hours=2))
    await ask(Means.BUTTON, "ask.reply", "1")
    await ask(Means.FORM, "ask.reply", "1", words="Their own.")
    await market(Means.BUTTON, "ask.take", "1")
    await until(MONDAY + timedelta(days=5))
    await market(Means.BUTTON, "asks.open")
    await ask(Means.BUTTON, "asks.open")
    await ask(Means.BUTTON, "ask.show", "2")
    await market(Means.BUTTON, "insight.desk")
    await market(Means.BUTTON, "insight.show", "1")
    for headline in ("Not yet", "Later still"):
        await market(Means.FORM, "insight", "", headline=headline, line="Wait for it.")
    await market(Means.BUTTON, "insight.desk")
    await market(Means.BUTTON, "drafts.show", "0")
    await market(Means.BUTTON, "drafts.aside", "7")
    await market(Means.BUTTON, "drafts.restore", "7")
    for feed in ("a", "b"):
        await market(Means.FORM, "feeds", "", url=f"https://example.com/{feed}")
    await ask(Means.BUTTON, "insight.used", "1:0")
    await market(Means.BUTTON, "insight.show", "1")
    await market(Means.BUTTON, "exchange.show")
    await until(MONDAY + timedelta(days=7, hours=2))
    await market(Means.BUTTON, "channel.stop", "1")


async def _id_of(stage: Stage, one: Sender) -> str:
    async with stage.database.read() as session:
        found = await people.find(session, one.tenant, one.external)
        assert found is not None
        return str(found.id)


async def _ask_everything(ask: Ask, until: Until, met: Week, helper: str) -> None:
    await ask(Means.COMMAND, "prep")
    await ask(Means.COMMAND, "prep", "Northwind today 10:00")
    await ask(Means.BUTTON, "prep.add", _value(met, "prep.add"))
    await ask(Means.COMMAND, "prep", "Northwnd tomorrow 15:00")
    await ask(Means.BUTTON, "prep.pick", _value(met, "prep.pick"))
    for words in ("Northwind tomorrow", "Northwind yesterday 3pm", "tomorrow 4pm"):
        await ask(Means.COMMAND, "prep", words)
    await ask(Means.COMMAND, "prep", "Northwind tomorrow 17:00")
    await ask(Means.FORM, "goal", "1", goal="Demo the planner", guess1="They fear the migration")
    await ask(Means.FORM, "help", "2", helper=helper, question="How do I begin?")
    await ask(Means.BUTTON, "brief.open", "1")
    await ask(Means.SCREEN, "home")
    for button in [*buttons(met.cards["button brief.open 1"])]:
        await ask(Means.BUTTON, button.action, button.value)
    await ask(Means.BUTTON, "call.restore", "1")
    await ask(Means.COMMAND, "nothing of the kind")
    await until(MONDAY + timedelta(hours=3))
    await ask(Means.COMMAND, "calls")
    await ask(Means.FORM, "reflect", "1", **REFLECTION)
    await ask(Means.BUTTON, "reflect.open", "1")
    await ask(Means.BUTTON, "reflect.pass", "1")
    await ask(
        Means.FORM, "reflect.pass", "1", for_marketing="Nobody asks them", attribution="anonymous"
    )
    await ask(Means.BUTTON, "reflect.share", "1")
    for button in [*buttons(met.cards["button reflect.share 1"])][-1:]:
        await ask(Means.BUTTON, button.action, button.value)
    await ask(Means.COMMAND, "promises")
    await ask(Means.COMMAND, "promises", "Northwind")
    for button in [*buttons(met.cards["command promises Northwind"])]:
        await ask(Means.BUTTON, button.action, button.value)
    await ask(Means.BUTTON, "promise.reopen", "all:1")
    await ask(Means.SHORTCUT, "promise", "I will send the list")
    await ask(Means.COMMAND, "rhythm")
    for button in [*buttons(met.cards["command rhythm"])]:
        await ask(Means.BUTTON, button.action, button.value)
    await ask(Means.BUTTON, "rhythm.snooze", "hour")
    await ask(Means.FORM, "rhythm.message", message="listen")
    await ask(Means.BUTTON, "rhythm.mute", "list:listen")
    await ask(Means.BUTTON, "rhythm.wake")
    for name in (*(kind.name for kind in KINDS), "answered"):
        await ask(Means.BUTTON, "rhythm.unmute", f"message:{name}")
    await ask(Means.BUTTON, "rhythm.mute", "message:brief")
    await ask(Means.BUTTON, "rhythm.unmute", "message:brief")
    await until(MONDAY + timedelta(days=4))


async def _transcribe(ask: Ask, met: Week, until: Until) -> None:
    """Bring transcripts of three calls, guess once, draft a reflection, and be offered a focus."""
    begins = [datetime(2026, 12, day, 9, tzinfo=UTC) for day in (7, 8, 9)]
    row = ""
    for at in begins:
        await until(at - timedelta(hours=1))
        await ask(Means.COMMAND, "prep", f"Northwind {at:%d} Dec 10:00")
        await until(at + timedelta(hours=1))
        await ask(Means.FILE, zoom_name(at), body=spoken(7, at.day + 5))
        asked = met.cards[f"file {zoom_name(at)}"]
        row = next(one.value for one in buttons(asked) if one.label == "Just show me")
        await ask(Means.BUTTON, "talk.show", row)
    for name in ("figures", "not_call", "not_me", "draft"):
        await ask(Means.BUTTON, f"talk.{name}", row)
    await ask(Means.BUTTON, "talk.tap", f"{row}:yes")
    await ask(Means.BUTTON, "talk.keep", f"{row}:0")
    await ask(Means.BUTTON, "talk.edit", f"{row}:1")
    await ask(Means.FORM, "talk.edit", f"{row}:2:heard", heard="")
    await ask(Means.BUTTON, "talk.draft", f"{row}:1")
    await ask(Means.BUTTON, "talk.no_focus", row)
    await ask(Means.BUTTON, "talk.focus", row)
    await ask(Means.COMMAND, "transcripts")


def _value(met: Week, action: str) -> str:
    """Return the value of the newest button with this action."""
    shown = [one for card in met.cards.values() for one in buttons(card) if one.action == action]
    return shown[-1].value


def buttons(card: Card) -> Iterator[Button]:
    """Every button of a card."""
    blocks: tuple[Block, ...] = card.blocks
    for block in blocks:
        if isinstance(block, Buttons):
            yield from block.buttons
