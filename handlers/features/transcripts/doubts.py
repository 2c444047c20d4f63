"""Before figures are replaced by those of another file of the same call, ask."""

from handlers.cards import Card
from handlers.features.transcripts import begun
from handlers.registry import Turn
from handlers.views import talk_questions
from storage import transcripts
from storage.calls import Seated
from storage.tables import OpenTranscript


async def question(turn: Turn, row: OpenTranscript, seated: Seated) -> Card | None:
    """Ask whether to measure a file as this call, or return None if nothing is replaced."""
    before = await transcripts.of_call(turn.session, turn.person, seated.call.id)
    if before is None or before.digest == row.digest:
        return None
    about = begun.about(turn, seated)
    return talk_questions.sure(begun.ref_of(row), about, talk_questions.REPLACES)
