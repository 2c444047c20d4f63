"""Tell the owner once that a calendar cannot be read, and what to do."""

from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.cards import Card, Paragraph, spans
from handlers.coaching.text.words import shortened
from handlers.message import Composed, NoLongerUseful
from handlers.notices import tell
from handlers.notices.kind import Notice, NoticeKind
from storage.choices import SourceTrouble
from storage.meetings import calendars
from storage.tables import CalendarConnection, Person

NAME = "calendar_trouble"
PATIENCE = timedelta(days=1)  # a server may be down for a night
# These problems last until somebody does something, so the owner is told at the second failure.
TOLD_SOON: tuple[SourceTrouble, ...] = ("not found", "no permission", "disconnected")
MAX_LABEL = 60  # cut the label of a calendar to this many characters

_WORDS: dict[SourceTrouble, str] = {
    "no answer": (
        "Attune can't read your calendar: {label} does not answer. Attune keeps trying, and "
        "will catch up by itself."
    ),
    "asked to wait": (
        "Attune can't read your calendar: {label} keeps asking Attune to wait. Attune keeps "
        "trying, and will catch up by itself."
    ),
    "not found": (
        "Attune can't find your calendar at {label} any more. Its address may have changed: copy "
        "it again, then type /rhythm calendar."
    ),
    "no permission": (
        "{label} doesn't let Attune read your calendar any more. Type /rhythm calendar to connect "
        "it again. If that fails, ask your IT admin to allow it."
    ),
    "disconnected": (
        "Attune is no longer allowed to read your calendar, {label}. Type /rhythm calendar to "
        "connect it again."
    ),
    "not a calendar": (
        "What {label} sends to Attune is not a calendar, or is cut off. Check the address: "
        "type /rhythm calendar."
    ),
    "too large": (
        "Your calendar at {label} is too large for Attune to read. If you can, publish a calendar "
        "without old meetings, and connect that: type /rhythm calendar."
    ),
    "key missing": (
        "Attune can't open what it stored about your calendar, {label}. Type /rhythm calendar to "
        "connect it again."
    ),
}
# The words for a calendar that has never been read since it was connected. Its address may be
# wrong. For a problem that has no words here, we use `_WORDS`.
_FIRST: dict[SourceTrouble, str] = {
    "no answer": (
        "{label} does not answer, so your calendar can't be read yet. Attune keeps trying."
    ),
    "asked to wait": (
        "{label} asked Attune to wait, so your calendar can't be read yet. Attune keeps trying."
    ),
    "not found": (
        "{label} has no calendar at the address that you pasted. Copy all of it again, then type "
        "/rhythm calendar."
    ),
    "no permission": (
        "{label} does not let Attune read that calendar. Check that it is shared, copy its address "
        "again, then type /rhythm calendar."
    ),
    "not a calendar": (
        "What {label} sends to Attune is not a calendar. Copy the address again, then type "
        "/rhythm calendar."
    ),
}
STAYS = "Calls that are planned stay planned."


async def tell_owner(
    session: AsyncSession, owner: Person, calendar: CalendarConnection, now: datetime
) -> None:
    """Plan a notice to the owner that a calendar cannot be read.

    Plan it at this time:

    - If the calendar has never been read since it was connected: after the first failure.
    - If somebody must do something (`TOLD_SOON`): after the second failure.
    - In any other case: after a day of failures.

    Plan only one notice until the calendar can be read again.
    """
    if calendar.trouble is None or calendar.failing_since is None:
        return
    soon = calendar.trouble in TOLD_SOON and calendar.failures > 1
    if soon or calendar.read_at is None or now - calendar.failing_since >= PATIENCE:
        key = f"{calendar.id}:{calendar.failing_since:%Y%m%d%H%M%S%f}"
        await tell.tell(session, [owner], NAME, calendar.id, now, key=key)


async def compose(notice: Notice) -> Composed:
    """Say what is wrong with each calendar, and what the owner can do.

    Raises NoLongerUseful if every calendar can be read again or was removed from Attune.
    """
    tenant = notice.to.tenant
    found = [await calendars.by_id(notice.session, tenant, row.about or 0) for row in notice.rows]
    said = {sentence(one): one.read_at is not None for one in found if one and one.trouble}
    if not said:
        raise NoLongerUseful("it can be read again")
    stays = [Paragraph(spans(STAYS))] if any(said.values()) else []
    return Composed(Card(next(iter(said)), (*(Paragraph(spans(one)) for one in said), *stays)))


def sentence(calendar: CalendarConnection) -> str:
    """Say what is wrong with a calendar and what the owner can do, or return ""."""
    if calendar.trouble is None:
        return ""
    first = _FIRST if calendar.read_at is None else {}
    words = first.get(calendar.trouble, _WORDS[calendar.trouble])
    return words.format(label=shortened(calendar.label, MAX_LABEL))


KIND = NoticeKind(NAME, "news about your calendar", compose, "person", repeat=True)
