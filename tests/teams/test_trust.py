"""Who is let in: real keys, and every token that must not count."""

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

from bot.teams.cloud import PUBLIC, US_GOVERNMENT, cloud_of
from tests.teams.conftest import MakeWorld, World
from tests.teams.driver import TeamsUser
from tests.teams.fake import APP, KEY, KID, OTHER_KEY, TENANT, FakeTeams

ENTRA = f"https://login.microsoftonline.com/{TENANT}/v2.0"
OTHER_TENANT = "33333333-3333-4333-8333-333333333333"


def by_hand(fake: FakeTeams, algorithm: str, sign: Callable[[bytes], bytes]) -> str:
    """A token that no honest library would make."""
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
    assert US_GOVERNMENT.trusts("https://smba.infra.gov.teams.microsoft.us/gcch/")
    assert not PUBLIC.trusts("https://smba.infra.gov.teams.microsoft.us/gcch/")


def test_each_cloud_trusts_its_own_service() -> None:
    assert all(cloud.trusts(cloud.service) for cloud in (PUBLIC, US_GOVERNMENT))
    assert PUBLIC.stand_in == US_GOVERNMENT.stand_in == ""


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
    nobody = await make_world(cloud=lost)
    assert (await nobody.http.send(nobody.user("ana").message("home"))).status == 401


async def test_a_token_is_not_logged(world: World, ana: TeamsUser) -> None:
    token = world.fake.token(OTHER_KEY)
    with capture_logs() as logs:
        await world.http.send(ana.message("home"), {"Authorization": f"Bearer {token}"})
    assert [each["event"] for each in logs] == ["not let in"]
    assert token not in str(logs)


async def test_people_of_another_tenant_are_told_so_and_nothing_is_kept(
    world: World, ana: TeamsUser
) -> None:
    elsewhere: dict[str, Any] = {"tenant": {"id": OTHER_TENANT}}
    await ana.send(ana.message("plan Northwind", channelData=elsewhere))
    ana.sees("its own organisation")
    await ana.send(ana.activity("installationUpdate", action="add", channelData=elsewhere))
    assert (await world.kept(), await world.people(), len(ana.messages)) == ([], [], 1)
