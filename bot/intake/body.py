"""Read the body of an HTTP answer up to a limit."""

from aiohttp import ClientResponse

_CHUNK = 64 * 1024


async def read_up_to(response: ClientResponse, limit: int) -> bytes | None:
    """Return the decompressed body. Stop and return None if it has more than `limit` bytes."""
    body = bytearray()
    async for chunk in response.content.iter_chunked(_CHUNK):
        body += chunk
        if len(body) > limit:
            return None
    return bytes(body)
