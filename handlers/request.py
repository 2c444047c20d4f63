"""The data that a platform passes on when a person asks for something."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sqlmodel.ext.asyncio.session import AsyncSession

from storage.choices import Standing
from storage.tables import Person
from storage.workspace import people


class Means(StrEnum):
    """How a person asked."""

    COMMAND = "command"
    BUTTON = "button"
    FORM = "form"
    SHORTCUT = "shortcut"
    SCREEN = "screen"
    FILE = "file"


@dataclass(frozen=True)
class Sender:
    """Who is asking, as the platform reports it."""

    tenant: str  # platform:workspace
    external: str  # the platform's id of this person
    name: str
    zone: str  # IANA
    locale: str | None = None  # "en-US", or None if the platform does not report it
    standing: Standing | None = None  # None if the platform does not report it
    address: str | None = None  # for direct messages, or None if not known

    async def add_or_update(self, session: AsyncSession) -> Person:
        """Add or update the person (see `storage.workspace.people.ensure`), and return them."""
        return await people.ensure(
            session,
            self.tenant,
            self.external,
            self.name,
            self.zone,
            locale=self.locale,
            standing=self.standing,
            address=self.address,
        )


@dataclass(frozen=True)
class Place:
    """The channel that a request comes from: the platform's id and the name (`#sales`).

    `shared` means that the channel is shared with another company. `closed` says why we cannot post
    in the channel and what to do. It is "" if we can. We ask the platform for `shared` and `closed`
    only when somebody sets up posts in the channel.
    """

    external: str
    name: str
    shared: bool = False
    closed: str = ""


@dataclass(frozen=True)
class SharedFile:
    """A file that a person shared, or text that they pasted, before it is fetched.

    `fetch` returns the bytes, or raises FileFailed. `repr` shows neither name nor content.
    """

    name: str = field(repr=False)  # "" for pasted text
    fetch: Callable[[], Awaitable[bytes]] = field(repr=False)


# Send a file with this name to somebody's direct messages. Return False if that failed.
GiveFile = Callable[[str, bytes], Awaitable[bool]]


@dataclass(frozen=True)
class Request:
    """One action by a person. If a platform repeats the request, the `id` is the same.

    - `place` is None in the person's own chat with Attune.
    - `message` is the platform's id of the message with the button or form. It is "" if there is no
      such message, or if the message cannot be changed later.
    - `file` is the shared file if `means` is FILE. `text` is then what the person wrote with the
      file. The text often says to whose call the file belongs.
    - `takes_calendar_files` means that the person can share the file of a calendar (.ics).
    - `give_file` sends a file to the person's direct messages, or is None if the platform can't.
    - `greets` means that the answer may include a welcome, if it is the first answer.
    - `show_wait` tells the person that the answer takes a few seconds. It is called before a shared
      file is read, and before a form's slow work begins.
    """

    id: str
    sender: Sender
    means: Means
    name: str  # the name of the command, button, form, shortcut or screen
    # The text after a command, the value of a button, the subject of a form, or the text of a
    # message.
    text: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    place: Place | None = None
    message: str = ""
    file: SharedFile | None = None
    takes_calendar_files: bool = False
    give_file: GiveFile | None = None
    greets: bool = True
    show_wait: Callable[[], None] = lambda: None
