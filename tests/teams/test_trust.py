"""Which requests are accepted: real keys, and every kind of bad token."""

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from structlog.testing import capture_logs

from bot.platform.messenger import Recipient
from bot.teams import app as edge
from bot.teams.check import address_refusal
from bot.teams.cloud import PUBLIC, US_GOVERNMENT, cloud_of
from handlers.cards import Card, Paragraph, spans
from tests.teams.conftest import SETTINGS, MakeWorld, World
from tests.teams.driver import TeamsUser
from tests.teams.fake import APP, KEY, KID, OTHER_KEY, TENANT, FakeTeams

SALES = "19:sales@thread.tacv2"
HI = Card("Hi.", (Paragraph(spans("Hi.")),))
ENTRA = f"https://login.microsoftonline.com/{TENANT}/v2.0"
OTHER_TENANT = "33333333-3333-4333-8333-333333333333"
OURS = f"teams:{TENANT}"


def by_hand(fake: FakeTeams, algorithm: str, sign: Callable[[bytes], bytes]) -> str:
    """A token that a correct library would not make."""
    header = {"alg": algorithm, "typ": "JWT", "kid": KID}
    parts = [json.dumps(part).encode() for part in (header, fake.claims())]
    signed = b".".join(base64.urlsafe_b64encode(part).rstrip(b"=") for part in parts)
    signature = base64.urlsafe_b64encode(sign(signed)).rstrip(b"=")
    return (signed + b"." + signature).decode()


def unsigned(fake: FakeTeams) -> str:
    return by_hand(fake, "none", lambda _: b"")


def signed_with_the_public_key(fake: FakeTeams) -> str:
    public = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return by_hand(fake, "HS256", lambda body: hmac.digest(public, body, hashlib.sha256))


def hours(fake: FakeTeams, number: float) -> int:
    return int(fake.clock.now().timestamp() + number * 3_600)


NOT_LET_IN: dict[str, Callable[[FakeTeams], str]] = {
    "no token": lambda _: "",
    "no scheme": lambda fake: fake.token(),
    "another scheme": lambda fake: f"Basic {fake.token()}",
    "garbage": lambda _: "Bearer garbage",
    "garbage in three parts": lambda _: "Bearer a.b.c",
    "unsigned": lambda fake: f"Bearer {unsigned(fake)}",
    "HS256 with the public key": lambda fake: f"Bearer {signed_with_the_public_key(fake)}",
    "another key": lambda fake: f"Bearer {fake.token(OTHER_KEY)}",
    "an unknown key": lambda fake: f"Bearer {fake.token(OTHER_KEY, 'another-key')}",
    "a key that is not named": lambda fake: f"Bearer {fake.token(kid=None)}",
    "another issuer": lambda fake: f"Bearer {fake.token(iss='https://evil.example')}",
    "our own tenant's Entra": lambda fake: f"Bearer {fake.token(iss=ENTRA, tid=TENANT)}",
    "another tenant's Entra": lambda fake: (
        "Bearer " + fake.token(iss=ENTRA.replace(TENANT, OTHER_TENANT), tid=OTHER_TENANT)
    ),
    "no issuer": lambda fake: f"Bearer {fake.token(iss=None)}",
    "another app": lambda fake: f"Bearer {fake.token(aud=OTHER_TENANT)}",
    "one of two apps": lambda fake: f"Bearer {fake.token(aud=[APP, OTHER_TENANT])}",
    "no app": lambda fake: f"Bearer {fake.token(aud=None)}",
    "expired": lambda fake: f"Bearer {fake.token(exp=hours(fake, -0.1))}",
    "not yet valid": lambda fake: f"Bearer {fake.token(nbf=hours(fake, 0.1))}",
    "valid for ever": lambda fake: f"Bearer {fake.token(exp=None)}",
    "valid since ever": lambda fake: f"Bearer {fake.token(nbf=None)}",
    "another service": lambda fake: (
        "Bearer " + fake.token(serviceurl="https://smba.trafficmanager.net/teams/")
    ),
    "no service": lambda fake: f"Bearer {fake.token(serviceurl=None)}",
    "a service that is no text": lambda fake: f"Bearer {fake.token(serviceurl=7)}",
}


@pytest.mark.parametrize("why", NOT_LET_IN)
async def test_who_is_not_let_in_has_no_effect(world: World, ana: TeamsUser, why: str) -> None:
    headers = {"Authorization": NOT_LET_IN[why](world.fake)}
    for activity in (
        ana.message("plan Northwind"),
        ana.activity("installationUpdate", action="add"),
    ):
        answer = await world.http.send(activity, headers)
        assert (answer.status, answer.body) == (401, {})
    await world.background.drain()
    assert (await world.kept(), await world.people(), world.fake.calls) == ([], [], [])


