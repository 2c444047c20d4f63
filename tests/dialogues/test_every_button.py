"""Presses every button of every card that the real features make in a week.

Each is rendered as on the platform, and pressed through the platform's own entry point right after
its card arrived. What the press does is rolled back, so that the week continues unchanged.

Somebody in another workspace sends the same values, and nothing of this workspace is read for them.
"""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any, ClassVar

import pytest
from sqlalchemy import event
from sqlmodel import Session, select

from bot.web.watch import WatchedConversation
from handlers.cards import Aside, Button, Buttons, Card, Reply
from handlers.registry import Feature, Registry, Turn, Unfinished
from handlers.request import Means, Request, Sender
from storage.choices import Role
from storage.tables import Contact
from storage.workspace.people import ensure
from tests import sqlite
from tests.dialogues.office import Office
from tests.renderers.week import MONDAY, Stage, live

pytestmark = pytest.mark.every_platform

# What is refused although its button stands there, and why.
_IN_ITS_CHANNEL = "a subscription is changed in its channel, not in one's own chat"
MEANT = {
    "Type /insight subscribe in": _IN_ITS_CHANNEL,
    "Type @Attune insight subscribe in": _IN_ITS_CHANNEL,  # on Teams
}


HOME = "Attune"  # an answer comes above or beneath it

# What a second press may meet all the same: it only shows something, or opens a form.
HARMLESS = {
    *("drafts.show", "roles.show", "insight.show", "insight.edit"),
    *("talk.calls", "talk.calls_back", "talk.not_on_file", "talk.came", "talk.edit"),
    "talk.figures",
    *("team.page", "team.reflections", "team.promises", "team.overdue", "team.themes", "team.read"),
}

# Buttons that are there only while the words of a transcript are in memory, and as it is brought.
TRANSCRIPT = {
    *("talk.guess", "talk.show", "talk.draft", "talk.tap", "talk.keep", "talk.edit"),
    *("talk.take_back", "talk.focus", "talk.no_focus"),
}

# How many parts of a button's value say what it is about, where not all do.
SUBJECT = {"question": 2, "insight": 1}


class Done(Exception):
    """Raised after a feature has answered, to roll back what it did."""

    def __init__(self, reply: Reply | Unfinished) -> None:
        super().__init__()
        self.reply = reply


class Undoing(Registry):
    """The features, each rolled back as soon as it has answered."""

    def __init__(self, known: Registry) -> None:
        super().__init__()
        self.__dict__.update(vars(known))

    def find(self, means: Means, name: str) -> Feature | None:
        feature = super().find(means, name)
        return partial(_undone, feature) if feature else None


async def _undone(feature: Feature, turn: Turn) -> Reply | Unfinished:
    def loaded(_: Session, row: object) -> None:
        if getattr(row, "tenant", turn.person.tenant) != turn.person.tenant:
            Trying.leaked.add(f"{feature.__name__} {turn.text}: {type(row).__name__}")

    event.listen(turn.session.sync_session, "loaded_as_persistent", loaded)
    raise Done(_undone_later(await feature(turn)))


def _undone_later(reply: Reply | Unfinished) -> Reply | Unfinished:
    """A reply that is undone too when its slow work is done."""
    if not isinstance(reply, Unfinished):
        return reply

    async def then(turn: Turn, found: object) -> Reply | Unfinished:
        raise Done(_undone_later(await reply.then(turn, found)))

    return Unfinished(reply.work, then)


class Trying(WatchedConversation):
    """Answers each press, and records the outcome."""

    pressed: ClassVar[list[tuple[str, str, str, str]]] = []
    last: ClassVar[list[Reply | None]] = [None]
    leaked: ClassVar[set[str]] = set()  # rows of another tenant that a feature has read

    def __init__(self, registry: Registry, *args: Any, **more: Any) -> None:  # noqa: ANN401 - as it comes
        super().__init__(Undoing(registry), *args, **more)

    async def outcome(
        self, request: Request, now: datetime, reference: str
    ) -> tuple[Reply | None, str]:
        reply, how = await super().outcome(request, now, reference)
        said = reply.card.summary if isinstance(reply, Aside) else ""
        if request.means is Means.BUTTON:
            self.pressed.append((request.name, request.text, how, said))
            self.last[0] = reply
        return reply, how

    async def _answer(self, request: Request, now: datetime) -> Reply | Unfinished | None:
        try:
            return await super()._answer(request, now)
        except Done as done:
            return done.reply

    async def _continue(
        self, request: Request, now: datetime, unfinished: Unfinished, found: object
    ) -> Reply | Unfinished:
        try:
            return await super()._continue(request, now, unfinished, found)
        except Done as done:
            return done.reply

    async def _keep_admins(self, tenant: str) -> None:
        """Keep admins: the week gives out roles."""


