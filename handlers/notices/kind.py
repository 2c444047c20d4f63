"""What a kind of notice is: it tells a person or a channel that something happened.

Nudges are planned from a person's calls and change with them. A notice is planned once, when the
event happens.
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
    """The due rows of one kind that are sent to one recipient together. `now` is UTC."""

    session: AsyncSession
    to: Person | Channel
    rows: tuple[Outbox, ...]
    playbook: Playbook
    now: datetime


@dataclass(frozen=True)
class NoticeKind:
    """A kind of notice. `compose` and `updated` may raise handlers.message.NoLongerUseful.

    `label`: what people call it ("answers from marketing"), as in the button "Stop …".
    `audience`: who is told. "marketing" means marketing's channel, or each marketer if it has none.
    `alone`: each row is a message of its own, because its buttons change that message.
    `at_once`: it is sent outside a channel's hours too, because somebody is waiting for it.
    `repeat`: whether it is sent again, instead of dropped, if nobody can tell whether it was sent.
    `is_asked`: people ask for it themselves, so it has no button to stop such messages.
    `updated`: composes the new content of a message that was sent; None if it never changes.
    """

    name: str
    label: str
    compose: Callable[[Notice], Awaitable[Composed]]
    audience: Literal["person", "marketing", "channel"]
    alone: bool = False
    at_once: bool = False
    repeat: bool = False
    is_asked: bool = False
    updated: Callable[[Notice], Awaitable[Composed]] | None = None
