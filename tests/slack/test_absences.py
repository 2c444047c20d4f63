"""Who is away: lookups are combined and rare, and never delay a nudge."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.platform.messenger import Recipient, RecipientUnreachable, RetryLater
from bot.slack.absences import Ends
from bot.slack.api import SlackApi
from bot.slack.messenger import SlackMessenger
from tests.slack.conftest import NOW
from tests.slack.fake import BOT_TOKEN, FakeSlack
from tests.slack.wire import Failure

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
LIMITED = Failure(status=429, text="", headers={"Retry-After": "30"})
BUSY = Failure(status=503, text="busy")


@dataclass
class Workspace:
    """Slack, and an Attune that looks up who is away; times are counted from NOW."""

    fake: FakeSlack
    messenger: SlackMessenger

    def rests(self, user: str, until: timedelta) -> None:
        """Put them in do-not-disturb hours."""
        begun, end = NOW - HOUR, NOW + until
        self.fake.dnd[user] = {
            "dnd_enabled": True,
            "next_dnd_start_ts": int(begun.timestamp()),
            "next_dnd_end_ts": int(end.timestamp()),
        }

    def travels(self, user: str, until: timedelta) -> None:
        """Set a status that says they are away."""
        self.fake.users[user]["profile"] = {
            "status_emoji": ":palm_tree:",
            "status_expiration": int((NOW + until).timestamp()),
        }

    def has(self, people: int) -> list[str]:
        """Add people; returns their ids."""
        users = [f"U{number}" for number in range(people)]
        for user in users:
            self.fake.add_user(user, user, "Europe/Lisbon")
        return users

    async def away(self, user: str, after: timedelta = timedelta()) -> timedelta | None:
        """Until when they are away, as Attune sees it then."""
        self.fake.clock.moment = NOW + after
        until = await self.messenger.absent_until(Recipient("slack:T1", user), NOW + after)
        return until - NOW if until else None

    async def all_away(
        self, users: list[str], after: timedelta = timedelta()
    ) -> list[timedelta | None]:
        """The same for many at once."""
        return await asyncio.gather(*(self.away(user, after) for user in users))

    @property
    def asked(self) -> tuple[int, int]:
        """How often Slack was asked for do-not-disturb hours, and for a status."""
        return len(self.fake.called("dnd.teamInfo")), len(self.fake.called("users.info"))


@pytest.fixture
async def here(fake: FakeSlack) -> AsyncIterator[Workspace]:
    api = SlackApi(BOT_TOKEN, fake.url)
    await api.start()
    messenger = SlackMessenger(api)
    yield Workspace(fake, messenger)
    await messenger.stop()
    await api.stop()


async def test_somebody_at_work_is_not_away(here: Workspace) -> None:
    assert await here.away("UANA") is None


async def test_a_channel_is_never_asked_about(here: Workspace) -> None:
    sales = Recipient("slack:T1", "CSALES", "CSALES", channel=True)
    assert await here.messenger.absent_until(sales, NOW) is None
    assert here.asked == (0, 0)


async def test_the_later_end_counts(here: Workspace) -> None:
    here.rests("UANA", HOUR)
    here.travels("UANA", 72 * HOUR)
    here.rests("UBEN", 2 * HOUR)
    here.travels("UBEN", HOUR)
    assert await here.away("UANA") == 72 * HOUR
    assert await here.away("UBEN") == 2 * HOUR


async def test_an_answer_holds_for_five_minutes(here: Workspace) -> None:
    here.rests("UANA", 2 * MINUTE)
    assert await here.away("UANA") == 2 * MINUTE
    assert await here.away("UANA", MINUTE) == 2 * MINUTE
    assert await here.away("UANA", 3 * MINUTE) is None
    here.travels("UANA", HOUR)
    assert await here.away("UANA", 5 * MINUTE - SECOND) is None
    assert here.asked == (1, 1)
    assert await here.away("UANA", 5 * MINUTE) == HOUR
    assert here.asked == (2, 2)


async def test_sixty_people_at_once_are_two_requests(here: Workspace) -> None:
    users = here.has(60)
    here.rests("U3", HOUR)
    here.rests("U57", 2 * HOUR)
    found = await here.all_away(users)
    assert {user: end for user, end in zip(users, found, strict=True) if end} == {
        "U3": HOUR,
        "U57": 2 * HOUR,
    }
    batches = [len(each["users"].split(",")) for each in here.fake.called("dnd.teamInfo")]
    assert batches == [50, 10]
    assert len(here.fake.called("users.info")) == 60


async def test_who_is_asked_about_twice_at_once_is_named_once(here: Workspace) -> None:
    here.rests("UANA", HOUR)
    assert await here.all_away(["UANA", "UBEN", "UANA"]) == [HOUR, None, HOUR]
    assert [each["users"] for each in here.fake.called("dnd.teamInfo")] == ["UANA,UBEN"]


async def test_while_hours_are_limited_nobody_is_away_by_them(here: Workspace) -> None:
    users = here.has(60)
    for user in users:
        here.rests(user, HOUR)
    here.travels("U7", 2 * HOUR)
    here.fake.fail("dnd.teamInfo", LIMITED)
    found = await here.all_away(users)
    assert {user for user, end in zip(users, found, strict=True) if end} == {"U7"}
    assert here.asked == (1, 60)
    assert await here.away("U1", 29 * SECOND) is None
    assert here.asked == (1, 60)
    assert await here.all_away(users, 30 * SECOND) == [
        2 * HOUR if u == "U7" else HOUR for u in users
    ]
    assert here.asked == (3, 60)


async def test_while_the_status_is_limited_hours_still_count(here: Workspace) -> None:
    here.travels("UANA", HOUR)
    here.travels("UBEN", HOUR)
    here.rests("UBEN", 2 * MINUTE)
    here.fake.fail("users.info", LIMITED)
    with capture_logs() as logs:
        assert await here.away("UANA") is None
        assert await here.away("UBEN", 29 * SECOND) == 2 * MINUTE
    assert here.asked == (2, 1)
    assert [each["seconds"] for each in logs] == [30]
    assert await here.away("UANA", 30 * SECOND) == HOUR
    assert here.asked == (2, 2)


async def test_at_slacks_own_pace_nobody_is_held_up(here: Workspace) -> None:
    here.fake.paced = True
    users = here.has(150)
    for user in users:
        here.travels(user, HOUR)
    found = await here.all_away(users)
    assert found.count(HOUR) == 100
    known = [user for user, end in zip(users, found, strict=True) if end]
    assert await here.all_away(known, MINUTE - SECOND) == [HOUR] * 100
    assert await here.all_away(users, MINUTE) == [HOUR] * 150


@pytest.mark.parametrize(
    ("scope", "hours", "status"), [("dnd:read", None, HOUR), ("users:read", HOUR, None)]
)
async def test_without_a_scope_the_other_question_is_asked_and_it_is_said_once(
    here: Workspace, scope: str, hours: timedelta | None, status: timedelta | None
) -> None:
    here.fake.scopes = here.fake.scopes.replace(scope, "")
    here.rests("UANA", HOUR)
    here.travels("UBEN", HOUR)
    with capture_logs() as logs:
        assert await here.all_away(["UANA", "UBEN"]) == [hours, status]
        assert await here.all_away(["UANA", "UBEN"], MINUTE) == [hours, status]
    assert [each["scope"] for each in logs] == [scope]
    assert here.asked == (1, 2)


async def test_one_whom_slack_hides_spoils_nobody_elses_answer(here: Workspace) -> None:
    here.rests("UANA", HOUR)
    ana, gone, ben = await asyncio.gather(
        *(here.away(user) for user in ("UANA", "UGONE", "UBEN")), return_exceptions=True
    )
    assert (ana, ben) == (HOUR, None)
    assert isinstance(gone, RecipientUnreachable)


async def test_somebody_slack_does_not_know_is_unreachable(here: Workspace) -> None:
    here.fake.fail("users.info", Failure(error="user_not_found"))
    with pytest.raises(RecipientUnreachable):
        await here.away("UANA")


async def test_slack_in_trouble_is_asked_once_for_all(here: Workspace) -> None:
    here.fake.fail("dnd.teamInfo", BUSY)
    answers = await asyncio.gather(
        *(here.away(user) for user in here.has(20)), return_exceptions=True
    )
    assert {type(answer) for answer in answers} == {RetryLater}
    assert here.asked == (1, 0)
    assert await here.away("U0") is None


@pytest.mark.parametrize("method", ["dnd.teamInfo", "users.info"])
async def test_a_token_that_is_no_good_stops_the_workspace(here: Workspace, method: str) -> None:
    here.fake.fail(method, Failure(error="token_revoked"))
    with pytest.raises(RetryLater) as later:
        await here.away("UANA")
    assert later.value.workspace


async def test_what_is_still_being_asked_at_the_end_is_given_up(here: Workspace) -> None:
    here.fake.fail("dnd.teamInfo", Failure(hang=True))
    waiting = asyncio.create_task(here.away("UANA"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    assert len(_batches()) == 1
    await here.messenger.stop()
    assert _batches() == []


def _batches() -> list[str]:
    """The tasks that look up many people."""
    return [name for task in asyncio.all_tasks() if "Batcher" in (name := repr(task.get_coro()))]


def test_what_is_older_than_five_minutes_is_forgotten() -> None:
    ends, now = Ends(), NOW
    for number in range(10_000):
        now = NOW + number * SECOND
        ends.remember(f"U{number}", None, now)
    assert len(ends) <= 600
    assert ends.get("U9999", now) is not None
    assert ends.get("U9000", now) is None


def test_an_end_is_known_until_five_minutes_have_passed() -> None:
    ends = Ends()
    ends.remember("UANA", NOW + HOUR, NOW)
    assert ends.get("UANA", NOW + 5 * MINUTE - SECOND) == NOW + HOUR
    assert ends.get("UANA", NOW + 5 * MINUTE) is None
    assert ends.get("UBEN", NOW) is None
