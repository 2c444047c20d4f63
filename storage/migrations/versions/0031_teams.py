"""Add tables for teams, and for what managers and reps share. Add settings for admins."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# As in 0023: a transaction sees only the tenant that it names, or all tenants if it names "*".
OURS = (
    "CASE current_setting('attune.tenant') WHEN tenant THEN true WHEN '*' THEN true ELSE false END"
)
TABLES = (
    "uploadedplaybook",
    "team",
    "teammember",
    "helprequest",
    "reflectioncomment",
    "focusoffer",
    "sharedfigure",
    "teammonth",
    "problem",
)
# As in 0027: buttons contain ids of these tables. So SQLite must not give the id of a deleted row
# to a new row.
NEVER_AGAIN = {"sqlite_autoincrement": True}


def _tenant() -> sa.Column[str]:
    return sa.Column("tenant", sa.String(), nullable=False)


def _person(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), sa.ForeignKey("person.id"), nullable=nullable)


def _time(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def upgrade() -> None:
    _playbooks_and_teams()
    _help_and_comments()
    _coaching()
    _for_admins()
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            # Without FORCE, PostgreSQL would not apply the policy to the owner of the table.
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY tenant ON {table} USING ({OURS})")


def _playbooks_and_teams() -> None:
    op.create_table(
        "uploadedplaybook",
        sa.Column("id", KEY, primary_key=True),
        _tenant(),
        _text("name"),
        sa.Column("files", sa.JSON(), nullable=False),
        _person("uploaded_by", nullable=True),
        _time("uploaded_at"),
        **NEVER_AGAIN,
    )
    op.create_index("uploaded_playbook_by_tenant", "uploadedplaybook", ["tenant", "id"])
    op.create_table(
        "team",
        sa.Column("id", KEY, primary_key=True),
        _tenant(),
        _text("name"),
        _text("name_key"),
        _person("manager_id", nullable=True),
        sa.Column("user_group", sa.String(), nullable=True),
        sa.Column(
            "playbook_id", sa.BigInteger(), sa.ForeignKey("uploadedplaybook.id"), nullable=True
        ),
        _time("made_at"),
        sa.UniqueConstraint("tenant", "name_key"),
        **NEVER_AGAIN,
    )
    op.create_index("ix_team_manager_id", "team", ["manager_id"])
    op.create_table(
        "teammember",
        sa.Column("person_id", sa.BigInteger(), sa.ForeignKey("person.id"), primary_key=True),
        _tenant(),
        sa.Column("team_id", sa.BigInteger(), sa.ForeignKey("team.id"), nullable=False),
        _time("since"),
    )
    op.create_index("ix_teammember_team_id", "teammember", ["team_id"])


def _help_and_comments() -> None:
    op.create_table(
        "helprequest",
        sa.Column("id", KEY, primary_key=True),
        _tenant(),
        sa.Column("call_id", sa.BigInteger(), sa.ForeignKey("call.id"), nullable=False),
        _person("asker_id"),
        _person("helper_id"),
        _text("question"),
        sa.Column("shows_goal", sa.Boolean(), nullable=False),
        _time("asked_at"),
        _text("answer"),
        _time("answered_at", nullable=True),
        _time("withdrawn_at", nullable=True),
        **NEVER_AGAIN,
    )
    op.create_index("help_request_by_call", "helprequest", ["call_id", "asker_id"])
    op.create_index("help_request_by_helper", "helprequest", ["helper_id", "asked_at"])
    op.create_index("ix_helprequest_asker_id", "helprequest", ["asker_id"])
    op.create_table(
        "reflectioncomment",
        sa.Column("id", KEY, primary_key=True),
        _tenant(),
        sa.Column(
            "reflection_id",
            sa.BigInteger(),
            sa.ForeignKey("reflection.id", ondelete="CASCADE"),
            nullable=False,
        ),
        _person("author_id"),
        _text("text"),
        _time("at"),
        **NEVER_AGAIN,
    )
    op.create_index(
        "reflection_comment_by_reflection", "reflectioncomment", ["reflection_id", "id"]
    )
    op.create_index("ix_reflectioncomment_author_id", "reflectioncomment", ["author_id"])


def _coaching() -> None:
    op.create_table(
        "focusoffer",
        sa.Column("id", KEY, primary_key=True),
        _tenant(),
        _person("manager_id"),
        _person("person_id"),
        sa.Column("focus_id", sa.String(), nullable=False),
        _text("note"),
        _time("offered_at"),
        _time("accepted_at", nullable=True),
        _time("declined_at", nullable=True),
        **NEVER_AGAIN,
    )
    op.create_index("focus_offer_by_person", "focusoffer", ["person_id", "offered_at"])
    op.create_index("ix_focusoffer_manager_id", "focusoffer", ["manager_id"])
    op.create_table(
        "sharedfigure",
        sa.Column("id", KEY, primary_key=True),
        _tenant(),
        _person("person_id"),
        _person("viewer_id"),
        sa.Column("figure", sa.String(), nullable=False),
        _time("shared_at"),
        _time("until"),
        _time("ended_at", nullable=True),
        **NEVER_AGAIN,
    )
    op.create_index("shared_figure_by_person", "sharedfigure", ["person_id"])
    op.create_index("shared_figure_by_viewer", "sharedfigure", ["viewer_id", "until"])
    op.create_table(
        "teammonth",
        sa.Column(
            "team_id",
            sa.BigInteger(),
            sa.ForeignKey("team.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("month", sa.String(), primary_key=True),
        _tenant(),
        sa.Column("figures", sa.JSON(), nullable=False),
        _time("counted_at"),
    )


def _for_admins() -> None:
    op.create_table(
        "problem",
        sa.Column("tenant", sa.String(), primary_key=True),
        sa.Column("what", sa.String(), primary_key=True),
        _time("since"),
        _time("told_at", nullable=True),
        _time("ended_at", nullable=True),
    )
    for table, column in (("person", "company_rhythm"), ("policy", "rhythm")):
        op.add_column(
            table, sa.Column(column, sa.JSON(), nullable=False, server_default=sa.text("'{}'"))
        )
    op.add_column("seat", sa.Column("opened", sa.Boolean(), nullable=True))
    # We write the SQL ourselves, because on SQLite, Alembic would copy the whole table.
    op.execute("ALTER TABLE policy ADD COLUMN playbook_id BIGINT REFERENCES uploadedplaybook (id)")


def downgrade() -> None:
    with op.batch_alter_table("policy") as policy:
        policy.drop_column("playbook_id")
        policy.drop_column("rhythm")
    op.drop_column("seat", "opened")
    op.drop_column("person", "company_rhythm")
    for table in reversed(TABLES):
        op.drop_table(table)
