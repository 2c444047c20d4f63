"""Tells whether a host means this machine, and whether a request seems to be from a proxy."""

import ipaddress
import re

from aiohttp import HttpVersion11, web

# Proxies, tunnels and CDNs add headers whose names begin (ADDED) or end (ADDRESS) like this.
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
    """`host:port` as written in a URL, with IPv6 in brackets."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def through_proxy(request: web.BaseRequest) -> bool:
    """Whether the request seems to have come through a proxy, perhaps from another machine.

    If a proxy rewrites Host, a request from elsewhere looks like one from this machine. Most
    proxies add headers that show it; the simplest ones speak HTTP 1.0, which no browser does.
    """
    return request.version < HttpVersion11 or any(map(_added, request.headers))


def host_name(host: str) -> str:
    """The host name in a Host header, without the port; empty if the header is malformed."""
    found = HOST.fullmatch(host)
    return found["name"] if found else ""


def _added(header: str) -> bool:
    """Whether a proxy adds this header. Some servers treat `_` as `-`."""
    name = header.lower().replace("_", "-")
    return name.startswith(ADDED) or name.endswith(ADDRESS)
