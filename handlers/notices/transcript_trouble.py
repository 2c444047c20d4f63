"""Tells a rep, once, that their transcripts cannot be read, and what to do about it."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.cards import Card, Paragraph, spans
from handlers.message import Composed, NoLongerUseful
from handlers.notices import tell
from handlers.notices.kind import Notice, NoticeKind
from storage import transcript_sources
from storage.choices import CalendarTrouble
from storage.tables import Person, TranscriptConsent

NAME = "transcript_trouble"
# Trouble that a rep is told of; other kinds pass by themselves.
TOLD: tuple[CalendarTrouble, ...] = ("no permission", "disconnected", "key missing")
UNTIL_THEN = "Until then, drop a transcript here yourself."
_MICROSOFT = (
    "Microsoft doesn't let Attune read the transcripts of your meetings yet. Your IT admin has to "
    "allow it: docs/transcripts.md has the commands."
)
_GOOGLE = "Google doesn't let Attune read your transcripts any more."
_AGAIN = "Type /rhythm transcripts to sign in again."


async def tell_owner(
    session: AsyncSession, owner: Person, given: TranscriptConsent, now: datetime
) -> None:
    """Plan this notice if the trouble will not pass by itself.

    Further failures add no notice, until transcripts could be read again.
    """
    if given.trouble in TOLD and given.told_at is None:
        given.told_at = now
        key = f"{given.id}:{now:%Y%m%d%H%M%S%f}"
        await tell.tell(session, [owner], NAME, given.id, now, key=key)


async def compose(notice: Notice) -> Composed:
    """What is wrong, and what the rep can do. Raises NoLongerUseful if nothing is any more."""
    found = [
        await transcript_sources.consent(notice.session, notice.to.tenant, row.about or 0)
        for row in notice.rows
    ]
    said = list(dict.fromkeys(sentence(one) for one in found if one and one.trouble in TOLD))
    if not said:
        raise NoLongerUseful("it can be read again")
    return Composed(Card(said[0], tuple(Paragraph(spans(one)) for one in (*said, UNTIL_THEN))))


def sentence(given: TranscriptConsent) -> str:
    """What is wrong, and what the rep can do; "" if nothing is, or it passes by itself."""
    if given.trouble not in TOLD:
        return ""
    return _MICROSOFT if given.kind == "microsoft" else f"{_GOOGLE} {_AGAIN}"


KIND = NoticeKind(NAME, "news about your transcripts", compose, "person", repeat=True)
