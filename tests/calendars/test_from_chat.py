"""From a button in chat to a calendar that is read, with everything that serves people."""

from itertools import count
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer
from pydantic import SecretStr

from bot.base.clock import FixedClock
from bot.build import build
from bot.calendars import providers
from bot.settings import Settings
from handlers.cards import Aside, Card, Link, Paragraph, Reply
from handlers.request import Means, Request, Sender
from storage.sealing import new_key
from tests.calendars.google import GoogleStandIn
from tests.calendars.sign_in import NOW, PUBLIC_URL, Desk

NUMBERS = count(1)
LENA = Sender("playground:demo", "lena", "Lena", "Europe/Berlin", standing="member")


def press(action: str, value: str = "") -> Request:
    """Lena presses a button."""
    return Request(f"r{next(NUMBERS)}", LENA, Means.BUTTON, action, value)


def link_in(reply: Reply | None) -> str:
    """The address that a reply links to."""
    assert isinstance(reply, Aside)
    assert isinstance(reply.card, Card)
    parts = [part for one in reply.card.blocks if isinstance(one, Paragraph) for part in one.text]
    return next(part.url for part in parts if isinstance(part, Link))


async def test_a_calendar_is_connected_from_chat_and_disconnected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = FixedClock(NOW)
    async with GoogleStandIn(clock, f"{PUBLIC_URL}/calendar/google/callback") as google:
        monkeypatch.setattr(providers, "google", lambda *_: google.provider)
        settings = Settings(
            _env_file=None,
            database_url=f"sqlite:///{tmp_path}/a.sqlite3",
            playground=True,
            google_client_id=google.provider.client_id,
            google_client_secret=SecretStr("GOCSPX-1"),
            public_url=PUBLIC_URL,
            encryption_keys=new_key(),
        )
        attune = await build(settings, clock)
        assert attune.sign_ins is not None
        chat = attune.conversation()
        async with attune.sign_ins.http, TestClient(TestServer(attune.web)) as client:
            desk = Desk("google", attune.database, clock, google, attune.sign_ins, client)
            shown = await chat.answer(press("calendar.show"), NOW)
            assert "Sign in with Google" in str(shown)
            assert "Microsoft" not in str(shown)
            link = link_in(await chat.answer(press("calendar.sign_in", "google"), NOW))
            page = await desk.answer(await desk.sign_in(link))
            assert page.says.startswith("Your calendar is connected.")
            ((calendar, token),) = await desk.connected("lena", LENA.tenant)
            assert "lena@northwind.example" in str(await chat.answer(press("calendar.show"), NOW))
            await chat.answer(press("calendar.disconnect", str(calendar.id)), NOW)
            assert await desk.connected("lena", LENA.tenant) == []
            await attune.sign_ins.revoke_unused()
            assert not google.is_valid(token)
        await attune.stop()
