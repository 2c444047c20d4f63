"""Check whether a host is this machine, and whether a request came through a proxy."""

import ipaddress
import re

from aiohttp import HttpVersion11, web

# The names of headers that proxies, tunnels and CDNs add to requests begin or end with these.
PROXY_PREFIXES = (
    "forwarded",
    "via",
    "x-forwarded",
    "x-original-",
    "x-real",
    "x-envoy-",
    "cf-",
    "cdn-loop",
)
PROXY_SUFFIXES = ("client-ip", "clientip", "connecting-ip")
HOST = re.compile(r"(?P<name>\[[^\[\]]+\]|[^\[\]:/@\s]+)(:\d+)?")


def is_loopback(host: str) -> bool:
    """Check whether a host name or address always means this machine."""
    name = host.strip("[]").lower()
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def host_and_port(host: str, port: int) -> str:
    """Format `host:port` for a URL. IPv6 addresses get brackets."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def through_proxy(request: web.BaseRequest) -> bool:
    """Check whether the request seems to have come through a proxy.

    Most proxies add a header. The simplest proxies add none, but they speak HTTP 1.0, which
    browsers do not.
    """
    return request.version < HttpVersion11 or any(map(_is_from_proxy, request.headers))


def host_name(host: str) -> str:
    """Return the name in a Host header without the port, or "" if the header is malformed."""
    found = HOST.fullmatch(host)
    return found["name"] if found else ""


def _is_from_proxy(header: str) -> bool:
    """Check whether a proxy added this header. `_` counts as `-`, as it does on some servers."""
    name = header.lower().replace("_", "-")
    return name.startswith(PROXY_PREFIXES) or name.endswith(PROXY_SUFFIXES)
