"""Pictures on Slack: shown if possible, otherwise in words, and no message is lost."""

import pytest
from structlog.testing import capture_logs

from bot.platform.messenger import NoClearAnswer, Recipient, RetryLater
from bot.slack.api import SlackApi
from bot.slack.messenger import SlackMessenger
from bot.slack.pictures import Pictures
from handlers.cards import Card, Paragraph, Reply, spans
from handlers.commands import Command
from handlers.registry import Turn
from handlers.views.charts import Bar, bars
from tests.slack import blockkit
from tests.slack.conftest import MakeWorld, World
from tests.slack.driver import SlackUser
from tests.slack.fake import BOT_TOKEN, FakeSlack, dm_of
from tests.slack.wire import Failure, Message

FIGURES = bars("Both ways", (Bar("Asks answered", 0.62, "62%, 24 of 39"),))
WORDS = "Both ways. Asks answered: 62%, 24 of 39."
CARD = Card("Marketing answered 24 of 39.", (Paragraph(spans("Two weeks.")), FIGURES))
ANA = Recipient("slack:T1", "UANA", "DUANA")
UPLOAD = ("files.getUploadURLExternal", "upload", "files.completeUploadExternal")


@pytest.fixture
async def world(make_world: MakeWorld) -> World:
    """Attune with one more command, which retries without waiting."""
    world: World = await make_world(picture_waits=(0, 0, 0))

    async def figures(turn: Turn) -> Reply:
        return CARD

    registry = world.app.own.talk._conversation.registry
    registry.command(Command("figures", "", "shows figures"), figures)
    registry._features["screen", "home"] = figures  # type: ignore[index]
    return world


def shown(fake: FakeSlack, user: str = "UANA") -> list[str]:
    """The files in the messages that a person sees."""
    latest = fake.latest[user]
    return blockkit.files(latest.body if isinstance(latest, Message) else latest)


async def test_an_answer_shows_its_picture(world: World, ana: SlackUser) -> None:
    await ana.types("/figures")
    ana.sees("Two weeks.", WORDS)
    (file,) = world.fake.files.known
    assert shown(world.fake) == [file]
    assert [name for name, _ in world.fake.calls if name in UPLOAD] == list(UPLOAD)
    assert world.fake.called(UPLOAD[0])[0]["alt_txt"] == WORDS


async def test_words_in_direct_messages_and_home_show_it_too(world: World, ana: SlackUser) -> None:
    await ana.types("figures")
    assert len(shown(world.fake)) == 1
    await ana.opens_home()
    assert len(shown(world.fake)) == 1
    ana.sees(WORDS)


async def test_the_same_picture_goes_up_once(world: World, ana: SlackUser) -> None:
    for _ in range(3):
        await ana.types("/figures")
    assert len(world.fake.files.known) == 1


async def test_it_is_acknowledged_before_anything_goes_up(world: World, ana: SlackUser) -> None:
    world.fake.fail(UPLOAD[0], Failure(hang=True))
    answer = await world.http.send("slash_commands", ana.command("/figures"))
    assert answer.status == 200
    assert world.fake.called("upload") == []
    world.fake._released.set()
    await world.background.drain()
    assert len(shown(world.fake)) == 1


@pytest.mark.parametrize("step", UPLOAD)
@pytest.mark.parametrize(
    "failure",
    [
        Failure(error="file_uploads_disabled", status=403),
        Failure(status=503, text="busy"),
        Failure(drop="before"),
    ],
)
async def test_what_cannot_go_up_is_said_in_words(
    world: World, ana: SlackUser, step: str, failure: Failure
) -> None:
    world.fake.fail(step, failure)
    await ana.types("/figures")
    ana.sees("Two weeks.", WORDS)
    assert shown(world.fake) == []
    assert len(ana.messages) == 1
    await ana.types("/figures")
    assert len(shown(world.fake)) == 1


