"""Take a transcript that somebody drops or pastes in their direct messages."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.cards import Reply
from handlers.features import access
from handlers.features.transcripts import flow, former_speakers, words_at_hand
from handlers.registry import FileFailed, Refusal, Registry, Turn, Unfinished
from handlers.sources.calendars.calendar_addresses import without_secrets
from handlers.sources.ports import TranscriptRefused
from handlers.transcripts.file_day import with_day
from handlers.transcripts.pasted import is_transcript
from handlers.transcripts.records import TranscriptHead
from storage.sources import measured_calls, open_transcripts
from storage.tables import OpenTranscript

_TITLE = 300  # we keep at most this many characters of the call's title
# The message that comes with a file may name the account. We keep at most this many characters of
# the message.
_BESIDE = 200
KEPT_NOTHING = "I haven't kept any of it."


def register(registry: Registry) -> None:
    """Register the answer to files and to pasted transcripts."""
    registry.file(access.with_figures(bring), pasted=is_transcript)


async def bring(turn: Turn) -> Unfinished:
    """Fetch and read the file, then go on with `after_reading`."""
    reader, file = words_at_hand.reader_of(turn), turn.file
    if file is None:
        raise Refusal(words_at_hand.NOT_HERE)

    async def read() -> TranscriptHead:
        try:
            async with reader.room():
                return await reader.read(file.name, await file.fetch())
        except FileFailed as failed:
            raise Refusal(str(failed)) from None
        except TranscriptRefused as refused:
            raise Refusal(f"{refused} {KEPT_NOTHING}") from None

    return Unfinished(read, after_reading)


async def after_reading(
    turn: Turn, head: TranscriptHead, call_id: int | None = None
) -> Reply | Unfinished:
    """Ask about a transcript, or measure it.

    `call_id` is the call of the transcript, or None if we don't know the call. If the rep has
    answered questions about this file before, we use these answers.
    """
    head = (await former_speakers.replacer(turn)).in_head(head)
    row = await open_transcripts.of_file(turn.session, turn.person, head.digest)
    not_its_call = None
    # A row whose key is "" is what stays of a deleted file. It says only that the file does not
    # belong to the call `not_call_id`.
    if row is not None and not row.key:
        not_its_call = row.not_call_id
        await turn.session.delete(row)
        await turn.session.flush()
        row = None
    if row is None:
        row = await _opened(turn, head)
        row.not_call_id = not_its_call
        row.call_id = call_id or row.call_id
        turn.session.add(row)
    elif row.key != head.key:
        # The rep brought the same file again. Keep the words just read, and drop the earlier copy.
        words_at_hand.drop_words(turn, row.key)
    row.key, row.made_at = head.key, turn.now
    turn.person.told_of_transcripts = turn.person.told_of_transcripts or turn.now
    await turn.session.flush()
    return await flow.go_on(turn, row, {label.name: label.excerpts for label in head.labels})


async def _opened(turn: Turn, head: TranscriptHead) -> OpenTranscript:
    """Return a new row for questions about this file.

    If the file was measured before, the row has the rep's earlier answers.
    """
    before = await measured_calls.of_file(turn.session, turn.person, head.digest)
    if before is not None and before.key != head.key:
        # The rep brought the same file again. Keep the words just read, and drop the earlier copy.
        words_at_hand.drop_words(turn, before.key)
        before.key = head.key
    start = _Start.of(head, turn.person.zone)
    return OpenTranscript(
        tenant=turn.person.tenant,
        person_id=turn.person.id,
        digest=head.digest,
        key=head.key,
        tool=head.tool,
        title=with_day(head.title[:_TITLE], head.day, without_secrets(turn.text)[:_BESIDE]),
        starts_at=start.at,
        zoned=start.zoned,
        seconds=round(head.length.total_seconds()) if head.length else None,
        labels={label.name: label.share for label in head.labels},
        mine=[label for label, side in before.labels.items() if side == "me"] if before else None,
        call_id=before.call_id if before else None,
        made_at=turn.now,
    )


@dataclass(frozen=True)
class _Start:
    """The start of the call according to the file, and whether the file names the time zone."""

    at: datetime | None
    zoned: bool = False

    @classmethod
    def of(cls, head: TranscriptHead, zone: str) -> "_Start":
        """Return the start in the file. If the file names no zone, use the rep's zone."""
        if head.started_at:
            return cls(head.started_at, zoned=True)
        local = head.local_start
        return cls(local.replace(tzinfo=ZoneInfo(zone)) if local else None)
