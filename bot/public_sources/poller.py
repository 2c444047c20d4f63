"""Look up the accounts that are due.

claim (lease) ─▶ look at one source ─▶ store, if the claim still holds ─▶ the next source

No transaction is open while we read a source. We store the result of each source before we read the
next one, so that little is lost if the process dies.
"""

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

import structlog

from bot.base.clock import Clock
from bot.base.metrics import Metrics
from bot.intake.guard import GuardedClient
from bot.public_sources import schedule
from bot.public_sources.client import PublicClient
from bot.public_sources.company import Company, KnownText, Source, failed
from bot.public_sources.dns_hints import DnsHints
from bot.public_sources.jobs import JobBoards
from bot.public_sources.news_feeds import NewsFeeds
from bot.public_sources.pace import HostPace
from bot.public_sources.parser import Parser
from bot.public_sources.sec import SecFilings
from bot.public_sources.site import OwnSite
from bot.public_sources.wikidata import Wikidata
from handlers.failures import places
from handlers.knowledge.web_addresses import NotFetched
from handlers.playbook.in_use import Playbooks
from handlers.sources.public.proposing import proposed_rows
from handlers.sources.public.public import Looked, Tried, tried_from
from handlers.sources.public.public_taking import cleaned, store_proposals, take_in
from storage import mail
from storage.choices import PublicSource
from storage.customers import suppressed_names
from storage.database.connection import Database
from storage.sources import public_sources
from storage.sources.public_sources import DueAccount
from storage.sql.unique import retry_on_conflict
from storage.tables import ProposedAnswer

log = structlog.get_logger()

ACCOUNTS_PER_CLAIM = 8  # usually few enough to look up all of them within one lease
CONCURRENT = 2  # accounts that are looked up at the same time
TIME_LIMIT = 300.0  # seconds for one source of one account; less than the lease


def all_sources() -> tuple[Source, ...]:
    """Return the sources in order: a source may find leads for the sources after it."""
    return OwnSite(), NewsFeeds(), JobBoards(), Wikidata(), SecFilings(), DnsHints()


