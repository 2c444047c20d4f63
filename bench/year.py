"""A year of a whole sales force, and what every command and nudge costs on it.

`python -m bench.year [REPS] [DAYS]`: five calls a working day, 1,000 reps and 260 days unless told
otherwise. That is 1.3 million calls, 17 million rows and 4 GB, some minutes to write; so it is no
part of `make bench`. What it is compared with is the same with few reps who have just begun.
"""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from sqlalchemy import text

from bench.bulk import Rows, make
from bench.fill import KNOWN, TENANT
from bench.table import Row, percentile, table
from handlers import features
from handlers.cards import Card
from handlers.conversation import Conversation, Means, Request, Sender
from handlers.nudges.due import message
from handlers.playbook.loader import Playbook, load
from storage import people
from storage.database import Database
from storage.tables import Outbox
from storage.types import EPOCH, MICROSECOND

REPS, DAYS = 1_000, 260
FEW_REPS, FEW_DAYS = 10, 10
A_DAY, ACCOUNTS = 5, 25  # calls a rep has, and accounts a rep looks after
NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)  # a Tuesday
HOUR = timedelta(hours=1)
TIMES, WARM_UP = 40, 10

# Past calls are counted back from yesterday; working days only, so that a year is a year.
PAST = """
CREATE TEMP TABLE past AS
WITH RECURSIVE
    rep(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM rep WHERE n < :reps),
    day(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM day WHERE n < :days),
    slot(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM slot WHERE n < :a_day - 1)
SELECT row_number() OVER (ORDER BY day.n DESC, slot.n, rep.n) AS n, rep.n AS rep, day.n AS day,
       slot.n AS slot, (rep.n - 1) * :accounts + (day.n * :a_day + slot.n) % :accounts + 1
       AS account, :now - (day.n * 7 / 5 + 1) * 86400000000 + slot.n * 3600000000 AS starts
FROM day, slot, rep
"""
# Today's calls and those of the next four days; and one that has just ended.
COMING = """
CREATE TEMP TABLE coming AS
WITH RECURSIVE
    rep(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM rep WHERE n < :reps),
    day(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM day WHERE n < 4),
    slot(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM slot WHERE n < :a_day)
SELECT (SELECT count(*) FROM past) + row_number() OVER () AS n, rep.n AS rep,
       (rep.n - 1) * :accounts + day.n * :a_day + slot.n AS account,
       :now + day.n * 86400000000
       + CASE WHEN day.n = 0 AND slot.n = :a_day THEN -2400000000 ELSE slot.n * 3600000000 END
       AS starts
FROM day, slot, rep
"""
ALL_CALLS = "(SELECT n, rep, account, starts FROM past UNION ALL SELECT * FROM coming)"

