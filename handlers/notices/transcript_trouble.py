"""Tell a rep once that their transcripts cannot be read, and what to do."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.cards import Card, Paragraph, spans
from handlers.message import Composed, NoLongerUseful
from handlers.notices import tell
from handlers.notices.kind import Notice, NoticeKind
from storage.choices import SourceTrouble
from storage.sources import transcript_consents
from storage.tables import Person, TranscriptConsent

NAME = "transcript_trouble"
# Problems that last until somebody does something.
TOLD: tuple[SourceTrouble, ...] = ("no permission", "disconnected", "key missing")
UNTIL_THEN = "Until then, you can drop transcripts here yourself."
_MICROSOFT = (
    "Microsoft doesn't let Attune read the transcripts of your meetings yet. Your IT admin has to "
    "allow it: Attune's guide to transcripts (docs/transcripts.md) has the commands."
)
_ENDED = "{} doesn't let Attune read your transcripts any more."
_KEY_MISSING = "Attune can't open what it stored about your transcripts."
_SIGN_IN_AGAIN = "Type /rhythm transcripts to sign in again."
_TURN_ON_AGAIN = "Type /rhythm transcripts to turn them off and on again."


async def tell_owner(
    session: AsyncSession, owner: Person, given: TranscriptConsent, now: datetime
) -> None:
    """Plan this notice if the trouble is in `TOLD`, and the owner has not been told of it yet.

    `given` is the owner's consent. `given.told_at` is when the owner was told, or None.
    `told_at` becomes None again in these cases:

    - Attune searches the source for a call's transcript, and no error occurs.
    - The owner renews the consent.
    """
    if given.trouble in TOLD and given.told_at is None:
        given.told_at = now
        key = f"{given.id}:{now:%Y%m%d%H%M%S%f}"
        await tell.tell(session, [owner], NAME, given.id, now, key=key)


async def compose(notice: Notice) -> Composed:
    """Say what is wrong, and what the rep can do.

    Raises NoLongerUseful if there is no trouble to report.
    """
    found = [
        await transcript_consents.by_id(notice.session, notice.to.tenant, row.about or 0)
        for row in notice.rows
    ]
    said = list(dict.fromkeys(sentence(one) for one in found if one and one.trouble in TOLD))
    if not said:
        raise NoLongerUseful("it can be read again")
    return Composed(Card(said[0], tuple(Paragraph(spans(one)) for one in (*said, UNTIL_THEN))))


def sentence(given: TranscriptConsent) -> str:
    """Say what is wrong, and what the rep can do. Return "" if there is nothing to report."""
    if given.trouble not in TOLD:
        return ""
    if given.kind == "microsoft" and given.trouble == "no permission":
        return _MICROSOFT
    name = "Google" if given.kind == "google" else "Microsoft"
    said = _KEY_MISSING if given.trouble == "key missing" else _ENDED.format(name)
    return f"{said} {_SIGN_IN_AGAIN if given.kind == 'google' else _TURN_ON_AGAIN}"


KIND = NoticeKind(NAME, "news about your transcripts", compose, "person", repeat=True)
