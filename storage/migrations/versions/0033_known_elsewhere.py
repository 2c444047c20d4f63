"""Add tables for the CRM, for public sources, and for the language model's use and answers."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# As in 0023: a transaction sees only the tenant that it names.
OURS = (
    "CASE current_setting('attune.tenant') WHEN tenant THEN true WHEN '*' THEN true ELSE false END"
)
TABLES = (
    "crmconnection",
    "crmcompany",
    "crmdeal",
    "crmowner",
    "crmwrite",
    "researched",
    "snapshot",
    "proposedanswer",
    "blockedsource",
    "suppressedname",
    "modeluse",
    "modelanswer",
)
# As in 0027: buttons contain ids of these tables, so SQLite must not use an id again.
NEVER_AGAIN = {"sqlite_autoincrement": True}


def _tenant(*, key: bool = False) -> sa.Column[str]:
    return sa.Column("tenant", sa.String(), primary_key=key, nullable=False)


def _refers(name: str, to: str, *, key: bool = False, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(
        name, sa.BigInteger(), sa.ForeignKey(f"{to}.id"), primary_key=key, nullable=nullable
    )


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _word(*names: str, nullable: bool = False) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=nullable) for name in names]


def upgrade() -> None:
    _crm()
    _crm_writes()
    _public_sources()
    _proposed_answers()
    _language_model()
    op.add_column("contact", sa.Column("crm_id", sa.String(), nullable=True))
    op.add_column("policy", sa.Column("crm", sa.String(), nullable=True))
    op.add_column(
        "policy", sa.Column("public_sources", sa.Boolean(), nullable=False, server_default="0")
    )
    op.add_column(
        "policy", sa.Column("model_tasks", sa.JSON(), nullable=False, server_default="[]")
    )
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")  # for the owner, too
            op.execute(f"CREATE POLICY tenant ON {table} USING ({OURS})")


def _crm() -> None:
    op.create_table(
        "crmconnection",
        _tenant(key=True),
        *_word("kind"),
        sa.Column("secret", sa.Text(), nullable=True),
        *_text("base", "label"),
        _number("connected_at"),
        _refers("connected_by", "person", nullable=True),
        sa.Column("known_stages", sa.JSON(), nullable=False),
        sa.Column("stages", sa.JSON(), nullable=False),
        _number("stages_confirmed_at", nullable=True),
        sa.Column("hidden", sa.JSON(), nullable=False),
        _number("read_since", nullable=True),
        _number("read_at", nullable=True),
        _number("next_at"),
        _count("failures"),
        *_word("trouble", nullable=True),
        _number("failing_since", nullable=True),
    )
    op.create_table(
        "crmcompany",
        _refers("account_id", "account", key=True),
        _tenant(),
        *_word("match", "crm_id"),
        *_text("name"),
        sa.Column("candidates", sa.JSON(), nullable=False),
        _number("last_activity_at", nullable=True),
        _number("looked_at"),
        _number("read_at", nullable=True),
        sa.Column("is_stale", sa.Boolean(), nullable=False),
    )
    op.create_index("crm_company_by_crm_id", "crmcompany", ["tenant", "crm_id"])
    op.create_table(
        "crmdeal",
        sa.Column("id", KEY, primary_key=True),
        _tenant(),
        _refers("account_id", "account"),
        *_word("crm_id"),
        *_text("name"),
        *_word("stage_id"),
        *_text("stage_name"),
        *_word("pipeline_id", "amount", "currency"),
        sa.Column("closes_on", sa.Date(), nullable=True),
        *_text("owner_name"),
        *_word("owner_email"),
        *_text("next_step"),
        _number("last_activity_at", nullable=True),
        _number("read_at"),
        sa.UniqueConstraint("tenant", "crm_id"),
        **NEVER_AGAIN,
    )
    op.create_index("crm_deal_by_account", "crmdeal", ["account_id"])
    op.create_table(
        "crmowner",
        _refers("person_id", "person", key=True),
        _tenant(),
        *_word("crm_id"),
        _number("looked_at"),
    )


def _crm_writes() -> None:
    op.create_table(
        "crmwrite",
        sa.Column("id", KEY, primary_key=True),
        _tenant(),
        *_word("key"),
        _refers("person_id", "person"),
        _refers("account_id", "account"),
        _refers("call_id", "call", nullable=True),
        _number("commitment_id", nullable=True),
        *_word("kind", "deal", "company"),
        *_text("text"),
        sa.Column("due_on", sa.Date(), nullable=True),
        *_text("seen"),
        sa.Column("asks", sa.JSON(), nullable=False),
        sa.Column("required", sa.JSON(), nullable=False),
        *_word("state"),
        _number("approved_at"),
        _number("next_at"),
        _count("attempts"),
        sa.Column("in_doubt", sa.Boolean(), nullable=False),
        *_word("crm_id"),
        *_text("found"),
        *_word("trouble", nullable=True),
        _number("settled_at", nullable=True),
        sa.UniqueConstraint("tenant", "key"),
        **NEVER_AGAIN,
    )
    op.create_index("ix_crmwrite_person_id", "crmwrite", ["person_id"])
    op.create_index("crm_write_due", "crmwrite", ["state", "next_at"])
    op.create_index("crm_write_by_call", "crmwrite", ["call_id", "person_id"])
    op.create_index("crm_write_by_account", "crmwrite", ["account_id", "approved_at"])


def _public_sources() -> None:
    op.create_table(
        "researched",
        _refers("account_id", "account", key=True),
        _tenant(),
        sa.Column("off", sa.Boolean(), nullable=False),
        _refers("off_by", "person", nullable=True),
        _number("next_at"),
        _number("looked_at", nullable=True),
        sa.Column("tried", sa.JSON(), nullable=False),
    )
    op.create_index("researched_due", "researched", ["tenant", "next_at"])
    op.create_table(
        "snapshot",
        sa.Column("id", KEY, primary_key=True),
        _tenant(),
        _refers("account_id", "account"),
        *_word("source"),
        *_text("url", "publisher", "title", "text"),
        *_word("digest", "language"),
        _number("published_at", nullable=True),
        _number("seen_at"),
        *_word("evidence"),
        *_text("etag", "modified"),
        sa.UniqueConstraint("account_id", "url"),
        **NEVER_AGAIN,
    )
    op.create_index("snapshot_by_age", "snapshot", ["tenant", "seen_at"])
    op.create_table(
        "blockedsource",
        _refers("account_id", "account", key=True),
        sa.Column("place", sa.String(), primary_key=True, nullable=False),
        _tenant(),
        _number("blocked_at"),
        _refers("blocked_by", "person", nullable=True),
    )
    op.create_table(
        "suppressedname",
        _tenant(key=True),
        sa.Column("digest", sa.String(), primary_key=True, nullable=False),
        _number("since"),
    )


def _proposed_answers() -> None:
    op.create_table(
        "proposedanswer",
        sa.Column("id", KEY, primary_key=True),
        _tenant(),
        _refers("account_id", "account"),
        *_word("question_id"),
        *_text("claim", "quote"),
        *_word("digest", "source"),
        *_text("url", "publisher"),
        _number("published_at", nullable=True),
        _number("seen_at"),
        *_word("evidence"),
        sa.Column("names_person", sa.Boolean(), nullable=False),
        *_word("model", "state"),
        _number("settled_at", nullable=True),
        _refers("settled_by", "person", nullable=True),
        _number("finding_id", nullable=True),
        sa.UniqueConstraint("account_id", "question_id", "digest"),
        **NEVER_AGAIN,
    )
    op.create_index("proposed_answer_by_age", "proposedanswer", ["tenant", "seen_at"])


def _language_model() -> None:
    op.create_table(
        "modeluse",
        _tenant(key=True),
        sa.Column("day", sa.Date(), primary_key=True, nullable=False),
        sa.Column(
            "person_id", sa.BigInteger(), primary_key=True, nullable=False, autoincrement=False
        ),
        _count("requests"),
        _count("tokens"),
        _count("failures"),
    )
    op.create_table(
        "modelanswer",
        _tenant(key=True),
        sa.Column("key", sa.String(), primary_key=True, nullable=False),
        *_text("answer"),
        _number("made_at"),
    )
    op.create_index("model_answer_by_age", "modelanswer", ["made_at"])


def downgrade() -> None:
    op.drop_column("policy", "model_tasks")
    op.drop_column("policy", "public_sources")
    op.drop_column("policy", "crm")
    op.drop_column("contact", "crm_id")
    for table in reversed(TABLES):
        op.drop_table(table)
