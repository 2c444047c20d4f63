"""Cards that show themes, with the names that a language model proposes. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from handlers.cards import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Note,
    Paragraph,
    spans,
    typed,
)
from handlers.coaching.buyer_words.themes import Theme
from handlers.coaching.text.words import shortened
from handlers.views.model_words import suggested_by
from handlers.views.team import team_page
from storage.tables import Team, ThemeName

USE, NO, BACK, UNDO = "theme.use", "theme.no", "theme.back", "theme.undo"
REFUSED = "The proposed name is deleted."
FOR_MARKETING = "theme.marketing"
MARKETING = 0  # used instead of the id of a team
NO_THEMES = (
    "No themes yet. A theme is a phrase that buyers at three accounts or more have used in the "
    "last 90 days. I look only at what your team shared, or passed on to marketing with names."
)
NOTHING_PASSED_ON = (
    "No themes yet. A theme is a phrase that buyers at three accounts or more have used. I look at "
    "what reps passed on to marketing in the last four weeks."
)
PASSED_ON = "From what reps passed on to marketing in the last four weeks."
QUOTES = "To read what they said, type “what are buyers saying about {}”."
SOURCE = "From what your team shared, or passed on to marketing with names, in the last 90 days."


@dataclass(frozen=True)
class ThemesPlace:
    """Where we show themes. `id` is the id of a team, or `MARKETING`.

    If there are no themes, the card says `none`. `source` says where the themes come from. `quotes`
    says how to read what buyers said about a phrase ("{}"), or is "".
    """

    id: int
    lead: str
    none: str
    source: str
    quotes: str = ""
    below: tuple[Block, ...] = ()


def of_team(team: Team) -> ThemesPlace:
    """Return the place for the themes of a team."""
    lead = f"What buyers keep telling {shortened(team.name, 60)}"
    return ThemesPlace(team.id, lead, NO_THEMES, SOURCE, below=(team_page.back(team),))


def of_marketing() -> ThemesPlace:
    """Return the place for the themes in what reps passed on to marketing."""
    return ThemesPlace(MARKETING, "What buyers keep saying", NOTHING_PASSED_ON, PASSED_ON, QUOTES)


def themes(
    place: ThemesPlace, found: Sequence[Theme], names: Mapping[str, ThemeName], refused: str = ""
) -> Card:
    """Return the card with phrases that several buyers use. `names` maps phrases to their names.

    If somebody has just refused a name, `refused` is the value that *Undo* needs to propose the
    name again.
    """
    if not found:
        return Card(place.none, (Paragraph(spans(place.none)), *place.below))
    blocks: list[Block] = []
    for one in found:
        blocks += _theme(place, one, names.get(one.phrase), refused)
    lead, source = Paragraph(spans(typed(place.lead))), Note(spans(place.source))
    quotes = place.quotes.format(found[0].phrase)
    more = (Note(spans(typed(quotes))),) if quotes else ()
    return Card(place.lead, (lead, *_joined(blocks), source, *more, *place.below))


def _theme(
    place: ThemesPlace, theme: Theme, name: ThemeName | None, refused: str
) -> Iterator[Block]:
    said = f"“{theme.phrase}”"
    if name and name.state == "used":
        said += f", also {called(name)}"
    yield Bullets((spans(typed(f"{said}: {theme.accounts} accounts")),))
    if name is not None and name.state == "refused" and refused:
        yield Paragraph(spans(REFUSED))
        yield Buttons((Button("Undo", UNDO, f"{place.id}:{name.id}:{refused}"),))
    if name is None or name.state not in ("used", "proposed"):
        return
    value = f"{place.id}:{name.id}"
    if name.state == "used":
        yield Buttons((Button("Take the name back", BACK, value, about=name.name),))
        return
    yield Paragraph(spans(typed(f"Call it “{name.name}”? ({suggested_by(name.model)})")))
    use = Button("Use this name", USE, value, about=name.name)
    yield Buttons((use, Button("No", NO, value, about=name.name)))


def called(name: ThemeName) -> str:
    """Return "called “Hours on the phone” (suggested by gemma3:4b, an AI)"."""
    return f"called “{name.name}” ({suggested_by(name.model)})"


def _joined(blocks: Sequence[Block]) -> Iterator[Block]:
    """Join lists that follow each other into one."""
    lines: list[Bullets] = []
    for one in (*blocks, None):
        if isinstance(one, Bullets):
            lines.append(one)
            continue
        if lines:
            yield Bullets(tuple(item for each in lines for item in each.items))
            lines = []
        if one is not None:
            yield one