async def test_the_same_activity_rightly_vouched_for_is_let_in(
    world: World, ana: TeamsUser
) -> None:
    answer = await ana.send(ana.message("plan Northwind"))
    assert answer.status == 202
    assert await world.kept() == ["Northwind"]


@pytest.mark.parametrize(
    "more",
    [
        {"exp": -200},
        {"nbf": 200},
    ],
)
async def test_clocks_may_differ_by_minutes(
    world: World, ana: TeamsUser, more: dict[str, int]
) -> None:
    now = int(world.clock.now().timestamp())
    token = world.fake.token(KEY, KID, **{name: now + seconds for name, seconds in more.items()})
    answer = await world.http.send(ana.message("home"), {"Authorization": f"Bearer {token}"})
    assert answer.status == 202


async def test_an_app_id_is_the_same_in_capitals_or_not(world: World) -> None:
    url = world.fake.service.upper().rstrip("/")
    token = world.fake.token(serviceurl=url)
    headers = {"Authorization": f"Bearer {token}"}
    ana = world.user("ana")
    assert (await world.http.send(ana.message("home"), headers)).status == 202


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/teams/",
        "https://smba.trafficmanager.net.evil.example/",
        "https://evilsmba.trafficmanager.net/",
        "http://smba.trafficmanager.net/teams/",
        "https://smba.trafficmanager.net@evil.example/",
        "https://attuneevil.blob.core.windows.net/",
        "https://127.0.0.1/",
        "https://attune@smba.trafficmanager.net/teams/",
        "https://attune:word@smba.trafficmanager.net/teams/",
        "https://smba.trafficmanager.net:port/",
        "not an address",
        "",
    ],
)
async def test_answers_go_to_microsoft_alone_even_if_the_token_says_otherwise(
    world: World, ana: TeamsUser, url: str
) -> None:
    token = world.fake.token(serviceurl=url)
    activity = ana.message("plan Northwind", serviceUrl=url)
    answer = await world.http.send(activity, {"Authorization": f"Bearer {token}"})
    assert answer.status == 401
    await world.background.drain()
    assert (await world.kept(), await world.people()) == ([], [])


@pytest.mark.parametrize(
    "url",
    [
        "https://smba.trafficmanager.net/emea/",
        "https://smba.infra.gcc.teams.microsoft.com/teams/",
        "https://europe.directline.botframework.com/",
    ],
)
def test_microsofts_services_are_trusted(url: str) -> None:
    assert PUBLIC.trusts(url)
    assert not US_GOVERNMENT.trusts(url)


def test_the_government_has_a_cloud_of_its_own() -> None:
    assert cloud_of("") is cloud_of("https://login.microsoftonline.com") is PUBLIC
    assert cloud_of("https://login.microsoftonline.us/tenant") is US_GOVERNMENT
    assert (PUBLIC.sign_in, US_GOVERNMENT.sign_in) == (
        "login.microsoftonline.com",
        "login.microsoftonline.us",
    )
    assert US_GOVERNMENT.trusts("https://smba.infra.gov.teams.microsoft.us/gcch/")
    assert not PUBLIC.trusts("https://smba.infra.gov.teams.microsoft.us/gcch/")


def test_each_cloud_trusts_its_own_service() -> None:
    assert all(cloud.trusts(cloud.service) for cloud in (PUBLIC, US_GOVERNMENT))
    assert PUBLIC.stand_in == US_GOVERNMENT.stand_in == ""


@pytest.mark.parametrize(
    ("authority", "service"),
    [
        ("", "https://smba.infra.gcc.teams.microsoft.com/teams"),
        ("https://login.microsoftonline.us", "https://smba.infra.gov.teams.microsoft.us/teams"),
        ("https://login.microsoftonline.us", "https://smba.infra.dod.teams.microsoft.us/teams"),
    ],
)
async def test_governments_have_services_of_their_own(authority: str, service: str) -> None:
    cloud = cloud_of(authority, service)
    assert cloud.service == service
    assert cloud.trusts(service)
    assert address_refusal(replace(SETTINGS, authority=authority, service=service)) is None


@pytest.mark.parametrize(
    "service",
    ["https://smba.infra.gov.teams.microsoft.us/teams", "http://localhost", "evil.example", "x"],
)
def test_a_service_of_another_cloud_is_refused_at_the_start(service: str) -> None:
    assert "TEAMS_SERVICE_URL" in str(address_refusal(replace(SETTINGS, service=service)))


