"""Random work in three workspaces of Slack and two tenants of Teams, with one Attune.

The same people, accounts and contacts are in each. Whatever anybody types has the word of their
tenant in it, and nobody else ever sees that word, whatever they press. It runs on SQLite, where
nothing but the queries keeps tenants apart.

    SEEDS=40 STEPS=400 .venv/bin/python -m pytest tests/test_apart.py
"""

import json
import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from functools import partial
from io import BytesIO
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any
from zipfile import ZipFile

import pytest
from aiohttp.test_utils import TestClient, TestServer
from pydantic import SecretStr
from sqlalchemy import event, func
from sqlmodel import Session, SQLModel, col, select
from structlog.testing import capture_logs

from bot.app import Attune
from bot.base.clock import FixedClock
from bot.build import build
from bot.serving import add_platform
from bot.settings import Settings
from bot.slack import ids
from bot.slack.app import SlackApp
from bot.slack.manifest import SCOPES
from bot.teams.app import TeamsApp
from handlers.cards import Button, Buttons, Card
from storage import plan_changes
from storage.choices import Role
from storage.database.connection import Database, ReadingSession
from storage.database.wall import EVERY_TENANT
from storage.plan_changes import WritingSession
from storage.rights import export
from storage.sealing import new_key
from storage.tables import Call, Person, Seat
from storage.workspace import workspaces
from storage.workspace.workspaces import WorkspaceTokens
from tests import sqlite
from tests.dialogues.admin.test_tenants import BOTH, OTHER
from tests.dialogues.conftest import Regions
from tests.dialogues.office import MONDAY
from tests.slack import blockkit
from tests.slack.driver import SECRET, SlackUser, _payload, _pressed, _quick_forms
from tests.slack.driver import ByHttp as SlackByHttp
from tests.slack.fake import FakeSlack
from tests.teams import cards
from tests.teams.driver import ByHttp as TeamsByHttp
from tests.teams.driver import TeamsUser
from tests.teams.fake import TENANT, FakeTeams
from tests.transcripts.desk import DirectReader, zoom, zoom_name

WORDS = ("quokka", "narwhal", "axolotl", "pangolin", "capybara")  # one for each tenant
PEOPLE: tuple[tuple[str, str, Role], ...] = (
    ("lena", "Lena Brandt", "rep"),
    ("tomas", "Tomas Keller", "marketer"),
    ("mara", "Mara Vogt", "admin"),
)
SEEDS = int(os.environ.get("SEEDS", "1"))
KEYS_IN_USE = 12  # foreign keys that the random work fills, at least
STEPS = int(os.environ.get("STEPS", "200"))
TOKEN = SecretStr("the-token-of-metrics")
WHENS = ("today 10:00", "today 16:30", "tomorrow 9:00", "Wednesday 2pm")
# What is logged if a value of elsewhere is pressed on a message that there is not.
MADE_UP = "a card above could not be replaced"
Pair = tuple[str, str]  # a button's action and value
User = SlackUser | TeamsUser


@dataclass
class Tenant:
    """A workspace or a tenant of Teams, with its people and all that has been seen there."""

    name: str
    word: str
    users: list[User]
    shows: Callable[[], Iterator[object]]  # what was sent there since it was last asked
    seen: set[Pair] = field(default_factory=set)  # the buttons there

    def says(self, random: Random) -> str:
        """Something to type that begins no command."""
        word = self.word
        return random.choice(
            (
                f"They want the {word} in March, next step: send the {word} prices by Friday",
                f"remind me to send Northwind the {word} by Friday",
                f"Sam Pope: the {word} is too expensive for us",
                f"promise {word} list to Jana Novak",
                "home",
                "my data",
                "hello",
                "yes",
            )
        )

    def commands(self, random: Random) -> str:
        """A command."""
        word, when = self.word, random.choice(WHENS)
        return random.choice(
            (
                f"/prep Northwind {when} with Jana Novak",
                f"/prep {word} Northwind {when}",
                "/prep Northwind",
                "/prep Northwnd",
                "/reflect Northwnd",
                f"/promises {word} Northwind",
                "/calls",
                "/calls Northwind",
                "/reflect Northwind",
                "/promises",
                "/insight",
                f"/insight {word}",
                "/insight northwind",
                "/insight subscribe everything",
                "/rhythm",
            )
        )


