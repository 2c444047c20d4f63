"""What is run on long input, and what several exercises need."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from handlers.transcripts.records import Transcript, Utterance
from handlers.transcripts.speech.sentences import SpokenSentence, sentences_of
from handlers.transcripts.timeline import place
from handlers.transcripts.turns import turns_of
from tests.shipped import SHIPPED_PLAYBOOK
from tests.transcripts.talk import CONTEXT

NOW = datetime(2026, 11, 30, 8, 20, tzinfo=UTC)
ZONE = "Europe/Berlin"
PLAYBOOK = SHIPPED_PLAYBOOK
PITCH = PLAYBOOK.pitch
ICS_LINE = 40_000  # characters of one line in a calendar's file that are tried here
LONG_TURN = 4_000  # characters: somebody speaks for four minutes
STATUS = 1_000  # Slack takes 100 characters


@dataclass(frozen=True)
class Exercise:
    """A function of input up to `limit` characters, and the patterns it uses."""

    run: Callable[[str], object]
    limit: int
    patterns: tuple[str, ...]
    atoms: tuple[str, ...] = ()


def asked_and_answered(said: str) -> list[SpokenSentence]:
    both = (Utterance("Ann", f"{said}. Who decides the budget?"), Utterance("Bo", said))
    timeline = place(Transcript(both, "zoom"), CONTEXT)
    return sentences_of(timeline, turns_of(timeline.cues, english=True))


def of(module: str, *names: str) -> tuple[str, ...]:
    return tuple(f"{module}.{name}" for name in names)


DUE = tuple(
    f"handlers.times.due.{name}"
    for name in (
        *("_TRAILING_WORDS", "_END_OF_DAY", "_PERIOD", "_PLAINLY_TIME", "_DAY_NAME", "_WITHIN"),
        *("_LATE_IN_A_DAY", "_LED_BY_WEEK", "_NUMBERED_DAY", "_NAMES_A_DATE", "is_bare_number()"),
        *("_CHRISTMAS", "_HANG_UP"),
    )
) + tuple(f"handlers.times.weeks.{name}" for name in ("_NUMBERED", "_OF_MONTH", "_EASTER"))
