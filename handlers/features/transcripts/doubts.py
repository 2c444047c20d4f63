"""Ask the rep before the figures of a new file replace the figures of a call."""

from handlers.cards import Card
from handlers.features.transcripts import call_labels
from handlers.registry import Turn
from handlers.views.transcripts import talk_questions
from storage.sales_calls.own_calls import Seated
from storage.sources import measured_calls
from storage.tables import OpenTranscript


async def question(turn: Turn, row: OpenTranscript, seated: Seated) -> Card | None:
    """Return a card that asks whether a file may replace the figures of this call.

    Return None if the call has no figures, or if its figures are from the same file.
    """
    before = await measured_calls.of_call(turn.session, turn.person, seated.call.id)
    if before is None or before.digest == row.digest:
        return None
    about = call_labels.about(turn, seated)
    return talk_questions.sure(call_labels.ref_of(row), about, talk_questions.REPLACES)
