"""Connecting a calendar by signing in at Google or Microsoft."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest
from pydantic import SecretStr
from sqlmodel import select
from structlog.testing import capture_logs
from yarl import URL

from bot.base.visit_limit import A_MINUTE
from bot.calendars.kinds import CalendarOwner
from bot.calendars.leases import Leased
from bot.calendars.oauth import GIVE_BACK, SignIns, SignInStep, Visit
from bot.calendars.providers import google
from bot.calendars.tokens import Grant
from bot.intake.json_http import HttpAnswer
from storage import calendar_sign_ins, calendars, people, plan_changes, suppressed_names
from storage.choices import CalendarKind, Former
from storage.database.connection import Database
from storage.rights.erasure.people import erase_person
from storage.sealing import NoKey, Sealer
from storage.tables import CalendarSignIn
from tests.calendars.provider import failing
from tests.calendars.sign_in import NOW, Desk, desk
from tests.delivery.world import A
from tests.sources.diary import MINUTE, opened

CHAT = "Go back to your chat with Attune, and connect the calendar again from there"


@pytest.fixture(params=["google", "microsoft"])
async def lena(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Desk]:
    """Lena's desk, at each provider."""
    async with desk(cast("CalendarKind", request.param), tmp_path) as opened:
        yield opened
        assert opened.provider.complaints == []


@pytest.fixture
async def at_google(tmp_path: Path) -> AsyncIterator[Desk]:
    """Lena's desk, at Google alone."""
    async with desk("google", tmp_path) as opened:
        yield opened


async def test_a_calendar_is_connected_after_its_address_was_confirmed(lena: Desk) -> None:
    page = await lena.sign_in(await lena.link())
    assert page.says == (
        "Is this the right calendar? Attune will look for calls in lena@northwind.example, for "
        "Lena. Choose Connect only if that is you, and you asked Attune for the link yourself."
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
    for _ in range(A_MINUTE - 1):
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


async def test_scope_unticked(lena: Desk) -> None:
    """Whoever leaves out the calendar is signed in, but not connected, and is told."""
    lena.provider.unticked = lena.provider.provider.permission
    page = await lena.sign_in(await lena.link())
    assert page.says == (
        f"Not connected yet. The permission to read your calendar was left out. {CHAT}, and leave "
        "its box ticked."
    )
    assert await lena.connected() == []
    (token,) = lena.provider._refresh
    assert lena.provider.is_valid(token) == (not lena.provider.provider.revoke)
    lena.provider.unticked = ""
    await lena.connect()
    assert len(await lena.connected()) == 1


async def test_denied(lena: Desk) -> None:
    lena.provider.answers = "access_denied"
    page = await lena.sign_in(await lena.link())
    assert page.says.startswith("Nothing was connected. ")
    assert "ask your administrator" in page.says
    assert await lena.connected() == []


async def test_an_error_in_the_address_is_not_repeated(lena: Desk) -> None:
    state = URL(await lena.link()).query["state"]
    with capture_logs() as logs:
        page = await lena.visit(
            f"/calendar/{lena.kind}/callback?state={state}&error=<script>&error_description=Pay"
        )
    assert "script" not in page.text + str(logs)
    assert "Pay" not in page.text + str(logs)


async def test_a_link_works_once(lena: Desk) -> None:
    back = await lena.sent_back(await lena.link())
    page = await lena.visit(back)
    again = await lena.visit(back)
    assert again.status == 400
    assert again.says == (
        "This link no longer works. It was used already, or is older than ten minutes. If your "
        "calendar is connected, your chat with Attune says so. If not, connect it again from there."
    )
    assert (await lena.answer(page)).status == 200
    assert (await lena.answer(page)).says.startswith("This link no longer works.")
    assert len(await lena.connected()) == 1


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


GRANTED = {"access_token": "a", "expires_in": 3600, "refresh_token": "r"}
HEADER = "eyJhbGciOiJIUzI1NiJ9"


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ([], "did not complete the sign-in"),
        (GRANTED | {"access_token": 5}, "did not complete the sign-in"),
        (GRANTED | {"expires_in": "soon"}, "did not complete the sign-in"),
        (GRANTED | {"refresh_token": "\ud800"}, "did not complete the sign-in"),
        (GRANTED | {"scope": ["all"]}, "was left out"),
        (GRANTED | {"id_token": "\ud800.x.y"}, "calls in Google, for Lena"),
        (GRANTED | {"id_token": f"{HEADER}.{'W1tb' * 50_000}.AAAA"}, "calls in Google, for Lena"),
    ],
)
async def test_a_grant_that_makes_no_sense_ends_in_a_sentence(
    at_google: Desk, monkeypatch: pytest.MonkeyPatch, body: object, says: str
) -> None:
    back = await at_google.sent_back(await at_google.link())
    provider = at_google.provider.provider
    if isinstance(body, dict):
        body = {"scope": provider.permission} | body

    async def answers(*_: object) -> HttpAnswer:
        return HttpAnswer(200, body)

    monkeypatch.setattr(at_google.sign_ins.http, "post", answers)
    assert says in (await at_google.visit(back)).says


