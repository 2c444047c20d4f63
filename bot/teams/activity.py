"""Read the parts that all activities from Teams have in common."""

import re
from dataclasses import dataclass

from bot.platform.fitting import one_line
from bot.platform.payload import Json, Malformed, at, known_zone, maybe
from bot.teams.address import Address
from bot.teams.payload import items, text
from handlers.request import Place
from storage.text import storable

CHANNEL = "msteams"  # the `channelId` of every activity from Teams
# Names for conversations without a name, by `conversationType`.
UNNAMED = {"groupChat": "a group chat", "channel": "a channel"}
MAX_NAME = 80  # characters of a channel's name
LOCALE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}")
MAX_ID = 1_000  # characters of any id from Teams


@dataclass(frozen=True)
class Who:
    """A person, as an activity describes them. A missing field is "".

    `external` is the Entra object id, or the Teams id if there is no object id. `zone` is an IANA
    name.
    """

    tenant: str
    external: str
    name: str
    zone: str
    locale: str = ""
    account: str = ""  # the person's Teams id, which differs for each bot


def check(activity: Json) -> None:
    """Check the fields that every activity has. Raises Malformed."""
    if text(activity, "channelId") != CHANNEL:
        raise Malformed("channelId")
    if not is_menu(activity):
        text(activity, "conversation", "id")
    required = [("from", "id"), ("recipient", "id"), ("serviceUrl",)]
    ids = [maybe(activity, "conversation", "id"), *(text(activity, *path) for path in required)]
    if any(len(each) > MAX_ID for each in ids):
        raise Malformed("id")


def is_menu(activity: Json) -> bool:
    """Check whether the activity is from Teams' menus. Such an activity may lack a conversation."""
    return maybe(activity, "name").startswith("composeExtension/")


def id_of(activity: Json) -> str:
    """Return the id of an activity. Raises Malformed if it is missing or too long."""
    found = text(activity, "id")
    if len(found) > MAX_ID:
        raise Malformed("id")
    return found


def who_of(activity: Json) -> Who:
    """Return the person who acted. Raises Malformed."""
    return Who(
        tenant=tenant_of(activity),
        external=storable(maybe(activity, "from", "aadObjectId")) or text(activity, "from", "id"),
        name=storable(maybe(activity, "from", "name")),
        zone=_zone(activity),
        locale=_locale(activity),
        account=text(activity, "from", "id"),
    )


def _zone(activity: Json) -> str:
    """Return the person's time zone, or "" if Teams does not give a known one."""
    info = (maybe(each, "timezone") for each in items(activity, "entities"))
    found = map(known_zone, (maybe(activity, "localTimezone"), *info))
    return next(filter(None, found), "")


def _locale(activity: Json) -> str:
    info = (maybe(each, "locale") for each in items(activity, "entities"))
    found = (each for each in (maybe(activity, "locale"), *info) if LOCALE.fullmatch(each))
    return next(found, "")


def address_of(activity: Json) -> Address:
    """Return where to send an answer to the activity. Raises Malformed."""
    return Address(
        storable(maybe(activity, "conversation", "id")),
        text(activity, "serviceUrl"),
        text(activity, "recipient", "id"),
    )


def tenant_of(activity: Json) -> str:
    """Return the id of the tenant. Raises Malformed.

    In a channel or group chat this is the conversation's tenant, because people from other tenants
    may be there.
    """
    hosts = maybe(activity, "conversation", "tenantId")
    if hosts and not is_menu(activity) and place_of(activity):
        return storable(hosts)
    found = maybe(activity, "channelData", "tenant", "id")
    return storable(found) or text(activity, "conversation", "tenantId")


def team_of(activity: Json) -> str:
    """Return the id of the team in whose channel the activity took place, or ""."""
    return maybe(activity, "channelData", "team", "id")


def place_of(activity: Json) -> Place | None:
    """Return the channel or group chat of an activity, or None in a person's own chat."""
    kind = maybe(activity, "conversation", "conversationType")
    if kind not in UNNAMED:
        if at(activity, "conversation", "isGroup") is not True:
            return None
        kind = "groupChat"
    # The id of a thread is `channel;messageid=…`, but we post to the channel.
    external = text(activity, "conversation", "id").partition(";")[0]
    names = [
        maybe(activity, "channelData", "channel", "name"),
        maybe(activity, "conversation", "name"),
    ]
    return Place(external, next(filter(None, map(channel_name, names)), UNNAMED[kind]))


def channel_name(name: str) -> str:
    """Put a channel's name on one line, of at most MAX_NAME characters."""
    return one_line(name)[:MAX_NAME]


def mentions_us(activity: Json) -> bool:
    return any(_is_us(activity, each) for each in _mentions(activity))


def text_of(activity: Json) -> str:
    """Return the typed text, without mentions of Attune. Mentions of people become names."""
    words = maybe(activity, "text").replace("&nbsp;", " ").replace("\u00a0", " ")
    for mention in _mentions(activity):
        tag = maybe(mention, "text").replace("&nbsp;", " ").replace("\u00a0", " ")
        inner = tag.removeprefix("<at>").removesuffix("</at>")
        name = " " if _is_us(activity, mention) else inner
        words = words.replace(tag, name, 1) if tag else words
    return with_line_feeds(words).strip()


def _mentions(activity: Json) -> list[object]:
    entities = items(activity, "entities")
    return [each for each in entities if maybe(each, "type") == "mention"]


def _is_us(activity: Json, mention: object) -> bool:
    return maybe(mention, "mentioned", "id") == text(activity, "recipient", "id")


def with_line_feeds(words: str) -> str:
    """Convert line ends to LF."""
    return words.replace("\r\n", "\n").replace("\r", "\n")
