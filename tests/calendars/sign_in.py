"""A desk at which somebody connects a calendar in their browser, with stand-ins as providers."""

import html
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from yarl import URL

from bot.base.clock import FixedClock
from bot.base.visit_limit import VisitLimit
from bot.calendars.callback import CallbackPages
from bot.calendars.oauth import SignIns
from storage.choices import SignInKind
from storage.database.connection import Database
from storage.meetings import calendars
from storage.sealing import Sealer, new_key
from storage.tables import CalendarConnection, Person
from storage.workspace import people
from tests import sqlite
from tests.calendars.google import GoogleStandIn
from tests.calendars.microsoft import MicrosoftStandIn
from tests.calendars.provider import ProviderStandIn
from tests.transcripts.sources.meet import MeetStandIn

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
PUBLIC_URL = "https://attune.northwind.example"
STAND_INS: dict[str, type[Any]] = {
    "google": GoogleStandIn,
    "microsoft": MicrosoftStandIn,
    "meet": MeetStandIn,
}


@dataclass
class Page:
    """A page that somebody sees."""

    status: int
    text: str  # its HTML

    @property
    def says(self) -> str:
        """Its title and its sentence."""
        found = re.search("<h1>(.*?)</h1><p>(.*?)</p>", self.text)
        assert found
        stop = "" if found[1].endswith("?") else "."
        return html.unescape(f"{found[1]}{stop} {found[2]}")

    @property
    def value(self) -> str:
        """What confirms the account."""
        found = re.search('name="value" value="([^"]+)"', self.text)
        assert found
        return found[1]


@dataclass
class Desk:
    """The database, a provider, and our pages. `kind` is the provider's."""

    kind: SignInKind
    database: Database
    clock: FixedClock
    provider: ProviderStandIn
    sign_ins: SignIns
    client: TestClient[web.Request, web.Application]

    async def person(self, who: str = "Lena", tenant: str = "slack:T1") -> Person:
        """Somebody who talks with Attune."""
        async with self.database.write() as session:
            return await people.ensure(session, tenant, who, who, "Europe/Berlin")

    async def link(self, who: str = "Lena", tenant: str = "slack:T1") -> str:
        """The link that somebody gets in chat."""
        person = await self.person(who, tenant)
        async with self.database.write() as session:
            return await self.sign_ins.link_for(session, person, self.kind, self.clock.now())

    async def sent_back(self, link: str) -> str:
        """Sign in with a link; where the provider sends the browser, without our host."""
        async with (
            aiohttp.ClientSession() as browser,
            browser.get(URL(link), allow_redirects=False) as answer,
        ):
            assert answer.status == 302, await answer.text()
            back = answer.headers["Location"]
        assert back.startswith(f"{PUBLIC_URL}/calendar/{self.kind}/callback?")
        return back.removeprefix(PUBLIC_URL)

    async def visit(self, path: str) -> Page:
        """Open a page of ours."""
        async with self.client.get(path) as answer:
            return Page(answer.status, await answer.text())

    async def sign_in(self, link: str) -> Page:
        """Sign in with a link, and come back."""
        return await self.visit(await self.sent_back(link))

    async def answer(self, page: Page, answer: str = "yes") -> Page:
        """Say whether the account on a page is the right one."""
        form = {"value": page.value, "answer": answer}
        async with self.client.post(f"/calendar/{self.kind}/confirm", data=form) as done:
            return Page(done.status, await done.text())

    async def connect(self, who: str = "Lena", tenant: str = "slack:T1") -> None:
        """Connect a calendar, and confirm the account."""
        await self.answer(await self.sign_in(await self.link(who, tenant)))

    async def connected(
        self, who: str = "Lena", tenant: str = "slack:T1"
    ) -> list[tuple[CalendarConnection, str]]:
        """The calendars that somebody has connected, with their refresh tokens."""
        person = await self.person(who, tenant)
        async with self.database.read() as session:
            found = await calendars.of_person(session, person)
            return [(one, calendars.secret(session, one)) for one in found]

    async def disconnect(self, who: str = "Lena", tenant: str = "slack:T1") -> None:
        """Disconnect all calendars of somebody."""
        person = await self.person(who, tenant)
        async with self.database.write() as session:
            for one in await calendars.of_person(session, person):
                await calendars.disconnect(session, one)


@asynccontextmanager
async def desk(kind: SignInKind, folder: Path) -> AsyncIterator[Desk]:
    """A desk with a provider of this kind."""
    clock = FixedClock(NOW)
    redirect = f"{PUBLIC_URL}/calendar/{kind}/callback"
    file = await sqlite.migrated(folder / "attune.sqlite3")
    database = Database(f"sqlite:///{file}", Sealer([new_key()]))
    async with STAND_INS[kind](clock, redirect) as provider:
        sign_ins = SignIns({kind: provider.provider}, PUBLIC_URL, database, clock)
        app = web.Application()
        app.add_routes(CallbackPages(sign_ins, VisitLimit(clock)).routes())
        async with sign_ins.http, TestClient(TestServer(app)) as client:
            yield Desk(kind, database, clock, provider, sign_ins, client)
    await database.close()
