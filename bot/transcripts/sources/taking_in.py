"""Take in an automatic transcript as if the rep had dropped the file.

    same file as before? ─▶ read ─▶ the feature for dropped files ─▶ tell the rep

For each call, `poller.py` looks for the transcript every quarter of an hour. If the file has
changed since the previous look, it may still be growing, so we wait for the next look.

Reading and measuring are slow, so we do both between transactions. Each transaction checks that the
rep has not turned transcripts off.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from hashlib import sha256
from typing import Literal

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.base.clock import Clock
from bot.platform.recent import Recent
from bot.transcripts.sources.common import FoundTranscript, SourceFile
from handlers.admission import Admission
from handlers.features.transcripts import bringing
from handlers.notices import transcript_came
from handlers.nudges.schedule import replan_changed
from handlers.playbook.in_use import Playbooks
from handlers.playbook.loader import Playbook
from handlers.registry import NotNow, Refusal, Turn, Unfinished
from handlers.services import NO_SERVICES, Services
from handlers.sources.ports import TranscriptReader, TranscriptRefused
from handlers.transcripts.records import TranscriptHead
from storage.choices import TranscriptSourceKind
from storage.database.connection import Database
from storage.sources import (
    fetched_transcripts,
    measured_calls,
    open_transcripts,
    transcript_consents,
)
from storage.sql.unique import retry_on_conflict
from storage.tables import FetchedTranscript, Person, TranscriptConsent
from storage.workspace import people

# "growing": the file is new, or has changed since the previous look, so look again.
# "taken in": the rep has the figures, or is asked about the transcript.
# "not now": reading or measuring took too long, so try again.
# "refused": we can't read or measure the file, and do not try again.
# "brought": the call has figures already.
Outcome = Literal["growing", "taken in", "not now", "refused", "brought"]
TRIES = 3  # we try at most this many times to read and measure a transcript
REMEMBERED = 500  # we count attempts for at most this many transcripts


@dataclass(frozen=True)
class LeasedConsent:
    """A rep's consent to read transcripts from one source. We have claimed it until `lease` (UTC).

    `secret` is None if no key decrypts it.
    """

    id: int
    tenant: str
    person_id: int
    kind: TranscriptSourceKind
    lease: datetime
    secret: str | None = field(repr=False)


class Stale(Exception):
    """The rep turned the source off or can't use Attune now, or another process holds the claim."""


async def still_ours(
    session: AsyncSession, due: LeasedConsent, admission: Admission
) -> tuple[TranscriptConsent, Person]:
    """Lock the consent, and return it with its owner. Raises Stale if we may no longer read."""
    given = await transcript_consents.by_id(session, due.tenant, due.id, locked=True)
    owner = await people.by_id(session, due.tenant, due.person_id)
    if given is None or given.next_at != due.lease or owner is None:
        raise Stale
    if owner.unreachable or not admission.admits(owner.standing):
        raise Stale
    return given, owner


@dataclass(frozen=True)
class _Arrived:
    """A transcript that a source has for a call. `digest` is the hash of the file."""

    due: LeasedConsent
    call_id: int
    found: FoundTranscript
    file: SourceFile
    digest: str


