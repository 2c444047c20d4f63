"""Check the address at which platforms and browsers reach Attune."""

import ipaddress
import re

PUBLIC = re.compile(r"https://([a-z0-9-]+(?:\.[a-z0-9-]+)+)(:\d{1,5})?/?", re.IGNORECASE)
# Hosts with these endings can be reached only inside a network.
INSIDE = (".localhost", ".local", ".internal")


def public_url(text: str, setting: str = "--url") -> str:
    """Check a public address, and return it without a trailing slash.

    Raises ValueError if the address is not public, does not begin with https, or has a path. The
    message is a sentence for people. It names `setting`, the setting or option with the address.
    """
    found = PUBLIC.fullmatch(text)
    if not found:
        raise ValueError(
            f"{text!r} ({setting}) must be a public https address without a path, such as "
            "https://attune.example.com."
        )
    if _is_inside(found[1].lower()):
        raise ValueError(
            f"{text!r} ({setting}) can be reached only from this machine or network, not by Slack "
            "or Teams. Give a public https address, such as https://attune.example.com."
        )
    return text.rstrip("/")


def _is_inside(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host.endswith(INSIDE)
