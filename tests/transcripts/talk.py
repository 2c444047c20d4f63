"""Small calls, in which Ann is the rep, Cy a colleague of hers, and everybody else the customer."""

from datetime import date, timedelta

from handlers.transcripts.figures.figures import measure
from handlers.transcripts.records import TalkContext, TalkFigures, Transcript, Utterance
from tests.shipped import SHIPPED_PLAYBOOK

PLAYBOOK = SHIPPED_PLAYBOOK
PITCH = PLAYBOOK.pitch
CONTEXT = TalkContext(mine=frozenset({"Ann"}), colleagues=frozenset({"Cy"}), day=date(2026, 11, 30))


def said(
    speaker: str, starts: float | None = None, ends: float | None = None, words: str = "so it goes"
) -> Utterance:
    """What somebody said from one second to another; without times if they are left out."""
    return Utterance(speaker, words, _time(starts), _time(ends))


def call(*utterances: Utterance) -> Transcript:
    """A transcript of them, in this order."""
    return Transcript(utterances, "zoom")


def figures(*utterances: Utterance, length: timedelta | None = None) -> TalkFigures:
    """What is measured in a call, for Ann; `length` is how long it was as the file has it."""
    return measure(Transcript(utterances, "zoom", length=length), CONTEXT, PITCH).figures


def _time(seconds: float | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)
