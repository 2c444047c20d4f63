"""Compare names and promises without regard to the kind of apostrophe or hyphen."""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# For each table: the column that is compared, the primary key, and the columns that are unique
# together with the compared column.
COMPARED = (
    ("account", "name_key", ("id",), ("tenant",)),
    ("commitment", "text_key", ("id",), ("call_id", "side")),
    ("subscription", "value", ("channel_id", "tag", "value"), ("channel_id", "tag")),
)
ALIKE = str.maketrans(
    dict.fromkeys("’‘‛ʼʹ′`´＇", "'")
    | dict.fromkeys("“”„‟″«»＂", '"')
    | dict.fromkeys("‐‑‒–—―−﹘﹣－", "-")
    | dict.fromkeys(map(chr, range(0xFE00, 0xFE10)))
)


def upgrade() -> None:
    for table, column, key, once in COMPARED:
        _compare_anew(table, column, key, once)


def downgrade() -> None:
    """Do nothing. The previous release works with the new values."""


def _compare_anew(table: str, column: str, key: tuple[str, ...], once: tuple[str, ...]) -> None:
    """Compute the values of a column again.

    A row keeps its old value if another row already has the new value.
    """
    connection = op.get_bind()
    names = dict.fromkeys((*key, *once, column))
    rows = sa.table(table, *(sa.column(name) for name in names))
    found = connection.execute(sa.select(rows).order_by(*(rows.c[name] for name in key))).all()
    taken = {tuple(row._mapping[name] for name in (*once, column)) for row in found}
    for row in found:
        old = row._mapping[column]
        new = _comparable(old)
        twin = (*(row._mapping[name] for name in once), new)
        if new != old and twin not in taken:
            taken.add(twin)
            this = sa.and_(*(rows.c[name] == row._mapping[name] for name in key))
            connection.execute(sa.update(rows).where(this).values({column: new}))


def _comparable(words: str) -> str:
    even = unicodedata.normalize("NFKC", words.translate(ALIKE)).casefold()
    seen = (char for char in even if unicodedata.category(char) != "Cf")
    return " ".join("".join(seen).split())
