"""Slack's news about people take effect at once: a name, a zone, a status, a closed account."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.base.clock import FixedClock
from bot.platform import people_check
from tests.dialogues.office import BERLIN
from tests.slack.fake import FakeSlack
from tests.slack.process import Begin, Process, lena_on_file, plans, rows
from tests.slack.wire import Failure

DAY = timedelta(days=1)


async def changes(process: Process, **more: Any) -> None:  # noqa: ANN401
    """Lena's profile changes; Slack sends all of it except the locale."""
    process.fake.users["ULENA"] |= more
    told = {name: value for name, value in process.fake.users["ULENA"].items() if name != "locale"}
    event = process.user.event({"type": "user_change", "user": told})
    await process.user.send("events_api", event)


async def due(process: Process, kind: str) -> datetime:
    found = [each for each in await rows(process) if each.kind == kind and each.state == "open"]
    return min(each.due_at for each in found).astimezone(BERLIN)


async def test_another_zone_moves_what_is_planned_at_once(begin: Begin, acme: FakeSlack) -> None:
    process = await begin(acme)
    await process.user.types("/prep Northwind tomorrow 16:00")
    await process.user.presses("Add “Northwind”")
    assert f"{await due(process, 'agenda'):%a %H:%M}" == "Tue 08:30"
    await changes(process, tz="America/New_York")
    assert f"{await due(process, 'agenda'):%a %H:%M}" == "Tue 14:30"
    assert (await lena_on_file(process)).zone == "America/New_York"


async def test_another_name_is_taken_over_at_once(begin: Begin, acme: FakeSlack) -> None:
    process = await begin(acme)
    await plans(process, "Northwind")
    asked = len(acme.called("users.info"))
    await changes(process, profile={"display_name": "Lena Roth"})
    assert (await lena_on_file(process)).name == "Lena Roth"
    await process.user.types("/calls")
    assert (await lena_on_file(process)).name == "Lena Roth"
    assert len(acme.called("users.info")) == asked


async def test_the_locale_is_known_and_outlives_a_change(begin: Begin, acme: FakeSlack) -> None:
    acme.users["ULENA"]["locale"] = "en-GB"
    process = await begin(acme)
    await process.user.types("/calls")
    assert (await lena_on_file(process)).locale == "en-GB"
    await changes(process, tz="Europe/Lisbon")
    await process.user.types("/calls")
    assert (await lena_on_file(process)).locale == "en-GB"


async def test_somebody_whose_account_is_closed_gets_nothing_more(
    begin: Begin, acme: FakeSlack, office_clock: FixedClock
) -> None:
    process = await begin(acme)
    await plans(process, "Northwind")
    before = len(acme.messages)
    await changes(process, deleted=True)
    assert {(row.state, row.reason) for row in await rows(process)} == {
        ("dropped", "left the company")
    }
    office_clock.moment += DAY
    await process.delivers()
    assert len(acme.messages) == before

    assert (await lena_on_file(process)).left_at == office_clock.moment - DAY
    await changes(process, deleted=True)
    assert (await lena_on_file(process)).left_at == office_clock.moment - DAY

    await changes(process, deleted=False)
    back = await lena_on_file(process)
    assert (back.standing, back.left_at) == ("member", None)
    office_clock.moment += 40 * DAY
    await process.attune.upkeep.prune()
    await process.user.types("/calls")
    assert (await lena_on_file(process)).name == "Lena Brandt"


async def test_somebody_whose_account_stays_closed_is_erased_after_the_period(
    begin: Begin, acme: FakeSlack, office_clock: FixedClock
) -> None:
    process = await begin(acme)
    await plans(process, "Northwind")
    await changes(process, deleted=True)
    for days, name in ((29, "Lena Brandt"), (1, "A former colleague")):
        office_clock.moment += days * DAY
        await process.attune.upkeep.prune()
        assert (await lena_on_file(process)).name == name
    assert await rows(process) == []
    # a new account with the same id is somebody new
    acme.users["ULENA"]["deleted"] = False
    told = {"type": "team_join", "user": acme.users["ULENA"]}
    await process.user.send("events_api", process.user.event(told))
    await process.user.types("/calls")
    process.user.sees("You have no calls planned.")


