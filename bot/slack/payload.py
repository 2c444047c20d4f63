"""Read texts in Slack's payloads."""

import re
from collections.abc import Mapping

from bot.platform.payload import Malformed, at
from storage.text import storable


def text(body: object, *path: str) -> str:
    """Return the text at a path in the payload. Raises Malformed if the text is missing.

    Use this only for texts that Slack always sends.
    """
    found = at(body, *path)
    if not isinstance(found, str):
        raise Malformed(".".join(path))
    return storable(found)


LINKED = re.compile(r"<((?:https?://|mailto:|tel:)[^<>|]*)(?:\|([^<>]*))?>")
# A channel, a user group, @here or a date, with its label if Slack sends one.
NAMED = re.compile(r"<([#!])([^<>|]*)(?:\|([^<>]*))?>")
PERSON = re.compile(r"<@([UW]\w{1,30})(?:\|([^<>]*))?>")
BY_ID = re.compile(r"@([UW]\w{1,30})\b")
LEADING_MENTIONS = re.compile(r"\s*(?:<@[UW]\w{1,30}(?:\|[^<>]*)?>[\s:,]*)+")


def typed(words: str) -> str:
    """Return a text as it was typed, without Slack's markup and escapes.

    A mention without a label becomes `@` and the person's id, which `with_names` replaces.
    """
    unwrapped = PERSON.sub(_person, NAMED.sub(_label, LINKED.sub(_unwrap, words)))
    return unwrapped.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def without_leading_mentions(words: str) -> str:
    """Remove the mentions at the beginning."""
    begins = LEADING_MENTIONS.match(words)
    return words[begins.end() :] if begins else words


def mentioned(words: str) -> tuple[str, ...]:
    """Return the ids of people who are mentioned without a label."""
    return tuple(dict.fromkeys(user for user, label in PERSON.findall(words) if not label))


def with_names(words: str, names: Mapping[str, str]) -> str:
    """Replace user ids with names in a text that `typed` returned. `names` maps ids to names."""
    return BY_ID.sub(lambda found: "@" + names.get(found[1], found[1]), words)


def _person(mention: re.Match[str]) -> str:
    user, label = mention.groups()
    return f"@{label or user}"


def _unwrap(linked: re.Match[str]) -> str:
    address, label = linked.groups()
    return str(label or (address if address.startswith("http") else address.partition(":")[2]))


def _label(thing: re.Match[str]) -> str:
    sign, name, label = thing.groups()
    if sign == "#":
        return f"#{label}" if label else "#channel"
    return label or f"@{name.partition('^')[0]}"
