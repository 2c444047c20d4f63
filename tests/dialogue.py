"""What a person can do and see on any platform, so that a test reads as a dialogue."""

from collections.abc import Awaitable, Callable, Iterator
from typing import Protocol, runtime_checkable

from handlers.cards import Card

# A button's action and value, and a way to press it.
Offer = tuple[tuple[str, str], Callable[[], Awaitable[object]]]


class Dialogue(Protocol):
    """One person with one client, who uses the platform's real entry point.

    Every method returns once Attune has done everything that follows.
    """

    @property
    def id(self) -> str:
        """The platform's id of this person."""
        ...

    @property
    def screen(self) -> str:
        """All text of the last answer: of the open form, otherwise of the newest message."""
        ...

    @property
    def form(self) -> str | None:
        """All text of the form that is open, or None."""
        ...

    @property
    def problems(self) -> dict[str, str]:
        """The mistakes in the open form: a sentence by the input's id."""
        ...

    @property
    def messages(self) -> list[str]:
        """The text of each message that this person can see, oldest first."""
        ...

    async def types(self, words: str) -> None:
        """Write something: `/name …` is a command, anything else a message to Attune."""
        ...

    async def drops(self, name: str, content: bytes) -> None:
        """Drop a file on their own messages with Attune."""
        ...

    async def pastes(self, words: str) -> None:
        """Paste a text of several lines, and send it as a message, as `types` does."""
        ...

    async def presses(self, label: str) -> None:
        """Press the newest button with this label, as shown or as a screen reader says it."""
        ...

    def offers(self, card: Card) -> Iterator[Offer]:
        """Each button of a card, as the platform shows it in a message of its own."""
        ...

    async def fills(self, **fields: str) -> None:
        """Fill in the open form, by input id. For choices, give the ids of options."""
        ...

    async def forces(self, **fields: str) -> None:
        """Fill in the open form with values that a real client would not allow."""
        ...

    async def submits(self) -> None:
        """Submit the open form. It stays open if something is wrong in it."""
        ...

    async def answers_in_message(self, label: str = "", /, **fields: str) -> None:
        """Fill in the newest form within a message that has these inputs, and submit it.

        `label` is that of its button, as in `presses`; "" is any. What was typed into it before,
        and not accepted, is still there.
        """
        ...

    async def forces_in_message(self, label: str = "", /, **fields: str) -> None:
        """Do the same with values that a real client would not allow."""
        ...

    def sees_problem(self, *words: str) -> None:
        """Fail unless all of these say why the last answer in a message was not accepted."""
        ...

    async def opens_home(self) -> None:
        """Open Attune's Home on the platform."""
        ...

    def goes_to(self, channel: str) -> None:
        """Go to a channel (`#sales`); "" is their direct messages with Attune."""
        ...

    def reads(self, channel: str) -> list[str]:
        """The text of Attune's messages that everybody in a channel sees, oldest first."""
        ...

    def sees(self, *words: str) -> None:
        """Fail unless all of these are on the screen."""
        ...

    def sees_nothing_of(self, *words: str) -> None:
        """Fail if any of these is on the screen."""
        ...


@runtime_checkable
class HasMenus(Protocol):
    """A `Dialogue` on a platform whose menus have the entries of `registry.shortcuts`."""

    async def uses(self, shortcut: str, on: str | None = None) -> None:
        """Choose an entry in the platform's menu or, with `on`, on a message with these words."""
        ...
