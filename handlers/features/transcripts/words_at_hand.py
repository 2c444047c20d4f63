"""Read and measure the words of a transcript while we still have them in memory."""

from collections.abc import Awaitable, Callable
from functools import partial

from handlers.features.transcripts import former_speakers
from handlers.registry import NotNow, Refusal, Turn
from handlers.sources.ports import TranscriptReader, TranscriptRefused, WordsGone
from handlers.transcripts.records import Measured, TalkContext
from storage.choices import TranscriptSourceKind
from storage.database.connection import once_committed

NOT_HERE = "Transcripts can't be read here."
_GONE: dict[TranscriptSourceKind | None, str] = {
    None: "I no longer have the words. Drop the transcript here",
    "microsoft": "I no longer have the words, and Teams won't give them to me again. Download "
    "the transcript from the meeting's recap in Teams, and drop it here",
    "google": "I no longer have the words, and Google won't give them to me again. Download the "
    "transcript from Google Docs as .docx, and drop it here",
}


def reader_of(turn: Turn) -> TranscriptReader:
    """Return the reader of transcripts. Raises Refusal if transcripts can't be read here."""
    if turn.transcripts is None:
        raise Refusal(NOT_HERE)
    return turn.transcripts


def drop_words(turn: Turn, key: str) -> None:
    """Drop the words of a transcript from memory once this transaction is committed."""
    if turn.transcripts is not None:
        once_committed(turn.session, partial(turn.transcripts.forget, key))


def how_to_bring(gone: WordsGone) -> str:
    """Say how to bring back a transcript whose words are gone, without a full stop at the end."""
    return _GONE[gone.source]


async def to_measure(
    turn: Turn, key: str, context: TalkContext
) -> Callable[[], Awaitable[Measured | WordsGone]]:
    """Return a function that measures a transcript. Pass the function to `Unfinished` as `work`.

    The function returns Measured, with words such as "A former contact" for the names of erased
    people. If the words are no longer in memory, the function returns WordsGone. If the transcript
    can't be read, the function raises NotNow or Refusal.

    `to_measure` itself raises Refusal if no transcripts can be read here.
    """
    reader, pitch = reader_of(turn), turn.playbook.pitch
    former = await former_speakers.replacer(turn)

    async def work() -> Measured | WordsGone:
        try:
            return former.in_measured(await reader.measure(key, context, pitch))
        except WordsGone as gone:
            return gone
        except TranscriptRefused as refused:
            raise (NotNow if refused.may_pass else Refusal)(str(refused)) from None

    return work
