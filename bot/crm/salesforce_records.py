"""Read Salesforce's records, and its descriptions of objects. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from yarl import URL

from bot.crm.amounts import amount
from bot.platform.payload import Json, at, maybe

ACCOUNT = ("Id", "Name", "Website", "Industry", "LastActivityDate")
CONTACT = ("Id", "Name", "Email", "Title")
OPPORTUNITY = (
    *("Id", "Name", "StageName", "Amount", "CloseDate", "NextStep", "LastActivityDate"),
    *("OwnerId", "IsClosed", "AccountId"),
)
# The first field exists only if the company uses several currencies, and the second only if the
# company uses record types.
MAYBE = ("CurrencyIsoCode", "RecordTypeId")
ROLE = ("OpportunityId", "ContactId", "Role")
USER = ("Id", "Name", "Email", "IsActive")
READ = {
    "Account": ACCOUNT,
    "Contact": (*CONTACT, "AccountId"),
    "Opportunity": OPPORTUNITY,
    "OpportunityContactRole": ROLE,
    "User": USER,
}
NUMBERS = ("double", "currency", "percent", "int")


@dataclass(frozen=True)
class SalesforceField:
    """A field of an object. If the field has a list of values, `options` has them by label."""

    name: str
    label: str
    type: str
    options: Mapping[str, str]
    required: bool  # whether a new record must have a value here
    creatable: bool
    changeable: bool
    unique: bool  # whether a request may name a record by the value of this field


@dataclass(frozen=True)
class Described:
    """What we may see of an object. `types` are the names of its record types, by id."""

    fields: Mapping[str, SalesforceField]
    creatable: bool
    changeable: bool
    types: Mapping[str, str]


def described(body: object) -> Described:
    """Read the description of an object."""
    types = (
        one
        for one in _listed(body, "recordTypeInfos")
        if at(one, "master") is not True
        and at(one, "active") is not False
        and at(one, "available") is not False
    )
    return Described(
        {one.name: one for one in map(_field, _listed(body, "fields")) if one.name},
        creatable=at(body, "createable") is True,
        changeable=at(body, "updateable") is True,
        types={id_: maybe(one, "name") for one in types if (id_ := maybe(one, "recordTypeId"))},
    )


def _field(found: object) -> SalesforceField:
    options = (one for one in _listed(found, "picklistValues") if at(one, "active") is not False)
    creatable = at(found, "createable") is True
    filled = at(found, "nillable") is not False or at(found, "defaultedOnCreate") is True
    return SalesforceField(
        name=maybe(found, "name"),
        label=maybe(found, "label") or maybe(found, "name"),
        type=maybe(found, "type"),
        options={maybe(one, "label"): maybe(one, "value") for one in options},
        required=creatable and not filled and maybe(found, "type") != "boolean",
        creatable=creatable,
        changeable=at(found, "updateable") is True,
        unique=at(found, "externalId") is True and at(found, "unique") is True,
    )


def records(body: object) -> list[Json]:
    """Return the records in the answer to a query."""
    return [one for one in _listed(body, "records") if isinstance(one, dict)]


def _listed(body: object, name: str) -> list[object]:
    found = at(body, name)
    return found if isinstance(found, list) else []


def host_of(website: str) -> str:
    """Return the host of a website without "www.", or ""."""
    text = website.strip()
    try:
        host = URL(text if "://" in text else f"https://{text}").host or ""
    except ValueError:
        return ""
    return host.casefold().rstrip(".").removeprefix("www.")


def day(written: str) -> date | None:
    """Read a day. Return None if it is invalid."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def start_of(written: str) -> datetime | None:
    """Return the start of a day (UTC), or None if the day is invalid.

    Salesforce gives only the day of an account's or a deal's last activity, and we need a time.
    """
    on = day(written)
    return datetime(on.year, on.month, on.day, tzinfo=UTC) if on else None


def moment(written: str) -> datetime | None:
    """Read a time. Return None if it is invalid."""
    try:
        found = datetime.fromisoformat(written)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def number(written: object) -> str:
    """Return a value as a decimal number, or "" if it is invalid."""
    return amount(str(written)) if type(written) in (int, float) else ""
