"""Transcripts come by themselves: when, to whom, and what is left of their words."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import SQLModel, select
from structlog.testing import capture_logs

from bot.calendars.http import ProviderClient
from bot.calendars.mailbox import Mailbox
from bot.calendars.tokens import CalendarTokens
from bot.transcripts.sources.common import OpenSource, SoughtCall, SourceFile
from bot.transcripts.sources.fetching_reader import FetchingReader
from bot.transcripts.sources.meet import MeetTranscripts
from bot.transcripts.sources.poller import TranscriptPoller
from bot.transcripts.sources.taking_in import TranscriptIntake
from handlers import features, planning
from handlers.cards import Buttons
from handlers.conversation import Conversation
from handlers.features.privacy import deletion_questions
from handlers.notices import transcript_trouble
from handlers.nudges.schedule import replan_changed
from handlers.request import Means, Request, Sender
from handlers.services import Services
from handlers.sources.ports import SourceFailed, TranscriptRefused
from handlers.transcripts.records import TalkContext, TranscriptHead
from handlers.views.transcripts import talk_card
from storage.choices import TranscriptSourceKind
from storage.sealing import Sealer, new_key
from storage.sources import measured_calls, transcript_consents
from storage.tables import Call, MeasuredCall, Person, TranscriptConsent
from storage.workspace import people
from tests.calendars.provider import failing
from tests.delivery.world import MORNING, World, playbook
from tests.transcripts.desk import DirectReader, said
from tests.transcripts.sources.graph import GraphStandIn, Held
from tests.transcripts.sources.meet import Conference, MeetStandIn

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ROUND = 20 * MINUTE  # longer than between two looks
LENA, TOMAS = "lena-oid", "tomas-oid"
THREAD = "19:meeting_northwind@thread.v2"
MARK = "platypus"  # a word of the call, which must be nowhere else
READY = "Your call with Northwind, today 11:00: I have the figures."


def talk(lena: str = "Lena Brandt", jana: str = "Jana Novak") -> list[tuple[str, int, str]]:
    """Twelve minutes."""
    return [
        (lena, at, f"What does that {MARK} cost you in a usual week?")
        if at % 20
        else (jana, at, f"We need forty hours for the {MARK}.")
        for at in range(0, 720, 10)
    ]


@dataclass
class Team:
    """Lena, whose organisation has Teams, and a clock."""

    world: World
    graph: GraphStandIn
    kinds: dict[TranscriptSourceKind, OpenSource]
    reader: DirectReader = field(init=False)

    def __post_init__(self) -> None:
        self.reader = DirectReader(self.world.clock)
        self.again = again = FetchingReader(self.reader, self.world.database, self.kinds)
        self.world.conversation = Conversation(
            features.registry(),
            self.world.database,
            playbook(),
            services=Services(transcripts=again),
        )
        self.poller = self.another()

    def another(self) -> TranscriptPoller:
        """The poller of another process."""
        database, clock = self.world.database, self.world.clock
        taking_in = TranscriptIntake(database, clock, playbook(), self.reader)
        return TranscriptPoller(database, "test", clock, self.kinds, taking_in)

    async def person(self, external: str = LENA, name: str = "Lena Brandt") -> Person:
        async with self.world.database.write() as session:
            person = await people.ensure(session, "test:A", external, name, "Europe/Berlin")
            person.rhythm = {"muted": ["research", "brief", "listen", "reflect", "agenda"]}
            await transcript_consents.give(session, person, "microsoft", self.world.clock.now())
        return person

    async def call(self, person: Person, starts_at: datetime = MORNING + HOUR) -> Call:
        """A call with Northwind, in a meeting."""
        call = await self.world.call(person, starts_at)
        async with self.world.database.write() as session:
            stored = await session.get_one(Call, call.id)
            stored.meeting = f"{THREAD}/0"
        return call

    def hold(self, starts_at: datetime = MORNING + HOUR, organizer: str = LENA) -> Held:
        return self.graph.hold(organizer, THREAD, starts_at, talk())

    async def goes_on(self, time: timedelta) -> None:
        until = self.world.clock.now() + time
        while self.world.clock.now() < until:
            self.world.clock.moment += ROUND
            await self.poller.poll()
            await self.world.delivery.run()

    async def presses(self, person: Person, label: str) -> str:
        """Press a button of the last message. Returns the answer's text."""
        blocks = self.world.messenger.posts[-1].card.blocks
        buttons = [one for block in blocks if isinstance(block, Buttons) for one in block.buttons]
        pressed = next(one for one in buttons if one.label == label)
        sender = Sender(person.tenant, person.external, person.name, person.zone)
        self.world.requests += 1
        name = f"r{self.world.requests}"
        request = Request(name, sender, Means.BUTTON, pressed.action, pressed.value)
        return said(await self.world.conversation.answer(request, self.world.clock.now()))

    async def brings(self, person: Person, call: Call) -> None:
        """Store figures of another file of a call."""
        async with self.world.database.write() as session:
            row = MeasuredCall(
                tenant=person.tenant,
                person_id=person.id,
                call_id=call.id,
                account_id=call.account_id,
                called_at=call.starts_at,
                measured_at=MORNING,
                tool="teams",
                digest="d",
                key="k",
                labels={},
                figures={},
            )
            await measured_calls.store(session, row)

    @property
    def told(self) -> list[str]:
        return [post.card.summary for post in self.world.messenger.posts]

    async def measured(self) -> list[MeasuredCall]:
        async with self.world.database.read() as session:
            return list((await session.exec(select(MeasuredCall).order_by("id"))).all())

    async def stored(self) -> str:
        """Every row of every table."""
        lines: list[str] = []
        async with self.world.database.read() as session:
            connection = await session.connection()
            for table in SQLModel.metadata.sorted_tables:
                lines += [str(tuple(row)) for row in await connection.execute(table.select())]
        return "\n".join(lines)


