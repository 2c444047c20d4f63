"""Fill an empty playground with the demo's data, mostly through the features that people use."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.playground import acting, demo, demo_team, history, sources
from bot.playground.crm import NAMES
from bot.playground.skipper import Seed
from handlers.features.marketing import subscriptions
from handlers.notices import ask_waits, help_asked
from handlers.nudges.schedule import replan_changed
from handlers.playbook.loader import Playbook
from handlers.registry import Turn
from handlers.request import Place
from handlers.sources.calendars import calendar, reading
from handlers.sources.calendars.known import MeetingRules, known_about
from handlers.sources.calendars.sales_calls import judge
from handlers.sources.crm import crm
from handlers.sources.crm.crm_stages import stages_of
from handlers.sources.public import public_taking
from handlers.sources.public.proposing import proposed_rows
from handlers.sources.public.public import Looked, PublicText
from handlers.sources.records import CrmAccount, CrmContact
from storage import outbox
from storage.conversation import offers
from storage.meetings import calendars
from storage.sales_calls import own_calls
from storage.sources import crm_connections, proposals, public_sources
from storage.tables import Account, Person
from storage.workspace import people, policies

WEEK = timedelta(days=7)
NEVER = timedelta(days=3_650)


def seeder(playbook: Playbook, begins: Callable[[], None] = lambda: None) -> Seed:
    """Return a function that fills the playground with the demo's data.

    It first calls `begins`, which resets what the playground keeps outside the database.
    """

    async def seed(session: AsyncSession, now: datetime) -> None:
        begins()
        added = await add_people(session, now)
        turns = {id_: Turn(session, one, now, playbook, "", {}) for id_, one in added.items()}
        for script in demo.accounts():
            account = await crm.take_in(session, demo.TENANT, _record(script), now)
            if account is not None:
                await _store_pages(session, account, script.get("pages", ()), playbook, now)
        await _connect_crm(session, now)
        for name, (asker, wanted) in demo.channels().items():
            asked = Turn(session, turns[asker].person, now, playbook, "", {}, Place(name, name))
            await subscriptions.subscribe(asked, wanted)
        for written in demo.insights():
            await acting.publish(turns["priya"], written)
        for name in dict.fromkeys(script["who"] for script in demo.calls()):
            await _connect_calendar(turns[name], name)
        for script in demo.calls():
            planned = await acting.prepare(turns[script["who"]], script)
            await demo_team.open_up(turns[script["who"]], planned, script)
        for colleague in demo.colleagues():
            await history.write(session, colleague, now)
        await demo_team.write(session, playbook, now)
        for person in added.values():  # a visitor's "undo" must not undo parts of the demo
            await offers.close(session, person)
        await replan_changed(session, now)
        await _drop_due(session, now)

    return seed


async def add_people(session: AsyncSession, now: datetime) -> dict[str, Person]:
    """Add the people whom a visitor can act as, and return them by id."""
    added = {}
    for who in demo.personas():
        person = await people.ensure(session, demo.TENANT, who.id, who.name, who.zone)
        person.role, person.email = who.role, demo.email(who.id)
        person.welcomed_at = now  # they have used Attune for a while
        added[who.id] = person
    return added


def _record(script: Mapping[str, Any]) -> CrmAccount:
    return CrmAccount(
        name=script["name"],
        domains=(script["domain"],),
        industry=script["industry"],
        stage=script.get("stage"),
        contacts=tuple(CrmContact(**one) for one in script["contacts"]),
    )


async def _store_pages(
    session: AsyncSession,
    account: Account,
    pages: Sequence[Mapping[str, Any]],
    playbook: Playbook,
    now: datetime,
) -> None:
    """Store the demo's own texts as public sources about an account. No real source is read."""
    await policies.change(session, demo.TENANT, now, by=None, public_sources=True)
    row = await public_sources.switch(session, demo.TENANT, account.id, now, off=False, by=None)
    row.next_at = now + NEVER
    for page in pages:
        dated = now + timedelta(days=page["day"]) if "day" in page else None
        text = PublicText(
            **{name: value for name, value in page.items() if name != "day"}, published_at=dated
        )
        looked = Looked("found", texts=(text,))
        await public_taking.take_in(session, demo.TENANT, account.id, text.source, looked, now=now)
    texts = await public_sources.snapshots(session, demo.TENANT, account.id)
    rows = proposed_rows((demo.TENANT, account.id), texts, playbook, now)
    await proposals.replace_all(session, demo.TENANT, account.id, rows)


async def _connect_crm(session: AsyncSession, now: datetime) -> None:
    """Connect the demo's CRM, with its stages confirmed."""
    connected = await crm_connections.connect(session, demo.TENANT, "hubspot", now, secret=None)
    connected.label, connected.stages_confirmed_at = "Demo account", now
    connected.stages = stages_of(NAMES)


async def _connect_calendar(turn: Turn, persona: str) -> None:
    """Connect a person's calendar and store its meetings.

    We store that each call was planned one week before its start.
    """
    session, person, now = turn.session, turn.person, turn.now
    file = sources.calendar_file(persona, now, now)
    rules = MeetingRules(frozenset({demo.DOMAIN}), turn.playbook.meetings)
    past = sources.events(file, now - WEEK, now, persona)
    known = await known_about(session, person, past, rules)
    for event in past:
        account_id = judge(event, known).account_id
        planned_at = event.starts_at - WEEK
        await calendar.take_in(
            session, person, sources.SOURCE, event, planned_at, account_id=account_id
        )
    connected = await calendars.connect(
        session, person, now, kind=sources.SOURCE, secret="", label=demo.DOMAIN
    )
    span = reading.span_at(now)
    coming = sources.events(file, now, span.until, persona)
    await reading.take_in(session, person, connected, coming, span=span, now=now, rules=rules)
    connected.read_at = connected.listed_at = now
    for call in await own_calls.planned_for(session, person.tenant, person.id, since=now):
        call.call.planned_at = call.call.starts_at - WEEK


async def _drop_due(session: AsyncSession, now: datetime) -> None:
    """Drop messages that are due now, because they would all be sent at once as the demo begins.

    Also drop the reminders that tell marketing to answer asks. Keep requests for help: one was made
    shortly before the demo begins, and must be sent as the demo begins.
    """
    for row in await outbox.open_rows(session, demo.TENANT):
        if row.kind == help_asked.NAME:
            continue
        if row.due_at <= now or row.kind == ask_waits.NAME:
            row.state, row.reason, row.settled_at = "dropped", "before the first morning", now
