"""Connecting a calendar by signing in at Google or Microsoft."""

import asyncio
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlmodel import select
from structlog.testing import capture_logs
from yarl import URL

from bot.base.visit_limit import VISITS_A_MINUTE
from bot.calendars.kinds import CalendarOwner
from bot.calendars.leases import Leased
from bot.calendars.oauth import SignIns, SignInStep, Visit
from bot.calendars.providers import google
from bot.calendars.tokens import Grant
from storage import plan_changes
from storage.choices import Former
from storage.customers import suppressed_names
from storage.database.connection import Database
from storage.meetings import calendar_sign_ins, calendars
from storage.rights.erasure.people import erase_person
from storage.sealing import NoKey, Sealer
from storage.tables import CalendarSignIn
from storage.workspace import people
from tests.calendars.sign_in import NOW, Desk
from tests.delivery.world import A
from tests.sources.diary import MINUTE, opened

CHAT = "Go back to your chat with Attune, and connect the calendar again from there"


async def test_a_calendar_is_connected_after_its_address_was_confirmed(lena: Desk) -> None:
    page = await lena.sign_in(await lena.link())
    assert page.says == (
        "Is this the right calendar? Attune will look for calls in lena@northwind.example, for "
        "Lena. Choose Connect only if you are this person and asked Attune for the link yourself."
    )
    assert await lena.connected() == []
    page = await lena.answer(page)
    assert page.says == (
        "Your calendar is connected. Attune now looks for calls in lena@northwind.example. Close "
        "this page, and go back to your chat with Attune."
    )
    ((calendar, token),) = await lena.connected()
    assert (calendar.kind, calendar.label) == (lena.kind, "lena@northwind.example")
    assert calendar.next_at == lena.clock.now()
    assert lena.provider.is_valid(token)
    assert (await lena.person()).email == "lena@northwind.example"


async def test_who_was_erased_and_comes_back_is_no_former_colleague(at_google: Desk) -> None:
    lena, address = at_google, "lena@northwind.example"
    await lena.answer(await lena.sign_in(await lena.link()))

    async def former() -> Former | None:
        async with lena.database.read() as session:
            return (await suppressed_names.recognizer(session, "slack:T1"))(address)

    async with lena.database.write() as session:
        person = await people.find(session, "slack:T1", "Lena")
        assert person is not None
        await erase_person(session, person, NOW)
        await plan_changes.discard(session)
    assert await former() == "colleague"
    await lena.answer(await lena.sign_in(await lena.link()))
    assert (await lena.person()).email == address
    assert await former() is None


async def test_one_address_comes_back_only_so_often_in_a_minute(lena: Desk) -> None:
    first = await lena.sign_in(await lena.link())
    back = await lena.sent_back(await lena.link())
    for _ in range(VISITS_A_MINUTE - 1):
        await lena.visit(f"/calendar/{lena.kind}/callback?state=junk")
    for page in (await lena.visit(back), await lena.answer(first)):
        assert page.status == 429
    lena.clock.moment += MINUTE
    assert (await lena.answer(await lena.visit(back))).status == 200  # nothing was lost


async def test_the_link_asks_for_one_permission_and_has_no_secret(lena: Desk) -> None:
    query = URL(await lena.link()).query
    asked = [one for one in query["scope"].split() if "alendar" in one]
    assert len(asked) == 1
    assert asked[0].endswith(("calendar.events.owned.readonly", "Calendars.ReadBasic"))
    assert not any("secret" in value for value in query.values())


async def test_the_confirmation_makes_sense_for_a_person_without_a_name(at_google: Desk) -> None:
    link = await at_google.link()
    person = await at_google.person()
    async with at_google.database.write() as session:
        named = await people.by_id(session, person.tenant, person.id)
        assert named
        named.name = ""
    assert "for the person who asked for this link. Choose" in (await at_google.sign_in(link)).says