async def test_the_newest_service_is_kept_for_what_goes_out_unasked(
    make_world: MakeWorld,
) -> None:
    default = PUBLIC.service
    before: World = await make_world()
    cloud = replace(before.fake.cloud, service=default)
    world: World = await make_world(cloud=cloud)
    assert world.app._tenants.service(OURS) == default
    await world.user("ana").types("home")
    after: World = await make_world(cloud=cloud)
    assert after.app._tenants.service(OURS) == after.fake.service
    after.fake.shared.add(SALES)
    await after.app.messenger.send(Recipient(OURS, SALES, SALES, channel=True), HI, 7)
    assert len(after.fake.seen_in(SALES)) == 1


async def test_another_tenants_people_do_not_say_where_we_are_reached(
    make_world: MakeWorld,
) -> None:
    before: World = await make_world()
    world: World = await make_world(cloud=replace(before.fake.cloud, service=PUBLIC.service))
    ana = world.user("ana")
    await ana.send(ana.message("home", channelData={"tenant": {"id": OTHER_TENANT}}))
    assert {world.app._tenants.service(each) for each in (OURS, f"teams:{OTHER_TENANT}")} == {
        PUBLIC.service
    }


async def raw(world: World, head: str | bytes, body: bytes = b"") -> bytes:
    """The first line of the answer to bytes that no real client sends."""
    url = world.http._client.make_url("/api/messages")
    assert url.host
    assert url.port
    reader, writer = await asyncio.open_connection(url.host, url.port)
    head = head.encode() if isinstance(head, str) else head
    writer.write(b"POST /api/messages HTTP/1.1\r\nHost: x\r\n" + head + b"\r\n" + body)
    await writer.drain()
    answer = await reader.readline()
    writer.close()
    return answer


@pytest.mark.parametrize("token", [b"\xff\xfe", b"a.b.\xe9", "a.é.c".encode(), b"\x80" * 900])
async def test_a_token_of_bytes_that_are_no_text_is_not_let_in(world: World, token: bytes) -> None:
    with capture_logs() as logs:
        answer = await raw(
            world, b"Authorization: Bearer " + token + b"\r\nContent-Length: 2\r\n", b"{}"
        )
    assert b" 401 " in answer
    assert [each["event"] for each in logs] == ["a request was rejected"]


async def test_a_body_that_never_comes_whole_is_not_waited_for(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(edge, "BODY_TIME_LIMIT", 0.01)
    token = world.fake.token()
    head = (
        f"Authorization: Bearer {token}\r\nContent-Type: application/json\r\n"
        "Content-Length: 100\r\n"
    )
    assert b" 408 " in await raw(world, head, b'{"type":')


async def test_keys_are_fetched_once_and_a_flood_of_unknown_ones_does_not_change_that(
    world: World, ana: TeamsUser
) -> None:
    for _ in range(3):
        await ana.send(ana.message("home"))
    assert world.fake.keys_asked == 1
    for number in range(5):
        token = world.fake.token(OTHER_KEY, f"key-{number}")
        await world.http.send(ana.message("home"), {"Authorization": f"Bearer {token}"})
    assert world.fake.keys_asked <= 2


async def test_without_microsofts_keys_nobody_is_let_in(make_world: MakeWorld) -> None:
    world = await make_world()
    lost = replace(world.fake.cloud, keys="http://127.0.0.1:1/keys")
    reasons: list[str] = []
    nobody = await make_world(cloud=lost, on_rejected=reasons.append)
    with capture_logs() as logs:
        for _ in range(3):
            assert (await nobody.http.send(nobody.user("ana").message("home"))).status == 401
    assert len(set(reasons)) == 1
    assert len(reasons) == 3
    # Said once, with what to do.
    assert ["Microsoft's keys cannot be fetched" in each["event"] for each in logs] == [True]


async def test_a_token_is_not_logged(world: World, ana: TeamsUser) -> None:
    token = world.fake.token(OTHER_KEY)
    with capture_logs() as logs:
        await world.http.send(ana.message("home"), {"Authorization": f"Bearer {token}"})
    assert [each["event"] for each in logs] == ["a request was rejected"]
    assert token not in str(logs)


async def test_people_of_another_tenant_are_told_so_and_nothing_is_kept(
    world: World, ana: TeamsUser
) -> None:
    elsewhere: dict[str, Any] = {"tenant": {"id": OTHER_TENANT}}
    await ana.send(ana.message("plan Northwind", channelData=elsewhere))
    ana.sees("Attune is not set up for your company here", OTHER_TENANT)
    for action in ("add", "remove"):
        await ana.send(ana.activity("installationUpdate", action=action, channelData=elsewhere))
    assert (await world.kept(), await world.people(), len(ana.messages)) == ([], [], 1)
    assert world.fake.members_asked == []
