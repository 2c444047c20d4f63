"""Write notes, tasks and fields of deals to HubSpot, find them again, and undo them.

HubSpot does not recognise a repeated request, so a repeat could write a note twice. To prevent
this, the last line of each note or task is our reference. Before a repeat, we look for the
reference in the notes or tasks of the deal or the company. HubSpot's search would be faster, but
may miss the newest notes and tasks.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from bot.crm.hubspot_api import HubSpotApi
from bot.crm.hubspot_errors import HubSpotRefused, required
from bot.crm.hubspot_records import (
    DUE,
    FIELDS,
    NOON,
    HubSpotProperty,
    html_body,
    instant,
    is_id,
    iso,
    same,
    text_id,
)
from bot.platform.payload import Json, at
from handlers.sources.crm.crm_records import CrmOrder
from handlers.sources.crm_ports import CrmConflict, CrmFailed, CrmNeedsFields

MAX_BODY = 65_536  # characters of a note or a task, with its HTML
BODIES = 25  # how many notes or tasks one request reads: only a few, because they may be long
MAX_ENTRIES = 5_000  # how many notes or tasks of one deal or company we look through
DUE_DATE = "hs_timestamp"  # HubSpot's name for a task's due date
KINDS = {"note": "notes", "task": "tasks"}
BODY = {"note": "hs_note_body", "task": "hs_task_body"}
TYPES = {  # HubSpot's numbers for associations
    "note": {"contacts": 202, "companies": 190, "deals": 214},
    "task": {"contacts": 204, "companies": 192, "deals": 216},
}


async def write(api: HubSpotApi, order: CrmOrder) -> str:
    """Write a note, a task or a field. Return the id of the note, the task or the deal."""
    if order.kind in KINDS:
        return await _create(api, order)
    extra = await _given(api, "deals", order.required)
    return await _set(api, order, order.seen, order.text, extra)


async def written(api: HubSpotApi, order: CrmOrder) -> str:
    """Return "" if no earlier attempt has written the note, the task or the field.

    Otherwise return the id of the note, of the task, or of the deal that has the field.
    """
    if order.kind in KINDS:
        return await _found(api, order)
    return order.deal if same(await _value(api, order), order.text) else ""


async def undo(api: HubSpotApi, order: CrmOrder, written_id: str) -> None:
    """Delete a note or a task, or change a field back to `order.seen`."""
    if order.kind in KINDS:
        if not is_id(written_id):
            raise CrmFailed("gone")
        try:
            await api.change("DELETE", f"/{KINDS[order.kind]}/{written_id}")
        except CrmFailed as failed:
            if failed.trouble != "gone":
                raise
        return
    await _set(api, order, order.text, order.seen, {})


async def _set(
    api: HubSpotApi,
    order: CrmOrder,
    expected: str,
    value: str,
    extra: Mapping[str, str],
) -> str:
    """Change a field if it has the expected value. If it has the new value already, do nothing.

    For this change, HubSpot may require other fields of the deal. `extra` has their values.
    Raises CrmConflict if the field has neither value.
    """
    found = await _value(api, order)
    if same(found, value):
        return order.deal
    if not same(found, expected):
        raise CrmConflict(found)
    changed = {**extra, FIELDS[order.kind]: value}
    await _send(api, "PATCH", f"/deals/{order.deal}", {"properties": changed}, "deals")
    return order.deal


async def _value(api: HubSpotApi, order: CrmOrder) -> str:
    """Return the current value of the deal's field. Raises CrmFailed."""
    found = await api.get_object("deals", order.deal, [FIELDS[order.kind]])
    if found is None:
        raise CrmFailed("gone")
    return found[FIELDS[order.kind]]


async def _create(api: HubSpotApi, order: CrmOrder) -> str:
    """Create the note or task. If contacts of the order were deleted, try again without them."""
    kind = KINDS[order.kind]
    extra = await _given(api, kind, order.required)
    ours = _note(order) if order.kind == "note" else await _task(api, order)
    about = list(_about(order))
    if len(ours[BODY[order.kind]]) > MAX_BODY or not about:
        raise CrmFailed("refused")
    links = [_link(order.kind, to, id_) for to, id_ in about]
    request: Json = {"properties": {**extra, **ours}, "associations": links}
    try:
        created = await _send(api, "POST", f"/{kind}", request, kind)
    except HubSpotRefused:
        gone = await _gone(api, about)
        left = tuple(one for one in order.people if one not in gone["contacts"])
        if gone["deals"] or gone["companies"]:
            raise CrmFailed("gone") from None
        if left != order.people:
            return await _create(api, replace(order, people=left))
        raise
    if id_ := text_id(at(created, "id")):
        return id_
    raise CrmFailed("no answer", may_have_landed=True)


