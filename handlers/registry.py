"""What a feature is given and gives back, and the list of features by how they are asked for."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.cards import Form, Reply
from handlers.commands import Command, understood
from handlers.playbook.loader import Playbook
from storage.choices import Standing
from storage.tables import Person


class Means(StrEnum):
    """How a person asked."""

    COMMAND = "command"
    BUTTON = "button"
    FORM = "form"
    SHORTCUT = "shortcut"
    SCREEN = "screen"


@dataclass(frozen=True)
class Sender:
    """Who is asking, as the platform vouches for it."""

    tenant: str  # platform:workspace
    external: str  # the platform's id of this person
    name: str
    zone: str  # IANA
    locale: str | None = None  # "en-US"; None where the platform does not tell
    standing: Standing | None = None  # None where the platform does not tell


@dataclass(frozen=True)
class Place:
    """A channel that something is asked in: the platform's id of it, and its name (`#sales`).

    Two things are looked up only for what is to be posted there later: whether it is `shared` with
    another company, and why it is `closed` to us, in a sentence that says how to go on.
    """

    external: str
    name: str
    shared: bool = False
    closed: str = ""


@dataclass(frozen=True)
class Request:
    """One thing a person did. `id` is the same on every repeat of it by the platform.

    `place` is None where only the person and Attune are.
    """

    id: str
    sender: Sender
    means: Means
    name: str  # of the command, button, form or shortcut
    text: str = ""  # a command's words, a button's value, a form's subject, a message's text
    fields: Mapping[str, str] = field(default_factory=dict)
    place: Place | None = None


@dataclass(frozen=True)
class Turn:
    """What a feature works with: its transaction, the person, the time (UTC) and their words."""

    session: AsyncSession
    person: Person
    now: datetime
    playbook: Playbook
    text: str
    fields: Mapping[str, str]
    place: Place | None = None


class Refusal(Exception):
    """The answer is no, in one sentence that says how to go on. The transaction is undone.

    `form` replaces the form that was submitted, where a message at a field is not enough.
    """

    def __init__(self, sentence: str, *, field: str = "", form: Form | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
        self.form = form


Feature = Callable[[Turn], Awaitable[Reply]]


@dataclass(frozen=True)
class Shortcut:
    """An entry in the platform's own menus; `on_message` ones come with a message's text.

    `words`: a menu of ours offers it only under a message that has one of them; none: under each.
    """

    name: str
    label: str
    on_message: bool = False
    words: tuple[str, ...] = ()


class Registry:
    """Every feature by how it is asked for. Filled once, by `register` calls, at start."""

    def __init__(self) -> None:
        self.commands: dict[str, Command] = {}
        self.shortcuts: dict[str, Shortcut] = {}
        self._words: dict[str, str] = {}
        self._courtesies: set[str] = set()
        self._features: dict[tuple[Means, str], Feature] = {}
        self.unnamed: Feature | None = None  # what answers words that name nothing

    def command(self, command: Command, feature: Feature) -> None:
        """Answer this command."""
        self.commands[command.name] = command
        self._add(Means.COMMAND, command.name, feature)

    def words(
        self, name: str, feature: Feature, said: Collection[str], *, courtesy: bool = False
    ) -> None:
        """Answer any of these words or phrases, which are in no list of commands.

        A command may follow a `courtesy` in the same breath.
        """
        self._words |= dict.fromkeys(said, name)
        self._courtesies |= set(said) if courtesy else set()
        self._add(Means.COMMAND, name, feature)

    def intent(self, name: str, feature: Feature) -> None:
        """Answer what `plain_words` understands as this."""
        self._add(Means.COMMAND, name, feature)

    def otherwise(self, feature: Feature) -> None:
        """Answer words that name nothing."""
        self.unnamed = feature

    def understood(self, text: str) -> tuple[str, str]:
        """What somebody asks for in words: a name to `find` a feature by, and what follows it."""
        return understood(text, self.commands, self._words, self._courtesies)

    def button(self, action: str, feature: Feature) -> None:
        """Answer a press of any button with this action."""
        self._add(Means.BUTTON, action, feature)

    def form(self, name: str, feature: Feature) -> None:
        """Take in this form."""
        self._add(Means.FORM, name, feature)

    def shortcut(self, shortcut: Shortcut, feature: Feature) -> None:
        """Answer this menu entry."""
        self.shortcuts[shortcut.name] = shortcut
        self._add(Means.SHORTCUT, shortcut.name, feature)

    def screen(self, name: str, feature: Feature) -> None:
        """Fill a page that the platform shows by itself, such as `home`."""
        self._add(Means.SCREEN, name, feature)

    def find(self, means: Means, name: str) -> Feature | None:
        """The feature that answers, or None if nothing does."""
        return self._features.get((means, name))

    def names(self, means: Means) -> list[str]:
        """Everything that can be asked for in this way."""
        return [name for known, name in self._features if known is means]

    def _add(self, means: Means, name: str, feature: Feature) -> None:
        if (means, name) in self._features:
            raise ValueError(f"two features answer the {means} {name!r}")
        self._features[means, name] = feature