async def test_a_link_confirms_nothing_and_a_confirmation_is_no_link(lena: Desk) -> None:
    state = URL(await lena.link()).query["state"]
    form = {"value": state, "answer": "yes"}
    async with lena.client.post(f"/calendar/{lena.kind}/confirm", data=form) as answer:
        assert "This link no longer works" in await answer.text()
    page = await lena.sign_in(await lena.link())
    page = await lena.visit(f"/calendar/{lena.kind}/callback?state={page.value}&code=x")
    assert page.says.startswith("This link no longer works.")
    assert await lena.connected() == []


async def test_a_link_expires_after_ten_minutes(lena: Desk) -> None:
    link = await lena.link()
    lena.clock.moment += timedelta(minutes=10)
    assert (await lena.sign_in(link)).says.startswith("This link no longer works.")
    link = await lena.link()
    lena.clock.moment += timedelta(minutes=9)
    page = await lena.sign_in(link)
    assert page.says.startswith("Is this the right calendar?")
    lena.clock.moment += timedelta(minutes=10)
    assert (await lena.answer(page)).says.startswith("This link no longer works.")
    assert await lena.connected() == []


@pytest.mark.parametrize(
    "query", ["", "?state=", "?state=x&code=y", "?code=y", "?error=x", "?state=%ff%00"]
)
async def test_an_address_that_nobody_asked_for_connects_nothing(lena: Desk, query: str) -> None:
    page = await lena.visit(f"/calendar/{lena.kind}/callback{query}")
    assert page.says.startswith("This link no longer works.")


async def test_a_program_that_checks_links_does_not_use_one_up(lena: Desk) -> None:
    back = await lena.sent_back(await lena.link())
    async with lena.client.head(back) as answer:
        assert answer.status == 405
    assert (await lena.visit(back)).says.startswith("Is this the right calendar?")


async def test_a_code_of_another_sign_in_is_refused(lena: Desk) -> None:
    """An intercepted code is useless: it works only with the link that it was issued for."""
    theirs = URL(await lena.sent_back(await lena.link("Mallory")))
    ours = URL(await lena.sent_back(await lena.link()))
    page = await lena.visit(str(theirs.update_query(code=ours.query["code"])))
    assert "did not complete the sign-in" in page.says
    assert await lena.connected("Mallory") == []


async def test_a_code_for_another_address_is_refused(lena: Desk) -> None:
    """PUBLIC_URL was changed meanwhile, so the code is for an address that is not ours now."""
    back = await lena.sent_back(await lena.link())
    lena.sign_ins._public_url = "https://other.northwind.example"
    page = await lena.visit(back)
    assert "did not complete the sign-in" in page.says


async def test_an_address_that_is_not_registered_never_comes_back(lena: Desk) -> None:
    lena.provider.redirect = "https://other.northwind.example/callback"
    with pytest.raises(AssertionError, match="redirect_uri_mismatch"):
        await lena.sent_back(await lena.link())


async def test_a_code_that_is_too_old_is_refused(lena: Desk) -> None:
    back = await lena.sent_back(await lena.link())
    lena.clock.moment += timedelta(minutes=6)  # by then, our link is still good
    assert "did not complete the sign-in" in (await lena.visit(back)).says


async def test_without_a_refresh_token_nothing_is_connected(lena: Desk) -> None:
    lena.provider.gives_refresh = False
    assert "did not complete the sign-in" in (await lena.sign_in(await lena.link())).says
    assert await lena.connected() == []


async def test_a_provider_that_does_not_answer_is_said(lena: Desk) -> None:
    back = await lena.sent_back(await lena.link())
    await lena.provider._server.close()
    page = await lena.visit(back)
    assert "does not answer at the moment" in page.says


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
    assert page.says.startswith("Something went wrong. Attune could not finish this. Go back to")
    assert [(one["event"], one["error"]) for one in logs] == [
        ("calendar sign-in failed", "ValueError")
    ]
    assert "lena@" not in page.text + str(logs)


