"""Load playbook files, or report every mistake by file and line."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from handlers.playbook.checks import check
from handlers.playbook.conditions import MeasuredFigure, TalkHabit
from handlers.playbook.groups import TextGroup, grouped
from handlers.playbook.reading import ParsedSoFar, Unreadable, text_of
from handlers.playbook.schema import (
    Area,
    Evidence,
    Focus,
    ListeningLine,
    Opening,
    PublishedRange,
    Question,
    ReflectionField,
)
from handlers.playbook.shape import Content, shape
from handlers.playbook.word_lists import BuyingRoleWords, KindWords, MeetingWords, Pitch, Signal

SHIPPED = Path(__file__).parent / "content"
SHIPPED_NOTE = " (in the file shipped with Attune, because your playbook lacks this file)"

_NAMES = {stem: f"{stem}.yaml" for stem in Content.model_fields}
ALLOWED = ", ".join(_NAMES.values())


class PlaybookError(Exception):
    """The playbook can't be used. `mistakes` are sentences for the people who edit it."""

    def __init__(self, mistakes: tuple[str, ...]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


@dataclass(frozen=True, repr=False)  # the repr would be too long
class Playbook:
    """All coaching content, checked. Lookups by id return None for an unknown id."""

    questions: tuple[Question, ...]
    areas: tuple[Area, ...]
    listening: tuple[ListeningLine, ...]
    openings: tuple[Opening, ...]
    focuses: tuple[Focus, ...]
    reflection: Mapping[str, ReflectionField]
    pitch: Pitch
    evidence: Mapping[str, Evidence]
    synonyms: tuple[frozenset[str], ...]  # groups of lower-case words
    kinds: tuple[KindWords, ...]  # in the order in which we try them
    roles: tuple[BuyingRoleWords, ...]  # in the order in which we try them
    meetings: MeetingWords  # words in titles of meetings that are not sales calls
    competitors: tuple[str, ...]  # in addition to the competitors in insights
    heard_as: tuple[tuple[str, str], ...]  # (spelling in transcripts, competitor's name)
    signals: tuple[Signal, ...]  # those whose question is in the playbook

    @cached_property
    def lines_by_call(self) -> tuple[TextGroup[ListeningLine], ...]:
        """The listening lines, grouped by the calls that they fit."""
        return grouped(self.listening)

    @cached_property
    def openings_by_call(self) -> tuple[TextGroup[Opening], ...]:
        """The opening questions, grouped by the calls that they fit."""
        return grouped(self.openings)

    def question(self, wanted: str) -> Question | None:
        """Return the research question with this id."""
        return next((item for item in self.questions if item.id == wanted), None)

    def area(self, wanted: str) -> Area | None:
        """Return the area of listening with this id."""
        return next((item for item in self.areas if item.id == wanted), None)

    def line(self, wanted: str) -> ListeningLine | None:
        """Return the listening line with this id."""
        return next((item for item in self.listening if item.id == wanted), None)

    def opening(self, wanted: str) -> Opening | None:
        """Return the opening question with this id."""
        return next((item for item in self.openings if item.id == wanted), None)

    def focus(self, wanted: str) -> Focus | None:
        """Return the if-then focus with this id."""
        return next((item for item in self.focuses if item.id == wanted), None)

    def focus_for(self, habit: TalkHabit) -> Focus | None:
        """Return the focus to offer for a habit, or None."""
        return next((item for item in self.focuses if habit in item.habits), None)

    def published(self, figure: MeasuredFigure) -> str | None:
        """Return the published finding to show beside this figure, or None."""
        return next((item.shown for item in self.evidence.values() if item.beside == figure), None)

    def ranges(self, figure: MeasuredFigure) -> tuple[PublishedRange, ...]:
        """Return the published ranges to draw beside this figure."""
        return next((item.ranges for item in self.evidence.values() if item.beside == figure), ())


def load(folder: Path | None = None) -> Playbook:
    """Load and check a folder. The shipped playbook supplies the files that `folder` lacks.

    Raises PlaybookError with all mistakes, each as "file:line: sentence". If the folder can't be
    read or has no YAML file, that is the only mistake.
    """
    folder = folder or SHIPPED
    here = {name: text_of(path) for name, path in _yaml_files(folder).items()}
    if not here:
        raise PlaybookError((f"{folder}: contains no playbook file; allowed: {ALLOWED}",))
    return load_files(here)


def shipped_files() -> dict[str, str]:
    """Return the text of each file that is shipped with Attune, by file name."""
    return {
        name: text for name in _NAMES.values() if isinstance(text := text_of(SHIPPED / name), str)
    }


def files_in(folder: Path | None = None) -> dict[str, str]:
    """Return the text of each file of the playbook in a folder, by file name.

    The shipped playbook supplies the files that are missing or unreadable. Raises PlaybookError if
    the folder can't be read.
    """
    files = shipped_files()
    for name, path in _yaml_files(folder or SHIPPED).items():
        if name in files and isinstance(text := text_of(path), str):
            files[name] = text
    return files


def load_files(here: Mapping[str, str | Unreadable]) -> Playbook:
    """Load and check files. `here` has the text of each file, by file name.

    The shipped playbook supplies the missing files. Raises PlaybookError as `load` does.
    """
    draft = ParsedSoFar()
    for stem, name in _NAMES.items():
        note = "" if name in here else SHIPPED_NOTE
        text = here[name] if name in here else text_of(SHIPPED / name)
        draft.read(stem, text, note)
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
        signals=_of_questions(content),
    )


def _of_questions(content: Content) -> tuple[Signal, ...]:
    """Return the signals whose questions are in this playbook.

    A playbook with its own questions may lack the questions of some shipped signals.
    """
    ids = {question.id for question in content.questions}
    return tuple(signal for signal in content.signals if signal.question in ids)


def is_yaml(name: str) -> bool:
    """Check whether a file name ends in ".yaml" or ".yml", in upper or lower case."""
    return Path(name).suffix.lower() in {".yaml", ".yml"}


def _yaml_files(folder: Path) -> dict[str, Path]:
    try:
        return {path.name: path for path in sorted(folder.iterdir()) if is_yaml(path.name)}
    except OSError as error:
        raise PlaybookError((f"{folder}: can't be read: {error.strerror}",)) from error


def _unknown_files(here: Collection[str]) -> tuple[str, ...]:
    """Report files with unknown names, which are probably misspelt."""
    return tuple(
        f"{name}:1: is not a playbook file; allowed: {ALLOWED}"
        for name in here
        if name not in _NAMES.values()
    )
