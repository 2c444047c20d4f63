"""Downloads that go wrong, for every stand-in: one that breaks off, and one without an end."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from aiohttp import web

Download = Callable[[web.Request], Awaitable[web.StreamResponse]]


async def breaks_off(request: web.Request) -> web.StreamResponse:
    """Less than was announced; then the connection ends."""
    response = web.StreamResponse(headers={"Content-Type": "text/vtt"})
    response.content_length = 1_000
    await response.prepare(request)
    await response.write(b"WEBVTT\n\n")
    if request.transport:
        request.transport.abort()
    return response


async def never_ends(request: web.Request) -> web.StreamResponse:
    """A letter at a time, as long as somebody listens."""
    response = web.StreamResponse(headers={"Content-Type": "text/vtt"})
    await response.prepare(request)
    with suppress(ConnectionError):
        while True:
            await response.write(b"W")
            await asyncio.sleep(0)
    return response
