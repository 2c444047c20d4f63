"""Measure how long it takes to find the insights that fit a call, among few and among many.

The databases are asked in turn, so that other work on the machine affects both. The values are
processor time, which other work changes less than the time that passes.
"""

import json
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from time import process_time

from sqlalchemy import text

from bench.brief import NOW
from bench.bulk import Rows, make
from bench.fill import TENANT
from bench.table import Row, percentile
from handlers.coaching.matching import MATCH_LIMIT
from handlers.knowledge.facts import Facts
from handlers.knowledge.gathering import gather
from handlers.knowledge.matches import fitting
from handlers.playbook.loader import Playbook, load
from storage.customers import accounts
from storage.database.connection import Database
from storage.sales_calls import own_calls
from storage.tables.types import EPOCH, MICROSECOND
from storage.workspace import people

FEW, MANY = 100, 10_000
TIMES, WARM_UP = 60, 10
COMMON = " Ask the drivers."
HEARD = (  # the newest first; most of the words have synonyms in the playbook
    "The price is not the point. We lost a week of deliveries to the last migration, and the "
    "drivers switched the planner off. Routely offered us a rollout by March.",
    "Every depot has its own report, and nobody trusts the figures. Our dispatcher is leaving.",
    "Security wants an audit before any contract. The warehouse is short of staff until spring.",
    "They asked about training, fuel and how late we hear of a delay.",
)
WORDS = {
    "subject": "drivers dispatchers buyers planners carriers clinics grocers nurses shippers"
    " auditors engineers bakers brokers builders cashiers chemists cooks dentists farmers"
    " florists gardeners growers insurers jewellers librarians mechanics miners opticians"
    " pharmacists pilots plumbers printers retailers roofers sailors surveyors tailors teachers"
    " vets weavers",
    "verb": "trust drop question rebuild share delay measure compare postpone automate outgrow"
    " renew bundle challenge copy defend double explain forget freeze halve hide ignore inspect"
    " invent join keep leave lend limit map merge name open order pause phone prefer publish quote",
    "object": "pricing migration reporting onboarding security contracts routing overtime returns"
    " batteries hiring packaging forecasts invoices pallets seals tyres samples labels permits"
    " recipes refunds rosters rebates sensors shifts signage stock subsidies surveys tariffs taxes"
    " templates tenders tickets tolls uniforms vouchers warranties waste",
    "after": "in winter|before a tender|after a merger|when fuel is dear|during the first month"
    "|once the pilot ends|without being asked|at the second depot|over the phone|on Fridays"
    "|in the north|near the border|under a new owner|for two years|with no system|at night",
    "industry": "Logistics Retail Healthcare Manufacturing Insurance Energy Food Travel",
    "persona": "head of dispatch|plant manager|head of purchasing|nurse|fleet manager",
    "competitor": "Routely Contoso Fabrikam Tailspin Adatum Litware Proseware Wingtip",
}

NUMBERS = """
CREATE TEMP TABLE number AS
WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < :rows)
SELECT n, (n * 7919) % 104729 AS dice FROM counted
"""


def _word(kind: str, dice: str) -> str:
    """Return SQL that picks one of the words of a kind."""
    return f"json_extract(:{kind}, '$[' || ({dice} % json_array_length(:{kind})) || ']')"


INSIGHT = f"""
SELECT n, :tenant, CASE n % 10 WHEN 0 THEN 'retired' ELSE 'published' END,
       'What ' || {_word("subject", "dice")} || ' ' || {_word("verb", "dice / 12")} || ' '
       || {_word("after", "dice / 5")},
       'Ask which ' || {_word("object", "dice / 7")} || ' they ' || {_word("verb", "dice / 11")}
       || ' first',
       'Study ' || n || ' of ' || {_word("subject", "dice / 3")} || ' and '
       || {_word("object", "dice / 13")} || ': most ' || {_word("verb", "dice / 17")} || ' '
       || {_word("object", "dice / 19")} || ' ' || {_word("after", "dice / 23")} || '.'
       || CASE n % 10 WHEN 5 THEN '' ELSE :common END,
       CASE n % 3 WHEN 0 THEN {_word("industry", "dice / 29")} ELSE '' END,
       CASE n % 5 WHEN 0 THEN {_word("persona", "dice / 31")} ELSE '' END,
       CASE n % 4 WHEN 0 THEN {_word("competitor", "dice / 37")} ELSE '' END,
       CASE n % 7 WHEN 0 THEN 'discovery' ELSE '' END,
       1, 1, date(:now / 1000000 + (n % 90 - 5) * 86400, 'unixepoch'),
       :now - n * 60000000, :now
FROM number
"""  # noqa: S608 - all of it is ours