async def test_connecting_an_account_again_needs_no_confirmation(lena: Desk) -> None:
    await lena.connect()
    ((_, old),) = await lena.connected()
    person = await lena.person()
    async with lena.database.write() as session:
        for one in await calendars.of_person(session, person):
            calendars.store_cursor(session, one, "of the old token")
    lena.provider.account = "Lena@Northwind.example"  # the same, as providers may also write it
    page = await lena.sign_in(await lena.link())
    assert page.says.startswith("Your calendar is connected.")
    ((calendar, new),) = await lena.connected()
    assert new != old
    assert calendar.cursor == ""


async def test_no_secret_is_on_a_page_or_in_the_log_or_plain_in_the_database(lena: Desk) -> None:
    with capture_logs() as logs:
        back = await lena.sent_back(await lena.link())
        page = await lena.visit(back)
        async with lena.database.read() as session:
            stored = str((await session.exec(select(CalendarSignIn))).all())
        done = await lena.answer(page)
    secrets = [*URL(back).query.values(), *lena.provider._refresh, page.value, "access-"]
    for secret in secrets:
        assert secret not in done.text
        assert secret not in stored
        assert secret not in str(logs)
        assert secret == page.value or secret not in page.text


def test_no_secret_is_in_a_repr() -> None:
    owner = CalendarOwner("UTC")
    shown = repr(
        [
            calendar_sign_ins.SignIn(A, 1, "google", "hush", NOW),
            Grant("hush", NOW, "hush", "calendar", "lena@northwind.example"),
            Leased(1, A, "google", owner, NOW, "hush", "hush"),
            Visit(SignInStep.CONFIRM, value="hush"),
        ]
    )
    assert "hush" not in shown


async def test_the_page_keeps_to_itself(lena: Desk) -> None:
    back = await lena.sent_back(await lena.link())
    async with lena.client.get(back) as answer:
        headers = answer.headers
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


async def test_a_name_on_the_page_is_no_markup(lena: Desk) -> None:
    page = await lena.sign_in(await lena.link("<b>Lena</b>"))
    assert "<b>" not in page.text
    assert page.says.startswith("Is this the right calendar? Attune")
    assert "<b>Lena</b>" in page.says


@pytest.mark.parametrize("gone", [{"unreachable": "removed"}, {"standing": "left"}])
@pytest.mark.parametrize("when", ["before the sign-in", "before the answer"])
async def test_who_no_longer_uses_attune_connects_nothing(
    at_google: Desk, gone: dict[str, str], when: str
) -> None:
    async def goes() -> None:
        async with at_google.database.write() as session:
            lena = await people.find(session, "slack:T1", "Lena")
            assert lena
            lena.sqlmodel_update(gone)

    link = await at_google.link()
    if when == "before the sign-in":
        await goes()
        page = await at_google.sign_in(link)
    else:
        page = await at_google.sign_in(link)
        await goes()
        page = await at_google.answer(page)
    assert page.says.startswith("This link no longer works.")
    assert await at_google.connected() == []
    assert not any(at_google.provider.is_valid(token) for token in at_google.provider._refresh)


async def test_links_asked_for_early_do_not_exceed_the_limit(at_google: Desk) -> None:
    links = [await at_google.link() for _ in range(4)]
    pages = []
    for number, link in enumerate(links):
        at_google.provider.account = f"lena{number}@northwind.example"
        pages.append(await at_google.answer(await at_google.sign_in(link)))
    page = pages[-1]
    assert page.status == 400
    assert page.says.startswith("Nothing was connected. You can connect at most three calendars.")
    assert [one.label[:5] for one, _ in await at_google.connected()] == ["lena0", "lena1", "lena2"]
    (token,) = [
        token
        for token, consent in at_google.provider._refresh.items()
        if consent.account.startswith("lena3")
    ]
    assert not at_google.provider.is_valid(token)


