"""Guests and people of other companies: Attune asks Teams once who somebody is."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from bot.platform.messenger import Recipient
from bot.teams.api import TeamsCallError
from handlers.admission import REASONS, SENTENCES
from storage.tables import Outbox
from storage.workspace import people
from tests.teams.conftest import World
from tests.teams.driver import TeamsUser
from tests.teams.fake import TENANT
from tests.teams.test_directory import waiting, with_a_call
from tests.teams.test_shared import CHANNEL, EVERYBODY, GROUP

OTHER_TENANT = "33333333-3333-4333-8333-333333333333"
GUEST, OUTSIDER = SENTENCES["guest"], SENTENCES["outsider"]
NOT_OURS = [
    ({"role": "guest", "tenant": OTHER_TENANT}, GUEST),  # a B2B guest
    ({"role": "guest"}, GUEST),
    ({"role": "user", "tenant": OTHER_TENANT}, OUTSIDER),
    ({"role": "anonymous"}, OUTSIDER),
    ({"role": "anonymous", "tenant": ""}, OUTSIDER),
]


@pytest.mark.parametrize(("who", "sentence"), NOT_OURS)
async def test_who_is_not_of_the_company_is_told_so_and_nothing_is_kept(
    world: World, who: dict[str, str], sentence: str
) -> None:
    world.fake.add("gus", "Gus", "Europe/Lisbon", **who)
    gus = world.user("gus")
    await gus.types("plan Northwind")
    assert gus.messages == [sentence]
    assert (await world.kept(), await world.people()) == ([], [])


@pytest.mark.parametrize("where", [CHANNEL, GROUP])
async def test_a_guest_in_a_channel_is_told_so_there(world: World, where: str) -> None:
    world.fake.shared.add(where)
    world.fake.add("gus", "Gus", "Europe/Lisbon", role="guest", tenant=OTHER_TENANT)
    gus = world.user("gus", where=where)
    await gus.types("plan Northwind")
    assert gus.screen == GUEST
    assert (await world.kept(), await world.people()) == ([], [])


async def test_a_guests_press_changes_nothing(world: World) -> None:
    world.fake.shared.add(CHANNEL)
    world.fake.add("gus", "Gus", "Europe/Lisbon", role="guest", tenant=OTHER_TENANT)
    channel = Recipient(f"teams:{TENANT}", CHANNEL, CHANNEL, channel=True)
    await world.app.messenger.send(channel, EVERYBODY, 7)
    gus = world.user("gus", where=CHANNEL)
    for label in ("Done", "Goal", "Why?"):
        await gus.presses(label)
        assert gus.told == GUEST
    (posted,) = gus.reads("sales")
    assert "Can you answer it?" in posted
    assert (await world.kept(), await world.people()) == ([], [])


async def test_a_guest_who_installs_attune_is_not_greeted(world: World) -> None:
    world.fake.add("gus", "Gus", "Europe/Lisbon", role="guest")
    gus = world.user("gus")
    await gus.installs()
    assert (gus.messages, await world.people()) == ([], [])


async def test_teams_is_asked_once_a_day(world: World, ana: TeamsUser) -> None:
    for _ in range(3):
        await ana.types("home")
    assert world.fake.members_asked == ["29:ana"]
    (person,) = await world.people()
    assert (person.standing, person.locale) == ("member", "en-GB")
    world.clock.moment += timedelta(days=1)
    await ana.types("home")
    assert len(world.fake.members_asked) == 2


async def test_a_colleague_who_became_a_guest_gets_nothing_more(
    world: World, ana: TeamsUser
) -> None:
    await with_a_call(world, ana)
    world.fake.people["ana"].role = "guest"
    world.clock.moment += timedelta(days=1)
    await ana.types("home")
    ana.sees(GUEST)
    assert await waiting(world) == {}
    async with world.database.read() as session:
        wanted = select(Outbox.reason).where(col(Outbox.state) == "dropped").distinct()
        assert (await session.exec(wanted)).all() == [REASONS["guest"]]


@pytest.mark.parametrize("status", [403, 404, 500, 503])
async def test_while_teams_does_not_tell_nobody_new_is_let_in(
    world: World, ana: TeamsUser, status: int
) -> None:
    world.fake.members_fail = status
    await ana.types("plan Northwind")
    ana.sees("Please try again in a minute")
    assert (await world.kept(), await world.people()) == ([], [])
    world.fake.members_fail = 0
    await ana.types("plan Northwind")
    assert await world.kept() == ["Northwind"]


async def test_while_teams_does_not_tell_those_we_know_are_answered(
    world: World, ana: TeamsUser
) -> None:
    await ana.types("home")
    world.clock.moment += timedelta(days=1)
    world.fake.members_fail = 503
    await ana.types("plan Northwind")
    assert await world.kept() == ["Northwind"]


async def test_teams_can_be_asked_who_is_still_there(world: World, ana: TeamsUser) -> None:
    await ana.types("home")
    (person,) = await world.people()

    async def standing() -> str | None:
        found = await world.app.ask_about(person)
        return found.standing if found else None

    assert await standing() == "member"
    world.fake.people["ana"].role = "guest"
    assert await standing() == "guest"
    world.fake.blocked["a:ana"] = "BotNotInConversationRoster"
    assert await standing() is None  # they have removed us
    world.fake.blocked.clear()
    world.fake.people["ana"].role = world.fake.people["ana"].tenant = ""
    assert await standing() is None  # and the others are asked about
    del world.fake.people["ana"]
    assert await standing() == "left"
    world.fake.members_fail = 401
    with pytest.raises(TeamsCallError):
        await standing()
    person.address = None
    assert await standing() is None


async def test_an_answer_that_says_nothing_is_no_answer(
    world: World, ana: TeamsUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = world.fake.people["ana"]
    monkeypatch.setattr(person, "role", "")
    monkeypatch.setattr(person, "tenant", "")
    await ana.types("plan Northwind")
    ana.sees("Please try again in a minute")
    assert await world.kept() == []


def without_zone(activity: dict[str, Any]) -> dict[str, Any]:
    """As some mobile clients send it."""
    return activity | {"localTimezone": None, "entities": []}


async def test_who_writes_without_a_zone_is_told_once_which_is_assumed(
    world: World, ana: TeamsUser
) -> None:
    await ana.send(without_zone(ana.activity("installationUpdate", action="add")))
    await ana.send(without_zone(ana.message("plan Northwind")))
    assert "I'm assuming UTC for your times" in ana.messages[1]
    assert "To change it, type rhythm" in ana.messages[1]
    ana.sees("Planned: Northwind")
    await ana.send(without_zone(ana.message("home")))
    assert len(ana.messages) == 4
    await ana.types("home")
    ana.sees("Ana, Europe/Lisbon")


async def test_who_told_their_zone_before_is_told_nothing(world: World, ana: TeamsUser) -> None:
    await ana.types("home")
    await ana.send(without_zone(ana.message("home")))
    assert ana.messages[0] == ana.messages[1]


async def test_who_chose_a_zone_is_told_nothing(world: World, ana: TeamsUser) -> None:
    await ana.send(without_zone(ana.activity("installationUpdate", action="add")))
    async with world.database.write() as session:
        person = await people.find(session, f"teams:{TENANT}", "ana")
        assert person is not None
        person.rhythm = {"zone": "UTC"}
    await ana.send(without_zone(ana.message("plan Northwind")))
    assert len(ana.messages) == 2