async def test_somebody_else_who_opens_the_link_sees_for_whom_it_is(lena: Desk) -> None:
    """Tomas gets Lena's link: he is told her name, and says no; nothing of his is kept."""
    link = await lena.link()
    lena.provider.account = "tomas@northwind.example"
    page = await lena.sign_in(link)
    assert "calls in tomas@northwind.example, for Lena" in page.says
    page = await lena.answer(page, "no")
    assert page.says == (
        f"Nothing was connected. Attune keeps nothing of that account. {CHAT}, if you still want "
        "to connect one."
    )
    assert await lena.connected() == []
    async with lena.database.read() as session:
        assert (await session.exec(select(CalendarSignIn))).all() == []


async def test_also_if_lena_has_a_calendar_already(lena: Desk) -> None:
    await lena.connect()
    link = await lena.link()
    lena.provider.account = "tomas@northwind.example"
    assert (await lena.sign_in(link)).says.startswith("Is this the right calendar?")
    assert len(await lena.connected()) == 1


@pytest.mark.parametrize(
    "form",
    [
        b"",
        b"value=%00&answer=yes",
        b"value=%ff%fe\xff",
        b"--x\r\n",
        b"a=1&b=2&c=3",
        b"value=" * 9999,
    ],
)
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
async def test_a_form_that_is_not_ours_confirms_nothing(
    at_google: Desk, form: bytes, kind: str
) -> None:
    headers = {"Content-Type": kind}
    path = "/calendar/google/confirm"
    async with at_google.client.post(path, data=form, headers=headers) as answer:
        assert answer.status == 400


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


async def test_disconnecting_revokes_at_google(at_google: Desk) -> None:
    await at_google.connect()
    ((_, token),) = await at_google.connected()
    await at_google.disconnect()
    await at_google.sign_ins.give_back()
    assert not at_google.provider.is_valid(token)


async def test_what_google_does_not_revoke_now_is_tried_again(at_google: Desk) -> None:
    await at_google.connect()
    ((_, token),) = await at_google.connected()
    await at_google.disconnect()
    at_google.provider.revoking = [failing(503)]
    with capture_logs() as logged:
        await at_google.sign_ins.give_back()
    assert [line["trouble"] for line in logged] == ["no answer"]
    await at_google.sign_ins.give_back()
    assert at_google.provider.is_valid(token)
    at_google.clock.moment += timedelta(hours=1)
    await at_google.sign_ins.give_back()
    assert not at_google.provider.is_valid(token)


async def test_an_account_that_is_connected_elsewhere_is_not_revoked(at_google: Desk) -> None:
    """Revoking one token of an account ends all of them."""
    await at_google.connect()
    await at_google.connect("Lena", "teams:X")
    ((_, token),) = await at_google.connected("Lena", "teams:X")
    await at_google.disconnect()
    await at_google.sign_ins.give_back()
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
    await at_google.sign_ins.give_back()
    await at_google.answer(page)
    ((_, token),) = await at_google.connected()
    assert at_google.provider.is_valid(token)
    await at_google.disconnect()
    await at_google.sign_in(await at_google.link())
    await at_google.sign_ins.give_back()
    at_google.clock.moment += timedelta(minutes=10)
    await at_google.sign_ins.give_back()
    assert not any(at_google.provider.is_valid(one) for one in at_google.provider._refresh)


async def test_an_account_that_nobody_confirms_is_given_back(at_google: Desk) -> None:
    await at_google.sign_in(await at_google.link())
    (token,) = at_google.provider._refresh
    await at_google.sign_ins.give_back()
    assert at_google.provider.is_valid(token)
    at_google.clock.moment += timedelta(minutes=10)
    await at_google.sign_ins.give_back()
    assert not at_google.provider.is_valid(token)


async def test_a_token_that_cannot_be_given_back_without_its_key_is_logged(at_google: Desk) -> None:
    await at_google.sign_in(await at_google.link())
    at_google.clock.moment += timedelta(minutes=10)
    at_google.database.sealer = Sealer()
    with capture_logs() as logged:
        await at_google.sign_ins.give_back()
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
    for _ in range(GIVE_BACK):
        await at_google.link()
    at_google.clock.moment += timedelta(minutes=10)
    await at_google.connect()
    ((_, token),) = await at_google.connected()
    await at_google.disconnect()
    await at_google.sign_ins.give_back()
    assert not at_google.provider.is_valid(token)


async def test_links_that_nobody_opens_are_forgotten(lena: Desk) -> None:
    await lena.link()
    lena.clock.moment += timedelta(minutes=10)
    await lena.sign_ins.give_back()
    assert lena.provider.revocations == 0
    async with lena.database.read() as session:
        assert (await session.exec(select(CalendarSignIn))).all() == []
