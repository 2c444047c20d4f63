"""In the background, ask the language model which lines of a transcript fit into the reflection.

The proposed lines stay in memory as long as the words of the transcript. If the words are gone, or
if the model gives no answer, we propose no lines and tell nobody.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from secrets import token_hex

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.failures import places
from handlers.features.model.allowed import model_for, place_of
from handlers.features.transcripts import former_speakers
from handlers.model.draft_lines import further_lines
from handlers.model.transcripts import ProposedLine, TranscriptText, proposed_lines
from handlers.registry import Turn
from handlers.rhythm_settings import day_of, rhythm_of, save_rhythm
from handlers.sources.ports import LanguageModel, ModelFailed, TranscriptReader, WordsGone
from handlers.transcripts.records import Measured
from handlers.views import model_words
from storage.customers import attendees
from storage.database.connection import once_committed
from storage.sales_calls import call_seats
from storage.sales_calls.own_calls import Seated
from storage.tables import MeasuredCall
from storage.workspace import people, policies

log = structlog.get_logger()


@dataclass(frozen=True)
class LineRequest:
    """A request for lines from one transcript. `reading` opens a read-only database session."""

    reader: TranscriptReader
    model: LanguageModel
    reading: Callable[[], AbstractAsyncContextManager[AsyncSession]]
    key: str
    tenant: str
    person_id: int
    names: tuple[str, ...] = field(repr=False)  # the people on both sides
    day: date  # the day of the call, in the rep's time zone
    now: datetime


async def begin(turn: Turn, row: MeasuredCall, seated: Seated, words: int) -> str:
    """If the model is switched on for transcripts, ask it as soon as this transaction is committed.

    Return a sentence that tells the rep how many words go to which host. Return "" if we don't ask,
    or if the rep has been told before.
    """
    model = await model_for(turn, "transcripts")
    if model is None or turn.transcripts is None or turn.background is None:
        return ""
    if turn.reading is None or turn.transcripts.proposed(row.key) is not None:
        return ""
    guests = await attendees.of_calls(turn.session, [seated.call.id])
    ours = await call_seats.people_in(turn.session, turn.person.tenant, [seated.call.id])
    request = LineRequest(
        turn.transcripts,
        model,
        turn.reading,
        row.key,
        turn.person.tenant,
        turn.person.id,
        (
            *(contact.name for contact in guests.get(seated.call.id, ())),
            *(name for _, _, name in ours),
        ),
        day_of(seated.call.starts_at, turn.person.zone),
        turn.now,
    )
    start = turn.background
    once_committed(turn.session, lambda: start(ask(request)))
    return await _first_use(turn, model, words)


async def _first_use(turn: Turn, model: LanguageModel, words: int) -> str:
    """Return the sentence for `begin`, or "" if the rep has been told before."""
    if turn.unseen or rhythm_of(turn.person).model_told:
        return ""
    await people.lock(turn.session, turn.person)
    save_rhythm(turn.person, rhythm_of(turn.person).changed({"model_told": True}))
    return model_words.first_use(place_of(model), words)


async def ask(request: LineRequest) -> None:
    """Ask the model about all parts of a transcript, and keep the lines in memory."""
    try:
        lines = await _lines(request)
    except (ModelFailed, WordsGone):
        return
    except Exception as error:  # noqa: BLE001 - no caller waits, so we can only log it
        # We log only the type and the places, because an error may quote what was said.
        log.error("no lines from the model", error=type(error).__name__, places=places(error))
        return
    if lines is not None:
        request.reader.keep_proposed(request.key, lines)


async def _lines(request: LineRequest) -> tuple[ProposedLine, ...] | None:
    """Return the lines whose quotes are in the transcript, or None if `_may_ask` becomes false."""
    said = await request.reader.utterances(request.key)
    text = await asyncio.to_thread(TranscriptText, said)
    answers = []
    for prompt in text.prompts(request.model.room, lambda: token_hex(8)):
        if not await _may_ask(request):
            return None
        answers.append(
            await request.model.ask(prompt, request.tenant, request.person_id, request.now)
        )
    return await asyncio.to_thread(proposed_lines, answers, text, request.names, request.day)


async def _may_ask(request: LineRequest) -> bool:
    """Check whether we have the words and may ask the model about them.

    We check this before each part of the transcript, because somebody may switch the model off or
    erase the person while the model answers.
    """
    if not request.reader.holds(request.key):
        return False
    async with request.reading() as session:
        policy = await policies.of(session, request.tenant)
        person = await people.by_id(session, request.tenant, request.person_id)
    if policy is None or "transcripts" not in policy.model_tasks or policy.figures_off:
        return False
    return person is not None and person.erased_at is None and not rhythm_of(person).no_model


async def with_lines(
    turn: Turn, row: MeasuredCall, work: Callable[[], Awaitable[Measured | WordsGone]]
) -> Callable[[], Awaitable[Measured | WordsGone]]:
    """Return a function that calls `work` and adds the model's lines to the result.

    If the model proposed no lines, or if we may not use the model now, return `work` itself.
    """
    if turn.transcripts is None or not (lines := turn.transcripts.proposed(row.key)):
        return work
    if await model_for(turn, "transcripts") is None:
        return work
    labels = dict(row.labels)
    former = await former_speakers.replacer(turn)

    async def more() -> Measured | WordsGone:
        found = await work()
        if isinstance(found, WordsGone):
            return found
        return former.in_measured(
            replace(found, model_lines=further_lines(found.lines, lines, labels))
        )

    return more
