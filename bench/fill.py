"""Fill a database with the rows that years of use leave.

Each account belongs to one rep and has ten past calls, each with its seat, guesses, reflection,
promise and nudges. Every rep has five calls coming, the first of them with Northwind.
"""

import json
from datetime import datetime
from pathlib import Path

from bench.bulk import Rows, make
from bench.standin import TEAM
from handlers.playbook.loader import Playbook
from storage.tables.types import EPOCH, MICROSECOND

TENANT = f"slack:{TEAM}"
REPS = 32
CALLS_AN_ACCOUNT = 10
KNOWN = 8  # findings about each account
LONGTIME = "Account 2"  # the account that can be given a longer history

NUMBERS = """
CREATE TEMP TABLE number AS
WITH RECURSIVE
    counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < :calls + :long),
    placed AS (SELECT n, CASE WHEN n > :calls THEN 2 ELSE (n - 1) % :accounts + 1 END AS account
               FROM counted)
SELECT n, account, (account - 1) % :reps + 1 AS rep, :now - n * 900000000 AS starts FROM placed
"""

# The id of a past call is its number. The ids after those belong to the coming calls: five for each
# rep, on days 1 to 5.
COMING = """
CREATE TEMP TABLE coming AS
SELECT :calls + :long + (rep.n - 1) * 5 + day.n AS n, day.n AS account, rep.n AS rep,
       :now + day.n * 86400000000 + rep.n * 60000000 AS starts
FROM number AS rep, number AS day WHERE rep.n <= :reps AND day.n <= 5
"""

ROWS = (
    Rows(
        "person",
        "id tenant external name zone rhythm",
        """
        SELECT n, :tenant, 'U' || n, 'U' || n, 'Europe/Lisbon', '{}' FROM number WHERE n <= :reps
        """,
    ),
    Rows(
        "account",
        "id tenant name name_key stage created_at",
        """
        SELECT n, :tenant, name, lower(name), 'discovery', :now FROM (
            SELECT n, CASE n WHEN 1 THEN 'Northwind' ELSE 'Account ' || n END AS name
            FROM number WHERE n <= :accounts)
        """,
    ),
    Rows(
        "contact",
        "id tenant account_id name role",
        """
        SELECT n * 2 + half, :tenant, n, 'Contact ' || half, 'head of operations'
        FROM number, (SELECT 0 AS half UNION SELECT 1) WHERE n <= :accounts
        """,
    ),
    Rows(
        "call",
        "id tenant account_id starts_at ends_at planned_at zone join_url status",
        """
        SELECT n, :tenant, account, starts, starts + 1800000000, :now, 'Europe/Lisbon', '',
               'planned'
        FROM (SELECT * FROM number UNION ALL SELECT * FROM coming)
        """,
    ),
    Rows(
        "callcontact",
        "call_id contact_id tenant",
        """
        SELECT n, account * 2 + half, :tenant
        FROM (SELECT * FROM number UNION ALL SELECT * FROM coming),
             (SELECT 0 AS half UNION SELECT 1)
        """,
    ),
    Rows(
        "seat",
        "call_id person_id tenant account_id starts_at goal opening reflected_at",
        """
        SELECT n, rep, :tenant, account, starts, 'Learn who decides about the budget',
               CASE WHEN starts < :now THEN 'opening-' || n END,
               CASE WHEN starts < :now THEN :now END
        FROM (SELECT * FROM number UNION ALL SELECT * FROM coming)
        """,
    ),
    Rows(
        "guess",
        "tenant call_id person_id position text",
        """
        SELECT :tenant, n, rep, half, 'They fear the migration more than the price'
        FROM (SELECT * FROM number UNION ALL SELECT * FROM coming),
             (SELECT 0 AS half UNION SELECT 1)
        """,
    ),
    Rows(
        "finding",
        "tenant account_id question_id text source found_at found_by",
        """
        SELECT :tenant, n, value, 'It is in their annual report', 'https://example.com/report',
               :now - key * 864000000000, 1
        FROM number, json_each(:questions) WHERE n <= :accounts
        """,
    ),
    Rows(
        "reflection",
        "tenant call_id account_id author_id called_at written_at goal_reached heard "
        "surprise next_step for_marketing shared",
        """
        SELECT :tenant, n, account, rep, starts, starts, 'partly', 'We lost a week to it in March',
               'The plant manager decides', 'Send the plan', '', 1
        FROM number
        """,
    ),
    Rows(
        "commitment",
        "tenant account_id call_id owner_id side text text_key due_on state made_at settled_at",
        """
        SELECT :tenant, account, n, rep, CASE n % 2 WHEN 0 THEN 'ours' ELSE 'theirs' END,
               'Pricing for 40 seats', 'pricing for 40 seats',
               date(:now / 1000000 + n % 20 * 86400, 'unixepoch'),
               CASE open WHEN 1 THEN 'open' ELSE 'done' END, starts,
               CASE open WHEN 0 THEN :now - 7776000000000 END
        FROM (SELECT *, n <= :accounts * 3 AND account <= :reps * 10 AS open FROM number)
        """,
    ),
    Rows(
        "outbox",
        "tenant key kind person_id call_id day due_at useful_until next_at state doubt "
        "attempts message wording settled_at",
        """
        SELECT :tenant, value || ':' || n, value, rep, n, date(starts / 1000000, 'unixepoch'),
               starts, starts, starts, 'sent', 0, 1, value || n, 'line-' || n, starts
        FROM number, json_each('["research", "brief", "listen", "reflect"]')
        """,
    ),
)


async def fill(file: Path, playbook: Playbook, now: datetime, *, calls: int, long: int = 0) -> None:
    """Make a database with `calls` past calls, and `long` more with one account, as of `now`."""
    values = {
        "tenant": TENANT,
        "now": (now - EPOCH) // MICROSECOND,
        "calls": calls,
        "long": long,
        "accounts": calls // CALLS_AN_ACCOUNT,
        "reps": REPS,
        "questions": json.dumps([question.id for question in playbook.questions[:KNOWN]]),
    }
    await make(file, (NUMBERS, COMING), ROWS, values)
