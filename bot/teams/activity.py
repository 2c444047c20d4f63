"""What every activity says: who did it, where, and in which words."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.payload import Malformed, at, maybe
from bot.teams.address import Address
from bot.teams.payload import Json, items, text
from handlers.conversation import Place, storable

CHANNEL = "msteams"
UNNAMED = {"groupChat": "a group chat", "channel": "a channel"}
LONGEST_NAME = 80  # of a channel
LONGEST_ID = 1_000  # of anything that Teams names


@dataclass(frozen=True)
class Who:
    """A person as an activity names them; what it does not say is empty."""

    tenant: str
    external: str
    name: str
    zone: str


def check(activity: Json) -> None:
    """What every activity from Teams has. Raises Malformed."""
    if text(activity, "channelId") != CHANNEL:
        raise Malformed("channelId")
    named = [("conversation", "id"), ("from", "id"), ("recipient", "id"), ("serviceUrl",)]
    if any(len(text(activity, *path)) > LONGEST_ID for path in named):
        raise Malformed("id")


def id_of(activity: Json) -> str:
    """The activity's own id. Raises Malformed."""
    found = text(activity, "id")
    if len(found) > LONGEST_ID:
        raise Malformed("id")
    return found


def who_of(activity: Json) -> Who:
    """Who did it. Raises Malformed."""
    return Who(
        tenant=_tenant(activity),
        external=storable(maybe(activity, "from", "aadObjectId")) or text(activity, "from", "id"),
        name=storable(maybe(activity, "from", "name")),
        zone=_zone(activity),
    )


def _tenant(activity: Json) -> str:
    found = maybe(activity, "channelData", "tenant", "id")
    return found or text(activity, "conversation", "tenantId")


def _zone(activity: Json) -> str:
    """Their IANA zone; empty if Teams does not say, or says one that nobody knows."""
    info = (maybe(each, "timezone") for each in items(activity, "entities"))
    for zone in (maybe(activity, "localTimezone"), *info):
        try:
            if zone:
                return ZoneInfo(zone).key
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
    return ""


def address_of(activity: Json) -> Address:
    """Where an answer goes. Raises Malformed."""
    return Address(
        text(activity, "conversation", "id"),
        text(activity, "serviceUrl"),
        text(activity, "recipient", "id"),
    )


def team_of(activity: Json) -> str:
    """The team whose channel it was in; empty elsewhere."""
    return maybe(activity, "channelData", "team", "id")


def place_of(activity: Json) -> Place | None:
    """The channel or group chat it was in; None where only the person and Attune are."""
    kind = maybe(activity, "conversation", "conversationType")
    if kind not in UNNAMED:
        if at(activity, "conversation", "isGroup") is not True:
            return None
        kind = "groupChat"
    # A thread's id is its channel's and the first message's: a post goes to the channel.
    external = text(activity, "conversation", "id").partition(";")[0]
    names = [
        maybe(activity, "channelData", "channel", "name"),
        maybe(activity, "conversation", "name"),
    ]
    return Place(external, next(filter(None, map(named, names)), UNNAMED[kind]))


def named(name: str) -> str:
    """A channel's name on one line, and not too long."""
    return " ".join(name.split())[:LONGEST_NAME]


def mentions_of(activity: Json) -> list[str]:
    """How the words name us."""
    us = text(activity, "recipient", "id")
    return [
        maybe(each, "text")
        for each in items(activity, "entities")
        if maybe(each, "type") == "mention" and maybe(each, "mentioned", "id") == us
    ]


def without(mentions: list[str], words: str) -> str:
    """The words that are left when we are not named in them."""
    for mention in filter(None, mentions):
        words = words.replace(mention, " ", 1)
    return lines(words).strip()


def lines(words: str) -> str:
    """Words whose lines end in one way, whatever device they were typed on."""
    return words.replace("\r\n", "\n").replace("\r", "\n")