class Apart:
    """One Attune, and everything around it."""

    def __init__(
        self,
        attune: Attune,
        clock: FixedClock,
        client: "TestClient[Any, Any]",
        tenants: list[Tenant],
        seed: int,
    ) -> None:
        self.attune = attune
        self.clock = clock
        self.client = client
        self.tenants = tenants
        self.random = Random(seed)  # noqa: S311
        self.answers: list[object] = []  # the bodies of answers to the last request
        self.read: list[str] = []  # rows of another tenant that a session has loaded
        self.did: list[str] = []

    async def step(self) -> None:
        """Do something somewhere, and look everywhere."""
        tenant = self.random.choice(self.tenants)
        user = self.random.choice(tenant.users)
        user_id = user.id
        act = self.random.choices(
            (
                self._types,
                self._presses,
                self._presses_of_others,
                self._fills,
                self._fills_in_message,
                self._waits,
            ),
            (30, 35, 60, 20, 10, 5),
        )[0]
        self.answers.clear()
        done = await act(tenant, user)
        self.did.append(f"{tenant.name} {user_id} {done}")
        tenant.seen.update(pair for pair, _ in islice(_offered(user), 40))
        self._nobody_else_sees(tenant)

    async def delivers(self) -> None:
        """Deliver what is due now, everywhere."""
        for each in self.attune.wakers:
            await each.delivery.run()

    async def _types(self, tenant: Tenant, user: User) -> str:
        in_channel = self.random.random() < 0.2
        user.goes_to("#sales" if in_channel else "")
        if isinstance(user, SlackUser) and not in_channel and self.random.random() < 0.1:
            name = zoom_name(self.clock.now().replace(hour=9, minute=0))
            await user.drops(name, zoom(word=tenant.word))
            return "drops a transcript"
        says = self.random.choice((tenant.says, tenant.commands))(self.random)
        if in_channel and not says.startswith("/"):
            says = tenant.commands(self.random)
        await user.types(says)
        return f"types {says}"

    async def _presses(self, _tenant: Tenant, user: User) -> str:
        offered = list(islice(_offered(user), 40))
        if not offered:
            return "presses nothing"
        action = self.random.choice(sorted({action for (action, _), _ in offered}))
        press = next(press for pair, press in offered if pair[0] == action)
        await press()
        return f"presses {action}"

    async def _presses_of_others(self, tenant: Tenant, user: User) -> str:
        """Send what stands behind a button that is somewhere else."""
        known = {
            pair
            for other in self.tenants
            if other is not tenant
            for pair in other.seen - tenant.seen
            if other.word not in pair[1].lower()  # some buttons have what was typed
        }
        if not known:
            return "presses nothing"
        action = self.random.choice(sorted({action for action, _ in known}))
        value = self.random.choice(sorted(value for name, value in known if name == action))
        card = Card("x", (Buttons((Button("Press", action, value),)),))
        for _, press in user.offers(card):
            self.answers.append(getattr(await press(), "body", None))
        return f"presses of others {action} {value}"

    async def _fills(self, tenant: Tenant, user: User) -> str:
        if user.form is None:
            return await self._presses(tenant, user)
        if isinstance(user, SlackUser):
            for block in user._inputs():
                element = block["element"]
                if element["type"] == "plain_text_input" and self.random.random() < 0.8:
                    length = element.get("max_length", 3_000)
                    await user.fills(**{block["block_id"]: f"{tenant.word} first"[:length]})
            await user.submits()
            if self.random.random() < 0.5:
                user.fake.modals.pop(user.id, None)
        else:
            message = user._form()
            assert message
            texts = [
                one for one in cards.inputs(message.seen_by(user.id)) if one["type"] == "Input.Text"
            ]
            typed = {one["id"].removeprefix("i:"): f"{tenant.word} first" for one in texts}
            await user.forces(**typed)
            await user.submits()
        return "fills in a form"

    async def _fills_in_message(self, tenant: Tenant, user: User) -> str:
        """Fill in the newest form within a message, if there is one with something to type."""
        names = next(_typed_in_messages(user), None)
        if names is None:
            return await self._fills(tenant, user)
        await user.forces_in_message(**dict.fromkeys(names, f"the {tenant.word} first"))
        return "fills in a form within a message"

    async def _waits(self, _tenant: Tenant, _user: User) -> str:
        """Let time pass, and deliver what is due meanwhile."""
        until = self.clock.moment + timedelta(minutes=self.random.choice((5, 20, 60, 240, 900)))
        for _ in range(40):
            due = [await each.delivery.next_due() for each in self.attune.wakers]
            first = min((each for each in due if each), default=until)
            if first > until:
                break
            self.clock.moment = max(first, self.clock.moment)
            await self.delivers()
        self.clock.moment = max(until, self.clock.moment)
        return f"waits until {self.clock.moment}"

    def _nobody_else_sees(self, who: Tenant) -> None:
        for tenant in self.tenants:
            shown = [*tenant.shows(), *(self.answers if tenant is who else ())]
            self._nothing_foreign(tenant.word, "\n".join(map(_as_text, shown)))
        assert not self.read, (self.read, self.did[-5:])

    def _nothing_foreign(self, own: str, text: str) -> None:
        """Check that a text has no other tenant's word."""
        small = text.lower()
        for other in WORDS:
            if other != own and other in small:
                at = small.index(other)
                raise AssertionError((other, text[max(at - 300, 0) : at + 100], self.did[-5:]))

    async def is_apart(self) -> None:
        """Check what is on file, what is exported and what is counted."""
        for tenant in self.tenants:
            self._nothing_foreign(tenant.word, await self._on_file(tenant.name))
            self._nothing_foreign(tenant.word, await self._exported(tenant.name))
        headers = {"Authorization": f"Bearer {TOKEN.get_secret_value()}"}
        async with self.client.get("/metrics", headers=headers) as answer:
            figures = await answer.text()
        assert "attune_request_seconds" in figures
        self._nothing_foreign("", figures)
        for hidden in (*(each.name for each in self.tenants), TENANT, OTHER, "lena", "northwind"):
            assert hidden not in figures.lower()

    async def _on_file(self, tenant: str) -> str:
        found = []
        async with self.attune.database.read() as session:
            connection = await session.connection()
            for table in SQLModel.metadata.sorted_tables:
                if "tenant" in table.c:
                    wanted = table.select().where(table.c.tenant == tenant)
                    found += [str(tuple(row)) for row in await connection.execute(wanted)]
        return "\n".join(found)

    async def _exported(self, tenant: str) -> str:
        file = BytesIO()
        async with self.attune.database.read(tenant) as session:
            await export.write(session, export.parts_of_tenant(tenant), file, {})
        return _as_text(file.getvalue())


