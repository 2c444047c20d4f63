"""Tell a rep what a manager said about a reflection that the rep shared."""

from handlers.cards import Block, Button, Buttons, Card, Paragraph, spans, typed
from handlers.coaching.text.words import shortened
from handlers.message import Composed, NoLongerUseful
from handlers.notices import emptied
from handlers.notices.kind import Notice, NoticeKind
from handlers.rhythm_settings import day_of
from handlers.times.formatting import format_full_date
from storage.sales_calls import reflection_comments
from storage.sales_calls.reflection_comments import CommentInContext
from storage.tables import Person

NAME = "commented"
SHOW = "reflect.readers"  # handled by handlers/features/reflections/readers.py


async def compose(notice: Notice) -> Composed:
    """Show each comment, and say which reflection it is about. A button opens the reflection.

    A comment without text means thanks. Raises NoLongerUseful if none of the comments is on file
    any more.
    """
    rep = notice.to
    if not isinstance(rep, Person):
        raise NoLongerUseful("not on file any more")
    ids = [row.about or 0 for row in notice.rows]
    found = await reflection_comments.for_author(notice.session, rep, ids)
    if not found:
        raise NoLongerUseful("not on file any more")
    thanks = {_pair(one) for one in found if not one.row.text}
    first = {_pair(one): one.row.id for one in reversed(found) if one.row.text}
    # If somebody says thanks for a reflection and also writes about it, one sentence says both.
    said = [one for one in found if one.row.text or _pair(one) not in first]
    blocks, leads = list[Block](), list[str]()
    for one in said:
        both = _pair(one) in thanks and first.get(_pair(one)) == one.row.id
        leads.append(_lead(notice, one, rep.zone, thanks=both))
        blocks.append(Paragraph(spans(typed(leads[-1]))))
        blocks += [Paragraph(spans(typed(one.row.text)))] if one.row.text else []
    reflections = {one.reflection.id: one for one in found}.values()
    blocks.append(Buttons(tuple(_look(one, notice, rep.zone) for one in reflections)))
    return Composed(Card(leads[0], tuple(blocks)))


def _pair(one: CommentInContext) -> tuple[int, int]:
    """Return the author of a comment, and the reflection that it is about."""
    return one.row.author_id, one.reflection.id


def _look(one: CommentInContext, notice: Notice, zone: str) -> Button:
    about = f"{shortened(one.account.name, 40)}, {_day(one, notice, zone)}"
    return Button("My reflection", SHOW, str(one.reflection.call_id), beside=True, about=about)


def _day(one: CommentInContext, notice: Notice, zone: str) -> str:
    return format_full_date(day_of(one.reflection.called_at, zone), day_of(notice.now, zone))


def _lead(notice: Notice, one: CommentInContext, zone: str, *, thanks: bool) -> str:
    """Return the sentence above the text of a comment.

    - For a comment with a text: "Tomas Keller on what you shared about Northwind, …:"
    - With `thanks` and a text: "Tomas Keller says thanks for what you shared …, and writes:"
    - Without a text: "Tomas Keller says thanks for what you shared …."
    """
    day = _day(one, notice, zone)
    which = f"what you shared about {shortened(one.account.name, 60)}, {day}"
    by = shortened(one.by, 60)
    if thanks and one.row.text:
        return f"{by} says thanks for {which}, and writes:"
    return f"{by} on {which}:" if one.row.text else f"{by} says thanks for {which}."


async def updated(notice: Notice) -> Composed:
    """Show the comments as they are now. If none is on file any more, say that they are gone."""
    try:
        return await compose(notice)
    except NoLongerUseful:
        return Composed(emptied.empty())


KIND = NoticeKind(
    NAME, "comments on your reflections", compose, "person", repeat=True, updated=updated
)