@pytest.fixture
async def team(tmp_path: Path) -> AsyncIterator[Team]:
    world = World(tmp_path)
    await world.start()
    async with GraphStandIn(world.clock) as graph, ProviderClient() as http:
        tokens = graph.tokens_for(http)
        yield Team(world, graph, {"microsoft": lambda _, who: graph.opened(tokens, who)})
        assert graph.complaints == []
    await world.database.close()


async def test_a_transcript_that_comes_late_and_grows_is_told_once_and_its_words_are_gone(
    team: Team,
) -> None:
    lena = await team.person()
    await team.call(lena)
    await team.goes_on(HOUR)
    assert team.graph.requests == []  # the call is not over
    held = team.hold()
    held.visible_at = held.ends_at + 40 * MINUTE
    whole, held.said = held.said, held.said[:4]
    with capture_logs() as log:
        await team.goes_on(HOUR + ROUND)
        assert team.told == []
        held.said = whole
        await team.goes_on(2 * ROUND)
        assert team.told == [READY]
        asked = len(team.graph.requests)
        await team.goes_on(8 * HOUR)
    assert team.told == [READY]
    assert len(team.graph.requests) == asked
    (row,) = await team.measured()
    assert row.labels == {"Jana Novak": "theirs", "Lena Brandt": "me"}
    assert row.figures["words"] > 500
    left = f"{await team.stored()} {log} {team.world.messenger.posts}"
    assert not [word for word in (MARK, "forty hours", "app-token") if word in left]
    assert "Jana Novak" not in str(log)
    assert row.shown_at is None  # she guesses first
    assert "who talked more?" in await team.presses(lena, "Show me")


