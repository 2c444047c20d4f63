"""A kind of notice. A notice tells a person or a channel about an event.

We plan a notice when the event happens. (Nudges are different: we plan them from a person's calls,
promises and settings.)
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.message import Composed
from handlers.playbook.loader import Playbook
from storage.tables import Channel, Outbox, Person


@dataclass(frozen=True)
class Notice:
    """The due outbox rows of one kind that go to one recipient in one message. `now` is in UTC."""

    session: AsyncSession
    to: Person | Channel
    rows: tuple[Outbox, ...]
    playbook: Playbook
    now: datetime


@dataclass(frozen=True)
class NoticeKind:
    """A kind of notice. `compose` and `updated` may raise handlers.message.NoLongerUseful.

    - `label`: what people call it ("answers from marketing"), as in the button "Stop …".
    - `audience`: who gets it. "marketing" means marketing's channels or, if there are none,
      marketers and admins.
    - `alone`: each row gets a message of its own. In a shared message, a press on one row's button
      would change the other rows too.
    - `at_once`: send the notice outside a channel's hours too, because somebody waits for it.
    - `repeat`: if we can't tell whether a notice was sent, send it again instead of dropping it.
    - `always_sent`: people can't stop the notice, because they requested it or must know.
    - `updated`: composes the new content of a message that was sent. None if the messages of this
      kind never change.
    """

    name: str
    label: str
    compose: Callable[[Notice], Awaitable[Composed]]
    audience: Literal["person", "marketing", "channel"]
    alone: bool = False
    at_once: bool = False
    repeat: bool = False
    always_sent: bool = False
    updated: Callable[[Notice], Awaitable[Composed]] | None = None
