"""Sentences about the playbooks that admins upload: whose they are, and what is wrong. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.cards import Block, Bullets, Note, Paragraph, Strong, spans, typed
from handlers.coaching.words import shortened
from handlers.playbook.loader import Playbook
from handlers.times.formatting import format_date
from storage.tables import Team, UploadedPlaybook

SHOWN = 12  # mistakes in a message
NAME = 60  # characters of a file's name
MISTAKE = 280  # characters
OPERATORS = "Attune's own playbook"
HOW = (
    "To add one, drop a .zip with a playbook's .yaml files here, or one .yaml file. Attune checks "
    "it, and nobody works with it until you choose it."
)


def name_of(row: UploadedPlaybook) -> str:
    """Return a playbook's name in quotes."""
    return f"“{shortened(row.name, NAME)}”"


def version(row: UploadedPlaybook, uploaders: Mapping[int, str], now: datetime, zone: str) -> str:
    """Describe an uploaded playbook: "“dach.zip”, 23 November 10:15, by Tomas Keller"."""
    at = row.uploaded_at.astimezone(ZoneInfo(zone))
    day = format_date(at.date(), now.astimezone(ZoneInfo(zone)).date())
    by = uploaders.get(row.uploaded_by or 0)
    return f"{name_of(row)}, {day} {at:%H:%M}" + (f", by {by}" if by else "")


def who_has_which(
    everybody: int | None, teams: Sequence[Team], rows: Mapping[int, UploadedPlaybook]
) -> Iterator[Block]:
    """Say which playbook everybody works with, and which teams have their own."""
    known = rows.get(everybody or 0)
    lead = name_of(known) if known else OPERATORS
    yield Paragraph(spans(typed(f"Everybody works with {lead}.")))
    own = [(team, row) for team in teams if (row := rows.get(team.playbook_id or 0))]
    if own:
        yield Bullets(
            tuple(
                spans(typed(f"{shortened(team.name, NAME)} works with {name_of(row)}."))
                for team, row in own
            )
        )


def in_order(name: str, playbook: Playbook, base: str) -> Iterator[Block]:
    """Say that an uploaded playbook can be used, and what it has.

    `base` is the name of the uploaded playbook that the other files come from, or "".
    """
    counted = (
        f"{len(playbook.questions)} research questions, {len(playbook.listening)} listening lines, "
        f"{len(playbook.focuses)} focuses"
    )
    yield Paragraph(spans(Strong(f"“{shortened(name, NAME)}” is in order.", typed=True)))
    yield Paragraph(spans(f"It has {counted}. Nobody works with it yet."))
    others = f"as in “{shortened(base, NAME)}”" if base else "those that are shipped with Attune"
    yield Note(spans(typed(f"Files that you did not drop are {others}.")))


def mistakes(said: Sequence[str]) -> Iterator[Block]:
    """List the mistakes in a playbook, each with its file and line."""
    yield Bullets(tuple(spans(typed(shortened(one, MISTAKE))) for one in said[:SHOWN]))
    if len(said) > SHOWN:
        more = len(said) - SHOWN
        yield Note(spans(f"And {more} more {'mistake' if more == 1 else 'mistakes'}."))
