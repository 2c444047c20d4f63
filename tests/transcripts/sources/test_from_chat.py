"""/rhythm transcripts: on, off, signing in at Google, and what an administrator has not set up."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.settings import Settings
from bot.transcripts.sources import setup
from bot.transcripts.sources.setup import ConfiguredSources
from handlers import features
from handlers.cards import Aside, Buttons, Card, Link
from handlers.conversation import Conversation
from handlers.request import Means, Request, Sender
from handlers.services import Services
from storage.meetings import calendars
from storage.sources import transcript_consents
from storage.tables import Person, TranscriptConsent
from tests.calendars.sign_in import NOW, Desk, desk
from tests.shipped import SHIPPED_PLAYBOOK
from tests.transcripts.desk import said

TENANT = "22222222-2222-4222-8222-222222222222"
LENA = Sender(f"teams:{TENANT}", "lena-oid", "Lena", "Europe/Berlin")


@dataclass
class Chat:
    """Lena's chat, on Teams."""

    talk: Conversation
    labels: list[str] = field(default_factory=list)
    buttons: dict[str, tuple[str, str]] = field(default_factory=dict)
    link: str = ""
    number: int = 0

    async def asks(self, means: Means, name: str, text: str = "", sender: Sender = LENA) -> str:
        self.number += 1
        reply = await self.talk.answer(
            Request(f"{id(self)}-{self.number}", sender, means, name, text), NOW
        )
        card = reply.card if isinstance(reply, Aside) else reply
        assert isinstance(card, Card), reply
        rows = [one for block in card.blocks if isinstance(block, Buttons) for one in block.buttons]
        self.buttons = {one.label: (one.action, one.value) for one in rows}
        self.link = next((one for one in _links(card)), "")
        return said(reply)

    async def presses(self, label: str) -> str:
        return await self.asks(Means.BUTTON, *self.buttons[label])


def _links(card: Card) -> list[str]:
    spans = [span for block in card.blocks for span in getattr(block, "text", ())]
    return [span.url for span in spans if isinstance(span, Link)]


def settings(**more: object) -> Settings:
    return Settings(_env_file=None, **more)  # type: ignore[arg-type]


BOTH = {
    "microsoft_transcripts": True,
    "google_transcripts": True,
    "teams_client_id": "a",
    "teams_client_secret": SecretStr("s"),
    "teams_tenant_id": TENANT,
    "google_client_id": "4711.apps.googleusercontent.com",
    "google_client_secret": SecretStr("s"),
}


@pytest.fixture
async def meet(tmp_path: Path) -> AsyncIterator[Desk]:
    async with desk("meet", tmp_path) as found:
        yield found


def chat(meet: Desk, **settings_: object) -> Chat:
    sources = ConfiguredSources(settings(**settings_), meet.clock, meet.sign_ins)
    registry = features.registry()
    return Chat(
        Conversation(
            registry, meet.database, SHIPPED_PLAYBOOK, services=Services(transcript_sources=sources)
        )
    )


async def consents(meet: Desk, sender: Sender = LENA) -> list[TranscriptConsent]:
    async with meet.database.write() as session:
        person = await sender.add_or_update(session)
        return list(await transcript_consents.of_person(session, person))


async def test_it_is_turned_on_and_off_in_chat(meet: Desk) -> None:
    talk = chat(meet)
    await talk.asks(Means.COMMAND, "rhythm")
    assert list(talk.buttons) == ["Pause…", "More…", "My data", "Change times"]  # and the menu
    await talk.presses("More…")
    assert "Transcripts" not in talk.buttons
    talk = chat(meet, **BOTH)
    await talk.asks(Means.COMMAND, "rhythm")
    await talk.presses("More…")
    shown = await talk.presses("Transcripts")
    assert "I read the transcripts of your own calls, and keep the figures, not the words." in shown
    assert "without everybody's consent is against the law" in shown
    assert list(talk.buttons) == ["Turn on for Teams", "Turn on for Google Meet"]
    assert "Teams: on since today 09:00." in await talk.presses("Turn on for Teams")
    (given,) = await consents(meet)
    assert (given.kind, given.given_at, given.secret) == ("microsoft", NOW, "")
    assert list(talk.buttons) == ["Turn on for Google Meet", "Turn off"]
    assert "Off. I won't fetch any more transcripts." in await talk.presses("Turn off")
    assert await consents(meet) == []


