"""Build Attune from settings, database, playbook, platforms, delivery and web server."""

import asyncio
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from aiohttp import web

from bot import problems
from bot.base.background import Background
from bot.base.clock import Clock, OffsetClock, SystemClock
from bot.base.loopback import is_loopback
from bot.base.metrics import Metrics
from bot.base.request_priority import RequestPriority
from bot.base.stalls import sample
from bot.base.visit_limit import VisitLimit
from bot.calendars import providers
from bot.calendars.callback import CallbackPages
from bot.calendars.kinds import OpenCalendar, calendar_kinds
from bot.calendars.oauth import SignIns
from bot.calendars.poller import CalendarPoller
from bot.chores import Chores, Daily, tenants_served
from bot.crm.http import CrmClient
from bot.crm.hubspot_accounts import HubSpotAccounts
from bot.crm.opening import CrmOpener
from bot.crm.poller import CrmPoller
from bot.crm.salesforce_orgs import SalesforceOrgs
from bot.crm.teams import CrmTeams
from bot.crm.writer import CrmWriter
from bot.delivery.loop import Delivery
from bot.delivery.waker import DRAIN, Waker
from bot.intake.poller import Poller
from bot.model.client import ModelClient
from bot.model.counted import CountedModel
from bot.platform.messenger import Messenger
from bot.platform.people_check import PeopleCheck
from bot.platform.setup import Platform, PlatformContext
from bot.platform.trouble import Faults, Troubles
from bot.platform.user_groups import AllGroups, GroupsCheck
from bot.platforms import configured, wants_playground
from bot.playground import demo
from bot.playground.app import Playground
from bot.playground.calendar_files import FileCalendar
from bot.playground.crm import DemoCrm, demo_sign_in
from bot.playground.event_bus import EventBus
from bot.playground.guard import check_bind
from bot.playground.messenger import PlaygroundMessenger
from bot.playground.night import end_night
from bot.playground.seed import seeder
from bot.playground.sources import opener
from bot.playground.upcoming import Upcoming
from bot.playground.week import DemoWeek
from bot.public_sources.pace import HostPace
from bot.settings import Settings
from bot.teams import entra_groups
from bot.transcripts.reader import ProcessReader
from bot.transcripts.sources import setup as transcript_setup
from bot.transcripts.sources.again import FetchingReader
from bot.transcripts.sources.poller import TranscriptPoller
from bot.transcripts.sources.setup import Sources
from bot.transcripts.sources.taking_in import TranscriptIntake
from bot.web.health import Health
from bot.web.watch import MAX_BYTES, WatchedConversation, watching
from handlers import features
from handlers.admission import Admission
from handlers.composing.erasing import erase
from handlers.conversation import Conversation
from handlers.features.marketing import exchange
from handlers.features.team.catching_up import catch_up
from handlers.features.team.ending_shares import end_shares
from handlers.knowledge import team_months
from handlers.notices.insights import NAME as INSIGHTS
from handlers.playbook.in_use import Playbooks
from handlers.playbook.loader import Playbook, load
from handlers.services import Operator, Services
from handlers.sources.crm_records import CrmSignIn
from handlers.sources.known import MeetingRules
from handlers.sources.ports import OpenCrm
from storage.choices import CalendarKind
from storage.database.connection import Database
from storage.database.upgrade import make_ready
from storage.leavers import erase_leavers
from storage.retention import prune
from storage.retention_preview import NIGHT
from storage.rights.erasure.people import erase_again
from storage.rights.purge import purge_due
from storage.sealing import Sealer, new_key

if TYPE_CHECKING:
    from bot.public_sources.asking import ModelAsking
    from bot.public_sources.poller import PublicPoller

