"""Tell a rep what a manager said about a reflection that the rep shared."""

from handlers.cards import Block, Button, Buttons, Card, Paragraph, spans, typed
from handlers.coaching.words import shortened
from handlers.message import Composed, NoLongerUseful
from handlers.notices.kind import Notice, NoticeKind
from handlers.rhythm_settings import day_of
from handlers.times.formatting import format_full_date
from storage import reflection_comments
from storage.reflection_comments import CommentInContext
from storage.tables import Person

NAME = "commented"
SHOW = "reflect.readers"  # handled by handlers/features/reflections/readers.py


async def compose(notice: Notice) -> Composed:
    """Show each comment, with the reflection that it is about.

    Raises NoLongerUseful if all of the reflections were deleted.
    """
    rep = notice.to
    if not isinstance(rep, Person):
        raise NoLongerUseful("not on file any more")
    ids = [row.about or 0 for row in notice.rows]
    found = await reflection_comments.for_author(notice.session, rep, ids)
    if not found:
        raise NoLongerUseful("not on file any more")
    blocks = [block for one in found for block in _part(notice, one, rep.zone)]
    reflections = {one.reflection.id: one for one in found}.values()
    blocks.append(Buttons(tuple(_look(one, notice, rep.zone) for one in reflections)))
    return Composed(Card(_lead(notice, found[0], rep.zone), tuple(blocks)))


def _part(notice: Notice, one: CommentInContext, zone: str) -> list[Block]:
    words: list[Block] = [Paragraph(spans(typed(one.row.text)))] if one.row.text else []
    return [Paragraph(spans(typed(_lead(notice, one, zone)))), *words]


def _look(one: CommentInContext, notice: Notice, zone: str) -> Button:
    about = f"{shortened(one.account.name, 40)}, {_day(one, notice, zone)}"
    return Button("My reflection", SHOW, str(one.reflection.call_id), beside=True, about=about)


def _day(one: CommentInContext, notice: Notice, zone: str) -> str:
    return format_full_date(day_of(one.reflection.called_at, zone), day_of(notice.now, zone))


def _lead(notice: Notice, one: CommentInContext, zone: str) -> str:
    """Return "Tomas Keller on what you shared about Northwind, Monday 23 November:"."""
    day = _day(one, notice, zone)
    which = f"what you shared about {shortened(one.account.name, 60)}, {day}"
    by = shortened(one.by, 60)
    return f"{by} on {which}:" if one.row.text else f"{by} says thanks for {which}."


KIND = NoticeKind(NAME, "comments on your reflections", compose, "person", repeat=True)
