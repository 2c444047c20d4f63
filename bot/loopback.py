"""Which names and addresses always mean this machine."""

import ipaddress
import re

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


def host_name(host: str) -> str:
    """The name in a Host header, which may be anything; empty where it is none."""
    found = HOST.fullmatch(host)
    return found["name"] if found else ""
