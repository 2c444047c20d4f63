"""Links, codes and answers that connect no calendar, and what people read then."""

from datetime import timedelta

import pytest
from sqlmodel import select
from structlog.testing import capture_logs
from yarl import URL

from bot.intake.json_http import HttpAnswer
from storage.tables import CalendarSignIn
from tests.calendars.sign_in import Desk
from tests.calendars.test_sign_in import CHAT


async def test_scope_unticked(lena: Desk) -> None:
    """Whoever leaves out the calendar is signed in, but not connected, and is told."""
    lena.provider.unticked = lena.provider.provider.permission
    page = await lena.sign_in(await lena.link())
    assert page.says == (
        f"Not connected yet. The permission to read your calendar was left out. {CHAT}, and tick "
        "the box for that permission."
    )
    assert await lena.connected() == []
    (token,) = lena.provider._refresh
    assert lena.provider.is_valid(token) == (not lena.provider.provider.revoke_url)
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
        "This link no longer works. It has already been used, or is older than ten minutes. If "
        "your calendar is connected, your chat with Attune says so. If not, connect it again from "
        "there."
    )
    assert (await lena.answer(page)).status == 200
    assert (await lena.answer(page)).says.startswith("This link no longer works.")
    assert len(await lena.connected()) == 1


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
    assert "is not answering at the moment" in page.says


async def test_somebody_else_who_opens_the_link_sees_for_whom_it_is(lena: Desk) -> None:
    """Tomas gets Lena's link: he is told her name, and says no; nothing of his is kept."""
    link = await lena.link()
    lena.provider.account = "tomas@northwind.example"
    page = await lena.sign_in(link)
    assert "calls in tomas@northwind.example, for Lena" in page.says
    page = await lena.answer(page, "no")
    assert page.says == (
        "Nothing was connected. Attune kept nothing from that account. If you still want to "
        "connect a calendar, go back to your chat with Attune."
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