COUNT_AT = 4  # o'clock, UTC
FEEDS_INTERVAL = 60  # seconds
CRM_INTERVAL = 10
CRM_WRITES_INTERVAL = 2  # a rep looks at what was written right away
CALENDARS_INTERVAL = 5  # seconds; people who connect a calendar wait for the result
TRANSCRIPTS_INTERVAL = 60
PUBLIC_SOURCES_INTERVAL = 300
TROUBLES_INTERVAL = 5
TOKENS_INTERVAL = 60
PURGE_INTERVAL = 600
DEFAULTS_INTERVAL = 30
SHARES_INTERVAL = 600
PLAYBOOKS_INTERVAL = 60
PEOPLE_INTERVAL = 1_800
HEALTH_INTERVAL = 600
GROUPS_INTERVAL = 600

Routes = list[web.RouteDef]
Served = Callable[[], Collection[str]]  # returns the tenants that are served at this moment


class NotConfigured(Exception):
    """Attune cannot start with these settings. The message says how to correct them."""


class CrmWork(NamedTuple):
    """What reads and writes the CRMs of a platform's tenants."""

    poller: CrmPoller
    writer: CrmWriter


@dataclass
class Attune:
    """The running bot."""

    settings: Settings
    clock: Clock
    database: Database
    playbook: Playbook
    background: Background = field(default_factory=Background)
    wakers: list[Waker] = field(default_factory=list)
    platforms: list[Platform] = field(default_factory=list)
    playground: Playground | None = None
    playground_transcripts: FetchingReader | None = None  # None if no playground runs
    metrics: Metrics = field(default_factory=Metrics)
    priority: RequestPriority = field(default_factory=RequestPriority)

    def __post_init__(self) -> None:
        self.admission = Admission(self.settings.allow_guests)
        self.playbooks = Playbooks(self.playbook, self.settings.playbook_dir)
        self.user_groups = AllGroups()
        self.host_pace = HostPace()
        self.chores = Chores(self.metrics)
        self.troubles = Troubles(self.metrics)
        self.faults = Faults(self.metrics, self.clock)
        self.sign_ins = self._found_sign_ins()
        self.sources = Sources(self.settings, self.clock, self.sign_ins)
        self.transcripts = self.reader(self.clock)
        self.crm_client = CrmClient()
        accounts = HubSpotAccounts(self.crm_client, self.clock, version=self.settings.hubspot_api)
        orgs = SalesforceOrgs(self.crm_client, self.clock)
        self.open_crm = CrmOpener({"hubspot": accounts.opened, "salesforce": orgs.opened})
        self.open_demo_crm = CrmOpener()  # the CRM of the playground
        self.forget_demo_crm: Callable[[], None] = lambda: None  # forgets what was written to it
        self.crm_work: list[CrmWork] = []
        self.model_client: ModelClient | None = None
        self.model: CountedModel | None = None  # None if no language model is set up
        self._asking: ModelAsking | None = None
        if model := self.settings.model:
            self.model_client = ModelClient(model)
            self.model = CountedModel(
                model, self.model_client, self.database, observe=self.metrics.model
            )
            self._asking = self._asking_with(self.model)
            self.metrics.expect_model()
        self._stalls: asyncio.Task[None] | None = None

    def _asking_with(self, model: CountedModel) -> "ModelAsking":
        from bot.public_sources.asking import ModelAsking  # noqa: PLC0415 - as in _public_poller

        return ModelAsking(self.database, self.clock, model, self.playbooks)

    def reader(self, clock: Clock) -> FetchingReader:
        """Return a transcript reader that uses this clock."""
        return FetchingReader(ProcessReader(clock), self.database, self.sources.kinds)

    def _found_sign_ins(self) -> SignIns | None:
        found = providers.configured(self.settings)
        if not found:
            return None
        base = providers.redirect_base(self.settings)
        return SignIns(found, base, self.database, self.clock, admission=self.admission)

    @property
    def web(self) -> web.Application:
        """The web application with all routes."""
        routes = self.platform_routes()
        watch = watching(self.metrics, self.priority, {route.path for route in routes})
        app = web.Application(client_max_size=MAX_BYTES, middlewares=[watch])
        health = Health(
            self.database,
            self.wakers,
            self.metrics,
            self.settings.metrics_token,
            open_here=not (routes or self.sign_ins),
            troubles=self.troubles,
            faults=self.faults,
        )
        app.add_routes(health.routes())
        app.add_routes(routes)
        if self.sign_ins:
            app.add_routes(CallbackPages(self.sign_ins, VisitLimit(self.clock)).routes())
        if self.playground:
            app.add_routes(self.playground.routes())
            app.on_shutdown.append(self.playground.close)
        return app

    def platform_routes(self) -> Routes:
        """Return the routes to which platforms send people's requests."""
        return [route for platform in self.platforms for route in platform.routes()]

    async def start(self) -> None:
        """Connect the platforms, open the playground, and start delivery and the chores."""
        for platform in self.platforms:
            await platform.start()
        if self.playground:
            await self.playground.open(seeder(self.playbook, self.forget_demo_crm))
        for waker in self.wakers:
            waker.start()
        if self.sign_ins:
            await self.sign_ins.http.start()
            self.chores.every(TOKENS_INTERVAL, "calendar tokens", self.sign_ins.give_back)
        await self.sources.http.start()
        await self.crm_client.start()
        if self.model_client:
            await self.model_client.start()
        for name, hour, chore in (
            ("prune", NIGHT, self._prune),
            ("exchange", COUNT_AT, self._count),
            ("team months", COUNT_AT, self._count_months),
        ):
            self.chores.daily(name, Daily(self.database, self.clock, name, hour, chore))
        self.chores.every(PURGE_INTERVAL, "purge", self._purge)
        self.chores.every(PLAYBOOKS_INTERVAL, "playbooks", self.read_playbooks)
        self.chores.every(SHARES_INTERVAL, "shared figures", self._end_shares)
        self.chores.every(DEFAULTS_INTERVAL, "defaults for everybody", self._catch_up)
        self.chores.every(TROUBLES_INTERVAL, "troubles", self.troubles.check)
        self.chores.every(TROUBLES_INTERVAL, "database", partial(self.faults.check, self.database))
        self.chores.start()
        time = asyncio.get_running_loop().time
        self._stalls = asyncio.create_task(sample(self.metrics.stalled, time))

    async def tick(self) -> Counter[str]:
        """Deliver the rows that are due now.

        Return how many rows were `sent`, `dropped`, `rescheduled` and `retried`.
        """
        for platform in self.platforms:
            await platform.start(listen=False)
        counts: Counter[str] = Counter()
        for waker in self.wakers:
            counts += await waker.delivery.run()
        return counts

    async def stop(self) -> None:
        """Stop taking work, wait a few seconds for running work, and close everything.

        Messages that are still unsent are released, so that another process can send them.
        """
        for platform in self.platforms:
            await platform.stop_listening()
        await self.chores.stop()
        if self._stalls:
            self._stalls.cancel()
        stopping = [waker.stop(DRAIN) for waker in self.wakers]
        await asyncio.gather(*stopping, self.background.drain(DRAIN))
        for platform in self.platforms:
            await platform.stop()
        if self.sign_ins:
            await self.sign_ins.http.stop()
        await self.sources.http.stop()
        await self.crm_client.stop()
        if self.model_client:
            await self.model_client.stop()
        await self.database.close()

    def conversation(
        self, transcripts: FetchingReader | None = None, open_crm: OpenCrm | None = None
    ) -> Conversation:
        """Return a conversation, which answers requests and wakes delivery after a change.

        `transcripts` defaults to `self.transcripts`, and `open_crm` to `self.open_crm`.
        """
        return WatchedConversation(
            features.registry(),
            self.database,
            self.playbook,
            self._wake,
            self.settings.admins,
            admission=self.admission,
            playbooks=self.playbooks,
            services=Services(
                sign_ins=self.sign_ins,
                company_domains=self.settings.own_domains,
                transcripts=transcripts or self.transcripts,
                transcript_sources=self.sources,
                retention=self.settings.retention,
                operator=Operator(self.settings.support_contact, self.settings.privacy_url),
                user_groups=self.user_groups,
                open_crm=open_crm or self.open_crm,
                research_contact=self.settings.research_contact,
                model=self.model,
                background=self.background.start,
            ),
            metrics=self.metrics,
        )

    def add(self, name: str, platform: Platform) -> None:
        """Serve the people of a platform."""
        self.platforms.append(platform)
        self.troubles.watch(name, platform)

        def served() -> Collection[str]:
            return platform.tenants

        self.serve_platform(name, platform.messenger, self.clock, served)
        check = PeopleCheck(self.database, self.clock, self.conversation(), platform.ask_about)

        async def check_people() -> None:
            await check.run([each for each in platform.tenants if ":" in each])

        self.chores.every(PEOPLE_INTERVAL, f"people of {name}", check_people)
        self._read_groups(name, platform)
        self.serve_crm(name, self.clock, self.open_crm, served, own=self._own_crm())
        calendars = self.calendar_poller(
            name, self.clock, calendar_kinds(self.sign_ins), served=served
        )
        self.chores.every(CALENDARS_INTERVAL, f"calendars of {name}", calendars.poll)
        if self.sources.kinds:
            transcripts = self._transcript_poller(name, served)
            self.chores.every(TRANSCRIPTS_INTERVAL, f"transcripts of {name}", transcripts.poll)
        if self.settings.research_contact:
            public = self._public_poller(served)
            self.chores.every(PUBLIC_SOURCES_INTERVAL, f"public sources of {name}", public.poll)

    def _read_groups(self, name: str, platform: Platform) -> None:
        if platform.user_groups is not None:
            self.user_groups.add(name, platform.user_groups)
        check = GroupsCheck(self.database, self.clock, self.conversation(), self.user_groups)

        async def read_groups() -> None:
            await check.run([each for each in platform.tenants if ":" in each])

        self.chores.every(GROUPS_INTERVAL, f"user groups of {name}", read_groups)

    def serve_platform(
        self,
        platform: str,
        messenger: Messenger,
        clock: Clock,
        served: Served | None = None,
    ) -> Delivery:
        """Set up delivery to a platform and a poller for its feeds.

        `served` returns the tenants that are served at this moment. None means all tenants.
        """
        delivery = Delivery(
            self.database,
            {platform: messenger},
            self.playbook,
            clock,
            self.metrics,
            priority=self.priority,
            served=served,
            admission=self.admission,
            playbooks=self.playbooks,
        )
        self.metrics.expect(platform)
        self.wakers.append(Waker(delivery, clock))
        poller = Poller(self.database, platform, clock, metrics=self.metrics, served=served)
        self.chores.every(FEEDS_INTERVAL, f"feeds of {platform}", poller.poll)

        async def watch_health() -> None:
            tenants = [platform] if served is None else served()
            if await problems.watch(self.database, tenants, clock.now(), self.playbooks):
                self._wake()

        self.chores.every(HEALTH_INTERVAL, f"health of {platform}", watch_health)
        return delivery

    def serve_crm(
        self,
        platform: str,
        clock: Clock,
        open_crm: OpenCrm,
        served: Served,
        *,
        own: CrmSignIn | None = None,
    ) -> CrmWork:
        """Read and write the CRMs of a platform's tenants. The parameters are as in `CrmPoller`."""
        work = CrmWork(
            CrmPoller(self.database, clock, open_crm, served, own=own),
            CrmWriter(self.database, clock, open_crm, served, own=own, changed=self._wake),
        )
        self.crm_work.append(work)
        self.user_groups.add_crm(platform, CrmTeams(self.database, open_crm, own=own))
        self.chores.every(CRM_INTERVAL, f"CRMs of {platform}", work.poller.poll)
        self.chores.every(CRM_WRITES_INTERVAL, f"writes to CRMs of {platform}", work.writer.write)
        return work

    def _own_crm(self) -> CrmSignIn | None:
        own = self.settings.crm
        if own is None:
            return None
        return CrmSignIn("", own.kind, own.base, own.secret.get_secret_value())

    def calendar_poller(
        self,
        platform: str,
        clock: Clock,
        kinds: Mapping[CalendarKind, OpenCalendar],
        *,
        served: Served | None = None,
    ) -> CalendarPoller:
        """Return a reader for the calendars of a platform. `served` is as in `serve_platform`."""
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
            stored=self._wake,
        )

    def _transcript_poller(self, platform: str, served: Served) -> TranscriptPoller:
        taking_in = TranscriptIntake(
            self.database,
            self.clock,
            self.playbook,
            self.transcripts,
            admission=self.admission,
            changed=self._wake,
            playbooks=self.playbooks,
            services=Services(model=self.model, background=self.background.start),
        )
        return TranscriptPoller(
            self.database,
            platform,
            self.clock,
            self.sources.kinds,
            taking_in,
            served=served,
            admission=self.admission,
            changed=self._wake,
        )

    def ask_about(self, accounts: Collection[tuple[str, int]]) -> None:
        """Ask the language model about accounts that were looked up, if one is set up."""
        if self._asking:
            self.background.start(self._asking.ask_all(accounts))

    def _public_poller(self, served: Served) -> "PublicPoller":
        # Its readers of pages and mail records are large, and most installations never use them.
        from bot.public_sources.client import guarded  # noqa: PLC0415
        from bot.public_sources.poller import PublicPoller  # noqa: PLC0415

        client = partial(guarded, self.settings.research_contact)
        return PublicPoller(
            self.database,
            self.clock,
            served,
            client,
            pace=self.host_pace,
            metrics=self.metrics,
            playbooks=self.playbooks,
            looked_up=self.ask_about,
        )

    def _wake(self) -> None:
        for waker in self.wakers:
            waker.wake()

    async def _prune(self) -> None:
        # Keep rows about insights. Their keys prevent a second delivery if an insight is published
        # again.
        gone = await prune(
            self.database, self.settings.retention, self.clock.now(), kept_kinds=(INSIGHTS,)
        )
        self.metrics.pruned(gone)
        await erase_leavers(self.database, self.settings.retention, self.clock.now(), erase)
        await erase_again(self.database, self.clock.now())

    async def _purge(self) -> None:
        now, days = self.clock.now(), self.settings.retain_gone
        served = [each for one in self.platforms for each in one.tenants]
        await purge_due(self.database, now - timedelta(days=days) if days else None, now, served)

    async def read_playbooks(self) -> None:
        """Find out which playbooks admins chose, also in another process."""
        async with self.database.read() as session:
            await self.playbooks.refresh(session)

    async def _catch_up(self) -> None:
        if await catch_up(self.database, self.clock.now()):
            self._wake()

    async def _end_shares(self) -> None:
        for tenant in await tenants_served(self.database):
            await end_shares(self.database, tenant, self.clock.now())

    async def _count(self) -> None:
        await exchange.count_all(self.database, self.clock.now())

    async def _count_months(self) -> None:
        for tenant in await tenants_served(self.database):
            await team_months.count_tenant(self.database, tenant, self.clock.now())


