"""Add row-level security on PostgreSQL: a transaction sees only the tenant that it names.

A transaction that names "*" sees all tenants.

Stop all processes before this upgrade. The previous release does not name a tenant, so its queries
on these tables fail.
"""

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

TABLES = (
    "account",
    "accountdomain",
    "ask",
    "asknote",
    "audit",
    "calendarconnection",
    "calendarsignin",
    "call",
    "callcontact",
    "channel",
    "commitment",
    "contact",
    "delivered",
    "draft",
    "exchange",
    "feedseen",
    "feedsource",
    "fetchedtranscript",
    "finding",
    "gate",
    "guess",
    "insight",
    "insightuse",
    "measuredcall",
    "meetinganswer",
    "opentranscript",
    "outbox",
    "person",
    "playgroundclock",
    "playgroundpost",
    "policy",
    "reflection",
    "seat",
    "seenmeeting",
    "service",
    "setaside",
    "spokenas",
    "subscription",
    "transcriptconsent",
    "workspace",
)
# The table for text searches. Every tenant may read it, because it gives away only ids of insights.
# If reading had a condition on tenants, PostgreSQL would not use the table's GIN index, because a
# text search is not "leakproof".
WORDS = "insight_words"
# The condition for a row to be visible. On a new connection, `attune.tenant` is not set, and the
# condition raises an error. If the condition were false instead, a backup could be empty without an
# error.
#
# We use CASE because of PostgreSQL's planner, which expects that a CASE is true for half of the
# rows. For an OR, the planner would expect few rows. It would then sort all rows of a tenant
# instead of reading an index.
OURS = (
    "CASE current_setting('attune.tenant') WHEN tenant THEN true WHEN '*' THEN true ELSE false END"
)
WRITING = {
    "INSERT": f"WITH CHECK ({OURS})",
    "UPDATE": f"USING ({OURS})",
    "DELETE": f"USING ({OURS})",
}


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in (*TABLES, WORDS):
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")  # for the owner, too
    for table in TABLES:
        op.execute(f"CREATE POLICY tenant ON {table} USING ({OURS})")
    op.execute(f"CREATE POLICY tenant_read ON {WORDS} FOR SELECT USING (true)")
    for act, condition in WRITING.items():
        op.execute(f"CREATE POLICY tenant_{act.lower()} ON {WORDS} FOR {act} {condition}")


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in TABLES:
        op.execute(f"DROP POLICY tenant ON {table}")
    for act in ("read", *map(str.lower, WRITING)):
        op.execute(f"DROP POLICY tenant_{act} ON {WORDS}")
    for table in (*TABLES, WORDS):
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
