"""The interface of a platform: how it is set up, and what it does while it runs.

`bot/platforms.py` lists the platforms; docs/add-a-platform.md is the guide.
"""

import argparse
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import ClassVar, Protocol

from aiohttp import web

from bot.base.background import Background
from bot.base.clock import Clock
from bot.platform.checks import Check
from bot.platform.messenger import Messenger
from bot.platform.trouble import Trouble
from bot.settings import Settings
from handlers.conversation import Conversation
from handlers.registry import Sender
from storage.database.connection import Database
from storage.tables import Person


class Platform(Protocol):
    """A running platform: its HTTP routes, and how to send to its people."""

    @property
    def messenger(self) -> Messenger:
        """Sends to the platform's people and channels."""
        ...

    def routes(self) -> list[web.RouteDef]:
        """The HTTP routes that the platform calls when people do something."""
        ...

    @property
    def tenants(self) -> Collection[str]:
        """The tenants that it serves, as far as they are known by now."""
        ...

    async def start(self, *, listen: bool = True) -> None:
        """Get ready to send and, if `listen`, to receive."""
        ...

    async def stop_listening(self) -> None:
        """Close the connections by which it receives, such as Slack's Socket Mode.

        The web server has stopped by then, so its HTTP routes receive nothing more.
        """
        ...

    async def stop(self) -> None:
        """Close all connections."""
        ...

    async def trouble(self) -> Trouble | None:
        """What is wrong with the platform now; None if it works."""
        ...

    async def ask_about(self, person: Person) -> Sender | None:
        """What the platform says about somebody on file; None if it does not tell.

        Raises PlatformError if it is pointless to ask about others now.
        """
        ...


@dataclass(frozen=True)
class PlatformContext:
    """What a platform needs from the rest of Attune.

    `on_rejected` is called with the reason for each rejected request, to count it.
    """

    conversation: Conversation
    database: Database
    clock: Clock
    background: Background
    on_rejected: Callable[[str], None]


@dataclass(frozen=True)
class ManifestCommand:
    """`python -m bot manifest NAME`: its options, and what it does. `run` returns the exit code."""

    add_options: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace, Settings], int]


def unbound(settings: Settings) -> str | None:
    """A sentence if somebody in ADMINS would be an admin in every tenant; None if nobody would."""
    if not settings.unbound_admins:
        return None
    return (
        "ADMINS must say in which workspace or tenant each person is, as T0123:U0456 on Slack, or "
        "as the tenant's id, a colon and the object id on Teams. It does not for: "
        f"{', '.join(settings.unbound_admins)}."
    )


class PlatformSetup(ABC):
    """How a platform is configured, checked and built.

    `name` begins the name of each of its tenants, as in `slack:T0123`, and is its label in metrics
    and on /readyz. `user_id` matches the ids of its people, to check those in ADMINS.
    `where_user_id` is a sentence that tells admins where to find their id. `manifest` makes its
    manifest from the command line; None if it has none.
    """

    name: ClassVar[str]
    user_id: ClassVar[re.Pattern[str]]
    where_user_id: ClassVar[str]
    manifest: ClassVar[ManifestCommand | None] = None

    @abstractmethod
    def is_configured(self, settings: Settings) -> bool:
        """Whether any of its settings is set, so that it should run."""

    @abstractmethod
    def refusal(self, settings: Settings) -> str | None:
        """Why Attune cannot start with these settings, and the fix; None if it can start."""

    @abstractmethod
    def build(self, settings: Settings, context: PlatformContext) -> Platform:
        """The platform, ready to start."""

    @abstractmethod
    async def check(self, settings: Settings, clock: Clock) -> list[Check]:
        """The checks for `python -m bot doctor`, the most basic first. They contain no secret."""

    async def check_stored(
        self,
        settings: Settings,  # noqa: ARG002 - for subclasses
        database: Database,  # noqa: ARG002
    ) -> list[Check]:
        """More checks for doctor, of what is in the database. All settings make sense."""
        return []

    def is_trial(self, settings: Settings) -> bool:  # noqa: ARG002 - for subclasses
        """Whether it runs without real people, so that nobody needs to be an admin."""
        return False