@pytest.mark.parametrize("step", ["read", "measure"])
async def test_what_takes_too_long_is_tried_three_times_and_then_said(
    team: Team, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    await team.call(await team.person())
    team.hold()
    tried: list[object] = []
    works = getattr(DirectReader, step)

    async def slow(self: DirectReader, *args: Any) -> object:  # noqa: ANN401 - as it comes
        tried.append(args)
        if len(tried) < 3:
            raise TranscriptRefused("It takes too long.", may_pass=True)
        return await works(self, *args)

    monkeypatch.setattr(DirectReader, step, slow)
    await team.goes_on(4 * HOUR)
    assert team.told == [READY]  # the third time
    tried.clear()
    await team.call(await team.person(), MORNING + 5 * HOUR)
    team.hold(MORNING + 5 * HOUR)
    monkeypatch.setattr(DirectReader, step, _too_slow)
    await team.goes_on(8 * HOUR)
    (said,) = team.told[1:]
    assert said.startswith(
        "Your call with Northwind, today 15:00: the transcript arrived, but reading"
    )
    assert len(await team.measured()) == 1
    assert len(team.reader.memory._kept) <= 1  # what was measured, for half an hour
    assert "Jana Novak" not in said


async def _too_slow(*_: object) -> object:
    raise TranscriptRefused("It takes too long.", may_pass=True)


async def test_who_is_not_recognised_is_asked_and_the_words_are_fetched_again(team: Team) -> None:
    lena = await team.person()
    await team.call(lena)
    team.hold().said = talk("Speaker 1", "Speaker 2")
    await team.goes_on(3 * HOUR)
    (told,) = team.told
    assert told.endswith("the transcript arrived, but I can't tell which speaker you are.")
    assert await team.measured() == []
    team.world.clock.moment += HOUR  # the words are no longer in memory
    assert "who talked more?" in await team.presses(lena, "Speaker 1")
    (row,) = await team.measured()
    assert row.labels["Speaker 1"] == "me"
    asked = len(team.graph.requests)
    context = TalkContext(frozenset(), frozenset(), MORNING.date())
    await team.again.measure(row.key, context, playbook().pitch)
    assert len(team.graph.requests) == asked  # they are in memory again, for half an hour
    team.again.forget(row.key)
    await team.again.measure(row.key, context, playbook().pitch)
    assert len(team.graph.requests) == asked + 1


async def test_a_file_that_was_brought_meanwhile_is_replaced_only_after_a_yes(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    lena = await team.person()
    call = await team.call(lena)
    team.hold()
    read = team.reader.read

    async def slowly(name: str, body: bytes) -> TranscriptHead:
        await team.brings(lena, call)
        return await read(name, body)

    monkeypatch.setattr(team.reader, "read", slowly)
    await team.goes_on(4 * HOUR)
    assert [row.digest for row in await team.measured()] == ["d"]
    (told,) = team.told
    assert told == (
        "Your call with Northwind, today 11:00: the transcript arrived. Is this file from "
        "Northwind, today 11:00?"
    )
    assert "who talked more?" in await team.presses(lena, "Yes, replace the figures")
    (row,) = await team.measured()
    assert row.digest != "d"


async def test_words_are_not_fetched_again_once_it_is_turned_off_or_the_source_has_none(
    team: Team,
) -> None:
    lena = await team.person()
    await team.call(lena)
    team.hold().said = talk("Speaker 1", "Speaker 2")
    await team.goes_on(3 * HOUR)
    team.world.clock.moment += HOUR
    kept, team.graph.held = team.graph.held, []
    gone = await team.presses(lena, "Speaker 1")
    assert "Download the transcript from the meeting's recap in Teams, and drop it here" in gone
    assert await team.measured() == []
    team.graph.held = kept
    async with team.world.database.write() as session:
        await transcript_consents.take_back(session, lena)
    asked = len(team.graph.requests)
    gone = await team.presses(lena, "Speaker 1")
    assert "I no longer have the words. Drop the transcript here: I remember your answers." in gone
    assert await team.measured() == []
    assert len(team.graph.requests) == asked


async def test_nothing_more_is_read_or_kept_once_it_is_turned_off_in_between(team: Team) -> None:
    lena = await team.person()
    await team.call(lena)
    team.hold()
    team.world.clock.moment += 2 * HOUR
    await team.poller.poll()  # it is seen for the first time
    team.world.clock.moment += ROUND
    read = team.reader.read

    async def meanwhile(name: str, body: bytes) -> object:
        async with team.world.database.write() as session:
            await transcript_consents.take_back(session, lena)
        return await read(name, body)

    team.reader.read = meanwhile  # type: ignore[assignment, method-assign]
    with capture_logs() as log:
        await team.poller.poll()
    assert [one["event"] for one in log] == ["transcripts no longer wanted"]
    asked = len(team.graph.requests)
    await team.goes_on(HOUR)
    assert (team.told, await team.measured()) == ([], [])
    assert len(team.graph.requests) == asked
    assert team.reader.memory._kept == {}


async def test_what_was_brought_or_is_from_before_is_not_fetched(team: Team) -> None:
    lena = await team.person()
    call = await team.call(lena)
    team.hold()
    await team.call(lena, MORNING - 2 * HOUR)  # it was over when she turned it on
    await team.brings(lena, call)
    await team.goes_on(4 * HOUR)
    assert team.graph.requests == []


@pytest.mark.parametrize("action", [talk_card.FORGET, deletion_questions.FIGURES])
async def test_what_was_deleted_is_not_fetched(team: Team, action: str) -> None:
    lena = await team.person()
    await team.brings(lena, await team.call(lena))
    team.hold()
    await team.goes_on(HOUR)
    (row,) = await team.measured()
    sender = Sender(lena.tenant, lena.external, lena.name, lena.zone)
    request = Request("r1", sender, Means.BUTTON, action, str(row.id))
    await team.world.conversation.answer(request, team.world.clock.now())
    assert await team.measured() == []
    await team.goes_on(4 * HOUR)
    assert team.graph.requests == []
    assert await team.measured() == []


@dataclass
class NewToken:
    """A source that finds nothing, and gives a new token each time it is asked."""

    token: str
    new_secret: str | None = None

    async def find(self, _call: SoughtCall) -> None:
        self.new_secret = f"{self.token}+"

    async def fetch(self, _id: str) -> SourceFile:
        raise AssertionError


async def test_a_new_token_opens_the_next_call_of_the_same_look(team: Team) -> None:
    team.world.database.sealer = Sealer([new_key()])
    lena = await team.person()
    for at in (MORNING + HOUR, MORNING + 2 * HOUR):
        await team.call(lena, at)
    opened = list[str]()

    def opens(token: str, _: Sequence[str]) -> NewToken:
        opened.append(token)
        return NewToken(token)

    team.kinds["microsoft"] = opens
    team.world.clock.moment = MORNING + 4 * HOUR
    await team.poller.poll()
    assert opened == ["", "+"]


async def test_a_new_token_does_not_replace_that_of_a_newer_sign_in(team: Team) -> None:
    """While the words are fetched again, Lena signs in with another account."""
    team.world.database.sealer = Sealer([new_key()])
    lena = await team.person()
    await team.call(lena)
    team.hold().said = talk("Speaker 1", "Speaker 2")
    await team.goes_on(3 * HOUR)
    team.world.clock.moment += HOUR  # the words are no longer in memory
    now = team.world.clock.now()

    class Renews(NewToken):
        async def fetch(self, _id: str) -> SourceFile:
            self.new_secret = "of the old account"
            async with team.world.database.write() as session:
                await transcript_consents.give(session, lena, "microsoft", now, secret="newer")
            raise SourceFailed("no answer")

    team.kinds["microsoft"] = lambda token, _: Renews(token)
    await team.presses(lena, "Speaker 1")
    async with team.world.database.read() as session:
        (given,) = await session.exec(select(TranscriptConsent))
        assert transcript_consents.secret(session, given) == "newer"


async def test_a_missing_policy_is_told_once_and_its_end_is_noticed(team: Team) -> None:
    lena = await team.person()
    await team.call(lena)
    team.hold()
    team.graph.allowed = set()
    await team.goes_on(3 * HOUR)
    (told,) = team.told
    assert told.startswith("Microsoft doesn't let Attune read the transcripts of your meetings yet")
    team.graph.allowed = {LENA}
    await team.goes_on(4 * HOUR)
    assert team.told == [told, READY]


@pytest.mark.parametrize("kind", ["microsoft", "google"])
def test_each_trouble_is_told_as_what_it_is(kind: TranscriptSourceKind) -> None:
    said = {
        trouble: transcript_trouble.sentence(
            TranscriptConsent(
                tenant="t",
                person_id=1,
                kind=kind,
                given_at=MORNING,
                next_at=MORNING,
                trouble=trouble,
            )
        )
        for trouble in transcript_trouble.TOLD
    }
    assert ["IT admin" in said["no permission"], "let Attune" in said["disconnected"]] == [
        kind == "microsoft",
        True,
    ]
    assert "can't open what it stored" in said["key missing"]
    assert "let Attune" not in said["key missing"]


async def test_a_server_that_asks_for_time_gets_it(team: Team) -> None:
    lena = await team.person()
    await team.call(lena)
    team.hold()
    await team.goes_on(HOUR + ROUND)
    team.graph.faults.append(failing(429, Retry_After="7200"))
    await team.goes_on(ROUND)
    asked = len(team.graph.requests)
    await team.goes_on(HOUR + 2 * ROUND)
    assert len(team.graph.requests) == asked
    await team.goes_on(HOUR)
    assert team.told == [READY]


async def test_after_six_hours_nothing_more_is_expected(team: Team) -> None:
    lena = await team.person()
    await team.call(lena)
    with capture_logs() as log:
        await team.goes_on(8 * HOUR)
    asked = len(team.graph.requests)
    assert 15 < asked < 30
    assert [one["event"] for one in log].count("no transcript came") == 1
    team.hold()
    await team.goes_on(4 * HOUR)
    assert (team.told, len(team.graph.requests)) == ([], asked)


async def test_a_colleagues_meeting_is_read_only_if_they_have_turned_it_on(team: Team) -> None:
    lena = await team.person()
    call = await team.call(lena)
    team.hold(organizer=TOMAS)
    await team.goes_on(2 * HOUR)
    assert not any(TOMAS in one for one in team.graph.requests)
    tomas = await team.person(TOMAS, "Tomas Keller")
    async with team.world.database.write() as session:
        await planning.take_seat(session, tomas, await session.get_one(Call, call.id))
        await replan_changed(session, team.world.clock.now())
    await team.goes_on(HOUR)
    assert team.told == [READY]


async def test_two_processes_take_it_in_once_and_nobody_is_told_at_night(team: Team) -> None:
    lena = await team.person()
    evening = MORNING + 9 * HOUR + 30 * MINUTE  # 19:30 in Berlin
    await team.call(lena, evening)
    team.hold(evening)
    other = team.another()
    team.world.clock.moment = evening + HOUR
    for _ in range(6):
        await asyncio.gather(team.poller.poll(), other.poll())
        await team.world.delivery.run()
        team.world.clock.moment += ROUND
    assert len(await team.measured()) == 1
    assert team.told == []
    team.world.clock.moment = MORNING + DAY
    await team.world.delivery.run()
    assert team.told == ["Your call with Northwind, yesterday 19:30: I have the figures."]


async def test_meet_grows_is_told_and_says_once_that_it_may_no_longer_be_read(team: Team) -> None:
    team.world.database.sealer = Sealer([new_key()])
    world, meeting = team.world, "https://meet.google.com/abc-defg-hij"
    async with MeetStandIn(world.clock) as meet, ProviderClient() as http:
        tokens = CalendarTokens(meet.provider, http, world.clock)
        team.kinds["google"] = lambda token, _: MeetTranscripts(Mailbox(tokens, token))
        lena = await team.person()
        async with world.database.write() as session:
            await transcript_consents.take_back(session, lena)
            await transcript_consents.give(
                session, lena, "google", world.clock.now(), secret=meet.consent(), label="lena@"
            )
        for at in (MORNING + HOUR, MORNING + 5 * HOUR):
            call = await team.call(lena, at)
            async with world.database.write() as session:
                (await session.get_one(Call, call.id)).join_url = meeting
        held = Conference("abc-defg-hij", MORNING + HOUR, talk()[:4])  # of which few are there yet
        meet.held = [held]
        await team.goes_on(HOUR + 2 * ROUND)
        held.said = talk()
        await team.goes_on(3 * ROUND)
        assert team.told == [READY]
        (row,) = await team.measured()
        assert (row.tool, row.figures["words"] > 500) == ("meet", True)
        meet.take_back()
        meet.expire_access()
        await team.goes_on(6 * HOUR)
        assert [one for one in team.told if one != READY] == [
            "Google doesn't let Attune read your transcripts any more. Type /rhythm transcripts to "
            "sign in again."
        ]
        assert meet.complaints == []


async def test_no_consent_is_kept_of_somebody_who_left(team: Team) -> None:
    lena = await team.person()
    async with team.world.database.write() as session:
        (await session.get_one(Person, lena.id)).standing = "left"
    await team.poller.poll()
    assert "TranscriptConsent" in await kept(team)
    team.world.clock.moment += timedelta(days=31)
    await team.poller.poll()
    assert await kept(team) == []
    assert team.graph.requests == []


async def kept(team: Team) -> list[str]:
    """The tables of all consents."""
    async with team.world.database.read() as session:
        return [type(one).__name__ for one in await session.exec(select(TranscriptConsent))]