@pytest.fixture(autouse=True)
def _trying(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Set up before the office is built."""

    @asynccontextmanager
    async def on_a_file() -> AsyncIterator[str]:
        # What is undone on PostgreSQL uses up ids, and the week counts on them.
        await sqlite.migrated(tmp_path / "teams.sqlite3")
        yield f"sqlite:///{tmp_path}/teams.sqlite3"

    monkeypatch.setattr("tests.dialogues.conftest.lasting", on_a_file)
    monkeypatch.setattr("bot.app.WatchedConversation", Trying)
    monkeypatch.setattr(Trying, "pressed", [])
    monkeypatch.setattr(Trying, "leaked", set())
    monkeypatch.setattr("bot.transcripts.reader.ProcessReader.forget", _stays)


def _stays(_reader: object, _key: str) -> None:
    """Keep the words in memory: no rollback brings back what was forgotten."""


async def test_every_button_works(office: Office) -> None:
    office.clock.moment = MONDAY
    people = {office.lena_id: office.lena, office.tomas.id: office.tomas}
    rep, marketer = (
        Sender(office.lena_tenant, id_, name, "Europe/Berlin")
        for id_, name in zip(people, ("Lena Brandt", "Tomas Keller"), strict=True)
    )
    seen: set[object] = set()
    values: dict[str, list[str]] = {}
    refused: set[str] = set()
    slid: set[str] = set()

    async def look(reader: str, card: Card) -> None:
        # What stands in a channel is marketing's to press here.
        person = people.get(reader, office.tomas)
        for named, press in person.offers(card):
            if (reader, named, office.clock.moment) in seen:
                continue
            seen.add((reader, named, office.clock.moment))
            before = len(Trying.pressed)
            await press()
            assert len(Trying.pressed) == before + 1, f"{named} reached no feature"
            action, value, how, said = Trying.pressed[-1]
            assert how != "failed", (action, value)
            if how != "ok" and not any(said.startswith(meant) for meant in MEANT):
                refused.add(f"{action} {value} on “{card.summary}”: {how}, {said}")
            slid.update(_slid(card, named, Trying.last[0]))
            values.setdefault(action, []).append(value)

    attune = office.attune
    reader = attune.playground_transcripts or attune.transcripts
    stage = Stage(attune.database, office.clock, rep, marketer, reader)
    await live(stage, look)
    assert len(seen) > 200
    if office.lena_tenant.startswith("slack:"):  # the features are the same elsewhere
        await _pressed_elsewhere(office, values)
    assert {action for action, *_ in Trying.pressed} >= TRANSCRIPT
    assert not refused, "\n".join(sorted(refused))
    assert not slid, "\n".join(sorted(slid))


async def _pressed_elsewhere(office: Office, values: Mapping[str, Sequence[str]]) -> None:
    """Send everything that can be pressed from another workspace. `values` are some by action."""
    registry, number = office.conversation.registry, 0
    roles: tuple[Role, ...] = ("admin", "marketer")
    async with office.attune.database.read() as session:
        contacts = (await session.exec(select(Contact.name))).all()
    assert contacts
    for role, means in product(roles, (Means.BUTTON, Means.FORM)):
        sender = Sender("slack:TOTHER", role, role, "UTC")
        async with office.attune.database.write() as session:
            person = await ensure(session, sender.tenant, role, role, "UTC")
            person.role = role
        for name in registry.names(means):
            for value in dict.fromkeys([*values.get(name, ())[-2:], "1", "1:1"]):
                number += 1
                request = Request(f"elsewhere {number}", sender, means, name, value)
                reply, how = await office.conversation.outcome(request, office.clock.now(), "")
                assert how != "failed", (name, value)
                assert not [one for one in contacts if one in str(reply)], (name, value)
    assert not Trying.leaked, "\n".join(sorted(Trying.leaked))


def _slid(card: Card, pressed: tuple[str, str], reply: Reply | None) -> set[str]:
    """Buttons with another meaning that appear where the first press was."""
    if not isinstance(reply, Card) or card.summary == HOME:
        return set()  # the card stays, or a form is in front of it
    after = dict(_placed(reply))
    found = set()
    for place, button in _placed(card):
        met = after.get(place)
        if (button.action, button.value) != pressed or button.beside or met is None:
            continue
        same = (met.action, _subject(met)) == (button.action, _subject(button))
        if not same and met.action not in HARMLESS:
            found.add(f"{pressed} on “{card.summary}” meets {met.label}: {met.action} {met.value}")
    return found


def _placed(card: Card) -> Iterator[tuple[tuple[int, int], Button]]:
    for row, block in enumerate(card.blocks):
        if isinstance(block, Buttons):
            yield from (((row, place), button) for place, button in enumerate(block.buttons))


def _subject(button: Button) -> str:
    """The subject of a button's value, without the rest of it."""
    return ":".join(button.value.split(":")[: SUBJECT.get(button.action.partition(".")[0])])
