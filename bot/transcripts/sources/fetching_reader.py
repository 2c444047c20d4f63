"""Measure a transcript even if its words have left memory: fetch them again from their source.

The source is the service from which the transcript came, such as Google Meet. Callers use
`FetchingReader` like any other reader.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager, suppress

import structlog

from bot.transcripts.sources.common import OpenSource, SourceFile
from handlers.model.transcripts import ProposedLine
from handlers.playbook.word_lists import Pitch
from handlers.sources.ports import (
    SourceFailed,
    TranscriptReader,
    TranscriptRefused,
    WordsGone,
)
from handlers.transcripts.records import Measured, TalkContext, TranscriptHead, Utterance
from storage.choices import TranscriptSourceKind
from storage.database.connection import Database
from storage.sealing import NoKey
from storage.sources import fetched_transcripts, transcript_consents
from storage.tables import TranscriptConsent

log = structlog.get_logger()

MAX_NEWER = 1_000  # we remember the new keys of at most this many fetched transcripts


class FetchingReader:
    """A reader that can fetch a transcript again, if Attune fetched it from a source before.

    The words that we fetch again get a new key, but callers keep using the key that they know.
    """

    def __init__(
        self,
        reader: TranscriptReader,
        database: Database,
        kinds: Mapping[TranscriptSourceKind, OpenSource],
    ) -> None:
        self._reader = reader
        self._database = database
        self._kinds = kinds
        self._newer: dict[str, str] = {}  # from the key that callers know to the latest key

    def room(self) -> AbstractAsyncContextManager[object]:
        return self._reader.room()

    async def read(self, name: str, body: bytes) -> TranscriptHead:
        return await self._reader.read(name, body)

    async def measure(self, key: str, context: TalkContext, pitch: Pitch) -> Measured:
        """Measure a transcript. If the words have left memory, fetch them first.

        Raises WordsGone if the words can't be fetched, for example because the rep no longer allows
        us to. Raises TranscriptRefused if the words can't be measured.
        """
        for known in filter(None, (key, self._newer.get(key))):
            with suppress(WordsGone):
                return await self._reader.measure(known, context, pitch)
        kind, file = await self._fetched(key)
        try:
            head = await self._reader.read(file.name, file.body)
        except TranscriptRefused:
            raise WordsGone(kind) from None
        while len(self._newer) >= MAX_NEWER:
            self.forget(next(iter(self._newer)))
        self._newer[key] = head.key
        return await self._reader.measure(head.key, context, pitch)

    async def utterances(self, key: str) -> Sequence[Utterance]:
        """Return what was said. Raises WordsGone if the words have left memory."""
        return await self._reader.utterances(self._held(key))

    def holds(self, key: str) -> bool:
        return self._reader.holds(self._held(key))

    def keep_proposed(self, key: str, lines: Sequence[ProposedLine]) -> None:
        self._reader.keep_proposed(self._held(key), lines)

    def proposed(self, key: str) -> Sequence[ProposedLine] | None:
        return self._reader.proposed(self._held(key))

    def _held(self, key: str) -> str:
        """Return the key under which the words are in memory, or else the latest known key."""
        return key if self._reader.holds(key) else self._newer.get(key, key)

    def forget(self, key: str) -> None:
        self._reader.forget(key)
        if newer := self._newer.pop(key, ""):
            self._reader.forget(newer)

    async def _fetched(self, key: str) -> tuple[TranscriptSourceKind, SourceFile]:
        """Fetch the transcript with this key from its source again, or raise `WordsGone`."""
        async with self._database.read() as session:
            known = await fetched_transcripts.by_key(session, key)
            if known is None:
                raise WordsGone
            came, given = known
            if came.kind not in self._kinds:
                raise WordsGone(came.kind)
            try:
                secret = transcript_consents.secret(session, given)
            except NoKey:
                raise WordsGone(came.kind) from None
        source = self._kinds[came.kind](secret, ())
        try:
            return came.kind, await source.fetch(came.source_id)
        except SourceFailed as failed:
            log.info(
                "the words of a transcript could not be fetched again",
                kind=came.kind,
                trouble=failed.trouble,
            )
            raise WordsGone(came.kind) from None
        finally:
            if source.new_secret is not None:
                await self._store_secret(given, secret, source.new_secret)

    async def _store_secret(self, given: TranscriptConsent, old: str, new: str) -> None:
        """Store the secret `new` in place of `old`, the secret with which we fetched.

        If another secret is stored by now, keep it: the person has signed in again in the meantime,
        possibly with another account.
        """
        async with self._database.write(given.tenant) as session:
            consent = await transcript_consents.by_id(session, given.tenant, given.id, locked=True)
            with suppress(NoKey):
                if consent is not None and transcript_consents.secret(session, consent) == old:
                    transcript_consents.store_secret(session, consent, new)
