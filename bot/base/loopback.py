"""Which names and addresses always mean this machine."""

import ipaddress
import re

from aiohttp import HttpVersion11, web

# What proxies, tunnels and content networks add, as they begin and end: their headers are many.
ADDED = ("forwarded", "via", "x-forwarded", "x-original-", "x-real", "x-envoy-", "cf-", "cdn-loop")
ADDRESS = ("client-ip", "clientip", "connecting-ip")
HOST = re.compile(r"(?P<name>\[[^\[\]]+\]|[^\[\]:/@\s]+)(:\d+)?")


def is_loopback(host: str) -> bool:
    """Whether a host name or address always means this machine."""
    name = host.strip("[]").lower()
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def shown(host: str, port: int) -> str:
    """A host and port as they stand in an address: IPv6 in brackets."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def through_proxy(request: web.BaseRequest) -> bool:
    """Whether a proxy stands between, so that whoever asks may be anywhere.

    One that makes Host its own looks like this machine, but for what it adds; the plainest speaks
    HTTP 1.0, which no browser does.
    """
    return request.version < HttpVersion11 or any(map(_added, request.headers))


def host_name(host: str) -> str:
    """The name in a Host header, which may be anything; empty where it is none."""
    found = HOST.fullmatch(host)
    return found["name"] if found else ""


def _added(header: str) -> bool:
    """Whether this is a proxy's header; some servers take `_` for `-`."""
    name = header.lower().replace("_", "-")
    return name.startswith(ADDED) or name.endswith(ADDRESS)
