"""Create tasks in Salesforce, and change fields of opportunities. Find and undo what we wrote.

We write the note of a call as a completed task. Salesforce itself logs calls in this way too.

Each `CrmOrder` has its own key. The company's admin can add a unique field for this key to tasks.
With this field, a repeated request adds no second task. Without it, we look for the key in the
tasks of the deal or the company: the key is in the last line of each task that we write.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from bot.crm import soql
from bot.crm.salesforce_api import SalesforceApi
from bot.crm.salesforce_errors import SalesforceRefused
from bot.crm.salesforce_records import NUMBERS, Described, SalesforceField, day
from bot.platform.payload import Json, maybe
from handlers.rhythm_settings import day_of
from handlers.sources.crm.crm_records import CrmOrder
from handlers.sources.crm_ports import CrmConflict, CrmFailed, CrmNeedsFields
from storage.choices import CrmFieldKind

# Salesforce's names for the fields of a deal that reps can change from Attune.
FIELDS: Mapping[str, str] = {"next_step": "NextStep", "stage": "StageName"}
KEY = "Attune_Key__c"  # the field of a task that holds our key, if the admin added the field
REFERENCE = "Sent from Attune, reference "
MAX_SUBJECT = 255
MAX_TEXT = 32_000  # characters of a description
BEFORE = timedelta(days=1)  # how far Salesforce's clock may be behind ours
TASKS = ("note", "task")


async def write(api: SalesforceApi, order: CrmOrder) -> str:
    """Write a note, a task or a field. Return the id of the task or the deal."""
    if order.kind in TASKS:
        return await _create(api, order)
    return await _set(api, order, order.seen, order.text, order.required)


async def written(api: SalesforceApi, order: CrmOrder) -> str:
    """Return the id of what an earlier attempt wrote. Return "" if nothing was written."""
    if order.kind in TASKS:
        return await _found(api, order)
    found = await _value(api, order.deal, FIELDS[order.kind])
    return order.deal if _same(found, order.text) else ""


async def undo(api: SalesforceApi, order: CrmOrder, written_id: str) -> None:
    """Delete a task, or put back the value that the rep saw before the change."""
    if order.kind not in TASKS:
        await _set(api, order, order.text, order.seen, {})
        return
    id_ = soql.long_id(written_id)
    if not id_:
        raise CrmFailed("gone")
    try:
        await api.change("DELETE", f"/sobjects/Task/{id_}")
    except CrmFailed as failed:
        if failed.trouble != "gone":
            raise


async def value(api: SalesforceApi, deal_id: str, kind: CrmFieldKind) -> str:
    """Return the current value of a deal's field. Raises CrmFailed if we can't read it."""
    return await _value(api, deal_id, FIELDS[kind])


async def _value(api: SalesforceApi, deal_id: str, field: str) -> str:
    """Return the current value of a deal's field. Raises CrmFailed."""
    seen = await api.describe("Opportunity")
    if seen is None or field not in seen.fields:
        raise CrmFailed("no permission")
    found = await api.with_ids("Opportunity", ["Id", field], "Id", [soql.long_id(deal_id)])
    if not found:
        raise CrmFailed("gone")
    return maybe(found[0], field)


async def _set(
    api: SalesforceApi, order: CrmOrder, expected: str, new: str, given: Mapping[str, str]
) -> str:
    """Change a field if it has the expected value. If it has the new value already, do nothing."""
    found = await _value(api, order.deal, FIELDS[order.kind])
    if _same(found, new):
        return order.deal
    if not _same(found, expected):
        raise CrmConflict(found)
    deal = await api.describe("Opportunity")
    body: Json = {**_given(deal, given), FIELDS[order.kind]: new or None}
    await _send(api, "PATCH", f"/sobjects/Opportunity/{soql.long_id(order.deal)}", body, deal)
    return order.deal


async def _create(api: SalesforceApi, order: CrmOrder) -> str:
    """Create the task.

    If people of the order were deleted in Salesforce, try again without them.
    """
    task = await api.describe("Task")
    if task is None or not task.creatable:
        raise CrmFailed("no permission")
    about = _about(order)
    text = _text(order)
    if not about or len(text) > MAX_TEXT or not order.key:
        raise CrmFailed("refused")
    body: Json = _given(task, order.required) | {
        "Subject": _subject(order.text),
        "Description": text,
        "WhatId": about,
        **await _fields_of_kind(api, order, task),
        **_people(order),
    }
    missing = [one for one in task.fields.values() if one.required and one.name not in body]
    _ask_for(missing)
    try:
        created = await _send_task(api, order, body, task)
    except CrmFailed as failed:
        people = await _still_there(api, order) if failed.trouble == "gone" else order.people
        if people == order.people:
            raise
        return await _create(api, replace(order, people=people))
    if id_ := soql.long_id(maybe(created, "id")):
        return id_
    raise CrmFailed("no answer", may_have_landed=True)


async def _send_task(api: SalesforceApi, order: CrmOrder, body: Json, task: Described) -> object:
    """Write a task. If the org has a unique field for our key, a repeat writes no second task."""
    if KEY in task.fields and task.fields[KEY].unique:
        return await _send(api, "PATCH", f"/sobjects/Task/{KEY}/{order.key}", body, task)
    return await _send(api, "POST", "/sobjects/Task", body, task)


