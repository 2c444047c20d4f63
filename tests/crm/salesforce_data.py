"""The records in the stand-in of Salesforce, and the SOQL that it understands."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from bot.base.clock import FixedClock
from bot.crm.soql import long_id

Json = dict[str, Any]
COMMON = ("Id", "SystemModstamp", "IsDeleted", "CreatedDate")
SCHEMA: Mapping[str, tuple[str, ...]] = {
    "Account": ("Name", "Website", "Industry", "LastActivityDate", "MasterRecordId"),
    "Contact": ("Name", "Email", "Title", "AccountId"),
    "Opportunity": (
        *("Name", "StageName", "Amount", "CloseDate", "NextStep", "LastActivityDate", "OwnerId"),
        *("IsClosed", "AccountId"),
    ),
    "OpportunityContactRole": ("OpportunityId", "ContactId", "Role"),
    "User": ("Name", "Email", "IsActive", "UserType", "ManagerId", "UserRoleId"),
    "UserRole": ("Name",),
    "Organization": ("Name",),
    "OpportunityStage": ("ApiName", "MasterLabel", "IsClosed", "IsActive", "SortOrder"),
    "TaskStatus": ("ApiName", "MasterLabel", "IsClosed", "SortOrder"),
    "Task": (
        *("Subject", "Description", "ActivityDate", "Status", "Priority", "TaskSubtype"),
        *("WhoId", "WhatId", "OwnerId"),
    ),
}
LONG = ("Description",)  # fields that a query may not filter by
STAGES = {"New": False, "Proposal": False, "Won": True}
PREFIX = {"Account": "001", "Contact": "003", "Opportunity": "006", "User": "005", "Task": "00T"}
_QUERY = re.compile(
    r"SELECT ([\w,]+) FROM (\w+)(?: WHERE (.*?))?(?: ORDER BY ([\w, ]+?))?(?: LIMIT (\d+))?",
    re.DOTALL,
)
_STRING = r"'(?:[^'\\]|\\.)*'"
_CONDITION = re.compile(
    rf"(\w+) (=|>=|LIKE|IN) ({_STRING}|\({_STRING}(?:,{_STRING})*\)|true|false|[\dTZ:-]+)( AND |$)",
    re.DOTALL,
)
_UNESCAPED = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


class Refused(Exception):
    """An error that Salesforce answers with."""

    def __init__(self, status: int, code: str, message: str = "", *fields: str) -> None:
        super().__init__(f"{code} {message}")
        self.status = status
        self.body = [{"errorCode": code, "message": message, "fields": list(fields)}]


class SalesforceData:
    """Records of one org."""

    def __init__(self, clock: FixedClock) -> None:
        self.clock = clock
        self.records: dict[str, dict[str, Json]] = {kind: {} for kind in SCHEMA}
        self.schema = {kind: [*COMMON, *fields] for kind, fields in SCHEMA.items()}
        self.hidden: set[str] = set()  # "Object.Field", or "Object.*"
        self._count = 0

    def put(self, kind: str, **fields: object) -> str:
        """Add a record, and return its id."""
        self._count += 1
        id_ = long_id(f"{PREFIX.get(kind, '0Aa')}{self._count:012d}")
        now = iso(self.clock.now())
        named = {"CreatedDate": now, "SystemModstamp": now, "IsDeleted": False, **fields}
        self.records[kind][id_] = dict.fromkeys(self.schema[kind]) | {"Id": id_} | named
        return id_

    def change(self, kind: str, id_: str, **fields: object) -> None:
        """Change a record, which gets a new time."""
        self.records[kind][id_] |= {**fields, "SystemModstamp": iso(self.clock.now())}

    def live(self, kind: str) -> list[Json]:
        """Return the records that are not in the recycle bin."""
        return [one for one in self.records[kind].values() if not one["IsDeleted"]]

    def visible(self, kind: str) -> list[str]:
        """Return the fields of an object that the sign-in may see."""
        if kind not in self.schema or f"{kind}.*" in self.hidden:
            return []
        return [one for one in self.schema[kind] if f"{kind}.{one}" not in self.hidden]

    def query(self, text: str, *, with_deleted: bool) -> list[Json]:
        """Run a query. One field that may not be seen fails all of it."""
        found = _QUERY.fullmatch(text)
        if not found:
            raise Refused(400, "MALFORMED_QUERY", text)
        selected, kind, where, order, limit = found.groups()
        fields, seen = selected.split(","), self.visible(kind)
        if not seen:
            raise Refused(400, "INVALID_TYPE", kind)
        tests = list(conditions(where or ""))
        orders = [one.split() for one in order.split(",")] if order else []
        for name in [*fields, *(one for one, _ in tests), *(one[0] for one in orders)]:
            if name not in seen:
                raise Refused(400, "INVALID_FIELD", f"No such column '{name}'")
        if any(name in LONG for name, _ in tests):
            raise Refused(400, "INVALID_FIELD", "can not be filtered in a query call")
        rows = list(self.records[kind].values()) if with_deleted else self.live(kind)
        rows = [one for one in rows if all(test(one[name]) for name, test in tests)]
        for name, *direction in reversed(orders):
            rows.sort(key=lambda one: str(one[name]), reverse=direction == ["DESC"])
        rows = rows[: int(limit)] if limit else rows
        return [
            {"attributes": {"type": kind}} | {name: one[name] for name in fields} for one in rows
        ]


def conditions(where: str) -> list[tuple[str, Callable[[Any], bool]]]:
    """Read the conditions of a query, all joined by AND."""
    found, place = [], 0
    while place < len(where):
        one = _CONDITION.match(where, place)
        if not one:
            raise Refused(400, "MALFORMED_QUERY", where)
        found.append((one[1], _test(one[2], one[3])))
        place = one.end()
    return found


def _test(operator: str, literal: str) -> Callable[[Any], bool]:
    strings = [
        _read(one, like=operator == "LIKE") for one in re.findall(_STRING, literal, re.DOTALL)
    ]
    if operator == "LIKE":
        pattern = re.compile(strings[0], re.IGNORECASE | re.DOTALL)
        return lambda value: bool(pattern.fullmatch(value or ""))
    if operator == "IN":
        return lambda value: value in strings
    if operator == ">=":
        since = datetime.fromisoformat(literal)
        return lambda value: datetime.fromisoformat(value) >= since
    if strings:  # Salesforce compares text without regard to case
        return lambda value: (value or "").casefold() == strings[0].casefold()
    return lambda value: value is (literal == "true")


def _read(literal: str, *, like: bool) -> str:
    """Read a string, as a regular expression if it is a pattern."""
    found, rest = "", iter(literal[1:-1])
    for char in rest:
        if char != "\\":
            wild = {"%": ".*", "_": "."}.get(char) if like else None
            found += wild or (re.escape(char) if like else char)
            continue
        escaped = next(rest)
        if escaped not in "\\'\"nrtbf" and not (like and escaped in "%_"):
            raise Refused(400, "MALFORMED_QUERY", "illegal escape")
        meant = _UNESCAPED.get(escaped, escaped)
        found += re.escape(meant) if like else meant
    return found


def iso(at: datetime) -> str:
    """Return a moment as Salesforce writes it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000+0000")
