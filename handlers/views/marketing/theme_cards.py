"""Cards that show themes, with the names that a language model proposes. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.cards import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Note,
    Paragraph,
    Quote,
    card_saying,
    spans,
    typed,
)
from handlers.coaching.buyer_words.themes import Theme
from handlers.coaching.text.words import shortened
from handlers.knowledge.passed_on import MAX_PIECES
from handlers.knowledge.team_themes import TeamQuote
from handlers.times.formatting import format_date
from handlers.views.model_words import suggested_by
from handlers.views.team import team_page
from storage.tables import Team, ThemeName

USE, NO, BACK, UNDO = "theme.use", "theme.no", "theme.back", "theme.undo"
MAX_QUOTE = 160  # characters
SAID = "theme.said"  # shows what buyers said about a phrase
REFUSED = "The proposed name is deleted."
FOR_MARKETING, WEEK = "theme.marketing", "week"
MARKETING = 0  # used instead of the id of a team
NO_THEMES = (
    "No themes yet. A theme is a phrase that buyers at three accounts or more have used in the "
    "last 90 days. I look only at what your team shared, and at what it passed on to marketing "
    "with the names of the rep and the account."
)
NOTHING_PASSED_ON = (
    "No themes yet. A theme is a phrase that buyers at two accounts or more have used. I look at "
    "what reps passed on to marketing in the last four weeks."
)
LATELY = "What buyers said in the last seven days"
NOTHING_LATELY = (
    "No themes in the last seven days. A theme is a phrase that buyers at two accounts or more "
    "have used. I look at what reps passed on to marketing."
)
SOURCE = (
    "From what your team shared in the last 90 days, and from what it passed on to marketing with "
    "the names of the rep and the account."
)


@dataclass(frozen=True)
class ThemesPlace:
    """Where we show themes, and the words around them. `id` is the id of a team, or `MARKETING`.

    `none` is the sentence for a card without themes. `source` says where the themes come from.
    `quotes` has what a buyer said, by phrase. `more` is the action of the button *What they said*,
    or "" if the card does not have this button.
    """

    id: int
    lead: str
    none: str
    source: str
    quotes: Mapping[str, Quote]
    more: str = ""
    below: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Themes:
    """The themes of a team or of marketing."""

    place: ThemesPlace
    found: Sequence[Theme]


def quotes_of_team(quotes: Mapping[str, TeamQuote], today: date) -> dict[str, Quote]:
    """Return the quotes from shared reflections, by phrase. `today` is the reader's date."""
    return {
        phrase: Quote(
            shortened(one.words, MAX_QUOTE), f"{one.account}, {format_date(one.at, today)}"
        )
        for phrase, one in quotes.items()
    }


def of_team(team: Team, quotes: Mapping[str, Quote]) -> ThemesPlace:
    """Return the place for the themes of a team."""
    lead = f"What buyers keep telling {shortened(team.name, 60)}"
    about = shortened(team.name, 40)
    shared = Button("Shared reflections", team_page.REFLECTIONS, str(team.id), about=about)
    below = (Buttons((shared,)), team_page.back(team))
    return ThemesPlace(team.id, lead, NO_THEMES, SOURCE, quotes, below=below)


def of_marketing(pieces: int, quotes: Mapping[str, Quote], *, weekly: bool = False) -> ThemesPlace:
    """Return the place for marketing's themes.

    `pieces` is how many things reps passed on: in the last seven days if `weekly` is true, and in
    the last four weeks otherwise.
    """
    if not weekly:
        lead, source = "What buyers keep saying", themes_counted(pieces, "with marketing")
        return ThemesPlace(MARKETING, lead, NOTHING_PASSED_ON, source, quotes, SAID)
    source = themes_counted(pieces, "with marketing", "the last seven days")
    below = (Buttons((Button("The last four weeks", FOR_MARKETING),)),)
    return ThemesPlace(MARKETING, LATELY, NOTHING_LATELY, source, quotes, SAID, below)


def themes_counted(pieces: int, where: str, period: str = "the last four weeks") -> str:
    """Say in how many things we looked for themes. `where` is "here" or "with marketing"."""
    newest = "the newest " * (pieces >= MAX_PIECES)
    return (
        f"Based on {newest}{pieces:,} things that reps shared {where} in {period}. "
        "A theme is a phrase from two accounts or more."
    )


def themes(shown: Themes, names: Mapping[str, ThemeName], refused: str = "") -> Card:
    """Return the card with phrases that several buyers use. `names` maps phrases to their names.

    If somebody has just refused a name, `refused` is the value that *Undo* needs to propose the
    name again.
    """
    place, found = shown.place, shown.found
    if not found:
        return card_saying(place.none, *place.below)
    blocks: list[Block] = []
    for one in found:
        blocks += _theme(place, one, names.get(one.phrase), refused)
    lead, source = Paragraph(spans(typed(place.lead))), Note(spans(place.source))
    return Card(place.lead, (lead, *_joined(blocks), source, *place.below))


def _theme(
    place: ThemesPlace, theme: Theme, name: ThemeName | None, refused: str
) -> Iterator[Block]:
    said = f"“{theme.phrase}”"
    if name and name.state == "used":
        said += f", also {called(name)}"
    yield Bullets((spans(typed(f"{said}: {theme.accounts} accounts")),))
    if quote := place.quotes.get(theme.phrase):
        yield quote
    if place.more:
        yield Buttons((Button("What they said", place.more, theme.phrase, about=theme.phrase),))
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
    """Join consecutive lists into one list."""
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
