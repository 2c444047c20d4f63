"""The interface of a platform. docs/add-a-platform.md is the guide."""

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
from handlers.request import Sender
from handlers.sources.group_ports import UserGroups
from storage.database.connection import Database
from storage.tables import Person


class Platform(Protocol):
    """A running platform."""

    @property
    def messenger(self) -> Messenger:
        """The messenger for the platform's people and channels."""
        ...

    def routes(self) -> list[web.RouteDef]:
        """Return the HTTP routes that the platform calls."""
        ...

    @property
    def tenants(self) -> Collection[str]:
        """The tenants that the platform serves, as far as we know.

        In a local trial of Teams, this is the name of the platform, which stands for all tenants.
        """
        ...

    @property
    def user_groups(self) -> UserGroups | None:
        """The user groups of the platform's tenants, or None if we do not read them."""
        ...

    async def start(self, *, listen: bool = True) -> None:
        """Get ready to send and, if `listen` is true, to receive."""
        ...

    async def stop_listening(self) -> None:
        """Close the connections that receive requests, such as Slack's Socket Mode."""
        ...

    async def stop(self) -> None:
        """Close all connections."""
        ...

    async def trouble(self) -> Trouble | None:
        """Return what is wrong with the platform now, or None."""
        ...

    async def ask_about(self, person: Person) -> Sender | None:
        """Ask the platform about a person on file.

        Return None if the platform's answer says nothing about the person. Raises PlatformError if
        we should not ask about more people now.
        """
        ...


@dataclass(frozen=True)
class PlatformContext:
    """The parts of Attune that a platform needs.

    `on_rejected` is called with the reason of each rejected request.
    """

    conversation: Conversation
    database: Database
    clock: Clock
    background: Background
    on_rejected: Callable[[str], None]


@dataclass(frozen=True)
class ManifestCommand:
    """The command `python -m bot manifest NAME`. `run` returns the exit code.

    `reads` has the names of the settings that the command reads, in upper case.
    """

    reads: frozenset[str]
    add_options: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace, Settings], int]


def unbound(settings: Settings) -> str | None:
    """Return a sentence for admins about the entries in ADMINS that must name a tenant, but don't.

    Return None if there are no such entries. Without a tenant, an entry could make its person an
    admin in several tenants.
    """
    if not settings.unbound_admins:
        return None
    return (
        "ADMINS must say which workspace or tenant each person is in: T0123:U0456 on Slack, or "
        "the tenant's id, a colon and the object id on Teams. It does not say that for: "
        f"{', '.join(settings.unbound_admins)}."
    )


class PlatformSetup(ABC):
    """How to configure, check and build a platform.

    - `name` begins the name of each tenant, as in `slack:T0123`. It is also the label in metrics
      and on /readyz.
    - `user_id` matches the platform's ids of people. We check the ids in ADMINS with it.
    - `company_id` matches the platform's ids of companies. An entry in ADMINS may begin with such
      an id and a colon.
    - `where_user_id` is a sentence that tells admins where to find their id.
    - `manifest` makes the platform's manifest, or is None if there is no manifest.
    """

    name: ClassVar[str]
    user_id: ClassVar[re.Pattern[str]]
    company_id: ClassVar[re.Pattern[str]]
    where_user_id: ClassVar[str]
    manifest: ClassVar[ManifestCommand | None] = None

    @abstractmethod
    def is_configured(self, settings: Settings) -> bool:
        """Check whether any of the platform's settings is set."""

    @abstractmethod
    def refusal(self, settings: Settings) -> str | None:
        """Return why Attune cannot start with these settings, and the fix, or None."""

    @abstractmethod
    def build(self, settings: Settings, context: PlatformContext) -> Platform:
        """Build the platform, ready to start."""

    @abstractmethod
    async def check(self, settings: Settings, clock: Clock) -> list[Check]:
        """Run the checks for `python -m bot doctor`, the most basic check first.

        The results show no secrets.
        """

    async def check_stored(
        self,
        settings: Settings,  # noqa: ARG002 - for subclasses
        database: Database,  # noqa: ARG002
    ) -> list[Check]:
        """Run the checks for `python -m bot doctor` that need the database.

        We call this only with valid settings.
        """
        return []

    def is_trial(self, settings: Settings) -> bool:  # noqa: ARG002 - for subclasses
        """Check whether the platform runs without real people, and so needs no admin."""
        return False
