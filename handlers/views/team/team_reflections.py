"""Shared reflections as a manager reads them, and the comments on them. Pure."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from handlers.cards import (
    Block,
    Button,
    Buttons,
    Card,
    Note,
    Paragraph,
    QuickForm,
    Quote,
    ShowsOfCall,
    spans,
    typed,
)
from handlers.coaching.names.given_names import first_name
from handlers.coaching.text.words import shortened
from handlers.inputs import TextInput
from handlers.knowledge.team_day import SharedReflection
from handlers.rhythm_settings import day_of
from handlers.times.formatting import format_full_date
from handlers.views.team import team_page
from storage.sales_calls.reflection_comments import Comment
from storage.tables import Team

READ, THANK, COMMENT = "team.read", "team.thank", "team.comment"
PAGE = 3  # reflections on a card; each has a button
NOTHING = "Nothing has been shared in the last 90 days. Reflections are private until shared."
EMPTY = "There is nothing to read here yet."
_SHOWN_CHARACTERS = 100  # the list shows at most this many characters of each reflection


def listed(
    team: Team,
    found: Sequence[SharedReflection],
    now: datetime,
    zone: str,
    *,
    page: int,
    more: bool,
) -> Card:
    """Return a page of what people in a team shared. With `more`, there is another page."""
    lead = f"{shortened(team.name, 60)}: shared reflections" if found or page else NOTHING
    blocks: list[Block] = [Paragraph(spans(typed(lead)))]
    blocks += to_read(found, now, zone)
    pages = [Button("More", team_page.REFLECTIONS, f"{team.id}:{page + 1}")] if more else []
    blocks.append(Buttons((*pages, *team_page.back(team).buttons)))
    return Card(lead, tuple(blocks), shows=shows_of(found))


def to_read(found: Sequence[SharedReflection], now: datetime, zone: str) -> Iterator[Block]:
    """Show the beginning of each reflection, with a button that shows all of it."""
    for one in found:
        about = title(one, now, zone)
        words = shortened(one.reflection.heard or one.reflection.surprise, _SHOWN_CHARACTERS)
        said = f": “{words}”" if words else ""
        yield Paragraph(spans(typed(f"{about}{said}")))
        yield Buttons((Button("Read", READ, str(one.reflection.id), about=about),))


def shows_of(found: Sequence[SharedReflection]) -> tuple[ShowsOfCall, ...]:
    """Say what a card with these reflections shows, so that we can empty the card later."""
    return tuple(ShowsOfCall(one.reflection.call_id, "shared reflection") for one in found)


def title(one: SharedReflection, now: datetime, zone: str) -> str:
    """Return "Lena Brandt, Northwind, Monday 23 November"."""
    day = format_full_date(day_of(one.reflection.called_at, zone), day_of(now, zone))
    return f"{shortened(one.author.name, 60)}, {shortened(one.account.name, 60)}, {day}"


def read(
    team: Team,
    one: SharedReflection,
    said: Sequence[Comment],
    now: datetime,
    zone: str,
    *,
    thanked: bool,
    note: str = "",
    words: str = "",
) -> Card:
    """Return what the author shared, word for word, with the ways to answer.

    `said` are the manager's own comments. With `thanked`, the manager has already said thanks.
    The form for a comment is filled in with `words`.
    """
    lead = title(one, now, zone)
    blocks: list[Block] = [Paragraph(spans(typed(lead)))]
    parts = _readable(one)
    blocks += [Quote(words, name) for name, words in parts]
    blocks += [] if parts else [Paragraph(spans(EMPTY))]
    blocks += comments(said, now, zone, own=True)
    blocks += [Note(spans(note))] if note else []
    name, about = first_name(one.author.name) or one.author.name, shortened(lead, 80)
    line = TextInput("comment", f"What would you say to {shortened(name, 40)}?", value=words)
    id_ = str(one.reflection.id)
    blocks.append(QuickForm(COMMENT, id_, (line,), submit="Comment"))
    back = Button("Back", team_page.REFLECTIONS, str(team.id), about=shortened(team.name, 40))
    # *Thank* is not where *Read* was, so that a double click on *Read* can't press it.
    thank = [] if thanked else [Button("Thank", THANK, id_, about=about)]
    blocks.append(Buttons((back, *thank)))
    shows = (ShowsOfCall(one.reflection.call_id, "shared reflection"),)
    return Card(lead, tuple(blocks), shows=shows)


def _readable(one: SharedReflection) -> list[tuple[str, str]]:
    name = first_name(one.author.name) or one.author.name
    written = one.reflection
    parts = (
        ("What they said", written.heard),
        (f"What {shortened(name, 40)} did not see coming", written.surprise),
        ("Next step", written.next_step),
    )
    return [(name, words) for name, words in parts if words.strip()]


def comments(
    said: Sequence[Comment], now: datetime, zone: str, *, own: bool = False
) -> Iterator[Block]:
    """Show comments, oldest first. With `own`, the reader wrote them."""
    for row, by in said:
        day = format_full_date(day_of(row.at, zone), day_of(now, zone))
        who = "You" if own else shortened(by, 60)
        if row.text:
            yield Quote(row.text, f"{who}, {day}")
        else:
            yield Note(spans(typed(f"{who} said thanks, {day}.")))