class TranscriptIntake:
    """Takes in transcripts while we hold the claim on the owner's consent."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        playbook: Playbook,
        reader: TranscriptReader,
        *,
        admission: Admission | None = None,
        changed: Callable[[], None] = lambda: None,
        playbooks: Playbooks | None = None,
        services: Services = NO_SERVICES,
    ) -> None:
        """We call `changed` whenever a message may be due."""
        self._database = database
        self._clock = clock
        self._playbooks = playbooks or Playbooks(playbook)
        self._reader = reader
        self._services = replace(services, transcripts=reader)
        self._admission = admission or Admission()
        self._changed = changed
        # Maps a consent, a call and the hash of a file to the number of failed attempts. Each
        # process counts its own attempts, and begins at zero after a restart. Even so, the attempts
        # end, because the poller looks for a transcript only for some hours after the call.
        self._tries: Recent[tuple[int, int, str], int] = Recent(REMEMBERED)

    async def take(
        self, due: LeasedConsent, call_id: int, found: FoundTranscript, file: SourceFile
    ) -> Outcome:
        """Take in a transcript if the previous look found the same file. Raises Stale."""
        came = _Arrived(due, call_id, found, file, sha256(file.body).hexdigest())
        seen = await retry_on_conflict(partial(self._note_file, came))
        if seen != "taken in":
            return seen
        try:
            head = await self._reader.read(file.name, file.body)
        except TranscriptRefused as refused:
            return await self._after_failure(came, may_pass=refused.may_pass)
        try:
            return await self._hand_over(came, head)
        except BaseException:  # the next attempt reads the file again, so drop these words
            self._reader.forget(head.key)
            raise

    async def _note_file(self, came: _Arrived) -> Outcome:
        """Note which file this look found.

        If the previous look found the same file, return "taken in", although the file is not taken
        in yet: the caller does that next. With any other outcome, this look is over.
        """
        async with self._owned(came) as (session, given, owner):
            if await measured_calls.of_call(session, owner, came.call_id):
                return "brought"
            row = await fetched_transcripts.of_call(session, given, came.call_id)
            if row is None:
                row = FetchedTranscript(
                    tenant=given.tenant,
                    person_id=given.person_id,
                    call_id=came.call_id,
                    kind=given.kind,
                    source_id=came.found.id,
                    digest="",
                    found_at=self._clock.now(),
                )
                session.add(row)
            is_same = row.digest == came.digest
            row.digest, row.source_id = came.digest, came.found.id
            return "taken in" if is_same else "growing"

    async def _hand_over(self, came: _Arrived, head: TranscriptHead) -> Outcome:
        """Pass the transcript to the feature for dropped files, and do the work it asks for."""
        try:
            left = await retry_on_conflict(partial(self._begin, came, head))
            while left is not None:
                found = await left.work()
                left = await retry_on_conflict(partial(self._go_on, came, left, found))
        except Refusal as refusal:
            self._reader.forget(head.key)
            return await self._after_failure(came, may_pass=isinstance(refusal, NotNow))
        self._changed()
        return "taken in"

    async def _after_failure(self, came: _Arrived, *, may_pass: bool) -> Outcome:
        """Return the outcome of a failed attempt.

        - If another attempt may succeed (`may_pass`), we make `TRIES` attempts in all. After the
          last one, we refuse the transcript, and tell the rep.
        - If no attempt can succeed, we refuse the transcript at once, and do not tell the rep.
        """
        which = came.due.id, came.call_id, came.digest
        self._tries[which] = tries = self._tries.get(which, 0) + 1
        if may_pass and tries < TRIES:
            return await retry_on_conflict(partial(self._put_off, came))
        outcome = await retry_on_conflict(partial(self._refuse, came, tell=may_pass))
        self._changed()
        return outcome

    async def _begin(self, came: _Arrived, head: TranscriptHead) -> Unfinished | None:
        """Pass the head of the transcript to the feature for dropped files.

        Return the slow work that the feature asks for, or None.
        """
        async with self._owned(came) as (session, given, owner):
            row = await fetched_transcripts.of_call(session, given, came.call_id)
            if row is None:
                raise Stale
            row.key = head.key
            reply = await bringing.after_reading(
                await self._turn(session, owner), head, came.call_id
            )
            return await self._after(session, owner, row, reply)

    async def _go_on(self, came: _Arrived, left: Unfinished, found: object) -> Unfinished | None:
        """Pass the result of slow work to the feature for dropped files.

        Return the slow work that the feature asks for next, or None.
        """
        async with self._owned(came) as (session, given, owner):
            row = await fetched_transcripts.of_call(session, given, came.call_id)
            if row is None:
                raise Stale
            reply = await left.then(await self._turn(session, owner), found)
            return await self._after(session, owner, row, reply)

    async def _after(
        self, session: AsyncSession, owner: Person, row: FetchedTranscript, reply: object
    ) -> Unfinished | None:
        """Return the slow work that `reply` asks for.

        If `reply` asks for none, we have taken in the transcript. Then tell the rep, and return
        None.
        """
        now = self._clock.now()
        if not isinstance(reply, Unfinished):
            row.taken_at = now
            await transcript_came.tell_owner(session, owner, row, now)
        await replan_changed(session, now)
        return reply if isinstance(reply, Unfinished) else None

    async def _put_off(self, came: _Arrived) -> Outcome:
        """Delete any question to the rep about this file. The next look reads the file again."""
        async with self._owned(came) as (session, _, owner):
            if opened := await open_transcripts.of_file(session, owner, came.digest):
                await session.delete(opened)
        return "not now"

    async def _refuse(self, came: _Arrived, *, tell: bool) -> Outcome:
        """Give up on this transcript. If `tell` is true, ask the rep to bring the file."""
        now = self._clock.now()
        async with self._owned(came) as (session, given, owner):
            row = await fetched_transcripts.of_call(session, given, came.call_id)
            if row is not None:
                row.taken_at, row.key = now, ""
                if tell:
                    await transcript_came.tell_owner(session, owner, row, now)
            if opened := await open_transcripts.of_file(session, owner, came.digest):
                await session.delete(opened)
        return "refused"

    async def _turn(self, session: AsyncSession, owner: Person) -> Turn:
        """Return a turn whose reply is not shown, because the owner did not ask for anything."""
        now = self._clock.now()
        playbook = await self._playbooks.of(session, owner)
        return Turn(
            session,
            owner,
            now,
            playbook,
            "",
            {},
            unseen=True,
            reading=partial(self._database.read, owner.tenant),
            **vars(self._services),
        )

    @asynccontextmanager
    async def _owned(
        self, came: _Arrived
    ) -> AsyncIterator[tuple[AsyncSession, TranscriptConsent, Person]]:
        """Open a session and lock the consent. Yield both, and the owner. Raises Stale."""
        async with self._database.write(came.due.tenant) as session:
            given, owner = await still_ours(session, came.due, self._admission)
            yield session, given, owner
