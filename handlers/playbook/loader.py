"""Load a folder of playbook files, or report every mistake in it by file and line."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from handlers.playbook.checks import check
from handlers.playbook.reading import ParsedSoFar
from handlers.playbook.schema import (
    Area,
    BuyingRoleWords,
    Evidence,
    Focus,
    KindWords,
    ListeningLine,
    MeasuredFigure,
    MeetingWords,
    Opening,
    Pitch,
    PublishedRange,
    Question,
    ReflectionField,
    TalkHabit,
)
from handlers.playbook.shape import Content, shape

SHIPPED = Path(__file__).parent / "content"
SHIPPED_NOTE = " (in the file shipped with Attune, because your folder has no file of this name)"

_NAMES = {stem: f"{stem}.yaml" for stem in Content.model_fields}


class PlaybookError(Exception):
    """The playbook cannot be used; `mistakes` are sentences for the people who edit it."""

    def __init__(self, mistakes: tuple[str, ...]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


@dataclass(frozen=True, repr=False)  # as text it would be as long as a book
class Playbook:
    """All coaching content, checked. Lookups return None for an id that no longer exists."""

    questions: tuple[Question, ...]
    areas: tuple[Area, ...]
    listening: tuple[ListeningLine, ...]
    openings: tuple[Opening, ...]
    focuses: tuple[Focus, ...]
    reflection: Mapping[str, ReflectionField]
    pitch: Pitch
    evidence: Mapping[str, Evidence]
    synonyms: tuple[frozenset[str], ...]  # groups of words, in lower case
    kinds: tuple[KindWords, ...]  # in the order in which they are tried
    roles: tuple[BuyingRoleWords, ...]  # in the order in which they are tried
    meetings: MeetingWords  # in titles of meetings that are no sales calls
    competitors: tuple[str, ...]  # names, besides those that insights are about
    heard_as: tuple[tuple[str, str], ...]  # (form in transcripts, competitor's name)

    def question(self, wanted: str) -> Question | None:
        """The research question with this id."""
        return next((item for item in self.questions if item.id == wanted), None)

    def area(self, wanted: str) -> Area | None:
        """The area of listening with this id."""
        return next((item for item in self.areas if item.id == wanted), None)

    def line(self, wanted: str) -> ListeningLine | None:
        """The listening line with this id."""
        return next((item for item in self.listening if item.id == wanted), None)

    def opening(self, wanted: str) -> Opening | None:
        """The opening question with this id."""
        return next((item for item in self.openings if item.id == wanted), None)

    def focus(self, wanted: str) -> Focus | None:
        """The if-then focus with this id."""
        return next((item for item in self.focuses if item.id == wanted), None)

    def focus_for(self, habit: TalkHabit) -> Focus | None:
        """The focus that is offered for a habit; None if the playbook has none."""
        return next((item for item in self.focuses if habit in item.habits), None)

    def published(self, figure: MeasuredFigure) -> str | None:
        """What a rep reads beside this figure of a transcript: a range with its source and year."""
        return next((item.shown for item in self.evidence.values() if item.beside == figure), None)

    def ranges(self, figure: MeasuredFigure) -> tuple[PublishedRange, ...]:
        """The published ranges that are drawn in a picture of this figure."""
        return next((item.ranges for item in self.evidence.values() if item.beside == figure), ())


def load(folder: Path | None = None) -> Playbook:
    """Load and check a playbook; for files missing from `folder`, the shipped ones are used.

    Raises PlaybookError with all mistakes, each as "file:line: what is wrong" and, for most, what
    is allowed. If the folder cannot be read or has no YAML file, that is the only mistake.
    """
    here = _yaml_files(folder or SHIPPED)
    draft = ParsedSoFar()
    for stem, name in _NAMES.items():
        note = "" if name in here else SHIPPED_NOTE
        draft.read(stem, here.get(name, SHIPPED / name), note)
    content = shape(draft)
    check(draft)
    mistakes = (*_unknown_files(here), *draft.sentences())
    if mistakes or content is None:
        raise PlaybookError(mistakes)
    return Playbook(
        questions=content.questions,
        areas=content.listening.areas,
        listening=content.listening.lines,
        openings=content.openings,
        focuses=content.focuses,
        reflection=MappingProxyType({item.id: item for item in content.reflection}),
        pitch=content.pitch,
        evidence=MappingProxyType({item.id: item for item in content.evidence}),
        synonyms=tuple(
            frozenset(word.lower() for word in group.words) for group in content.synonyms
        ),
        kinds=content.kinds,
        roles=content.roles,
        meetings=content.meetings,
        competitors=content.competitors.names,
        heard_as=tuple(
            (form, each.name) for each in content.competitors.heard_as for form in each.forms
        ),
    )


def _yaml_files(folder: Path) -> dict[str, Path]:
    """The YAML files in a folder, by name.

    Raises PlaybookError if there are none, or if the folder cannot be read.
    """
    try:
        here = {path.name: path for path in sorted(folder.iterdir())}
    except OSError as error:
        raise PlaybookError((f"{folder}: can't be read: {error.strerror}",)) from error
    here = {name: path for name, path in here.items() if path.suffix in {".yaml", ".yml"}}
    if not here:
        allowed = ", ".join(_NAMES.values())
        raise PlaybookError((f"{folder}: contains no playbook file; allowed: {allowed}",))
    return here


def _unknown_files(here: Mapping[str, Path]) -> tuple[str, ...]:
    """A mistake for each file with an unknown name.

    The name is probably misspelt. If it were accepted, the file would be ignored, and the shipped
    one used instead.
    """
    allowed = ", ".join(_NAMES.values())
    return tuple(
        f"{name}:1: is not a playbook file; allowed: {allowed}"
        for name in here
        if name not in _NAMES.values()
    )
