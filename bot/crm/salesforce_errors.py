"""What Salesforce's errors mean. All functions are pure."""

from collections.abc import Sequence
from datetime import timedelta

from bot.crm.http import may_have_landed
from bot.intake.json_http import HttpAnswer
from bot.platform.payload import at, maybe
from handlers.sources.crm_ports import CrmFailed
from storage.choices import CrmTrouble

# How long we wait if Salesforce asks us to wait, but does not say how long. Often, too many long
# requests run at the same time. The wait is short, because one of these requests may end soon.
SOON = timedelta(seconds=20)
LATER = timedelta(hours=1)  # the daily limit counts the last 24 hours, so it frees up gradually
LIMIT = "REQUEST_LIMIT_EXCEEDED"
MAX_FIELDS = 20  # we name at most this many required fields
_MISSING = ("REQUIRED_FIELD_MISSING", "FIELD_CUSTOM_VALIDATION_EXCEPTION")
_MEANS: dict[str, CrmTrouble] = {
    "INVALID_SESSION_ID": "disconnected",
    "API_DISABLED_FOR_ORG": "no permission",
    "INSUFFICIENT_ACCESS": "no permission",
    "INSUFFICIENT_ACCESS_OR_READONLY": "no permission",
    "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY": "no permission",
    "INVALID_FIELD_FOR_INSERT_UPDATE": "no permission",
    "INVALID_TYPE": "no permission",
    "NOT_FOUND": "gone",
    "ENTITY_IS_DELETED": "gone",
    "INVALID_CROSS_REFERENCE_KEY": "gone",
    "UNABLE_TO_LOCK_ROW": "asked to wait",
    "SERVER_UNAVAILABLE": "no answer",
}


class SalesforceRefused(CrmFailed):
    """Salesforce does not accept a request.

    `codes` say why. `fields` has the names of the fields that are missing, or that break a rule of
    the company.
    """

    def __init__(self, codes: Sequence[str], fields: Sequence[str]) -> None:
        super().__init__("refused")
        self.codes = codes
        self.fields = fields


def failure(answer: HttpAnswer, *, writes: bool = False) -> CrmFailed:
    """Return the error for an answer that we cannot use.

    `writes` means that the request changes something in Salesforce. The error then says whether
    Salesforce may have made the change.
    """
    errors = answer.body if isinstance(answer.body, list) else []
    codes = [code for one in errors if (code := maybe(one, "errorCode"))]
    if LIMIT in codes:
        return _limited(errors)
    if trouble := next((_MEANS[one] for one in codes if one in _MEANS), None):
        return CrmFailed(trouble, answer.wait or (SOON if trouble == "asked to wait" else None))
    if answer.status == 429:
        return CrmFailed("asked to wait", answer.wait or SOON)
    if codes and 400 <= answer.status < 500:
        return SalesforceRefused(codes, _fields(errors))
    landed = writes and may_have_landed(answer)
    return CrmFailed(_by_status(answer), answer.wait, may_have_landed=landed)


def sign_in_failure(answer: HttpAnswer) -> CrmFailed:
    """Return why the request for a token failed."""
    if answer.status in (400, 401, 403) and maybe(answer.body, "error"):
        return CrmFailed("disconnected")
    return CrmFailed("no answer", answer.wait)


def _limited(errors: Sequence[object]) -> CrmFailed:
    """Return the error for a limit: on requests in a day, or on long requests at the same time.

    Salesforce uses the same code for both limits.
    """
    if any("concurrent" in maybe(one, "message").casefold() for one in errors):
        return CrmFailed("asked to wait", SOON)
    return CrmFailed("limit reached", LATER)


def _fields(errors: Sequence[object]) -> list[str]:
    """Return the names of the fields that are missing, or that break a rule of the company."""
    found: list[str] = []
    for one in errors:
        fields = at(one, "fields")
        if maybe(one, "errorCode") in _MISSING and isinstance(fields, list):
            found += [name for name in fields if isinstance(name, str)]
    return list(dict.fromkeys(found))[:MAX_FIELDS]


def _by_status(answer: HttpAnswer) -> CrmTrouble:
    if answer.is_page or answer.status < 400 or answer.status >= 500:
        return "no answer"  # a gateway or a proxy sends HTML pages, but the API does not
    found: dict[int, CrmTrouble] = {401: "disconnected", 403: "no permission"}
    return found.get(answer.status, "refused")