async def test_without_the_scope_it_is_said_in_words_and_logged_once(
    world: World, ana: SlackUser
) -> None:
    world.fake.scopes = world.fake.scopes.replace("files:write", "")
    with capture_logs() as logs:
        for _ in range(3):
            await ana.types("/figures")
            ana.sees(WORDS)
    assert [each["because"] for each in logs] == ["missing_scope"]
    assert BOT_TOKEN not in str(logs)


@pytest.mark.parametrize("words", ["/figures", "figures"])
async def test_what_slack_still_looks_over_is_tried_again(
    world: World, ana: SlackUser, words: str
) -> None:
    world.fake.files.busy = 2
    await ana.types(words)
    assert len(shown(world.fake)) == 1
    assert len(ana.messages) == 1


@pytest.mark.parametrize("words", ["/figures", "figures"])
async def test_what_slack_never_shows_is_said_in_words_where_it_was_asked(
    world: World, ana: SlackUser, words: str
) -> None:
    world.fake.files.busy = 99
    with capture_logs() as logs:
        await ana.types(words)
    ana.sees("Two weeks.", WORDS)
    assert shown(world.fake) == []
    (message,) = world.fake.messages
    assert (message.channel, message.only_for) == (dm_of("UANA"), "")
    assert [each["because"] for each in logs] == ["refused"]


async def test_home_is_shown_in_words_too(world: World, ana: SlackUser) -> None:
    world.fake.files.busy = 99
    await ana.opens_home()
    ana.sees("Two weeks.", WORDS)
    assert shown(world.fake) == []


async def test_a_picture_that_was_refused_goes_up_anew(world: World, ana: SlackUser) -> None:
    world.fake.files.busy = 99
    await ana.types("/figures")
    world.fake.files.busy = 0
    await ana.types("/figures")
    assert len(world.fake.files.known) == 2
    assert len(shown(world.fake)) == 1


async def messenger(fake: FakeSlack) -> tuple[SlackApi, SlackMessenger]:
    api = SlackApi(BOT_TOKEN, fake.url)
    await api.start()
    return api, SlackMessenger(api, Pictures(api, (0, 0)))


async def test_what_is_pushed_shows_its_picture(fake: FakeSlack) -> None:
    api, sender = await messenger(fake)
    fake.files.busy = 1
    await sender.send(ANA, CARD, 7)
    assert len(shown(fake)) == 1
    (message,) = fake.messages
    assert message.metadata == {"event_type": "attune_outbox", "event_payload": {"row": 7}}
    await api.stop()


@pytest.mark.parametrize(
    ("failure", "raised"),
    [
        (Failure(drop="after"), NoClearAnswer),
        (Failure(status=503), NoClearAnswer),
        (Failure(error="service_unavailable", status=503), RetryLater),
    ],
)
async def test_a_message_in_doubt_is_not_sent_again_for_its_picture(
    fake: FakeSlack, failure: Failure, raised: type[Exception]
) -> None:
    api, sender = await messenger(fake)
    fake.fail("chat.postMessage", failure)
    with pytest.raises(raised):
        await sender.send(ANA, CARD, 7)
    assert len(fake.called("chat.postMessage")) <= 1
    await api.stop()


async def test_a_drawing_that_is_none_is_said_in_words(fake: FakeSlack) -> None:
    api, sender = await messenger(fake)
    broken = Card("x", (type(FIGURES)("<svg", WORDS),))
    await sender.send(ANA, broken, 7)
    (message,) = fake.messages
    assert blockkit.visible(message.body) == WORDS
    await api.stop()


async def test_an_upload_that_hangs_holds_no_message_back(fake: FakeSlack) -> None:
    api = SlackApi(BOT_TOKEN, fake.url, time_limit=0.05)
    await api.start()
    fake.fail(UPLOAD[0], Failure(hang=True))
    await SlackMessenger(api, Pictures(api, (0,))).send(ANA, CARD, 7)
    assert blockkit.visible(fake.messages[0].body).endswith(WORDS)
    await api.stop()