async def test_where_nothing_is_set_up_it_says_what_works(meet: Desk) -> None:
    talk = chat(meet)
    assert "your admin has not set that up. Drop a transcript here" in await talk.asks(
        Means.COMMAND, "rhythm", "transcripts"
    )
    assert talk.buttons == {}
    talk = chat(meet, **BOTH)
    elsewhere = replace(LENA, tenant="teams:another")
    for sender in (elsewhere, replace(LENA, tenant="slack:T1")):
        await talk.asks(Means.COMMAND, "rhythm", "transcripts", sender)
        assert list(talk.buttons) == ["Turn on for Google Meet"]
        refused = await talk.asks(Means.BUTTON, "transcripts.on", "microsoft", sender)
        assert "your admin has not set that up" in refused
        assert await consents(meet, sender) == []


async def signed_in(meet: Desk, talk: Chat) -> str:
    await talk.asks(Means.BUTTON, "transcripts.on", "google")
    page = await meet.sign_in(talk.link)
    return (await meet.answer(page)).says if page.status == 200 else page.says


async def test_a_sign_in_that_fails_leads_back_to_the_transcripts(
    meet: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(meet.sign_ins, "finish", fails)
    page = await meet.visit(f"/calendar/{meet.kind}/callback?state=a&code=b")
    assert page.status == 500
    assert "type “rhythm transcripts”, and sign in again in a few minutes" in page.says
    assert "calendar" not in page.says


async def test_a_rep_signs_in_at_google_and_the_token_is_revoked_when_they_end_it(
    meet: Desk,
) -> None:
    talk = chat(meet, **BOTH)
    assert (await signed_in(meet, talk)).startswith("Attune can now read your transcripts.")
    (given,) = await consents(meet)
    assert (given.kind, given.label) == ("google", "lena@northwind.example")
    async with meet.database.read() as session:
        token = transcript_consents.secret(session, given)
    assert token not in given.secret
    assert meet.provider.is_valid(token)
    shown = await talk.asks(Means.COMMAND, "rhythm", "transcripts")
    assert "Google Meet, lena@northwind.example: on since today 09:00." in shown
    await talk.presses("Turn off")
    await meet.sign_ins.revoke_unused()
    assert not meet.provider.is_valid(token)


async def test_a_token_is_not_revoked_while_the_accounts_calendar_is_connected(meet: Desk) -> None:
    """Google ends all that our app has of an account at once."""
    talk = chat(meet, **BOTH)
    await signed_in(meet, talk)
    person = await _lena(meet)
    async with meet.database.write() as session:
        await calendars.connect(
            session, person, NOW, kind="google", secret="c", label="lena@northwind.example"
        )
    await talk.asks(Means.BUTTON, "transcripts.off")
    await meet.sign_ins.revoke_unused()
    assert meet.provider.revocations == 0


async def test_without_the_permission_nothing_is_stored(meet: Desk) -> None:
    talk = chat(meet, **BOTH)
    meet.provider.unticked = meet.provider.provider.permission
    assert "The permission to read your meetings was left out." in await signed_in(meet, talk)
    meet.provider.answers = "access_denied"
    assert "Google did not let Attune read your transcripts." in await signed_in(meet, talk)
    assert await consents(meet) == []


async def _lena(meet: Desk) -> Person:
    async with meet.database.write() as session:
        return await LENA.add_or_update(session)


@pytest.mark.parametrize(
    ("changed", "said_"),
    [
        ({}, []),
        ({"teams_client_id": ""}, ["MICROSOFT_TRANSCRIPTS needs the Teams settings"]),
        (
            {"google_client_id": "", "google_client_secret": SecretStr("")},
            ["GOOGLE_TRANSCRIPTS needs GOOGLE_CLIENT_ID"],
        ),
    ],
)
def test_settings_that_are_missing_are_named(changed: dict[str, object], said_: list[str]) -> None:
    found = list(setup.mistakes(settings(**{**BOTH, **changed})))
    assert [one for one, wanted in zip(found, said_, strict=True) if wanted not in one] == []