async def crossing_keys(database: Database) -> tuple[list[str], int]:
    """The foreign keys that lead from a row of one tenant to a row of another, as "table.column".

    Also how many foreign keys the database has in use, so that an empty one shows nothing.
    """
    crossing, used = [], 0
    async with database.read() as session:
        connection = await session.connection()
        for table in SQLModel.metadata.sorted_tables:
            for key in table.foreign_keys:
                other = key.column.table.alias()
                if "tenant" not in table.c or "tenant" not in other.c:
                    continue
                both = table.join(other, key.parent == other.c[key.column.name])
                number = select(func.count()).select_from(both)
                used += bool(await connection.scalar(number))
                if await connection.scalar(number.where(table.c.tenant != other.c.tenant)):
                    crossing.append(f"{table.name}.{key.parent.name}")
    return crossing, used


def _as_text(shown: object) -> str:
    """What can be read in something that was sent, also in an archive."""
    if isinstance(shown, bytes):
        if not shown.startswith(b"PK"):
            return ""
        with ZipFile(BytesIO(shown)) as archive:
            return "\n".join(archive.read(name).decode() for name in archive.namelist())
    return json.dumps(shown, default=vars, ensure_ascii=False)


def _offered(user: User) -> Iterator[tuple[Pair, Callable[[], Any]]]:
    """The buttons that somebody sees, the newest first, and how to press each."""
    if isinstance(user, SlackUser):
        for place in user._places():
            for button in blockkit.buttons(_payload(place)):
                action = button["action_id"].rpartition("#")[0]
                if not action.startswith(ids.FORM):
                    body = user._acted(place, _pressed(_payload(place), button))
                    yield (
                        (action, button.get("value", "")),
                        partial(user.send, "interactive", body),
                    )
        return
    for message, action in user._buttons():
        if "inputs" not in action["data"]["attune"]:
            yield (
                (action["verb"], action["data"]["attune"]["value"]),
                partial(user._act, message, action),
            )