ROWS = (
    Rows(
        "person",
        "id tenant external name zone rhythm address",
        """
        SELECT DISTINCT rep, :tenant, 'U' || rep, 'U' || rep, 'Europe/Lisbon', :rhythm, 'D' || rep
        FROM coming
        """,
    ),
    Rows(
        "account",
        "id tenant name name_key stage created_at",
        """
        SELECT DISTINCT account, :tenant, 'Account ' || account, 'account ' || account,
               'discovery', :now FROM coming
        """,
    ),
    Rows(
        "contact",
        "id tenant account_id name role",
        """
        SELECT DISTINCT account, :tenant, account, 'Contact ' || account, 'head of operations'
        FROM coming
        """,
    ),
    Rows(
        "call",
        "id tenant account_id starts_at ends_at planned_at zone join_url status",
        f"""
        SELECT n, :tenant, account, starts, starts + 1800000000, starts - 604800000000,
               'Europe/Lisbon', '', 'planned' FROM {ALL_CALLS}
        """,  # noqa: S608 - all of it is ours
    ),
    Rows(
        "callcontact",
        "call_id contact_id tenant",
        f"SELECT n, account, :tenant FROM {ALL_CALLS}",  # noqa: S608 - all of it is ours
    ),
    Rows(
        "seat",
        "call_id person_id tenant account_id starts_at goal opening reflected_at",
        f"""
        SELECT n, rep, :tenant, account, starts, 'Learn who decides about the budget',
               CASE WHEN starts < :now THEN 'opening-' || n % 20 END,
               CASE WHEN starts < :now - 7200000000 THEN starts + 3600000000 END
        FROM {ALL_CALLS}
        """,  # noqa: S608 - all of it is ours
    ),
    Rows(
        "guess",
        "tenant call_id person_id position text outcome",
        f"""
        SELECT :tenant, n, rep, half, 'They fear the migration more than the price',
               CASE WHEN starts < :now THEN 'wrong' END
        FROM {ALL_CALLS}, (SELECT 0 AS half UNION SELECT 1)
        """,  # noqa: S608 - all of it is ours
    ),
    Rows(
        "finding",
        "tenant account_id question_id text source found_at found_by",
        """
        SELECT :tenant, account, value, 'It is in their annual report', '',
               :now - key * 864000000000, rep
        FROM coming, json_each(:questions)
        """,
    ),
    Rows(
        "reflection",
        "tenant call_id account_id author_id called_at written_at goal_reached heard "
        "surprise first_prescribed next_step built for_marketing shared",
        """
        SELECT :tenant, n, account, rep, starts, starts + 3600000000, 'partly',
               'We lost a week to the migration in March', 'The plant manager decides', 'later',
               'Send the plan for week ' || day, 'solution', '', 1 FROM past
        """,
    ),
    Rows(
        "commitment",
        "tenant account_id call_id owner_id side text text_key due_on state made_at settled_at",
        """
        SELECT :tenant, account, n, rep, CASE slot % 2 WHEN 0 THEN 'ours' ELSE 'theirs' END,
               'Pricing for 40 seats', 'pricing for 40 seats',
               date(:now / 1000000 + slot * 86400, 'unixepoch'),
               CASE WHEN day <= 2 THEN 'open' ELSE 'done' END, starts,
               CASE WHEN day > 2 THEN starts + 172800000000 END
        FROM past
        """,
    ),
    Rows(
        "outbox",
        "tenant key kind person_id call_id day due_at useful_until next_at state doubt attempts "
        "message wording settled_at",
        """
        SELECT :tenant, value || ':' || n, value, rep, n, date(starts / 1000000, 'unixepoch'),
               starts, starts, starts, 'sent', 0, 1, value || n, 'line-' || n % 40, starts
        FROM past, json_each('["brief", "listen", "reflect"]')
        UNION ALL
        SELECT :tenant, value || ':' || rep || ':' || day, value, rep, NULL,
               date(starts / 1000000, 'unixepoch'), starts, starts, starts, 'sent', 0, 1,
               value || n, NULL, starts
        FROM past, json_each('["agenda", "research"]') WHERE slot = 0
        """,
    ),
    Rows(
        "insight",
        "id tenant state headline line body author_id owner_id review_by published_at changed_at",
        """
        SELECT key + 1, :tenant, 'published', 'What a migration costs, part ' || key,
               'Ask who carried the last one', 'A study of rollouts', 1, 1,
               date(:now / 1000000 + 2592000, 'unixepoch'), :now - key * 86400000000, :now
        FROM json_each(:insights)
        """,
    ),
    Rows(
        "insightuse",
        "insight_id person_id call_id tenant account_id verdict at",
        """
        SELECT n % json_array_length(:insights) + 1, rep, n, :tenant, account,
               CASE slot WHEN 0 THEN 'used' ELSE 'shown' END, starts
        FROM past
        """,
    ),
    Rows(
        "ask",
        "tenant author_id account_id call_id line quote asked_at due_at state first_answer_at "
        "closed_at",
        """
        SELECT :tenant, rep, account, n, 'Nobody says what it costs to run', '', starts,
               starts + 86400000000, 'answered', starts + 14400000000, starts + 14400000000
        FROM past WHERE slot = 0
        """,
    ),
)
WORDS = (
    "INSERT INTO insight_words (rowid, words, tenant) "
    "SELECT id, headline || ' ' || line || ' ' || body, tenant FROM insight"
)

Seconds = Callable[["Force", int], Awaitable[float]]


