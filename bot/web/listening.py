"""Check the address that Attune listens on: HOST and PORT."""

import socket

from bot.base.loopback import host_and_port
from bot.settings import Settings


def try_to_listen(settings: Settings) -> None:
    """Bind HOST and PORT, and release them again. Raises OSError if that fails."""
    family, *_, address = socket.getaddrinfo(
        settings.host or None, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:  # asyncio also sets this for the server's socket
            trial.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        trial.bind(address)


def cannot_listen(settings: Settings, error: OSError) -> str:
    """Return why we cannot use HOST and PORT, and what to do."""
    where = host_and_port(settings.host, settings.port)
    reason = error.strerror or str(error)
    return f"Attune cannot listen on {where} ({reason}). Set HOST or PORT to another value."
