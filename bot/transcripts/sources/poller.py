"""Look for the transcripts of finished calls, for each rep who has turned this on.

    claim (lease) ─▶ which calls? ─▶ find ─▶ fetch ─▶ take in (taking_in.py), or note the failure

If a rep turns this on for a source, we store the rep's consent. A process claims consents for a
limited time (a lease), and looks for the transcripts of the reps who gave these consents.

We ask the source outside of transactions. Sources do not say when a transcript will be ready, so we
ask every quarter of an hour for six hours after each call.
"""

import asyncio
from collections.abc import Callable, Collection, Mapping
from datetime import timedelta
from functools import partial

import structlog

from bot.base.clock import Clock
from bot.calendars import timing
from bot.calendars.polling import attempt, poll_claimed
from bot.transcripts.sources.common import OpenSource, SoughtCall, TranscriptSource
from bot.transcripts.sources.taking_in import LeasedConsent, Stale, TranscriptIntake, still_ours
from handlers.admission import Admission
from handlers.notices import transcript_trouble
from handlers.sources.ports import SourceFailed
from storage.choices import SourceTrouble, TranscriptSourceKind
from storage.database.connection import Database
from storage.sealing import NoKey
from storage.sources import fetched_transcripts, transcript_consents
from storage.sql.unique import retry_on_conflict
from storage.tables import Person, TranscriptConsent
from storage.workspace import people

log = structlog.get_logger()

CONSENTS_PER_CLAIM = 8  # we must be able to finish this many consents before the lease ends
CONCURRENT = 4  # how many consents we use at the same time
TIME_LIMIT = 240.0  # seconds for each consent
SETTLED = timedelta(minutes=5)  # wait this long after a call before looking for the transcript
AWAITED = timedelta(hours=6)  # stop looking for a transcript this long after the call
# If the person can't use Attune, or if the source is not set up, we look at the consent again
# after this time.
UNUSED_WAIT = timedelta(hours=6)