async def test_an_account_closed_while_nobody_told_is_noticed_before_a_nudge(
    begin: Begin, acme: FakeSlack, office_clock: FixedClock
) -> None:
    process = await begin(acme)
    await plans(process, "Northwind")
    office_clock.moment += timedelta(minutes=10)  # the agenda: their address is known from then on
    await process.delivers()
    before = len(acme.messages)
    acme.users["ULENA"]["deleted"] = True
    office_clock.moment += timedelta(minutes=50)
    await process.delivers()
    assert len(acme.messages) == before
    assert "open" not in {row.state for row in await rows(process)}
    left = await lena_on_file(process)
    assert (left.unreachable, left.standing) == ("user_disabled", "left")
    assert left.left_at == office_clock.moment
    told = {"type": "team_join", "user": acme.users["ULENA"] | {"deleted": False}}
    await process.user.send("events_api", process.user.event(told))
    back = await lena_on_file(process)
    assert (back.unreachable, back.standing, back.left_at) == (None, "member", None)


async def test_an_account_closed_while_nobody_told_is_noticed_within_a_day(
    begin: Begin, acme: FakeSlack, office_clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_check, "PAUSE", 0)
    process = await begin(acme)
    await process.user.types("/calls")
    await checks_people(process)
    assert (await lena_on_file(process)).standing == "member"
    acme.users["ULENA"]["deleted"] = True
    asked = len(acme.called("users.info"))
    await checks_people(process)  # not again on the same day
    assert len(acme.called("users.info")) == asked
    office_clock.moment += DAY
    acme.fail("users.info", Failure(status=503))
    await checks_people(process)  # and not if Slack does not answer
    assert (await lena_on_file(process)).standing == "member"
    office_clock.moment += DAY
    await checks_people(process)
    left = await lena_on_file(process)
    assert (left.standing, left.left_at) == ("left", office_clock.moment)
    asked = len(acme.called("users.info"))
    office_clock.moment += DAY
    await checks_people(process)  # does not ask Slack about somebody who has left
    assert len(acme.called("users.info")) == asked


async def checks_people(process: Process) -> None:
    jobs = process.attune.chores._scheduler.get_jobs()
    [job] = [each for each in jobs if each.args[0] == "people of slack"]
    await process.attune.chores.run(*job.args)


async def test_a_status_that_changes_is_seen_by_the_next_nudge(
    begin: Begin, acme: FakeSlack, office_clock: FixedClock
) -> None:
    process = await begin(acme)
    await plans(process, "Northwind")
    office_clock.moment += timedelta(minutes=10)  # the agenda: nobody is away
    await process.delivers()
    before = len(acme.messages)
    status = {"status_text": "On PTO until Monday", "status_emoji": "", "status_expiration": 0}
    await changes(process, profile={"display_name": "Lena", **status})
    office_clock.moment += timedelta(minutes=30)
    await process.delivers()
    assert len(acme.messages) == before


@pytest.mark.parametrize("kind", ["is_restricted", "is_ultra_restricted"])
async def test_guests_are_refused(begin: Begin, acme: FakeSlack, kind: str) -> None:
    acme.users["ULENA"][kind] = True
    process = await begin(acme)
    await process.user.types("/prep Northwind 10:00")
    process.user.sees("not open to guests")


async def test_who_becomes_a_guest_gets_nothing_more(begin: Begin, acme: FakeSlack) -> None:
    process = await begin(acme)
    await plans(process, "Northwind")
    await changes(process, is_restricted=True)
    assert {row.reason for row in await rows(process)} == {"a guest"}


async def test_somebody_we_never_met_is_not_put_on_file(begin: Begin, acme: FakeSlack) -> None:
    process = await begin(acme)
    await changes(process, tz="Europe/Lisbon")
    assert await rows(process) == []


async def test_a_mention_of_us_after_a_command_is_no_account(begin: Begin, acme: FakeSlack) -> None:
    """The app can have any name in a workspace."""
    process = await begin(acme)
    for words in ("<@UBOT> prep <@UBOT> Northwind tomorrow 3pm", "prep <@UBOT> Northwind 3pm"):
        await process.user.send("events_api", process.user.message("", text=words))
        process.user.sees("there is no account called “Northwind” yet.")