async def _still_there(api: SalesforceApi, order: CrmOrder) -> tuple[str, ...]:
    """Return the people of the order whose contacts still exist in Salesforce."""
    ids = [soql.long_id(one) for one in order.people]
    found = await api.with_ids("Contact", ["Id"], "Id", ids)
    there = {maybe(one, "Id") for one in found}
    return tuple(one for one in order.people if soql.long_id(one) in there)


async def _fields_of_kind(api: SalesforceApi, order: CrmOrder, task: Described) -> dict[str, str]:
    """Return the fields for an open task (its due date), or those for the note of a call."""
    if order.kind == "task":
        return {"ActivityDate": order.due_on.isoformat()} if order.due_on else {}
    where = "IsClosed = true"
    done = await api.select("TaskStatus", ["Id", "ApiName", "IsClosed"], where, "SortOrder", 1)
    if not done:
        raise CrmFailed("no permission")  # without a closed status, the note would be an open task
    called_on = day_of(order.note_time, order.zone)
    found = {"Status": maybe(done[0], "ApiName"), "ActivityDate": called_on.isoformat()}
    subtype = task.fields.get("TaskSubtype")
    if subtype and subtype.creatable and "Call" in subtype.options.values():
        found["TaskSubtype"] = "Call"
    return found


def _people(order: CrmOrder) -> dict[str, str]:
    """Return the task's owner and its first contact, as fields of the task.

    More contacts would need a setting in Salesforce.
    """
    who = next(filter(None, map(soql.long_id, order.people)), "")
    owner = soql.long_id(order.owner)
    return ({"WhoId": who} if who else {}) | ({"OwnerId": owner} if owner else {})


def _about(order: CrmOrder) -> str:
    return soql.long_id(order.deal) or soql.long_id(order.company)


def _subject(text: str) -> str:
    return " ".join(text.split())[:MAX_SUBJECT]


def _text(order: CrmOrder) -> str:
    """Return the text of a task, with the reference by which we find the task again."""
    reference = f"{REFERENCE}{order.key}"
    whole = order.kind == "task" and order.text.strip() == _subject(order.text)
    return reference if whole else f"{order.text.strip()}\n\n{reference}"


async def _found(api: SalesforceApi, order: CrmOrder) -> str:
    """Find our task by the field for our key, if tasks have that field.

    Otherwise look for the key in the descriptions of the tasks created since the rep approved
    the order, newest first. A query cannot filter by a description, so we read the descriptions.
    """
    about, task = _about(order), await api.describe("Task")
    if task is None or not about or not order.key:
        raise CrmFailed("no permission" if task is None else "refused")
    if KEY in task.fields and task.fields[KEY].unique:
        found = await api.select("Task", ["Id"], f"{KEY} = {soql.quoted(order.key)}", limit=1)
        return soql.long_id(maybe(found[0], "Id")) if found else ""
    if not all(name in task.fields for name in ("WhatId", "CreatedDate", "Description")):
        raise CrmFailed("no permission")
    since = soql.moment(order.at - BEFORE)
    where = f"WhatId = {soql.quoted(about)} AND CreatedDate >= {since}"
    query = soql.select(["Id", "Description"], "Task", where, "CreatedDate DESC")
    async for page in api.pages(query):
        for one in page:
            if order.key in maybe(one, "Description"):
                return soql.long_id(maybe(one, "Id"))
    return ""


async def _send(
    api: SalesforceApi, method: str, path: str, body: Json, seen: Described | None
) -> object:
    """Send a change. Raises CrmNeedsFields if Salesforce asks for fields that we may write."""
    try:
        return await api.change(method, path, body)
    except SalesforceRefused as refused:
        known = seen.fields if seen else {}
        wanted = [known[one] for one in refused.fields if one in known and not body.get(one)]
        _ask_for([one for one in wanted if one.creatable or one.changeable])
        raise


def _ask_for(fields: list[SalesforceField]) -> None:
    """Raise CrmNeedsFields if there are fields to ask for."""
    if fields:
        raise CrmNeedsFields(
            {one.name: one.label for one in fields},
            {one.name: tuple(one.options) for one in fields if one.options},
            {one.name for one in fields if one.type in ("date", "datetime")},
        ) from None


def _given(seen: Described | None, given: Mapping[str, str]) -> Json:
    """Return the rep's values for required fields, as Salesforce wants them."""
    known = seen.fields if seen else {}
    return {
        name: _as_given(known[name], text.strip())
        for name, text in given.items()
        if name in known and text.strip()
    }


def _as_given(one: SalesforceField, text: str) -> str | float:
    """Return what somebody typed for a required field, in the form that Salesforce expects."""
    if one.type in NUMBERS:
        try:
            return float(text)
        except ValueError:
            return text
    on: date | None = day(text) if one.type == "datetime" else None
    if on:
        return f"{on.isoformat()}T12:00:00Z"
    options = {label.casefold(): option for label, option in one.options.items()}
    return options.get(text.casefold(), text)


def _same(one: str, other: str) -> bool:
    return one.split() == other.split()
