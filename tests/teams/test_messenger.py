"""Sending nudges on Teams: once, to where people wrote from; failures are told apart."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.base.clock import FixedClock
from bot.platform.messenger import (
    CannotReadBack,
    MessageRefused,
    Messenger,
    NoClearAnswer,
    PersonLeft,
    Recipient,
    RecipientUnreachable,
    RetryLater,
    SentMessage,
)
from bot.teams.address import Address, unpack
from bot.teams.api import TeamsApi
from bot.teams.messenger import TeamsMessenger
from bot.teams.tokens import NoToken
from handlers.cards import Button, Buttons, Card, Paragraph, Picture, spans
from tests.teams import cards
from tests.teams.conftest import NOW, World
from tests.teams.driver import TeamsUser
from tests.teams.fake import BOT, TENANT, Failure, FakeTeams

SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
SALES = "19:sales@thread.tacv2"
NUDGE = Card(
    "Ask why now.",
    (
        Paragraph(spans("They have not told you why now.")),
        Buttons((Button("Why?", "why", beside=True),)),
    ),
)


@pytest.fixture
async def api(fake: FakeTeams, clock: FixedClock) -> AsyncIterator[TeamsApi]:
    api = TeamsApi(fake.tokens, fake.cloud, clock)
    await api.start()
    yield api
    await api.stop()


@pytest.fixture
def messenger(api: TeamsApi, clock: FixedClock, fake: FakeTeams) -> Messenger:
    return TeamsMessenger(api, clock, lambda _tenant: fake.service)


@pytest.fixture
def to(fake: FakeTeams) -> Recipient:
    """Ana, at the address she wrote from."""
    address = Address(fake.people["ana"].chat, fake.service, BOT)
    return Recipient(f"teams:{TENANT}", "ana", address.pack())


async def test_a_nudge_arrives_in_the_chat(
    fake: FakeTeams, messenger: Messenger, to: Recipient
) -> None:
    sent = await messenger.send(to, NUDGE, 7)
    (message,) = fake.seen_in("a:ana")
    assert sent == SentMessage(message.id, to.address or "")
    assert message.activity["summary"] == "Ask why now."
    assert message.activity["from"] == {"id": BOT}
    assert "why now" in cards.visible(message.card)


async def test_a_row_is_the_same_card_whenever_it_is_sent(
    fake: FakeTeams, messenger: Messenger, to: Recipient
) -> None:
    for row in (7, 7, 8):
        await messenger.send(to, NUDGE, row)
    first, again, other = (each.card for each in fake.messages)
    assert first == again != other


async def test_who_wrote_to_us_can_be_nudged(world: World, ana: TeamsUser) -> None:
    await ana.types("home")
    (person,) = await world.people()
    to = Recipient(person.tenant, person.external, person.address)
    assert (await world.app.messenger.send(to, NUDGE, 7)).address == person.address
    ana.sees("They have not told you why now.")
    await ana.presses("Why?")
    assert len(ana.messages) == 3


@pytest.mark.parametrize("address", [None, "", "19:somewhere", "[]", "{}", '{"conversation":"a"}'])
async def test_who_never_wrote_cannot_be_sent_to(messenger: Messenger, address: str | None) -> None:
    with pytest.raises(RecipientUnreachable, match="not written"):
        await messenger.send(Recipient(f"teams:{TENANT}", "ana", address), NUDGE, 7)


def test_an_address_survives_packing() -> None:
    address = Address("19:ä;messageid=1", "https://smba.trafficmanager.net/emea/", BOT)
    assert unpack(address.pack()) == address


async def test_a_channel_is_known_by_its_id(fake: FakeTeams, messenger: Messenger) -> None:
    fake.shared.add(SALES)
    to = Recipient(f"teams:{TENANT}", SALES, SALES, channel=True)
    sent = await messenger.send(to, NUDGE, 7)
    assert sent.address == SALES
    assert len(fake.seen_in(SALES)) == 1


async def test_our_token_goes_to_microsoft_alone(
    fake: FakeTeams, messenger: Messenger, to: Recipient
) -> None:
    elsewhere = Address("a:ana", fake.service.replace("127.0.0.1", "localhost"))
    with pytest.raises(RetryLater, match="untrusted"):
        await messenger.send(Recipient(to.tenant, "ana", elsewhere.pack()), NUDGE, 7)
    assert fake.calls == []


@pytest.mark.parametrize("conversation", ["../../secrets", "a/../b", "a?b=c", "a%2fb", "a#b"])
async def test_a_conversation_is_one_part_of_the_path(
    fake: FakeTeams, messenger: Messenger, to: Recipient, conversation: str
) -> None:
    odd = Address(conversation, fake.service).pack()
    with pytest.raises(RecipientUnreachable, match="ConversationNotFound"):
        await messenger.send(Recipient(to.tenant, "ana", odd), NUDGE, 7)
    assert [each for each, _, _ in fake.calls] == [conversation]


async def test_a_picture_is_on_the_card_or_told_in_words(
    fake: FakeTeams, messenger: Messenger, to: Recipient
) -> None:
    picture = Picture(SQUARE, "Nine calls.")
    await messenger.send(to, Card("Figures", (picture,)), 7)
    (message,) = fake.messages
    (image,) = message.card["body"]
    assert image["url"].startswith("data:image/png;base64,")
    assert image["altText"] == "Nine calls."


async def test_teams_limits_are_kept_before_teams_has_to(
    fake: FakeTeams, messenger: Messenger, to: Recipient
) -> None:
    for row in range(7):
        await messenger.send(to, NUDGE, row)
    with pytest.raises(RetryLater) as later:
        await messenger.send(to, NUDGE, 8)
    assert (later.value.wait, later.value.workspace) == (timedelta(seconds=1), False)
    assert len(fake.calls) == 7
    fake.clock.moment += timedelta(seconds=1)
    await messenger.send(to, NUDGE, 8)
    with pytest.raises(RetryLater) as later:
        await messenger.send(to, NUDGE, 9)
    assert later.value.wait == timedelta(seconds=1)


async def test_the_limit_of_the_tenant_is_kept_with_room_for_answers(
    fake: FakeTeams, messenger: Messenger, ana: TeamsUser
) -> None:
    """Microsoft allows an app 50 requests a second in a tenant."""
    fake.shared |= {f"19:{number}@thread" for number in range(80)}
    to = [Recipient(f"teams:{TENANT}", one, one, channel=True) for one in sorted(fake.shared)]
    for row in range(40):
        await messenger.send(to[row], NUDGE, row)
    with pytest.raises(RetryLater) as later:
        await messenger.send(to[40], NUDGE, 40)
    assert (later.value.wait, later.value.workspace) == (timedelta(seconds=1), True)
    await ana.types("home")
    ana.sees("Upcoming calls")
    fake.clock.moment += timedelta(seconds=1)
    await messenger.send(to[40], NUDGE, 40)


async def test_answers_count_too(world: World, ana: TeamsUser) -> None:
    for _ in range(7):
        await ana.types("no")
    (person,) = await world.people()
    to = Recipient(person.tenant, person.external, person.address)
    with pytest.raises(RetryLater):
        await world.app.messenger.send(to, NUDGE, 7)


@pytest.mark.parametrize(
    ("failure", "wait"),
    [
        (Failure(429, "TooManyRequests", {"Retry-After": "17"}), 17),
        (Failure(429, text="", headers={"Retry-After": "17"}), 17),
        (Failure(429, "TooManyRequests"), 30),
        (Failure(429, "TooManyRequests", {"Retry-After": "soon"}), 30),
        (Failure(429, "TooManyRequests", {"Retry-After": "99999999999"}), 3600),
    ],
)
async def test_a_limit_holds_for_the_tenant(
    fake: FakeTeams, messenger: Messenger, to: Recipient, failure: Failure, wait: int
) -> None:
    fake.fail(failure)
    with pytest.raises(RetryLater) as later:
        await messenger.send(to, NUDGE, 7)
    assert (later.value.wait, later.value.workspace) == (timedelta(seconds=wait), True)


@pytest.mark.parametrize(
    "failure",
    [
        Failure(412, "PreconditionFailed"),
        Failure(404, text="<html>nothing here</html>"),
        Failure(307, text="", headers={"Location": "/teams/v3/conversations/a:ana/activities"}),
    ],
)
async def test_teams_in_trouble_is_tried_later(
    fake: FakeTeams, messenger: Messenger, to: Recipient, failure: Failure
) -> None:
    fake.fail(failure)
    with pytest.raises(RetryLater) as later:
        await messenger.send(to, NUDGE, 7)
    assert not later.value.workspace
    await messenger.send(to, NUDGE, 7)


@pytest.mark.parametrize(
    "failure",
    [
        Failure(400, "BadSyntax"),
        Failure(413, "MessageSizeTooBig"),
        Failure(500, "ServiceError"),
        Failure(500, text="<html>trouble</html>"),
    ],
)
async def test_what_teams_will_never_take_is_given_up(
    fake: FakeTeams, messenger: Messenger, to: Recipient, failure: Failure
) -> None:
    fake.fail(failure)
    with pytest.raises(MessageRefused):
        await messenger.send(to, NUDGE, 7)


async def test_nobody_at_the_service_is_tried_later(
    fake: FakeTeams, messenger: Messenger, to: Recipient
) -> None:
    await fake.stop()
    with pytest.raises(RetryLater, match="unreachable"):
        await messenger.send(to, NUDGE, 7)


@pytest.mark.parametrize(
    "code",
    [
        "MessageWritesBlocked",
        "BotDisabledByAdmin",
        "BotNotInConversationRoster",
        "ConversationBlockedByUser",
        "ForbiddenOperationException",
    ],
)
async def test_who_blocked_or_removed_us_cannot_be_sent_to(
    fake: FakeTeams, messenger: Messenger, to: Recipient, code: str
) -> None:
    fake.blocked["a:ana"] = code
    with pytest.raises(RecipientUnreachable, match=code) as raised:
        await messenger.send(to, NUDGE, 7)
    assert raised.type is RecipientUnreachable


SUB_CODE = '{\r\n  "subCode": "MessageWritesBlocked",\r\n  "errorCode": null\r\n}'


@pytest.mark.parametrize(
    "body",
    [
        {"errorCode": 209, "message": SUB_CODE},
        {"error": {"code": "Forbidden", "message": SUB_CODE}},
        {"error": {"code": "MessageWritesBlocked", "message": "[" * 100_000}},
    ],
)
async def test_why_stands_in_one_of_several_places(
    fake: FakeTeams, messenger: Messenger, to: Recipient, body: object
) -> None:
    fake.fail(Failure(403, text=json.dumps(body)))
    with pytest.raises(RecipientUnreachable, match="MessageWritesBlocked"):
        await messenger.send(to, NUDGE, 7)


async def test_who_is_gone_cannot_be_sent_to(
    fake: FakeTeams, messenger: Messenger, to: Recipient
) -> None:
    del fake.people["ana"]
    with pytest.raises(PersonLeft, match="ConversationNotFound"):
        await messenger.send(to, NUDGE, 7)


async def test_another_prohibition_is_not_the_persons_fault(
    fake: FakeTeams, messenger: Messenger, to: Recipient
) -> None:
    fake.blocked["a:ana"] = "InvalidBotApiHost"
    with capture_logs() as logs, pytest.raises(RetryLater) as later:
        await messenger.send(to, NUDGE, 7)
    assert later.value.wait >= timedelta(minutes=1)
    assert [each["because"] for each in logs] == ["InvalidBotApiHost"]


async def test_a_token_that_is_no_good_stops_the_tenant_and_is_not_logged(
    fake: FakeTeams, messenger: Messenger, to: Recipient
) -> None:
    fake.tokens.token = "an-old-token"
    with capture_logs() as logs, pytest.raises(RetryLater) as later:
        await messenger.send(to, NUDGE, 7)
    assert later.value.workspace
    assert later.value.wait >= timedelta(minutes=1)
    assert fake.tokens.forgotten == 1
    assert [each["log_level"] for each in logs] == ["error"]
    assert "an-old-token" not in str(logs)


@pytest.mark.parametrize(("refused", "workspace"), [(True, True), (False, False)])
async def test_without_a_token_nothing_is_handed_over(
    fake: FakeTeams, messenger: Messenger, to: Recipient, *, refused: bool, workspace: bool
) -> None:
    fake.tokens.error = NoToken("no", refused=refused)
    with pytest.raises(RetryLater) as later:
        await messenger.send(to, NUDGE, 7)
    assert later.value.workspace == workspace
    assert fake.calls == []


@pytest.mark.parametrize(
    "failure",
    [
        Failure(drop="before"),
        Failure(drop="after"),
        Failure(502, text="<html>bad gateway</html>", done=True),
        Failure(503, text="", done=True),
        Failure(503, "ServiceUnavailable"),
        Failure(504, text="<html>timeout</html>"),
        Failure(504, text="<html>timeout</html>", done=True),
    ],
)
async def test_a_message_that_may_have_gone_out_is_in_doubt_and_cannot_be_found(
    fake: FakeTeams, messenger: Messenger, to: Recipient, failure: Failure
) -> None:
    fake.fail(failure)
    with pytest.raises(NoClearAnswer):
        await messenger.send(to, NUDGE, 7)
    with pytest.raises(CannotReadBack):
        await messenger.find(to, 7, NOW)


@pytest.mark.parametrize("text", ["", "<html>who knows</html>", "[]", '{"id": 7}'])
async def test_a_message_that_was_taken_is_sent_whatever_its_id(
    fake: FakeTeams, messenger: Messenger, to: Recipient, text: str
) -> None:
    fake.fail(Failure(201, text=text, done=True))
    assert (await messenger.send(to, NUDGE, 7)).message == ""


async def test_an_answer_that_never_comes_is_in_doubt(
    fake: FakeTeams, clock: FixedClock, to: Recipient
) -> None:
    api = TeamsApi(fake.tokens, fake.cloud, clock, time_limit=0.05)
    await api.start()
    fake.fail(Failure(hang=True))
    with pytest.raises(NoClearAnswer):
        await TeamsMessenger(api, clock, lambda _tenant: fake.service).send(to, NUDGE, 7)
    await api.stop()
    assert len(fake.messages) == 1


async def test_a_token_that_never_comes_is_not_in_doubt(
    fake: FakeTeams, clock: FixedClock, to: Recipient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never() -> str:
        await asyncio.Event().wait()
        return ""

    monkeypatch.setattr(fake.tokens, "get", never)
    api = TeamsApi(fake.tokens, fake.cloud, clock, time_limit=0.05)
    with pytest.raises(RetryLater, match="no_token_in_time"):
        await TeamsMessenger(api, clock, lambda _tenant: fake.service).send(to, NUDGE, 7)


async def test_nobody_is_away_as_far_as_teams_tells(messenger: Messenger, to: Recipient) -> None:
    assert await messenger.absent_until(to, NOW) is None
