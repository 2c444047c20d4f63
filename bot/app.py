"""Connect, start and stop Attune's parts."""

import asyncio
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from aiohttp import web

from bot.base.background import Background
from bot.base.clock import Clock
from bot.base.metrics import Metrics
from bot.base.request_priority import RequestPriority
from bot.base.stalls import sample
from bot.base.visit_limit import VisitLimit
from bot.calendars import providers
from bot.calendars.callback import CallbackPages
from bot.calendars.oauth import SignIns
from bot.chores import Chores
from bot.crm.http import CrmClient
from bot.crm.hubspot_accounts import HubSpotAccounts
from bot.crm.opening import CrmOpener
from bot.crm.salesforce_orgs import SalesforceOrgs
from bot.delivery.waker import DRAIN, Waker
from bot.model.client import ModelClient
from bot.model.counted import CountedModel
from bot.platform.setup import Platform
from bot.platform.trouble import Faults, Troubles
from bot.platform.user_groups import AllGroups
from bot.playground.app import Playground
from bot.playground.seed import seeder
from bot.pollers import CrmWork, Pollers
from bot.public_sources.pace import HostPace
from bot.settings import Settings
from bot.transcripts.reader import ProcessReader
from bot.transcripts.sources.fetching_reader import FetchingReader
from bot.transcripts.sources.setup import ConfiguredSources
from bot.upkeep import Upkeep
from bot.web.health import Health
from bot.web.watch import MAX_BYTES, WatchedConversation, watching
from handlers import features
from handlers.admission import Admission
from handlers.conversation import Conversation
from handlers.playbook.in_use import Playbooks
from handlers.playbook.loader import Playbook
from handlers.services import Operator, Services
from handlers.sources.crm_ports import OpenCrm
from storage.database.connection import Database

if TYPE_CHECKING:
    from bot.public_sources.asking import ModelAsking


TROUBLES_INTERVAL = 5  # seconds
TOKENS_INTERVAL = 60  # seconds
Routes = list[web.RouteDef]


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
        self.registry = features.registry()
        self.admission = Admission(self.settings.allow_guests)
        self.playbooks = Playbooks(self.playbook, self.settings.playbook_dir)
        self.user_groups = AllGroups()
        self.host_pace = HostPace()
        self.chores = Chores(self.metrics)
        self.troubles = Troubles(self.metrics)
        self.faults = Faults(self.metrics, self.clock)
        self.sign_ins = self._found_sign_ins()
        self.sources = ConfiguredSources(self.settings, self.clock, self.sign_ins)
        self.transcripts = self.reader(self.clock)
        self._set_up_crm()
        self.pollers = Pollers(
            self.settings,
            self.database,
            self.playbook,
            self.playbooks,
            self.admission,
            self.metrics,
            self.wake,
        )
        self.upkeep = Upkeep(
            self.settings,
            self.clock,
            self.database,
            self.playbooks,
            self.metrics,
            self._served,
            self.wake,
        )
        self.model_client: ModelClient | None = None
        self.model: CountedModel | None = None  # None if no language model is set up
        self._asking: ModelAsking | None = None
        self._set_up_model()
        self._stalls: asyncio.Task[None] | None = None

    def _set_up_crm(self) -> None:
        self.crm_client = CrmClient()
        accounts = HubSpotAccounts(self.crm_client, self.clock, version=self.settings.hubspot_api)
        orgs = SalesforceOrgs(self.crm_client, self.clock)
        self.open_crm = CrmOpener({"hubspot": accounts.opened, "salesforce": orgs.opened})
        self.open_demo_crm = CrmOpener()  # the playground's CRM
        # If a playground runs, its setup puts a function here that forgets what was written to the
        # playground's CRM.
        self.forget_demo_crm: Callable[[], None] = lambda: None
        self.crm_work: list[CrmWork] = []

    def _set_up_model(self) -> None:
        if model := self.settings.model:
            self.model_client = ModelClient(model)
            self.model = CountedModel(
                model, self.model_client, self.database, observe=self.metrics.model
            )
            self._asking = self._asking_with(self.model)
            self.metrics.expect_model()

    def _asking_with(self, model: CountedModel) -> "ModelAsking":
        # Import this module only if a language model is set up.
        from bot.public_sources.asking import ModelAsking  # noqa: PLC0415

        return ModelAsking(self.database, self.clock, model, self.playbooks)

    def reader(self, clock: Clock) -> FetchingReader:
        """Return a transcript reader that uses this clock."""
        return FetchingReader(ProcessReader(clock), self.database, self.sources.kinds)

    def _found_sign_ins(self) -> SignIns | None:
        """Return the sign-ins at calendar providers, or None if no provider is set up."""
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
            self.chores.every(TOKENS_INTERVAL, "calendar tokens", self.sign_ins.revoke_unused)
        await self.sources.http.start()
        await self.crm_client.start()
        if self.model_client:
            await self.model_client.start()
        self.upkeep.schedule(self.chores)
        self.chores.every(TROUBLES_INTERVAL, "troubles", self.troubles.check)
        self.chores.every(TROUBLES_INTERVAL, "database", partial(self.faults.check, self.database))
        self.chores.start()
        time = asyncio.get_running_loop().time
        self._stalls = asyncio.create_task(sample(self.metrics.stalled, time))

    async def tick(self) -> Counter[str]:
        """Deliver the rows of the outbox that are due now.

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

        Messages that this process has claimed and not sent are released for other processes.
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
        """Return a conversation, which answers people's requests.

        When a request has changed the outbox, the conversation wakes delivery.

        `transcripts` defaults to `self.transcripts`, and `open_crm` to `self.open_crm`.
        """
        return WatchedConversation(
            self.registry,
            self.database,
            self.playbook,
            self.wake,
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

    def ask_model_about(self, accounts: Collection[tuple[str, int]]) -> None:
        """Ask the language model about accounts whose public pages were just read.

        `accounts` has the tenant and the id of each account. If no language model is set up, do
        nothing.
        """
        if self._asking:
            self.background.start(self._asking.ask_all(accounts))

    def _served(self) -> Collection[str]:
        return [each for one in self.platforms for each in one.tenants]

    def wake(self) -> None:
        """Make delivery look for messages that are due."""
        for waker in self.wakers:
            waker.wake()
