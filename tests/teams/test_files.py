"""Files in the chat with Attune on Teams: which are fetched, how, and what is said if not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from bot.platform import files as shared
from bot.teams import files
from bot.teams.activity import Who
from bot.teams.cloud import PUBLIC, US_GOVERNMENT
from bot.teams.file_offers import FAILED, GONE, FileOffers, OfferAnswer, answer_of
from tests.downloads import Download, breaks_off, never_ends
from tests.teams.conftest import World
from tests.teams.driver import TeamsUser
from tests.teams.fake import Failure, FakeTeams

CALL = b"WEBVTT\n\n00:01.000 --> 00:02.000\nAnn: Hello.\n"
READ = f"hush.vtt, {len(CALL)} bytes"


async def test_a_file_is_read_once_however_often_teams_tells_of_it(
    world: World, ana: TeamsUser
) -> None:
    await ana.send(ana.sharing([("hush.vtt", CALL)], "Northwind, on Monday"))
    await ana.repeat()
    await ana.repeat(id="another")
    assert ana.messages == [f"Read: {READ}"]
    assert await world.kept() == [f"{READ} Northwind, on Monday"]


async def test_words_that_ask_for_something_are_answered_beside_the_files(ana: TeamsUser) -> None:
    await ana.send(ana.sharing([("hush.vtt", CALL)], "plan Northwind"))
    assert ana.messages[0].startswith("Planned: Northwind")
    assert ana.messages[1:] == [f"Read: {READ}"]


async def test_each_of_several_files_has_an_answer(ana: TeamsUser) -> None:
    named = [(f"{number}.vtt", CALL) for number in range(5)]
    await ana.send(ana.sharing(named))
    read = [f"Read: {number}.vtt, {len(CALL)} bytes" for number in range(3)]
    assert ana.messages == [*read, shared.TOO_MANY]


async def test_pictures_and_the_copy_of_the_text_are_no_files(world: World, ana: TeamsUser) -> None:
    picture = {"contentType": "image/png", "contentUrl": "https://smba.trafficmanager.net/x"}
    await ana.send(ana.message("plan Northwind", attachments=[picture]))
    ana.sees("Planned: Northwind")
    assert world.fake.files.fetched == []


@pytest.mark.parametrize(
    "failures",
    [
        (),
        (Failure(400, "BadSyntax"),),  # so the answer is a message of its own
    ],
)
async def test_while_a_file_is_read_a_message_says_so_and_becomes_the_answer(
    world: World, ana: TeamsUser, failures: tuple[Failure, ...]
) -> None:
    world.fake.fail(*failures)
    await ana.drops("hush.vtt", CALL)
    assert ana.messages == [f"Read: {READ}"]
    made = [str(body) for _, _, body in world.fake.calls]
    assert len(made) == 2
    assert shared.READING in made[0]
    assert READ in made[-1]


NOT_FETCHED: dict[str, tuple[Callable[[str], web.Response] | None, str]] = {
    "hush.vtt": (None, files.EXPIRED),
    "gone.hush": (lambda _: web.Response(status=404), files.EXPIRED),
    "error.hush": (lambda _: web.Response(status=503), shared.NOT_NOW),
    "moved.hush": (
        lambda root: web.Response(status=302, headers={"Location": f"{root}../elsewhere"}),
        shared.NOT_NOW,
    ),
    "hush.mp4": (None, shared.RECORDING),
    "large.hush": (lambda _: web.Response(body=bytes(20_000_001)), shared.TOO_LARGE),
}


async def test_what_is_not_fetched_is_said_in_a_sentence(world: World, ana: TeamsUser) -> None:
    for name, (answer, sentence) in NOT_FETCHED.items():
        sharing = ana.sharing([(name, CALL)])
        file = list(world.fake.files.known.values())[-1]
        file.odd = answer(world.fake.files_at) if answer else None
        if sentence == files.EXPIRED and answer is None:
            world.clock.moment += timedelta(minutes=2)
        with capture_logs() as logged:
            await ana.send(sharing)
        assert ana.screen == sentence, name
        for secret in ("hush", "download.aspx", "tempauth", file.id):
            assert secret not in repr(logged), logged
    assert await world.kept() == []


@pytest.mark.parametrize("download", [breaks_off, never_ends])
async def test_a_file_that_does_not_arrive_is_given_up(
    world: World, ana: TeamsUser, download: Download, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.teams.fake.FILE_LIMITS", replace(files.LIMITS, seconds=0.05))
    sharing = ana.sharing([("hush.vtt", CALL)])
    next(iter(world.fake.files.known.values())).odd = download
    await ana.send(sharing)
    assert ana.screen == shared.NOT_NOW
    assert await world.kept() == []


async def test_an_address_elsewhere_is_not_fetched(world: World, ana: TeamsUser) -> None:
    sharing = ana.sharing([("hush.vtt", CALL)])
    elsewhere = world.fake.files_at.replace("files/", "elsewhere")
    sharing["attachments"][0]["content"]["downloadUrl"] = elsewhere
    await ana.send(sharing)
    ana.sees(shared.NOT_NOW)


@pytest.mark.parametrize(
    ("url", "public", "government"),
    [
        ("https://contoso-my.sharepoint.com/x", True, False),
        ("https://agency-my.sharepoint.us/x", False, True),
        ("http://contoso-my.sharepoint.com/x", False, False),
        ("https://sharepoint.com.evil.example/x", False, False),
        ("https://evilsharepoint.com/x", False, False),
        ("https://contoso.sharepoint.com@evil.example/x", False, False),
    ],
)
def test_the_hosts_of_files(url: str, *, public: bool, government: bool) -> None:
    assert (PUBLIC.has_file(url), US_GOVERNMENT.has_file(url)) == (public, government)


def answer(fake: FakeTeams, who: Who, *, accept: bool = True) -> OfferAnswer:
    """What somebody answers to the last offer."""
    value = fake.files.answer(fake.files_at, accept=accept)
    person = {"id": f"29:{who.external}", "aadObjectId": who.external, "name": who.name}
    asked = {
        "from": person,
        "recipient": {"id": "28:bot"},
        "conversation": {"id": f"a:{who.external}", "tenantId": who.tenant},
        "channelData": {"tenant": {"id": who.tenant}},
        "serviceUrl": fake.service,
        "value": value,
    }
    return answer_of(asked)


async def test_a_file_is_given_once_to_whom_it_was_offered(fake: FakeTeams) -> None:
    offers, ana = FileOffers(fake.cloud), Who(fake.tenant, "ana", "Ana", "UTC", account="29:ana")
    fake.files.asked(offers.offer(1, "mine.zip", b"hers"))
    for other in (2, None):
        assert await offers.take(answer(fake, ana), other) == GONE
    assert fake.files.taken == {}
    shown = await offers.take(answer(fake, ana), 1)
    assert isinstance(shown, dict)
    assert (fake.files.asked(shown), fake.files.taken) == ([], {"up0": b"hers"})
    assert await offers.take(answer(fake, ana), 1) == GONE
    fake.files.asked(offers.offer(1, "mine.zip", b"hers"))
    assert await offers.take(answer(fake, ana, accept=False), 1) is None
    assert await offers.take(answer(fake, ana), 1) == GONE


@pytest.mark.parametrize(
    "upload", ["https://sharepoint.com.example/up", "http://127.0.0.1:1/up", "", "files/nowhere"]
)
async def test_a_file_goes_to_microsofts_hosts_alone_and_a_failure_is_said(
    fake: FakeTeams, upload: str
) -> None:
    offers, ana = FileOffers(fake.cloud), Who(fake.tenant, "ana", "Ana", "UTC", account="29:ana")
    fake.files.asked(offers.offer(1, "mine.zip", b"hers"))
    address = upload.replace("files/", fake.files_at)
    assert await offers.take(replace(answer(fake, ana), upload=address), 1) == FAILED
    assert fake.files.taken == {}
    assert "hers" not in repr(offers)
