"""Remember what a session has read, so that it does not read the same thing twice.

The readers of a typed line are tried one after the other, and many readers query the same names.
So the functions that readers call most often are decorated with `@read_once`. The session remembers
what such a function returned. If the function is called again with exactly the same arguments,
including the tenant, the session returns that result. The session forgets everything when it
writes, rolls back or ends.
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
    """Let a session remember what `read` returns. The arguments of `read` must be hashable."""

    @wraps(read)
    async def remembered(
        session: AsyncSession, /, *args: Arguments.args, **named: Arguments.kwargs
    ) -> Result:
        if session.new or session.dirty or session.deleted:
            await session.flush()  # as an ordinary query does
        known: dict[Hashable, Result] = session.info.setdefault(_INFO, {})
        key = read, args, *named.items()
        if key not in known:
            known[key] = await read(session, *args, **named)
        return known[key]

    return remembered


def forget(session: Session) -> None:
    """Forget what the session has read."""
    session.info.pop(_INFO, None)