def _typed_in_messages(user: User) -> Iterator[list[str]]:
    """For each form within a message, the names of what is typed into it."""
    if isinstance(user, SlackUser):
        for place in user._places():
            elements = blockkit.stateful(_payload(place))
            for inputs in _quick_forms(_payload(place)).values():
                texts = [
                    name
                    for name, block in inputs.items()
                    if elements[block]["type"] == "plain_text_input"
                ]
                if texts:
                    yield texts
        return
    for message, action in user._buttons():
        shown = {one["id"]: one["type"] for one in cards.inputs(message.seen_by(user.id))}
        names = action["data"]["attune"].get("inputs", {})
        texts = [name for name, id_ in names.items() if shown.get(id_) == "Input.Text"]
        if texts:
            yield texts


def _newest(*kept: list[Any]) -> Callable[[], Iterator[object]]:
    """What was added to these lists since the last time."""
    read = [0] * len(kept)

    def newest() -> Iterator[object]:
        for number, each in enumerate(kept):
            yield from each[read[number] :]
            read[number] = len(each)

    return newest


def _on_slack(fake: FakeSlack, way: SlackByHttp, attune: Attune, word: str) -> Tenant:
    calls, read = _newest(fake.calls), set[str]()

    def shows() -> Iterator[object]:
        yield from calls()
        for name, file in fake.files.known.items():
            if name not in read and file.content:
                read.add(name)
                yield file.content

    users: list[User] = [
        SlackUser(fake, way, attune.background, f"U{who.upper()}", fake.team)
        for who, _, _ in PEOPLE
    ]
    return Tenant(f"slack:{fake.team}", word, users, shows)


def _on_teams(fake: FakeTeams, client: "TestClient[Any, Any]", attune: Attune, word: str) -> Tenant:
    way = TeamsByHttp(fake, client)
    users: list[User] = [TeamsUser(fake, way, attune.background, who) for who, _, _ in PEOPLE]
    fake.channel("#sales")
    return Tenant(f"teams:{fake.tenant}", word, users, _newest(fake.calls, fake.changed))


@asynccontextmanager
async def apart(folder: Path, seed: int) -> AsyncIterator[Apart]:
    """Attune in five tenants, in each of which everybody has said hello."""
    clock = FixedClock(MONDAY.astimezone(UTC))
    slacks = [FakeSlack(clock, f"T{n}", f"xoxb-{n}-secret-of-the-bot") for n in (1, 2, 3)]
    for number, fake in enumerate(slacks):
        for who, name, _ in PEOPLE:
            fake.add_user(f"U{who.upper()}", name, "Europe/Berlin")
        fake.add_channel("CSALES", "sales", member=True)
        await (fake.start(beside=slacks[0]) if number else fake.start())
    teams = [FakeTeams(clock, tenant) for tenant in (TENANT, OTHER)]
    for fake_teams in teams:
        for who, name, _ in PEOPLE:
            fake_teams.add(who, name, "Europe/Berlin")
        await fake_teams.start()
    settings = Settings(
        _env_file=None,
        database_url=f"sqlite:///{await sqlite.migrated(folder / f'{seed}.sqlite3')}",
        playground=False,
        slack_signing_secret=SecretStr(SECRET),
        slack_api_url=slacks[0].url,
        slack_oauth_client_id="11.22",
        slack_oauth_client_secret=SecretStr("secret-of-the-client"),
        slack_teams="T1,T2,T3",
        public_url="https://attune.example.com",
        encryption_keys=new_key(),
        metrics_token=TOKEN,
    )
    attune = await build(settings, clock)
    add_platform(attune, "teams", _teams_app(attune, clock, teams))
    for fake in slacks:
        async with attune.database.write() as session:
            row = await workspaces.save(session, f"slack:{fake.team}", clock.now())
            row.scopes = " ".join(SCOPES)
            workspaces.store_tokens(session, row, WorkspaceTokens(fake.token))
    for platform in attune.platforms:
        await platform.start()
        if isinstance(platform, SlackApp):
            await platform._workspaces.stop_checking()
    client: TestClient[Any, Any] = TestClient(TestServer(attune.web))
    await client.start_server()
    way = SlackByHttp(slacks[0], client)
    tenants = [
        _on_slack(fake, way, attune, word) for fake, word in zip(slacks, WORDS, strict=False)
    ]
    tenants += [
        _on_teams(fake, client, attune, word) for fake, word in zip(teams, WORDS[3:], strict=True)
    ]
    made = Apart(attune, clock, client, tenants, seed)
    try:
        with _watching(made):
            await _meet(made)
            yield made
    finally:
        await client.close()
        await attune.stop()
        for fake in slacks[:1]:
            await fake.stop()
        for fake_teams in teams:
            await fake_teams.stop()


