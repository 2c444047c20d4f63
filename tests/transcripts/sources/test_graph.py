"""Microsoft Graph: which transcript is a call's, and what happens if Graph does not give it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from bot.base.clock import FixedClock
from bot.calendars.http import ProviderClient
from bot.transcripts.formats.reading import read
from bot.transcripts.sources.common import SoughtCall
from bot.transcripts.sources.graph import GraphTranscripts
from bot.transcripts.sources.graph_tokens import GraphTokens
from handlers.sources.ports import SourceFailed
from tests.calendars.provider import failing
from tests.downloads import breaks_off, never_ends
from tests.transcripts.sources.graph import GraphStandIn, error

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HALF, MINUTE = timedelta(minutes=30), timedelta(minutes=1)
LENA, TOMAS = "lena-oid", "tomas-oid"
THREAD = "19:meeting_MjIzAbC@thread.v2"
CALL = SoughtCall(NINE, NINE + HALF, f"{THREAD.casefold()}/0", "")
SAID = [("Lena Brandt", 2, "What does the platypus cost you?"), ("Jana Novak", 9, "Forty hours.")]


@dataclass
class Asked:
    graph: GraphStandIn
    tokens: GraphTokens
    http: ProviderClient

    def source(self, *organizers: str) -> GraphTranscripts:
        return self.graph.opened(self.tokens, organizers or (LENA,))


@pytest.fixture
async def asked() -> AsyncIterator[Asked]:
    clock = FixedClock(NINE + 2 * HALF)
    async with GraphStandIn(clock) as graph, ProviderClient() as http:
        yield Asked(graph, graph.tokens_for(http), http)
        assert graph.complaints == []


async def test_the_meeting_of_the_link_is_found_on_any_page_and_read(asked: Asked) -> None:
    for number in range(5):
        asked.graph.hold(LENA, f"19:meeting_other{number}@thread.v2", NINE, SAID)
    asked.graph.hold(LENA, THREAD, NINE - 20 * MINUTE, SAID, minutes=5)  # a test before it
    held = asked.graph.hold(LENA, THREAD, NINE + MINUTE, SAID)
    asked.graph.page_size = 2
    found = await asked.source().find(CALL)
    assert found
    assert found.id == f"{LENA} {held.meeting} {held.id}"
    file = await asked.source().fetch(found.id)
    call = read(file.name, file.body)
    assert [one.speaker for one in call.utterances] == ["Lena Brandt", "Jana Novak"]
    assert call.started_at == held.starts_at


async def test_without_metadata_the_words_are_read(asked: Asked) -> None:
    held = asked.graph.hold(LENA, THREAD, NINE, SAID)
    held.has_metadata = False
    file = await asked.source().fetch(f"{LENA} {held.meeting} {held.id}")
    call = read(file.name, file.body)
    assert call.utterances[1].words == "Forty hours."


@pytest.mark.parametrize(("others", "taken"), [(0, True), (1, False)])
async def test_without_a_known_meeting_only_one_at_that_time_is_taken(
    asked: Asked, others: int, taken: bool
) -> None:
    for number in range(1 + others):
        asked.graph.hold(LENA, f"19:meeting_{number}@thread.v2", NINE + 5 * MINUTE, SAID)
    asked.graph.hold(LENA, "19:meeting_later@thread.v2", NINE + HALF, SAID)
    found = await asked.source().find(replace(CALL, meeting="meet/123456"))
    assert (found is not None) is taken
    asked.graph.requests.clear()
    assert await asked.source().find(replace(CALL, meeting="")) is None  # no meeting of Teams
    assert asked.graph.requests == []


async def test_a_meeting_of_another_thread_is_never_taken(asked: Asked) -> None:
    asked.graph.hold(LENA, "19:meeting_other@thread.v2", NINE, SAID)
    assert await asked.source().find(CALL) is None


async def test_a_colleagues_meeting_is_found_if_they_allowed_it_too(asked: Asked) -> None:
    asked.graph.hold(TOMAS, THREAD, NINE, SAID)
    assert await asked.source(LENA).find(CALL) is None
    assert await asked.source(LENA, TOMAS).find(CALL)


async def test_somebody_whom_graph_does_not_know_does_not_hide_a_colleagues_meeting(
    asked: Asked,
) -> None:
    asked.graph.hold(TOMAS, THREAD, NINE, SAID)
    asked.graph.unknown = {LENA}
    assert await asked.source(LENA).find(CALL) is None
    assert await asked.source(LENA, TOMAS).find(CALL)
    asked.graph.unknown = {TOMAS}
    assert await asked.source(LENA, TOMAS).find(CALL) is None


async def test_what_is_no_transcript_or_does_not_arrive_is_asked_for_again(asked: Asked) -> None:
    held = asked.graph.hold(LENA, THREAD, NINE, SAID)
    page = web.Response(text="<html>Sign in</html>", content_type="text/html")

    async def signs_in(_: web.Request) -> web.StreamResponse:
        return page

    asked.http._seconds = 0.2
    for fault in (signs_in, breaks_off, never_ends):
        asked.graph.faults.append(fault)
        with pytest.raises(SourceFailed, match="no answer"):
            await asked.source().fetch(f"{LENA} {held.meeting} {held.id}")


async def test_a_link_to_another_host_is_not_followed(asked: Asked) -> None:
    for number in range(3):
        asked.graph.hold(LENA, f"19:meeting_{number}@thread.v2", NINE, SAID)
    asked.graph.page_size, asked.graph.foreign_link = 1, "https://graph.example"
    with capture_logs() as log, pytest.raises(SourceFailed):
        await asked.source().find(CALL)
    assert [one["event"] for one in log] == ["Graph link is malformed or leads to another host"]


async def test_refusals_say_what_they_mean(asked: Asked) -> None:
    held = asked.graph.hold(LENA, THREAD, NINE, SAID)
    id_ = f"{LENA} {held.meeting} {held.id}"
    asked.graph.allowed = set()  # no access policy
    with pytest.raises(SourceFailed, match="no permission"):
        await asked.source().find(CALL)
    asked.graph.allowed = None

    async def disabled(_: object) -> object:
        return error(403, "Forbidden", "GraphAccessToTranscriptsDisabled")

    asked.graph.faults.append(disabled)  # type: ignore[arg-type]
    with pytest.raises(SourceFailed, match="no permission"):
        await asked.source().find(CALL)
    asked.graph.faults.append(failing(429, Retry_After="120"))
    with pytest.raises(SourceFailed, match="asked to wait") as waiting:
        await asked.source().find(CALL)
    assert waiting.value.wait == timedelta(minutes=2)
    asked.graph.held.clear()  # the meeting has expired
    with pytest.raises(SourceFailed, match="not found"):
        await asked.source().fetch(id_)


async def test_a_refused_token_is_replaced_once_and_a_wrong_secret_is_told(asked: Asked) -> None:
    asked.graph.hold(LENA, THREAD, NINE, SAID)
    assert await asked.source().find(CALL)
    asked.graph.tokens.clear()
    assert await asked.source().find(CALL)
    asked.graph.tokens.clear()
    asked.graph.secret = "a new secret"
    with capture_logs() as log, pytest.raises(SourceFailed, match="no permission"):
        await asked.source().find(CALL)
    assert log == [
        {"event": "Graph sign-in refused our app", "code": "invalid_client", "log_level": "error"}
    ]