@dataclass(frozen=True)
class Force:
    """A sales force on file, and what answers it."""

    database: Database
    playbook: Playbook
    conversation: Conversation
    numbers: "count[int]"
    reps: int

    async def asks(self, rep: int, means: Means, name: str, words: str = "") -> float:
        """Seconds until a rep's request has its reply."""
        sender = Sender(TENANT, f"U{rep}", f"U{rep}", "Europe/Lisbon")
        request = Request(f"request {next(self.numbers)}", sender, means, name, words)
        began = perf_counter()
        reply = await self.conversation.answer(request, NOW)
        took = perf_counter() - began
        assert reply is not None, name
        assert "went wrong" not in str(reply), name
        return took

    async def composes(self, rep: int, kind: str) -> float:
        """Seconds to compose a nudge that is due to a rep now."""
        async with self.database.read() as session:
            person = await people.find(session, TENANT, f"U{rep}")
            assert person is not None
            row = await self._due(person.id, kind)
            began = perf_counter()
            made = await message(session, person, [row], self.playbook, NOW, away_until=None)
            took = perf_counter() - began
        assert isinstance(made.card, Card), (kind, made.dropped, made.put_off)
        return took

    async def _due(self, person_id: int, kind: str) -> Outbox:
        about = {"brief": ">", "listen": ">", "reflect": "<"}.get(kind)
        call_id = None
        if about:
            order = "ASC" if about == ">" else "DESC"
            wanted = text(
                f"SELECT call_id FROM seat WHERE person_id = :person AND starts_at {about} :now "  # noqa: S608
                f"ORDER BY starts_at {order} LIMIT 1"
            )
            values = {"person": person_id, "now": (NOW - EPOCH) // MICROSECOND}
            async with self.database.engine.connect() as connection:
                call_id = (await connection.execute(wanted, values)).scalar_one()
        until = NOW + (26 * HOUR if kind == "research" else HOUR)
        return Outbox(
            id=10**9,
            tenant=TENANT,
            key=kind,
            kind=kind,
            person_id=person_id,
            call_id=call_id,
            day=date(2026, 11, 24),
            due_at=NOW,
            useful_until=until,
            next_at=NOW,
        )


def _command(name: str, words: str = "") -> tuple[str, Seconds]:
    async def ask(force: Force, rep: int) -> float:
        told = words.format(account=f"Account {(rep - 1) * ACCOUNTS + 1}")
        return await force.asks(rep, Means.COMMAND, name, told)

    return f"/{name} {words}".strip(), ask


def _press(action: str) -> tuple[str, Seconds]:
    return f"button {action}", lambda force, rep: force.asks(rep, Means.BUTTON, action)


def _nudge(kind: str) -> tuple[str, Seconds]:
    return f"nudge {kind}", lambda force, rep: force.composes(rep, kind)


MEASURED = dict(
    [
        # first: a brief that was asked for is not pushed
        *map(_nudge, ("agenda", "research", "brief", "listen", "reflect")),
        _command("prep"),
        _command("prep", "{account}"),
        _command("calls"),
        _command("reflect"),
        _command("promises"),
        _command("promises", "{account}"),
        _command("insight", "migration rollout"),
        _command("rhythm"),
        _press("rhythm.show"),
        _press("exchange.show"),
        ("home", lambda force, rep: force.asks(rep, Means.SCREEN, "home")),
    ]
)


async def year(folder: Path, reps: int, days: int) -> list[Row]:
    """Every figure. `folder` is for the databases."""
    playbook = load(None)
    async with AsyncExitStack() as stack:
        few = await _filled(folder / "few.sqlite3", playbook, stack, FEW_REPS, FEW_DAYS)
        began = perf_counter()
        many = await _filled(folder / "year.sqlite3", playbook, stack, reps, days)
        took = perf_counter() - began
        size = (folder / "year.sqlite3").stat().st_size / 1e9
        found = [await _compare(name, few, many, seconds) for name, seconds in MEASURED.items()]
    calls = f"{reps * days * A_DAY:,} calls"
    return [
        Row(f"year, {calls}, written", took, "s"),
        Row(f"year, {calls}, on disk", size, "GB"),
        *found,
    ]


async def _compare(name: str, few: Force, many: Force, seconds: Seconds) -> Row:
    """The databases are asked in turn, so that what else the machine does hits both."""
    taken: tuple[list[float], list[float]] = ([], [])
    for each in range(-WARM_UP, TIMES):
        for times, force in zip(taken, (few, many), strict=True):
            took = await seconds(force, each % FEW_REPS * (force.reps // FEW_REPS) + 1)
            if each >= 0:
                times.append(took)
    small, large = (percentile(times, 50) * 1_000 for times in taken)
    return Row(f"year, {name}: p50", large, "ms", small)


async def _filled(
    file: Path, playbook: Playbook, stack: AsyncExitStack, reps: int, days: int
) -> Force:
    values = {
        "tenant": TENANT,
        "rhythm": '{"most_a_day": 50}',  # no nudge is to be cut for the day's others
        "now": (NOW - EPOCH) // MICROSECOND,
        "reps": reps,
        "days": days,
        "a_day": A_DAY,
        "accounts": ACCOUNTS,
        "questions": json.dumps([question.id for question in playbook.questions[:KNOWN]]),
        "insights": json.dumps(list(range(max(days // 2, 20)))),
    }
    await make(file, (PAST, COMING), ROWS, values)
    database = Database(f"sqlite:///{file}")
    stack.push_async_callback(database.close)
    async with database.write() as session:
        await (await session.connection()).execute(text(WORDS))
    conversation = Conversation(features.registry(), database, playbook)
    return Force(database, playbook, conversation, count(1), reps)


def main() -> None:
    """Write and measure as much as the command line says."""
    given = [int(each) for each in sys.argv[1:3]]
    reps, days = (*given, *(REPS, DAYS)[len(given) :])
    with TemporaryDirectory() as folder:
        print(table(asyncio.run(year(Path(folder), reps, days))))


if __name__ == "__main__":
    main()