async def test_a_fourth_calendar_replaces_one_that_can_no_longer_be_read(at_google: Desk) -> None:
    person, now = await at_google.person(), at_google.clock.now()
    async with at_google.database.write() as session:
        for number in range(3):
            one = await calendars.connect(
                session, person, now, kind="ics", secret="https://a.example/", label=f"c{number}"
            )
            if number == 1:
                one.trouble, one.failing_since = "not found", now
    link = await at_google.link()
    page = await at_google.answer(await at_google.sign_in(link))
    assert "looks for calls in lena@northwind.example, instead of c1." in page.says
    assert [one.label for one, _ in await at_google.connected()] == [
        *("c0", "c2", "lena@northwind.example")
    ]


@pytest.mark.parametrize("when", ["at the callback", "at the confirmation"])
async def test_a_fault_of_our_own_ends_in_a_sentence_and_is_in_the_log(
    at_google: Desk, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    async def fails(*_: object) -> None:
        raise ValueError("lena@northwind.example")

    back = await at_google.sent_back(await at_google.link())
    if when == "at the callback":
        monkeypatch.setattr(people, "lock", fails)
        with capture_logs() as logs:
            page = await at_google.visit(back)
    else:
        page = await at_google.visit(back)
        monkeypatch.setattr(people, "lock", fails)
        with capture_logs() as logs:
            page = await at_google.answer(page)
    assert page.status == 500
    assert page.says.startswith(
        "Something went wrong. Attune could not finish the sign-in. Go back to"
    )
    assert [(one["event"], one["error"]) for one in logs] == [
        ("calendar sign-in failed", "ValueError")
    ]
    assert "lena@" not in page.text + str(logs)


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
async def test_of_two_who_use_a_link_at_once_one_gets_it(engine: str, tmp_path: Path) -> None:
    async with opened(engine, tmp_path) as diary:
        first, second = diary.fleet.databases
        async with first.write() as session:
            person = await people.ensure(session, A, "lena", "Lena", "Europe/Berlin")
            for value, address in (("link", ""), ("old", "lena@ours.example")):
                kept = calendar_sign_ins.SignIn(A, person.id, "google", "s", diary.now, address)
                until = diary.now + (MINUTE if value == "link" else -MINUTE)
                await calendar_sign_ins.store(session, value, kept, until)

        async def use(database: Database) -> object:
            async with database.write() as session:
                return await calendar_sign_ins.use(session, "link", "google", diary.now)

        async def take(database: Database) -> object:
            async with database.write() as session:
                return await calendar_sign_ins.take_expired(session, diary.now, 10) or None

        for attempt in (use, take):
            got = await asyncio.gather(*(attempt(one) for one in (first, second) * 3))
            assert len([one for one in got if one is not None]) == 1


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
async def test_an_account_confirmed_twice_at_once_is_one_calendar(
    engine: str, tmp_path: Path
) -> None:
    async with opened(engine, tmp_path) as diary:
        databases = diary.fleet.databases
        async with databases[0].write() as session:
            person = await people.ensure(session, A, "lena", "Lena", "Europe/Berlin")
            account = calendar_sign_ins.SignIn(
                A, person.id, "google", "s", diary.now, "lena@ours.example"
            )
            for place in range(4):
                until = diary.now + MINUTE
                await calendar_sign_ins.store(session, f"page {place}", account, until)
        at = google("id", SecretStr("secret"))
        sign_ins = [SignIns({"google": at}, "", one, diary.fleet.clock) for one in databases]
        await asyncio.gather(
            *(sign_ins[n % 2].confirm("google", f"page {n}", yes=True) for n in range(4))
        )
        async with databases[0].read() as session:
            assert len(await calendars.of_person(session, person)) == 1


async def test_without_a_key_there_is_no_link(lena: Desk) -> None:
    lena.database.sealer = Sealer()
    with pytest.raises(NoKey):
        await lena.link()
