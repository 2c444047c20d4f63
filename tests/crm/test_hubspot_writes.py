"""Writing to HubSpot: once, whatever happens to the answer, and never over somebody's change."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.crm.http import CrmClient
from bot.crm.hubspot_errors import required
from bot.crm.hubspot_records import html_body
from handlers.sources.crm.crm_records import CrmOrder
from handlers.sources.crm_ports import CrmConflict, CrmFailed, CrmNeedsFields
from tests.crm.hubspot_data import LAG
from tests.crm.hubspot_fake import (
    Fault,
    fails,
    gateway,
    limited,
    lost,
    lost_at_gateway,
    never_arrives,
)
from tests.crm.hubspot_world import NOW, HubSpotWorld

KEY = "5b0f6f0e-3f0e-4d7a-9a6e-52a1c3b7d001"


def order(hubspot: HubSpotWorld, **other: Any) -> CrmOrder:  # noqa: ANN401 - any part of it
    ours = CrmOrder(
        key=KEY,
        kind="note",
        text="They fear <the migration> & its cost.\nAda decides.",
        at=NOW,
        company=hubspot.company,
        deal=hubspot.deal,
        owner="77",
        people=(hubspot.ada,),
    )
    return replace(ours, **other)


def next_step(hubspot: HubSpotWorld, **other: Any) -> CrmOrder:  # noqa: ANN401 - any part of it
    new = {"kind": "next_step", "text": "Meet Ada", "seen": "Send the pricing"}
    return order(hubspot, **{**new, **other})


def stage(hubspot: HubSpotWorld, **other: Any) -> CrmOrder:  # noqa: ANN401 - any part of it
    return order(hubspot, **{"kind": "stage", "text": "won", "seen": "new", **other})


def all_of(hubspot: HubSpotWorld, kind: str) -> list[Mapping[str, str]]:
    found = hubspot.data.objects[kind].values()
    return [one.properties for one in found if not one.archived]


def deal(hubspot: HubSpotWorld) -> Mapping[str, str]:
    return hubspot.data.objects["deals"][hubspot.deal].properties


async def refusal(hubspot: HubSpotWorld, ours: CrmOrder) -> CrmFailed:
    with pytest.raises(CrmFailed) as failed:
        await hubspot.crm.write(ours)
    return failed.value


# notes and tasks


async def test_a_note(hubspot: HubSpotWorld) -> None:
    id_ = await hubspot.crm.write(order(hubspot))
    (note,) = all_of(hubspot, "notes")
    assert note["hs_note_body"] == (
        "They fear &lt;the migration&gt; &amp; its cost.<br>Ada decides."
        f"<br><br>Sent from Attune, reference {KEY}"
    )
    assert note["hs_timestamp"] == "2026-11-25T09:00:00.000Z"
    assert note["hubspot_owner_id"] == "77"
    assert set(hubspot.data.links["notes", id_]) == {
        ("deals", hubspot.deal),
        ("companies", hubspot.company),
        ("contacts", hubspot.ada),
    }
    assert await hubspot.crm.written(order(hubspot)) == id_


async def test_a_task_is_due_in_the_morning_of_its_day(hubspot: HubSpotWorld) -> None:
    ours = order(hubspot, kind="task", text="Send <pricing>", due_on=date(2026, 11, 27))
    id_ = await hubspot.crm.write(ours)
    (task,) = all_of(hubspot, "tasks")
    assert task["hs_task_subject"] == "Send <pricing>"
    assert task["hs_timestamp"] == "2026-11-27T07:00:00.000Z"  # 8:00 in Berlin
    assert (task["hs_task_status"], task["hs_task_type"]) == ("NOT_STARTED", "TODO")
    assert await hubspot.crm.written(ours) == id_
    assert await hubspot.crm.written(replace(ours, key="another-key")) == ""


async def test_a_task_without_a_day_is_asked_for_one(hubspot: HubSpotWorld) -> None:
    ours = order(hubspot, kind="task", text="Send pricing")
    with pytest.raises(CrmNeedsFields) as needs:
        await hubspot.crm.write(ours)
    assert needs.value.fields == {"hs_timestamp": "Due date"}
    assert set(needs.value.days) == {"hs_timestamp"}
    assert all_of(hubspot, "tasks") == []
    await hubspot.crm.write(replace(ours, required={"hs_timestamp": "2026-12-01"}))
    assert all_of(hubspot, "tasks")[0]["hs_timestamp"] == "2026-12-01T07:00:00.000Z"


async def test_a_note_of_a_company_without_a_deal(hubspot: HubSpotWorld) -> None:
    ours = order(hubspot, deal="")
    id_ = await hubspot.crm.write(ours)
    assert await hubspot.crm.written(ours) == id_


@pytest.mark.parametrize("fault", [lost, lost_at_gateway])
@pytest.mark.parametrize("kind", ["note", "task"])
async def test_the_answer_is_lost_after_the_work_is_done(
    hubspot: HubSpotWorld, fault: Fault, kind: str
) -> None:
    """What was written is found at once, among many, without a search that lags."""
    for number in range(7):
        other = hubspot.data.put(f"{kind}s", **{f"hs_{kind}_body": f"another {number}"})
        hubspot.data.link((f"{kind}s", other), ("deals", hubspot.deal))
    ours = order(hubspot, kind=kind, due_on=date(2026, 11, 27))
    hubspot.fails("POST", fault)
    async with CrmClient(seconds=0.2) as hasty:
        with pytest.raises(CrmFailed) as failed:
            await hubspot.fake.opened(hasty).write(ours)
    assert (failed.value.trouble, failed.value.may_have_landed) == ("no answer", True)
    found = await hubspot.crm.written(ours)
    assert found in hubspot.data.objects[f"{kind}s"]
    assert len(all_of(hubspot, f"{kind}s")) == 8
    assert not [path for _, path in hubspot.fake.requests if path.endswith("/search")]


async def test_a_request_that_was_not_carried_out_is_written_once(hubspot: HubSpotWorld) -> None:
    hubspot.fails("POST", never_arrives)
    async with CrmClient(seconds=0.2) as hasty:
        with pytest.raises(CrmFailed) as failed:
            await hubspot.fake.opened(hasty).write(order(hubspot))
    assert failed.value.may_have_landed
    assert await hubspot.crm.written(order(hubspot)) == ""
    await hubspot.crm.write(order(hubspot))
    assert len(all_of(hubspot, "notes")) == 1


@pytest.mark.parametrize(
    ("fault", "trouble", "landed"),
    [
        (limited("TEN_SECONDLY_ROLLING"), "asked to wait", False),
        (limited("DAILY"), "limit reached", False),
        (fails(401), "disconnected", False),
        (gateway, "no answer", True),
        (fails(500), "no answer", True),
    ],
)
async def test_a_write_that_fails(
    hubspot: HubSpotWorld, fault: Fault, trouble: str, *, landed: bool
) -> None:
    hubspot.fails("POST", fault)
    failed = await refusal(hubspot, order(hubspot))
    assert (failed.trouble, failed.may_have_landed) == (trouble, landed)
    assert all_of(hubspot, "notes") == []


async def test_without_the_right_to_write(hubspot: HubSpotWorld) -> None:
    hubspot.fake.scopes.remove("crm.objects.contacts.write")
    assert (await refusal(hubspot, order(hubspot))).trouble == "no permission"


async def test_a_note_that_is_too_long_is_not_cut(hubspot: HubSpotWorld) -> None:
    assert (await refusal(hubspot, order(hubspot, text="&" * 20_000))).trouble == "refused"
    assert all_of(hubspot, "notes") == []


@pytest.mark.parametrize("kind", ["deals", "companies"])
async def test_a_note_of_something_that_was_merged(hubspot: HubSpotWorld, kind: str) -> None:
    old = hubspot.deal if kind == "deals" else hubspot.company
    hubspot.data.merge(kind, old, hubspot.data.put(kind))
    assert (await refusal(hubspot, order(hubspot))).trouble == "gone"
    assert all_of(hubspot, "notes") == []


async def test_a_note_does_without_a_contact_that_was_merged(hubspot: HubSpotWorld) -> None:
    hubspot.data.merge("contacts", hubspot.ada, hubspot.data.put("contacts"))
    id_ = await hubspot.crm.write(order(hubspot, people=(hubspot.ada, hubspot.bo)))
    assert ("contacts", hubspot.bo) in hubspot.data.links["notes", id_]
    assert len(all_of(hubspot, "notes")) == 1


async def test_undo_of_a_note(hubspot: HubSpotWorld) -> None:
    id_ = await hubspot.crm.write(order(hubspot))
    for _ in range(2):
        await hubspot.crm.undo(order(hubspot), id_)
    assert all_of(hubspot, "notes") == []
    assert await hubspot.crm.written(order(hubspot)) == ""


# fields


async def test_a_field(hubspot: HubSpotWorld) -> None:
    ours = next_step(hubspot)
    assert await hubspot.crm.value(hubspot.deal, "next_step") == "Send the pricing"
    assert await hubspot.crm.written(ours) == ""
    assert await hubspot.crm.write(ours) == hubspot.deal
    assert deal(hubspot)["hs_next_step"] == "Meet Ada"
    assert await hubspot.crm.written(ours) == hubspot.deal
    await hubspot.crm.undo(ours, hubspot.deal)
    assert deal(hubspot)["hs_next_step"] == "Send the pricing"


async def test_a_field_that_somebody_changed(hubspot: HubSpotWorld) -> None:
    hubspot.data.edit("deals", hubspot.deal, hs_next_step="Call Bo")
    with pytest.raises(CrmConflict) as conflict:
        await hubspot.crm.write(next_step(hubspot))
    assert conflict.value.found == "Call Bo"
    assert deal(hubspot)["hs_next_step"] == "Call Bo"
    await hubspot.crm.write(next_step(hubspot, seen="Call Bo"))
    hubspot.data.edit("deals", hubspot.deal, hs_next_step="Call Cy")
    with pytest.raises(CrmConflict):
        await hubspot.crm.undo(next_step(hubspot), hubspot.deal)
    assert deal(hubspot)["hs_next_step"] == "Call Cy"


async def test_another_change_of_the_deal_is_no_conflict(hubspot: HubSpotWorld) -> None:
    hubspot.data.edit("deals", hubspot.deal, amount="1", hs_next_step="Send  the\npricing ")
    await hubspot.crm.write(next_step(hubspot))
    assert deal(hubspot)["hs_next_step"] == "Meet Ada"


async def test_a_field_that_has_the_value_is_not_written_again(hubspot: HubSpotWorld) -> None:
    hubspot.fails("PATCH", lost)
    async with CrmClient(seconds=0.2) as hasty:
        with pytest.raises(CrmFailed) as failed:
            await hubspot.fake.opened(hasty).write(next_step(hubspot))
    assert failed.value.may_have_landed
    assert await hubspot.crm.written(next_step(hubspot)) == hubspot.deal
    assert await hubspot.crm.write(next_step(hubspot)) == hubspot.deal
    assert [method for method, _ in hubspot.fake.requests].count("PATCH") == 1


async def test_an_empty_field_is_filled_and_emptied_again(hubspot: HubSpotWorld) -> None:
    hubspot.data.edit("deals", hubspot.deal, hs_next_step="")
    ours = next_step(hubspot, seen="")
    await hubspot.crm.write(ours)
    await hubspot.crm.undo(ours, hubspot.deal)
    assert deal(hubspot)["hs_next_step"] == ""


async def test_a_stage_that_requires_other_fields(hubspot: HubSpotWorld) -> None:
    hubspot.data.edit("deals", hubspot.deal, closedate="")
    hubspot.data.rules["dealstage", "won"] = ("closedate", "closed_lost_reason")
    with pytest.raises(CrmNeedsFields) as needs:
        await hubspot.crm.write(stage(hubspot))
    assert needs.value.fields == {
        "closedate": "Close Date",
        "closed_lost_reason": "Closed Lost Reason",
    }
    choices = ("Too expensive", "Lost to a competitor")
    assert needs.value.choices == {"closed_lost_reason": choices}
    assert set(needs.value.days) == {"closedate"}
    assert deal(hubspot)["dealstage"] == "new"
    given = {"closedate": "2026-12-30", "closed_lost_reason": "too expensive", "nonsense": "x"}
    await hubspot.crm.write(stage(hubspot, required=given))
    assert deal(hubspot)["dealstage"] == "won"
    assert deal(hubspot)["closed_lost_reason"] == "price"
    assert deal(hubspot)["closedate"] == "2026-12-30T11:00:00.000Z"  # noon in Berlin


async def test_a_value_that_hubspot_does_not_accept(hubspot: HubSpotWorld) -> None:
    assert (await refusal(hubspot, stage(hubspot, text="nowhere"))).trouble == "refused"
    reasons = {"closed_lost_reason": "none of these"}
    assert (await refusal(hubspot, stage(hubspot, required=reasons))).trouble == "refused"
    assert deal(hubspot)["dealstage"] == "new"


async def test_a_property_that_does_not_exist(hubspot: HubSpotWorld) -> None:
    error = {"code": "PROPERTY_DOESNT_EXIST", "context": {"propertyName": ["hs_next_step"]}}
    hubspot.fails("PATCH", fails(400, {"category": "VALIDATION_ERROR", "errors": [error]}))
    failed = await refusal(hubspot, next_step(hubspot))
    assert (failed.trouble, failed.may_have_landed) == ("refused", False)


async def test_a_pipeline_that_is_read_only(hubspot: HubSpotWorld) -> None:
    hubspot.data.edit("deals", hubspot.deal, pipeline="18", dealstage="81")
    failed = await refusal(hubspot, stage(hubspot, text="82", seen="81"))
    assert failed.trouble == "no permission"
    assert deal(hubspot)["dealstage"] == "81"


@pytest.mark.parametrize("follows", [True, False])
async def test_a_deal_that_was_merged(hubspot: HubSpotWorld, *, follows: bool) -> None:
    hubspot.data.follows_merges = follows
    new = hubspot.data.merge("deals", hubspot.deal, hubspot.lost_deal)
    assert (await refusal(hubspot, next_step(hubspot))).trouble == "gone"
    assert hubspot.data.objects["deals"][new].properties["hs_next_step"] == "Send the pricing"


async def test_what_was_written_is_read_at_once(hubspot: HubSpotWorld) -> None:
    """A search shows the old value for a minute. A company's details do not come from a search."""
    await hubspot.crm.write(next_step(hubspot))
    found = await hubspot.crm.company(hubspot.company)
    assert found
    assert found.deals[0].next_step == "Meet Ada"
    hubspot.fake.clock.moment += LAG
    assert (await hubspot.crm.changed(NOW)).company_ids == {hubspot.company}


