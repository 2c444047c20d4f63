"""Fill a database with a sales force after a number of working days.

Every rep has their own accounts and five calls per working day. Every past call has its guesses,
reflection, promise, nudges and an insight in its brief. Five marketers publish.
"""

import json
from datetime import datetime
from pathlib import Path

from sqlalchemy import text

from bench.bulk import Rows, make
from bench.fill import KNOWN, TENANT
from handlers.playbook.loader import Playbook
from storage.database.connection import Database
from storage.database.upgrade import bring_up_to_date
from storage.tables.types import EPOCH, MICROSECOND

A_DAY, ACCOUNTS, MARKETERS = 5, 25, 5  # calls per day and accounts of a rep; marketers in total
CHANNEL = 1  # the row id of marketing's channel, which gets what reps pass on
# What buyers say, in words of their own that some accounts share, and sometimes with a competitor.
SAID = (
    "Nobody says what it costs to run",
    "We lost a week of deliveries to the last migration",
    "The drivers switched the planner off after two days",
    "Routely offered us a rollout by March",
    "Every depot has its own report, and nobody trusts the figures",
    "Security wants an audit before any contract",
    "Our dispatcher is leaving, and only she knows the routes",
    "The board asks what a late delivery costs",
    "We looked at Fabrikam, and their support never called back",
    "Training takes longer than the rollout",
    "The warehouse is short of staff until spring",
    "Fuel is dearer than the whole software",
    "Nobody answers the phone after six",
)

# Past calls are counted back from yesterday, on working days only.
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
# The calls of today and the next four days, and one call that has just ended.
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
        "id tenant external name zone role rhythm address",
        """
        SELECT DISTINCT rep, :tenant, 'U' || rep, 'U' || rep, 'Europe/Lisbon', 'rep', :rhythm,
               'D' || rep FROM coming
        UNION ALL
        SELECT :reps + value, :tenant, 'M' || value, 'M' || value, 'Europe/Lisbon', 'marketer',
               :rhythm, 'DM' || value FROM json_each(:marketers)
        """,
    ),
    Rows(
        "channel",
        "id tenant external name zone opens_at closes_at subscribed_by",
        """
        SELECT :channel, :tenant, 'C1', 'marketing', 'Europe/Lisbon', '00:00:00.000000',
               '23:59:00.000000', :reps + 1
        """,
    ),
    Rows(
        "subscription",
        "channel_id tag value tenant shown",
        "SELECT :channel, 'voice', '*', :tenant, ''",
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
        "tenant key kind person_id channel_id about call_id day due_at useful_until next_at state "
        "doubt attempts message wording settled_at",
        """
        SELECT :tenant, value || ':' || n, value, rep, NULL, NULL, n,
               date(starts / 1000000, 'unixepoch'), starts, starts, starts, 'sent', 0, 1,
               value || n, 'line-' || n % 40, starts
        FROM past, json_each('["brief", "listen", "reflect"]')
        UNION ALL
        SELECT :tenant, value || ':' || rep || ':' || day, value, rep, NULL, NULL, NULL,
               date(starts / 1000000, 'unixepoch'), starts, starts, starts, 'sent', 0, 1,
               value || n, NULL, starts
        FROM past, json_each('["agenda", "research"]') WHERE slot = 0
        UNION ALL
        SELECT :tenant, 'ask:channel:' || :channel || ':' || n, 'ask', NULL, :channel, n, NULL,
               date(starts / 1000000, 'unixepoch'), starts, starts, starts, 'sent', 0, 1,
               'ask' || n, NULL, starts
        FROM past WHERE slot = 0
        """,
    ),
    Rows(
        "insight",
        "id tenant state headline line body author_id owner_id review_by published_at changed_at",
        """
        SELECT key + 1, :tenant, 'published', 'What a migration costs, part ' || key,
               'Ask who carried the last one', 'A study of rollouts', :reps + 1, :reps + 1,
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
        "id tenant author_id account_id call_id line quote asked_at due_at state first_answer_at "
        "closed_at",
        """
        SELECT n, :tenant, rep, account, n, 'They ask about call ' || n,
               json_extract(:said, '$[' || (n * 7919 % json_array_length(:said)) || ']'), starts,
               starts + 86400000000, CASE WHEN day > 1 THEN 'answered' ELSE 'waiting' END,
               CASE WHEN day > 1 THEN starts + 14400000000 END,
               CASE WHEN day > 1 THEN starts + 14400000000 END
        FROM past WHERE slot = 0
        """,
    ),
)
WORDS = (
    "INSERT INTO insight_words (rowid, words, tenant) "
    "SELECT id, headline || ' ' || line || ' ' || body, tenant FROM insight"
)

UNREAD = "UPDATE seat SET briefed_at = NULL WHERE briefed_at IS NOT NULL"


async def refresh(file: Path) -> None:
    """Prepare a database for another measurement."""
    database = Database(f"sqlite:///{file}")
    await bring_up_to_date(database)
    async with database.write() as session:
        await (await session.connection()).execute(text(UNREAD))
    await database.close()


async def fill(file: Path, playbook: Playbook, now: datetime, *, reps: int, days: int) -> None:
    """Make a database with this many reps and past working days, as of `now`."""
    values = {
        "tenant": TENANT,
        "rhythm": '{"most_a_day": 50}',  # the daily limit must not drop a nudge
        "now": (now - EPOCH) // MICROSECOND,
        "reps": reps,
        "days": days,
        "a_day": A_DAY,
        "accounts": ACCOUNTS,
        "marketers": json.dumps(list(range(1, MARKETERS + 1))),
        "channel": CHANNEL,
        "said": json.dumps(SAID),
        "questions": json.dumps([question.id for question in playbook.questions[:KNOWN]]),
        "insights": json.dumps(list(range(max(days // 2, 20)))),
    }
    await make(file, (PAST, COMING), ROWS, values)
    database = Database(f"sqlite:///{file}")
    async with database.write() as session:
        await (await session.connection()).execute(text(WORDS))
    await database.close()
