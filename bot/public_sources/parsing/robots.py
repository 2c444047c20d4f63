"""Find out from a robots.txt which addresses we may fetch."""

from collections.abc import Sequence

from protego import Protego

MAX_ROBOTS = 512_000  # bytes; RFC 9309 asks for at least 500 KiB
AGENT = "Attune"  # the name by which a robots.txt can address us


def allowed(body: bytes, urls: Sequence[str]) -> list[str]:
    """Return the addresses in `urls` that the robots.txt lets us fetch."""
    rules = Protego.parse(body[:MAX_ROBOTS].decode(errors="replace").removeprefix("\ufeff"))
    return [url for url in urls if rules.can_fetch(url, AGENT)]
