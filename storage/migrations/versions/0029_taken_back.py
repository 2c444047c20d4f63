"""What reps took back from marketing is no longer kept: neither their words nor the buyers'."""

from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SET LOCAL attune.tenant = '*'")  # without it, no row is seen
    theirs = (
        "SELECT 1 FROM ask WHERE ask.id = asknote.ask_id AND ask.author_id = asknote.author_id "
        "AND ask.state = 'withdrawn'"
    )
    op.execute(f"UPDATE asknote SET text = '' WHERE EXISTS ({theirs})")  # noqa: S608 - ours
    op.execute("UPDATE ask SET line = '', quote = '' WHERE state = 'withdrawn'")


def downgrade() -> None:
    """What was emptied does not come back."""
