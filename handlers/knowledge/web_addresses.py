"""Decide which web addresses we may fetch. This module makes no connection."""

import re
from collections.abc import Collection
from datetime import timedelta
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from yarl import URL

IPAddress = IPv4Address | IPv6Address

# Feeds use these two ports. On other ports, people could reach services that are not web servers.
WEB_PORTS = frozenset({80, 443})
SCHEMES = ("http", "https")
MAX_ADDRESS = 2_000  # in characters
WRONG_LINK = "A link starts with https:// and has no spaces: https://example.com/page"
UNREAD = "That is not a web address."
INSIDE = "That address is inside a private network, so Attune can't read it."

# yarl accepts "a|b" as a host, but "|" ends a link in some chat markup.
_HOST = re.compile(r"[A-Za-z0-9._:%-]+")
# IPv6 addresses outside this network are not on the public internet.
_UNICAST = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")
# Private or special addresses that `is_global` accepts in some versions of Python.
_SPECIAL = (
    IPv4Network("192.0.0.0/24"),  # protocol assignments; some clouds serve metadata here
    IPv4Network("192.88.99.0/24"),  # relays between IPv4 and IPv6
    IPv4Network("168.63.129.16/32"),  # the host of an Azure virtual machine
)


class NotFetched(Exception):
    """An address could not be fetched or used. `reason` explains this to the person who typed it.

    - `retry_after`: how long the server asked us to wait, or None.
    - `names_feed`: the address of the feed that the fetched web page links to, or "".
    - `status`: the HTTP status of the refusal, such as 404, or None.
    """

    def __init__(
        self,
        reason: str,
        retry_after: timedelta | None = None,
        names_feed: str = "",
        status: int | None = None,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after = retry_after
        self.names_feed = names_feed
        self.status = status


class TooLarge(NotFetched):
    """The content at an address is larger than we may read."""


def is_public(address: IPAddress) -> bool:
    """Return whether an address is on the public internet.

    An IPv4 address inside an IPv6 address (mapped, 6to4, NAT64) counts as the IPv4 address.
    """
    address = _unwrapped(address)
    if address.is_multicast or not address.is_global:
        return False
    if isinstance(address, IPv6Address):
        return address in _UNICAST
    return not any(address in network for network in _SPECIAL)


def _unwrapped(address: IPAddress) -> IPAddress:
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour or address


def web_address(
    text: str, ports: Collection[int] = WEB_PORTS, max_length: int = MAX_ADDRESS
) -> URL:
    """Parse a typed address, without the fragment. Raises NotFetched if we may not fetch it."""
    typed = text.strip()
    if len(typed) > max_length:
        raise NotFetched(f"That address is longer than {max_length:,} characters.")
    try:
        url = URL(typed).with_fragment(None)
        port = url.port
    except ValueError:
        raise NotFetched(UNREAD) from None
    if url.scheme not in SCHEMES:
        raise NotFetched("Paste the whole address. It begins with https:// or http://")
    if not is_web(url):
        raise NotFetched(UNREAD)
    if url.user is not None or url.password is not None:
        raise NotFetched("That address contains a login. Use one that needs none.")
    if port not in ports:
        odd = f"Attune can't read an address with :{port} after the name."
        raise NotFetched(INSIDE if _is_inside(url) else odd)
    return url


def encoded(text: str) -> str:
    """Percent-encode a typed address. If the text is not a web address, return it as typed."""
    typed = text.strip()
    if any(mark.isspace() for mark in typed):
        return typed  # not a single address
    try:
        url = URL(typed)
        return str(url) if is_web(url) else typed
    except ValueError:
        return typed


def public_address(text: str) -> URL:
    """Parse the address of a person's feed or calendar. Raises NotFetched if we may not fetch it.

    This rejects private IP addresses and "localhost". When we fetch the address, we also check the
    IP addresses that its host name resolves to.
    """
    url = web_address(text)
    if _is_inside(url):
        raise NotFetched(INSIDE)
    return url


def _is_inside(url: URL) -> bool:
    host = url.host or ""
    try:
        return not is_public(ip_address(host.partition("%")[0]))
    except ValueError:
        return host.rstrip(".").rpartition(".")[2] == "localhost"


def without_login(text: str) -> str:
    """Return an address without its login. If the text is not an address, return it unchanged."""
    try:
        return str(URL(text).with_user(None))
    except ValueError:
        return text


def is_web(url: URL) -> bool:
    """Return whether an address is http(s) and has a valid host name."""
    try:
        _ = url.host  # raises for an invalid encoded name, such as xn--s.example
    except ValueError:
        return False
    return url.scheme in SCHEMES and _HOST.fullmatch(url.raw_host or "") is not None


def next_hop(url: URL, location: str | None, ports: Collection[int] = WEB_PORTS) -> URL:
    """Return the target of a redirect from `url`. Raises NotFetched if we must not follow it."""
    if not location:
        raise NotFetched("That address has moved, but does not say where.")
    try:
        target = str(url.join(URL(location)))
    except ValueError:
        raise NotFetched("That address redirects to something that is not a web address.") from None
    hop = web_address(target, ports)
    if url.scheme == "https" and hop.scheme == "http":
        raise NotFetched("That address redirects from https to http, so Attune does not follow it.")
    return hop