async def _gone(api: HubSpotApi, about: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Return the ids of the objects that were deleted or merged, by kind."""
    gone: dict[str, set[str]] = {"deals": set(), "companies": set(), "contacts": set()}
    for kind, id_ in about:
        if await api.get_object(kind, id_, ["hs_object_id"]) is None:
            gone[kind].add(id_)
    return gone


async def _send(api: HubSpotApi, method: str, path: str, request: Json, kind: str) -> object:
    """Send a change. If HubSpot requires more fields, raise CrmNeedsFields."""
    try:
        return await api.change(method, path, request)
    except HubSpotRefused as refused:
        await _ask_for_fields(api, kind, refused.body, request["properties"])
        raise


async def _ask_for_fields(
    api: HubSpotApi, kind: str, error: object, sent: Mapping[str, str]
) -> None:
    """Raise CrmNeedsFields with the properties that HubSpot asks for, except read-only ones.

    If no property is left, do nothing.
    """
    names = [name for name in required(error) if not sent.get(name)]
    known = await api.properties(kind) if names else {}
    wanted = [known[name] for name in names if name in known and not known[name].read_only]
    if wanted:
        raise CrmNeedsFields(
            {one.name: one.label for one in wanted},
            {one.name: tuple(one.options) for one in wanted if one.options},
            {one.name for one in wanted if one.type in ("date", "datetime")},
        ) from None


def _note(order: CrmOrder) -> dict[str, str]:
    found = {"hs_timestamp": iso(order.note_time), "hs_note_body": html_body(order.text, order.key)}
    return found | _owned(order)


async def _task(api: HubSpotApi, order: CrmOrder) -> dict[str, str]:
    """Return the properties of a new task. Raises CrmNeedsFields if the order has no due day."""
    due = order.due_on or _day(order.required.get(DUE_DATE, ""))
    if due is None:
        raise CrmNeedsFields({DUE_DATE: "Due date"}, days={DUE_DATE})
    found = {
        DUE_DATE: instant(due, await api.zone(), DUE),
        "hs_task_subject": order.text,
        "hs_task_body": html_body("", order.key),
        "hs_task_status": "NOT_STARTED",
        "hs_task_type": "TODO",
    }
    return found | _owned(order)


def _owned(order: CrmOrder) -> dict[str, str]:
    return {"hubspot_owner_id": order.owner} if order.owner else {}


def _about(order: CrmOrder) -> Iterable[tuple[str, str]]:
    """Return the deal, the company and the contacts that a note or task is about, in this order."""
    found = [("deals", order.deal), ("companies", order.company)]
    found += [("contacts", one) for one in order.people]
    return ((to, id_) for to, id_ in found if is_id(id_))


def _link(kind: str, to: str, id_: str) -> Json:
    type_ = {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": TYPES[kind][to]}
    return {"to": {"id": id_}, "types": [type_]}


async def _found(api: HubSpotApi, order: CrmOrder) -> str:
    """Return the id of the note or task with our reference, or "" if there is none.

    Raises CrmFailed in these cases:

    - We have read `MAX_ENTRIES` notes or tasks without our reference, and there may be more.
    - The order has neither a deal nor a company.
    - The order has no key.
    """
    to, id_ = next(iter(_about(order)), ("", ""))
    if not to or not order.key:
        raise CrmFailed("refused")
    kind, text = KINDS[order.kind], BODY[order.kind]
    linked = (await api.linked(to, [id_], kind, MAX_ENTRIES))[id_]
    newest = sorted(linked, key=int, reverse=True)
    for start in range(0, len(newest), BODIES):
        for one in await api.get_objects(kind, newest[start : start + BODIES], [text]):
            if order.key in one[text]:
                return one.id
    if len(linked) >= MAX_ENTRIES:  # our reference may be in one that we did not read
        raise CrmFailed("refused")
    return ""


async def _given(api: HubSpotApi, kind: str, given: Mapping[str, str]) -> dict[str, str]:
    """Return the rep's values for required fields, in HubSpot's format."""
    if not given:
        return {}
    known, zone = await api.properties(kind), await api.zone()
    found = {}
    for name, value in given.items():
        if not value or name not in known:
            continue
        on = _day(value)
        if known[name].type == "datetime" and on:
            found[name] = instant(on, zone, NOON)
        else:
            found[name] = _chosen(known[name], value)
    return found


def _chosen(one: HubSpotProperty, value: str) -> str:
    """Return the HubSpot value of the option that has `value` as its label.

    If no option has this label, return `value`.
    """
    options = {label.casefold(): option for label, option in one.options.items()}
    return options.get(value.strip().casefold(), value.strip())


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        return None
