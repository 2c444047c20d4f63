"""Which addresses may be asked at all: pure rules, no connection is made here."""

import re
from collections.abc import Collection
from datetime import timedelta
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from yarl import URL

IPAddress = IPv4Address | IPv6Address

# Feeds live on these two. Any other port would let a person knock, through us, at services
# that are no web servers.
WEB_PORTS = frozenset({80, 443})
LONGEST = 2_000  # characters of an address
WRONG_LINK = "A link starts with https:// and has no spaces: https://example.com/page"
UNREAD = "That does not read as a web address."
INSIDE = "That address leads inside a private network, so it is not fetched."

# yarl lets "a|b" pass for a name, which no name server knows and some chat markup would
_HOST = re.compile(r"[A-Za-z0-9._:%-]+")
# What the internet has handed out so far: everything else is somebody's inside, or nobody's.
_UNICAST = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")
# `is_global` says yes to these on some versions of Python, or knows nothing of them.
_SPECIAL = (
    IPv4Network("192.0.0.0/24"),  # protocol assignments; a cloud's metadata among them
    IPv4Network("192.88.99.0/24"),  # relays between IPv4 and IPv6
    IPv4Network("168.63.129.16/32"),  # the host under every Azure machine
)


class NotFetched(Exception):
    """Nothing came in. `reason` is a sentence for the person who typed the address.

    `retry_after` is how long the server asked to be left alone, if it did; `names_feed` is the feed
    that a web page at that address names, or empty.
    """

    def __init__(
        self, reason: str, retry_after: timedelta | None = None, names_feed: str = ""
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after = retry_after
        self.names_feed = names_feed


def is_public(address: IPAddress) -> bool:
    """Whether an address is one of the open internet, for everyone alike.

    An IPv4 address inside an IPv6 one (mapped, 6to4, NAT64) counts as what it leads to. Teredo
    is never public, whatever it leads to: no web server lives behind it.
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


def web_address(text: str, ports: Collection[int] = WEB_PORTS) -> URL:
    """The address that a person typed, without its fragment; NotFetched if it may not be asked."""
    typed = text.strip()
    if len(typed) > LONGEST:
        raise NotFetched(f"That address is longer than {LONGEST:,} characters.")
    try:
        url = URL(typed).with_fragment(None)
        port = url.port
    except ValueError:
        raise NotFetched(UNREAD) from None
    if not is_web(url):
        raise NotFetched("A web address begins with https:// or http://. Write the whole of it.")
    if url.user is not None or url.password is not None:
        raise NotFetched("That address holds a name or a password. Use one that needs neither.")
    if port not in ports:
        raise NotFetched(f"Only the usual web ports are asked, 80 and 443, not {port}.")
    return url


def encoded(text: str) -> str:
    """An address as typed, with what an address cannot hold percent-encoded; "" stays "".

    What cannot be read as one stays as it was typed.
    """
    typed = text.strip()
    if any(mark.isspace() for mark in typed):
        return typed  # two addresses, or an address and words
    try:
        url = URL(typed)
        return str(url) if is_web(url) else typed
    except ValueError:
        return typed


def public_address(text: str) -> URL:
    """The same as a person may hand it in; NotFetched also where it plainly leads inside.

    What a name leads to is looked at when it is fetched.
    """
    url = web_address(text)
    host = url.host or ""
    try:
        inside = not is_public(ip_address(host.partition("%")[0]))
    except ValueError:
        inside = host.rstrip(".").rpartition(".")[2] == "localhost"
    if inside:
        raise NotFetched(INSIDE)
    return url


def without_login(text: str) -> str:
    """An address as it may be shown: without a name or a password in it."""
    try:
        return str(URL(text).with_user(None))
    except ValueError:
        return text


def is_web(url: URL) -> bool:
    """Whether an address is http(s) and names a host in characters that hosts have."""
    return url.scheme in ("http", "https") and _HOST.fullmatch(url.raw_host or "") is not None


def next_hop(url: URL, location: str | None, ports: Collection[int] = WEB_PORTS) -> URL:
    """Where a redirect from `url` leads; NotFetched if nobody should follow it."""
    if not location:
        raise NotFetched("That address says it moved, but not where to.")
    try:
        target = str(url.join(URL(location)))
    except ValueError:
        raise NotFetched("That address leads on to something that is no web address.") from None
    hop = web_address(target, ports)
    if url.scheme == "https" and hop.scheme == "http":
        raise NotFetched("That address leads from https back to http, so it is not followed.")
    return hop
