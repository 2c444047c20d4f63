"""Tell a person that somebody shares a figure with them. A button shows the figure itself."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.message import Composed, NoLongerUseful
from handlers.notices import updating
from handlers.notices.kind import Notice, NoticeKind
from handlers.views.team import coaching_cards
from storage.tables import Person, SharedFigure
from storage.team import coaching
from storage.workspace import policies

NAME = "figure_shared"
MAX_FIGURES = 100  # we read at most this many figures shared with one person


async def compose(notice: Notice) -> Composed:
    """Say who shares which figure.

    Raises NoLongerUseful if the figure is not shared now, or if figures are switched off in the
    tenant.
    """
    viewer, wanted = notice.to, notice.rows[0].about
    if not isinstance(viewer, Person):
        raise NoLongerUseful("not on file any more")
    if await policies.figures_are_off(notice.session, viewer.tenant):
        raise NoLongerUseful("not wanted any more")
    for row, rep in await coaching.shared_with(notice.session, viewer, notice.now, MAX_FIGURES):
        if row.id == wanted:
            ends = coaching_cards.until(row.until, notice.now, viewer.zone)
            return Composed(coaching_cards.told(rep, row.id, row.figure, ends))
    raise NoLongerUseful("not wanted any more")


async def updated(notice: Notice) -> Composed:
    """Return the notice as it should read now.

    Once the figure is no longer shared, the notice does not say whose figure it was.
    """
    try:
        return await compose(notice)
    except NoLongerUseful:
        return Composed(coaching_cards.ended())


async def end(session: AsyncSession, rows: Collection[SharedFigure], now: datetime) -> None:
    """Plan to update the messages about these figures, which are no longer shared.

    The updated messages have no button. `now` is in UTC.
    """
    for row in rows:
        await updating.plan(session, row.tenant, (NAME,), [row.id], now)


KIND = NoticeKind(
    NAME,
    "figures that people share with you",
    compose,
    "person",
    alone=True,
    repeat=True,
    updated=updated,
)
