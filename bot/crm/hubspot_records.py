"""Read HubSpot's properties as records, and write text as HubSpot wants it. Pure."""

import html
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.platform.payload import at, maybe
from handlers.sources.crm.crm_records import CrmPerson, CrmStage

COMPANY = ("name", "domain", "hs_additional_domains", "website", "industry", "notes_last_updated")
CONTACT = ("firstname", "lastname", "email", "jobtitle")
DEAL = (
    *("dealname", "dealstage", "pipeline", "amount", "deal_currency_code", "closedate"),
    *("hubspot_owner_id", "hs_next_step", "notes_last_updated", "hs_is_closed"),
)
READ = {"companies": COMPANY, "contacts": CONTACT, "deals": DEAL}  # the properties that we read
# HubSpot's names for the fields of a deal that reps can change from Attune.
FIELDS: Mapping[str, str] = {"next_step": "hs_next_step", "stage": "dealstage"}
REFERENCE = "Sent from Attune, reference "
DUE = time(8)  # when a task is due on its day, in the HubSpot account's time zone
NOON = time(12)  # the time of day that we add to a rep's date if HubSpot wants a time too
# We can't move a deal to a stage whose `writePermissions` has one of these values.
CLOSED_TO_US = ("READ_ONLY", "INTERNAL_ONLY")


@dataclass(frozen=True)
class HubSpotObject:
    """A company, contact, deal, note or task. Missing properties are ""."""

    id: str
    properties: Mapping[str, str] = field(repr=False)

    def __getitem__(self, name: str) -> str:
        return self.properties.get(name, "")


@dataclass(frozen=True)
class HubSpotProperty:
    """A property of an object.

    If the property has a list of values, `options` maps the label of each value to the value.
    """

    name: str
    label: str
    type: str  # "string", "number", "date", "datetime", "enumeration" …
    read_only: bool
    options: Mapping[str, str]


def hubspot_property(found: object) -> HubSpotProperty:
    """Read the definition of a property."""
    options = (one for one in listed(found, "options") if at(one, "hidden") is not True)
    return HubSpotProperty(
        name=maybe(found, "name"),
        label=maybe(found, "label") or maybe(found, "name"),
        type=maybe(found, "type"),
        read_only=at(found, "modificationMetadata", "readOnlyValue") is True,
        options={maybe(one, "label"): maybe(one, "value") for one in options},
    )


def hubspot_object(found: object) -> HubSpotObject | None:
    """Read an object. Return None if it has no id or no properties."""
    id_, properties = text_id(at(found, "id")), at(found, "properties")
    if not id_ or not isinstance(properties, Mapping):
        return None
    texts = {name: value for name, value in properties.items() if isinstance(value, str)}
    return HubSpotObject(id_, texts)


def is_id(text: str) -> bool:
    """Return whether a text can be an id in HubSpot."""
    return 0 < len(text) <= 20 and text.isascii() and text.isdecimal()


def text_id(written: object) -> str:
    """Return the id as text, or "" if `written` is not an id."""
    text = str(written) if isinstance(written, str | int) else ""
    return text if is_id(text) else ""


def links(association: object) -> dict[str, str]:
    """Map the ids of associated objects to their labels.

    Only labels that users defined count. For an object that has only HubSpot's own labels, such as
    "Primary", the label is "".
    """
    found = {}
    for one in listed(association, "to"):
        types = listed(one, "associationTypes")
        of_users = (kind for kind in types if maybe(kind, "category") == "USER_DEFINED")
        if id_ := text_id(at(one, "toObjectId")):
            found[id_] = next((label for kind in of_users if (label := maybe(kind, "label"))), "")
    return found


def listed(body: object, name: str = "results") -> list[object]:
    """Return the list with this name in an answer, or [] if the answer does not have it."""
    found = at(body, name)
    return found if isinstance(found, list) else []


def moment(written: str) -> datetime | None:
    """Read a time (ISO, or milliseconds since 1970). Return None if it is invalid."""
    try:
        if written.isascii() and written.isdecimal():
            return datetime.fromtimestamp(int(written[:15]) / 1000, UTC)
        found = datetime.fromisoformat(written)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None


def day(written: str, zone: ZoneInfo) -> date | None:
    """Read a close date. Return None if it is invalid.

    HubSpot stores a moment, and shows it as a day in `zone`, the time zone of the HubSpot account.
    """
    found = moment(written)
    try:
        return found.astimezone(zone).date() if found else None
    except OverflowError:
        return None


def milliseconds(at_moment: datetime) -> int:
    """Return a moment as HubSpot's filters want it: in milliseconds since 1970."""
    return (at_moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def instant(on: date, zone: ZoneInfo, at_time: time) -> str:
    """Return a time on a day in `zone`, as HubSpot writes it."""
    return iso(datetime.combine(on, at_time, zone))


def iso(at_moment: datetime) -> str:
    """Return a moment as HubSpot writes it: "2026-11-30T09:00:00.000Z"."""
    return at_moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def html_body(text: str, key: str) -> str:
    """Return the HTML of a note or a task: the lines of the text, and our reference."""
    lines = [html.escape(line, quote=False) for line in text.strip().splitlines()]
    return "<br>".join([*lines, "", f"{REFERENCE}{key}"] if lines else [f"{REFERENCE}{key}"])


def same(one: str, other: str) -> bool:
    """Return whether two values of a field have the same words, whatever spaces separate them."""
    return one.split() == other.split()


def domains(company: HubSpotObject) -> tuple[str, ...]:
    """Return a company's domains and its website, each once."""
    found = (company["domain"], *company["hs_additional_domains"].split(";"), company["website"])
    return tuple(dict.fromkeys(one.strip().casefold() for one in found if one.strip()))


def full_name(owner: object) -> str:
    return f"{maybe(owner, 'firstName')} {maybe(owner, 'lastName')}".strip()


def person(contact: HubSpotObject, labels: Iterable[str]) -> CrmPerson:
    """Convert a contact. `labels` are the contact's roles in deals. Empty labels are left out."""
    roles = dict.fromkeys(one for one in labels if one)
    return CrmPerson(
        id=contact.id,
        name=f"{contact['firstname']} {contact['lastname']}".strip(),
        role=", ".join(roles) or contact["jobtitle"],
        email=contact["email"],
    )


def stages(pipelines: Sequence[object]) -> list[CrmStage]:
    """Read the stages of pipelines, in their order."""
    return [
        CrmStage(
            id=maybe(stage, "id"),
            name=maybe(stage, "label"),
            pipeline_id=maybe(pipeline, "id"),
            pipeline_name=maybe(pipeline, "label"),
            closed=maybe(stage, "metadata", "isClosed").casefold() == "true",
            may_write=maybe(stage, "writePermissions") not in CLOSED_TO_US,
        )
        for pipeline in _in_order(pipelines)
        for stage in _in_order(listed(pipeline, "stages"))
    ]


def _in_order(found: Iterable[object]) -> list[object]:
    kept = [one for one in found if maybe(one, "id") and at(one, "archived") is not True]
    return sorted(kept, key=_place)


def _place(one: object) -> int:
    found = at(one, "displayOrder")
    return found if isinstance(found, int) else 0
