"""Decide which sources of transcripts are set up, and check their settings."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.base.clock import Clock
from bot.calendars.http import ProviderClient
from bot.calendars.mailbox import Mailbox
from bot.calendars.oauth import SignIns
from bot.calendars.tokens import CalendarTokens
from bot.settings import TEAMS, Settings
from bot.transcripts.sources.common import OpenSource
from bot.transcripts.sources.graph import GraphTranscripts
from bot.transcripts.sources.graph_tokens import GraphTokens
from bot.transcripts.sources.meet import MeetTranscripts
from handlers.limits import TRANSCRIPT_SIZE
from storage.choices import TranscriptSourceKind
from storage.tables import Person


class ConfiguredSources:
    """The sources that are set up. Implements `handlers.sources.ports.TranscriptSources`.

    Start `http` before the first request, and stop it at the end.
    """

    def __init__(self, settings: Settings, clock: Clock, sign_ins: SignIns | None) -> None:
        self.http = ProviderClient(max_bytes=TRANSCRIPT_SIZE)
        self._sign_ins = sign_ins
        self._tenant = ""
        self.kinds: Mapping[TranscriptSourceKind, OpenSource] = {}
        kinds: dict[TranscriptSourceKind, OpenSource] = {}
        if settings.microsoft_transcripts and settings.teams:
            self._tenant = f"teams:{settings.teams.tenant_id}"
            kinds["microsoft"] = partial(_graph, GraphTokens(settings.teams, self.http, clock))
        if settings.google_transcripts and sign_ins and "meet" in sign_ins.tokens:
            kinds["google"] = partial(_meet, sign_ins.tokens["meet"])
        self.kinds = kinds

    def offered(self, person: Person) -> list[TranscriptSourceKind]:
        """Return the sources that Attune can read for this person.

        Microsoft is offered only to people on Teams in our own tenant. Our token is for this tenant
        only, and we don't know the Microsoft ids of people on other platforms. Nothing is offered
        in the playground, because its clock differs from the clock of real calls.
        """
        there = {
            "microsoft": person.tenant == self._tenant,
            "google": not person.tenant.startswith("playground:"),
        }
        return [kind for kind in self.kinds if there[kind]]

    async def link_for(self, session: AsyncSession, person: Person, now: datetime) -> str:
        """Return a link to sign in with Google.

        Raises KeyError if signing in is not set up. Raises NoKey if there is no encryption key.
        """
        if self._sign_ins is None:
            raise KeyError("meet")
        return await self._sign_ins.link_for(session, person, "meet", now)


def mistakes(settings: Settings) -> Iterator[str]:
    """Yield a sentence for each source that lacks settings."""
    teams = settings.teams
    if settings.microsoft_transcripts and not (teams and teams.client_id and teams.tenant_id):
        yield (
            f"MICROSOFT_TRANSCRIPTS needs the Teams settings: {TEAMS}CLIENTID, "
            f"{TEAMS}CLIENTSECRET and {TEAMS}TENANTID."
        )
    # If only the Google id or only the secret is missing, the check of the calendar settings
    # reports it.
    if settings.google_transcripts and not (
        settings.google_client_id or settings.google_client_secret.get_secret_value()
    ):
        yield (
            "GOOGLE_TRANSCRIPTS needs GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET. "
            "docs/calendars.md says where to find them."
        )


def _graph(tokens: GraphTokens, _: str, organizers: Sequence[str]) -> GraphTranscripts:
    return GraphTranscripts(tokens, organizers)


def _meet(tokens: CalendarTokens, refresh: str, _: Sequence[str]) -> MeetTranscripts:
    return MeetTranscripts(Mailbox(tokens, refresh))