async def build(settings: Settings, clock: Clock | None = None) -> Attune:
    """Build Attune with everything that is configured, ready to start.

    Raises NotConfigured, NotLoopback, PlaybookError or DatabaseError, with a message for people.
    """
    clock = clock or SystemClock()
    _check(settings)
    playbook = load(settings.playbook_dir)
    attune = Attune(settings, clock, Database(settings.database_url, _sealer(settings)), playbook)
    try:
        await make_ready(attune.database)
        await attune.read_playbooks()
    except Exception:
        await attune.database.close()
        raise
    for setup in configured(settings):
        context = PlatformContext(
            attune.conversation(),
            attune.database,
            clock,
            attune.background,
            partial(attune.metrics.refused, setup.name),
        )
        attune.add(setup.name, setup.build(settings, context))
    if wants_playground(settings):
        _add_playground(attune, clock)
    # Note database faults only from now on. The caller of `build` reports earlier database errors.
    attune.database.on_fault = attune.faults.note
    return attune


def _check(settings: Settings) -> None:
    for setup in configured(settings):
        if refusal := setup.refusal(settings):
            raise NotConfigured(refusal)
    mistakes = (providers.mistakes, transcript_setup.mistakes, entra_groups.mistakes)
    for mistake in (sentence for found in mistakes for sentence in found(settings)):
        raise NotConfigured(mistake)
    if wants_playground(settings):
        check_bind(settings.host, settings.playground is True)


