"""Sentences about the playbooks that admins upload: who uses them, and what is wrong. Pure."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence, Sized
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.cards import Block, Bullets, Note, Paragraph, Strong, spans, typed
from handlers.coaching.text.words import shortened
from handlers.playbook.loader import ALLOWED, Playbook
from handlers.times.formatting import format_date
from storage.tables import Team, UploadedPlaybook

SHOWN = 12  # mistakes in a message
NAME = 60  # characters of a file's name
MISTAKE = 280  # characters
OPERATORS = "Attune's own playbook"
# By file: what one entry is called, what several are called, and how to get the entries.
_COUNTS: Mapping[str, tuple[str, str, Callable[[Playbook], Sized]]] = {
    "questions.yaml": ("research question", "research questions", lambda book: book.questions),
    "listening.yaml": ("listening line", "listening lines", lambda book: book.listening),
    "openings.yaml": ("opening", "openings", lambda book: book.openings),
    "focuses.yaml": ("focus", "focuses", lambda book: book.focuses),
    "kinds.yaml": ("kind of call", "kinds of calls", lambda book: book.kinds),
    "roles.yaml": ("buying role", "buying roles", lambda book: book.roles),
    "synonyms.yaml": ("group of words", "groups of words", lambda book: book.synonyms),
    "competitors.yaml": ("competitor", "competitors", lambda book: book.competitors),
    "evidence.yaml": ("finding", "findings", lambda book: book.evidence),
}
TO_ADD = (
    "To add one, drop a .zip with a playbook's .yaml files here, or one .yaml file. Attune checks "
    "it, and nobody works with it until you choose it."
)
FILES = f"Files that a playbook may have: {ALLOWED}."
HOW_LEAD = "How to write a playbook"
STEPS = (
    "Press “Export”. You get a .zip of the current files: text files that any editor can open.",
    "Change any files you like. Comments at the top of each file say what its fields mean.",
    "Drop the .zip here, or one changed file. Attune checks it, and says what is wrong, by file "
    "and line.",
    "Press “Use it for everybody” or “Choose for a team”. Until then, nobody works with it.",
)
EXAMPLE_OF = "An entry of openings.yaml, and one of focuses.yaml:"
EXAMPLE = """- id: on-your-desk
  ask: How did this end up on your desk?

- id: breath-before-answer
  area: pushback
  when: If they push back
  then: I take one breath and ask what led them to it"""
AFTER_EXPORT = (
    "Change what you like. Then drop the .zip here, or only a file that you changed. Nobody works "
    "with the new version until you choose it."
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
    """Say which playbook everybody works with, and which teams have their own.

    `everybody` is the id of the uploaded playbook that was chosen for everybody, or None. `rows`
    has the uploaded playbooks by id.
    """
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


def can_be_used(
    name: str, playbook: Playbook, uploaded: Collection[str], before: Playbook, base: str
) -> Iterator[Block]:
    """Say that an uploaded playbook can be used, and what each file in the upload replaces.

    `uploaded` are the names of the files in the upload. The playbook's other files come from the
    playbook `before`. `base` is the name of `before`, or "" for the playbook that is shipped with
    Attune.
    """
    yield Paragraph(spans(Strong(f"“{shortened(name, NAME)}” is in order.", typed=True)))
    yield Paragraph(spans("Nobody works with it yet. What it replaces:"))
    lines = (_replaced(file, playbook, before, base) for file in sorted(uploaded))
    yield Bullets(tuple(spans(typed(line)) for line in lines))
    others = f"as in “{shortened(base, NAME)}”" if base else "those that are shipped with Attune"
    yield Note(spans(typed(f"The other files are {others}.")))


def _replaced(file: str, playbook: Playbook, before: Playbook, base: str) -> str:
    """Return "openings.yaml: 1 opening, instead of the 52 in “dach.zip”"."""
    whose = f"in “{shortened(base, NAME)}”" if base else "shipped with Attune"
    if file not in _COUNTS:
        return f"{file}, instead of the one {whose}"
    unit, units, entries = _COUNTS[file]
    now, then = len(entries(playbook)), len(entries(before))
    return f"{file}: {now} {unit if now == 1 else units}, instead of the {then} {whose}"


def mistakes(said: Sequence[str]) -> Iterator[Block]:
    """List the mistakes in a playbook, each with its file and line."""
    yield Bullets(tuple(spans(typed(shortened(one, MISTAKE))) for one in said[:SHOWN]))
    if len(said) > SHOWN:
        more = len(said) - SHOWN
        yield Note(spans(f"And {more} more {'mistake' if more == 1 else 'mistakes'}."))
