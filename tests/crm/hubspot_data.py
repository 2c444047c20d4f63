"""What the stand-in of HubSpot knows: objects, their history, and the rules that it enforces."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from bot.base.clock import FixedClock

Json = dict[str, Any]

# How long a search does not show what was changed.
LAG = timedelta(seconds=60)

TEXT, NUMBER, TIME = "string", "number", "datetime"
PROPERTIES: dict[str, dict[str, str]] = {
    "companies": {
        **dict.fromkeys(("name", "domain", "hs_additional_domains", "website", "industry"), TEXT),
        **dict.fromkeys(("notes_last_updated", "hs_lastmodifieddate", "createdate"), TIME),
        "hs_object_id": NUMBER,
        "hs_merged_object_ids": TEXT,
    },
    "contacts": {
        **dict.fromkeys(("firstname", "lastname", "email", "jobtitle"), TEXT),
        **dict.fromkeys(("notes_last_updated", "lastmodifieddate", "createdate"), TIME),
        "hs_object_id": NUMBER,
        "hs_merged_object_ids": TEXT,
    },
    "deals": {
        **dict.fromkeys(("dealname", "hs_next_step", "deal_currency_code"), TEXT),
        **dict.fromkeys(("dealstage", "pipeline", "hs_is_closed", "closed_lost_reason"), "enum"),
        **dict.fromkeys(("closedate", "notes_last_updated", "hs_lastmodifieddate"), TIME),
        "createdate": TIME,
        "amount": NUMBER,
        "hs_object_id": NUMBER,
        "hubspot_owner_id": "owner",
        "hs_merged_object_ids": TEXT,
    },
    "notes": {
        "hs_timestamp": TIME,
        "hs_note_body": TEXT,
        "hubspot_owner_id": "owner",
        "hs_lastmodifieddate": TIME,
        "hs_object_id": NUMBER,
        "hs_createdate": TIME,
    },
    "tasks": {
        **dict.fromkeys(("hs_task_subject", "hs_task_body"), TEXT),
        **dict.fromkeys(("hs_task_status", "hs_task_type", "hs_task_priority"), "enum"),
        "hs_timestamp": TIME,
        "hubspot_owner_id": "owner",
        "hs_lastmodifieddate": TIME,
        "hs_object_id": NUMBER,
        "hs_createdate": TIME,
    },
}
READ_ONLY = {
    *("hs_object_id", "hs_lastmodifieddate", "lastmodifieddate", "createdate", "hs_createdate"),
    *("notes_last_updated", "hs_is_closed", "hs_merged_object_ids"),
}
OPTIONS = {
    "closed_lost_reason": {"Too expensive": "price", "Lost to a competitor": "rival"},
    "hs_task_status": {"Not started": "NOT_STARTED", "Completed": "COMPLETED"},
    "hs_task_type": {"To-do": "TODO", "Call": "CALL", "Email": "EMAIL"},
    "hs_task_priority": {"Low": "LOW", "Medium": "MEDIUM", "High": "HIGH"},
}
LABELS = {"closedate": "Close Date", "closed_lost_reason": "Closed Lost Reason"}
TYPES = {  # associations from notes and tasks
    ("notes", 202): "contacts",
    ("notes", 190): "companies",
    ("notes", 214): "deals",
    ("tasks", 204): "contacts",
    ("tasks", 192): "companies",
    ("tasks", 216): "deals",
}
MODIFIED = defaultdict(lambda: "hs_lastmodifieddate", contacts="lastmodifieddate")
CREATED = defaultdict(lambda: "createdate", notes="hs_createdate", tasks="hs_createdate")


class Refused(Exception):
    """An error of HubSpot."""

    def __init__(self, status: int, category: str, message: str, **more: object) -> None:
        super().__init__(message)
        self.status = status
        self.body = {
            "status": "error",
            "message": message,
            "correlationId": "0d7f3a52-1b1c-4b7e-9a64-2a0f7c2f9d11",
            "category": category,
            **more,
        }


class Mistake(Refused):
    """A request that we should not have sent. HubSpot may be kinder."""

    def __init__(self, message: str) -> None:
        super().__init__(400, "VALIDATION_ERROR", message)


@dataclass
class Stored:
    """An object. `versions` are its properties since a time, the newest last."""

    id: str
    versions: list[tuple[datetime, dict[str, str]]]
    archived: bool = False
    merged_into: str = ""

    @property
    def properties(self) -> dict[str, str]:
        return self.versions[-1][1]

    def seen_by_search(self, now: datetime) -> dict[str, str] | None:
        found = [one for since, one in self.versions if since + LAG <= now]
        return found[-1] if found and not self.archived and not self.merged_into else None


@dataclass
class Pipeline:
    """A pipeline with stages: (id, label, closed)."""

    id: str
    label: str
    stages: Sequence[tuple[str, str, bool]]
    permission: str = "CRM_PERMISSIONS_ENFORCEMENT"


@dataclass
class HubSpotData:
    """Everything in one account."""

    clock: FixedClock
    objects: dict[str, dict[str, Stored]] = field(
        default_factory=lambda: {kind: {} for kind in PROPERTIES}
    )
    links: dict[tuple[str, str], dict[tuple[str, str], str]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    hidden: set[tuple[str, str]] = field(default_factory=set)  # properties we may not see
    pipelines: list[Pipeline] = field(default_factory=list)
    owners: dict[str, Json] = field(default_factory=dict)
    # What an admin requires: these properties if this property gets this value.
    rules: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    follows_merges: bool = True
    _number: "count[int]" = field(default_factory=lambda: count(9_000_000_001))

    def own(
        self, id_: str, email: str, *teams: str, main: str = "", archived: bool = False
    ) -> None:
        """Add or change an owner. A team is written as "178588 West Coast Sales"."""
        self.owners[id_] = {
            "id": id_,
            "type": "PERSON",
            "archived": archived,
            "email": email,
            "firstName": email.partition("@")[0].title(),
            "lastName": "",
            "userId": None if archived else int(id_),
            "userIdIncludingInactive": int(id_),
            "teams": [
                {"id": number, "name": name, "primary": number == main}
                for number, _, name in (one.partition(" ") for one in teams)
            ],
        }

    def put(self, kind: str, **properties: str) -> str:
        """Add an object as it is in HubSpot; its id."""
        return self._add(kind, properties)

    def edit(self, kind: str, id_: str, **properties: str) -> None:
        """Somebody changes an object."""
        self._change(kind, self.objects[kind][id_], properties)

    def link(self, one: tuple[str, str], other: tuple[str, str], label: str = "") -> None:
        """Associate two objects, both ways."""
        self.links[one][other] = label
        self.links[other][one] = label

    def merge(self, kind: str, winner: str, loser: str) -> str:
        """Merge two objects, as newer kinds do: into one with a new id."""
        old = [self.objects[kind][one] for one in (winner, loser)]
        merged = {"hs_merged_object_ids": f"{winner};{loser}"}
        new = self._add(kind, {**old[1].properties, **old[0].properties, **merged})
        for one in old:
            one.merged_into = new
            for other, label in self.links.pop((kind, one.id), {}).items():
                self.links[other].pop((kind, one.id), None)
                self.link((kind, new), other, label)
        return new

    def _add(self, kind: str, properties: Mapping[str, str]) -> str:
        id_ = str(next(self._number))
        now = iso(self.clock.now())
        own = {"hs_object_id": id_, CREATED[kind]: now, MODIFIED[kind]: now}
        self.objects[kind][id_] = Stored(id_, [(self.clock.now(), {**own, **properties})])
        return id_

    def _change(self, kind: str, one: Stored, properties: Mapping[str, str]) -> None:
        now = self.clock.now()
        one.versions.append((now, {**one.properties, MODIFIED[kind]: iso(now), **properties}))

    # what the API does

    def find(self, kind: str, id_: str) -> Stored | None:
        """An object by its id, or by the id that it had before a merge."""
        found = self.objects[kind].get(id_)
        if found and found.merged_into:
            found = self.find(kind, found.merged_into) if self.follows_merges else None
        return found if found and not found.archived else None

    def visible(self, kind: str) -> dict[str, str]:
        """The properties of a kind that the token may see."""
        return {
            name: type_
            for name, type_ in PROPERTIES[kind].items()
            if (kind, name) not in self.hidden
        }

    def known(self, kind: str, names: Sequence[str]) -> None:
        """Refuse names that the platform would ignore: they are a mistake of ours."""
        if unknown := set(names) - set(PROPERTIES[kind]):
            raise Mistake(f"unknown properties: {sorted(unknown)}")

    def shown(self, kind: str, one: Stored, names: Sequence[str]) -> Json:
        """An object as the API shows it."""
        self.known(kind, names)
        visible = self.visible(kind)
        properties = {name: one.properties.get(name) for name in names if name in visible}
        return {"id": one.id, "properties": properties, "archived": one.archived}

    def create(self, kind: str, properties: Json, associations: list[Json]) -> str:
        """Create a note or a task, with its associations."""
        self._valid(kind, properties)
        required = {"notes": ["hs_timestamp"], "tasks": ["hs_timestamp"]}[kind]
        if missing := [one for one in required if not properties.get(one)]:
            raise _missing(f"Error creating {kind.upper()}.", missing)
        targets = [self._target(kind, one) for one in associations]
        id_ = self._add(kind, properties)
        for one in targets:
            self.link((kind, id_), one)
        return id_

    def _target(self, kind: str, association: Json) -> tuple[str, str]:
        if set(association) != {"to", "types"} or set(association["to"]) != {"id"}:
            raise Mistake("Invalid input JSON")
        (type_,) = association["types"]
        to = TYPES.get((kind, type_["associationTypeId"]))
        if type_["associationCategory"] != "HUBSPOT_DEFINED" or to is None:
            raise Mistake("The association type is not valid")
        found = self.objects[to].get(str(association["to"]["id"]))
        if found is None or found.archived or found.merged_into:
            raise Refused(400, "VALIDATION_ERROR", "Could not find the object to associate with")
        return to, found.id

    def update(self, kind: str, one: Stored, properties: Json) -> None:
        """Change an object's properties."""
        self._valid(kind, properties)
        if kind == "deals" and "dealstage" in properties:
            self._may_move(one, properties["dealstage"])
        for (name, value), required in self.rules.items():
            after = {**one.properties, **properties}
            missing = [other for other in required if not after.get(other)]
            if properties.get(name) == value and missing:
                raise _missing("Error updating DEAL.", missing)
        self._change(kind, one, {name: value or "" for name, value in properties.items()})

    def _may_move(self, one: Stored, stage: str) -> None:
        for pipeline in self.pipelines:
            if pipeline.id == one.properties.get("pipeline"):
                if pipeline.permission == "READ_ONLY":
                    raise Refused(403, "MISSING_PERMISSIONS", "The pipeline is read-only")
                if stage in (id_ for id_, *_ in pipeline.stages):
                    return
        raise _invalid("dealstage", "INVALID_OPTION", f"{stage} was not one of the allowed options")

    def _valid(self, kind: str, properties: Json) -> None:
        for name, value in properties.items():
            if not isinstance(value, str) and value is not None:
                raise Mistake("Invalid input JSON: not a string")
            if name not in PROPERTIES[kind]:
                raise _invalid(name, "PROPERTY_DOESNT_EXIST", f'Property "{name}" does not exist')
            if name in READ_ONLY:
                raise _invalid(name, "READ_ONLY_VALUE", f'"{name}" is a read only property')
            if value and not self._fits(name, PROPERTIES[kind][name], value):
                raise _invalid(name, "INVALID_OPTION", f"{value} is not valid for {name}")
            if value and len(value) > 65_536:
                raise _invalid(name, "PROPERTY_VALUE_TOO_LONG", "too long")

    def _fits(self, name: str, type_: str, value: str) -> bool:
        match type_:
            case "number":
                return value.replace(".", "", 1).isdecimal()
            case "datetime":
                return value.isdecimal() or _is_time(value)
            case "owner":
                return value in self.owners
            case "enum" if name in OPTIONS:
                return value in OPTIONS[name].values()
        return True


def _is_time(value: str) -> bool:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def _invalid(name: str, code: str, message: str) -> Refused:
    error = {"message": message, "code": code, "context": {"propertyName": [name]}}
    return Refused(400, "VALIDATION_ERROR", "Property values were not valid", errors=[error])


def _missing(what: str, names: Sequence[str]) -> Refused:
    message = f"{what} Some required properties were not set."
    error = {
        "message": "Required properties were not set",
        "code": "REQUIRED_PROPERTIES_MISSING",
        "context": {"properties": list(names)},
    }
    return Refused(400, "VALIDATION_ERROR", message, errors=[error])


def iso(moment: datetime) -> str:
    """A moment as HubSpot writes it."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
