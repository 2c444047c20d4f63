"""Delete the words of asks that reps withdrew: the reps' own words and the buyers' words."""

from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SET LOCAL attune.tenant = '*'")  # otherwise no row is visible
    theirs = (
        "SELECT 1 FROM ask WHERE ask.id = asknote.ask_id AND ask.author_id = asknote.author_id "
        "AND ask.state = 'withdrawn'"
    )
    op.execute(f"UPDATE asknote SET text = '' WHERE EXISTS ({theirs})")  # noqa: S608 - ours
    op.execute("UPDATE ask SET line = '', quote = '' WHERE state = 'withdrawn'")


def downgrade() -> None:
    """Do nothing. Deleted words do not come back."""