# errors and text, whatever they hold


@pytest.mark.parametrize(
    "error",
    [
        {"errors": [{"code": "REQUIRED_PROPERTY", "context": {"propertyName": ["closedate"]}}]},
        {"errors": [{"message": "is required", "context": {"properties": ["closedate"]}}]},
        {
            "message": "Some required properties were not set",
            "context": {"properties": "closedate"},
        },
        {"message": 'not valid: [{"error":"REQUIRED_PROPERTY","name":"closedate"}]'},
    ],
)
def test_errors_that_name_a_required_property(error: dict[str, object]) -> None:
    assert required({"category": "VALIDATION_ERROR", **error}) == ["closedate"]
    assert required({"category": "OTHER", **error}) == []


@pytest.mark.parametrize(
    "error",
    [
        None,
        {"category": "VALIDATION_ERROR", "message": "required " + "[" * 100_000},
        {"category": "VALIDATION_ERROR", "errors": [None, 1, {"code": "REQUIRED", "context": 1}]},
        {"category": "VALIDATION_ERROR", "message": 'required [{"name":"../x","code":"required"}]'},
    ],
)
def test_hostile_errors(error: object) -> None:
    assert required(error) == []


@given(st.text('<>&"/ab\n'))
def test_a_body_has_no_markup_but_ours(text: str) -> None:
    written = html_body(text, KEY)
    assert written.replace("<br>", "").count("<") == 0
    assert written.endswith(KEY)
