"""Google Meet: which transcript is a call's, and what happens if Google does not give it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.base.clock import FixedClock
from bot.calendars.http import ProviderClient
from bot.calendars.mailbox import Mailbox
from bot.calendars.tokens import CalendarTokens
from bot.transcripts.formats.reading import read
from bot.transcripts.sources.common import SoughtCall
from bot.transcripts.sources.meet import MeetTranscripts
from handlers.sources.ports import SourceFailed
from tests.calendars.provider import failing
from tests.downloads import breaks_off, never_ends
from tests.transcripts.sources.meet import Conference, MeetStandIn

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HALF = timedelta(minutes=30)
CODE = "abc-defg-hij"
CALL = SoughtCall(NINE, NINE + HALF, "", f"https://meet.google.com/{CODE}?authuser=0")
SAID = [
    ("Lena Brandt" if number % 2 else "Jana Novak", number * 8, f"Word {number} about forty hours.")
    for number in range(9)
]


@dataclass
class Asked:
    meet: MeetStandIn
    source: MeetTranscripts
    http: ProviderClient


@pytest.fixture
async def asked() -> AsyncIterator[Asked]:
    clock = FixedClock(NINE + 2 * HALF)
    async with MeetStandIn(clock) as meet, ProviderClient() as http:
        tokens = CalendarTokens(meet.provider, http, clock)
        yield Asked(meet, MeetTranscripts(Mailbox(tokens, meet.consent())), http)
        assert meet.complaints == []


async def test_the_transcript_of_the_meetings_code_is_read_page_by_page(asked: Asked) -> None:
    asked.meet.held = [
        Conference(CODE, NINE - timedelta(hours=3), SAID[:1], minutes=9, number=2),
        Conference(CODE, NINE, SAID),
        Conference("xyz-defg-hij", NINE, SAID[:1], number=3),
    ]
    asked.meet.page_size = 2
    found = await asked.source.find(CALL)
    assert found
    assert found.id == "conferenceRecords/r-1/transcripts/t-1"
    file = await asked.source.fetch(found.id)
    call = read(file.name, file.body)
    assert len(call.utterances) == len(SAID)
    assert {one.speaker for one in call.utterances} == {"Lena Brandt", "Jana Novak"}
    assert call.started_at == NINE


async def test_what_is_not_ready_or_not_of_meet_is_not_found(asked: Asked) -> None:
    asked.meet.held = [Conference(CODE, NINE, SAID, state="STARTED")]
    assert await asked.source.find(CALL) is None
    asked.meet.requests.clear()
    elsewhere = replace(CALL, join_url="https://zoom.us/j/1")
    assert await asked.source.find(elsewhere) is None
    assert asked.meet.requests == []


async def test_refusals_say_what_they_mean(asked: Asked) -> None:
    asked.meet.held = [Conference(CODE, NINE, SAID)]
    found = await asked.source.find(CALL)
    assert found
    for status, trouble in ((403, "no permission"), (429, "asked to wait"), (500, "no answer")):
        asked.meet.faults.append(failing(status, Retry_After="60"))
        with pytest.raises(SourceFailed, match=trouble):
            await asked.source.fetch(found.id)
    asked.http._seconds = 0.2
    for fault in (breaks_off, never_ends):
        asked.meet.faults.append(fault)
        with pytest.raises(SourceFailed, match="no answer"):
            await asked.source.fetch(found.id)
    asked.meet.clock.moment += timedelta(days=31)
    with pytest.raises(SourceFailed, match="not found"):  # Google has deleted it
        await asked.source.fetch(found.id)
    asked.meet.take_back()
    asked.meet.expire_access()
    with pytest.raises(SourceFailed, match="disconnected"):
        await asked.source.find(CALL)
