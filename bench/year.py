"""Measure every command, nudge and larger page after a year of a whole sales force.

By default, `python -m bench.year [REPS] [DAYS] [FOLDER]` measures 1,000 reps who have had five
calls on each of 260 working days. That database has 1.3 million calls, 17 million rows and 3 GB,
and takes a minute or two to write, so this is not part of `make bench`. With a FOLDER, the
databases are kept for the next run. The peer is a database of a few reps who have just begun.
Posts, commands and pages that read growing data are also compared with those of as many reps after
a month. Times are processor time, so that other work on the machine hardly changes them.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, perf_counter_ns, process_time
from typing import Any

from sqlalchemy import text

from bench import sales_force
from bench.deliver import as_it_serves
from bench.fill import TENANT
from bench.sales_force import A_DAY, ACCOUNTS, CHANNEL, MARKETERS
from bench.table import Row, percentile, table
from handlers import features
from handlers.cards import Card
from handlers.composing import to_channel
from handlers.composing.to_person import compose
from handlers.conversation import Conversation
from handlers.features.marketing import exchange
from handlers.notices import notice
from handlers.nudges import reflect
from handlers.playbook.loader import Playbook, load
from handlers.request import Means, Request, Sender
from storage.database.connection import Database
from storage.tables import Outbox
from storage.tables.types import EPOCH, MICROSECOND
from storage.workspace import channels, people

REPS, DAYS = 1_000, 260
FEW_REPS, FEW_DAYS = 10, 10
MONTH = 20  # working days
NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)  # a Tuesday
HOUR = timedelta(hours=1)
TIMES, WARM_UP = 40, 10

Seconds = Callable[["Force", int], Awaitable[float]]
WHEN = {"brief": "> :now ORDER BY starts_at", "reflect": "< :now ORDER BY starts_at DESC"}
WHEN["listen"] = WHEN["brief"]


@dataclass(frozen=True)
class Force:
    """A database of a sales force, and an Attune that uses it."""

    database: Database
    playbook: Playbook
    conversation: Conversation
    numbers: "count[int]"
    reps: int

    async def asks(self, who: str, means: Means, name: str, words: str = "") -> float:
        """Return the processor seconds from a person's request to the reply."""
        sender = Sender(TENANT, who, who, "Europe/Lisbon")
        request = Request(f"request {next(self.numbers)}", sender, means, name, words)
        began = process_time()
        reply = await self.conversation.answer(request, NOW)
        took = process_time() - began
        assert reply is not None, name
        assert "went wrong" not in str(reply), name
        return took

    async def composes(self, who: str, kind: str) -> float:
        """Return the processor seconds to compose what is due to a person now."""
        async with self.database.read() as session:
            person = await people.find(session, TENANT, who)
            assert person is not None
            row = await self._due(person.id, kind)
            began = process_time()
            made = await compose(session, person, [row], self.playbook, NOW, absent_until=None)
            took = process_time() - began
        assert isinstance(made.card, Card), (kind, made.dropped, made.rescheduled)
        return took

    async def posts(self, kind: str) -> float:
        """Return the processor seconds to compose what is due to marketing's channel now."""
        async with self.database.read() as session:
            channel = await channels.by_id(session, TENANT, CHANNEL)
            assert channel is not None
            row = _row(kind, channel_id=CHANNEL, about=CHANNEL)
            began = process_time()
            made = await to_channel.compose(session, channel, [row], self.playbook, NOW)
            took = process_time() - began
        assert isinstance(made.card, Card), (kind, made.dropped, made.rescheduled)
        return took

    async def _due(self, person_id: int, kind: str) -> Outbox:
        call_id = await self._call(person_id, kind)
        about = await self._one("SELECT max(id) FROM ask") if notice(kind) else None
        row = _row(kind, person_id=person_id, call_id=call_id, about=about)
        if kind == "reflect":
            starts = await self._one(
                "SELECT starts_at FROM call WHERE id = :call", call=call_id or 0
            )
            row.key = reflect.key(person_id, call_id or 0, EPOCH + starts * MICROSECOND)
        return row

    async def _call(self, person_id: int, kind: str) -> int | None:
        """Return the call that a nudge of this kind is about now, or None."""
        if kind not in WHEN:
            return None
        wanted = f"SELECT call_id FROM seat WHERE person_id = :person AND starts_at {WHEN[kind]}"  # noqa: S608
        return await self._one(wanted, person=person_id, now=(NOW - EPOCH) // MICROSECOND)

    async def _one(self, wanted: str, **values: int) -> int:
        async with self.database.engine.connect() as connection:
            found = await connection.execute(text(f"{wanted} LIMIT 1"), values)
            number: int = found.scalar_one()
            return number


def _row(kind: str, **given: Any) -> Outbox:  # noqa: ANN401 - columns
    return Outbox(
        id=10**9,
        tenant=TENANT,
        key=kind,
        kind=kind,
        day=NOW.date(),
        due_at=NOW,
        useful_until=NOW + (26 * HOUR if kind == "research" else HOUR),
        next_at=NOW,
        **given,
    )


def _rep(force: Force, turn: int) -> int:
    return turn % FEW_REPS * (force.reps // FEW_REPS) + 1


def _command(name: str, words: str = "") -> tuple[str, Seconds]:
    async def ask(force: Force, turn: int) -> float:
        rep = _rep(force, turn)
        said = words.format(account=f"Account {(rep - 1) * ACCOUNTS + 1}")
        return await force.asks(f"U{rep}", Means.COMMAND, name, said)

    return f"/{name} {words}".strip(), ask


def _press(action: str, value: str = "", *, marketer: bool = False) -> tuple[str, Seconds]:
    async def press(force: Force, turn: int) -> float:
        means = Means.SCREEN if action == "home" else Means.BUTTON
        who = f"M{turn % MARKETERS + 1}" if marketer else f"U{_rep(force, turn)}"
        return await force.asks(who, means, action, value)

    return f"{'a marketer' if marketer else 'a rep'} presses {action}", press


def _nudge(kind: str) -> tuple[str, Seconds]:
    return f"nudge {kind}", lambda force, turn: force.composes(f"U{_rep(force, turn)}", kind)


def _notice(kind: str) -> tuple[str, Seconds]:
    return f"notice {kind}", lambda force, turn: force.composes(f"M{turn % MARKETERS + 1}", kind)


def _post(kind: str) -> tuple[str, Seconds]:
    return f"post {kind} in a channel", lambda force, _: force.posts(kind)


# What reads data that grows with the days.
GROWING = dict(
    [
        _post("voice_digest"),
        _command("prep", "Acount 1"),
        _press("insight.desk", marketer=True),
        _press("insight.show", "1", marketer=True),
    ]
)
MEASURED = dict(
    [
        # The nudges come first: once a rep has asked for a brief, it is not sent as a nudge.
        *map(_nudge, ("agenda", "research", "brief", "listen", "reflect")),
        *map(_notice, ("ask", "ask_waits")),
        _command("prep"),
        _command("prep", "{account}"),
        _command("calls"),
        _command("reflect"),
        _command("reflect", "{account}"),
        _command("promises"),
        _command("promises", "{account}"),
        _command("insight"),
        _command("insight", "migration rollout"),
        _command("rhythm"),
        *map(_press, ("home", "rhythm.show", "asks.open", "exchange.show")),
        *(_press(action, marketer=True) for action in ("home", "asks.open")),
        *GROWING.items(),
    ]
)


async def year(folder: Path, reps: int, days: int) -> list[Row]:
    """Return all figures. `folder` is for the databases."""
    playbook = load(None)
    async with AsyncExitStack() as stack:
        few = await _filled(folder / "few.sqlite3", playbook, stack, FEW_REPS, FEW_DAYS)
        began = perf_counter()
        many = await _filled(folder / "year.sqlite3", playbook, stack, reps, days)
        took = perf_counter() - began
        month = await _filled(folder / "month.sqlite3", playbook, stack, reps, MONTH)
        size = (folder / "year.sqlite3").stat().st_size / 1e9
        with as_it_serves():
            found = [await _compare(name, few, many, seconds) for name, seconds in MEASURED.items()]
            for name, seconds in GROWING.items():
                found.append(await _compare(f"{name}, against a month", month, many, seconds))
    calls = f"{reps * days * A_DAY:,} calls"
    return [
        Row(f"year, {calls}, written", took, "s"),
        Row(f"year, {calls}, on disk", size, "GB"),
        *found,
    ]


async def _compare(name: str, few: Force, many: Force, seconds: Seconds) -> Row:
    """Compare both databases, in turn, so that other work on the machine affects both."""
    taken: tuple[list[float], list[float]] = ([], [])
    for each in range(-WARM_UP, TIMES):
        for times, force in zip(taken, (few, many), strict=True):
            took = await seconds(force, each)
            if each >= 0:
                times.append(took)
    small, large = (percentile(times, 50) * 1_000 for times in taken)
    return Row(f"year, {name}: p50", large, "ms", small)


def _there(file: Path) -> bool:
    return file.exists()


async def _filled(
    file: Path, playbook: Playbook, stack: AsyncExitStack, reps: int, days: int
) -> Force:
    if _there(file):
        await sales_force.refresh(file)
    else:
        await sales_force.fill(file, playbook, NOW, reps=reps, days=days)
    database = Database(f"sqlite:///{file}")
    stack.push_async_callback(database.close)
    await exchange.count_all(database, NOW - 4 * HOUR)  # as the daily chore does
    conversation = Conversation(features.registry(), database, playbook)
    return Force(database, playbook, conversation, count(perf_counter_ns()), reps)


def main() -> None:
    """Write and measure a sales force of the size on the command line."""
    given = [int(each) for each in sys.argv[1:3]]
    reps, days = (*given, *(REPS, DAYS)[len(given) :])
    with TemporaryDirectory() as passing:
        folder = Path(sys.argv[3] if len(sys.argv) > 3 else passing)
        print(table(asyncio.run(year(folder, reps, days))))


if __name__ == "__main__":
    main()
