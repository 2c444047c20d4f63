"""The registry that finds features, and the types that features take and return."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.cards import Card, Form, Reply
from handlers.commands import Command
from handlers.playbook.in_use import Playbooks
from handlers.playbook.loader import Playbook
from handlers.request import GiveFile, Means, Place, Request, SharedFile
from handlers.services import Services
from handlers.typed.requests import understood
from storage.tables import Person


@dataclass(frozen=True)
class Turn(Services):
    """What a feature works with: the services, the transaction, the person, the time, the input.

    The time is in UTC.
    """

    session: AsyncSession
    person: Person
    now: datetime
    playbook: Playbook
    text: str
    fields: Mapping[str, str]
    place: Place | None = None
    message: str = ""
    file: SharedFile | None = None
    takes_calendar_files: bool = False  # the same as `Request.takes_calendar_files`
    unseen: bool = False  # nobody asked, so the reply is not shown
    give_file: GiveFile | None = None  # the same as `Request.give_file`
    # Opens a session for reading after this transaction. None if nothing is read afterwards.
    reading: Callable[[], AbstractAsyncContextManager[AsyncSession]] | None = None
    playbooks: Playbooks | None = None  # None if this turn answers no request
    # Opens a session for writing after this transaction. None if nothing is written afterwards.
    writing: Callable[[], AbstractAsyncContextManager[AsyncSession]] | None = None


class Refusal(Exception):
    """Refuse a request with one sentence that says what to do. The transaction rolls back.

    `field` is the form's field that the sentence belongs to. `fields` has the sentences of several
    fields, if more than one is wrong. `form` replaces the submitted form, and `instead` replaces
    the card whose button was pressed.
    """

    def __init__(
        self,
        sentence: str,
        *,
        field: str = "",
        fields: Mapping[str, str] | None = None,
        form: Form | None = None,
        instead: Card | None = None,
    ) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
        self.fields = fields or {field: sentence}
        self.form = form
        self.instead = instead


class NotNow(Refusal):
    """A refusal for a reason that may soon be gone, so that a later request can succeed."""


class FileFailed(Refusal):
    """A file could not be fetched. The sentence is for the person who shared the file."""


@dataclass(frozen=True)
class Unfinished:
    """Returned by a feature that needs slow work, such as fetching or reading a file.

    `work` runs after the transaction and may raise Refusal. Afterwards, `then` is called with the
    result of `work`, in a new transaction, and returns the answer. `handlers/conversation.py`
    sets `whose` to the row id of the person who asked. If that person is erased in the meantime,
    `then` is not called.
    """

    work: Callable[[], Awaitable[Any]]
    then: Callable[[Turn, Any], Awaitable["Reply | Unfinished"]]
    whose: int | None = None


Feature = Callable[[Turn], Awaitable[Reply | Unfinished]]


@dataclass(frozen=True)
class FirstWords:
    """What newcomers are told. Nobody is welcomed twice.

    `welcome` returns the message for somebody who has just added Attune, and `set_up` for somebody
    who installed Attune for everybody. `below` adds a short welcome below a reply. If the person
    was welcomed before, `welcome` and `set_up` return None, and `below` adds nothing.
    """

    welcome: Callable[[Turn], Awaitable[Card | None]]
    below: Callable[[Turn, Reply], Awaitable[Reply]]
    set_up: Callable[[Turn], Awaitable[Card | None]]


@dataclass(frozen=True)
class Shortcut:
    """An entry in the platform's menus.

    If `on_message` is true, the entry is in the menu of a message, and the feature gets the
    message's text. The playground's menus offer such an entry only for messages with one of these
    `words`, or for all messages if `words` is empty.
    """

    name: str
    label: str
    on_message: bool = False
    words: tuple[str, ...] = ()


class Registry:
    """Finds a feature by how a person asks for it. The registry is filled once at the start.

    Registering a second feature for the same means and name raises ValueError.
    """

    def __init__(self) -> None:
        self.commands: dict[str, Command] = {}
        self.shortcuts: dict[str, Shortcut] = {}
        self._phrases: dict[str, str] = {}
        self._courtesies: set[str] = set()
        self._features: dict[tuple[Means, str], Feature] = {}
        self.fallback: Feature | None = None  # answers messages that no other feature answers
        self.first_words: FirstWords | None = None  # None if newcomers get no message
        self._named_files: list[tuple[Callable[[str], bool], str]] = []
        self._pasted: Callable[[str], bool] = lambda _: False
        self._before_others: tuple[Callable[[str], bool], Feature] | None = None

    def command(self, command: Command, feature: Feature) -> None:
        """Let the feature answer this command."""
        self.commands[command.name] = command
        self._add(Means.COMMAND, command.name, feature)

    def phrases(
        self, name: str, feature: Feature, said: Collection[str], *, courtesy: bool = False
    ) -> None:
        """Let the feature answer any of these phrases. The list of commands does not show them.

        With `courtesy`, a command may follow the phrase in the same message: "thanks, prep alder".
        """
        self._phrases |= dict.fromkeys(said, name)
        self._courtesies |= set(said) if courtesy else set()
        self._add(Means.COMMAND, name, feature)

    def intent(self, name: str, feature: Feature) -> None:
        """Let the feature answer a message in which `typed.intents` finds the intent `name`."""
        self._add(Means.COMMAND, name, feature)

    def set_fallback(self, feature: Feature) -> None:
        """Let the feature answer messages that no other feature answers."""
        self.fallback = feature

    def before_others(self, holds: Callable[[str], bool], feature: Feature) -> None:
        """Let the feature answer text for which `holds` is true, before we try other features."""
        self._before_others = holds, feature

    def found_before_others(self, request: Request) -> Feature | None:
        """Return the feature set by `before_others` if it answers this request, or None."""
        if self._before_others is None or request.means is not Means.COMMAND:
            return None
        holds, feature = self._before_others
        return feature if holds(request.text) else None

    def understood(self, text: str) -> tuple[str, str]:
        """Return the name of the feature that a message asks for, and the rest of the message.

        Return ("", text) if the message asks for no feature.
        """
        return understood(text, self.commands, self._phrases, self._courtesies)

    def button(self, action: str, feature: Feature) -> None:
        """Let the feature answer a press of any button with this action."""
        self._add(Means.BUTTON, action, feature)

    def form(self, name: str, feature: Feature) -> None:
        """Let the feature answer this form when the form is submitted."""
        self._add(Means.FORM, name, feature)

    def shortcut(self, shortcut: Shortcut, feature: Feature) -> None:
        """Let the feature answer this menu entry."""
        self.shortcuts[shortcut.name] = shortcut
        self._add(Means.SHORTCUT, shortcut.name, feature)

    def file(self, feature: Feature, *, pasted: Callable[[str], bool]) -> None:
        """Let the feature answer a shared file, and a message for which `pasted` is true."""
        self._pasted = pasted
        self._add(Means.FILE, "", feature)

    def named_file(self, name: str, feature: Feature, *, holds: Callable[[str], bool]) -> None:
        """Let the feature answer a shared file if `holds` is true for the file's name.

        The feature given to `file` answers all other files.
        """
        self._named_files.append((holds, name))
        self._add(Means.FILE, name, feature)

    def routed(self, request: Request) -> Request:
        """Return the request with the name of the feature that answers the shared file.

        Return a request without a file unchanged.
        """
        if request.means is not Means.FILE or request.file is None:
            return request
        of_file = request.file.name
        name = next((name for holds, name in self._named_files if holds(of_file)), request.name)
        return replace(request, name=name)

    def is_pasted_file(self, request: Request) -> bool:
        """Return whether somebody pasted text that usually comes in a file."""
        return request.means is Means.COMMAND and self._pasted(request.text)

    def needs_answer(self, text: str) -> bool:
        """Return whether the text that came with a file needs an answer of its own."""
        comes_first = self._before_others is not None and self._before_others[0](text)
        return comes_first or bool(self.understood(text)[0]) or self._pasted(text)

    def screen(self, name: str, feature: Feature) -> None:
        """Let the feature fill a page that the platform shows without a request, such as `home`."""
        self._add(Means.SCREEN, name, feature)

    def find(self, means: Means, name: str) -> Feature | None:
        """Return the feature registered for this means and name, or None."""
        return self._features.get((means, name))

    def names(self, means: Means) -> list[str]:
        """Return the names of all features registered for this means."""
        return [name for known, name in self._features if known is means]

    def _add(self, means: Means, name: str, feature: Feature) -> None:
        if (means, name) in self._features:
            raise ValueError(f"two features answer the {means} {name!r}")
        self._features[means, name] = feature
