"""Draw the lines of a call from what people say in it."""

from handlers.transcripts.figures.figures import measure
from handlers.transcripts.records import Measured, TalkContext, Utterance
from tests.transcripts.talk import CONTEXT, PITCH, call

TODAY = CONTEXT.day  # Monday 30 November 2026


def drawn(*utterances: Utterance, goal: str = "", rivals: tuple[str, ...] = ()) -> Measured:
    heard_as = (("root lee", "Routely"),)
    context = TalkContext(
        CONTEXT.mine, CONTEXT.colleagues, TODAY, goal, rivals, heard_as, expected=rivals
    )
    return measure(call(*utterances), context, PITCH)


def lines(*utterances: Utterance) -> list[tuple[str, str]]:
    return [(line.kind, line.words) for line in drawn(*utterances).lines]