def _sealer(settings: Settings) -> Sealer:
    """Return the sealer from the settings.

    If only the playground runs and no key is set, make a key that lasts until Attune stops.
    """
    alone = wants_playground(settings) and not configured(settings)
    return settings.sealer or (Sealer([new_key()]) if alone else Sealer())


def _add_playground(attune: Attune, clock: Clock) -> None:
    virtual, bus = OffsetClock(clock), EventBus()
    messenger = PlaygroundMessenger(attune.database, virtual, bus)
    delivery = attune.serve_platform("playground", messenger, virtual, lambda: [demo.TENANT])
    upcoming = Upcoming(attune.database, attune.playbooks)
    week = DemoWeek(attune.database, attune.playbook)
    kinds = calendar_kinds(attune.sign_ins)
    opened = opener(kinds["ics"], attune.database, virtual, clock)
    kinds = {**kinds, "ics": opened, "file": FileCalendar}
    poller = attune.calendar_poller("playground", virtual, kinds)
    demo_crm = DemoCrm(virtual)
    attune.forget_demo_crm = demo_crm.start_over
    attune.open_demo_crm.by_kind |= {"hubspot": demo_crm, "salesforce": demo_crm}
    team_crm = attune.serve_crm(
        "playground",
        virtual,
        attune.open_demo_crm,
        lambda: [demo.TENANT],
        own=demo_sign_in(),
    )
    groups = GroupsCheck(
        attune.database,
        virtual,
        attune.conversation(open_crm=attune.open_demo_crm),
        attune.user_groups,
        pause=0,
    )
    one_at_a_time = asyncio.Lock()

    async def read_sources() -> None:
        async with one_at_a_time:  # a skip of the clock waits until everything is read
            await poller.poll()
            await team_crm.poller.poll()
            await groups.run([demo.TENANT])

    async def end_demo_shares() -> None:
        await end_shares(attune.database, demo.TENANT, virtual.now())

    attune.chores.every(CALENDARS_INTERVAL, "calendars of playground", read_sources)
    attune.chores.every(SHARES_INTERVAL, "shared figures of playground", end_demo_shares)

    async def end_demo_night() -> None:
        days = attune.settings.retention
        await end_night(attune.database, days, virtual.now(), kept_kinds=(INSIGHTS,))

    attune.chores.every(SHARES_INTERVAL, "night of playground", end_demo_night)

    async def deliver(now: datetime) -> None:
        await end_demo_night()
        await week.play(now)
        await read_sources()
        await end_demo_shares()
        await delivery.run()

    async def next_event(now: datetime) -> datetime | None:
        return _earliest(await upcoming.next_event(now), await week.next(now))

    async def next_message(now: datetime) -> datetime | None:
        return _earliest(await upcoming.next_message(now), await week.next(now))

    async def describe(moment: datetime) -> str:
        return await week.describe(moment) or await upcoming.describe(moment)

    attune.playground_transcripts = attune.reader(virtual)
    attune.playground = Playground(
        attune.database,
        attune.conversation(attune.playground_transcripts, attune.open_demo_crm),
        virtual,
        deliver,
        next_event,
        bus=bus,
        announced=next_message,
        describe=describe,
        is_over=week.over,
        own_next=upcoming.next_to,
        pause=delivery.paused,
        anywhere=not is_loopback(attune.settings.host),
    )


def _earliest(*moments: datetime | None) -> datetime | None:
    return min((each for each in moments if each), default=None)