class TranscriptPoller:
    """Takes in transcripts for the people on one platform.

    `kinds` maps each source to the function that opens it. If a source is not in `kinds`, we skip
    its consents. `served` returns the tenants to serve now. If `served` is None, we serve all
    tenants of the platform.
    """

    def __init__(
        self,
        database: Database,
        platform: str,
        clock: Clock,
        kinds: Mapping[TranscriptSourceKind, OpenSource],
        intake: TranscriptIntake,
        *,
        served: Callable[[], Collection[str]] | None = None,
        admission: Admission | None = None,
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._served = served or (lambda: [platform])
        self._clock = clock
        self._kinds = kinds
        self._admission = admission or Admission()
        self._intake = intake
        self._changed = changed

    async def poll(self) -> int:
        """Look for transcripts under the consents that are due. Return how many were due."""
        return await poll_claimed(self._claim, self._try, at_once=CONCURRENT)

    async def _claim(self) -> list[LeasedConsent]:
        """Claim the consents that are due.

        Skip consents of people who can't use Attune now, and of sources that are not set up.
        """
        now = self._clock.now()
        leased: list[LeasedConsent] = []
        left: dict[int, Person] = {}
        async with self._database.write() as session:
            for one in await transcript_consents.claim(
                session, self._served(), now, CONSENTS_PER_CLAIM
            ):
                owner = await people.by_id(session, one.tenant, one.person_id)
                uses = owner and not owner.unreachable and self._admission.admits(owner.standing)
                if not uses or one.kind not in self._kinds:
                    one.next_at = now + UNUSED_WAIT
                    if owner and not uses and (one.looked_at or one.given_at) <= now - timing.GONE:
                        left[owner.id] = owner
                    continue
                secret: str | None = None
                try:
                    transcript_consents.renew_seal(session, one)
                    secret = transcript_consents.secret(session, one)
                except NoKey:
                    log.error("ENCRYPTION_KEYS lacks the key of a consent", consent=one.id)
                leased.append(
                    LeasedConsent(one.id, one.tenant, one.person_id, one.kind, one.next_at, secret)
                )
            # Withdraw all consents of somebody who can't use Attune now, if one of the consents has
            # not been used for `timing.GONE`.
            for person in left.values():
                await transcript_consents.take_back(session, person)
        return leased

    async def _try(self, due: LeasedConsent) -> None:
        """Look for transcripts once. If that fails, store the failure."""
        await attempt(
            self._look_while_wanted(due),
            partial(self._failed, due),
            "transcripts could not be read",
            consent=due.id,
            kind=due.kind,
        )

    async def _look_while_wanted(self, due: LeasedConsent) -> None:
        """Look for transcripts.

        Stop early if

        - the person withdraws the consent
        - the person can't use Attune any more
        - another process has claimed the consent, because our lease has ended
        """
        try:
            async with asyncio.timeout(TIME_LIMIT):
                await self._look(due)
        except Stale:
            log.info("transcripts no longer wanted", consent=due.id)

    async def _look(self, due: LeasedConsent) -> None:
        """Look for a transcript of each call that still waits for one."""
        if due.secret is None:
            raise SourceFailed("key missing")
        sought, secret = await self._sought(due), due.secret
        for call_id, (call, organizers) in sought.items():
            source = self._kinds[due.kind](secret, organizers)
            try:
                await self._look_for(due, call_id, call, source)
            finally:
                if source.new_secret is not None:
                    secret = source.new_secret
                    await retry_on_conflict(partial(self._store_secret, due, secret))
        await retry_on_conflict(partial(self._succeeded, due, read=bool(sought)))

    async def _sought(self, due: LeasedConsent) -> dict[int, tuple[SoughtCall, list[str]]]:
        """Return the calls that wait for a transcript, each with its organizers.

        Log calls that waited in vain.
        """
        now = self._clock.now()
        async with self._database.read(due.tenant) as session:
            given = await transcript_consents.by_id(session, due.tenant, due.id)
            if given is None:
                raise Stale
            since = max(given.given_at, now - AWAITED)
            found = await fetched_transcripts.awaited(
                session, given, since=since, until=now - SETTLED
            )
            late = await fetched_transcripts.awaited(
                session,
                given,
                since=max(given.given_at, (given.looked_at or now) - AWAITED),
                until=now - AWAITED,
            )
            for one in late:
                log.info("no transcript came", call=one.call.id, kind=due.kind)
            return {
                one.call.id: (
                    SoughtCall.of(one.call),
                    list(await fetched_transcripts.organizers(session, given, one.call.id)),
                )
                for one in found
            }

    async def _look_for(
        self, due: LeasedConsent, call_id: int, call: SoughtCall, source: TranscriptSource
    ) -> None:
        """Look for the transcript of one call, and take it in if it is there."""
        try:
            found = await source.find(call)
            file = await source.fetch(found.id) if found else None
        except SourceFailed as failed:
            if failed.trouble != "not found":
                raise
            found = file = None  # the transcript has expired or was deleted
        if found is None or file is None:
            return
        outcome = await self._intake.take(due, call_id, found, file)
        log.info("transcript found", call=call_id, kind=due.kind, outcome=outcome)

    async def _store_secret(self, due: LeasedConsent, secret: str) -> None:
        async with self._database.write(due.tenant) as session:
            given, _ = await still_ours(session, due, self._admission)
            transcript_consents.store_secret(session, given, secret)

    async def _succeeded(self, due: LeasedConsent, *, read: bool) -> None:
        """Store that we looked, and when to look again.

        `read` says whether we asked the source. If so, clear the last failure.
        """
        now = self._clock.now()
        async with self._database.write(due.tenant) as session:
            given, _ = await still_ours(session, due, self._admission)
            given.looked_at = now
            given.next_at = timing.next_read(now, given.id, near=False)
            if read:
                given.failures, given.trouble, given.told_at = 0, None, None

    async def _failed(
        self, due: LeasedConsent, trouble: SourceTrouble, wait: timedelta | None
    ) -> None:
        """Store a failure, provided that we may still use the consent and still hold its lease."""
        try:
            await retry_on_conflict(partial(self._store_failure, due, trouble, wait))
        except Stale:
            return
        self._changed()
        log.info("transcripts failed", consent=due.id, kind=due.kind, trouble=trouble)

    async def _store_failure(
        self, due: LeasedConsent, trouble: SourceTrouble, wait: timedelta | None
    ) -> TranscriptConsent:
        """Store a failure and when to try again, and tell the person if necessary."""
        now = self._clock.now()
        async with self._database.write(due.tenant) as session:
            given, owner = await still_ours(session, due, self._admission)
            given.failures += 1
            given.trouble = trouble
            given.next_at = timing.next_try(
                now, given.id, failures=given.failures, trouble=trouble, wait=wait
            )
            await transcript_trouble.tell_owner(session, owner, given, now)
            return given
