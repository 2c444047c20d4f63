"""Before a file is measured, ask if measuring may be a mistake.

The file may seem to belong to another call, or may replace figures.
"""

from handlers.cards import Card
from handlers.coaching.words import shortened
from handlers.features.transcripts import begun
from handlers.registry import Turn
from handlers.transcripts.speakers import folded
from handlers.transcripts.whose import is_name, names_somebody, resembles
from handlers.views import talk_questions
from handlers.views.talk_card import talked
from storage import accounts, transcripts
from storage.calls import Seated
from storage.tables import OpenTranscript


async def question(turn: Turn, row: OpenTranscript, seated: Seated) -> Card | None:
    """Return the question whether to measure a file as this call, or None if nothing is unclear.

    If the transcript arrived automatically, the platform has said which call it belongs to.
    """
    strange = "" if turn.unseen else await _all_strange(turn, row, seated)
    before = await transcripts.of_call(turn.session, turn.person, seated.call.id)
    replaces = before is not None and before.digest != row.digest
    if not strange and not replaces:
        return None
    about = begun.about(turn, seated)
    said = [strange, talk_questions.REPLACES if replaces else ""]
    return talk_questions.sure(
        begun.ref_of(row), about, " ".join(filter(None, said)), replaces=replaces
    )


async def _all_strange(turn: Turn, row: OpenTranscript, seated: Seated) -> str:
    """Say that no speaker has the name of the rep or of anybody known at the account.

    Return "" if a speaker has no name, or if nobody at the account is on file.
    """
    id_, labels = seated.call.id, list(row.labels)
    guests = (await accounts.attendees(turn.session, [id_])).get(id_, ())
    contacts = await begun.contact_names(turn, [seated])
    known = list(dict.fromkeys([*(guest.name for guest in guests), *contacts]))
    if not known or not labels or not all(map(names_somebody, labels)):
        return ""
    spoken_as = await transcripts.spoken_as(turn.session, turn.person)
    own = [label for label in labels if spoken_as.get(folded(label))]
    if own or any(_may_be(label, name) for label in labels for name in (*known, turn.person.name)):
        return ""
    account = shortened(seated.account.name, 40)
    return (
        f"{talked(labels)} speak{'' if len(labels) > 1 else 's'} in this file. None of them has "
        f"your name, or a name that I know at {account}: {talked(known)}."
    )


def _may_be(label: str, name: str) -> bool:
    return is_name(label, name) or resembles(label, name)
