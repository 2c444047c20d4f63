"""Read the same thing once, until the session writes.

The readers of a typed line are tried one after the other, and many of them ask for the same names.
So the functions that they call most often are decorated with `@read_once`: the session remembers
what such a function returned, and returns it again for the same arguments. Each argument, such as
the tenant, is part of what is remembered. Nothing outlives the session, and a writing session
forgets everything when it writes or rolls back.
"""

from collections.abc import Callable, Coroutine, Hashable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlmodel import Session
from sqlmodel.ext.asyncio.session import AsyncSession

_INFO = "read once"
Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
_Read = Callable[Concatenate[AsyncSession, Arguments], Coroutine[Any, Any, Result]]


def read_once(read: _Read[Arguments, Result]) -> _Read[Arguments, Result]:
    """Let a session remember what `read` returns. Its arguments must be hashable."""

    @wraps(read)
    async def remembered(
        session: AsyncSession, /, *args: Arguments.args, **named: Arguments.kwargs
    ) -> Result:
        if session.new or session.dirty or session.deleted:
            await session.flush()  # any other query would do so too
        known: dict[Hashable, Result] = session.info.setdefault(_INFO, {})
        key = read, args, *named.items()
        if key not in known:
            known[key] = await read(session, *args, **named)
        return known[key]

    return remembered


def forget(session: Session) -> None:
    """Forget what the session has read."""
    session.info.pop(_INFO, None)
