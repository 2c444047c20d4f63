"""Make the pollers that read calendars, transcripts and public sources."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from bot.base.clock import Clock
from bot.base.metrics import Metrics
from bot.calendars.kinds import OpenCalendar
from bot.calendars.poller import CalendarPoller
from bot.chores import Served
from bot.crm.poller import CrmPoller
from bot.crm.writer import CrmWriter
from bot.public_sources.pace import HostPace
from bot.settings import Settings
from bot.transcripts.sources.fetching_reader import FetchingReader
from bot.transcripts.sources.poller import TranscriptPoller
from bot.transcripts.sources.setup import ConfiguredSources
from bot.transcripts.sources.taking_in import TranscriptIntake
from handlers.admission import Admission
from handlers.playbook.in_use import Playbooks
from handlers.playbook.loader import Playbook
from handlers.services import Services
from handlers.sources.calendars.known import MeetingRules
from storage.choices import CalendarKind
from storage.database.connection import Database

if TYPE_CHECKING:
    from bot.public_sources.poller import PublicPoller


LookedUp = Callable[[Collection[tuple[str, int]]], None]  # gets each account's tenant and id


class CrmWork(NamedTuple):
    """The objects that read and write the CRMs of a platform's tenants."""

    poller: CrmPoller
    writer: CrmWriter


@dataclass(frozen=True)
class Pollers:
    """Makes pollers. `changed` is called when a poller may have planned messages.

    In all methods, `served` returns the tenants that are served at this moment. If `served` is
    None, all tenants of the platform are served.
    """

    settings: Settings
    database: Database
    playbook: Playbook
    playbooks: Playbooks
    admission: Admission
    metrics: Metrics
    changed: Callable[[], None]

    def calendars(
        self,
        platform: str,
        clock: Clock,
        kinds: Mapping[CalendarKind, OpenCalendar],
        *,
        served: Served | None = None,
    ) -> CalendarPoller:
        """Return a poller that reads the calendars of a platform's people."""
        rules = MeetingRules(self.settings.own_domains, self.playbook.meetings)
        return CalendarPoller(
            self.database,
            platform,
            clock,
            kinds,
            rules,
            metrics=self.metrics,
            served=served,
            admission=self.admission,
            stored=self.changed,
        )

    def transcripts(
        self,
        platform: str,
        clock: Clock,
        sources: ConfiguredSources,
        reader: FetchingReader,
        services: Services,
        *,
        served: Served,
    ) -> TranscriptPoller:
        """Return a poller that fetches and measures the transcripts of a platform's people."""
        intake = TranscriptIntake(
            self.database,
            clock,
            self.playbook,
            reader,
            admission=self.admission,
            changed=self.changed,
            playbooks=self.playbooks,
            services=services,
        )
        return TranscriptPoller(
            self.database,
            platform,
            clock,
            sources.kinds,
            intake,
            served=served,
            admission=self.admission,
            changed=self.changed,
        )

    def public_sources(
        self, clock: Clock, served: Served, pace: HostPace, looked_up: LookedUp
    ) -> "PublicPoller":
        """Return a poller that looks up accounts, and then passes them to `looked_up`."""
        # These modules load large libraries for web pages and mail records, which most
        # installations never use.
        from bot.public_sources.client import guarded  # noqa: PLC0415
        from bot.public_sources.poller import PublicPoller  # noqa: PLC0415

        client = partial(guarded, self.settings.research_contact)
        return PublicPoller(
            self.database,
            clock,
            served,
            client,
            pace=pace,
            metrics=self.metrics,
            playbooks=self.playbooks,
            looked_up=looked_up,
        )