class PublicPoller:
    """A poller for the accounts of one platform.

    `served` returns the tenants to serve now. The whole process must share one `pace`. `playbooks`
    have the rules that propose answers. Without `playbooks`, we propose nothing. After each batch,
    `looked_up` is called with the tenant and the id of every account in the batch.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        served: Callable[[], Collection[str]],
        client: Callable[[], GuardedClient],
        *,
        pace: HostPace,
        metrics: Metrics | None = None,
        sources: Sequence[Source] | None = None,
        parser: Parser | None = None,
        playbooks: Playbooks | None = None,
        looked_up: Callable[[Collection[tuple[str, int]]], None] = lambda _: None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._served = served
        self._client = client
        self._pace = pace
        self._metrics = metrics or Metrics()
        self._sources = all_sources() if sources is None else sources
        self._parser = parser or Parser()
        self._playbooks = playbooks
        self._looked_up = looked_up

    async def poll(self) -> int:
        """Look up the accounts that are due. Return how many were claimed."""
        async with self._database.read() as session:
            tenants = await public_sources.tenants_on(session, self._served())
        number = 0
        while tenants and (due := await retry_on_conflict(partial(self._claim, tenants))):
            turns = asyncio.Semaphore(CONCURRENT)
            async with asyncio.TaskGroup() as looking:
                for account in due:
                    looking.create_task(self._in_turn(account, turns))
            self._looked_up([(one.tenant, one.id) for one in due])
            number += len(due)
        return number

    async def _claim(self, tenants: Collection[str]) -> list[DueAccount]:
        async with self._database.write() as session:
            return await public_sources.claim(
                session, tenants, self._clock.now(), ACCOUNTS_PER_CLAIM
            )

    async def _in_turn(self, account: DueAccount, turns: asyncio.Semaphore) -> None:
        """Look up an account once `turns` has room. Log an error instead of raising it."""
        async with turns:
            try:
                await self._look_up(account)
            except Exception as error:  # noqa: BLE001 - one account must not stop the others
                log.error(
                    "an account could not be looked up",
                    account=account.id,
                    error=type(error).__name__,
                    places=places(error),
                )

    async def _look_up(self, account: DueAccount) -> None:
        """Look at each public source that is due for an account, and store what each one found."""
        tried = _remembered(account)
        corrected = any(schedule.lost_domain(one, account.domains) for one in tried.values())
        if corrected:
            # A domain was removed from the account. What we found may be about another company, so
            # read every source from scratch.
            tried, account = {}, replace(account, snapshots=())
        async with self._client() as guarded:
            client = PublicClient(guarded, self._parser, self._pace)
            for source in self._sources:
                now = self._clock.now()
                before = tried.get(source.name)
                if not schedule.is_due(before, account.domains, now):
                    continue
                looked = await self._look(source, company_of(account, tried, now), client, account)
                if corrected:  # so that `take_in` deletes stored texts that are not in `looked`
                    looked = replace(looked, complete=True)
                looked, suppressed = await self._cleaned(account.tenant, looked)
                tried[source.name] = schedule.after(
                    source.name,
                    source.every,
                    looked,
                    before,
                    now=now,
                    account_id=account.id,
                    domains=account.domains,
                )
                storing = partial(self._store, account, source.name, looked, suppressed, tried)
                if not await retry_on_conflict(storing):
                    return
        await retry_on_conflict(partial(self._finish, account, tried))

    async def _look(
        self, source: Source, company: Company, client: PublicClient, account: DueAccount
    ) -> Looked:
        """Look at one source. If it can't be read, return the outcome "failed" and do not raise."""
        if not company.domains:
            return Looked("nothing")
        try:
            async with asyncio.timeout(TIME_LIMIT):
                looked = await source.look(company, client)
        except NotFetched as why:
            looked = failed(why, "")
        except TimeoutError:
            looked = Looked("failed")
        except Exception as error:  # noqa: BLE001 - one source must not stop the others
            log.error(
                "a public source could not be read",
                source=source.name,
                account=account.id,
                error=type(error).__name__,
                places=places(error),
            )
            looked = Looked("failed")
        self._metrics.public_source(source.name, looked.outcome)
        log.info(
            "looked at a public source",
            source=source.name,
            account=account.id,
            outcome=looked.outcome,
        )
        return looked

    async def _cleaned(self, tenant: str, looked: Looked) -> tuple[Looked, frozenset[str]]:
        """Clean what a look found, in a thread, because cleaning may take a second.

        Return the clean result, and the hashes of the names of people who were erased.
        """
        if not looked.texts:
            return looked, frozenset()
        async with self._database.read(tenant) as session:
            suppressed = await suppressed_names.digests(session, tenant)
        now = self._clock.now()
        return await asyncio.to_thread(cleaned, looked, tenant, suppressed, now), suppressed

    async def _store(
        self,
        account: DueAccount,
        source: PublicSource,
        looked: Looked,
        suppressed: frozenset[str],
        tried: Mapping[PublicSource, Tried],
    ) -> bool:
        """Store the result of a look. Return False if our claim has ended."""
        async with self._database.write(account.tenant) as session:
            tenant = account.tenant
            row = await public_sources.still_claimed(session, account)
            if row is None:
                return False
            blocked = await public_sources.blocked(session, tenant, account.id)
            now = self._clock.now()
            await take_in(
                session,
                tenant,
                account.id,
                source,
                looked,
                now=now,
                blocked=blocked,
                cleaned_for=suppressed,
            )
            row.tried = [one.as_json() for one in tried.values()]
            return True

    async def _finish(self, account: DueAccount, tried: Mapping[PublicSource, Tried]) -> None:
        """Store the proposals for an account, and when to look again."""
        now = self._clock.now()
        rows = await self._proposed(account, now)
        async with self._database.write(account.tenant) as session:
            if row := await public_sources.still_claimed(session, account):
                if rows is not None:
                    await store_proposals(session, account.tenant, account.id, rows)
                row.looked_at, row.next_at = now, schedule.next_look(tried.values(), now)

    async def _proposed(
        self, account: DueAccount, now: datetime
    ) -> Sequence[ProposedAnswer] | None:
        """Return what the texts on file propose, or None if we have no playbooks."""
        if self._playbooks is None:
            return None
        tenant = account.tenant
        async with self._database.read(tenant) as session:
            playbook = await self._playbooks.of_tenant(session, tenant)
            texts = await public_sources.snapshots(session, tenant, account.id)
            blocked = await public_sources.blocked(session, tenant, account.id)
        whose = tenant, account.id
        return await asyncio.to_thread(proposed_rows, whose, texts, playbook, now, blocked=blocked)


def company_of(account: DueAccount, tried: Mapping[PublicSource, Tried], now: datetime) -> Company:
    """Return an account as a company to look up, with the leads that its sources have found."""
    leads = (lead for one in tried.values() for lead in one.leads)
    return Company(
        name=account.name,
        domains=tuple(one for one in account.domains if not mail.is_shared(one)),
        now=now,
        leads=tuple(dict.fromkeys(leads)),
        known={one.url: KnownText(one.source, one.etag, one.modified) for one in account.snapshots},
    )


def _remembered(account: DueAccount) -> dict[PublicSource, Tried]:
    """Return what we remember of each source. Skip what this release can't read."""
    found: dict[PublicSource, Tried] = {}
    for stored in account.tried:
        try:
            one = tried_from(stored)
        except (ValueError, KeyError, TypeError):
            continue
        found[one.source] = one
    return found
