"""What a person can do and see, the same on every platform, so that a test reads as a dialogue."""

from typing import Protocol


class Dialogue(Protocol):
    """One person in front of one client, over the platform's real entrance.

    Every verb returns once Attune has done all that followed from it.
    """

    @property
    def screen(self) -> str:
        """All text of what was answered last: the open form, else the newest answer."""
        ...

    @property
    def form(self) -> str | None:
        """All text of the form that is open, or None."""
        ...

    @property
    def problems(self) -> dict[str, str]:
        """What is wrong in the open form: a sentence for each input's id."""
        ...

    @property
    def messages(self) -> list[str]:
        """The text of each message this person has before them, oldest first."""
        ...

    async def types(self, words: str) -> None:
        """Send words: `/name …` is a command, anything else a message to Attune."""
        ...

    async def presses(self, label: str) -> None:
        """Press the newest button with this label, as it is read or as a screen reader says it."""
        ...

    async def fills(self, **fields: str) -> None:
        """Put words into the open form, by input id; ids of options for choices."""
        ...

    async def forces(self, **fields: str) -> None:
        """Put into the open form what an honest client would not let through."""
        ...

    async def submits(self) -> None:
        """Hand in the open form. It stays open if something is wrong in it."""
        ...

    async def opens_home(self) -> None:
        """Look at the platform's own page of Attune."""
        ...

    def goes_to(self, channel: str) -> None:
        """Be in a channel (`#sales`) from now on; "" is their direct messages with Attune."""
        ...

    def reads(self, channel: str) -> list[str]:
        """The text of each of Attune's messages that everybody in a channel sees, oldest first."""
        ...

    def sees(self, *words: str) -> None:
        """Fail unless all of these are on the screen."""
        ...

    def sees_nothing_of(self, *words: str) -> None:
        """Fail if any of these is on the screen."""
        ...
