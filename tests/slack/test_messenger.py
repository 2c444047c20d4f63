"""Sending nudges on Slack: once, read back after doubt, with each kind of failure told apart."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.platform.messenger import (
    CannotReadBack,
    MessageRefused,
    Messenger,
    NoClearAnswer,
    Recipient,
    RecipientUnreachable,
    RetryLater,
    SentMessage,
)
from bot.slack.api import INVALID_TOKEN_CODES, SlackApi
from bot.slack.messenger import SlackMessenger
from handlers.cards import Card, Paragraph, spans
from tests.slack.conftest import NOW, World
from tests.slack.fake import BOT_TOKEN, FakeSlack
from tests.slack.wire import Failure

ANA = Recipient("slack:T1", "UANA")
NUDGE = Card("Ask why now.", (Paragraph(spans("They have not told you why now.")),))


@pytest.fixture
async def messenger(fake: FakeSlack) -> AsyncIterator[Messenger]:
    api = SlackApi(BOT_TOKEN, fake.url)
    await api.start()
    yield SlackMessenger(api)
    await api.stop()


async def test_a_nudge_arrives_in_direct_messages(fake: FakeSlack, messenger: Messenger) -> None:
    sent = await messenger.send(ANA, NUDGE, 7)
    (message,) = fake.seen_by("UANA")
    assert sent == SentMessage(message.ts, "DUANA")
    assert message.body["text"] == "Ask why now.\nThey have not told you why now."
    assert message.metadata == {"event_type": "attune_outbox", "event_payload": {"row": 7}}


async def test_links_in_a_nudge_are_not_unfolded(fake: FakeSlack, messenger: Messenger) -> None:
    await messenger.send(ANA, NUDGE, 7)
    (posted,) = fake.called("chat.postMessage")
    assert (posted["unfurl_links"], posted["unfurl_media"]) == (False, False)


async def test_a_known_address_is_not_asked_for(fake: FakeSlack, messenger: Messenger) -> None:
    await messenger.send(Recipient("slack:T1", "UANA", "DUANA"), NUDGE, 7)
    assert fake.called("conversations.open") == []


async def test_the_same_row_is_the_same_message_to_slack(
    fake: FakeSlack, messenger: Messenger
) -> None:
    for row in (7, 7, 8):
        await messenger.send(ANA, NUDGE, row)
    first, again, other = (each["client_msg_id"] for each in fake.called("chat.postMessage"))
    assert first == again != other


async def test_one_message_a_second(fake: FakeSlack, messenger: Messenger) -> None:
    fake.paced = True
    await messenger.send(ANA, NUDGE, 7)
    with pytest.raises(RetryLater) as later:
        await messenger.send(ANA, NUDGE, 8)
    assert (later.value.wait, later.value.workspace) == (timedelta(seconds=1), True)
    fake.clock.moment += timedelta(seconds=1)
    await messenger.send(ANA, NUDGE, 8)


@pytest.mark.parametrize(
    ("failure", "wait"),
    [
        (Failure(error="ratelimited", status=429, headers={"Retry-After": "17"}), 17),
        (Failure(text="", status=429, headers={"Retry-After": "17"}), 17),
        (Failure(error="ratelimited", status=429), 30),
        (Failure(error="ratelimited", status=429, headers={"Retry-After": "soon"}), 30),
        (Failure(error="ratelimited", status=429, headers={"Retry-After": "9" * 11}), 3600),
    ],
)
async def test_a_limit_holds_for_the_workspace(
    fake: FakeSlack, messenger: Messenger, failure: Failure, wait: int
) -> None:
    fake.fail("chat.postMessage", failure)
    with pytest.raises(RetryLater) as later:
        await messenger.send(ANA, NUDGE, 7)
    assert (later.value.wait, later.value.workspace) == (timedelta(seconds=wait), True)


@pytest.mark.parametrize(
    "failure",
    [
        Failure(error="service_unavailable", status=503),
        Failure(error="something_new"),
    ],
)
async def test_slack_in_trouble_is_tried_later(
    fake: FakeSlack, messenger: Messenger, failure: Failure
) -> None:
    fake.fail("chat.postMessage", failure)
    with pytest.raises(RetryLater) as later:
        await messenger.send(ANA, NUDGE, 7)
    assert not later.value.workspace


@pytest.mark.parametrize("code", ["invalid_blocks", "msg_too_long", "metadata_too_large"])
async def test_what_slack_will_never_take_is_given_up(
    fake: FakeSlack, messenger: Messenger, code: str
) -> None:
    fake.fail("chat.postMessage", Failure(error=code))
    with pytest.raises(MessageRefused, match=code):
        await messenger.send(ANA, NUDGE, 7)


async def test_nobody_at_the_address_is_tried_later() -> None:
    api = SlackApi(BOT_TOKEN, "http://127.0.0.1:1/api/")
    await api.start()
    with pytest.raises(RetryLater):
        await SlackMessenger(api).send(Recipient("slack:T1", "UANA", "DUANA"), NUDGE, 7)
    await api.stop()


@pytest.mark.parametrize(
    "code",
    [
        "user_not_found",
        "cannot_dm_bot",
        "user_disabled",
        "is_archived",
        "channel_not_found",
        "not_in_channel",
        "no_permission",
        "access_denied",
        "team_access_not_granted",
    ],
)
@pytest.mark.parametrize("method", ["chat.postMessage", "conversations.open"])
async def test_a_person_who_cannot_be_sent_to(
    fake: FakeSlack, messenger: Messenger, code: str, method: str
) -> None:
    fake.fail(method, Failure(error=code))
    with pytest.raises(RecipientUnreachable, match=code):
        await messenger.send(ANA, NUDGE, 7)


@pytest.mark.parametrize(
    "code",
    [
        "account_inactive",
        "accesslimited",
        "enterprise_is_restricted",
        "invalid_auth",
        "messages_tab_disabled",
        "missing_scope",
        "team_added_to_org",
        "token_expired",
        "token_revoked",
        "two_factor_setup_required",
    ],
)
async def test_a_token_that_is_no_good_stops_the_workspace_and_is_not_logged(
    fake: FakeSlack, messenger: Messenger, code: str
) -> None:
    fake.fail("chat.postMessage", Failure(error=code))
    with capture_logs() as logs, pytest.raises(RetryLater) as later:
        await messenger.send(ANA, NUDGE, 7)
    assert later.value.workspace
    assert later.value.wait >= timedelta(minutes=1)
    # The app reports a dead token, once, from any call.
    told = [] if code in INVALID_TOKEN_CODES else [("error", code)]
    assert [(each["log_level"], each["because"]) for each in logs] == told
    assert BOT_TOKEN not in str(logs)


@pytest.mark.parametrize(
    "failure",
    [
        Failure(drop="before"),
        Failure(drop="after"),
        Failure(error="fatal_error"),
        Failure(error="internal_error", status=500),
        Failure(status=500),
        Failure(status=502, text="<html>bad gateway</html>"),
        Failure(status=503, text="upstream connect error or disconnect/reset before headers"),
        Failure(status=504, text="timeout"),
        Failure(status=529, text="overloaded"),
        Failure(status=200, text="<html>who knows</html>"),
        Failure(status=200, text="{", headers={"Content-Type": "application/json"}),
    ],
)
async def test_a_message_that_may_have_gone_out_is_in_doubt(
    fake: FakeSlack, messenger: Messenger, failure: Failure
) -> None:
    fake.fail("chat.postMessage", failure)
    with pytest.raises(NoClearAnswer):
        await messenger.send(ANA, NUDGE, 7)


async def test_an_answer_that_never_comes_is_in_doubt(fake: FakeSlack) -> None:
    api = SlackApi(BOT_TOKEN, fake.url, time_limit=0.05)
    await api.start()
    fake.fail("chat.postMessage", Failure(hang=True))
    with pytest.raises(NoClearAnswer):
        await SlackMessenger(api).send(Recipient("slack:T1", "UANA", "DUANA"), NUDGE, 7)
    await api.stop()
    assert len(fake.messages) == 1


@pytest.mark.parametrize(("cut", "went_out"), [("before", False), ("after", True)])
async def test_doubt_is_settled_by_reading_back(
    fake: FakeSlack, messenger: Messenger, cut: str, *, went_out: bool
) -> None:
    fake.fail("chat.postMessage", Failure(drop=cut))
    with pytest.raises(NoClearAnswer):
        await messenger.send(ANA, NUDGE, 7)
    found = await messenger.find(ANA, 7, NOW - timedelta(minutes=1))
    assert (found is not None) == went_out
    assert found is None or found == SentMessage(fake.messages[0].ts, "DUANA")


async def test_only_this_row_since_then_is_found(fake: FakeSlack, messenger: Messenger) -> None:
    fake.is_own_app = True
    await messenger.send(ANA, NUDGE, 7)
    assert await messenger.find(ANA, 8, NOW - timedelta(minutes=1)) is None
    assert await messenger.find(ANA, 7, NOW + timedelta(minutes=1)) is None
    fake.lag = 1
    assert await messenger.find(ANA, 7, NOW - timedelta(minutes=1)) is None


async def test_a_long_conversation_is_read_page_by_page(
    fake: FakeSlack, messenger: Messenger
) -> None:
    fake.is_own_app = True
    for row in range(250):
        await messenger.send(Recipient("slack:T1", "UANA", "DUANA"), NUDGE, row)
    found = await messenger.find(ANA, 3, NOW - timedelta(minutes=1))
    assert found is not None
    assert found.message == fake.messages[3].ts
    assert len(fake.called("conversations.history")) == 2


async def test_reading_back_goes_on_where_slack_made_it_wait(
    fake: FakeSlack, messenger: Messenger
) -> None:
    for row in range(40):
        await messenger.send(Recipient("slack:T1", "UANA", "DUANA"), NUDGE, row)
    for _ in range(2):  # an app that is sold may read fifteen messages a minute
        with pytest.raises(RetryLater) as later:
            await messenger.find(ANA, 3, NOW - timedelta(minutes=1))
        assert (later.value.wait, later.value.workspace) == (timedelta(minutes=1), False)
        fake.clock.moment += later.value.wait
    found = await messenger.find(ANA, 3, NOW - timedelta(minutes=1))
    assert found is not None
    assert found.message == fake.messages[3].ts


async def test_a_conversation_that_is_too_long_to_read_leaves_it_open(
    fake: FakeSlack, messenger: Messenger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.messenger.PAGES_READ", 1)
    for row in range(201):
        await messenger.send(Recipient("slack:T1", "UANA", "DUANA"), NUDGE, row)
    with pytest.raises(CannotReadBack):
        await messenger.find(ANA, 0, NOW - timedelta(minutes=1))


async def test_reading_back_can_fail_too(fake: FakeSlack, messenger: Messenger) -> None:
    fake.fail("conversations.history", Failure(status=503), Failure(error="channel_not_found"))
    with pytest.raises(RetryLater):
        await messenger.find(ANA, 7, NOW)
    with pytest.raises(RecipientUnreachable):
        await messenger.find(ANA, 7, NOW)


async def test_opening_a_conversation_is_never_in_doubt(
    fake: FakeSlack, messenger: Messenger
) -> None:
    fake.fail("conversations.open", Failure(drop="after"))
    with pytest.raises(RetryLater):
        await messenger.send(ANA, NUDGE, 7)


async def test_after_an_uninstall_the_workspace_waits(world: World) -> None:
    ana = world.user("UANA")
    world.fake.dead = "tokens_revoked"
    await ana.send("events_api", ana.event({"type": "tokens_revoked", "tokens": {"bot": ["U"]}}))
    with pytest.raises(RetryLater) as later:
        await world.app.messenger.send(ANA, NUDGE, 7)
    assert later.value.workspace
    assert world.fake.messages == []
