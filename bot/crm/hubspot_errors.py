"""What HubSpot's errors mean. All functions are pure."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.crm.http import may_have_landed
from bot.intake.json_http import HttpAnswer
from bot.platform.payload import at, maybe
from handlers.sources.crm_ports import CrmFailed
from storage.choices import CrmTrouble

LOCKED, MIGRATING = 423, 477  # HubSpot itself is changing the account
REFUSED = (400, 409, 422)
WAITS = (LOCKED, MIGRATING, 429)
SOON = timedelta(seconds=10)  # the usual wait: HubSpot limits the requests per ten seconds
# The wait during a migration, and at the daily limit if we don't know the account's time zone.
LATER = timedelta(hours=1)
MAX_FIELDS = 20  # we ask the rep for at most this many required fields
# The parts of an error in which HubSpot names properties.
_NAMES = ("properties", "propertyName", "propertyNames", "requiredProperties")


@dataclass(frozen=True)
class HubSpotAccount:
    """What HubSpot says about a company's account.

    A field is "" or None if we are not allowed to see it.
    """

    id: str = ""
    zone: ZoneInfo | None = None
    currency: str = ""


class HubSpotRefused(CrmFailed):
    """HubSpot does not accept a request. `body` says why."""

    def __init__(self, body: object) -> None:
        super().__init__("refused")
        self.body = body


def failure(
    answer: HttpAnswer, now: datetime, zone: ZoneInfo | None, *, writes: bool = False
) -> CrmFailed:
    """Return the error for an answer that we cannot use.

    `zone` is the account's time zone, or None if we don't know it. `writes` is True if the
    request asked HubSpot to change something.
    """
    if answer.status in WAITS:
        return _asked_to_wait(answer, now, zone)
    if answer.status in REFUSED and not answer.is_page:
        return HubSpotRefused(answer.body)
    landed = writes and may_have_landed(answer)
    return CrmFailed(_trouble(answer), answer.wait, may_have_landed=landed)


def _trouble(answer: HttpAnswer) -> CrmTrouble:
    """Return what is wrong, by the status of an answer."""
    if answer.status == 404 and answer.body is None:
        return "refused"  # the path does not exist, so this version of the API has ended
    if answer.is_page or answer.status < 400 or answer.status >= 500:
        return "no answer"  # an HTML page is from a gateway or a proxy, not from HubSpot
    found: dict[int, CrmTrouble] = {401: "disconnected", 403: "no permission", 404: "gone"}
    return found.get(answer.status, "refused")


def _asked_to_wait(answer: HttpAnswer, now: datetime, zone: ZoneInfo | None) -> CrmFailed:
    """Return the error for an answer that asks us to wait, with the time to wait."""
    if answer.status == 429 and maybe(answer.body, "policyName") == "DAILY":
        return CrmFailed("limit reached", until_midnight(now, zone) if zone else LATER)
    usual = LATER if answer.status == MIGRATING else SOON
    return CrmFailed("asked to wait", answer.wait or usual)


def until_midnight(now: datetime, zone: ZoneInfo) -> timedelta:
    """Return the time until the day ends in this zone."""
    local = now.astimezone(zone)
    tomorrow = (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return tomorrow.astimezone(now.tzinfo) - now


def required(body: object) -> list[str]:
    """Return the missing required properties that a validation error names.

    Return [] for any other error.
    """
    if maybe(body, "category") != "VALIDATION_ERROR":
        return []
    found = [name for error in _errors(body) if _is_required(error) for name in _named(error)]
    return [name for name in dict.fromkeys(found) if is_name(name)][:MAX_FIELDS]


def is_name(name: str) -> bool:
    """Return whether this can be the name of a property."""
    return 0 < len(name) <= 100 and name.isascii() and name.replace("_", "").isalnum()


def _errors(body: object) -> Iterator[object]:
    """Yield the error itself, the errors in its list, and those in the JSON in its message."""
    yield body
    listed = at(body, "errors")
    if isinstance(listed, list):
        yield from listed
    message = maybe(body, "message")
    try:
        written = json.loads(message[message.index("[") :])
    except (ValueError, RecursionError):
        return
    if isinstance(written, list):
        yield from written


def _is_required(error: object) -> bool:
    words = (maybe(error, name) for name in ("code", "error", "subCategory", "message"))
    return any("required" in word.casefold() for word in words)


def _named(error: object) -> Iterator[str]:
    """Yield the names of the fields that an error is about."""
    if name := maybe(error, "name"):
        yield name
    context = at(error, "context")
    if not isinstance(context, Mapping):
        return
    for part in _NAMES:
        found = context.get(part)
        listed = found if isinstance(found, list) else [found]
        yield from (one for one in listed if isinstance(one, str))