ROWS = (
    Rows(
        "person",
        "id tenant external name zone rhythm",
        "SELECT 1, :tenant, 'U1', 'U1', 'Europe/Lisbon', '{}'",
    ),
    Rows(
        "account",
        "id tenant name name_key stage industry created_at",
        "SELECT 1, :tenant, 'Northwind', 'northwind', 'discovery', 'Logistics', :now",
    ),
    Rows(
        "contact",
        "id tenant account_id name role",
        "SELECT 1, :tenant, 1, 'Ana', 'head of dispatch'",
    ),
    Rows(
        "call",
        "id tenant account_id starts_at ends_at planned_at zone join_url status",
        """
        SELECT n, :tenant, 1, :now + starts, :now + starts, :now, 'Europe/Lisbon', '', 'planned'
        FROM (SELECT 1 AS n, 3600000000 AS starts UNION ALL
              SELECT key + 2, -(key + 1) * 604800000000 FROM json_each(:heard))
        """,
    ),
    Rows("callcontact", "call_id contact_id tenant", "SELECT 1, 1, :tenant"),
    Rows(
        "seat",
        "call_id person_id tenant account_id starts_at goal",
        "SELECT 1, 1, :tenant, 1, :now + 3600000000, 'Learn who decides about the budget'",
    ),
    Rows(
        "reflection",
        "tenant call_id account_id author_id called_at written_at goal_reached heard surprise "
        "next_step for_marketing shared",
        """
        SELECT :tenant, key + 2, 1, 1, :now - (key + 1) * 604800000000, :now, 'partly', value,
               '', '', '', 1
        FROM json_each(:heard)
        """,
    ),
    Rows(
        "insight",
        "id tenant state headline line body industry persona competitor stage author_id owner_id "
        "review_by published_at changed_at",
        INSIGHT,
    ),
    Rows(
        "insightuse",
        "insight_id person_id call_id tenant account_id at verdict",
        "SELECT n, 1, 2, :tenant, 1, :now, 'flopped' FROM number WHERE n % 50 = 0",
    ),
)


@dataclass(frozen=True)
class Filled:
    """A database with insights, and a call that insights are matched with."""

    database: Database
    playbook: Playbook

    async def match(self) -> float:
        """Return the processor time (seconds) for finding insights, once the facts are gathered."""
        async with self.database.read() as session:
            facts = await self._facts()
            began = process_time()
            found = await fitting(session, facts, self.playbook, NOW)
            took = process_time() - began
        assert len(found) == MATCH_LIMIT, found
        return took

    async def _facts(self) -> Facts:
        async with self.database.read() as session:
            person = await people.find(session, TENANT, "U1")
            known = await accounts.by_name(session, TENANT, "Northwind")
            assert person is not None
            assert known is not None
            coming = await own_calls.planned_for(
                session, TENANT, person.id, since=NOW, account_id=known.id, limit=1
            )
            facts = await gather(session, person, coming[0])
        assert len(facts.heard) == len(HEARD)
        return facts


async def rows(folder: Path) -> list[Row]:
    """Return the figures about matching. `folder` is for the databases."""
    playbook = load(None)
    return [
        *await _rows(folder, playbook, "", ""),
        *await _rows(folder, playbook, COMMON, ", nine in ten with one of the words"),
    ]


async def _rows(folder: Path, playbook: Playbook, common: str, which: str) -> list[Row]:
    """Return the figures if nine in ten insights have the word `common` too."""
    async with AsyncExitStack() as stack:
        few = await _filled(folder / f"few{which}.sqlite3", playbook, stack, FEW, common)
        many = await _filled(folder / f"many{which}.sqlite3", playbook, stack, MANY, common)
        taken: tuple[list[float], list[float]] = ([], [])
        for each in range(-WARM_UP, TIMES):
            for seconds, way in zip(taken, (few, many), strict=True):
                took = await way.match()
                if each >= 0:
                    seconds.append(took)
    among_few, among_many = (percentile(seconds, 50) * 1000 for seconds in taken)
    name = f"matching, {MANY:,} insights against {FEW}{which}: processor time, p50"
    return [
        Row(f"matching, {FEW} insights{which}: processor time, p50", among_few, "ms"),
        Row(name, among_many, "ms", among_few),
    ]


async def _filled(
    file: Path, playbook: Playbook, stack: AsyncExitStack, count: int, common: str
) -> Filled:
    words = {
        kind: json.dumps(listed.split("|" if "|" in listed else None))
        for kind, listed in WORDS.items()
    }
    values = {
        "tenant": TENANT,
        "rows": count,
        "now": (NOW - EPOCH) // MICROSECOND,
        "heard": json.dumps(HEARD),
        "common": common,
        **words,
    }
    await make(file, (NUMBERS,), ROWS, values)
    database = Database(f"sqlite:///{file}")
    stack.push_async_callback(database.close)
    async with database.write() as session:
        await (await session.connection()).execute(
            text(
                "INSERT INTO insight_words (rowid, words, tenant) SELECT id, headline || ' ' || "
                "line || ' ' || body || ' ' || industry || ' ' || persona || ' ' || competitor, "
                "tenant FROM insight"
            )
        )
    return Filled(database, playbook)