def _teams_app(attune: Attune, clock: FixedClock, fakes: list[FakeTeams]) -> TeamsApp:
    return TeamsApp(
        BOTH,
        attune.conversation(),
        attune.database,
        clock,
        attune.background,
        cloud=Regions(**vars(fakes[0].cloud), regions=tuple(fake.service for fake in fakes)),
        tokens=fakes[0].tokens,
        files=fakes[0].fetcher(),
    )


@contextmanager
def _watching(made: Apart) -> Iterator[None]:
    """Note whenever a session that works for a tenant loads a row of another."""

    def loaded(session: Session, row: object) -> None:
        works_for = session.info["tenant"]
        if works_for not in (EVERY_TENANT, getattr(row, "tenant", works_for)):
            made.read.append(f"{type(row).__name__} for {works_for}")

    for kind in (ReadingSession, WritingSession):
        event.listen(kind, "loaded_as_persistent", loaded)
    try:
        yield
    finally:
        for kind in (ReadingSession, WritingSession):
            event.remove(kind, "loaded_as_persistent", loaded)


async def _meet(made: Apart) -> None:
    """Everybody uses Attune once and gets their role, and there is some work in each tenant."""
    for tenant in made.tenants:
        for user in tenant.users:
            if isinstance(user, TeamsUser):
                await user.installs()
            await user.types("hello")
    names = {name: role for _, name, role in PEOPLE}
    async with made.attune.database.write() as session:
        for person in (await session.exec(select(Person).order_by(col(Person.id)))).all():
            person.role = names[person.name]
    for tenant in made.tenants:
        lena, tomas, mara = tenant.users
        for name, time in (("Northwind", "10:00"), (f"{tenant.word.title()} Northwind", "11:00")):
            await lena.types(f"/prep {name} today {time}")
            await lena.presses(f"Add “{name}”")
        await lena.types(f"remind me to send Northwind the {tenant.word} by Friday")
        lena.goes_to("#sales")
        await lena.types("/insight subscribe everything")
        lena.goes_to("")
        await tomas.types("/insight")
        await tomas.fills(headline=f"Drivers and the {tenant.word}", line="Ask the drivers first")
        await tomas.submits()
        await tomas.presses("Publish now")
        for words in ("home", "my data"):
            await mara.types(words)
        await mara.presses("Export")
    made.clock.moment = MONDAY.replace(hour=10, minute=36).astimezone(UTC)
    await made.delivers()
    for tenant in made.tenants:
        await tenant.users[0].types(f"They want {tenant.word}s in March")  # names no account
        await tenant.users[0].types(f"They like {tenant.word}s, {tenant.word}")
        kept = f"Noted, only you see it: {tenant.word.title()} Northwind."
        assert any(kept in message for message in tenant.users[0].messages)
        await tenant.users[0].types("/promises")
        await tenant.users[2].opens_home()
        await tenant.users[2].presses("Privacy")
        await tenant.users[2].presses("Who did what")
        for user in tenant.users:
            tenant.seen.update(pair for pair, _ in _offered(user))


@pytest.mark.parametrize("seed", range(SEEDS))
async def test_nothing_of_one_tenant_is_ever_seen_in_another(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("bot.app.ProcessReader", DirectReader)
    with capture_logs() as logs:
        async with apart(tmp_path, seed) as made:
            for _ in range(STEPS):
                await made.step()
            await made.is_apart()
            crossing, used = await crossing_keys(made.attune.database)
            assert (crossing, used >= KEYS_IN_USE) == ([], True), used
            async with made.attune.database.write() as session:  # it would be seen
                call = (await session.exec(select(Call).limit(1))).one()
                stranger = select(Person.id).where(col(Person.tenant) != call.tenant)
                who = (await session.exec(stranger.limit(1))).one()
                seat = Seat(
                    tenant=call.tenant,
                    call_id=call.id,
                    account_id=call.account_id,
                    person_id=who,
                    starts_at=call.starts_at,
                )
                session.add(seat)
                await plan_changes.discard(session)
            assert (await crossing_keys(made.attune.database))[0] == ["seat.person_id"]
    made._nothing_foreign("", json.dumps(logs, default=str))
    failed = [each for each in logs if each["log_level"] == "error"]
    assert [each for each in failed if each["event"] != MADE_UP] == []
