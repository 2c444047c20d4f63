"""A grant that nobody needs any more is given back to Google or Microsoft."""

from datetime import timedelta

from sqlmodel import select
from structlog.testing import capture_logs

from bot.calendars.oauth import REVOKED_AT_ONCE
from storage.sealing import Sealer
from storage.tables import CalendarSignIn
from tests.calendars.provider import failing
from tests.calendars.sign_in import Desk


async def test_disconnecting_revokes_at_google(at_google: Desk) -> None:
    await at_google.connect()
    ((_, token),) = await at_google.connected()
    await at_google.disconnect()
    await at_google.sign_ins.revoke_unused()
    assert not at_google.provider.is_valid(token)


async def test_what_google_does_not_revoke_now_is_tried_again(at_google: Desk) -> None:
    await at_google.connect()
    ((_, token),) = await at_google.connected()
    await at_google.disconnect()
    at_google.provider.revoking = [failing(503)]
    with capture_logs() as logged:
        await at_google.sign_ins.revoke_unused()
    assert [line["trouble"] for line in logged] == ["no answer"]
    await at_google.sign_ins.revoke_unused()
    assert at_google.provider.is_valid(token)
    at_google.clock.moment += timedelta(hours=1)
    await at_google.sign_ins.revoke_unused()
    assert not at_google.provider.is_valid(token)


async def test_an_account_that_is_connected_elsewhere_is_not_revoked(at_google: Desk) -> None:
    """Revoking one token of an account ends all of them."""
    await at_google.connect()
    await at_google.connect("Lena", "teams:X")
    ((_, token),) = await at_google.connected("Lena", "teams:X")
    await at_google.disconnect()
    await at_google.sign_ins.revoke_unused()
    assert at_google.provider.is_valid(token)


async def test_a_token_is_not_revoked_while_its_account_is_being_connected_again(
    at_google: Desk,
) -> None:
    """Lena's own address is another, so each time she has to confirm the account."""
    person = await at_google.person()
    async with at_google.database.write() as session:
        session.add(person)
        person.email = "lena@elsewhere.example"
    await at_google.connect()
    await at_google.disconnect()
    page = await at_google.sign_in(await at_google.link())
    await at_google.sign_ins.revoke_unused()
    await at_google.answer(page)
    ((_, token),) = await at_google.connected()
    assert at_google.provider.is_valid(token)
    await at_google.disconnect()
    await at_google.sign_in(await at_google.link())
    await at_google.sign_ins.revoke_unused()
    at_google.clock.moment += timedelta(minutes=10)
    await at_google.sign_ins.revoke_unused()
    assert not any(at_google.provider.is_valid(one) for one in at_google.provider._refresh)


async def test_an_account_that_nobody_confirms_is_given_back(at_google: Desk) -> None:
    await at_google.sign_in(await at_google.link())
    (token,) = at_google.provider._refresh
    await at_google.sign_ins.revoke_unused()
    assert at_google.provider.is_valid(token)
    at_google.clock.moment += timedelta(minutes=10)
    await at_google.sign_ins.revoke_unused()
    assert not at_google.provider.is_valid(token)


async def test_a_token_that_cannot_be_given_back_without_its_key_is_logged(at_google: Desk) -> None:
    await at_google.sign_in(await at_google.link())
    at_google.clock.moment += timedelta(minutes=10)
    at_google.database.sealer = Sealer()
    with capture_logs() as logged:
        await at_google.sign_ins.revoke_unused()
    assert [line["event"] for line in logged] == [
        "calendar sign-in dropped: the key to decrypt it is missing"
    ]
    assert at_google.provider.revocations == 0


async def test_disconnecting_without_the_key_is_logged(at_google: Desk) -> None:
    await at_google.connect()
    at_google.database.sealer = Sealer()
    with capture_logs() as logged:
        await at_google.disconnect()
    assert [line["event"] for line in logged] == [
        "calendar disconnected, but its token cannot be revoked: the key to decrypt it is missing"
    ]


async def test_links_that_nobody_opens_delay_no_revocation(at_google: Desk) -> None:
    for _ in range(REVOKED_AT_ONCE):
        await at_google.link()
    at_google.clock.moment += timedelta(minutes=10)
    await at_google.connect()
    ((_, token),) = await at_google.connected()
    await at_google.disconnect()
    await at_google.sign_ins.revoke_unused()
    assert not at_google.provider.is_valid(token)


async def test_links_that_nobody_opens_are_forgotten(lena: Desk) -> None:
    await lena.link()
    lena.clock.moment += timedelta(minutes=10)
    await lena.sign_ins.revoke_unused()
    assert lena.provider.revocations == 0
    async with lena.database.read() as session:
        assert (await session.exec(select(CalendarSignIn))).all() == []
