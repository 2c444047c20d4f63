"""Set up the work for each platform: deliver messages, read other systems, and write to CRMs."""

from collections.abc import Collection

from bot import problems
from bot.app import Attune
from bot.base.clock import Clock
from bot.calendars.kinds import calendar_kinds
from bot.chores import Served
from bot.crm.poller import CrmPoller
from bot.crm.teams import CrmTeams
from bot.crm.writer import CrmWriter
from bot.delivery.loop import Delivery
from bot.delivery.waker import Waker
from bot.intake.poller import FeedPoller
from bot.platform.messenger import Messenger
from bot.platform.people_check import PeopleCheck
from bot.platform.setup import Platform
from bot.platform.user_groups import GroupsCheck
from bot.pollers import CrmWork
from bot.settings import Settings
from handlers.services import Services
from handlers.sources.crm.crm_records import CrmSignIn
from handlers.sources.crm_ports import OpenCrm

# How many seconds pass between two runs of each kind of work.
FEEDS_INTERVAL = 60
CRM_INTERVAL = 10
CRM_WRITES_INTERVAL = 2  # short, because reps check at once whether something was written
CALENDARS_INTERVAL = 5  # short, because people who connect a calendar wait for the result
TRANSCRIPTS_INTERVAL = 60
PUBLIC_SOURCES_INTERVAL = 300
PEOPLE_INTERVAL = 1_800
HEALTH_INTERVAL = 600
GROUPS_INTERVAL = 600


def add_platform(attune: Attune, name: str, platform: Platform) -> None:
    """Serve the people of a platform."""
    attune.platforms.append(platform)
    attune.troubles.watch(name, platform)

    def served() -> Collection[str]:
        return platform.tenants

    serve_platform(attune, name, platform.messenger, attune.clock, served)
    check = PeopleCheck(attune.database, attune.clock, attune.conversation(), platform.ask_about)

    async def check_people() -> None:
        await check.run([each for each in platform.tenants if ":" in each])

    attune.chores.every(PEOPLE_INTERVAL, f"people of {name}", check_people)
    _read_groups(attune, name, platform)
    serve_crm(attune, name, attune.clock, attune.open_crm, served, own=_own_crm(attune.settings))
    calendars = attune.pollers.calendars(
        name, attune.clock, calendar_kinds(attune.sign_ins), served=served
    )
    attune.chores.every(CALENDARS_INTERVAL, f"calendars of {name}", calendars.poll)
    if attune.sources.kinds:
        transcripts = attune.pollers.transcripts(
            name,
            attune.clock,
            attune.sources,
            attune.transcripts,
            Services(model=attune.model, background=attune.background.start),
            served=served,
        )
        attune.chores.every(TRANSCRIPTS_INTERVAL, f"transcripts of {name}", transcripts.poll)
    if attune.settings.research_contact:
        public = attune.pollers.public_sources(
            attune.clock, served, attune.host_pace, attune.ask_model_about
        )
        attune.chores.every(PUBLIC_SOURCES_INTERVAL, f"public sources of {name}", public.poll)


def _read_groups(attune: Attune, name: str, platform: Platform) -> None:
    """Add a chore that reads the groups that teams follow.

    A team in Attune can follow a team in the CRM. If we can read the platform's user groups, a team
    in Attune can also follow one of these groups.
    """
    if platform.user_groups is not None:
        attune.user_groups.add(name, platform.user_groups)
    check = GroupsCheck(attune.database, attune.clock, attune.conversation(), attune.user_groups)

    async def read_groups() -> None:
        await check.run([each for each in platform.tenants if ":" in each])

    attune.chores.every(GROUPS_INTERVAL, f"user groups of {name}", read_groups)


def serve_platform(
    attune: Attune,
    platform: str,
    messenger: Messenger,
    clock: Clock,
    served: Served | None = None,
) -> Delivery:
    """Set up delivery to a platform, a poller for its feeds, and a chore that looks for problems.

    `served` returns the tenants that are served at this moment. If `served` is None, all tenants of
    the platform are served.
    """
    delivery = Delivery(
        attune.database,
        {platform: messenger},
        attune.playbook,
        clock,
        attune.metrics,
        priority=attune.priority,
        served=served,
        admission=attune.admission,
        playbooks=attune.playbooks,
    )
    attune.metrics.expect(platform)
    attune.wakers.append(Waker(delivery, clock))
    poller = FeedPoller(attune.database, platform, clock, metrics=attune.metrics, served=served)
    attune.chores.every(FEEDS_INTERVAL, f"feeds of {platform}", poller.poll)

    async def watch_health() -> None:
        tenants = [platform] if served is None else served()
        if await problems.watch(attune.database, tenants, clock.now(), attune.playbooks):
            attune.wake()

    attune.chores.every(HEALTH_INTERVAL, f"health of {platform}", watch_health)
    return delivery


def serve_crm(
    attune: Attune,
    platform: str,
    clock: Clock,
    open_crm: OpenCrm,
    served: Served,
    *,
    own: CrmSignIn | None = None,
) -> CrmWork:
    """Read and write the CRMs of a platform's tenants.

    `served` returns the tenants that are served at this moment. `own` is the sign-in from the
    operator's settings. It is None if the settings name no CRM.
    """
    work = CrmWork(
        CrmPoller(attune.database, clock, open_crm, served, own=own),
        CrmWriter(attune.database, clock, open_crm, served, own=own, changed=attune.wake),
    )
    attune.crm_work.append(work)
    attune.user_groups.add_crm(platform, CrmTeams(attune.database, open_crm, own=own))
    attune.chores.every(CRM_INTERVAL, f"CRMs of {platform}", work.poller.poll)
    attune.chores.every(CRM_WRITES_INTERVAL, f"writes to CRMs of {platform}", work.writer.write)
    return work


def _own_crm(settings: Settings) -> CrmSignIn | None:
    own = settings.crm
    if own is None:
        return None
    return CrmSignIn("", own.kind, own.base, own.secret.get_secret_value())
